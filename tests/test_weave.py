"""Where themes meet: every panel that has one, with its own, in a table that is read as rows and columns."""

from __future__ import annotations

import pytest
from tests.site_from import Page, Site, make_site


def panel(kind: str, id: str, facts: str, title: str) -> dict[str, str]:
    """The files of a panel."""
    return {
        f"{kind}/{id}/panel.yaml": facts,
        f"{kind}/{id}/panel.sv.md": f"---\ntitle: {title}\nsummary: Om.\n---\nOm.\n",
    }


SPEECH, LAW = "themes:\n  - speech\n", "themes:\n  - law\n"
BOTH = "themes:\n  - speech\n  - law\n"
FILES = {
    **panel("themes", "speech", "status: published\n", "Yttrandefrihet"),
    **panel("themes", "law", "status: published\n", "Rättsstat"),
    **panel("organisations", "zeta", "country: kazakhstan\n" + BOTH, "Zeta"),
    **panel("organisations", "alpha", "country: kazakhstan\n" + LAW, "Alfa"),
    **panel("organisations", "quiet", "country: kazakhstan\n", "Tyst"),
    **panel("pages", "loose", "role: other\n" + SPEECH, "Fri"),
    **panel("organisations", "gone", "country: kazakhstan\nstatus: draft\n" + BOTH, "Borta"),
    **panel(
        "documents",
        "report",
        "type: report\ndate: 2011\ncountry: kazakhstan\n"
        "chapters:\n  - id: a\n    sections:\n      - '2'\n      - '10'\n",
        "Rapporten",
    ),
    **panel("documents/report/sections", "10", LAW, "Lagar"),
    **panel("documents/report/sections", "2", SPEECH, "Ord"),
    "countries/kazakhstan/panel.yaml": "territory: KZ\n" + LAW,
}
FILES["documents/report/panel.sv.md"] = (
    "---\ntitle: Rapporten\nsummary: Om.\nlabels:\n  - id: chapter-a\n    text: Allt\n---\nOm.\n"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return make_site(tmp_path_factory.mktemp("weave"), FILES).build()


@pytest.fixture(scope="module")
def page(site: Site) -> Page:
    return site.page("/sv/teman/")


def test_every_panel_with_a_theme_is_a_row_with_its_own(page: Page) -> None:
    """By country, then by report, then what is left of a kind; what has no theme, or is hidden, is not there."""
    themes = [head.get_text(strip=True) for head in page.all(".weave thead th")]
    assert themes == ["Rättsstat", "Yttrandefrihet"]
    found = {
        band.select("[scope=rowgroup]")[0].get_text(" ", strip=True): {
            row.select("[scope=row]")[0].get_text(" ", strip=True): [
                cell.get_text(strip=True) for cell in row.select("td")
            ]
            for row in band.select("tr")[1:]
        }
        for band in page.all(".weave tbody")
    }
    assert found == {
        "Kazakstan": {
            "Kazakstan": ["Rättsstat", ""],
            "Alfa": ["Rättsstat", ""],
            "Zeta": ["Rättsstat", "Yttrandefrihet"],
        },
        "Rapporten": {"2 Ord": ["", "Yttrandefrihet"], "10 Lagar": ["Rättsstat", ""]},
        "Introduktion": {"Fri": ["", "Yttrandefrihet"]},
    }
    assert [list(rows) for rows in found.values()] == [
        ["Kazakstan", "Alfa", "Zeta"],
        ["2 Ord", "10 Lagar"],
        ["Fri"],
    ]


def test_every_knot_leads_to_its_theme(page: Page) -> None:
    """It stands in that theme's column, and each row's head leads to its panel."""
    columns = [str(link["href"]) for link in page.all(".weave thead a")]
    for row in page.all(".weave tr:has([scope=row])"):
        cells = row.select("td")
        assert len(cells) == len(columns)
        for column, cell in zip(columns, cells, strict=True):
            assert [str(link["href"]) for link in cell.select("a")] in ([], [column])
    heads = [str(link["href"]) for link in page.all(".weave [scope=row] a")]
    assert heads == [
        "../lander/kazakhstan/",
        "../organisationer/alpha/",
        "../organisationer/zeta/",
        "../documents/report/2/",
        "../documents/report/10/",
        "../pages/loose/",
    ]


def test_bands_are_in_their_countrys_felts(page: Page) -> None:
    """A report's in those of the country it is about."""
    assert [str(band["data-pair"]) for band in page.all(".weave tbody")] == ["kazakhstan", "kazakhstan", "common"]


def test_themes_that_hold_nothing_together_have_no_weave(tmp_path_factory: pytest.TempPathFactory) -> None:
    """And other indexes have none at all."""
    files = panel("themes", "speech", "status: published\n", "Yttrandefrihet")
    site = make_site(tmp_path_factory.mktemp("empty"), files).build()
    assert site.page("/sv/teman/").all(".weave") == []
    assert site.page("/sv/lander/").all(".weave") == []
