"""Everything of a panel that a translator writes, with its place in the file."""

from __future__ import annotations

from dataclasses import dataclass

from cagsite.bodies import PLAIN
from cagsite.markdown import convert
from cagsite.model import Translation
from cagsite.staleness import units_of

FIXED = frozenset({"table", "code"})
"""Kinds of block whose line ends matter: they are translated in the file itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedUnit:
    """A unit and where it stands."""

    key: str
    text: str
    kind: str
    """`field` in the front matter; else the kind of block."""
    line: int


def placed_units(words: Translation) -> dict[str, PlacedUnit]:
    """By key, in the order of the file."""
    blocks = convert(words.body, first_line=words.body_line, typography=PLAIN).units
    fields = {key: PlacedUnit(key=key, text=text, kind="field", line=1) for key, text in units_of(words, ()).items()}
    return fields | {
        unit.key: PlacedUnit(key=unit.key, text=unit.text, kind=unit.kind, line=unit.line) for unit in blocks
    }


def plain_units(words: Translation) -> dict[str, str]:
    """Text by key."""
    return {key: unit.text for key, unit in placed_units(words).items()}
