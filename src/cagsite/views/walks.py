"""Several walks over the same panels: what each holds, and how one goes on from a room that it passes."""

from __future__ import annotations

from functools import cached_property

from cagsite.marked import Text
from cagsite.model import PanelId, Tour
from cagsite.views.basic import Card
from cagsite.visit import Visit

WORDS_A_MINUTE = 180
"""Of somebody who reads standing up and looks at the pictures too."""


class Walk:
    """One walk, as visitors choose it."""

    def __init__(self, visit: Visit, tour: Tour) -> None:
        self._visit = visit
        self._tour = tour
        self.is_route = tour.is_route
        self.anchor = f"walk-{tour.id}"

    @cached_property
    def title(self) -> Text:
        return self._visit.localized(self._tour.title) or Text(self._tour.id)

    @cached_property
    def summary(self) -> Text | None:
        return self._visit.localized(self._tour.summary)

    @cached_property
    def rooms(self) -> list[Room]:
        return [Room(self._visit, room, self) for room in self._tour.rooms]

    @property
    def length(self) -> int:
        return len(self._tour.rooms)

    @cached_property
    def minutes(self) -> int:
        """About how long it takes to read everything; whole fives from ten on, because nobody reads by the clock."""
        words: int = sum(
            self._visit.bench.fact(f"text/{self._visit.shown(id)}/{id}", "words") for id in self._tour.rooms
        )
        minutes = max(1, round(words / WORDS_A_MINUTE))
        return minutes if minutes < 10 else round(minutes / 5) * 5

    @property
    def url(self) -> str | None:
        """Its place on the page of all walks."""
        index = self._visit.index_link("tours")
        return None if index is None else f"{index}#{self.anchor}"


class Room(Card):
    """A panel on a walk. The link tells the page which walk it is on: no script, nothing stored."""

    def __init__(self, visit: Visit, panel: PanelId, walk: Walk) -> None:
        super().__init__(visit, panel)
        self._walk = walk

    @cached_property
    def url(self) -> str:
        link = self._visit.panel_link(self.id)
        return link if self._walk.is_route else f"{link}#{self._walk.anchor}"


class Passing:
    """A walk seen from one of its rooms."""

    def __init__(self, walk: Walk, index: int) -> None:
        self.walk = walk
        self.number = index + 1
        self.previous = walk.rooms[index - 1] if index else None
        self.next = walk.rooms[index + 1] if self.number < walk.length else None


def walks_of(visit: Visit) -> list[Walk]:
    """Every walk, in the author's order."""
    return [Walk(visit, tour) for tour in visit.read("setting", "tours")]


def passing(visit: Visit, panel: PanelId) -> list[Passing]:
    """The walks that pass a panel, apart from the route, which every page shows anyway."""
    tours: tuple[Tour, ...] = visit.read("setting", "tours")
    return [
        Passing(Walk(visit, tour), tour.rooms.index(panel))
        for tour in tours
        if not tour.is_route and panel in tour.rooms
    ]
