"""The map on a page: countries and places as links, each name where it covers no other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from cagsite.maps.albers import Point
from cagsite.maps.drawing import Drawing, is_within
from cagsite.maps.labels import (
    COUNTRY,
    DOT,
    GAP,
    KNOT,
    PITCH,
    PLACE,
    WATER,
    Ground,
    Name,
    Spot,
    beside,
    clusters,
    settle,
    width_of,
)
from cagsite.marked import Text
from cagsite.model import Kind, Locale, OrganisationDetails, PanelId
from cagsite.views.basic import place_name
from cagsite.visit import Visit

POINTS = ("city", "site")
"""Kinds of places that lie at one point; the others are areas."""
WATERS = ("lake", "sea")
LONG = 14
"""Letters of a name from which on it is set in several lines, where it has several words."""
TOO_LONG = 24
"""Letters of a place's name that the map shows at most; the list has all of them."""


Settled = tuple[list[Spot | None], list[Spot | None], list[Spot | None]]
"""Where names of countries, of groups of places and of waters stand."""


@dataclass(frozen=True, slots=True)
class CountryOnMap:
    """A country with its shape, and where its name stands."""

    id: PanelId
    title: Text
    url: str
    path: str
    is_quiet: bool
    """True for one that is only there for those beside it."""
    x: str
    y: str
    lines: list[str]
    """Empty where its name found no room; its link has it all the same."""


@dataclass(frozen=True, slots=True)
class PlaceOnMap:
    """A place that is named at a sign."""

    id: str
    name: Text
    url: str | None
    count: int
    """Organisations that have their seat there."""
    shown: str
    """The name as far as there is room for it; empty where there is none."""
    down: int
    """Pixels from the sign to the middle of its line."""
    left: int
    """Pixels from the sign to the left edge of what a finger may touch."""
    width: int


@dataclass(frozen=True, slots=True)
class KnotOnMap:
    """A sign on the map, and the places that lie there."""

    x: str
    y: str
    anchor: str
    """Whether names start or end beside the sign, or have their middle over it; as `text-anchor` has it."""
    across: int
    """Pixels from the sign to there."""
    count: int
    places: tuple[PlaceOnMap, ...]


@dataclass(frozen=True, slots=True)
class WaterOnMap:
    """The name of a sea or a lake."""

    name: Text
    x: str
    y: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class ListedCountry:
    """The same in words: a country, and its places on the map."""

    title: Text | None
    places: tuple[PlaceOnMap, ...]
    pair: str
    url: str | None


class MapView:
    """The map of a page. `is_whole`: with every place that has one, else with the seats of organisations alone."""

    def __init__(
        self, visit: Visit, drawing: Drawing, *, countries: Collection[PanelId] | None = None, is_whole: bool = False
    ) -> None:
        self._visit = visit
        self._drawing = drawing
        self._bright = countries
        self._is_whole = is_whole
        self.width = drawing.frame.width
        self.height = drawing.frame.height
        self.land = drawing.land
        self.borders = drawing.borders

    @property
    def credit(self) -> str | None:
        found: str | None = self._visit.read("setting", "map").credit
        return found

    @cached_property
    def note(self) -> Text | None:
        return self._visit.localized(self._visit.read("setting", "map").note)

    # What is on it

    @cached_property
    def _countries(self) -> list[PanelId]:
        return self._visit.by_title(self._drawing.shapes)

    @cached_property
    def _places(self) -> dict[str, Point]:
        """Where each place lies that the map may show, the more important ones first."""
        visit, frame = self._visit, self._drawing.frame
        found = {}
        for id in visit.read("places"):
            point = frame.place((visit.read("place", id, "longitude"), visit.read("place", id, "latitude")))
            if frame.holds(point) and self._may_show(id):
                found[id] = point
        order = visit.in_order((self._name(id).text, id) for id in found)
        return {id: found[id] for id in sorted(order, key=self._weight)}

    def _may_show(self, id: str) -> bool:
        """Neither what is hidden nor what is only roughly there; panels with anonymous people name no site at all."""
        read = self._visit.read
        if read("place", id, "kind") not in POINTS:
            return False
        if read("place", id, "is_hidden") or read("place", id, "is_approximate"):
            return False
        return self._is_whole or bool(self._seated(id))

    def _weight(self, id: str) -> tuple[bool, int]:
        return self._visit.read("place", id, "kind") != "city", -len(self._seated(id))

    def _seated(self, id: str) -> list[PanelId]:
        """Organisations that have their seat there."""
        speaking = self._visit.read("inverse", "place", id)
        details = ((each, self._visit.read("panel", each, "details")) for each in speaking)
        return [each for each, known in details if isinstance(known, OrganisationDetails) and known.place == id]

    def _name(self, id: str) -> Text:
        return place_name(self._visit, id) or Text(id)

    # Where it stands

    @cached_property
    def _groups(self) -> list[list[str]]:
        ids = list(self._places)
        return [[ids[number] for number in group] for group in clusters(list(self._places.values()))]

    @cached_property
    def _waters(self) -> list[str]:
        """Seas and lakes that the map shows: where there is land, a name would be wrong."""
        read, frame = self._visit.read, self._drawing.frame
        found = []
        for id in read("places"):
            point = frame.place((read("place", id, "longitude"), read("place", id, "latitude")))
            is_named = read("place", id, "kind") in WATERS and not read("place", id, "is_hidden")
            if is_named and self._drawing.is_water(point):
                found.append(id)
        return found

    @cached_property
    def _settled(self) -> Settled:
        found: Settled = self._visit.bench.fact(names_of(self._visit.locale, is_whole=self._is_whole), "spots")
        return found

    def settle(self) -> Settled:
        """Where everything is named; it takes its time, and holds for every page of a language."""
        signs = [(self._places[group[0]], self._away(group)) for group in self._groups]
        places = [
            Name(
                [shortened(self._name(id).text) for id in group],
                PLACE,
                beside(self._places[group[0]], len(group), self._away(group)),
                pitch=PITCH,
            )
            for group in self._groups
        ]
        countries = []
        for id in self._countries:
            lines = wrapped(self._visit.field(id, "title").text)
            countries.append(Name(lines, COUNTRY, Ground(self._drawing.rings[id], self._drawing).spots(lines, COUNTRY)))
        waters = [Name(self._name(id).text.split(), WATER, self._on_water(id)) for id in self._waters]
        spots = settle([*countries, *places, *waters], signs, self._drawing)
        first, second = len(countries), len(countries) + len(places)
        return spots[:first], spots[first:second], spots[second:]

    def _away(self, group: Sequence[str]) -> float:
        return KNOT if any(self._seated(id) for id in group) else DOT

    def _on_water(self, id: str) -> list[Spot]:
        read, drawing = self._visit.read, self._drawing
        x, y = drawing.frame.place((read("place", id, "longitude"), read("place", id, "latitude")))
        steps = sorted(
            ((a, b) for a in range(-60, 61, 12) for b in range(-120, 121, 12)),
            key=lambda step: step[0] ** 2 + step[1] ** 2,
        )
        points = [(x + a, y + b) for a, b in steps if drawing.is_water((x + a, y + b))]
        wide = [at for at in points if all(drawing.is_water((at[0] + a, at[1])) for a in (-WATER.most, WATER.most))]
        return [Spot(point, "middle") for point in (*wide, *points)]

    # For the template

    def _part(self, point: Point) -> tuple[str, str]:
        """A point in per cent of the map, so that it stays where it is when the map grows."""
        return f"{point[0] / self.width * 100:.1f}%", f"{point[1] / self.height * 100:.1f}%"

    @cached_property
    def countries(self) -> list[CountryOnMap]:
        found = []
        for id, spot in zip(self._countries, self._settled[0], strict=True):
            title = self._visit.field(id, "title")
            x, y = self._part(spot.at if spot else (0, 0))
            found.append(
                CountryOnMap(
                    id=id,
                    title=title,
                    url=self._visit.panel_link(id),
                    path=self._drawing.shapes[id],
                    is_quiet=self._bright is not None and id not in self._bright,
                    x=x,
                    y=y,
                    lines=wrapped(title.text) if spot else [],
                )
            )
        return found

    @cached_property
    def knots(self) -> list[KnotOnMap]:
        found = []
        for group, spot in zip(self._groups, self._settled[1], strict=True):
            x, y = self._part(self._places[group[0]])
            places = tuple(self._placed(id, spot, number, len(group)) for number, id in enumerate(group))
            found.append(
                KnotOnMap(
                    x=x,
                    y=y,
                    anchor=_anchor(spot),
                    across=_across(spot),
                    count=sum(place.count for place in places),
                    places=places,
                )
            )
        return found

    def _placed(self, id: str, spot: Spot | None, number: int, total: int) -> PlaceOnMap:
        name = self._name(id)
        shown = shortened(name.text) if spot else ""
        width = round(width_of(shown) * PLACE.most)
        return PlaceOnMap(
            id=id,
            name=name,
            url=self._place_link(id),
            count=len(self._seated(id)),
            shown=shown,
            down=_down(spot, number, total) if spot else 0,
            left=_across(spot) - {"start": 0, "middle": width // 2, "end": width}[_anchor(spot)],
            width=width,
        )

    def _place_link(self, id: str) -> str | None:
        index = self._visit.index_link("places")
        if index is None:
            return None
        return f"#{id}" if index == "./" else f"{index}#{id}"

    @cached_property
    def waters(self) -> list[WaterOnMap]:
        found = []
        for id, spot in zip(self._waters, self._settled[2], strict=True):
            if spot is not None:
                x, y = self._part(spot.at)
                name = self._name(id)
                found.append(WaterOnMap(name=name, x=x, y=y, lines=name.text.split()))
        return found

    # The same in words

    @cached_property
    def listed(self) -> list[ListedCountry]:
        """Every country of the exhibition with its places on the map; at last the places of none."""
        countries = self._visit.by_title(self._visit.read("ids", Kind.COUNTRY.value))
        shown = [id for id in countries if self._bright is None or id in self._bright]
        at = {id: self.country_of(id) for id in self._places}
        placed = {place.id: place for knot in self.knots for place in knot.places}
        found = [
            ListedCountry(
                title=self._visit.field(country, "title"),
                places=tuple(placed[id] for id in placed if at[id] == country),
                pair=country,
                url=self._visit.panel_link(country),
            )
            for country in shown
        ]
        rest = tuple(placed[id] for id in placed if at[id] not in shown)
        return [*found, ListedCountry(None, rest, "common", None)] if rest else found

    def country_of(self, id: str) -> PanelId | None:
        """The country of a place, as it is said or else as the map has it."""
        said: PanelId | None = self._visit.read("place", id, "country")
        if said is not None:
            return said
        rings = self._drawing.rings.items()
        return next((country for country, lines in rings if is_within(lines, self._places[id])), None)


class Locator:
    """A country among the others, small; it leads to the large map."""

    def __init__(self, visit: Visit, drawing: Drawing, country: PanelId) -> None:
        self._visit = visit
        self._drawing = drawing
        self._country = country
        self.width = drawing.frame.width
        self.height = drawing.frame.height
        self.path = drawing.shapes[country]
        self.others = "".join(path for id, path in drawing.shapes.items() if id != country)

    @cached_property
    def url(self) -> str | None:
        """The page of a region that the country belongs to, else that of all places."""
        regions = self._visit.read("inverse", "region", self._country)
        if regions:
            return self._visit.panel_link(regions[0])
        return self._visit.index_link("places") if self._visit.read("places") else None

    @cached_property
    def towns(self) -> list[tuple[int, int]]:
        """Where its organisations have their seats."""
        read, frame = self._visit.read, self._drawing.frame
        seats = {read("panel", id, "details").place for id in read("inverse", "country", self._country)} - {None}
        shown = (
            id for id in sorted(seats) if not (read("place", id, "is_hidden") or read("place", id, "is_approximate"))
        )
        points = (frame.place((read("place", id, "longitude"), read("place", id, "latitude"))) for id in shown)
        return [(round(x), round(y)) for x, y in points if frame.holds((x, y))]


def _anchor(spot: Spot | None) -> str:
    if spot is None:
        return "middle"
    beside = {"right": "start", "left": "end"}
    return beside.get(spot.side) or {-1: "end", 0: "middle", 1: "start"}[spot.lean]


def _across(spot: Spot | None) -> int:
    if spot is None:
        return 0
    beside = {"right": spot.away + GAP, "left": -spot.away - GAP}
    return round(beside.get(spot.side, -spot.lean * spot.away))


def _down(spot: Spot, number: int, total: int) -> int:
    """The first place stands nearest to the sign, whether or not there is room for the others."""
    match spot.side:
        case "above":
            return round(-spot.away - (number + 0.5) * PITCH)
        case "below":
            return round(spot.away + (number + 0.5) * PITCH)
        case _:
            below = total - 1 - spot.lift
            return PITCH * (number if number <= below else below - number)


def wrapped(name: str) -> list[str]:
    """A name in lines of words, none longer than it must be."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= LONG:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [name]


def shortened(name: str) -> str:
    """A name that fits beside its sign."""
    return name if len(name) <= TOO_LONG else name[: TOO_LONG - 1].rstrip(" ,-–") + "…"


def names_of(locale: Locale, *, is_whole: bool) -> str:
    """The output that knows where names stand on the map of a language."""
    return f"names/{locale}/{'whole' if is_whole else 'seats'}"


def map_of(
    visit: Visit, size: str, *, countries: Collection[PanelId] | None = None, is_whole: bool = False
) -> MapView | None:
    """The map in one of its sizes; None where the exhibition has none."""
    drawing = visit.bench.fact(f"map/{size}", "drawing")
    return None if drawing is None else MapView(visit, drawing, countries=countries, is_whole=is_whole)
