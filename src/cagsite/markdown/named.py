"""Named blocks: `::: box`, `::: note`, `::: photo`, `::: media`, `::: highlight`, each closed by `:::`."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from cagsite.markdown.blocks import DEPTH_LIMIT, ID, Blocks, Opened, TooMuchError
from cagsite.markdown.dialect import MARKER_HEADING
from cagsite.markdown.pieces import Anchored
from cagsite.markdown.signs import MARKER_END, placeholder, restored
from cagsite.markdown.text import Reference
from cagsite.markdown.units import Span
from cagsite.naming import suggestion

NAMES = ("box", "highlight", "media", "note", "photo")

_MARKER = MARKER_HEADING.encode()
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class NamedBlocks(Blocks):
    """Blocks, and the lines that open and close named ones: `dialect` sends those as headings of the sixth level."""

    def start_heading(self, details: Any, span: Any) -> None:
        if details["level"] == "H6" and self.data.startswith(_MARKER, span["start"]):
            self.marker(span)
        else:
            super().start_heading(details, span)

    def marker(self, span: Any) -> None:
        offset = span["start"]
        line = self.data[offset + len(_MARKER) : span["end"]].decode()
        name, _, rest = line.strip(" \n").partition(MARKER_END)
        if self.depth and name:
            self.problem(
                offset, "misplaced-block", "::: inside a list, a quotation or a footnote", "put a blank line before it"
            )
        if name == "box":
            self.open_box(rest, span)
            return
        for event, _ in self.events:  # nothing in this line is text
            if event.__class__ is dict and "Heading" in event.get("End", ()):
                break
        rest = restored(rest)
        if not name:
            self.end_marker(offset)
        elif name == "note":
            self.open_note(rest, offset)
        elif name in NAMES:
            self.open_picture(name, rest, offset)
        else:
            self.open_unknown(restored(name), offset)

    def open(self, name: str, offset: int, key: str = "") -> None:
        if len(self.blocks) > DEPTH_LIMIT:
            raise TooMuchError
        self.blocks.append(Opened(name, offset, len(self.words), key, self.ordinal))
        if key:
            self.ordinal = 0

    def check_nesting(self, name: str, offset: int) -> None:
        if self.blocks and not self.prepared.is_full:
            outer = self.blocks[-1]
            self.problem(
                offset,
                "nested-block",
                "::: {name} inside ::: {outer} of line {line}",
                "write ::: on a line of its own before it, to close the first one",
                name=name,
                outer=outer.name,
                line=self.position(outer.offset)[0],
            )

    def open_box(self, title: str, span: Any) -> None:
        """The title runs on as the words of a heading, until that ends."""
        offset = span["start"]
        self.check_nesting("box", offset)
        self.ordinal += 1
        key = f"{self.path}.{self.ordinal}"
        self.spans.append(Span(key, "box", offset, span["end"]))
        self.open("box", offset, key)
        if not title:
            self.problem(offset, "missing-title", "a box without a title", "write ::: box and the title of the box")
        self.emit_block("")
        self.anchored.append(Anchored(self.level + 1, offset, self.section, len(self.words) - 1, is_box=True))
        for event, _ in self.events:
            if MARKER_END in event["Text"]:
                self.words[-1] += event["Text"].partition(MARKER_END)[2]
                return

    def open_note(self, day: str, offset: int) -> None:
        self.check_nesting("note", offset)
        self.ordinal += 1
        self.open("note", offset, f"{self.path}.{self.ordinal}")
        if not _is_day(day):
            self.problem(
                offset,
                "bad-date",
                "not a day: '{shown}'",
                "write the date of the note as year-month-day: ::: note 2026-11-22",
                shown=day,
            )
            day = "0001-01-01"
        label, shown = placeholder("message", "Editor's note"), placeholder("date", day)
        self.emit_block(
            f'<aside class="note" role="note">\n'
            f'<p class="note-date">{label}, <time datetime="{day}">{shown}</time></p>\n'
        )

    def open_picture(self, name: str, id: str, offset: int) -> None:
        """A photo, a recording or a highlight: it stands alone, and its words are at the top of the file."""
        self.check_nesting(name, offset)
        if ID.fullmatch(id) or id == "-":
            line, column = self.position(offset)
            self.references.append(Reference(scheme=name, target=id, line=line, column=column))
            if not self.blocks and not self.depth:
                self.emit_block(f"{placeholder(name, id)}\n")
        else:
            self.problem(
                offset,
                "missing-id",
                "::: {name} needs an id",
                "write the id as it stands under {field}: at the top of the file",
                name=name,
                field=name if name == "media" else f"{name}s",
            )
        self.open(name, offset)

    def open_unknown(self, name: str, offset: int) -> None:
        near = suggestion(name, NAMES)
        self.problem(
            offset,
            "unknown-block",
            "there is no block '{name}'",
            "did you mean ::: {near}?" if near else "the blocks are box, highlight, media, note and photo",
            name=name,
            near=near,
        )
        self.open(name, offset)

    def end_marker(self, offset: int) -> None:
        if self.blocks:
            self.close_block()
        elif self.forgiven:
            self.forgiven -= 1
        else:
            self.problem(
                offset,
                "stray-end",
                "::: closes nothing",
                "delete the line, or write the name of a block after :::",
            )

    def close_block(self) -> None:
        block = self.blocks.pop()
        if block.key:
            self.ordinal = block.outer_ordinal
            self.emit("</aside>\n")
        elif block.name in NAMES and self.has_words(block.first):
            self.problem(
                block.offset,
                "words-in-block",
                "::: {name} holds no words",
                "close it on the next line with :::; captions and highlights are written at the top of the file",
                name=block.name,
            )

    def heading_in_block(self, offset: int) -> None:
        block = self.blocks[-1]
        self.problem(
            offset,
            "heading-in-block",
            "a heading before ::: {name} of line {line} is closed",
            "write ::: on a line of its own before the heading; inside a block write **bold words** instead",
            name=block.name,
            line=self.position(block.offset)[0],
        )
        self.forgiven += len(self.blocks)
        while self.blocks:
            self.close_block()

    def close_blocks(self) -> None:
        """At the end of the text none may be open."""
        while self.blocks:
            self.problem(
                self.blocks[-1].offset,
                "unclosed-block",
                "::: {name} is not closed",
                "write ::: on a line of its own where it ends",
                name=self.blocks[-1].name,
            )
            self.close_block()


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
