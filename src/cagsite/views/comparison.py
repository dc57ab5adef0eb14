"""Countries side by side: their area as squares, their people as knots, in one measure for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from math import sqrt

from cagsite.model import CountryDetails, CountryFacts, PanelId
from cagsite.views.basic import Card
from cagsite.visit import Visit

MOST_KNOTS = 25
"""For the country with the most people: so many can still be counted at a glance."""
PER_ROW = 10
STEP = 10
"""The room of a knot, in units of the drawing."""


class Compared:
    """A country among others."""

    def __init__(self, visit: Visit, id: PanelId, *, largest: int, unit: int) -> None:
        self._figures = visit.conventions
        self._largest = largest
        self._unit = unit
        self.card = Card(visit, id)
        self._facts = facts_of(visit, id)

    @cached_property
    def area(self) -> str | None:
        area = self._facts.area_km2 if self._facts else None
        return None if area is None else self._figures.area(area)

    @cached_property
    def side(self) -> str:
        """Of the square that is as large as the country, in per cent of the largest one's."""
        area = (self._facts.area_km2 if self._facts else None) or 0
        return f"{100 * sqrt(area / self._largest):.1f}%"

    @cached_property
    def population(self) -> str | None:
        people = self._facts.population if self._facts else None
        return None if people is None else self._figures.number(people)

    @property
    def year(self) -> str | None:
        return str(self._facts.population_year) if self._facts and self._facts.population_year else None

    @property
    def has_figures(self) -> bool:
        return self.area is not None or self.population is not None

    @cached_property
    def _rows(self) -> tuple[int, float]:
        """Full rows of knots, and how far the last one reaches."""
        rows, rest = divmod(((self._facts.population if self._facts else None) or 0) / self._unit, PER_ROW)
        return int(rows), round(rest * STEP, 1)

    @property
    def height(self) -> int:
        rows, rest = self._rows
        return (rows + bool(rest)) * STEP

    @property
    def outline(self) -> str:
        """The piece that is cut from a cloth of knots; the last knot may be cut through."""
        rows, rest = self._rows
        top = rows * STEP
        return (f"M0 0H{PER_ROW * STEP}V{top}H0Z" if rows else "") + (f"M0 {top}H{rest}v{STEP}H0Z" if rest else "")


class Comparison:
    """Countries that have figures, and those that have none yet."""

    def __init__(self, visit: Visit, ids: Iterable[PanelId]) -> None:
        self._visit = visit
        self._ids = list(ids)

    def _known(self, field: str) -> Iterator[int]:
        facts = (facts_of(self._visit, id) for id in self._ids)
        return (value for value in (getattr(each, field) for each in facts if each) if value)

    @property
    def is_possible(self) -> bool:
        """One figure alone has nothing to be compared with."""
        return max(len(list(self._known("area_km2"))), len(list(self._known("population")))) > 1

    @cached_property
    def _unit(self) -> int:
        most = max(self._known("population"), default=1)
        return next(unit for unit in round_numbers() if most / unit <= MOST_KNOTS)

    @property
    def unit(self) -> str:
        """How many people a knot stands for."""
        return self._visit.conventions.number(self._unit)

    @cached_property
    def countries(self) -> list[Compared]:
        """By name, those without figures last."""
        largest = max(self._known("area_km2"), default=1)
        ids = self._visit.by_title(self._ids)
        found = [Compared(self._visit, id, largest=largest, unit=self._unit) for id in ids]
        return sorted(found, key=lambda country: not country.has_figures)


def comparison_of(visit: Visit, ids: Iterable[PanelId]) -> Comparison | None:
    """Of these countries, where there is something to compare."""
    found = Comparison(visit, ids)
    return found if found.is_possible else None


def facts_of(visit: Visit, id: PanelId) -> CountryFacts | None:
    """The figures of a country, where it has any."""
    details = visit.read("panel", id, "details")
    return details.facts if isinstance(details, CountryDetails) else None


def round_numbers() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 and so on."""
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10
