"""The timeline as it is built: what an event concerns, how dense times are divided, and knots that tell the same."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.site_from import Page, Site, make_site

PANELS = {
    "countries/kyrgyzstan/panel.yaml": "territory: KG\n",
    "countries/kyrgyzstan/panel.sv.md": "---\ntitle: Kirgizistan\nsummary: Berg.\n---\nBerg.\n",
    "organisations/adil/panel.yaml": "country: kazakhstan\n",
    "organisations/adil/panel.sv.md": "---\ntitle: Adil\nsummary: Ord.\n---\nOrd.\n",
    "themes/speech/panel.yaml": "status: published\n",
    "themes/speech/panel.sv.md": "---\ntitle: Yttrandefrihet\nsummary: Ord.\n---\nOrd.\n",
    "pages/about/panel.yaml": "role: about\n",
    "pages/about/panel.sv.md": "---\ntitle: Om\nsummary: Om.\n---\nOm.\n",
    "places.yaml": """places:
  - id: bishkek
    name:
      sv: Bisjkek
    country: kyrgyzstan
    kind: city
    latitude: 42.87
    longitude: 74.59
""",
}


def event(id: str, date: str, *, panels: tuple[str, ...] = (), theme: str = "", place: str = "") -> str:
    """An event as it stands in the content."""
    lines = [f"  - id: {id}", f"    date: {date}", "    text:", f"      sv: Det som hände {id}."]
    lines += [f"    place: {place}"] if place else []
    lines += ["    panels:", *(f"      - {panel}" for panel in panels)] if panels else []
    lines += ["    themes:", f"      - {theme}"] if theme else []
    return "\n".join(lines) + "\n"


EVENTS = (
    event("old", "c18", panels=("kazakhstan",)),
    event("lone", "1916", panels=("kyrgyzstan",)),
    event("vague", "2010s", panels=("about",)),
    *(event(f"first-{n}", "2011-03", panels=("adil",), theme="speech") for n in range(4)),
    event("both", "2014", panels=("adil",), place="bishkek"),
    event("same", "2014", panels=("kyrgyzstan",), place="bishkek"),
    event("last", "2019-06-12"),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    files = PANELS | {"timeline.yaml": "events:\n" + "".join(EVENTS)}
    return make_site(tmp_path_factory.mktemp("timeline"), files).build()


@pytest.fixture(scope="module")
def page(site: Site) -> Page:
    return site.page("/sv/timeline/")


def test_an_event_concerns_the_countries_of_its_panels_and_of_its_place(page: Page) -> None:
    """An organisation's country before the place's; one country is said once, none is common to all."""
    found = {str(tag["id"]): (tag["data-pair"], tag.get("data-countries")) for tag in page.all(".event")}
    assert found["old"] == ("kazakhstan", None)
    assert found["lone"] == ("kyrgyzstan", None)
    assert found["both"] == ("kazakhstan", "kazakhstan kyrgyzstan")
    assert found["same"] == ("kyrgyzstan", None)
    assert found["vague"] == found["last"] == ("common", None)


def test_a_dense_decade_is_divided_into_years(page: Page) -> None:
    """Eight events ask for it; what is known by its decade alone comes first, without a year."""
    eras = {era.h2.text: era for era in page.all(".era") if era.h2}
    assert list(eras) == ["1700-talet", "1910-talet", "2010-talet"]
    assert [year.text for year in page.all(".year h3")] == ["2011", "2014", "2019"]
    years = [[str(tag["id"]) for tag in year.select(".event")] for year in eras["2010-talet"].select(".year")]
    assert years == [["vague"], [f"first-{n}" for n in range(4)], ["both", "same"], ["last"]]


def test_every_event_has_its_knot_in_its_own_felts(page: Page) -> None:
    """In the order in which events are read, each in a place of its own over its year."""
    knots = page.all(".cord use")
    assert [knot["data-pair"] for knot in knots] == [tag["data-pair"] for tag in page.all(".event")]
    for drawing in page.all(".cord svg"):
        _, _, width, height = (int(number) for number in str(drawing["viewbox"]).split())
        places = [(int(str(knot["x"])), int(str(knot["y"]))) for knot in drawing.select("use")]
        assert len(set(places)) == len(places)
        assert all(0 < x < width and 0 < y < height for x, y in places)
    dense = page.all("[data-dense] use")
    assert Counter(int(str(knot["x"])) for knot in dense) == {5: 1, 15: 4, 45: 2, 95: 1}


def test_the_cord_leads_to_every_era_and_says_how_much_is_there(page: Page) -> None:
    """Without script too: plain links."""
    entries = [(str(link["href"]), link.get_text(" ", strip=True)) for link in page.all(".cord a")]
    assert entries == [("#era-c18", "1700-talet 1"), ("#era-1910s", "1910-talet 1"), ("#era-2010s", "2010-talet 8")]
    assert [str(tag["id"]) for tag in page.all(".era h2")] == [href[1:] for href, _ in entries]


def test_filters_offer_what_there_is_to_choose(page: Page) -> None:
    """With the number of events each would show; nothing is chosen in a page as it is built."""
    offered = {
        str(group["data-filter"]): {str(button["value"]): button.get_text(" ", strip=True) for button in choices}
        for group in page.all("[data-filter]")
        for choices in [group.select("[aria-pressed]")]
    }
    assert offered == {
        "country": {
            "": "Alla länder",
            "kazakhstan": "Kazakstan 6",
            "kyrgyzstan": "Kirgizistan 3",
            "common": "Regionen och övrigt 2",
        },
        "theme": {"": "Alla teman", "speech": "Yttrandefrihet 4"},
    }
    pressed = [str(button["value"]) for button in page.all('[aria-pressed="true"]')]
    assert pressed == ["", ""]


def test_what_may_not_be_shown_colours_nothing(tmp_path: Path) -> None:
    """A withdrawn country is no choice, and the events of others say nothing of it."""
    files = PANELS | {
        "timeline.yaml": "events:\n" + event("stays", "2014", panels=("adil",), place="bishkek"),
        "countries/kyrgyzstan/panel.yaml": "territory: KG\nstatus: withdrawn\n",
    }
    page = make_site(tmp_path, files).build().page("/sv/timeline/")
    assert page.one("#stays")["data-pair"] == "kazakhstan"
    assert "kyrgyzstan" not in page.html


def test_a_timeline_of_nothing_in_particular_has_no_filters(tmp_path: Path) -> None:
    """Neither buttons nor an empty bar."""
    page = make_site(tmp_path, {"timeline.yaml": "events:\n" + event("one", "2014")}).build().page("/sv/timeline/")
    assert page.all(".filters") == []
    assert len(page.all(".event")) == 1
