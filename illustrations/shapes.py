"""Lines and flat shapes, and the three ways of making more of them: a curve, a mirror, a repeat.

The sheet is 3 wide and 2 high, its middle is (0, 0), x runs right and y runs down. Angles are degrees; 0 points
right, -90 up. Shapes may reach over the edge of the sheet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Line: TypeAlias = NDArray[np.float64]
Point: TypeAlias = tuple[float, float]
Widths: TypeAlias = float | Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Shape:
    """Polygons that together are one piece of felt."""

    polygons: tuple[Line, ...]

    def __add__(self, other: "Shape") -> "Shape":
        return Shape(self.polygons + other.polygons)

    def moved(self, dx: float, dy: float) -> "Shape":
        """The shape somewhere else."""
        return Shape(tuple(polygon + np.array([dx, dy]) for polygon in self.polygons))

    def scaled(self, x: float, y: float | None = None) -> "Shape":
        """The shape larger or smaller, seen from the middle of the sheet; a negative factor mirrors it."""
        return Shape(tuple(polygon * (x, x if y is None else y) for polygon in self.polygons))

    def turned(self, angle: float, about: Point = (0, 0)) -> "Shape":
        """The shape turned clockwise."""
        return Shape(tuple(turned(polygon, angle, about) for polygon in self.polygons))

    def mirrored(self) -> "Shape":
        """The shape as a mirror standing on the middle of the sheet shows it."""
        return self.scaled(-1, 1)


def turned(line: Line, angle: float, about: Point = (0, 0)) -> Line:
    """A line turned clockwise."""
    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return np.asarray((line - about) @ np.array([[cos, sin], [-sin, cos]]) + about)


def union(shapes: Iterable[Shape]) -> Shape:
    """Many shapes as one."""
    return Shape(tuple(polygon for shape in shapes for polygon in shape.polygons))


def twin(shape: Shape) -> Shape:
    """A shape and its mirror image."""
    return shape + shape.mirrored()


def around(shape: Shape, times: int, about: Point = (0, 0), start: float = 0) -> Shape:
    """A shape repeated in a circle."""
    return union(shape.turned(start + 360 * i / times, about) for i in range(times))


def row(shape: Shape, times: int, dx: float, dy: float = 0) -> Shape:
    """A shape repeated in a row that is centred on where the shape stands."""
    return union(shape.moved((i - (times - 1) / 2) * dx, (i - (times - 1) / 2) * dy) for i in range(times))


def polygon(*points: Point) -> Shape:
    """A shape with straight sides."""
    return Shape((np.array(points, dtype=np.float64),))


def block(left: float, top: float, right: float, bottom: float) -> Shape:
    """An upright rectangle."""
    return polygon((left, top), (right, top), (right, bottom), (left, bottom))


def disc(x: float, y: float, radius: float) -> Shape:
    """A full circle."""
    return Shape((arc(x, y, radius, 0, 360),))


def arc(x: float, y: float, radius: float, start: float, end: float, steps: int = 160) -> Line:
    """Part of a circle."""
    angles = np.radians(np.linspace(start, end, steps))
    return np.stack([x + radius * np.cos(angles), y + radius * np.sin(angles)], axis=1)


def curve(points: Sequence[Point], *, closed: bool = False, steps: int = 24) -> Line:
    """A soft line through all the points."""
    given = np.array(points, dtype=np.float64)
    if closed:
        given = np.concatenate([given[-1:], given, given[:2]])
    else:
        given = np.concatenate([2 * given[:1] - given[1:2], given, 2 * given[-1:] - given[-2:-1]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(given, given[1:], given[2:], given[3:], strict=False):
        parts.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * (b - c) + d - a) * t**3))
    return np.concatenate(parts if closed else [*parts, given[-2:-1]])


def sweep(start: Point, heading: float, *parts: tuple[float, float]) -> Line:
    """A line drawn by walking: each part is a length and the degrees turned on the way, clockwise.

    The bend changes gradually from part to part, as a hand draws it.
    """
    step = 0.004
    bends = np.concatenate([np.full(max(1, round(length / step)), turn / length) for length, turn in parts])
    soften = max(1, round(min(length for length, _ in parts) / step / 2))
    kernel = np.full(soften, 1 / soften)
    bends = np.convolve(np.pad(bends, soften // 2 + 1, mode="edge"), kernel, mode="same")[soften // 2 + 1 :][
        : len(bends)
    ]
    headings = np.radians(heading + np.cumsum(bends) * step)
    path = np.cumsum(np.stack([np.cos(headings), np.sin(headings)], axis=1) * step, axis=0) + start
    return np.concatenate([np.array([start]), path[4::5], path[-1:]])


def even(line: Line, spacing: float, softness: float = 0.0) -> Line:
    """The line with points at even distances, smoothed over a length of `softness`."""
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    count = max(8, round(lengths[-1] / spacing))
    way = np.linspace(0, lengths[-1], count + 1)
    dense = np.stack([np.interp(way, lengths, line[:, i]) for i in (0, 1)], axis=1)
    reach = min(int(softness / spacing * 2), count // 3)
    if reach < 1:
        return dense
    kernel = np.exp(-2 * (np.arange(-reach, reach + 1) / reach) ** 2)
    kernel /= kernel.sum()
    if np.allclose(line[0], line[-1]):
        ring = np.concatenate([dense[-reach - 1 : -1], dense, dense[1 : reach + 1]])
    else:
        ring = np.concatenate([2 * dense[:1] - dense[reach:0:-1], dense, 2 * dense[-1:] - dense[-2 : -reach - 2 : -1]])
    return np.stack([np.convolve(ring[:, i], kernel, mode="valid") for i in (0, 1)], axis=1)


def bridge(start: Line, leaving: float, end: Line, arriving: float, pull: float) -> Line:
    """A line between two points that leaves and arrives in the given directions; the ends are not repeated."""
    t = np.linspace(0, 1, 42)[1:-1, None]
    first = start + pull * np.array([np.cos(np.radians(leaving)), np.sin(np.radians(leaving))])
    second = end - pull * np.array([np.cos(np.radians(arriving)), np.sin(np.radians(arriving))])
    return np.asarray((1 - t) ** 3 * start + 3 * (1 - t) ** 2 * t * first + 3 * (1 - t) * t**2 * second + t**3 * end)


def stroke(line: Line, widths: Widths) -> Shape:
    """A line as wide as a strip of felt, with round ends; `widths` is a number or pairs of (way along, width)."""
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    table = [(0.0, widths)] if isinstance(widths, int | float) else list(widths)
    half = np.interp(lengths / lengths[-1], [t for t, _ in table], [w for _, w in table]) / 2
    along = np.gradient(line, axis=0)
    along /= np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)[:, None]
    side = np.stack([-along[:, 1], along[:, 0]], axis=1) * half[:, None]
    left, right = line + side, line - side
    # Quads and discs, not one outline: a strip that curls over itself must not cancel itself out.
    quads = [np.array([left[i], left[i + 1], right[i + 1], right[i]]) for i in range(len(line) - 1)]
    discs = [arc(x, y, r, 0, 360, 24) for (x, y), r in zip(line[1:-1], half[1:-1], strict=True)]
    ends = [arc(line[i, 0], line[i, 1], half[i], 0, 360, 64) for i in (0, -1)]
    return Shape((*quads, *discs, *ends))
