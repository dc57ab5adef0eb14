"""A text on its way: words and tags kept apart, with all that is noted down while reading.

`tags[n]` stands before `words[n]`. So typography and glossary see all words of a text at once, whatever tags lie
between them, and can never touch a tag.
"""

from __future__ import annotations

from dataclasses import dataclass

from cagsite.markdown.dialect import Prepared
from cagsite.markdown.signs import BLOCK
from cagsite.markdown.text import Link, Reference
from cagsite.markdown.units import Span
from cagsite.problems import Severity

_UNSEEN = BLOCK + " \n"


@dataclass(slots=True)
class Anchored:
    """A heading or the title of a box, until its words are final and its id can be made of them."""

    level: int
    offset: int
    section: int
    first: int
    """Its first piece; the tag before it is written at the end."""
    is_box: bool = False
    last: int = 0
    """The piece after its last one."""
    id: str = ""
    """The anchor that the author chose."""


class Pieces:
    """What every part of the renderer shares."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.data = prepared.source.encode()
        self.tags: list[str] = [""]
        self.words: list[str] = [""]
        self.raw: set[int] = set()
        """Pieces in which typography has no say: code, addresses, other languages."""
        self.closed: set[int] = set()
        """Pieces in which no glossary term is linked."""
        self.linked_terms: dict[int, str] = {}
        """Terms that the author linked, by piece."""
        self.references: list[Reference] = []
        self.links: list[Link] = []
        self.anchor_links: list[tuple[str, int]] = []
        """Ids that the text leads to on its own page, with the offset of the link."""
        self.anchored: list[Anchored] = []
        self.spans: list[Span] = []
        self.notes: dict[str, tuple[int, int]] = {}
        """Footnotes by label: first piece, and the piece after the last."""
        self.note_links: list[tuple[str, int, str | None]] = []
        """References to footnotes: label, piece, label of the footnote that it stands in."""
        self.depth = 0
        """How many lists, quotations and footnotes are open."""
        self.inline = 0
        """How many inline tags are open."""
        self.brackets: list[tuple[int, int]] = []
        """Pieces that begin with an open [, each with the number of inline tags around it."""
        self._line = self._line_start = 0
        """Where a position was asked for last: the next one is mostly not far."""

    def emit(self, tag: str) -> None:
        """A tag inside a block."""
        self.tags.append(tag)
        self.words.append("")

    def emit_block(self, tag: str) -> None:
        """A tag that begins a block."""
        self.tags.append(tag)
        self.words.append(BLOCK)
        if self.brackets:
            self.brackets.clear()

    def verbatim(self, value: str) -> None:
        """Words that stay as they are."""
        self.words[-1] += value
        self.raw.add(len(self.words) - 1)
        self.closed.add(len(self.words) - 1)

    def has_words(self, first: int) -> bool:
        """True where something can be read from a piece on."""
        return "".join(self.words[first:]).strip(_UNSEEN) != ""

    def character(self, offset: int) -> int:
        """The offset in the source's characters, from one in its bytes."""
        return len(self.data[:offset].decode("utf-8", "ignore"))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column in the file of a byte offset."""
        line_start = self.data.rfind(b"\n", 0, offset) + 1
        if line_start < self._line_start:
            self._line = self._line_start = 0
        self._line += self.data.count(b"\n", self._line_start, line_start)
        self._line_start = line_start
        column = len(self.data[line_start:offset].decode("utf-8", "ignore")) + 1
        return self.prepared.line_in_file(self._line), column

    def problem(
        self, offset: int, code: str, message: str, hint: str, severity: Severity = Severity.ERROR, **values: object
    ) -> None:
        """Reports something at a byte offset."""
        if not self.prepared.is_full:
            self.prepared.problem(self.character(offset), code, message, hint, severity, **values)
