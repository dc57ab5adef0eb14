"""How each translation stands to its source: facts for pages and for `status`; nothing is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from cagsite.codes import problem
from cagsite.markdown import Terms
from cagsite.model import Exhibition, Locale, PanelId, Translation
from cagsite.output import Bench, Made, Output
from cagsite.problems import Location, Problem
from cagsite.search.endings import stemmer
from cagsite.staleness import Units, compare, partners, units_of
from cagsite.wording import said_otherwise


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
    """Freshness of the whole, and every unit that is not current; terms that are said otherwise than agreed."""
    seen = bench.read("words", id, locale, "seen")
    before, own = _units(bench, id, source), _units(bench, id, locale)
    found = compare(before, own, seen)
    pairs = partners(before, own, seen)
    stale = {unit.key for unit in found.units}
    is_alike = seen is not None or before.keys() == own.keys()
    settled = {key: text for key, text in before.items() if is_alike and key not in stale}
    return Made(
        facts={
            "state": found.freshness.value,
            "units": tuple((unit.key, unit.freshness.value, unit.before, unit.now) for unit in found.units),
        },
        problems=tuple(_terms_said_otherwise(bench, id, source, locale, settled, own, pairs)),
    )


def _terms_said_otherwise(
    bench: Bench, id: PanelId, source: Locale, locale: Locale, before: Units, own: Units, pairs: Mapping[str, str]
) -> Iterator[Problem]:
    terms = _prepared(bench.read("forms", source))
    forms = {term: words for term, words in bench.read("forms", locale) if words}
    spoken = {key: own.get(pairs[key], "") for key in before}
    file = bench.read("words", id, locale, "file")
    for key, term in said_otherwise(before, spoken, terms, forms, stemmer(locale)):
        lines = dict(bench.fact(f"text/{locale}/{id}", "lines"))
        yield problem(
            "term-otherwise",
            Location(file, lines.get(pairs[key], 1)),
            None,
            id,
            unit=pairs[key],
            id=term,
            term=dict(bench.read("forms", source))[term][0],
            agreed=forms[term][0],
        )


@lru_cache(maxsize=2)
def _prepared(forms: tuple[tuple[str, tuple[str, ...]], ...]) -> Terms:
    return Terms.of({term: words for term, words in forms if words})


def _units(bench: Bench, id: PanelId, locale: Locale) -> dict[str, str]:
    words: Translation = bench.read("translation", id, locale)
    return units_of(words, bench.fact(f"text/{locale}/{id}", "units"))
