"""What belongs together leads to one another, from both ends, on the pages of each language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import Tag
from tests.exhibition import BuiltPage, BuiltSite, built_exhibition, links_of
from tests.prose import exhibition
from tests.test_facts import address, languages

from cagsite.model import (
    AppealDetails,
    CountryDetails,
    Locale,
    OrganisationDetails,
    Panel,
    PanelId,
    RegionDetails,
    ReportDetails,
    SectionDetails,
)

Node = tuple[str, str]
"""`panel`, `term`, `event` or `place`, and its id."""
LIST_OF = {"term": "glossary", "event": "timeline", "place": "places"}


def related(panel: Panel) -> Iterator[tuple[str, Node]]:
    yield from (("theme", ("panel", theme)) for theme in panel.themes)
    yield from (("related", ("panel", other)) for other in panel.related)
    yield from (("place", ("place", place)) for place in panel.places)
    match panel.details:
        case OrganisationDetails(country=country, place=seat):
            yield "country", ("panel", str(country))
            if seat:
                yield "place", ("place", seat)
        case ReportDetails(country=country) | AppealDetails(country=country):
            yield "country", ("panel", str(country))
        case SectionDetails(document=document):
            yield "section", ("panel", document)
        case RegionDetails(countries=countries):
            yield from (("region", ("panel", country)) for country in countries)
        case CountryDetails(facts=facts) if facts is not None and facts.capital:
            yield "place", ("place", facts.capital)
        case _:
            pass


def relations() -> Iterator[tuple[str, Node, Node]]:
    """Every relation that the content declares; places lie in countries by the heading they stand under."""
    for panel in exhibition().panels.values():
        for name, other in related(panel):
            yield name, ("panel", panel.id), other
    for term in exhibition().terms.values():
        for target in term.related:
            yield "term", ("term", term.id), ("panel", target)
    for event in exhibition().events:
        for target in (*event.panels, *event.themes):
            yield "event", ("event", event.id), ("panel", target)
        if event.place:
            yield "event-place", ("event", event.id), ("place", event.place)


class Reader:
    """Finds where things stand in one language, and where they lead."""

    def __init__(self, site: BuiltSite, locale: Locale) -> None:
        self._site = site
        self._locale = locale
        self._pages: dict[str, BuiltPage] = {}
        self._links: dict[Node, set[str]] = {}

    def _page(self, name: str) -> BuiltPage:
        if name not in self._pages:
            self._pages[name] = self._site.page(address(self._locale, name))
        return self._pages[name]

    def where(self, node: Node) -> str:
        kind, id = node
        return address(self._locale, id) if kind == "panel" else f"{address(self._locale, LIST_OF[kind])}#{id}"

    def links(self, node: Node) -> set[str]:
        """Where a panel's page leads, or a list's entry; what every page of a kind has does not count."""
        if node not in self._links:
            kind, id = node
            page = self._page(id if kind == "panel" else LIST_OF[kind])
            part = page.one("main") if kind == "panel" else page.one(f'[id="{id}"]')
            everywhere = [link for nav in part.find_all("nav") for link in nav.find_all("a")]
            self._links[node] = links_of(page, without(part, everywhere), self._site.base)
        return self._links[node]

    def leads(self, here: Node, there: Node) -> bool:
        """Directly; or from a country or a theme to the timeline with those of its events chosen."""
        if self.where(there) in self.links(here):
            return True
        if there[0] != "event" or here[0] != "panel":
            return False
        timeline = self._page(LIST_OF["event"])
        choice = f"{exhibition().panels[PanelId(here[1])].kind}-{here[1]}"
        event = timeline.one(f'[id="{there[1]}"]')
        chosen_by = f"{event.get('data-pair')} {event.get('data-countries', '')} {event.get('data-themes', '')}".split()
        is_offered = timeline.soup.find(id=choice) is not None and here[1] in chosen_by
        return is_offered and f"{timeline.address}#{choice}" in self.links(here)


def without(part: Tag, links: list[Tag]) -> Tag:
    for link in links:
        link.extract()
    return part


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return built_exhibition(tmp_path_factory)


def test_relations_are_read_from_both_ends(site: BuiltSite) -> None:
    """A leads to B, and B to A, for each relation that the content declares."""
    one_way = []
    for locale in languages():
        reader = Reader(site, locale)
        for name, one, other in relations():
            for here, there in ((one, other), (other, one)):
                if not reader.leads(here, there):
                    one_way.append(f"{name}: /{reader.where(here)} does not lead to /{reader.where(there)}")

    assert sorted(set(one_way)) == []


def test_every_kind_of_relation_is_there() -> None:
    """So that the test above speaks of all of them; sections have related panels too."""
    found = list(relations())
    kinds = {name for name, _, _ in found}

    assert kinds == {"theme", "related", "place", "country", "section", "region", "term", "event", "event-place"}
    assert any(name == "related" and "#" in one[1] for name, one, _ in found)
    assert any("#" in other[1] for name, _, other in found if name in ("event", "term"))


def test_a_country_leads_to_the_places_that_lie_in_it(site: BuiltSite) -> None:
    """By the heading that they stand under, which leads back."""
    countries = {place.country for place in exhibition().places.values() if place.country}
    assert countries
    for locale in languages():
        reader = Reader(site, locale)
        places = site.page(address(locale, "places"))
        for country in sorted(countries):
            heading = places.one(f'[id="country-{country}"]')
            assert f"{address(locale, 'places')}#{heading['id']}" in reader.links(("panel", country))
            assert links_of(places, heading, site.base) == {address(locale, country)}
