"""The theme's cut as masks: outlines from its SVG paths, drawn large and made small, so that their edges are soft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f as SVG has them."""

FINER = 4
"""Times as large as masks are drawn."""
STEPS = 8
"""Straight pieces of a curve."""
_PATH = re.compile(r"<path\s+id=\"([\w-]+)\"\s+d=\"([^\"]+)\"")
_STEP = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)")
_SIZES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Z": 0}


@dataclass(frozen=True, slots=True)
class Cut:
    """The two outlines of which every ornament is made."""

    edge: str
    """Half a period of the edge between two felts, 48 wide, from -26 to 26; its mirror image is the other half."""
    ray: str
    """An eighth of the ring."""


def cut_of(template: str) -> Cut | None:
    """The cut that stands in the theme's ornament; None where a theme has another kind of ornament."""
    paths = dict(_PATH.findall(template))
    return Cut(paths["cut-edge"], paths["cut-ray"]) if {"cut-edge", "cut-ray"} <= paths.keys() else None


@lru_cache(maxsize=32)
def frieze(cut: Cut, width: int, height: int, periods: int, *, is_mirrored: bool = False) -> Image.Image:
    """The edge all the way across: white above it, black below."""
    pieces = []
    for number in range(periods):
        pieces.append((1.0, 0.0, 0.0, 1.0, 96.0 * number, 26.0))
        pieces.append((-1.0, 0.0, 0.0, 1.0, 96.0 * (number + 1), 26.0))
    mask = _mask((width, height), cut.edge, pieces, (width / (96 * periods), height / 52))
    if is_mirrored:
        from PIL import ImageOps

        mask = ImageOps.mirror(mask)
    return mask


@lru_cache(maxsize=32)
def rosette(cut: Cut, side: int) -> Image.Image:
    """The edge bent to a ring, and within it its counterpart."""
    from PIL import Image

    scale = side / 112
    outer = _mask((side, side), cut.ray, [_ray(number) for number in range(8)], (scale, scale))
    inner = _mask((side, side), cut.ray, [_times(_ray(number), 0.38) for number in range(8)], (scale, scale))
    outer.paste(Image.new("L", (side, side), 0), mask=inner)
    return outer


@lru_cache(maxsize=32)
def motif(cut: Cut, side: int) -> Image.Image:
    """The exhibition's mark: one half of the edge, as high as wide."""
    return _mask((side, side), cut.edge, [(1.0, 0.0, 0.0, 1.0, 0.0, 24.0)], (side / 48, side / 48))


def _ray(number: int) -> Matrix:
    """The number-th eighth of a ring around (56, 56)."""
    angle = number // 2 * pi / 2
    mirror = 1.0 if number % 2 == 0 else -1.0
    return (cos(angle) * mirror, sin(angle) * mirror, -sin(angle), cos(angle), 56.0, 56.0)


def _times(matrix: Matrix, factor: float) -> Matrix:
    a, b, c, d, e, f = matrix
    return (a * factor, b * factor, c * factor, d * factor, e, f)


def _mask(size: tuple[int, int], path: str, pieces: Sequence[Matrix], scale: Point) -> Image.Image:
    from PIL import Image, ImageDraw

    large = Image.new("L", (size[0] * FINER, size[1] * FINER), 0)
    draw = ImageDraw.Draw(large)
    points = outline(path)
    across, down = scale[0] * FINER, scale[1] * FINER
    for a, b, c, d, e, f in pieces:
        draw.polygon([((a * x + c * y + e) * across, (b * x + d * y + f) * down) for x, y in points], fill=255)
    return large.reduce(FINER)


@lru_cache(maxsize=8)
def outline(path: str) -> tuple[Point, ...]:
    """The corners of one closed outline, its curves in straight pieces: M, L, H, V, C and Z in either case."""
    points: list[Point] = []
    for command, numbers in _commands(path):
        x, y = points[-1] if points else (0.0, 0.0)
        dx, dy = (x, y) if command.islower() else (0.0, 0.0)
        match command.upper():
            case "M" | "L":
                points.append((dx + numbers[0], dy + numbers[1]))
            case "H":
                points.append((dx + numbers[0], y))
            case "V":
                points.append((x, dy + numbers[0]))
            case "C":
                corners = [(x, y), *((dx + numbers[at], dy + numbers[at + 1]) for at in (0, 2, 4))]
                points += [_on_curve(corners, step / STEPS) for step in range(1, STEPS + 1)]
    return tuple(points)


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; a command that is repeated need not be written again."""
    words = _STEP.findall(path)
    command, at = "", 0
    while at < len(words):
        if words[at].isalpha():
            command, at = words[at], at + 1
        count = _SIZES[command.upper()]
        yield command, [float(word) for word in words[at : at + count]]
        at += count


def _on_curve(corners: Sequence[Point], t: float) -> Point:
    u = 1 - t
    weights = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
    x = sum(weight * corner[0] for weight, corner in zip(weights, corners))
    return x, sum(weight * corner[1] for weight, corner in zip(weights, corners))
