"""Lines as the `d` of an SVG path: whole pixels, each step from the one before, no sign more than it needs."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from cagsite.maps.albers import Point
from cagsite.maps.borders import Line, Ring

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def outline(rings: Iterable[Ring]) -> str:
    """Closed rings; those that come to nothing in whole pixels are left out."""
    found = []
    for ring in rings:
        points = _whole((*ring, ring[0]))[:-1]
        if len(points) > 2:
            found.append(_steps(points) + "z")
    return "".join(found)


def strokes(lines: Iterable[Line]) -> str:
    """Open lines."""
    drawn = (_whole(line) for line in lines)
    return "".join(_steps(points) for points in drawn if len(points) > 1)


def _whole(line: Line) -> list[tuple[int, int]]:
    """In whole pixels, without steps that go nowhere or straight on."""
    found: list[tuple[int, int]] = []
    for x, y in line:
        point = (round(x), round(y))
        if found and found[-1] == point:
            continue
        if len(found) > 1 and _is_straight(found[-2], found[-1], point):
            found.pop()
        found.append(point)
    return found


def _is_straight(first: tuple[int, int], middle: tuple[int, int], last: tuple[int, int]) -> bool:
    across = (middle[0] - first[0]) * (last[1] - first[1]) - (middle[1] - first[1]) * (last[0] - first[0])
    onward = (middle[0] - first[0]) * (last[0] - middle[0]) + (middle[1] - first[1]) * (last[1] - middle[1])
    return across == 0 and onward > 0


def _steps(points: list[tuple[int, int]]) -> str:
    text = f"M{_pair(*points[0])}l"
    for before, point in pairwise(points):
        step = _pair(point[0] - before[0], point[1] - before[1])
        text += step if text[-1] == "l" or step[0] == "-" else f" {step}"
    return text


def _pair(x: int, y: int) -> str:
    return f"{x}{y}" if y < 0 else f"{x} {y}"


def clipped(ring: Ring, box: Box) -> Ring:
    """What of a ring lies in a box (Sutherland and Hodgman, 1974); parts of it may be joined along the box's edges."""
    left, top, right, bottom = box
    for axis, limit, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        if not ring:
            break
        points: list[Point] = []
        for before, point in zip((ring[-1], *ring), ring, strict=False):
            is_in, was_in = (sign * (each[axis] - limit) >= 0 for each in (point, before))
            if is_in != was_in:
                points.append(_crossing(before, point, axis, limit))
            if is_in:
                points.append(point)
        ring = tuple(points)
    return ring


def _crossing(start: Point, end: Point, axis: int, limit: float) -> Point:
    part = (limit - start[axis]) / (end[axis] - start[axis])
    other = start[1 - axis] + part * (end[1 - axis] - start[1 - axis])
    return (limit, other) if axis == 0 else (other, limit)
