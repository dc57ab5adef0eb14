"""Themes as threads, and across them everything that they hold together: a knot where a panel belongs to a theme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cagsite.marked import Text
from cagsite.model import Kind, PanelId
from cagsite.views.basic import Card, country_of
from cagsite.views.panel import KIND_HEADINGS
from cagsite.visit import Visit
from cagsite.world import panel_order

OF_A_COUNTRY = (Kind.ORGANISATION, Kind.DOCUMENT)
"""Kinds that stand with their country, in this order."""


@dataclass(frozen=True, slots=True)
class Row:
    """A panel, and per theme that theme's card, or nothing."""

    card: Card
    knots: list[Card | None]


@dataclass(frozen=True, slots=True)
class Band:
    """Panels that belong together: a country's, a report's sections, or what is left of a kind."""

    title: Text
    url: str | None
    pair: str
    rows: list[Row]


class Weave:
    """All themes, and all panels that have any."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    @cached_property
    def themes(self) -> list[Card]:
        visit = self._visit
        return [Card(visit, id) for id in visit.by_title(visit.read("ids", Kind.THEME.value))]

    @cached_property
    def bands(self) -> list[Band]:
        """By country, then by report, then by kind."""
        found = (*self._of_countries(), *self._of_documents(), *self._of_kinds())
        return [band for band in found if band.rows]

    def _of_countries(self) -> Iterable[Band]:
        visit = self._visit
        for country in visit.by_title(visit.read("ids", Kind.COUNTRY.value)):
            kinds = [self._by_title(kind) for kind in OF_A_COUNTRY]
            own = [id for ids in kinds for id in ids if country_of(visit, id) == country]
            card = Card(visit, country)
            yield Band(card.title, card.url, card.pair, self._rows([country, *own]))

    def _of_documents(self) -> Iterable[Band]:
        sections = sorted(self._visit.read("ids", Kind.SECTION.value), key=panel_order)
        for document in dict.fromkeys(self._visit.read("panel", id, "details").document for id in sections):
            card = Card(self._visit, document)
            own = [id for id in sections if self._visit.read("panel", id, "details").document == document]
            yield Band(card.title, card.url, card.pair, self._rows(own))

    def _of_kinds(self) -> Iterable[Band]:
        """What belongs to no country."""
        for kind, heading in KIND_HEADINGS.items():
            if kind not in (Kind.COUNTRY, Kind.SECTION, Kind.THEME):
                own = [id for id in self._by_title(kind) if country_of(self._visit, id) is None]
                title = Text(self._visit.words.gettext(heading))
                yield Band(title, self._visit.index_link(kind.folder), "common", self._rows(own))

    def _by_title(self, kind: Kind) -> list[PanelId]:
        return self._visit.by_title(self._visit.read("ids", kind.value))

    def _rows(self, ids: Iterable[PanelId]) -> list[Row]:
        having = ((id, self._visit.read("panel", id, "themes")) for id in ids)
        return [
            Row(Card(self._visit, id), [theme if theme.id in themes else None for theme in self.themes])
            for id, themes in having
            if themes
        ]
