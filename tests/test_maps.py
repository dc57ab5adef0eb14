"""From longitude and latitude to whole pixels and names that cover nothing."""

from __future__ import annotations

import random
import re
from itertools import combinations, pairwise
from math import cos, hypot, isclose, radians

import pytest
from tests import prose

from cagsite.maps.albers import Albers, Point, fitting
from cagsite.maps.borders import Line, Ring, joined, simplified, take_apart
from cagsite.maps.drawing import Drawing, draw, is_within
from cagsite.maps.labels import (
    COUNTRY,
    DOT,
    KNOT,
    PITCH,
    PLACE,
    SHEETS,
    Ground,
    Name,
    Spot,
    beside,
    clusters,
    settle,
    width_of,
)
from cagsite.maps.paths import Box, clipped, outline, strokes
from cagsite.model import Exhibition, Land, MapSettings, PanelId

PLAIN = MapSettings(parallels=None, latitude=None, longitude=None, credit=None, note={})


def square(x: float, y: float, size: float = 10) -> Ring:
    return ((x, y), (x + size, y), (x + size, y + size), (x, y + size))


def land(country: str | None, *rings: Ring) -> Land:
    return Land(country=PanelId(country) if country else None, rings=rings)


@pytest.fixture(scope="module")
def exhibition() -> Exhibition:
    """The exhibition of this checkout, read."""
    return prose.exhibition()


@pytest.fixture(scope="module")
def drawing(exhibition: Exhibition) -> Drawing:
    return draw(exhibition.lands, exhibition.settings.map, width=800, limit=6000)


# The projection


def test_albers_gives_the_numbers_of_its_book() -> None:
    """Snyder (1987), Appendix A: the sphere, parallels 29.5 and 45.5 N, origin 23 N 96 W; 35 N 75 W."""
    cone = Albers(parallels=(29.5, 45.5), longitude=-96, latitude=23)
    x, y = cone.project((-75, 35))
    assert x == pytest.approx(0.2952720, abs=1e-7)
    assert -y == pytest.approx(0.2416774, abs=1e-7)
    assert cone.project((-96, 23)) == pytest.approx((0, 0))


@pytest.mark.parametrize("parallels", [(37.0, 52.0), (60.0, 60.0), (-20.0, -40.0), (-10.0, 30.0)])
def test_albers_keeps_areas(parallels: tuple[float, float]) -> None:
    """Cells of a hundredth of a degree: the same area by cosine of latitude wherever they lie."""
    cone = Albers(parallels=parallels, longitude=66, latitude=45)
    ratios = []
    for longitude, latitude in ((40.0, 30.0), (66.0, 45.0), (100.0, 60.0), (-179.9, 10.0)):
        corners = [
            cone.project((longitude + dx, latitude + dy)) for dx, dy in ((0, 0), (0.01, 0), (0.01, 0.01), (0, 0.01))
        ]
        ratios.append(abs(area(corners)) / cos(radians(latitude + 0.005)))
    assert max(ratios) / min(ratios) < 1.0001


def area(ring: list[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]])) / 2


def test_a_cone_fits_what_is_shown() -> None:
    """Parallels a sixth inside; astride the equator none that would make it a cylinder."""
    assert fitting([(60, 36), (80, 48)]) == Albers(parallels=(38, 46), longitude=70, latitude=42)
    first, second = fitting([(0, -12), (10, 12)]).parallels
    assert first + second != 0


# Borders


def test_what_two_share_is_one_stretch() -> None:
    """The border once, both coasts around it, and every ring as it was."""
    pieces = [[square(0, 0)], [square(10, 0)]]
    atlas = take_apart(pieces)
    assert atlas.borders() == [((10, 0), (10, 10))]
    assert len(atlas.coasts()) == 1
    assert set(atlas.coasts()[0]) == {(0, 0), (10, 0), (20, 0), (20, 10), (10, 10), (0, 10)}
    for piece, rings in enumerate(pieces):
        assert [turned(ring) for ring in atlas.rings(piece)] == [turned(ring) for ring in rings]


def turned(ring: Ring) -> set[frozenset[Point]]:
    """A ring by its edges, whatever it begins with."""
    return {frozenset(edge) for edge in pairwise((*ring, ring[0]))}


def test_an_enclave_and_an_island() -> None:
    """A border may run all the way round, and so may a coast."""
    around, inside, island = square(0, 0, 30), square(10, 10), square(50, 50)
    atlas = take_apart([[around, inside], [inside], [island]])
    assert [turned(line[:-1]) for line in atlas.borders()] == [turned(inside)]
    assert sorted(len(line) for line in atlas.coasts()) == [5, 5]


def test_parts_of_one_piece_have_no_border_between_them() -> None:
    """Land around the countries comes in parts; where they meet is nobody's business."""
    atlas = take_apart([[square(0, 0), square(10, 0)], [square(20, 0)]])
    assert atlas.borders() == [((20, 0), (20, 10))]
    assert ((10, 0), (10, 10)) not in [edge for line in atlas.coasts() for edge in pairwise(line)]


def test_lines_are_joined_end_to_end() -> None:
    """Whichever way each of them runs."""
    assert joined([((0, 0), (1, 0)), ((2, 0), (1, 0)), ((5, 5), (6, 6))]) == [
        ((0, 0), (1, 0), (2, 0)),
        ((5, 5), (6, 6)),
    ]
    assert joined([((1, 0), (2, 0)), ((1, 0), (0, 0))]) == [((0, 0), (1, 0), (2, 0))]


@pytest.mark.parametrize("seed", range(5))
def test_simpler_lines_stay_near(seed: int) -> None:
    """Both ends, and every point left out within the tolerance."""
    draws = random.Random(seed)
    line = tuple((float(x), draws.uniform(0, 8)) for x in range(60))
    simple = simplified(line, 2.5)
    assert (simple[0], simple[-1]) == (line[0], line[-1])
    assert 2 < len(simple) < len(line)
    assert all(min(distance(point, *edge) for edge in pairwise(simple)) <= 2.5 for point in line)
    assert simplified(line, 0) == line


def distance(point: Point, start: Point, end: Point) -> float:
    steps = [(start[0] + (end[0] - start[0]) * t / 500, start[1] + (end[1] - start[1]) * t / 500) for t in range(501)]
    return min(hypot(point[0] - x, point[1] - y) for x, y in steps) - 0.05


def test_a_simpler_ring_is_still_a_ring() -> None:
    """However coarse, it keeps the point that is farthest from its first."""
    ring = (*square(0, 0), (0.0, 0.0))
    assert simplified(ring, 1000) == ((0, 0), (10, 10), (0, 0))


# Paths


def test_paths_are_whole_pixels_and_short() -> None:
    """No step that goes nowhere or straight on, no sign too many, nothing that encloses nothing."""
    assert outline([square(0, 0)]) == "M0 0l10 0 0 10-10 0z"
    assert outline([((0, 0), (4.6, 0.2), (5.4, -0.3), (10, 0), (10, 10))]) == "M0 0l10 0 0 10z"
    assert outline([((0.1, 0.2), (0.3, 0.4), (0.2, 0.1))]) == ""
    assert strokes([((0, 0), (3, -4)), ((-1.2, -2), (-1, -2))]) == "M0 0l3-4"


def test_what_lies_outside_is_cut_off() -> None:
    """A ring around the whole box fills it; one beside it is gone."""
    box: Box = (0, 0, 10, 10)
    assert abs(area(list(clipped(square(-5, -5, 30), box)))) == pytest.approx(100)
    assert abs(area(list(clipped(square(5, 5), box)))) == pytest.approx(25)
    assert clipped(square(20, 20), box) == ()


# The drawing


def numbers(path: str) -> list[int]:
    return [int(number) for number in re.findall(r"-?\d+", path)]


def points_of(path: str) -> list[list[Point]]:
    """The points of each part of a path."""
    parts = []
    for part in path.split("M")[1:]:
        steps = numbers(part)
        x, y = steps[:2]
        points = [(float(x), float(y))]
        for dx, dy in zip(steps[2::2], steps[3::2], strict=True):
            x, y = x + dx, y + dy
            points.append((float(x), float(y)))
        parts.append(points)
    return parts


def test_the_exhibitions_map_is_true_and_light(exhibition: Exhibition, drawing: Drawing) -> None:
    """Five countries within the limit; towns lie in their country, the sea is water, and all is on the sheet."""
    assert sum(map(len, (*drawing.shapes.values(), drawing.land, drawing.borders))) <= 6000
    assert len(drawing.shapes) == 5
    towns = {
        "kazakhstan": ("almaty", "astana", "zhanaozen"),
        "kyrgyzstan": ("bishkek",),
        "tajikistan": ("dushanbe",),
        "turkmenistan": ("ashgabat", "mary"),
    }
    for country, names in towns.items():
        for name in names:
            place = exhibition.places[name]
            point = drawing.frame.place((place.longitude, place.latitude))
            assert [id for id, rings in drawing.rings.items() if is_within(rings, point)] == [country], name
            assert not drawing.is_water(point)
    sea = exhibition.places["caspian-sea"]
    assert drawing.is_water(drawing.frame.place((sea.longitude, sea.latitude)))
    for path in drawing.shapes.values():
        assert all(drawing.frame.holds(point) for part in points_of(path) for point in part)


def test_countries_keep_their_proportions(drawing: Drawing) -> None:
    """Areas in square kilometres, within some per cent of what geographers say."""
    known = {"kazakhstan": 2_725, "kyrgyzstan": 200, "tajikistan": 143, "turkmenistan": 488, "uzbekistan": 447}
    drawn = {id: abs(sum(area(list(ring)) for ring in rings)) for id, rings in drawing.rings.items()}
    scale = sum(drawn.values()) / sum(known.values())
    for id, size in drawn.items():
        assert size / scale == pytest.approx(known[id], rel=0.06), id


@pytest.mark.parametrize(("width", "limit"), [(800, 6000), (800, 3000), (240, 1400)])
def test_neighbours_meet_without_gap_or_overlap(exhibition: Exhibition, width: int, limit: int) -> None:
    """However simple the lines: every pixel of a seam is a pixel of both shapes beside it."""
    drawing = draw(exhibition.lands, exhibition.settings.map, width=width, limit=limit)
    rings = [[tuple(part) for part in points_of(path)] for path in drawing.shapes.values()]
    edges = [{frozenset(edge) for ring in each for edge in pairwise((*ring, ring[0]))} for each in rings]
    assert sum(bool(first & second) for first, second in combinations(edges, 2)) >= 7
    seams = [edge for line in points_of(drawing.borders) for edge in pairwise(line)]
    owned = [sum(frozenset(edge) in each for each in edges) for edge in seams]
    assert owned.count(1) + owned.count(2) > 0.95 * len(seams)
    for x in range(1, width, 5):
        for y in range(1, drawing.frame.height, 5):
            assert sum(is_within(each, (x + 0.37, y + 0.53)) for each in rings) <= 1, (x, y)


def test_the_same_land_gives_the_same_drawing(exhibition: Exhibition, drawing: Drawing) -> None:
    """Nothing in it depends on chance."""
    assert draw(exhibition.lands, exhibition.settings.map, width=800, limit=6000) == drawing


def test_a_map_needs_neither_settings_nor_neighbours() -> None:
    """The cone follows from what is shown; without land around nobody knows where there is water."""
    drawing = draw([land("north", square(10, 55)), land("south", square(10, 45))], PLAIN, width=400, limit=1000)
    assert drawing.land == ""
    assert drawing.land_rings == ()
    assert drawing.borders
    assert not drawing.is_water((1, 1))
    assert drawing.frame.cone == fitting([*square(10, 55), *square(10, 45)])


def test_a_tall_country_fits_on_a_screen() -> None:
    """It stands in the middle of a sheet that is not much higher than wide."""
    drawing = draw([land("tall", ((10, 55), (12, 55), (12, 70), (10, 70)))], PLAIN, width=400, limit=1000)
    assert drawing.frame.height <= 360
    xs = [x for part in points_of(drawing.shapes[PanelId("tall")]) for x, _ in part]
    assert isclose((min(xs) + max(xs)) / 2, 200, abs_tol=3)


def test_a_country_that_may_not_be_shown_is_land_like_any_other() -> None:
    """No shape, no seam; the other one keeps its own."""
    shown, hidden, around = square(10, 50), square(20, 50), square(30, 50)
    drawing = draw([land("shown", shown), land(None, hidden), land(None, around)], PLAIN, width=400, limit=1000)
    assert list(drawing.shapes) == ["shown"]
    assert len(points_of(drawing.borders)) == 1


# Names


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Turkmenistan", 6.38, 7.2),
        ("Kirgizistan", 5.0, 5.8),
        ("Uzbekistan", 5.2, 5.9),
        ("Almaty", 3.3, 3.9),
        ("", 0, 0),
    ],
)
def test_widths_are_guessed_from_above(text: str, least: float, most: float) -> None:
    """Against what the theme's bold letters measured, per unit of their size."""
    assert least <= width_of(text) <= most


def test_widths_of_other_scripts() -> None:
    """Marks take no room of their own, and characters of East Asia a whole square."""
    assert width_of("a\u0301") == width_of("a")
    assert width_of("中央") > 2
    assert width_of("Қазақстан") > 4


def boxes(names: list[Name], spots: list[Spot | None], sheet: int, drawing: Drawing) -> list[Box]:
    pairs = zip(names, spots, strict=True)
    return [name.box(spot, sheet, drawing.frame.width) for name, spot in pairs if spot is not None]


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def names_on(drawing: Drawing, exhibition: Exhibition, locale: str) -> tuple[list[Name], list[tuple[Point, float]]]:
    """Every country and every exact place, as a page would have them."""
    names, signs = [], []
    for id, rings in drawing.rings.items():
        title = [exhibition.panels[id].translations[locale].title]  # type: ignore[index]
        names.append(Name(title, COUNTRY, Ground(rings, drawing).spots(title, COUNTRY)))
    points = {
        place.name[locale]: drawing.frame.place((place.longitude, place.latitude))  # type: ignore[index]
        for place in exhibition.places.values()
        if place.kind in ("city", "site") and not place.is_approximate and not place.is_hidden
    }
    points = {name: point for name, point in points.items() if drawing.frame.holds(point)}
    for group in clusters(list(points.values())):
        lines = [list(points)[number] for number in group]
        point = points[lines[0]]
        names.append(Name(lines, PLACE, beside(point, len(lines), DOT), pitch=PITCH))
        signs.append((point, float(DOT)))
    return names, signs


@pytest.mark.parametrize("locale", ["sv", "en"])
def test_no_name_covers_another_on_any_sheet(drawing: Drawing, exhibition: Exhibition, locale: str) -> None:
    """All of them have room, at the widths that were tried and at those between; and none covers a sign."""
    names, signs = names_on(drawing, exhibition, locale)
    spots = settle(names, signs, drawing)
    assert None not in spots
    for sheet in (*SHEETS, 340, 390, 500, 700, 900, 1300):
        placed = boxes(names, spots, sheet, drawing)
        assert not [pair for pair in combinations(placed, 2) if overlap(*pair)], sheet
        ratio = sheet / drawing.frame.width
        for (x, y), away in signs:
            sign = (x * ratio - away, y * ratio - away, x * ratio + away, y * ratio + away)
            own = [spot is not None and spot.at == (x, y) and spot.side != "middle" for spot in spots]
            others = [box for box, is_own in zip(placed, own, strict=True) if not is_own]
            assert not any(overlap(box, sign) for box in others), sheet


def test_what_has_no_room_is_left_out() -> None:
    """The name that was most in want of it; the others stand."""
    drawing = draw([land("only", square(10, 50))], PLAIN, width=400, limit=1000)
    long = ["A name that is longer than any telephone is wide, however small its letters are"]
    names = [Name(["Here"], PLACE, beside((200, 200), 1), pitch=PITCH), Name(long, PLACE, [Spot((200, 100), "middle")])]
    spots = settle(names, [((200.0, 200.0), float(KNOT))], drawing)
    assert spots[0] is not None
    assert spots[1] is None
    crowd = [Name(["Town"], PLACE, [Spot((200, 200), "middle")]) for _ in range(3)]
    assert [spot is not None for spot in settle(crowd, [], drawing)].count(True) == 1


def test_places_side_by_side_are_one_group() -> None:
    """Led by the one that comes first."""
    assert clusters([(0, 0), (100, 0), (5, 5), (104, 3), (50, 50)]) == [[0, 2], [1, 3], [4]]


def test_a_line_of_the_sea_is_no_line_of_land() -> None:
    """Points in a hole are outside, points beyond too."""
    rings = (square(0, 0, 30), square(10, 10))
    assert is_within(rings, (5, 5))
    assert not is_within(rings, (15, 15))
    assert not is_within(rings, (40, 5))


def test_lines_without_end_points_in_common_stay_apart() -> None:
    """And a closed line is left as it is."""
    ring: Line = ((0, 0), (1, 0), (1, 1), (0, 0))
    assert joined([ring, ((0, 0), (5, 5))]) == [ring, ((0, 0), (5, 5))]
