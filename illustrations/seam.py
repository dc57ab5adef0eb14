"""Where two felts meet: the line of the seam, and the place of each pixel beside a cord."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from illustrations.noise import Field
from illustrations.shapes import Line, even


def contours(field: Field, level: float = 0.5) -> list[Line]:
    """The lines along which the field passes the level, as pixels, in a fixed order."""
    crossings, links = _cell_links(field, level)
    neighbours: dict[int, list[int]] = {}
    for a, b in links.tolist():
        neighbours.setdefault(a, []).append(b)
        neighbours.setdefault(b, []).append(a)
    ends = sorted(edge for edge, around in neighbours.items() if len(around) == 1)
    lines, seen = [], set[int]()
    for start in [*ends, *sorted(neighbours)]:
        if start in seen:
            continue
        chain, edge = [start], start
        seen.add(start)
        while (onward := next((n for n in neighbours[edge] if n not in seen), None)) is not None:
            seen.add(onward)
            chain.append(onward)
            edge = onward
        if edge != start and start in neighbours[edge]:
            chain.append(start)
        lines.append(crossings[np.searchsorted(crossings[:, 0], chain), 1:])
    return lines


def _cell_links(field: Field, level: float) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Where grid edges are crossed (edge number, x, y), and which crossings share a cell."""
    height, width = field.shape
    inside = field > level
    number = np.arange(height * width).reshape(height, width)
    across, down = inside[:, 1:] != inside[:, :-1], inside[1:] != inside[:-1]

    y, x = np.nonzero(across)
    part = (level - field[y, x]) / (field[y, x + 1] - field[y, x])
    flat = np.stack([number[y, x], x + part, y], axis=1)
    y, x = np.nonzero(down)
    part = (level - field[y, x]) / (field[y + 1, x] - field[y, x])
    upright = np.stack([number[y, x] + height * width, x, y + part], axis=1)

    sides = [
        (across[:-1], number[:-1, :-1]),
        (down[:, 1:], number[:-1, 1:] + height * width),
        (across[1:], number[1:, :-1]),
        (down[:, :-1], number[:-1, :-1] + height * width),
    ]
    count = sum(crossed.astype(np.int8) for crossed, _ in sides)
    links = []
    for i, (first, first_number) in enumerate(sides):
        for j in range(i + 1, 4):
            second, second_number = sides[j]
            # In a saddle all four sides are crossed: top goes with right, bottom with left.
            cells = first & second & ((count == 2) | ((count == 4) & ((i, j) in {(0, 1), (2, 3)})))
            links.append(np.stack([first_number[cells], second_number[cells]], axis=1))
    return np.concatenate([flat, upright]), np.concatenate(links)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Pixels near a line, each with its place in the line's own measures."""

    y: NDArray[np.intp]
    x: NDArray[np.intp]
    along: NDArray[np.float32]
    aside: NDArray[np.float32]
    """Distance to the line, negative on its left."""


def beside(lines: list[Line], reach: float, height: int, width: int) -> Beside:
    """The pixels within `reach` of the lines, each measured from the nearest point."""
    spacing = 0.5
    points, tangents, ways, way = [], [], [], 0.0
    for line in lines:
        if len(line) < 3:
            continue
        dense = even(line, spacing)
        tangent = np.gradient(dense, axis=0)
        points.append(dense)
        tangents.append(tangent / np.maximum(np.hypot(*tangent.T), 1e-9)[:, None])
        ways.append(way + np.arange(len(dense)) * spacing)
        way = ways[-1][-1] + spacing
    nearest = np.full((height, width), -1, dtype=np.int32)
    if points:
        point, tangent, where = np.concatenate(points), np.concatenate(tangents), np.concatenate(ways)
        normal = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
        # From far to near, so that the nearest point is written last.
        for offset in sorted(np.arange(-reach, reach + 0.25, 0.5).tolist(), key=lambda o: (-abs(o), o)):
            x, y = np.rint(point + normal * offset).astype(np.int32).T
            good = (x >= 0) & (x < width) & (y >= 0) & (y < height)
            nearest[y[good], x[good]] = np.nonzero(good)[0]
    ys, xs = np.nonzero(nearest >= 0)
    if not len(ys):
        return Beside(y=ys, x=xs, along=np.zeros(0, np.float32), aside=np.zeros(0, np.float32))
    index = nearest[ys, xs]
    off = np.stack([xs, ys], axis=1) - point[index]
    return Beside(
        y=ys,
        x=xs,
        along=(where[index] + (off * tangent[index]).sum(axis=1)).astype(np.float32),
        aside=(off * normal[index]).sum(axis=1).astype(np.float32),
    )
