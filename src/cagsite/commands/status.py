"""`cagsite status`: what is complete, missing, outdated or awaited, per panel and language."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cagsite.build import Prepared
from cagsite.catalogues import tally
from cagsite.changes import marked
from cagsite.commands._request import request_of
from cagsite.model import Exhibition, Locale, Panel, State
from cagsite.problems import Problem, Translate
from cagsite.run import survey
from cagsite.terminal import Terminal
from cagsite.theme import Theme

SIGNS = {
    "source": "source",
    "current": "current",
    "unconfirmed": "not confirmed",
    "to-confirm": "to confirm",
    "outdated": "outdated",
    "missing": "missing",
    "withdrawn": "withdrawn",
}
"""How each state of a translation is told (msgids)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One panel."""

    panel: str
    status: str
    """Of the panel as a whole, where it is not published."""
    languages: Mapping[str, str]
    units: tuple[tuple[str, str, str, str, str], ...]
    """Language, unit, state, the source as it was, the source as it is."""
    notes: tuple[Problem, ...]


def add_arguments(parser: ArgumentParser) -> None:
    """Which panels."""
    parser.add_argument("panels", metavar="ID", nargs="*")


def run(options: Namespace, terminal: Terminal) -> int:
    """Prints a table, then what is awaited and what is outdated, word by word."""
    request = request_of(options, terminal, writes=False)
    prepared = survey(request)
    lines = [line for line in _lines(prepared) if not options.panels or line.panel in options.panels]
    if terminal.form == "json":
        print(json.dumps([_plain(line, terminal.translate) for line in lines], ensure_ascii=False, indent=2))
        return 0
    say = terminal.translate
    codes = [str(language.code) for language in prepared.view.exhibition.settings.languages]
    width = max((len(line.panel) for line in lines), default=0)
    for line in lines:
        states = "  ".join(f"{code}: {say(SIGNS[line.languages[code]]):<13}" for code in codes)
        print(f"{line.panel:<{width}}  {states}{say(line.status) if line.status else ''}".rstrip())
        for note in line.notes:
            print(f"    {note.says(say)}")
        for language, key, state, before, now in line.units:
            print(f"    {language} {key}: {say(SIGNS[state])}")
            print(f"      {marked(before, now)}")
    if not options.panels:
        for text in _words_of_the_theme(Theme(request.project.root), codes, terminal):
            print(text)
    return 0


def _words_of_the_theme(theme: Theme, codes: Sequence[str], terminal: Terminal) -> Iterator[str]:
    """What is missing in the theme's own words, and what no native reader has reviewed, also in other languages."""
    shipped = {language: [content for _, content in theme.catalogues(language)] for language in theme.languages}
    asked = [content for layers in shipped.values() for content in layers]
    unread = []
    for language in (*codes, *(other for other in shipped if other not in codes)):
        found = tally(shipped.get(language, ()), asked)
        if language in codes and found.translated < found.messages:
            counts = {"language": language, "count": found.translated, "all": found.messages}
            yield terminal.worded("the theme's words in '{language}': {count} of {all} are translated", counts)
        if found.unreviewed:
            unread.append(f"{language} ({found.unreviewed})")
    if unread:
        languages = {"languages": ", ".join(unread)}
        yield terminal.worded("the theme's words that no native reader has reviewed: {languages}", languages)


def _lines(prepared: Prepared) -> Iterator[Line]:
    exhibition: Exhibition = prepared.validated.exhibition
    notes: dict[str, list[Problem]] = {}
    for problem in prepared.problems:
        if problem.subject and problem.code != "translation-missing":
            notes.setdefault(problem.subject, []).append(problem)
    made = prepared.results.made
    for panel in exhibition.panels.values():
        languages: dict[str, str] = {}
        units: list[tuple[str, str, str, str, str]] = []
        for language in exhibition.settings.languages:
            comparison = made.get(f"translation/{language.code}/{panel.id}")
            facts = comparison.facts if comparison else {}
            languages[language.code] = _state(panel, language.code, facts)
            units += [(language.code, *unit) for unit in facts.get("units", ())]
        status = "" if panel.status.state is State.PUBLISHED else panel.status.state.value
        yield Line(panel.id, status, languages, tuple(units), tuple(notes.get(panel.id, ())))


def _state(panel: Panel, code: str, facts: Mapping[str, object]) -> str:
    if code not in panel.translations:
        return "missing"
    if panel.translations[Locale(code)].status.state is State.WITHDRAWN:
        return "withdrawn"
    return "source" if code == panel.source else str(facts.get("state", "unconfirmed"))


def _plain(line: Line, say: Translate) -> dict[str, object]:
    return {
        "panel": line.panel,
        "status": line.status or "published",
        "languages": dict(line.languages),
        "units": [
            {"language": language, "unit": key, "state": state, "before": before, "now": now}
            for language, key, state, before, now in line.units
        ],
        "notes": [{"code": note.code, "message": note.says(say)} for note in line.notes],
    }
