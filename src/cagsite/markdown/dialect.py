"""Before the engine: what is not in the dialect is taken out of a body, or made into plain text, and reported."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from cagsite.markdown.signs import EXPRESSION, MARKER, MARKER_END, literal, restored
from cagsite.markdown.text import MarkdownProblem
from cagsite.problems import Severity

BODY_LIMIT = 1_000_000
LINE_LIMIT = 100_000
"""In bytes. The longest text of a real exhibition has some 30,000, its longest line 3,000."""
PROBLEM_LIMIT = 100

MARKER_HEADING = f"###### {MARKER}"
"""A heading is the one construct that ends every open paragraph, list and table, takes a single line and holds
inline markup, which is what the marker of a named block needs; authors have no sixth level."""

_RESERVED_BYTES = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xEE])
"""Control characters, and the first byte of U+E000 to U+EFFF in UTF-8."""
_RESERVED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000-\uefff\ud800-\udfff]")
_ENTITY = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,10}));")
_HARMLESS_CODE = re.compile(
    "[\t\n\x20-\x7e\u00a0-\u061b\u061d-\u2027\u202f-\u2065\u2070-\ud7ff\uf900-\uffef\U00010000-\U000dffff]"
)
_RAW_HTML = re.compile(
    r"(?<!\\)(?<!\]\()<(?!(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>)"  # no address in brackets
    r"(?:(?=([^\W\d_]|[/!?]))(?:[^<>\n]{1,300}>)?)?"
)
"""A sign that might open a tag; with the whole tag, where it is one."""
_MARKER_LINE = re.compile(r":::+[ \t]*(\S*)[ \t]*([^\n]*?)[ \t]*(?=\n|\Z)")
_PARAGRAPH_END = re.compile(r"\n[ \t]*(?=\n)")

Report = Callable[[MarkdownProblem], None]


@dataclass(slots=True)
class Prepared:
    """A body that holds only the dialect, and where its lines come from."""

    source: str
    first_line: int
    report: Report
    cuts: list[int] = field(default_factory=list)
    """Line numbers of `source` from which more lines are missing before them."""
    missing: list[int] = field(default_factory=list)
    """How many are missing from there on, all in all."""
    tags: list[int] = field(default_factory=list)
    """Where in `source` raw HTML begins, in code too."""
    reports: int = 0
    has_literals: bool = False
    """True where signs are replaced by their private-use twins."""

    @property
    def is_full(self) -> bool:
        """A text with so many problems needs no more of them."""
        return self.reports > PROBLEM_LIMIT

    def line_in_file(self, line: int) -> int:
        """The line that an editor shows, from a line of `source` counted from 0."""
        if not self.cuts:
            return self.first_line + line
        place = bisect_right(self.cuts, line)
        return self.first_line + line + (self.missing[place - 1] if place else 0)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column in the file, from an offset in `source`."""
        line_start = self.source.rfind("\n", 0, offset) + 1
        return self.line_in_file(self.source.count("\n", 0, line_start)), offset - line_start + 1

    def problem(
        self, offset: int, code: str, message: str, hint: str, severity: Severity = Severity.ERROR, **values: object
    ) -> None:
        """Reports something at an offset in `source`."""
        self.reports += 1
        if self.is_full:
            return
        line, column = self.position(offset)
        parameters = tuple(sorted((name, str(value)) for name, value in values.items()))
        self.report(
            MarkdownProblem(
                line=line,
                column=column,
                code=code,
                message=message,
                hint=hint,
                parameters=parameters,
                severity=severity,
            )
        )

    def report_raw_html(self, offset: int) -> None:
        """Says that a tag is shown as text."""
        self.problem(
            offset,
            "raw-html",
            "HTML is shown as text: {shown}",
            "write **bold**, *emphasis* or a named block; write \\< for the sign itself",
            Severity.WARNING,
            shown=restored(self.source[offset : offset + 40].split("\n", 1)[0]),
        )


def find_excess(body: str) -> tuple[str, int] | None:
    """The code and the line (from 0) where a body is too large to be read; None for any real text."""
    if len(body) <= LINE_LIMIT // 4:
        return None
    if len(body) > BODY_LIMIT or len(body.encode("utf-8", "replace")) > BODY_LIMIT:
        return "text-too-long", 0
    for number, line in enumerate(body.split("\n")):
        if len(line) > LINE_LIMIT // 4 and len(line.encode("utf-8", "replace")) > LINE_LIMIT:
            return "line-too-long", number
    return None


def prepare(body: str, first_line: int, report: Report) -> Prepared:
    """The body with every construct that the engine must not see made harmless; most bodies come back as they are."""
    if "\r" in body:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
    prepared = Prepared(body, first_line, report)
    if _has_reserved(body):
        _replace_reserved(prepared)
    has_angles = "<" in body
    if has_angles and "<!--" in body:
        _drop_comments(prepared)
    if "&" in body and "&#" in body:
        _replace_entities(prepared)
    if "{" in body and ("{{" in body or "{%" in body):
        prepared.source, count = EXPRESSION.subn(lambda match: literal(match[0]), prepared.source)
        prepared.has_literals = count > 0
    if has_angles:
        _show_html(prepared)
    if ":::" in body:
        prepared.source = _MARKER_LINE.sub(_marker_heading, prepared.source)
    return prepared


def _marker_heading(match: re.Match[str]) -> str:
    source, start = match.string, match.start()
    indent = start - 1 - source.rfind("\n", 0, start)
    if indent > 3 or source[start - indent : start].strip(" "):
        return match[0]
    return f"{MARKER_HEADING}{match[1]}{MARKER_END}{match[2]}"


def shown_again(code: str) -> str:
    """Code in which lines were taken for markers, as it was typed."""
    return code.replace(f"{MARKER_HEADING}{MARKER_END}", ":::").replace(MARKER_HEADING, "::: ").replace(MARKER_END, " ")


def _has_reserved(body: str) -> bool:
    try:
        encoded = body.encode()
    except UnicodeEncodeError:
        return True
    return len(encoded.translate(None, _RESERVED_BYTES)) != len(encoded)


def _replace_reserved(prepared: Prepared) -> None:
    for match in _RESERVED.finditer(prepared.source):
        if prepared.is_full:
            break
        _report_reserved(prepared, match.start(), f"U+{ord(match[0]):04X}")
    prepared.source = _RESERVED.sub("\ufffd", prepared.source)


def _replace_entities(prepared: Prepared) -> None:
    """An entity must not bring in what cannot be typed: `&#xE000;` would forge a placeholder."""

    def harmless(match: re.Match[str]) -> str:
        number = int(match[1], 16) if match[1] else int(match[2])
        if number < 0x110000 and _HARMLESS_CODE.match(chr(number)):
            return match[0]
        _report_reserved(prepared, match.start(), match[0])
        return "\ufffd"

    prepared.source = _ENTITY.sub(harmless, prepared.source)


def _report_reserved(prepared: Prepared, offset: int, shown: str) -> None:
    prepared.problem(
        offset,
        "reserved-character",
        "a character that cannot be shown: {shown}",
        "delete it and type the word again",
        shown=shown,
    )


def _drop_comments(prepared: Prepared) -> None:
    """Comments are taken out as if they had never been there, also from code: they may hold what must not be known."""
    body = prepared.source
    kept: list[str] = []
    cuts: list[int] = []
    counts: list[int] = []
    position = lines = missing = closing = 0
    while (start := body.find("<!--", position)) >= 0:
        if closing >= 0:
            closing = body.find("-->", start + 2)
        end = closing + 3
        if closing < 0:
            prepared.problem(
                start,
                "unclosed-comment",
                "a comment is opened here and not closed",
                "write --> where it ends",
            )
            paragraph_end = _PARAGRAPH_END.search(body, start)
            end = paragraph_end.start() if paragraph_end else len(body)
        line_start = body.rfind("\n", 0, start) + 1
        line_end = body.find("\n", end)
        line_end = len(body) if line_end < 0 else line_end
        whole_lines = (
            closing >= 0
            and line_start >= position
            and not body[line_start:start].strip()
            and not body[end:line_end].strip()
        )
        first, last = (line_start, min(line_end + 1, len(body))) if whole_lines else (start, end)
        kept.append(body[position:first])
        lines += body.count("\n", position, first)
        gone = body.count("\n", first, last)
        if gone:
            missing += gone
            cuts.append(lines if whole_lines else lines + 1)
            counts.append(missing)
        position = last
    kept.append(body[position:])
    prepared.source, prepared.cuts, prepared.missing = "".join(kept), cuts, counts


def _show_html(prepared: Prepared) -> None:
    prepared.tags = [match.start() for match in _RAW_HTML.finditer(prepared.source) if match[1]]
    prepared.source, count = _RAW_HTML.subn(lambda match: literal(match[0]), prepared.source)
    prepared.has_literals = prepared.has_literals or count > 0
