"""Several walks over the same panels: chosen at the entrance, listed on their page, shown in every room they pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.editing import fill, replace_in
from tests.site_from import EXHIBITION, Site, make_site

TOURS = """\
rooms: [adil, bilim, charyn, dostyk]
tours:
  - id: whole
    title: {sv: Alla rum, en: All rooms}
    summary: {sv: Från början till slut., en: From beginning to end.}
  - id: short
    title: {sv: Kvarten, en: A quarter}
    summary: {sv: Två rum och ett tema., en: Two rooms and a theme.}
    rooms: [dostyk, adil, water]
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    found = make_site(tmp_path, {}, exhibition=EXHIBITION + TOURS)
    fill(found)
    return found


def test_the_entrance_offers_every_walk(site: Site) -> None:
    """With its length; each leads into its first room, and knows there which walk it is."""
    page = site.build().page("/en/")
    assert [link["href"] for link in page.all(".walk-title a")] == [
        "organisations/adil/",
        "organisations/dostyk/#walk-short",
    ]
    assert [words.get_text() for words in page.all(".walk-length")] == [
        "4 rooms, about 1 minute",
        "3 rooms, about 1 minute",
    ]
    assert page.one(".walks-all a")["href"] == "tours/"


def test_the_page_of_walks_lists_their_rooms_in_order(site: Site) -> None:
    """In each language, with a page of its own in the navigation and the sitemap."""
    built = site.build()
    page = built.page("/sv/tours/")
    assert page.text("#walk-short h2") == "Kvarten"
    assert [link.get_text() for link in page.all("#walk-short li a")] == ["Dostyk", "Adil", "Tema water"]
    assert page.one("#walk-whole li a")["href"] == "../organisationer/adil/"
    assert page.alternates["en"] == "https://example.org/en/tours/"
    assert b"https://example.org/sv/tours/" in built.files["sitemap.xml"]
    assert built.page("/sv/").all('.menu a[href="tours/"]')


def test_a_room_shows_how_each_walk_goes_on(site: Site) -> None:
    """Previous and next of the route; below them those of the other walks, whose links name their walk."""
    built = site.build()
    page = built.page("/en/organisations/adil/")
    assert page.one(".door[data-way=next]")["href"] == "../bilim/"
    assert page.text(".passing-walk") == "A quarter 2 of 3"
    ways = [link["href"] for link in page.all(".passing a")]
    assert ways == ["../../tours/#walk-short", "../dostyk/#walk-short", "../../themes/water/#walk-short"]
    assert page.one("main > .on-walk")["id"] == "walk-short"
    assert not built.page("/en/organisations/bilim/").all(".passing, .on-walk")
    end = built.page("/en/themes/water/")
    assert not end.all(".door")
    assert [link.get_text() for link in end.all(".passing a")] == ["A quarter", "Adil"]


def test_minutes_follow_the_words(site: Site) -> None:
    """Of the language that is read; from ten on in fives."""
    for language, count in (("sv", 180 * 23), ("en", 180 * 7)):
        path = site.path(f"organisations/bilim/panel.{language}.md")
        path.write_text(path.read_text(encoding="utf-8") + "\n" + "word " * count + "\n", encoding="utf-8")
    built = site.build()
    assert "about 7 minutes" in built.page("/en/tours/").text("#walk-whole .walk-length")
    assert "ungefär 25 minuter" in built.page("/sv/tours/").text("#walk-whole .walk-length")
    assert "ungefär 1 minut" in built.page("/sv/tours/").text("#walk-short .walk-length")


@pytest.mark.parametrize("status", ["withdrawn", "draft", "embargoed\nembargo_until: 2027-01-01"])
def test_a_walk_leaves_out_what_is_hidden(site: Site, status: str) -> None:
    """And goes with the last of its rooms, because its title may tell of them."""

    def hide(folder: str) -> None:
        path = site.path(f"{folder}/panel.yaml")
        text = path.read_text(encoding="utf-8").replace("status: published\n", "")
        path.write_text(f"status: {status}\n{text}", encoding="utf-8")

    hide("organisations/adil")
    built = site.build()
    assert [link.get_text() for link in built.page("/en/tours/").all("#walk-short li a")] == ["Dostyk", "Theme water"]
    assert built.page("/en/themes/water/").text(".passing") == "Other walks through this room A quarter 2 of 2 " + (
        "Previous: Dostyk"
    )
    hide("organisations/dostyk")
    hide("themes/water")
    built = site.build()
    assert not [path for path, content in {**built.files, **built.cached()}.items() if b"Kvarten" in content]


def test_without_walks_there_is_the_route_alone(site: Site) -> None:
    """No page, no entry in the menu, nothing at the entrance."""
    replace_in(site.path("/exhibition.yaml"), TOURS[TOURS.index("tours:") :], "")
    built = site.build()
    assert not [path for path in built.files if "/tours/" in path]
    assert not built.page("/en/").all(".walks")
    assert built.page("/en/organisations/adil/").all(".door")
