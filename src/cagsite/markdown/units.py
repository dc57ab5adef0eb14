"""Translation units: the pieces of a body that are compared with what a translation was made from."""

from __future__ import annotations

import re
from typing import NamedTuple

from cagsite.markdown.signs import MARKER_END, restored

_SAME = (
    ("”", '"'), ("“", '"'), ("„", '"'), ("«", '"'), ("»", '"'), ("’", "'"), ("‘", "'"), ("‚", "'"),
    ("…", "..."), ("–", "-"), ("—", "-"), ("\u00a0", " "), ("\u202f", " "),
)  # fmt: skip
_EMPHASIS = re.compile(r"(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)")
_ESCAPED = re.compile(r"\\(\n|[*_])")
_ITEM = re.compile(r"\s*(?:[-+*]|[0-9]{1,9}[.)])\s+")
_QUOTE = re.compile(r"^[ \t]*>", re.MULTILINE)
_BAR = re.compile(r"\s*\|\s*")
_RULE = re.compile(r":?--+:?")
_NOTE = re.compile(r"\s*\[\^[^\]]*\]:")
_ANCHOR = re.compile(r"\{#[^}\n]*\}\s*$")


class Span(NamedTuple):
    """Where a unit stands in the prepared source, as byte offsets."""

    key: str
    kind: str
    start: int
    end: int


def normalised(spans: list[Span], source: bytes, is_literal: bool) -> list[str]:
    """The text of each unit, in which typing it otherwise makes no difference."""
    cut = "\0".join([_without_markup(source[span.start : span.end].decode(), span.kind).strip() for span in spans])
    if "\\" in cut:
        cut = _ESCAPED.sub(r"\1", cut)
    if "_" in cut:
        cut = _EMPHASIS.sub(lambda match: "*" * len(match[0]), cut)
    if not cut.isascii():
        for typographic, plain in _SAME:
            if typographic in cut:
                cut = cut.replace(typographic, plain)
        if is_literal:
            cut = restored(cut)
    cut = cut.replace("\n", " ")
    if "  " in cut or "\t" in cut:
        return [" ".join(text.split()) for text in cut.split("\0")]
    return cut.split("\0") if spans else []


def _without_markup(text: str, kind: str) -> str:
    """Without what may be typed in more than one way, or is the same in every language."""
    match kind:
        case "item":
            return _ITEM.sub("", text, count=1)
        case "heading":
            return _ANCHOR.sub("", text.strip().strip("#")) if "{#" in text else text.strip().strip("#")
        case "quote":
            return _QUOTE.sub("", text)
        case "table":
            return _RULE.sub("-", _BAR.sub("|", text))
        case "footnote":
            return _NOTE.sub("", text, count=1)
        case "box":
            return text.partition(MARKER_END)[2]
        case _:
            return text
