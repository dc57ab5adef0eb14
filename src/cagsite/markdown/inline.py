"""Inside a block: emphasis, code, links, passages in other languages."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from typing import Any

from cagsite.markdown import links
from cagsite.markdown.dialect import Prepared, shown_again
from cagsite.markdown.pieces import Pieces
from cagsite.markdown.signs import escaped, placeholder, restored
from cagsite.markdown.text import Link, Reference
from cagsite.problems import Severity

_LANGUAGE = re.compile(r"\{lang=([^{}\s]*)\}")
_LANGUAGE_TAG = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
)
"""BCP 47: language, script, region, variants."""


class Inline(Pieces):
    """Words and what lies around them."""

    def __init__(self, prepared: Prepared) -> None:
        super().__init__(prepared)
        self.bracket: tuple[int, int, int] | None = None
        """The last pair of brackets: its first piece, its last, and how long that was."""
        self.link_ends: list[tuple[str, int]] = []
        """The closing tags of open links, and their first pieces."""
        self.code_spans: list[tuple[int, int]] = []
        """Where code stands, as byte offsets."""
        self.languages: set[int] = set()
        """Where tags of languages are dealt with."""

    def start_inline(self, tag: str) -> None:
        self.inline += 1
        self.emit(tag)

    def end_inline(self, tag: str) -> None:
        self.inline -= 1
        while self.brackets and self.brackets[-1][1] > self.inline:
            self.brackets.pop()
        self.emit(tag)

    def code(self, value: str, span: Any) -> None:
        self.code_spans.append((span["start"], span["end"]))
        self.emit("<code>")
        self.verbatim(shown_again(value))
        self.emit("</code>")

    def html(self, value: str, span: Any) -> None:
        """Raw HTML that the engine found although `dialect` left none: shown as text too."""
        if not self.prepared.is_full:
            self.prepared.report_raw_html(self.character(span["start"]))
        self.emit("")
        self.verbatim(value)
        self.emit("")

    def is_code(self, offset: int) -> bool:
        """True for a byte offset inside code."""
        place = bisect_right(self.code_spans, (offset, len(self.data)))
        return place > 0 and offset < self.code_spans[place - 1][1]

    def report_tags(self) -> None:
        """Raw HTML that is now text: the first of each line, where it is not code."""
        source = self.prepared.source
        position = offset = line_end = 0
        for tag in self.prepared.tags:
            offset += len(source[position:tag].encode())
            position = tag
            if tag >= line_end and not self.prepared.is_full and not self.is_code(offset):
                line_end = source.find("\n", tag)
                line_end = len(source) if line_end < 0 else line_end
                self.prepared.report_raw_html(tag)

    def report_languages(self) -> None:
        """Tags of languages that mark no passage."""
        offset = self.data.find(b"{lang=")
        while offset >= 0 and not self.prepared.is_full:
            if offset not in self.languages and self.data[offset - 1 : offset] != b"\\" and not self.is_code(offset):
                self.problem(
                    offset,
                    "bad-language",
                    "{shown} follows no words in brackets",
                    "write it right after them, as in *[words]{lang=xx}*; write \\{ for the sign itself",
                    shown=self.data[offset : offset + 40].decode("utf-8", "ignore").split("}")[0] + "}",
                )
            offset = self.data.find(b"{lang=", offset + 1)

    # Passages in other languages

    def sign(self, value: str, offset: int) -> None:
        """Text that begins with a bracket, which the engine gives one by one, or with what may follow one."""
        words = self.words
        if self.data[offset - 1 : offset] == b"\\":
            words[-1] += value
        elif value == "[":
            self.emit("")
            words[-1] = "["
            self.brackets.append((len(words) - 1, self.inline))
        elif value == "]":
            words[-1] += "]"
            self.bracket = None
            if self.brackets:
                first, inline = self.brackets.pop()
                if inline == self.inline:
                    self.bracket = (first, len(words) - 1, len(words[-1]))
        elif value.startswith("{lang") and self.follows_bracket():
            assert self.bracket is not None
            self.foreign(self.bracket[0], value, offset)
        else:
            if value.startswith("^") and words[-1] == "[":
                self.missing_note(offset)
            elif value.startswith("(") and self.follows_bracket():
                self.problem(
                    offset,
                    "broken-link",
                    "this is not read as a link",
                    "write [words](address), without spaces in the address and with ) at its end",
                )
            words[-1] += value

    def follows_bracket(self) -> bool:
        """True right after the ] of a pair."""
        return self.bracket is not None and self.bracket[1:] == (len(self.words) - 1, len(self.words[-1]))

    def foreign(self, first: int, value: str, offset: int) -> None:
        """The end of `[passage]{lang=xx}`, whose first piece is known."""
        self.languages.add(offset)
        match = _LANGUAGE.match(value)
        if match is None or not _LANGUAGE_TAG.fullmatch(match[1]):
            self.problem(
                offset,
                "bad-language",
                "not a language tag: {shown}",
                "write it as [words]{lang=xx}, with the tag of the language as in exhibition.yaml",
                shown=value.split("}")[0][:40] + "}",
            )
            self.words[-1] += value
            return
        self.words[-1] = self.words[-1][:-1]
        self.words[first] = self.words[first][1:]
        direction = ' dir="rtl"' if _is_right_to_left("".join(self.words[first:])) else ""
        self.tags[first] = f'<span lang="{match[1]}"{direction}>'
        pieces = range(first, len(self.words))
        self.raw.update(pieces)
        self.closed.update(pieces)
        self.emit("</span>")
        self.words[-1] = value[match.end() :]

    def missing_note(self, offset: int) -> None:
        self.problem(
            offset - 1,
            "unknown-footnote",
            "there is no footnote of this name",
            "write it below, on a line of its own: [^1]: The words of the note.",
        )

    # Links

    def start_link(self, details: Any, span: Any) -> None:
        tag = self.link_tag(details, span)
        self.start_inline(tag)
        self.link_ends.append(("</a>" if tag else "", len(self.words) - 1))
        if details["link_type"] in ("Autolink", "Email"):
            self.raw.add(len(self.words) - 1)

    def end_link(self, span: Any) -> None:
        tag, first = self.link_ends.pop()
        self.closed.update(range(first, len(self.words)))
        if tag and not self.has_words(first):
            self.problem(span["start"], "empty-link", "a link without words", "write words between [ and ]")
        self.end_inline(tag)

    def link_tag(self, details: Any, span: Any) -> str:
        """The opening tag, or nothing where the words stay without a link."""
        address, kind, offset = details["dest_url"], details["link_type"], span["start"]
        if kind == "Email":
            address = f"mailto:{address}"
        elif kind not in ("Inline", "Autolink"):
            self.problem(
                offset,
                "reference-link",
                "the address of a link stands right after its words",
                "write [words](address); for words in brackets alone write \\[words\\]",
            )
            return ""
        if details["title"]:
            self.problem(
                offset,
                "link-title",
                "a link has no title beside its words: {title}",
                "write what matters into the words of the link",
                Severity.WARNING,
                title=restored(details["title"]),
            )
        named = links.reference(address)
        if named and kind == "Inline" and self.is_written(address, offset, span["end"]):
            return self.reference_tag(*named, offset)
        anchor = links.anchor(address)
        if anchor:
            self.anchor_links.append((anchor, offset))
            return f'<a href="#{anchor}">'
        outward = links.outward(address)
        if outward is None:
            self.bad_link(address, offset)
            return ""
        line, column = self.position(offset)
        self.links.append(Link(address=outward, line=line, column=column))
        return f'<a href="{escaped(outward)}">'

    def is_written(self, address: str, start: int, end: int) -> bool:
        """True where it stands right after `](`: entities or backslashes in it would hide it from who looks for it."""
        return self.data[start:end].rpartition(b"](")[2].lstrip(b" \t\n<").startswith(address.encode())

    def reference_tag(self, scheme: str, target: str, offset: int) -> str:
        line, column = self.position(offset)
        self.references.append(Reference(scheme=scheme, target=target, line=line, column=column))
        href = f'href="{placeholder(scheme, target)}"'
        if scheme != "term":
            return f"<a {href}>"
        self.linked_terms[len(self.words)] = target
        return f'<a class="term" {href}>'

    def bad_link(self, address: str, offset: int) -> None:
        scheme, colon, _ = address.partition(":")
        if colon and scheme.lower() in links.REFERENCE_SCHEMES:
            hint = "write the id after the colon, in small letters, as in panel:adil-soz"
        else:
            hint = "a link begins with https://, mailto:, tel:, panel:, term:, place: or #"
        self.problem(offset, "bad-link", "a link cannot lead to '{address}'", hint, address=restored(address))

    def start_image(self, details: Any, span: Any) -> None:
        self.problem(
            span["start"],
            "image",
            "a picture is not placed with ![words](file)",
            "list it under photos: in panel.yaml, and write ::: photo with its id and ::: on the next line",
        )
        self.start_inline("")


def _is_right_to_left(passage: str) -> bool:
    """By the first letter whose script has a direction: right for any language, also when it is transliterated."""
    for character in passage:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
