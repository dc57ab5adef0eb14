"""Everything a maker may read, as keys and values; and the record of what it did read.

A key is a tuple of plain values that begins with the name of a question, `("panel", "adil-soz", "themes")`. Its answer
depends on nothing but the world. So what an output depends on is a list of keys with the digests of their answers, and
an output is still right when all the answers are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Final, Self

from cagsite.digests import digest_value
from cagsite.model import (
    AppealDetails,
    CountryDetails,
    Exhibition,
    Locale,
    OrganisationDetails,
    PageDetails,
    Panel,
    PanelId,
    RegionDetails,
    ReportDetails,
    SectionDetails,
)

Key = tuple[Any, ...]


class Absent:
    """The answer where there is nothing; one value, also after pickling."""

    def __repr__(self) -> str:
        return "ABSENT"

    def __reduce__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent()


@dataclass(frozen=True, kw_only=True)
class World:
    """What outputs are made from: the publishable exhibition, the theme and its words."""

    exhibition: Exhibition
    theme: Mapping[str, str]
    """Digest per template and asset: `templates/…` with all they include, `static/…`."""
    catalogues: Mapping[Locale, Mapping[tuple[str, str], str]]
    """Per language, context and msgid to the words."""
    preview: bool
    """True for a build that is never published."""
    is_served: bool = False
    """True for the preview of `cagsite serve`, whose visitors are those who edit."""

    @classmethod
    def of(cls, exhibition: Exhibition) -> Self:
        """An exhibition alone, for what depends on nothing else, such as addresses."""
        return cls(exhibition=exhibition, theme={}, catalogues={}, preview=False)

    def __getstate__(self) -> dict[str, Any]:
        names = {field.name for field in fields(self)}
        return {name: value for name, value in self.__dict__.items() if name in names}  # no cached answers

    def read(self, *key: Any) -> Any:
        """The value of a key given in parts, unnoted."""
        return self.answer(key)

    def answer(self, key: Key) -> Any:
        """The value of a key; ABSENT where there is none."""
        return self._answers[key[0]](*key[1:])

    @cached_property
    def _answers(self) -> Mapping[str, Callable[..., Any]]:
        return {
            "setting": self._setting,
            "panel": self._panel,
            "photo": self._photo,
            "medium": self._medium,
            "words": self._words,
            "translation": self._translation,
            "locales": self._locales,
            "ids": self._ids,
            "listed": self._listed,
            "page-for": self._page_for,
            "inverse": self._inverse,
            "term": self._term,
            "terms": lambda: tuple(self.exhibition.terms),
            "forms": self._forms,
            "event": self._event,
            "events": lambda: tuple(event.id for event in self.exhibition.events),
            "place": self._place,
            "places": lambda: tuple(self.exhibition.places),
            "stops": lambda: self.exhibition.stops,
            "coming": lambda: self.exhibition.coming,
            "names": lambda: self.exhibition.names,
            "lands": lambda: self.exhibition.lands,
            "message": self._message,
            "theme": lambda path: self.theme.get(path, ABSENT),
            "theme-files": lambda prefix: tuple(sorted(path for path in self.theme if path.startswith(prefix))),
            "preview": lambda: self.preview,
            "served": lambda: self.is_served,
        }

    def _setting(self, name: str) -> Any:
        return getattr(self.exhibition.settings, name)

    def _panel(self, id: PanelId, field: str) -> Any:
        panel = self.exhibition.panels.get(id)
        return ABSENT if panel is None else getattr(panel, field)

    def _photo(self, id: PanelId, photo_id: str) -> Any:
        panel = self.exhibition.panels.get(id)
        if panel is None:
            return ABSENT
        return next((photo for photo in panel.photos if photo.id == photo_id), ABSENT)

    def _medium(self, id: PanelId, medium_id: str) -> Any:
        panel = self.exhibition.panels.get(id)
        media = panel.media if panel is not None else ()
        return next((medium for medium in media if medium.id == medium_id), ABSENT)

    def _translation(self, id: PanelId, locale: Locale) -> Any:
        panel = self.exhibition.panels.get(id)
        words = panel.translations.get(locale) if panel is not None else None
        return ABSENT if words is None else words

    def _words(self, id: PanelId, locale: Locale, field: str) -> Any:
        words = self._translation(id, locale)
        return ABSENT if words is ABSENT else getattr(words, field)

    def _locales(self, id: PanelId) -> Any:
        panel = self.exhibition.panels.get(id)
        return ABSENT if panel is None else tuple(sorted(panel.translations))

    def _ids(self, kind: str) -> tuple[PanelId, ...]:
        return tuple(panel.id for panel in self.exhibition.panels.values() if panel.kind == kind)

    def _listed(self, kind: str) -> tuple[PanelId, ...]:
        """Panels of a kind without the pages to which only the footer leads."""
        panels = self.exhibition.panels.values()
        return tuple(panel.id for panel in panels if panel.kind == kind and not is_service(panel))

    def _page_for(self, role: str) -> Any:
        """The first page of a role."""
        for panel in self.exhibition.panels.values():
            if isinstance(panel.details, PageDetails) and panel.details.role == role:
                return panel.id
        return ABSENT

    def _inverse(self, relation: str, id: str) -> tuple[str, ...]:
        return self._relations.get((relation, id), ())

    def _term(self, id: str, field: str) -> Any:
        term = self.exhibition.terms.get(id)
        return ABSENT if term is None else getattr(term, field)

    def _forms(self, locale: Locale) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Every form of every term in a language, by term id."""
        return tuple(
            (term.id, (*((term.term[locale],) if locale in term.term else ()), *term.forms.get(locale, ())))
            for term in self.exhibition.terms.values()
        )

    @cached_property
    def _events_by_id(self) -> Mapping[str, Any]:
        return {event.id: event for event in self.exhibition.events}

    def _event(self, id: str) -> Any:
        return self._events_by_id.get(id, ABSENT)

    def _place(self, id: str, field: str) -> Any:
        place = self.exhibition.places.get(id)
        return ABSENT if place is None else getattr(place, field)

    def _message(self, locale: Locale, context: str, msgid: str) -> Any:
        return self.catalogues.get(locale, {}).get((context, msgid), ABSENT)

    @cached_property
    def _relations(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Who points at whom, from the other end; each list sorted by id, without repeats."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for panel in self.exhibition.panels.values():
            for relation, target in _relations_of(panel):
                found[relation, target].add(panel.id)
            for other in panel.related:
                found["related", panel.id].add(other)
                found["related", other].add(panel.id)
        ordered = {key: tuple(sorted(ids, key=panel_order)) for key, ids in found.items()}
        for place in self.exhibition.places.values():
            if place.country:
                ordered["place-in", place.country] = (*ordered.get(("place-in", place.country), ()), place.id)
        for event in self.exhibition.events:
            for target in (*event.panels, *event.themes):
                ordered["events", target] = (*ordered.get(("events", target), ()), event.id)
            if event.place:
                ordered["events-at", event.place] = (*ordered.get(("events-at", event.place), ()), event.id)
        for term in self.exhibition.terms.values():
            for target in term.related:
                ordered["terms", target] = (*ordered.get(("terms", target), ()), term.id)
        return ordered


def is_service(panel: Panel) -> bool:
    """True for a page that is no part of the exhibition."""
    return isinstance(panel.details, PageDetails) and panel.details.is_service


def panel_order(id: str) -> tuple[str, int]:
    """By id; sections of a document by number."""
    document, _, number = id.partition("#")
    return (document, int(number) if number.isdigit() else -1)


def _relations_of(panel: Panel) -> Iterable[tuple[str, str]]:
    for theme in panel.themes:
        yield "theme", theme
    for place in panel.places:
        yield "place", place
    match panel.details:
        case OrganisationDetails(country=country, place=seat):
            if country:
                yield "country", country
            if seat:
                yield "place", seat
        case ReportDetails(country=country) | AppealDetails(country=country) if country:
            yield "document-country", country
        case SectionDetails(document=document):
            yield "document", document
        case RegionDetails(countries=countries):
            for country in countries:
                yield "region", country
        case CountryDetails(facts=facts) if facts is not None and facts.capital:
            yield "place", facts.capital
        case _:
            pass


class Reader:
    """A world that remembers which of its answers were used."""

    def __init__(self, world: World, digests: dict[Key, bytes] | None = None) -> None:
        self.world = world
        self._digests = {} if digests is None else digests
        self._answers: dict[Key, Any] = {}

    def read(self, *key: Any) -> Any:
        """The answer, noted."""
        try:
            return self._answers[key]
        except KeyError:
            answer = self._answers[key] = self.world.answer(key)
            return answer

    def reads(self) -> dict[Key, bytes]:
        """What was read, with the digest of each answer."""
        digests = self._digests
        return {
            key: digests.get(key) or digests.setdefault(key, digest_value(value))
            for key, value in self._answers.items()
        }
