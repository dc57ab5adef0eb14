"""The views of pages that gather: the entrance hall, the index of a kind, glossary, places, and where others stand.

Templates know each as `hall`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from cagsite.locales import first_letter
from cagsite.marked import Text
from cagsite.model import Kind, PanelId
from cagsite.permalinks import INDEXED
from cagsite.views.basic import Card, EventView, Group, StopView
from cagsite.views.comparison import Comparison, comparison_of
from cagsite.views.hall import Hall
from cagsite.views.map import MapView, map_of
from cagsite.views.panel import PanelView, TermView
from cagsite.views.search import SearchHall
from cagsite.views.timeline import TimelineHall
from cagsite.views.walks import Walk, walks_of
from cagsite.views.weave import Weave
from cagsite.visit import Visit
from cagsite.world import panel_order

NEXT_STOPS = 4


def cards_of(visit: Visit, kind: Kind) -> list[Card]:
    """A card per panel of a kind, by title."""
    return [Card(visit, id) for id in visit.by_title(visit.read("listed", kind.value))]


class HomeHall(Hall):
    """The entrance hall."""

    @cached_property
    def intro(self) -> PanelView | None:
        found = self._visit.read("page-for", "about")
        return PanelView(self._visit, found) if found else None

    @cached_property
    def countries(self) -> list[Card]:
        return cards_of(self._visit, Kind.COUNTRY)

    @cached_property
    def map(self) -> MapView | None:
        return map_of(self._visit, "large")

    @cached_property
    def themes(self) -> list[Card]:
        return cards_of(self._visit, Kind.THEME)

    @cached_property
    def rooms(self) -> list[Card]:
        return [Card(self._visit, id) for id in self._visit.read("setting", "rooms")]

    def _aside(self, *kinds: Kind) -> list[Card]:
        """Panels of some kinds that the walk does not pass."""
        rooms = {room.id for room in self.rooms}
        return [card for kind in kinds for card in cards_of(self._visit, kind) if card.id not in rooms]

    @cached_property
    def first_steps(self) -> list[Card]:
        return self._aside(Kind.REGION, Kind.PAGE)

    @cached_property
    def organisations(self) -> list[Card]:
        return self._aside(Kind.ORGANISATION)

    @cached_property
    def documents(self) -> list[Card]:
        return self._aside(Kind.DOCUMENT)

    @cached_property
    def stops(self) -> list[StopView]:
        """The next places of the tour."""
        return [StopView(self._visit, stop) for stop in self._visit.read("coming")[:NEXT_STOPS]]

    @cached_property
    def organiser(self) -> Card | None:
        """The page of those who can be asked for a visit of the exhibition."""
        found = self._visit.read("page-for", "organiser")
        return Card(self._visit, found) if found else None

    @cached_property
    def walks(self) -> list[Walk]:
        return walks_of(self._visit)

    @property
    def all_walks(self) -> str | None:
        """The page that shows every walk with its rooms."""
        return self._visit.index_link("tours") if self.walks else None

    @cached_property
    def first_room(self) -> Card | None:
        return self.rooms[0] if self.rooms else None


class IndexHall(Hall):
    """All panels of a kind, organisations by country."""

    def __init__(self, visit: Visit, kind: Kind) -> None:
        super().__init__(visit)
        self._kind = kind

    @property
    def listed(self) -> list[str]:
        return [card.title.text for group in self.groups for card in group.cards]

    @cached_property
    def groups(self) -> list[Group]:
        cards = cards_of(self._visit, self._kind)
        countries = self._visit.by_title(self._visit.read("ids", Kind.COUNTRY.value))
        if self._kind is not Kind.ORGANISATION or not countries:
            return [Group(None, cards)]
        groups = [
            Group(self._visit.field(country, "title"), [card for card in cards if card.pair == country])
            for country in countries
        ]
        rest = [card for card in cards if card.pair not in countries]
        return [group for group in (*groups, Group(None, rest)) if group.cards]

    @cached_property
    def weave(self) -> Weave | None:
        """On the page of all themes."""
        return Weave(self._visit) if self._kind is Kind.THEME else None

    @cached_property
    def comparison(self) -> Comparison | None:
        """On the page of all countries, where there is something to compare."""
        if self._kind is not Kind.COUNTRY:
            return None
        return comparison_of(self._visit, self._visit.read("ids", Kind.COUNTRY.value))


class ToursHall(Hall):
    """Every walk with its rooms."""

    @property
    def listed(self) -> list[str]:
        return [walk.title.text for walk in self.walks]

    @cached_property
    def walks(self) -> list[Walk]:
        return walks_of(self._visit)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the glossary, and its terms."""

    letter: str
    terms: list[TermView]


class GlossaryHall(Hall):
    """Every term, as the language sorts."""

    @property
    def listed(self) -> list[str]:
        return [term.term.text for term in self.terms]

    @cached_property
    def terms(self) -> list[TermView]:
        views = [TermView(self._visit, id) for id in self._visit.read("terms")]
        return self._visit.in_order((view.term.text, view) for view in views)

    @cached_property
    def _uses(self) -> dict[str, list[PanelId]]:
        """Per term the panels in whose text, as it is shown here, the word is linked."""
        visit, found = self._visit, defaultdict[str, list[PanelId]](list)
        for id in (id for kind in Kind for id in visit.read("ids", kind.value)):
            for term in visit.bench.fact(f"text/{visit.shown(id)}/{id}", "terms"):
                found[term].append(id)
        return found

    def places_of(self, term: TermView) -> list[Card]:
        """Panels that explain or use the word: where it is read, and where one learns more."""
        related = self._visit.read("term", term.id, "related")
        ids = self._visit.by_title(dict.fromkeys((*related, *self._uses.get(term.id, ()))))
        sections = sorted((id for id in ids if "#" in id), key=panel_order)
        return [Card(self._visit, id) for id in (*(id for id in ids if "#" not in id), *sections)]

    @cached_property
    def letters(self) -> list[Letter]:
        """Terms by the letter under which one looks for them."""
        found: dict[str, Letter] = {}
        for view in self.terms:
            letter = first_letter(view.term.text, self._visit.alphabet)
            found.setdefault(letter, Letter(letter, [])).terms.append(view)
        return list(found.values())


class PlacesHall(Hall):
    """Every place, with what speaks of it."""

    @cached_property
    def map(self) -> MapView | None:
        return map_of(self._visit, "large", is_whole=True)

    @property
    def listed(self) -> list[str]:
        return [place.name.text for _, places in self.places for place in places]

    @cached_property
    def places(self) -> list[tuple[Card | None, list[PlaceView]]]:
        """Places by country, those without one last; also what is not for the map, because texts link to it."""
        visit = self._visit
        groups: dict[PanelId | None, list[PlaceView]] = {}
        for id in visit.read("places"):
            groups.setdefault(visit.read("place", id, "country"), []).append(PlaceView(visit, id))
        ordered: list[tuple[Card | None, list[PlaceView]]] = [
            (Card(visit, country), visit.in_order((view.name.text, view) for view in groups[country]))
            for country in visit.by_title([country for country in groups if country is not None])
        ]
        if None in groups:
            ordered.append((None, visit.in_order((view.name.text, view) for view in groups[None])))
        return ordered


class PlaceView:
    """A place, and which panels speak of it."""

    def __init__(self, visit: Visit, id: str) -> None:
        self._visit = visit
        self.id = id
        self.anchor = id

    @cached_property
    def name(self) -> Text:
        return self._visit.localized(self._visit.read("place", self.id, "name")) or Text(self.id)

    @cached_property
    def kind(self) -> str:
        return self._visit.words.pgettext("place", self._visit.read("place", self.id, "kind"))

    @cached_property
    def panels(self) -> list[Card]:
        ids = self._visit.read("inverse", "place", self.id)
        return [Card(self._visit, id) for id in self._visit.by_title(ids)]

    @cached_property
    def events(self) -> list[EventView]:
        ids = self._visit.read("inverse", "events-at", self.id)
        return [EventView(self._visit, self._visit.read("event", id)) for id in ids]


def hall_of(visit: Visit, name: str) -> Hall:
    """The hall of a list (`glossary`) or of a kind's index (`organisations`)."""
    if name in HALLS:
        return HALLS[name](visit)
    return IndexHall(visit, next(kind for kind in INDEXED if kind.folder == name))


class OfflineHall(Hall):
    """What the switch that keeps a language on a device has to know."""

    @cached_property
    def lead(self) -> str:
        """What it is good for."""
        return self._visit.words.gettext(
            "Keep it on your phone or computer, and you can walk through it where there is no network."
        )

    @property
    def root(self) -> str:
        """The folder of the worker, seen from the page."""
        return self._visit.link("")

    @property
    def numbers(self) -> str:
        """Whose way of writing figures is used."""
        return self._visit.language.conventions

    @property
    def language(self) -> str:
        """The page's own, as it stands in a sentence."""
        return self._visit.conventions.language_name(self._visit.locale)

    @cached_property
    def rooms(self) -> list[Card]:
        """Where one can go on in any case: the rooms that nobody has to leave at once."""
        read = self._visit.read
        ids = (id for id in read("setting", "rooms") if not read("panel", id, "has_quick_exit"))
        return [Card(self._visit, id) for id in ids]


HALLS: dict[str, Callable[[Visit], Hall]] = {
    "tours": ToursHall,
    "glossary": GlossaryHall,
    "timeline": TimelineHall,
    "places": PlacesHall,
    "search": SearchHall,
    "offline": OfflineHall,
}
"""The pages of LISTS and OFFERED, by name."""
