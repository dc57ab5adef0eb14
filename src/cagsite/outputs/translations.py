"""How each translation stands to its source: facts for pages and for `status`; nothing is published."""

from __future__ import annotations

from collections.abc import Iterator

from cagsite.model import Exhibition, Locale, PanelId, Translation
from cagsite.output import Bench, Made, Output
from cagsite.staleness import Comparison, compare, units_of


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """One per translation whose source may be shown."""
    for panel in exhibition.panels.values():
        if panel.source in panel.translations:
            for locale in sorted(panel.translations):
                if locale != panel.source:
                    yield Output(
                        id=f"translation/{locale}/{panel.id}",
                        maker=make_comparison,
                        arguments=(panel.id, panel.source, locale),
                        rank=1,
                    )


def make_comparison(bench: Bench, id: PanelId, source: Locale, locale: Locale) -> Made:
    """Freshness of the whole, and every unit that is not current."""
    seen = bench.read("words", id, locale, "seen")
    if seen is None:
        found = Comparison.unconfirmed()
    else:
        found = compare(_units(bench, id, source), _units(bench, id, locale), seen)
    return Made(
        facts={
            "state": found.freshness.value,
            "units": tuple((unit.key, unit.freshness.value, unit.before, unit.now) for unit in found.units),
        }
    )


def _units(bench: Bench, id: PanelId, locale: Locale) -> dict[str, str]:
    words: Translation = bench.read("translation", id, locale)
    return units_of(words, bench.fact(f"text/{locale}/{id}", "units"))
