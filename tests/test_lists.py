"""The shared lists stand on their pages whole: every term, event, place and theme, in each language.

`tests/facts/lists/*.yaml` says per id what must stand in its entry: for a term its name and what it means, for an event
when it was and what happened, for a place its name, for a theme its title and its members; and what the urgent appeal
demands of whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from bs4 import Tag
from tests.exhibition import BuiltPage, BuiltSite, built_exhibition, links_of
from tests.prose import exhibition
from tests.test_facts import FOLDER, Loader, address, folded, languages, tells, visible_text

from cagsite.model import Locale
from cagsite.permalinks import index_address
from cagsite.world import World

SIZES = {"glossary": 54, "timeline": 116, "places": 50, "themes": 12, "appeal": 6}


def table(name: str) -> dict[str, dict[str, Any]]:
    read: dict[str, dict[str, Any]] = yaml.load((FOLDER / f"lists/{name}.yaml").read_text(encoding="utf-8"), Loader)
    assert len(read) == SIZES[name]
    return read


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return built_exhibition(tmp_path_factory)


def pages(site: BuiltSite, name: str) -> Iterator[tuple[Locale, BuiltPage]]:
    for locale in languages():
        yield locale, site.page(address(locale, name))


def entry(page: BuiltPage, id: str) -> Tag | None:
    return page.soup.find(id=id)


def text_of(element: Tag | None) -> str:
    return visible_text(f"<main>{element or ''}</main>")


@pytest.mark.parametrize("name", ["glossary", "timeline"])
def test_every_entry_says_what_it_must(name: str, site: BuiltSite) -> None:
    """A term with its meaning, an event with its date; where a date is in doubt, the text says so."""
    expected = table(name)
    missing = [
        f"{id} {locale}: {phrase!r}"
        for locale, page in pages(site, name)
        for id, said in expected.items()
        for phrase in said[locale]
        if not tells(text_of(entry(page, id)), phrase)
    ]

    assert missing == []


def test_every_event_leads_to_its_place_and_to_what_tells_of_it(site: BuiltSite) -> None:
    missing = []
    for locale, page in pages(site, "timeline"):
        for id, said in table("timeline").items():
            links = links_of(page, page.one(f'[id="{id}"]'), site.base)
            wanted = {f"{address(locale, 'places')}#{said['place']}", address(locale, said["panel"])}
            missing += [f"{id} {locale}: {link}" for link in sorted(wanted - links)]

    assert missing == []


def test_events_come_in_order_of_time(site: BuiltSite) -> None:
    """The table is sorted by time; what happened at the same time may stand in any order."""
    expected = table("timeline")
    for locale, page in pages(site, "timeline"):
        shown = [str(item["id"]) for item in page.all(".era li[id]")]
        assert sorted(shown) == sorted(expected)
        assert [expected[id][locale][0] for id in shown] == [said[locale][0] for said in expected.values()]


def test_every_place_stands_under_its_country(site: BuiltSite) -> None:
    missing = []
    for locale, page in pages(site, "places"):
        for id, said in table("places").items():
            place = entry(page, id)
            if place is None or not tells(text_of(place), said[locale]):
                missing.append(f"{id} {locale}: {said[locale]}")
                continue
            section = place.find_parent("section")
            heading = section.find("h2") if section else None
            assert heading is not None
            country = {address(locale, said["country"])} if "country" in said else set()
            if links_of(page, heading, site.base) != country:
                missing.append(f"{id} {locale}: is not in {said.get('country', 'no country')}")

    assert missing == []


def test_every_theme_shows_its_members(site: BuiltSite) -> None:
    """Panels as links; groups without a panel by name."""
    missing = []
    for id, said in table("themes").items():
        for locale, page in pages(site, id):
            main = page.one("main")
            if folded(page.text("h1")) != said[locale]:
                missing.append(f"{id} {locale}: {said[locale]!r}")
            links = links_of(page, main, site.base)
            missing += [
                f"{id} {locale}: {member}" for member in said["members"] if address(locale, member) not in links
            ]
            text = visible_text(page.html)
            missing += [f"{id} {locale}: {name}" for name in said.get("mentions", ()) if not tells(text, name)]

    assert missing == []


def test_lists_of_themes_name_every_theme(site: BuiltSite) -> None:
    read = World.of(exhibition()).read
    for locale in languages():
        page = site.page(index_address(read, locale, "themes") or "")
        links = links_of(page, page.one("main"), site.base)
        assert {address(locale, id) for id in table("themes")} <= links


def test_the_appeal_says_what_it_demands_and_of_whom(site: BuiltSite) -> None:
    """With the articles it cites; the offices are history, so none of their addresses and numbers is there."""
    missing = []
    for locale, page in pages(site, "appeal-kgz-002-0314"):
        text = visible_text(page.html)
        missing += [
            f"{id} {locale}: {phrase!r}"
            for id, said in table("appeal").items()
            for phrase in said[locale]
            if not tells(text, phrase)
        ]
        assert len(page.all(".demands > li")) == 5
        assert re.search(r"\+\d{2,3} \d|\bfax\b", text, re.IGNORECASE) is None

    assert missing == []
