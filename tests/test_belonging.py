"""What else there is about the same: panels by kind, sections by their document, and not more events than are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site_from import Page, Site, make_site

from cagsite.views.panel import LATEST, MANY


def panel(kind: str, id: str, facts: str, title: str) -> dict[str, str]:
    """The files of a panel."""
    return {
        f"{kind}/{id}/panel.yaml": facts,
        f"{kind}/{id}/panel.sv.md": f"---\ntitle: {title}\nsummary: Om.\n---\nOm.\n",
    }


def events(panel: str, count: int, theme: str = "") -> str:
    """So many events, one a year from 2001."""
    return "events:\n" + "".join(
        f"  - id: e-{number}\n    date: {2000 + number}\n    text:\n      sv: Nummer {number}.\n"
        f"    panels:\n      - {panel}\n" + (f"    themes:\n      - {theme}\n" if theme else "")
        for number in range(1, count + 1)
    )


FILES = {
    **panel("themes", "speech", "status: published\n", "Yttrandefrihet"),
    **panel(
        "organisations",
        "adil",
        "country: kazakhstan\nthemes:\n  - speech\nrelated:\n"
        "  - zeta\n  - about\n  - report\n  - report#10\n  - report#2\n  - appeal\n",
        "Adil",
    ),
    **panel("organisations", "zeta", "country: kazakhstan\n", "Zeta"),
    **panel("pages", "about", "role: about\n", "Om"),
    **panel(
        "documents",
        "appeal",
        "type: appeal\ndate: 2014\ncase_code: A 1\ncountry: kazakhstan\nthemes:\n  - speech\n",
        "Upprop",
    ),
    "documents/report/panel.yaml": "type: report\ndate: 2011\ncountry: kazakhstan\n"
    "chapters:\n  - id: a\n    sections:\n      - 2\n      - 10\n",
    "documents/report/panel.sv.md": "---\ntitle: Rapporten\nsummary: Om.\n"
    "labels:\n  - id: chapter-a\n    text: Allt\n---\nOm.\n",
    **panel("documents/report/sections", "2", "themes:\n  - speech\n", "Ord"),
    **panel("documents/report/sections", "10", "status: published\n", "Lag"),
    "countries/kazakhstan/panel.yaml": "territory: KZ\nthemes:\n  - speech\n",
}


def groups(page: Page) -> dict[str, list[str]]:
    """What stands under each heading of what else there is."""
    return {
        part.select("h3")[0].get_text(strip=True): [line.get_text(" ", strip=True) for line in part.select(".line")]
        for part in page.all(".related-kinds > div")
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    files = FILES | {"timeline.yaml": events("adil", MANY + 2, "speech")}
    return make_site(tmp_path_factory.mktemp("belonging"), files).build()


def test_related_panels_stand_by_kind_and_sections_by_their_document(site: Site) -> None:
    """The document's name is the heading, and leads to it; so it is not said twice."""
    page = site.page("/sv/organisationer/adil/")
    assert groups(page) == {
        "Introduktion": ["Om"],
        "Organisationer": ["Zeta"],
        "Dokument": ["Upprop"],
        "Rapporten": ["2 Ord", "10 Lag"],
    }
    assert page.one(".related-kinds h3 a")["href"] == "../../documents/report/"
    assert groups(site.page("/sv/organisationer/zeta/")) == {"Organisationer": ["Adil"]}


def test_a_theme_shows_organisations_as_cards_and_the_rest_by_kind(site: Site) -> None:
    """Nothing twice."""
    page = site.page("/sv/teman/speech/")
    assert [card.get_text(strip=True) for card in page.all(".card h3")] == ["Adil"]
    assert groups(page) == {"Länder": ["Kazakstan"], "Dokument": ["Upprop Kazakstan"], "Rapporten": ["2 Ord"]}


def test_a_country_says_nothing_twice(site: Site) -> None:
    """What its page shows as cards is not listed again."""
    page = site.page("/sv/lander/kazakhstan/")
    titles = [tag.get_text(strip=True) for tag in page.all(".card h3")]
    assert titles == ["Adil", "Zeta", "Rapporten", "Upprop"]
    assert groups(page) == {}


def test_many_events_of_a_theme_are_told_by_the_timeline(site: Site) -> None:
    """The latest here, with the way to all of them, as a choice that the timeline offers."""
    page = site.page("/sv/teman/speech/")
    told = [text.get_text(strip=True) for text in page.all(".thread > li > p:not(.when)")]
    assert told == [f"Nummer {number}." for number in range(MANY + 3 - LATEST, MANY + 3)]
    link = page.one(".happened-all a")
    assert link["href"] == "../../timeline/#theme-speech"
    assert site.page("/sv/timeline/").one("#theme-speech")["aria-pressed"] == "false"


def test_what_the_timeline_cannot_choose_is_told_whole(site: Site) -> None:
    """An organisation's events, however many."""
    page = site.page("/sv/organisationer/adil/")
    assert len(page.all(".thread > li")) == MANY + 2
    assert page.all(".happened-all") == []


def test_a_few_events_are_told_whole(tmp_path: Path) -> None:
    """As long as they are not many."""
    files = FILES | {"timeline.yaml": events("kazakhstan", MANY)}
    page = make_site(tmp_path, files).build().page("/sv/lander/kazakhstan/")
    assert len(page.all(".thread > li")) == MANY
    assert page.all(".happened-all") == []
