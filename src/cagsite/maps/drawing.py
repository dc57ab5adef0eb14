"""The map as it lies on a page: shapes, borders and water in whole pixels, and where a place lies among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from cagsite.maps.albers import Albers, Point, fitting
from cagsite.maps.borders import Atlas, Ring, simplified, take_apart
from cagsite.maps.paths import clipped, outline, strokes
from cagsite.model import Land, MapSettings, PanelId

MARGIN = 0.02
"""Of the width, left free around the countries."""
TALLEST = 0.9
"""Height by width: what is narrow and tall has more land beside it, so that it fits on a screen."""
BLEED = 8
"""Pixels drawn beyond the edge, where a path may be joined along it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How degrees become pixels."""

    cone: Albers
    scale: float
    left: float
    top: float
    width: int
    height: int

    def place(self, point: Point) -> Point:
        """Where longitude and latitude lie, in pixels from the upper left corner."""
        x, y = self.cone.project(point)
        return x * self.scale - self.left, y * self.scale - self.top

    def holds(self, point: Point) -> bool:
        """True for pixels that are seen."""
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Everything that a page needs of the map."""

    frame: Frame
    shapes: Mapping[PanelId, str]
    """Each country's `d`, in the order of the file."""
    land: str
    """The `d` of all land together; what it leaves free is water. Empty where nobody knows what lies around."""
    borders: str
    """The `d` of every line where two pieces of land meet."""
    rings: Mapping[PanelId, tuple[Ring, ...]]
    """Each country's lines in pixels."""
    land_rings: tuple[Ring, ...]

    def is_water(self, point: Point) -> bool:
        """True for pixels where the map shows water."""
        return bool(self.land_rings) and self.frame.holds(point) and not is_within(self.land_rings, point)


def draw(lands: Sequence[Land], settings: MapSettings, *, width: int, limit: int) -> Drawing:
    """The map so many pixels wide, as finely as so many characters allow."""
    frame = _frame(lands, settings, width)
    countries = [land.country for land in lands if land.country is not None]
    pieces = [_placed(land.rings, frame) for land in lands if land.country is not None]
    around = [ring for land in lands if land.country is None for ring in _placed(land.rings, frame)]
    whole = take_apart([*pieces, around])
    tolerance = 0.3
    while True:
        atlas = whole.drawn(partial(simplified, tolerance=tolerance))
        drawing = _drawing(atlas, countries, frame, has_around=bool(around))
        size = sum(map(len, (*drawing.shapes.values(), drawing.land, drawing.borders)))
        if size <= limit or tolerance > width:
            return drawing
        tolerance *= 1.1


def _frame(lands: Sequence[Land], settings: MapSettings, width: int) -> Frame:
    """Around the countries; the cone as the settings say, else as what is shown asks for."""
    points = [point for land in lands if land.country is not None for ring in land.rings for point in ring]
    points = points or [point for land in lands for ring in land.rings for point in ring]
    cone = fitting(points)
    cone = Albers(
        parallels=settings.parallels or cone.parallels,
        latitude=cone.latitude if settings.latitude is None else settings.latitude,
        longitude=cone.longitude if settings.longitude is None else settings.longitude,
    )
    placed = [cone.project(point) for point in points]
    left, right = min(x for x, _ in placed), max(x for x, _ in placed)
    top, bottom = min(y for _, y in placed), max(y for _, y in placed)
    margin = width * MARGIN
    scale = min((width - 2 * margin) / (right - left), (width * TALLEST - 2 * margin) / (bottom - top))
    return Frame(
        cone=cone,
        scale=scale,
        left=(left + right) / 2 * scale - width / 2,
        top=top * scale - margin,
        width=width,
        height=round((bottom - top) * scale + 2 * margin),
    )


def _placed(rings: Iterable[Ring], frame: Frame) -> list[Ring]:
    """In pixels, without points that stand twice in a row."""
    placed = (tuple(frame.place(point) for point in ring) for ring in rings)
    clean = (tuple(point for point, after in pairwise((*ring, ring[0])) if point != after) for ring in placed)
    return [ring for ring in clean if len(ring) > 2]


def _drawing(atlas: Atlas, countries: Sequence[PanelId], frame: Frame, *, has_around: bool) -> Drawing:
    rings = {country: tuple(atlas.rings(piece)) for piece, country in enumerate(countries)}
    seen = (-BLEED, -BLEED, frame.width + BLEED, frame.height + BLEED)
    coasts = [clipped(line[:-1], seen) for line in atlas.coasts() if line[0] == line[-1]] if has_around else []
    land_rings = tuple(ring for ring in coasts if ring)
    return Drawing(
        frame=frame,
        shapes={country: outline(lines) for country, lines in rings.items()},
        land=outline(land_rings),
        borders=strokes(atlas.borders()),
        rings=rings,
        land_rings=land_rings,
    )


def is_within(rings: Iterable[Ring], point: Point) -> bool:
    """True where a ray from the point crosses the lines an odd number of times."""
    x, y = point
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise((*ring, ring[0])):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossings += 1
    return crossings % 2 == 1
