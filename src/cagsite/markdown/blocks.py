"""Paragraphs, lists, quotations, tables, code, headings; and which of them are units of translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cagsite.markdown.dialect import Prepared, shown_again
from cagsite.markdown.inline import Inline
from cagsite.markdown.pieces import Anchored
from cagsite.markdown.signs import placeholder
from cagsite.markdown.units import Span
from cagsite.problems import Severity

DEPTH_LIMIT = 40

_LEVELS = {"H1": 1, "H2": 2, "H3": 3, "H4": 4, "H5": 5, "H6": 6}
_ALIGNED = {"None": "", "Left": "", "Right": ' class="end"', "Center": ' class="center"'}
_ANCHOR = re.compile(r"\s*\{#([^{}\n]*)\}\s*$")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FENCE = re.compile(rb"[ \t>]*(`{3,}|~{3,})")


class TooMuchError(Exception):
    """A text that no reader could follow either."""


@dataclass(slots=True)
class Opened:
    """A named block that waits for its closing line."""

    name: str
    offset: int
    first: int
    """The first piece inside it."""
    key: str
    """Of the block as a unit; empty where it holds no units."""
    outer_ordinal: int


class Blocks(Inline):
    """What stands under headings."""

    events: Iterator[Any]

    def __init__(self, prepared: Prepared) -> None:
        super().__init__(prepared)
        self.blocks: list[Opened] = []
        """Named blocks that are open; more than one is a mistake that is reported."""
        self.forgiven = 0
        """Closing lines still to come of blocks that a heading has closed."""
        self.level = 1
        """Of the last heading; the title of the panel stands above all."""
        self.section = self.ordinal = self.item = 0
        """Ordinals of the heading, of the block under it, of the item in its list."""
        self.list_key = ""
        self.list_ends: list[str] = []
        self.alignments: tuple[str, ...] = ()
        self.column = 0
        self.is_head = self.has_row_heads = False
        self.cell_end = ""

    # Units

    @property
    def path(self) -> str:
        """The key of what the next block lies in."""
        for block in reversed(self.blocks):
            if block.key:
                return block.key
        return f"{self.section}"

    def unit(self, kind: str, span: Any) -> None:
        """Counts a block; inside a list, a quotation or a footnote it belongs to that."""
        if self.depth == 0:
            self.ordinal += 1
            self.spans.append(Span(f"{self.path}.{self.ordinal}", kind, span["start"], span["end"]))

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            raise TooMuchError

    # Plain blocks

    def start_paragraph(self, details: Any, span: Any) -> None:
        self.unit("paragraph", span)
        self.emit_block("<p>")

    def start_quote(self, details: Any, span: Any) -> None:
        self.unit("quote", span)
        self.deeper()
        self.emit_block("<blockquote>\n")

    def end_quote(self, span: Any) -> None:
        self.depth -= 1
        self.emit("</blockquote>\n")

    def start_list(self, first: int | None, span: Any) -> None:
        if self.depth == 0:
            self.ordinal += 1
            self.list_key, self.item = f"{self.path}.{self.ordinal}", 0
        self.deeper()
        self.list_ends.append("</ul>\n" if first is None else "</ol>\n")
        self.emit_block("<ul>\n" if first is None else "<ol>\n" if first == 1 else f'<ol start="{first}">\n')

    def end_list(self, span: Any) -> None:
        self.depth -= 1
        self.emit(self.list_ends.pop())

    def start_item(self, details: Any, span: Any) -> None:
        if self.depth == 1:
            self.item += 1
            self.spans.append(Span(f"{self.list_key}.{self.item}", "item", span["start"], span["end"]))
        self.emit_block("<li>")

    def rule(self, span: Any) -> None:
        self.problem(
            span["start"],
            "rule",
            "a line of --- or *** is not used here",
            "write a heading with ##, or delete the line",
            Severity.WARNING,
        )
        self.emit_block("<hr>\n")

    def code_block(self, kind: Any, span: Any) -> None:
        self.unit("code", span)
        start, end = span["start"], span["end"]
        self.code_spans.append((start, end))
        if kind == "Indented":
            self.problem(
                start,
                "indented-text",
                "four spaces before a line make it code",
                "delete the spaces at the beginning of the line",
                Severity.WARNING,
            )
        elif not _is_closed(self.data[start:end]):
            self.problem(
                start,
                "unclosed-code",
                "code is opened here and not closed",
                "write the same marks on a line of their own where it ends",
            )
        self.emit_block('<pre tabindex="0"><code>')
        for event, _ in self.events:
            if "End" in event:
                break
            self.words[-1] += event["Text"]
        self.verbatim("")
        self.words[-1] = shown_again(self.words[-1])
        self.emit("</code></pre>\n")

    # Tables

    def start_table(self, alignments: Any, span: Any) -> None:
        self.unit("table", span)
        self.alignments = alignments
        label = placeholder("message", "table")  # reached with Tab, as it may have to be scrolled: so it needs a name
        self.emit_block(f'<div class="table" role="group" tabindex="0" aria-label="{label}">\n<table>\n')

    def start_head(self, details: Any, span: Any) -> None:
        self.is_head, self.has_row_heads, self.column = True, False, 0
        self.emit("<thead>\n<tr>\n")

    def end_head(self, span: Any) -> None:
        self.is_head = False
        self.emit("</tr>\n</thead>\n<tbody>\n")

    def start_row(self, details: Any, span: Any) -> None:
        row = self.data[span["start"] : span["end"]].strip()
        bars = row.count(b"|") - row.count(b"\\|")
        if bars - row.startswith(b"|") - row.endswith(b"|") >= len(self.alignments):
            self.problem(
                span["start"],
                "too-many-cells",
                "a row with more cells than the head of its table",
                "write \\| for the sign itself, or add a cell to the first two rows",
            )
        self.column = 0
        self.emit("<tr>\n")

    def start_cell(self, details: Any, span: Any) -> None:
        """An empty first cell says that the first column holds headings too."""
        column, aligned = self.column, _ALIGNED[self.alignments[self.column]]
        self.column += 1
        scope = "col" if self.is_head else "row" if self.has_row_heads and column == 0 else ""
        if self.is_head and not self.data[span["start"] : span["end"]].strip(b" \t|"):
            scope = ""
            self.has_row_heads = self.has_row_heads or column == 0
        self.emit_block(f'<th scope="{scope}"{aligned}>' if scope else f"<td{aligned}>")
        self.cell_end = "</th>\n" if scope else "</td>\n"

    def end_cell(self, span: Any) -> None:
        self.emit(self.cell_end)

    # Headings

    def start_heading(self, details: Any, span: Any) -> None:
        start = span["start"]
        level = _LEVELS[details["level"]]
        self.check_heading(level, start)
        level = min(max(level, 2), 4)
        if not self.depth:
            self.level = level
            self.section += 1
            self.ordinal = 0
            self.spans.append(Span(f"{self.section}.0", "heading", start, span["end"]))
        self.emit_block("")
        self.anchored.append(Anchored(level, start, self.section, len(self.words) - 1))

    def check_heading(self, level: int, start: int) -> None:
        if not 2 <= level <= 4:
            self.problem(
                start,
                "bad-heading",
                "a heading begins with ##, ### or ####",
                "write ## for the highest level: the title of the panel stands above the text",
            )
        elif self.data[start : start + 1] != b"#":
            self.problem(
                start,
                "bad-heading",
                "a line of --- right under words makes them a heading",
                "write ## before the words for a heading, or put a blank line between",
            )
        elif level > self.level + 1 and not self.depth:
            self.problem(
                start,
                "skipped-heading",
                "a level of headings is skipped",
                "write {wanted}",
                Severity.WARNING,
                wanted="#" * (self.level + 1),
            )
        if self.depth:
            self.problem(
                start,
                "misplaced-heading",
                "a heading inside a list, a quotation or a footnote",
                "put a blank line before it, and begin it at the beginning of the line",
            )
        elif self.blocks:
            self.heading_in_block(start)

    def heading_in_block(self, offset: int) -> None:
        raise NotImplementedError

    def end_heading(self, span: Any) -> None:
        heading = self.anchored[-1]
        if not heading.is_box:
            self.cut_anchor(heading)
        heading.last = len(self.words)
        self.closed.update(range(heading.first, heading.last))
        if not heading.is_box and not self.has_words(heading.first):
            self.problem(heading.offset, "empty-heading", "a heading without words", "write words, or delete the line")
        self.emit(f"</h{heading.level}>\n")

    def cut_anchor(self, heading: Anchored) -> None:
        match = _ANCHOR.search(self.words[-1])
        if match is None:
            return
        self.words[-1] = self.words[-1][: match.start()]
        if ID.fullmatch(match[1]):
            heading.id = match[1]
            return
        self.problem(
            heading.offset,
            "bad-anchor",
            "not an anchor: {shown}",
            "write small letters a to z, digits and hyphens, as in {#the-year-2019}",
            shown=f"{{#{match[1]}}}",
        )


def _is_closed(block: bytes) -> bool:
    fence = _FENCE.match(block)
    last = block.rstrip().rpartition(b"\n")[2].strip(b" \t>")
    return fence is not None and b"\n" in block.strip() and set(last) == set(fence[1]) and len(last) >= len(fence[1])
