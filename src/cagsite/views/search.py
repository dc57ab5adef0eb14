"""The view of the search page: everything there is, and what its script needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from cagsite.marked import Text
from cagsite.model import Kind
from cagsite.views.basic import Card, place_name
from cagsite.views.hall import Hall
from cagsite.views.panel import KIND_HEADINGS, TermView


@dataclass(frozen=True, slots=True)
class Choice:
    """What a search can be narrowed to."""

    value: str
    title: Text
    one: str = ""
    """What each of them is called."""


@dataclass(frozen=True, slots=True)
class Way:
    """A line in the list of everything."""

    title: Text
    url: str
    pair: str = "common"
    number: str | None = None


class SearchHall(Hall):
    """Everything there is by kind and name, for whoever has no script; and what the script needs to know."""

    @property
    def listed(self) -> list[str]:
        return [choice.title.text for choice in self.kinds]

    @cached_property
    def root(self) -> str:
        """The site's root, seen from the page."""
        return self._visit.link("")

    @property
    def language(self) -> str:
        """The name of the page's own language, as it stands in a sentence."""
        return self._visit.conventions.language_name(self._visit.locale)

    @cached_property
    def indexes(self) -> list[tuple[str, str, str]]:
        """The search index of each language: its tag, its name and where it lies; the visitor's own first."""
        visit = self._visit
        order = (visit.locale, *visit.language.fallback, *(language.code for language in visit.languages))
        found = ((code, visit.bench.fact(f"search/{code}", "address")) for code in dict.fromkeys(order))
        return [(code, visit.conventions.language_name(code), visit.link(path)) for code, path in found if path]

    @cached_property
    def groups(self) -> list[tuple[Text, list[Way]]]:
        """Everything, by kind."""
        found = ((choice.title, self._ways(choice.value)) for choice in self.kinds)
        return [(title, ways) for title, ways in found if ways]

    def _ways(self, kind: str) -> list[Way]:
        visit = self._visit
        if kind == "term":
            terms = [TermView(visit, id) for id in visit.read("terms")]
            return visit.in_order((term.term.text, Way(term.term, term.url)) for term in terms if term.url)
        if kind == "place":
            page = visit.index_link("places")
            names = [(id, place_name(visit, id)) for id in visit.read("places") if page]
            return visit.in_order((name.text, Way(name, f"{page}#{id}")) for id, name in names if name)
        if kind == "event":
            page = visit.index_link("timeline")
            return [Way(Text(visit.words.gettext("Timeline")), page)] if page else []
        ids = visit.read("ids", kind)
        cards = [Card(visit, id) for id in (ids if kind == Kind.SECTION else visit.by_title(ids))]
        return [Way(card.title, card.url, card.pair, card.number) for card in cards]

    @cached_property
    def kinds(self) -> list[Choice]:
        """The kinds of which there is something, by the theme's words for many and for one."""
        words = self._visit.words.gettext
        there = [kind for kind in Kind if self._visit.read("ids", kind.value)]
        lists = [
            ("term", "terms", "Glossary", "Glossary"),
            ("event", "events", "Timeline", "Timeline"),
            ("place", "places", "Places", "Place"),
        ]
        return [
            *(Choice(kind.value, Text(words(KIND_HEADINGS[kind])), words(kind.value.title())) for kind in there),
            *(
                Choice(kind, Text(words(title)), words(one))
                for kind, name, title, one in lists
                if self._visit.read(name)
            ),
        ]

    @cached_property
    def countries(self) -> list[Choice]:
        return self._titles(Kind.COUNTRY)

    @cached_property
    def themes(self) -> list[Choice]:
        return self._titles(Kind.THEME)

    def _titles(self, kind: Kind) -> list[Choice]:
        ids = self._visit.by_title(self._visit.read("ids", kind.value))
        return [Choice(id, self._visit.field(id, "title")) for id in ids]
