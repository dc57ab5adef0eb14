"""Where names stand on a map, so that none covers another on a small sheet or a large one.

A map grows with its page while its letters keep their size, so a choice must hold at every width in SHEETS. Everything
is tried in a fixed order, and the same names always stand in the same places. How wide a name is can only be guessed
without its font; the guess is a little too wide rather than too narrow, and a test holds it against a browser.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import hypot

from cagsite.maps.albers import Point
from cagsite.maps.borders import Ring
from cagsite.maps.drawing import Drawing
from cagsite.maps.paths import Box

SHEETS = (320, 390, 464, 559, 560, 667, 800, 944, 1080, 1214, 1600)
"""Widths of the map on a page, in CSS pixels: where letters begin or cease to grow, and some between."""
PITCH = 24
"""Pixels from line to line of links one below the other, so that a finger finds each."""
ROOMY = 560
"""Width from which on the lesser places of a group are named too; static/css/pages/map.css knows it."""
KNOT, DOT = 11, 7
"""Pixels from the middle of a place's sign to its corner: with a number in it, and without."""
GAP = 5
"""Pixels between the sign and its name."""
EDGE = 3
"""Pixels between a name and the edge of the map."""
AIR = 1
"""Pixels around every name."""
PATIENCE = 6_000
"""Choices tried before what was found must do."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large letters are on a map of some width: as `clamp(least, share, most)` in static/css/pages/map.css."""

    least: float
    share: float
    most: float

    def at(self, width: float) -> float:
        return min(max(self.least, self.share * width), self.most)


COUNTRY = Size(13, 0.028, 34)
PLACE = Size(12, 0.018, 17)
WATER = Size(11, 0.017, 20)

_WIDTHS = {
    0.29: "ijlıİІіЇї|.,:;!'’ʻ· ",
    0.44: "frt-()/",
    0.5: "csгт",
    0.57: "aevxyzåäàáâãéèêëýаезсухэ",
    0.7: "BCEFLPRSTZАБВЕЗРСТ",
    0.95: "mwMжмшщыюфЖМШЩЫЮФ@%&",
    1.1: "W",
}
_LETTERS = {letter: width for width, letters in _WIDTHS.items() for letter in letters}


def width_of(text: str) -> float:
    """About how wide a text is, in units of its font size; by what the bold letters of the theme's font take."""
    return sum(map(_width_of_letter, text))


def _width_of_letter(letter: str) -> float:
    if letter in _LETTERS:
        return _LETTERS[letter]
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    return 0.78 if letter.isupper() else 0.61


@dataclass(frozen=True, slots=True)
class Spot:
    """One way to set a name."""

    at: Point
    """The point of the map that it belongs to, in pixels of the drawing."""
    side: str
    """`right` and `left` of the point, `above`, `below` or `middle`."""
    lift: int = 0
    """Lines of a block beside the point that stand above it."""
    away: float = KNOT
    """Pixels from the point to the corner of its sign."""
    lean: int = 0
    """Above and below: -1 where the names end over the point, 1 where they begin there, 0 for its middle."""


class Name:
    """A name, or a block of names, with every spot where it could stand, the best first."""

    def __init__(self, lines: Sequence[str], size: Size, spots: Sequence[Spot], *, pitch: float | None = None) -> None:
        self.lines = lines
        self.size = size
        self.spots = spots
        self.pitch = pitch
        """Pixels from line to line; None for lines of one text."""
        self._width = max(map(width_of, lines))

    def box(self, spot: Spot, sheet: float, drawing_width: float) -> Box:
        """What it covers on a map of that width."""
        letters = self.size.at(sheet)
        is_short = self.pitch is not None and sheet < ROOMY
        width = letters * (width_of(self.lines[0]) if is_short else self._width)
        line = self.pitch if self.pitch is not None else 1.1 * letters
        if is_short and spot.side in ("right", "left"):
            line = 1.3 * letters
        height = line * (1 if is_short else len(self.lines))
        lift = 0 if is_short else spot.lift
        x, y = (part * sheet / drawing_width for part in spot.at)
        away = spot.away + GAP
        match spot.side:
            case "right":
                left, top = x + away, y - line * (0.5 + lift)
            case "left":
                left, top = x - away - width, y - line * (0.5 + lift)
            case "above":
                left, top = x + self._lean(spot, width), y - spot.away - height
            case "below":
                left, top = x + self._lean(spot, width), y + spot.away
            case _:
                left, top = x - width / 2, y - height / 2
        return left - AIR, top - AIR, left + width + AIR, top + height + AIR

    @staticmethod
    def _lean(spot: Spot, width: float) -> float:
        return {-1: spot.away - width, 0: -width / 2, 1: -spot.away}[spot.lean]


def beside(point: Point, lines: int, away: float = KNOT) -> list[Spot]:
    """Where a block of names can stand beside its place."""
    lifts = dict.fromkeys((0, lines - 1, *range(1, lines - 1)))
    sides = [Spot(point, side, lift, away) for lift in lifts for side in ("right", "left")]
    return [*sides, *(Spot(point, side, 0, away, lean) for lean in (0, 1, -1) for side in ("below", "above"))]


def settle(names: Sequence[Name], signs: Sequence[tuple[Point, float]], drawing: Drawing) -> list[Spot | None]:
    """A spot for each name, the better ones if there is a choice; None for a name that finds no room.

    Signs are points with the distance to their corners; no name covers one that is not its own.
    Where not all have room together, the one that was most often in want of it is left out; of two, the later one.
    """
    table = _Table(names, signs, drawing)
    wanted = [number for number in range(len(names)) if table.free[number]]
    while (found := table.settle(wanted)) is None:
        wanted.remove(max(wanted, key=lambda number: (table.failed[number], number)))
    return [names[number].spots[found[number]] if number in found else None for number in range(len(names))]


class _Table:
    """Names, spots, and which of them bear each other."""

    def __init__(self, names: Sequence[Name], signs: Sequence[tuple[Point, float]], drawing: Drawing) -> None:
        self.names = names
        frame = drawing.frame
        self.sheets = [(width, width * frame.height / frame.width) for width in SHEETS]
        self.signs = [
            (at, [_around(at[0] * w / frame.width, at[1] * w / frame.width, away) for w in SHEETS])
            for at, away in signs
        ]
        self.boxes = [
            [[name.box(spot, width, frame.width) for width in SHEETS] for spot in name.spots] for name in names
        ]
        self.free = [
            [index for index, spot in enumerate(name.spots) if self._is_free(spot, self.boxes[number][index])]
            for number, name in enumerate(names)
        ]
        self.failed = [0] * len(names)
        """How often a name was left without any spot."""
        self._known: dict[tuple[int, int, int, int], bool] = {}
        self._steps = 0

    def _is_free(self, spot: Spot, boxes: Sequence[Box]) -> bool:
        """On the map at every width, and over no other place's sign."""
        for box, (width, height) in zip(boxes, self.sheets, strict=True):
            if box[0] < EDGE or box[1] < EDGE or box[2] > width - EDGE or box[3] > height - EDGE:
                return False
        own = spot.at if spot.side != "middle" else None
        return not any(at != own and _meet(boxes, sign) for at, sign in self.signs)

    def settle(self, wanted: Sequence[int]) -> dict[int, int] | None:
        """A spot's number for each name, as good ones as patience finds, or None where they have no room together."""
        self._steps = 0
        self._best: tuple[float, dict[int, int]] | None = None
        self._settle(0.0, {}, {number: self.free[number] for number in wanted})
        return self._best[1] if self._best else None

    def _settle(self, cost: float, chosen: dict[int, int], room: dict[int, list[int]]) -> None:
        """The name with the least room first, and back where one has none or nothing better can come of it."""
        if not room:
            self._best = (cost, chosen)
            return
        number = min(room, key=lambda each: (len(room[each]), each))
        others = sum(self._cost(other, spots[0]) for other, spots in room.items() if other != number)
        for index in room[number]:
            paid = cost + self._cost(number, index)
            self._steps += 1
            if self._steps > PATIENCE or (self._best is not None and paid + others >= self._best[0]):
                return
            left = {
                other: [spot for spot in spots if self._bear(number, index, other, spot)]
                for other, spots in room.items()
                if other != number
            }
            cramped = [other for other, spots in left.items() if not spots]
            for other in cramped:
                self.failed[other] += 1
            if cramped:
                continue
            least = paid + sum(self._cost(other, spots[0]) for other, spots in left.items())
            if self._best is None or least < self._best[0]:
                self._settle(paid, {**chosen, number: index}, left)

    def _cost(self, number: int, index: int) -> float:
        """How far a spot is from the best one: little matters little, and names at signs are read wherever they are."""
        name = self.names[number]
        return (index / len(name.spots)) ** 2 * (0.1 if name.pitch else 1)

    def _bear(self, number: int, index: int, other: int, spot: int) -> bool:
        key = (number, index, other, spot) if number < other else (other, spot, number, index)
        if key not in self._known:
            self._known[key] = not _meet(self.boxes[number][index], self.boxes[other][spot])
        return self._known[key]


def _around(x: float, y: float, away: float) -> Box:
    return x - away, y - away, x + away, y + away


def _meet(first: Sequence[Box], second: Sequence[Box]) -> bool:
    """True where two names cover each other at any width."""
    return any(
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
        for one, other in zip(first, second, strict=True)
    )


class Ground:
    """A shape, row by row: whether a point lies in it, and where a name would best."""

    STEPS = 16
    """Points tried across and down."""

    def __init__(self, rings: Sequence[Ring], drawing: Drawing) -> None:
        self.rings = rings
        self.drawing = drawing
        self._rows: dict[int, list[float]] = {}

    def holds(self, point: Point) -> bool:
        """True for a point in it, to two pixels."""
        row = round(point[1] / 2)
        if row not in self._rows:
            y = row * 2 + 0.01
            self._rows[row] = sorted(
                start[0] + (y - start[1]) / (end[1] - start[1]) * (end[0] - start[0])
                for ring in self.rings
                for start, end in pairwise((*ring, ring[0]))
                if (start[1] > y) != (end[1] > y)
            )
        return bisect(self._rows[row], point[0]) % 2 == 1

    @cached_property
    def middle(self) -> Point:
        """The centre of its largest part (the centroid of a polygon, by its corners)."""
        ring = max(self.rings, key=lambda ring: abs(_area(ring)))
        area = _area(ring)
        parts = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise((*ring, ring[0]))]
        x = sum((a[0] + b[0]) * cross for a, b, cross in parts) / (6 * area)
        y = sum((a[1] + b[1]) * cross for a, b, cross in parts) / (6 * area)
        return x, y

    def spots(self, lines: Sequence[str], size: Size) -> list[Spot]:
        """Where a name of these lines stands in it with as much of itself as it can, and near the middle."""
        name = Name(lines, size, ())
        ranked = []
        for point in self._grid():
            spot = Spot(point, "middle")
            inside = sum(self._inside(name, spot, sheet) for sheet in (SHEETS[1], SHEETS[-3])) / 2
            ranked.append((self._away(point) - 2 * inside, point))
        return [Spot(point, "middle") for _, point in sorted(ranked)]

    def _away(self, point: Point) -> float:
        """From the middle, by the size of the whole."""
        size = float(abs(sum(map(_area, self.rings))) ** 0.5)
        return hypot(point[0] - self.middle[0], point[1] - self.middle[1]) / size

    def _grid(self) -> Iterator[Point]:
        xs, ys = ([point[axis] for ring in self.rings for point in ring] for axis in (0, 1))
        for row in range(1, self.STEPS):
            for column in range(1, self.STEPS):
                point = (
                    float(round(min(xs) + (max(xs) - min(xs)) * column / self.STEPS)),
                    float(round(min(ys) + (max(ys) - min(ys)) * row / self.STEPS)),
                )
                if self.holds(point):
                    yield point

    def _inside(self, name: Name, spot: Spot, sheet: int) -> float:
        """How much of a name lies on its own ground, by 27 points of it."""
        width = self.drawing.frame.width
        left, top, right, bottom = (part * width / sheet for part in name.box(spot, sheet, width))
        across, down = (right - left) / 8, (bottom - top) / 2
        return sum(self.holds((left + across * x, top + down * y)) for x in range(9) for y in range(3)) / 27


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise((*ring, ring[0]))) / 2


def clusters(points: Sequence[Point], reach: float = 12) -> list[list[int]]:
    """Numbers of places that lie as good as at one spot, each group led by the first of them."""
    groups: list[list[int]] = []
    for number, point in enumerate(points):
        for group in groups:
            lead = points[group[0]]
            if (lead[0] - point[0]) ** 2 + (lead[1] - point[1]) ** 2 <= reach**2:
                group.append(number)
                break
        else:
            groups.append([number])
    return groups
