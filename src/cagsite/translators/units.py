"""Everything of a panel that a translator writes, with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cagsite.bodies import PLAIN
from cagsite.markdown import convert
from cagsite.model import Translation
from cagsite.staleness import fields_of, plain

FIXED = frozenset({"table", "code"})
"""Kinds of block whose line ends matter: they are translated in the file itself."""

HEAD = {
    "heading": re.compile(r"#+[ \t]+"),
    "item": re.compile(r"[ \t]*(?:[-+*]|[0-9]{1,9}[.)])[ \t]+"),
    "quote": re.compile(r"[ \t]*>[ \t]?"),
    "footnote": re.compile(r"\[\^[^\]]*\]:[ \t]*"),
    "box": re.compile(r":::+[ \t]*box[ \t]+"),
    "paragraph": re.compile(r"[ \t]*"),
}
"""What stands before the words of a block and stays."""
ANCHOR = re.compile(r"[ \t]*\{#[^}\n]*\}[ \t]*$")
_ITEM = re.compile(r" *(?:[-+*]|[0-9]{1,9}[.)]) ")
_BREAK = re.compile(r"(?:\\| {2,})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedUnit:
    """A unit and where it stands."""

    key: str
    text: str
    """As it is compared."""
    typed: str
    """As a person typed it and a translator meets it: on one line, unless it holds line breaks, items or paragraphs."""
    kind: str
    """`field` in the front matter; else the kind of block."""
    line: int


def placed_units(words: Translation) -> dict[str, PlacedUnit]:
    """By key, in the order of the file."""
    blocks = convert(words.body, first_line=words.body_line, typography=PLAIN).units
    lines = words.body.split("\n")
    places = ranges(lines, words.body_line, [(unit.key, unit.kind, unit.line) for unit in blocks])
    typed = {key: _typed(lines[start:end], kind) for key, kind, start, end in places if kind not in FIXED}
    parts = {
        f"media.{id}.transcript.{number}": part
        for id, medium in words.media.items()
        for number, part in enumerate(medium.transcript, 1)
    }
    return {
        key: PlacedUnit(key=key, text=plain(text), typed=parts.get(key, text), kind="field", line=1)
        for key, text in fields_of(words).items()
    } | {
        unit.key: PlacedUnit(
            key=unit.key, text=unit.text, typed=typed.get(unit.key, unit.text), kind=unit.kind, line=unit.line
        )
        for unit in blocks
    }


def ranges(lines: list[str], body_line: int, blocks: Iterable[tuple[str, str, int]]) -> list[tuple[str, str, int, int]]:
    """Key and kind of each block, and the lines of the body from which and up to which it goes, in order."""
    placed = sorted(blocks, key=lambda block: block[2])
    starts = [line - body_line for _, _, line in placed] + [len(lines)]
    found = []
    for index, (key, kind, _) in enumerate(placed):
        start, end = starts[index], starts[index + 1]
        if kind in ("heading", "box"):
            end = start + 1
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(":::")):
            end -= 1
        found.append((key, kind, start, end))
    return found


def _typed(lines: list[str], kind: str) -> str:
    head = HEAD[kind].match(lines[0])
    width = head.end() if head else 0
    text = lines[0][width:]
    if kind == "heading":
        return ANCHOR.sub("", text).rstrip().rstrip("#").rstrip()
    for whole in lines[1:]:
        blanks = len(whole) - len(whole.lstrip(" "))
        if kind == "quote":
            line = HEAD["quote"].sub("", whole, count=1)
        else:
            line = whole[min(blanks, width if kind == "item" else 4) :]
        last = text.rpartition("\n")[2]
        if not last.strip() or not line.strip() or _ITEM.match(line) or _BREAK.search(last):
            text = _BREAK.sub(r"\\", text) + "\n" + line
        else:
            text = text.rstrip() + " " + line.lstrip()
    return text.strip()


def plain_units(words: Translation) -> dict[str, str]:
    """Text by key."""
    return {key: unit.text for key, unit in placed_units(words).items()}
