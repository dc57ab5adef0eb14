"""The entrance hall and the pages with a map: what stands on the map, and that the list beside it says the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest
from tests.exhibition import BuiltPage, BuiltSite
from tests.site_from import EXHIBITION, Page, Site, make_site

from cagsite.model import PartialDate, Precision, Span, Stop

MAPS = ("home", "region", "places")
"""Kinds of pages that have the map."""


def links_on_map(page: Page) -> dict[str, str]:
    """Where the links of the map lead, by what they are called without counts."""
    found = {}
    for tag in page.all(".map-names a"):
        words = " ".join(text.get_text() for text in tag.select("text:not(.map-count)"))
        found[words.strip() or str(tag["aria-label"]).partition(",")[0]] = str(tag["href"])
    return found


def links_in_list(page: Page) -> dict[str, str]:
    return {tag.get_text(): str(tag["href"]) for tag in page.all(".lands a")}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", MAPS)
def test_the_list_beside_the_map_has_all_that_the_map_has(exhibition: BuiltSite, kind: str, language: str) -> None:
    """Every country and place by name, with the same address; and the map has no more than the list."""
    (page,) = [page for page in exhibition.pages if (page.kind, page.lang) == (kind, language)]
    on_map, in_list = links_on_map(page), links_in_list(page)
    assert len(page.all(".map-felt[data-pair]")) == 5
    assert on_map == in_list
    assert len(on_map) == (7 if kind == "home" else 16)
    for tag in page.all(".map-names a"):
        label = str(tag.get("aria-label", ""))
        assert all(text.get_text() in label for text in tag.select("text:not(.map-count)")) or not label


def test_numbers_in_signs_count_the_organisations_that_sit_there(exhibition: BuiltSite) -> None:
    """As the list says in words, and as the organisations' own pages say."""
    page = exhibition.page("sv/")
    counts = {
        str(tag["aria-label"]): int(tag.select(".map-count")[0].get_text()) for tag in page.all(".map-names svg > a")
    }
    assert counts
    organisations = [each for each in exhibition.pages if (each.kind, each.lang) == ("organisation", "sv")]
    for label, count in counts.items():
        town, _, said = label.partition(", ")
        assert said.split()[0] == str(count)
        seats = [each for each in organisations if town in (value.get_text() for value in each.all(".facts dd"))]
        assert len(seats) == count, town


def test_what_is_not_exact_is_not_on_the_map(exhibition: BuiltSite) -> None:
    """Regions, gorges, a former name of a capital: in the list of all places, never a sign."""
    page = exhibition.page("en/places/")
    text = page.one(".map").get_text(" ") + page.one(".lands").get_text(" ")
    everything = page.one("main").get_text(" ")
    for name in ("Almaty Region", "Charyn", "Kaskelen gorge", "Nur-Sultan", "Fergana Valley", "Issyk-Kul"):
        assert name in everything
        assert name not in text


def test_the_sea_has_its_name_and_the_missing_lake_is_owned_up_to(exhibition: BuiltSite) -> None:
    """Known data only; and a note where the data lacks something that everybody looks for."""
    page = exhibition.page("sv/")
    assert page.text(".map-names > text") == "Kaspiska havet"
    assert "Aralsjön" in page.text(".map figcaption")
    assert "Natural Earth" in page.text(".map figcaption")


def test_the_walk_shows_every_room_in_its_order(exhibition: BuiltSite) -> None:
    """Each once; whatever is no room, no country and no theme stands below."""
    page = exhibition.page("sv/")
    rooms = [str(tag["href"]) for tag in page.all(".patches a")]
    assert len(rooms) == len(set(rooms)) == 22
    assert rooms[0] == page.one("a.way")["href"]
    assert not page.all(".cards")


@pytest.mark.parametrize(
    ("address", "name", "towns"),
    [("sv/lander/kazakstan/", "Kazakstan", 1), ("en/countries/tajikistan/", "Tajikistan", 0)],
)
def test_a_countrys_page_shows_where_it_lies(exhibition: BuiltSite, address: str, name: str, towns: int) -> None:
    """Among its neighbours, with the towns of its organisations; the large map is one step away."""
    page = exhibition.page(address)
    link = page.one("a.locator")
    assert str(link["aria-label"]).startswith(name)
    assert re.search(r"/(regioner|regions)/", str(link["href"]))
    others, own = (str(path["d"]) for path in page.all(".locator path:not(.locator-town)"))
    assert others.count("z") == 4
    assert own.count("z") == 1
    assert sum(str(path["d"]).count("z") for path in page.all(".locator-town")) == towns


# Sites of their own

PLACES = """\
places:
  - id: town
    name: {sv: Staden, en: The town}
    kind: city
    latitude: 50
    longitude: 60
  - id: farm
    name: {sv: Gården, en: The farm}
    kind: site
    latitude: 52
    longitude: 70
  - id: roughly
    name: {sv: Trakten, en: Thereabouts}
    kind: site
    latitude: 48
    longitude: 65
    approximate: true
  - id: hidden
    name: {sv: Gömman, en: The hideout}
    kind: city
    latitude: 49
    longitude: 62
    hidden: true
  - id: abroad
    name: {sv: Utlandet, en: Abroad}
    kind: city
    latitude: 10
    longitude: 10
  - id: lake
    name: {sv: Sjön, en: The lake}
    kind: lake
    latitude: 47
    longitude: 75
    approximate: true
"""
PLACES = re.sub(r"\{sv: (.*), en: (.*)\}", r"\n      sv: \1\n      en: \2", PLACES)
SHAPE = '{"type":"Polygon","coordinates":[[[50,45],[80,45],[80,55],[50,55],[50,45]]]}'
LAKE = '{"type":"Polygon","coordinates":[[[50,45],[80,45],[80,55],[50,55],[50,45]],[[74,46],[76,46],[76,48],[74,46]]]}'
MAP = '{{"type":"FeatureCollection","features":[\n{{"type":"Feature","id":"kazakhstan","geometry":{shape}}}{more}]}}\n'
AROUND = ',\n{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[80,45],[90,45],[90,55],[80,55],[80,45]]]}}'


def group(place: str, places: str = "") -> dict[str, str]:
    """An organisation with its seat, and further places."""
    listed = "".join(f"  - {name}\n" for name in places.split())
    facts = f"country: kazakhstan\nplace: {place}\n" + (f"places:\n{listed}" if places else "")
    text = "---\ntitle: Gruppen {}\nsummary: En grupp.\n---\nText.\n"
    return {"panel.yaml": facts, "panel.sv.md": text.format(place), "panel.en.md": text.format(place)}


Build = Callable[..., Site]


@pytest.fixture
def site(tmp_path: Path) -> Build:
    """A site with a map of one country, places and groups."""

    def build(
        groups: Mapping[str, Mapping[str, str]],
        *,
        shape: str = SHAPE,
        more: str = "",
        files: Mapping[str, str] = MappingProxyType({}),
    ) -> Site:
        found = {"map.geojson": MAP.format(shape=shape, more=more), "places.yaml": PLACES, **files}
        for id, texts in groups.items():
            found |= {f"organisations/{id}/{name}": text for name, text in texts.items()}
        return make_site(tmp_path, found).build()

    return build


def test_without_a_map_the_countries_are_carpets(tmp_path: Path) -> None:
    """Nothing of a map is left: neither its page nor its sheet."""
    page = make_site(tmp_path, {}).build().page("/sv/")
    assert not page.all("[class^=map]")
    assert "map." not in page.html.partition("</head>")[0]
    assert page.text(".carpets") == "Kazakstan"


def test_the_map_shows_seats_at_the_entrance_and_every_exact_place_elsewhere(site: Build) -> None:
    """Whether an organisation sits there or texts only speak of it; nothing hidden, rough or beyond the edge."""
    built = site({"one": group("town", "farm roughly hidden abroad")})
    assert set(links_on_map(built.page("/sv/"))) == {"Kazakstan", "Staden"}
    places = built.page("/sv/places/")
    assert set(links_on_map(places)) == {"Kazakstan", "Staden", "Gården"}
    assert links_on_map(places)["Gården"] == "#farm"
    assert links_on_map(built.page("/sv/"))["Staden"] == "places/#town"


OTHER = ',\n{"type":"Feature","id":"land","geometry":' + SHAPE.replace("[80,", "[90,").replace("[50,", "[80,") + "}"
"""A country beside the first."""
LAND = {
    "countries/land/panel.yaml": "territory: KG\n",
    "countries/land/panel.sv.md": "---\ntitle: Landet\nsummary: Ett land.\n---\nText.\n",
}


def test_a_withdrawn_country_leaves_no_name_and_no_link(site: Build) -> None:
    """Its neighbours stay; the shape is land like any other."""
    built = site({"one": group("town")}, more=OTHER, files=LAND)
    assert set(links_on_map(built.page("/sv/"))) == {"Kazakstan", "Landet", "Staden"}
    built.write({"countries/land/panel.yaml": "territory: KG\nstatus: withdrawn\n"})
    page = built.build().page("/sv/")
    assert set(links_on_map(page)) == {"Kazakstan", "Staden"}
    assert len(page.all(".map-felt")) == 1
    assert "Landet" not in page.html


def test_a_place_that_only_a_hidden_panel_speaks_of_is_gone(site: Build) -> None:
    """From map and list alike."""
    built = site({"one": group("town"), "two": group("farm")})
    assert "Gården" in links_on_map(built.page("/sv/"))
    built.write({"organisations/two/panel.yaml": "country: kazakhstan\nplace: farm\nstatus: withdrawn\n"})
    page = built.build().page("/sv/")
    assert set(links_on_map(page)) == {"Kazakstan", "Staden"}
    assert "Gården" not in page.html


def test_a_lake_has_its_name_only_where_the_map_has_water(site: Build, tmp_path: Path) -> None:
    """A hole in all land is water; where there is land, the same place has no name."""
    assert site({}, more=AROUND, shape=LAKE).page("/sv/").text(".map-names > text") == "Sjön"
    dry = make_site(tmp_path / "dry", {"map.geojson": MAP.format(shape=SHAPE, more=AROUND), "places.yaml": PLACES})
    assert not dry.build().page("/sv/").all(".map-names > text")


def test_a_region_shows_its_countries_and_the_others_quietly(site: Build) -> None:
    """All are links; only its own have their felt and stand in the list."""
    region = {
        "regions/region/panel.yaml": "countries:\n  - kazakhstan\n",
        "regions/region/panel.sv.md": "---\ntitle: Regionen\nsummary: En region.\n---\nText.\n",
    }
    page = site({}, more=OTHER, files=LAND | region).page("/sv/regions/region/")
    assert set(links_on_map(page)) >= {"Kazakstan", "Landet"}
    assert [tag.get("data-pair") for tag in page.all(".map-felt")] == ["kazakhstan", None]
    assert [tag["data-pair"] for tag in page.all(".lands > li")][:1] == ["kazakhstan"]


# The tour

STOPS = """\
stops:
  - id: past
    venue:
      sv: Museet
      en: The museum
    start: 2026-01-01
    end: 2026-11-21
  - id: now
    venue:
      sv: Biblioteket
      en: The library
    place: town
    start: 2026-11-01
    end: 2026-11-22
  - id: later
    venue:
      sv: Skolan
      en: The school
    start: 2027-spring
"""


def test_the_next_stops_are_shown_with_venue_place_and_dates(site: Build) -> None:
    """Until their last day; on the day after, they are gone by themselves."""
    built = site({"one": group("town")}, files={"tour.yaml": STOPS})
    stops = [tag.get_text(" ", strip=True) for tag in built.page("/sv/").all(".tour-stops li")]
    assert stops == ["Biblioteket Staden 1 november 2026 – 22 november 2026", "Skolan våren 2027"]
    tomorrow = built.on(date(2026, 11, 23)).build().page("/en/")
    assert [tag.get_text(" ", strip=True) for tag in tomorrow.all(".tour-stops li")] == ["The school spring 2027"]


def test_without_stops_it_is_said_and_only_a_known_contact_is_named(tmp_path: Path) -> None:
    """An address that the exhibition has, or nothing at all."""
    silent = make_site(tmp_path / "silent", {}).build().page("/sv/")
    assert not silent.all(".tour")
    contact = EXHIBITION + "contact:\n  email: hej@example.org\n"
    page = make_site(tmp_path / "contact", {}, exhibition=contact).build().page("/sv/")
    assert "Just nu är ingen visning planerad." in page.text(".tour")
    assert page.one(".tour a")["href"] == "mailto:hej@example.org"


@pytest.mark.parametrize(
    ("date_", "last"),
    [
        (PartialDate(precision=Precision.DAY, year=2026, month=5, day=3), (2026, 5, 3)),
        (PartialDate(precision=Precision.MONTH, year=2026, month=5), (2026, 5, 31)),
        (PartialDate(precision=Precision.SEASON, year=2026, season="spring"), (2026, 5, 31)),
        (PartialDate(precision=Precision.SEASON, year=2026, season="winter"), (2027, 2, 31)),
        (PartialDate(precision=Precision.YEAR, year=2026), (2026, 12, 31)),
        (PartialDate(precision=Precision.DECADE, year=1990), (1999, 12, 31)),
        (PartialDate(precision=Precision.CENTURY, year=1800), (1899, 12, 31)),
    ],
)
def test_the_last_day_that_a_date_can_mean(date_: PartialDate, last: tuple[int, int, int]) -> None:
    """As exactly as it is known; a stop is over on the day after."""
    assert date_.latest == last
    stop = Stop(id="a", venue={}, place=None, span=Span(start=date_))
    day = date(last[0], last[1], min(last[2], 28))
    assert not stop.is_over(day)
    assert stop.is_over(date(last[0] + 1, 3, 1))


def test_every_page_that_shows_the_map_was_read(exhibition: BuiltSite) -> None:
    """In both languages, and no other has one."""
    with_map: list[BuiltPage] = [page for page in exhibition.pages if page.all(".map")]
    assert sorted(page.kind for page in with_map) == sorted(MAPS * 2)
