"""The timeline: events by era and year, the knots that show at a glance how close they lie, and what they concern."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cagsite.marked import Text
from cagsite.model import Kind, PanelId
from cagsite.views.basic import Card, EventView
from cagsite.views.hall import Hall

DENSE = 8
"""From so many events on, a decade is read year by year."""
YEARS = 10
"""In a decade, and so the columns of knots over one that is dense."""


@dataclass(frozen=True, slots=True)
class Knot:
    """An event on the cord: columns count from the era's first year, rows from the cord upwards."""

    column: int
    row: int
    pair: str


@dataclass(frozen=True, slots=True)
class Year:
    """Events of one year; without a name where an era is not divided, or where no year is known."""

    name: str | None
    events: list[EventView]


class Era:
    """A decade, or a century where there is less to tell."""

    def __init__(self, label: str, anchor: str, events: list[EventView]) -> None:
        self.label = label
        self.anchor = anchor
        self.events = events

    @property
    def is_dense(self) -> bool:
        return len(self.events) >= DENSE

    @cached_property
    def years(self) -> list[Year]:
        """In order; what is known by its decade alone comes first."""
        if not self.is_dense:
            return [Year(None, self.events)]
        found: dict[str | None, list[EventView]] = {}
        for event in self.events:
            found.setdefault(str(event.year) if event.year else None, []).append(event)
        return [Year(name, events) for name, events in found.items()]

    @cached_property
    def knots(self) -> list[Knot]:
        """One per event, in the order in which the events are read."""
        heights: Counter[int] = Counter()
        knots = []
        for event in (event for year in self.years for event in year.events):
            column = (event.year or 0) % YEARS if self.is_dense else 0
            knots.append(Knot(column, heights[column], event.pair))
            heights[column] += 1
        return knots

    @property
    def width(self) -> int:
        return YEARS if self.is_dense else 1

    @property
    def height(self) -> int:
        return max(knot.row for knot in self.knots) + 1


@dataclass(frozen=True, slots=True)
class Choice:
    """A country or a theme that events can be chosen by, and how many there are."""

    id: str
    title: Text | None
    pair: str
    count: int


class TimelineHall(Hall):
    """Every event."""

    @property
    def listed(self) -> list[str]:
        return [era.label for era in self.eras]

    @cached_property
    def events(self) -> list[EventView]:
        return [EventView(self._visit, self._visit.read("event", id)) for id in self._visit.read("events")]

    @cached_property
    def eras(self) -> list[Era]:
        """Events by century, and by decade in the century in which most happened."""
        found: dict[str, Era] = {}
        for event in self.events:
            value = self._visit.era(event.start)
            era = found.setdefault(str(value), Era(self._visit.date(value), f"era-{value}", []))
            era.events.append(event)
        return list(found.values())

    @cached_property
    def countries(self) -> list[Choice]:
        """Countries by name, at last what concerns none or all of them; nothing where there is no choice."""
        counts = Counter(country for event in self.events for country in event.countries)
        choices = self._choices(Kind.COUNTRY, counts)
        common = sum(not event.countries for event in self.events)
        return [*choices, Choice("common", None, "common", common)] if choices and common else choices

    @cached_property
    def themes(self) -> list[Choice]:
        return self._choices(Kind.THEME, Counter(theme.id for event in self.events for theme in event.themes))

    def _choices(self, kind: Kind, counts: Counter[PanelId]) -> list[Choice]:
        ids: Iterable[PanelId] = self._visit.by_title(id for id in self._visit.read("ids", kind.value) if counts[id])
        cards = (Card(self._visit, id) for id in ids)
        return [Choice(card.id, card.title, card.pair, counts[card.id]) for card in cards]
