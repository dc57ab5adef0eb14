"""Each text converted once: HTML whose references are still open, and what pages and checks need to know of it."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from cagsite.markdown import Terms, Text, convert
from cagsite.model import Exhibition, Kind, Locale, PanelId
from cagsite.output import Bench, Made, Output
from cagsite.problems import Location, Problem, Severity
from cagsite.visit import typography_of
from cagsite.world import ABSENT


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """One output per panel and language it is written in; it publishes nothing by itself."""
    for panel in exhibition.panels.values():
        for locale in sorted(panel.translations):
            yield Output(id=f"text/{locale}/{panel.id}", maker=make_text, arguments=(panel.id, locale), rank=0)


def make_text(bench: Bench, id: PanelId, locale: Locale) -> Made:
    """The converted text; every reference in it is checked."""
    forms = {term: tuple(words) for term, words in bench.read("forms", locale) if words}
    text = convert(
        bench.read("words", id, locale, "body"),
        first_line=bench.read("words", id, locale, "body_line"),
        typography=typography_of(bench.read, locale),
        terms=_prepared(forms),
    )
    file = bench.read("words", id, locale, "file")
    html = bench.store.put(text.html.encode("utf-8"))
    return Made(
        facts={
            "html": html,
            "headings": tuple((heading.level, heading.id, heading.text) for heading in text.headings),
            "terms": text.terms_used,
            "words": text.words,
            "units": tuple((unit.key, unit.text) for unit in text.units),
            "lines": tuple((unit.key, unit.line) for unit in text.units),
            "anchors": text.anchors,
        },
        kept=(html,),
        problems=(*_dialect_problems(text, file, id), *_dead_references(bench, text, file, id, locale)),
    )


_terms: dict[tuple[tuple[str, tuple[str, ...]], ...], Terms] = {}


def _prepared(forms: dict[str, tuple[str, ...]]) -> Terms | None:
    """Prepared once per process and glossary: compiling the pattern costs more than using it."""
    if not forms:
        return None
    key = tuple(forms.items())
    if key not in _terms:
        _terms.clear()
        _terms[key] = Terms.of(forms)
    return _terms[key]


def _dialect_problems(text: Text, file: str, id: PanelId) -> Iterator[Problem]:
    for problem in text.problems:
        yield Problem.make(
            Severity(problem.severity),
            problem.code,
            Location(file, problem.line, problem.column),
            problem.message,
            problem.hint,
            subject=id,
            **dict(problem.parameters),
        )


def _dead_references(bench: Bench, text: Text, file: str, id: PanelId, locale: Locale) -> Iterator[Problem]:
    questions: dict[str, tuple[Any, ...]] = {"panel": ("kind",), "term": ("term",), "place": ("name",)}
    for reference in text.references:
        if reference.target == "-":  # what it named may not be shown
            continue
        if reference.scheme in questions:
            if bench.read(reference.scheme, reference.target, *questions[reference.scheme]) is not ABSENT:
                continue
            known = _known(bench, reference.scheme)
        elif reference.scheme == "photo":
            known = [photo.id for photo in bench.read("panel", id, "photos")]
        elif reference.scheme == "media":
            known = [medium.id for medium in bench.read("panel", id, "media")]
        else:
            known = [highlight.id for highlight in bench.read("words", id, locale, "highlights")]
        if reference.target in known:
            continue
        near = get_close_matches(reference.target, known, 1)
        yield Problem.make(
            Severity.ERROR,
            "unknown-reference",
            Location(file, reference.line, reference.column),
            "there is no {scheme} '{target}'",
            "did you mean '{near}'?" if near else "write the id of one that exists",
            subject=id,
            scheme=reference.scheme,
            target=reference.target,
            near=near[0] if near else "",
        )


def _known(bench: Bench, scheme: str) -> list[str]:
    if scheme == "panel":
        return [id for kind in Kind for id in bench.read("ids", kind.value)]
    return list(bench.read("terms" if scheme == "term" else "places"))
