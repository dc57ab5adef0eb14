"""A title in a box: as large as it can be, in lines of like length, never beyond the edges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Measure = Callable[[str], float]
"""The width of a text in parts of its size."""

LEADING = 1.06
"""From one base line to the next, in parts of the size."""
CALM = 0.74
"""How much smaller a title may become for one line less."""
_PIECE = re.compile(r"[^ \t\n/-]*[/-]*[ \t\n]*")
_HYPHEN, _CUT = "-", "…"


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines and the size at which they fit."""

    lines: tuple[str, ...]
    size: int

    @property
    def step(self) -> float:
        """From one base line to the next."""
        return self.size * LEADING


def fit(measure: Measure, text: str, width: float, height: float, sizes: Sequence[int]) -> Setting:
    """The text at the first of the sizes (from large to small) at which it fits.

    At the smallest, words that are too long are broken, and what does not fit is cut off with an ellipsis.
    """
    pieces = [piece for piece in _PIECE.findall(text.strip()) if piece]
    fitting = (
        (size, lines)
        for size in sizes
        if (lines := _wrapped(measure, pieces, width / size)) is not None and len(lines) <= _most(height, size)
    )
    found = _calmest(fitting)
    if found is not None:
        size, lines = found
        return Setting(_balanced(measure, pieces, width / size, lines), size)
    size = sizes[-1]
    broken = [part for piece in pieces for part in _broken(measure, piece, width / size)]
    lines = _wrapped(measure, broken, width / size) or ()
    most = _most(height, size)
    if len(lines) > most:
        lines = (*lines[: most - 1], _shortened(measure, lines[most - 1], width / size))
    return Setting(lines, size)


def _calmest(fitting: Iterator[tuple[int, tuple[str, ...]]]) -> tuple[int, tuple[str, ...]] | None:
    """The largest size; or one that is not much smaller, where it saves a third line."""
    largest = next(fitting, None)
    if largest is None or len(largest[1]) != 3:
        return largest
    return next((each for each in fitting if len(each[1]) == 2 and each[0] >= largest[0] * CALM), largest)


def _most(height: float, size: int) -> int:
    """Lines of a size that a height has room for; at least one."""
    return max(1, int((height / size - 1) / LEADING) + 1)


def _wrapped(measure: Measure, pieces: Sequence[str], width: float) -> tuple[str, ...] | None:
    """Lines as full as they can be; None where a piece is wider than a line."""
    lines: list[str] = []
    line = ""
    for piece in pieces:
        if measure(piece.rstrip()) > width:
            return None
        if line and measure((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    if line.rstrip():
        lines.append(line.rstrip())
    return tuple(lines)


def _balanced(measure: Measure, pieces: Sequence[str], width: float, lines: tuple[str, ...]) -> tuple[str, ...]:
    """As many lines, in the narrowest column that holds them."""
    narrow, wide = width / max(1, len(lines)), width
    for _ in range(8):
        middle = (narrow + wide) / 2
        found = _wrapped(measure, pieces, middle)
        if found is not None and len(found) == len(lines):
            wide, lines = middle, found
        else:
            narrow = middle
    return lines


def _broken(measure: Measure, piece: str, width: float) -> list[str]:
    """A word in parts that fit, each but the last with a hyphen."""
    parts: list[str] = []
    while measure(piece.rstrip()) > width and len(piece.rstrip()) > 1:
        end = len(piece) - 1
        while end > 1 and measure(piece[:end] + _HYPHEN) > width:
            end -= 1
        parts.append(piece[:end] + _HYPHEN)
        piece = piece[end:]
    return [*parts, piece]


def _shortened(measure: Measure, line: str, width: float) -> str:
    """A line with an ellipsis at its end."""
    while line and measure(line + _CUT) > width:
        line = line[:-1].rstrip(" ,.;:-–—")
    return line + _CUT
