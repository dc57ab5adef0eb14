"""The words of the ornament: horn, wave, comb, rosette, mountain tooth."""

from collections.abc import Sequence

import numpy as np

from illustrations.shapes import Line, Point, Shape, polygon, stroke, sweep, twin, union

QUARTER = np.pi / 2
"""Length of a quarter turn of radius 1."""


def scroll(
    start: Point,
    heading: float,
    stem: float,
    radii: Sequence[float],
    *,
    width: float,
    turn: float = 90,
    tip: float = 1.3,
    root: float = 1.0,
) -> Shape:
    """A strip that goes straight for `stem` and then curls in quarter turns of the given radii."""
    straight = [(stem, 0.0)] if stem else []
    line = sweep(start, heading, *straight, *((radius * QUARTER, turn) for radius in radii))
    return stroke(line, [(0, width * root), (0.35, width), (0.6, width * 0.95), (1, width * tip)])


def horn(*, stem: float, radii: Sequence[float], width: float, tip: float = 1.15, root: float = 1.0) -> Shape:
    """A horn that stands in the middle of the sheet, rises by `stem` and curls to the right."""
    return scroll((0, 0), -90, stem, radii, width=width, tip=tip, root=root)


def ram(*, stem: float, radii: Sequence[float], width: float, tip: float = 1.15, root: float = 1.0) -> Shape:
    """Two horns on one stem, the ram's head of the old carpets."""
    return twin(horn(stem=stem, radii=radii, width=width, tip=tip, root=root))


def swell(left: float, right: float, y: float, *, height: float, length: float, phase: float = 0.0) -> Line:
    """The crest of an even wave; `phase` is in wave lengths."""
    x = np.linspace(left, right, 400)
    return np.stack([x, y - height / 2 * np.sin(2 * np.pi * (x / length + phase))], axis=1)


def below(crest: Line) -> Shape:
    """All that lies below a line that runs from left to right."""
    return Shape((np.concatenate([[(crest[0, 0], 3.0)], crest, [(crest[-1, 0], 3.0)]]),))


def comb(lengths: Sequence[float], *, pitch: float, width: float) -> Shape:
    """Teeth side by side that hang from y = 0, centred on x = 0."""
    first = -(len(lengths) - 1) * pitch / 2
    teeth = (
        stroke(np.array([(first + i * pitch, 0.0), (first + i * pitch, length)]), width)
        for i, length in enumerate(lengths)
    )
    return union(teeth)


def petal(inner: float, outer: float, width: float, *, full: float = 0.62) -> Shape:
    """A petal that points up from the middle of the sheet, widest at `full` of its length."""
    way = np.linspace(0, 1, 60)
    side = width / 2 * np.sin(np.pi * way ** (np.log(0.5) / np.log(full))) ** 0.85
    reach = -inner - (outer - inner) * way
    return Shape((np.concatenate([np.stack([side, reach], axis=1), np.stack([-side, reach], axis=1)[::-1]]),))


def tooth(width: float, height: float, *, steps: int = 3) -> Shape:
    """A mountain in steps, its foot on y = 0 and centred on x = 0."""
    points: list[Point] = [(-width / 2, 0.0)]
    for i in range(steps):
        x, y = -width / 2 * (1 - (i + 1) / (steps + 0.5)), -height * (i + 1) / steps
        points += [(-width / 2 * (1 - i / (steps + 0.5)), y), (x, y)]
    points = [*points[:-1], (points[-1][0], points[-1][1])]
    right = [(-x, y) for x, y in reversed(points)]
    return polygon(*points, *right)
