"""The two felts of a room, as the style sheet has them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

_BLOCK = re.compile(r"([^{}]*)\{([^{}]*)\}")
_PAIR = re.compile(r"\[data-pair=\"([\w-]+)\"\]")
_NIGHT = re.compile(r"--night\s*:\s*(#[0-9a-fA-F]{6})\b")
_BY_NIGHT = re.compile(r"--color-ground:\s*color-mix\(in srgb,\s*var\(--deep\)\s*(\d+)%,\s*var\(--night\)\)")
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


def pairs_in(pairs: str) -> list[str]:
    """The rooms that have felts of their own."""
    return sorted(set(_PAIR.findall(pairs)))


def grounds_of(pairs: str, tokens: str, pair: str, turn: int) -> tuple[str, str]:
    """What a page of a room begins with, by day and by night: there, a bright felt is never a large ground."""
    felts = felts_of(pairs, tokens, pair)
    night, share = _NIGHT.search(tokens), _BY_NIGHT.search(pairs)
    day = turned(felts, turn).ground
    if turn % 2 == 0 or night is None or share is None:
        return day, day
    return day, _mixed(felts.ground, night[1], int(share[1]) / 100)


def _mixed(one: str, other: str, share: float) -> str:
    """So much of one colour, and of another what is missing from a whole."""
    channels = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(first * share + second * (1 - share)):02x}" for first, second in channels)
