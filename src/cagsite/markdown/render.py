"""From the engine's events to words and tags: every tag that can come out is written here or in the parents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pyromark import Markdown, Options

from cagsite.markdown.blocks import TooMuchError
from cagsite.markdown.dialect import Prepared
from cagsite.markdown.named import NamedBlocks
from cagsite.markdown.units import Span

EVENT_LIMIT = 200_000
"""A text of 5,000 words has some 2,000."""

_ENGINE = Markdown(options=Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES)


class Renderer(NamedBlocks):
    """A text, read."""

    def __init__(self, prepared: Prepared) -> None:
        super().__init__(prepared)
        self.open_notes: list[tuple[str, int]] = []
        """The footnote that is being read, and any inside it: label and first piece."""
        self.events = iter(_ENGINE.events_with_range(prepared.source))
        self._read()

    def _read(self) -> None:
        words = self.words
        run = ""  # grows in place, which an item of a list cannot
        count = 0
        for event, span in self.events:
            count += 1
            if event.__class__ is str:
                if event == "SoftBreak":
                    run += "\n"
                    continue
                words[-1] += run
                run = ""
                if event == "HardBreak":
                    self.emit("<br>")
                    words[-1] = "\n"
                else:
                    self.rule(span)
                continue
            (kind,) = event
            value = event[kind]
            if kind == "Text" and value[:1] not in "[]{^(":
                run += value
                continue
            if run:
                words[-1] += run
                run = ""
            if kind == "End":
                if value.__class__ is str:
                    _ENDS[value](self, span)
                else:
                    (name,) = value
                    _ENDS[name](self, span)
            elif kind == "Start":
                if value.__class__ is str:
                    _STARTS[value](self, None, span)
                else:
                    (name,) = value
                    _STARTS[name](self, value[name], span)
            elif kind == "Text":
                self.sign(value, span["start"])
            else:
                _OTHERS[kind](self, value, span)
            if count > EVENT_LIMIT:
                raise TooMuchError
        self.close_blocks()
        if self.prepared.tags:
            self.report_tags()
        if b"{lang=" in self.data:
            self.report_languages()

    def note_link(self, label: str, span: Any) -> None:
        self.emit("")
        container = self.open_notes[0][0] if self.open_notes else None
        self.note_links.append((label, len(self.tags) - 1, container))

    def start_note(self, label: str, span: Any) -> None:
        self.deeper()
        self.emit_block("")
        self.open_notes.append((label, len(self.tags) - 1))
        if len(self.open_notes) > 1:
            self.problem(
                span["start"],
                "misplaced-footnote",
                "a footnote inside another one",
                "put a blank line before it, and begin it at the beginning of the line",
            )
        elif label in self.notes:
            self.problem(
                span["start"],
                "duplicate-footnote",
                "there are two footnotes [^{label}]",
                "give each a number of its own",
                label=label,
            )
        else:
            self.spans.append(Span(f"footnote.{label}", "footnote", span["start"], span["end"]))

    def end_note(self, span: Any) -> None:
        self.depth -= 1
        label, first = self.open_notes.pop()
        if not self.open_notes:
            self.notes.setdefault(label, (first, len(self.tags)))
        self.emit("")


Start = Callable[[Renderer, Any, Any], None]
End = Callable[[Renderer, Any], None]


def _opens(tag: str) -> Start:
    return lambda renderer, details, span: renderer.start_inline(tag)


def _closes(tag: str) -> End:
    return lambda renderer, span: renderer.end_inline(tag)


def _ends(tag: str) -> End:
    return lambda renderer, span: renderer.emit(tag)


_STARTS: Mapping[str, Start] = {
    "Paragraph": Renderer.start_paragraph,
    "HtmlBlock": Renderer.start_paragraph,
    "Heading": Renderer.start_heading,
    "BlockQuote": Renderer.start_quote,
    "CodeBlock": Renderer.code_block,
    "List": Renderer.start_list,
    "Item": Renderer.start_item,
    "Table": Renderer.start_table,
    "TableHead": Renderer.start_head,
    "TableRow": Renderer.start_row,
    "TableCell": Renderer.start_cell,
    "FootnoteDefinition": Renderer.start_note,
    "Emphasis": _opens("<em>"),
    "Strong": _opens("<strong>"),
    "Link": Renderer.start_link,
    "Image": Renderer.start_image,
}
_ENDS: Mapping[str, End] = {
    "Paragraph": _ends("</p>\n"),
    "HtmlBlock": _ends("</p>\n"),
    "Heading": Renderer.end_heading,
    "BlockQuote": Renderer.end_quote,
    "List": Renderer.end_list,
    "Item": _ends("</li>\n"),
    "Table": _ends("</tbody>\n</table>\n</div>\n"),
    "TableHead": Renderer.end_head,
    "TableRow": _ends("</tr>\n"),
    "TableCell": Renderer.end_cell,
    "FootnoteDefinition": Renderer.end_note,
    "Emphasis": _closes("</em>"),
    "Strong": _closes("</strong>"),
    "Link": Renderer.end_link,
    "Image": _closes(""),
}
_OTHERS: Mapping[str, Start] = {
    "Code": Renderer.code,
    "Html": Renderer.html,
    "InlineHtml": Renderer.html,
    "FootnoteReference": Renderer.note_link,
}
