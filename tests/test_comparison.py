"""Countries in figures: shares as a table with cut pieces, area and people side by side in one measure."""

from __future__ import annotations

import re
from itertools import islice
from math import isclose
from pathlib import Path

import pytest
from tests.site_from import Page, Site, make_site

from cagsite.views.comparison import MOST_KNOTS, round_numbers

COUNTRIES = {
    "kazakhstan": (2725000, 18590691),
    "kyrgyzstan": (199950, 6434689),
    "turkmenistan": (488100, None),
    "uzbekistan": None,
}


def country(id: str, figures: tuple[int | None, int | None] | None) -> dict[str, str]:
    """The files of a country; None for one that is only announced."""
    lines = ["territory: KZ"]
    if figures is None:
        lines.append("announced: true")
    else:
        area, people = figures
        lines += ["facts:", "  as_of: 2019"]
        lines += [f"  area_km2: {area}"] if area else []
        lines += [f"  population: {people}", "  population_year: 2019"] if people else []
    if id == "kazakhstan":
        lines += ["  ethnic_groups:", "    - id: kazakhs", "      share: 63", "    - id: others", "      share: 3.5"]
    words = f"---\ntitle: {id.title()}\nsummary: Ett land.\n"
    if id == "kazakhstan":
        words += "labels:\n  - id: kazakhs\n    text: kazaker\n  - id: others\n    text: andra\n"
    return {
        f"countries/{id}/panel.yaml": "\n".join(lines) + "\n",
        f"countries/{id}/panel.sv.md": words + "---\nText.\n",
        f"countries/{id}/panel.en.md": words + "---\nText.\n",
    }


FILES = {
    **{path: text for id, figures in COUNTRIES.items() for path, text in country(id, figures).items()},
    "regions/asia/panel.yaml": "countries:\n  - kazakhstan\n  - kyrgyzstan\n  - uzbekistan\n",
    "regions/asia/panel.sv.md": "---\ntitle: Asien\nsummary: En region.\n---\nText.\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return make_site(tmp_path_factory.mktemp("comparison"), FILES).build()


@pytest.fixture(scope="module")
def page(site: Site) -> Page:
    return site.page("/sv/lander/")


def rows(page: Page) -> dict[str, list[str]]:
    """The table as it is read: the country, and what its cells say."""
    return {
        row.select("th")[0].get_text(" ", strip=True): [cell.get_text(" ", strip=True) for cell in row.select("td")]
        for row in page.all(".comparison tbody tr")
    }


def test_figures_stand_in_a_table_in_the_visitors_format(page: Page) -> None:
    """Those who have none yet come last, and it is said; one figure that is missing is said where it would stand."""
    assert rows(page) == {
        "Kazakhstan": ["2\u00a0725\u00a0000\u00a0km²", "18\u00a0590\u00a0691 (2019)"],
        "Kyrgyzstan": ["199\u00a0950\u00a0km²", "6\u00a0434\u00a0689 (2019)"],
        "Turkmenistan": ["488\u00a0100\u00a0km²", "ingen siffra än"],
        "Uzbekistan": ["Inga siffror än: rummet är under arbete."],
    }
    assert [str(head["scope"]) for head in page.all(".comparison thead th")] == ["col"] * 3


def test_felt_is_in_proportion_to_area(page: Page) -> None:
    """Squares of which the areas, not the sides, compare as the countries do."""
    sides = [float(str(tag["width"]).rstrip("%")) for tag in page.all(".extent")]
    areas = [2725000, 199950, 488100]
    assert sides[0] == 100
    for side, area in zip(sides, areas, strict=True):
        assert isclose((side / 100) ** 2, area / areas[0], rel_tol=0.01)


def test_each_knot_is_as_many_people(page: Page) -> None:
    """Ten to a row, the last one cut through where it must be; the note tells what a knot is."""
    outlines = [str(path["d"]) for path in page.all(".people > path")]
    assert outlines == ["M0 0H100V10H0ZM0 10H85.9v10H0Z", "M0 0H64.3v10H0Z"]
    heights = [str(tag["viewbox"]).split()[3] for tag in page.all(".people")]
    assert heights == ["20", "10"]
    assert "1\u00a0000\u00a0000 invånare" in page.one(".comparison-note").text


def test_a_region_compares_its_own_countries(site: Site) -> None:
    """And no others."""
    assert list(rows(site.page("/sv/regions/asia/"))) == ["Kazakhstan", "Kyrgyzstan", "Uzbekistan"]


def test_a_countrys_figures_lead_to_the_others(site: Site) -> None:
    """A country without figures has nothing to compare."""
    link = site.page("/sv/lander/kyrgyzstan/").one(".figures-time a")
    assert link["href"] == "../#compared-title"
    assert site.page("/sv/lander/uzbekistan/").all(".figures") == []


def test_one_country_with_figures_is_compared_with_nothing(tmp_path: Path) -> None:
    """No table of one row, and no link to it; other indexes have none either."""
    files = country("kazakhstan", (2725000, 18590691))
    site = make_site(tmp_path, files).build()
    assert site.page("/sv/lander/").all(".comparison") == []
    assert site.page("/sv/lander/kazakhstan/").all(".figures-time a") == []


def test_shares_are_a_table_and_pieces(site: Site) -> None:
    """Name and percentage are text; the pieces say the same and are not read out."""
    page = site.page("/sv/lander/kazakhstan/")
    table = page.one("table.shares")
    assert page.one(f"#{table['aria-labelledby']}").text == "Folkgrupper"
    read = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in table.select("tr")]
    assert read == [["kazaker", "", "63\u00a0%"], ["andra", "", "3,5\u00a0%"]]
    drawn = [[float(str(rect["width"])) for rect in svg.select("rect")] for svg in table.select("svg")]
    assert drawn == [[100, 63], [100, 3.5]]
    assert all(svg["aria-hidden"] == "true" for svg in table.select("svg"))


def test_round_numbers_are_round() -> None:
    """And there is always one that leaves few enough knots."""
    assert list(islice(round_numbers(), 7)) == [1, 2, 5, 10, 20, 50, 100]
    for people in (1, 999, 18590691, 1400000000):
        unit = next(unit for unit in round_numbers() if people / unit <= MOST_KNOTS)
        assert people / unit > MOST_KNOTS / 2.5 or unit == 1


def test_figures_follow_the_language(site: Site) -> None:
    """English figures on an English page."""
    page = site.page("/en/countries/")
    assert rows(page)["Kazakhstan"] == ["2,725,000\u00a0km²", "18,590,691 (2019)"]
    assert re.search(r"1,000,000 people", page.one(".comparison-note").text)
