"""What the preview adds to a page: a script that follows the builds, and what it shows; and pages of its own."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import blake2b
from html import escape, unescape
from pathlib import Path

from cagsite.preview.board import State
from cagsite.preview.findings import Finding
from cagsite.problems import Severity, Translate, fill

RESERVED = "-/"
"""Addresses under this folder are the preview's own; no id, slug or language is a hyphen."""
LIVE, SHEET, EVENTS = "-/live.js", "-/overlay.css", "-/events"
SHOWN = 200
"""Findings that a page lists; the terminal has them all."""
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""For the preview's own pages; pages of the site bring theirs."""

_SHEET_LINK = re.compile(rb'<link rel="stylesheet" href="([^"]*)">')
_STATIC = Path(__file__).parent / "static"


def read_static() -> dict[str, bytes]:
    """The preview's own files, by reserved address."""
    return {address: (_STATIC / address.removeprefix(RESERVED)).read_bytes() for address in (LIVE, SHEET)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """How a page looks to the script: another `page` needs a reload, other `sheets` only an exchange."""

    page: str
    sheets: tuple[str, ...]

    @classmethod
    def of(cls, html: bytes) -> Print:
        """Pages carry digests in the names of all they use, so that equal bytes are equal pages."""
        sheets = tuple(unescape(href.decode("utf-8", "replace")) for href in _SHEET_LINK.findall(html))
        rest = blake2b(_SHEET_LINK.sub(b'<link rel="stylesheet">', html), digest_size=12)
        return cls(page=rest.hexdigest(), sheets=sheets)


def add_script(html: bytes, seen: Print) -> bytes:
    """The page with the script at the end of its head, as an external file, which its policy allows."""
    script = f'<script src="/{LIVE}" data-page="{seen.page}" defer></script>\n'
    return html.replace(b"</head>", script.encode() + b"</head>", 1)


class Speaker:
    """Says how things are, in the reader's language."""

    def __init__(self, translate: Translate) -> None:
        self._translate = translate
        self._language: str = getattr(translate, "language", "")
        """Empty means unknown, which a screen reader understands too."""

    def event(self, state: State, seen: Print) -> bytes:
        """A message for the script of one page."""
        say = self._translate
        counts = {severity: sum(found.severity is severity for found in state.findings) for severity in Severity}
        findings = [found.as_plain() for found in state.findings[:SHOWN]]
        message = {
            "page": seen.page,
            "sheets": seen.sheets,
            "failed": state.is_failed,
            "language": self._language,
            "title": say("The last change cannot be shown yet" if state.is_failed else "Warnings and notices"),
            "note": say("You see the last good site; it follows as soon as this is mended.") if state.is_failed else "",
            "button": self._fill(
                "Problems: {count}" if state.is_failed else "Warnings: {warnings}, notices: {notices}",
                count=len(state.findings),
                warnings=counts[Severity.WARNING],
                notices=counts[Severity.NOTICE],
            ),
            "close": say("Close"),
            "rest": self._rest(state.findings),
            "findings": findings,
        }
        text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
        key = blake2b(json.dumps([state.is_failed, findings]).encode(), digest_size=12).hexdigest()
        return f'data: {text[:-1]},"key":"{key}"}}\n\n'.encode("utf-8", "backslashreplace")

    def waiting_page(self, state: State) -> bytes:
        """While there is no site: it is being made, or it cannot be made."""
        say = self._translate
        if not state.is_settled:
            return self._page(
                say("The exhibition is being made"), say("The page appears by itself as soon as it is ready.")
            )
        return self._page(
            say("The exhibition cannot be shown yet"),
            say("The page appears by itself as soon as this is mended."),
            state.findings,
        )

    def missing_page(self, path: str) -> bytes:
        """Where the site has no page of its own for what is not there."""
        return self._page(
            self._translate("This page is not here"), self._fill("Nothing is at {path}.", path=f"/{path}")
        )

    def refusal_page(self, status: int, address: str) -> bytes:
        """For requests that no browser sends by itself."""
        say = self._translate
        notes = {
            403: self._fill("This preview is only for this computer, at {address}", address=address),
            405: say("A preview can only be looked at."),
            503: say("Too many pages are open at once; close some and load this one again."),
        }
        return self._page(str(status), notes.get(status, say("This request cannot be answered.")))

    def _page(self, title: str, note: str, findings: tuple[Finding, ...] = ()) -> bytes:
        items = "".join(map(_item, findings[:SHOWN]))
        rest = self._rest(findings)
        return (
            "<!doctype html>\n"
            f'<html lang="{escape(self._language)}" class="cagsite-page">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(title)}</title>\n"
            f'<link rel="stylesheet" href="/{SHEET}">\n'
            "</head>\n"
            f'<body>\n<main class="box" dir="auto">\n<h1>{escape(title)}</h1>\n<p>{escape(note)}</p>\n'
            + (f'<ol class="findings">\n{items}</ol>\n' if items else "")
            + (f"<p>{escape(rest)}</p>\n" if rest else "")
            + "</main>\n</body>\n</html>\n"
        ).encode("utf-8", "backslashreplace")

    def _rest(self, findings: tuple[Finding, ...]) -> str:
        more = len(findings) - SHOWN
        return self._fill("and {count} more, which the terminal lists", count=more) if more > 0 else ""

    def _fill(self, message: str, **values: object) -> str:
        return fill(self._translate(message), [(name, str(value)) for name, value in values.items()])


def _item(finding: Finding) -> str:
    """The same parts as in live.js."""
    place = f'<p class="place"><code>{escape(finding.place)}</code></p>' if finding.place else ""
    hint = f'<p class="hint" dir="auto">{escape(finding.hint)}</p>' if finding.hint else ""
    message = f"<strong>{escape(finding.label)}:</strong> {escape(finding.message)}"
    return f'<li data-severity="{finding.severity}">{place}<p class="message" dir="auto">{message}</p>{hint}</li>\n'
