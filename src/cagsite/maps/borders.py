"""Land in rings, taken apart into the stretches that its neighbours share, so that what is shared is drawn once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cagsite.maps.albers import Point

Ring = tuple[Point, ...]
"""A closed line; its last point is joined to its first, which is not repeated."""
Line = tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A line of a border between two points where something changes, or all the way round."""

    line: Line
    owners: tuple[int, ...]
    """Numbers of the pieces of land on its sides, one for each; the same one twice within a piece in several parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """Pieces of land that know what they share."""

    stretches: tuple[Stretch, ...]
    steps: tuple[tuple[tuple[tuple[int, bool], ...], ...], ...]
    """Per piece its rings, each as numbers of stretches in order; True where one is walked backwards."""

    def rings(self, piece: int) -> list[Ring]:
        """The rings of a piece as points."""
        found = []
        for steps in self.steps[piece]:
            points: list[Point] = []
            for number, is_backwards in steps:
                line = self.stretches[number].line
                points += (line[::-1] if is_backwards else line)[:-1]
            found.append(tuple(points))
        return found

    def drawn(self, draw: Callable[[Line], Line]) -> Atlas:
        """The same with every stretch drawn anew, by a function that leaves both ends where they are."""
        stretches = tuple(Stretch(line=draw(each.line), owners=each.owners) for each in self.stretches)
        return Atlas(stretches=stretches, steps=self.steps)

    def borders(self) -> list[Line]:
        """Every line where two pieces meet."""
        return joined(each.line for each in self.stretches if len(set(each.owners)) > 1)

    def coasts(self) -> list[Line]:
        """Every line with land on one side only: where all the pieces together end."""
        return joined(each.line for each in self.stretches if len(each.owners) == 1)


def take_apart(pieces: Sequence[Sequence[Ring]]) -> Atlas:
    """Finds what pieces share; two share a stretch where both have its points one after the other."""
    owners: dict[frozenset[Point], tuple[int, ...]] = defaultdict(tuple)
    for piece, rings in enumerate(pieces):
        for ring in rings:
            for edge in _edges(ring):
                owners[frozenset(edge)] += (piece,)
    at: dict[Point, list[frozenset[Point]]] = defaultdict(list)
    for shared in owners:
        for point in shared:
            at[point].append(shared)
    nodes = {point for point, edges in at.items() if len(edges) != 2 or owners[edges[0]] != owners[edges[1]]}
    numbers: dict[Line, int] = {}
    stretches: list[Stretch] = []

    def number_of(line: Line) -> tuple[int, bool]:
        forward = _is_forward(line)
        canonical = line if forward else line[::-1]
        if canonical not in numbers:
            numbers[canonical] = len(stretches)
            stretches.append(Stretch(line=canonical, owners=owners[frozenset(line[:2])]))
        return numbers[canonical], not forward

    steps = tuple(tuple(tuple(number_of(line) for line in _cut(ring, nodes)) for ring in piece) for piece in pieces)
    return Atlas(stretches=tuple(stretches), steps=steps)


def _edges(ring: Ring) -> Iterable[tuple[Point, Point]]:
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def _is_forward(line: Line) -> bool:
    """One of the two ways along a line, the same whichever way it came."""
    return (line[0], line[1]) <= (line[-1], line[-2])


def _cut(ring: Ring, nodes: set[Point]) -> list[Line]:
    """A ring in pieces from node to node; a ring without any begins at its smallest point."""
    starts = [index for index, point in enumerate(ring) if point in nodes]
    if not starts:
        first = ring.index(min(ring))
        starts = [first]
    turned = (*ring[starts[0] :], *ring[: starts[0]])
    cuts = [(start - starts[0]) for start in starts] + [len(ring)]
    closed = (*turned, turned[0])
    return [closed[cut : following + 1] for cut, following in pairwise(cuts)]


def joined(lines: Iterable[Line]) -> list[Line]:
    """Lines that end where others begin, as few and as long ones as can be; where they fork, in the order given."""
    waiting = list(lines)
    found = [line for line in waiting if line[0] == line[-1]]
    waiting = [line for line in waiting if line[0] != line[-1]]
    while waiting:
        line = waiting.pop(0)
        while line[0] != line[-1]:
            index = next((i for i, other in enumerate(waiting) if line[-1] in (other[0], other[-1])), None)
            if index is not None:
                other = waiting.pop(index)
                line += (other if other[0] == line[-1] else other[::-1])[1:]
                continue
            index = next((i for i, other in enumerate(waiting) if line[0] in (other[0], other[-1])), None)
            if index is None:
                break
            other = waiting.pop(index)
            line = (other if other[-1] == line[0] else other[::-1])[:-1] + line
        found.append(line)
    return found


def simplified(line: Line, tolerance: float) -> Line:
    """The line without the points that lie nearer than that to it (Douglas and Peucker, 1973); both ends stay."""
    if line[0] == line[-1]:
        return _simplified_ring(line, tolerance)
    kept = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        away, index = max(
            ((_distance(line[i], line[first], line[last]), i) for i in range(first + 1, last)), default=(0.0, first)
        )
        if away > tolerance:
            kept.add(index)
            waiting += [(first, index), (index, last)]
    return tuple(line[index] for index in sorted(kept))


def _simplified_ring(ring: Line, tolerance: float) -> Line:
    """From its first point to the one farthest away, and back; so that a ring never becomes a line."""
    far = max(range(len(ring)), key=lambda i: (ring[i][0] - ring[0][0]) ** 2 + (ring[i][1] - ring[0][1]) ** 2)
    if far in (0, len(ring) - 1):
        return ring
    return simplified(ring[: far + 1], tolerance) + simplified(ring[far:], tolerance)[1:]


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a stretch of line."""
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    part = 0.0
    if length:
        part = ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / length
        part = max(0.0, min(1.0, part))
    nearest = (start[0] + part * along[0], start[1] + part * along[1])
    return float(((point[0] - nearest[0]) ** 2 + (point[1] - nearest[1]) ** 2) ** 0.5)
