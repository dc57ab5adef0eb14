"""The two felts of a room, as the style sheet has them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

_BLOCK = re.compile(r"([^{}]*)\{([^{}]*)\}")
_COLOUR = re.compile(r"--(deep|bright|paper|ink)\s*:\s*(#[0-9a-fA-F]{6})\b")


@dataclass(frozen=True, slots=True)
class Felts:
    """Ground and figure cut from it, and what is written on the ground."""

    ground: str
    figure: str
    on_ground: str
    on_figure: str


@lru_cache(maxsize=32)
def felts_of(pairs: str, tokens: str, pair: str) -> Felts:
    """The deep felt with the bright one cut into it; undyed wool where the style sheet knows no such pair."""
    found: dict[str, str] = {}
    for selector, block in _BLOCK.findall(tokens):
        if "print" not in selector:
            found = dict(_COLOUR.findall(block)) | found
    own: dict[str, str] = {}
    for selector, block in _BLOCK.findall(pairs):
        colours = {name: value for name, value in _COLOUR.findall(block) if name in ("deep", "bright")}
        if f'[data-pair="{pair}"]' in selector:
            own |= colours
        elif ":root" in selector:
            found = colours | found
    found |= own
    return Felts(
        ground=found.get("deep", "#3b342f"),
        figure=found.get("bright", "#e7d9c4"),
        on_ground=found.get("paper", "#ffffff"),
        on_figure=found.get("ink", "#000000"),
    )


def turned(felts: Felts, turn: int) -> Felts:
    """The counterpart in every second language: figure and ground exchanged."""
    if turn % 2 == 0:
        return felts
    return replace(
        felts, ground=felts.figure, figure=felts.ground, on_ground=felts.on_figure, on_figure=felts.on_ground
    )
