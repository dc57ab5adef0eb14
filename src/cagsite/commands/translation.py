"""`cagsite translation`: send texts out to translators, take them back, confirm that a translation is current."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from cagsite.cli import WrongUseError
from cagsite.commands._request import request_of
from cagsite.faults import outside
from cagsite.model import Exhibition, Locale, Panel, PanelId, Seen
from cagsite.problems import ContentError, Problem, Severity
from cagsite.replacing import replace_file
from cagsite.request import Request
from cagsite.seen import write_seen
from cagsite.staleness import carried, partners, remember
from cagsite.terminal import Terminal
from cagsite.translators.arrivals import compare_arrivals
from cagsite.translators.catalogue import export_catalogue, read_arrivals
from cagsite.translators.form import export_form, read_form
from cagsite.translators.lists import find_list_rows
from cagsite.translators.rows import compared, find_rows
from cagsite.translators.taking import take
from cagsite.translators.units import plain_units
from cagsite.validate import load_and_validate

VERBS = {
    "export": "LANG [FILE [ID...]]",
    "import": "LANG FILE",
    "confirm": "ID LANG [UNIT...]",
}
"""What follows each verb."""
PAGES = frozenset({".html", ".htm"})
"""Endings of a file that is a page to be filled in; any other is a gettext catalogue."""


def add_arguments(parser: ArgumentParser) -> None:
    """What to do, and with what."""
    parser.usage = "\n       ".join(f"cagsite translation {verb} {rest}" for verb, rest in VERBS.items())
    parser.add_argument("verb", choices=tuple(VERBS))
    parser.add_argument("words", nargs="+", metavar="...", help="as shown above; ID may be 'all'")


def run(options: Namespace, terminal: Terminal) -> int:
    """One of the three verbs."""
    words: list[str] = options.words
    fewest, most = {"export": (1, 999), "import": (2, 2), "confirm": (2, 999)}[options.verb]
    if not fewest <= len(words) <= most:
        raise WrongUseError("use: cagsite translation {verb} {rest}", verb=options.verb, rest=VERBS[options.verb])
    request = request_of(options, terminal, writes=False)
    exhibition = load_and_validate(request.project).exhibition
    locale = Locale(words[1] if options.verb == "confirm" else words[0])
    codes = [language.code for language in exhibition.settings.languages]
    if locale not in codes:
        raise WrongUseError(
            "'{tag}' is not a language of this exhibition", "it has: {codes}", tag=locale, codes=", ".join(codes)
        )
    match options.verb:
        case "export":
            file = Path(words[1] if len(words) > 1 else f"{locale}.po")
            return _export(file, words[2:], terminal, request, exhibition, locale)
        case "import":
            return _import(Path(words[1]), terminal, request, exhibition, locale)
        case _:
            return _confirm(words[0], words[2:], terminal, request, exhibition, locale)


def _export(
    path: Path, panels: list[str], terminal: Terminal, request: Request, exhibition: Exhibition, locale: Locale
) -> int:
    for id in panels:
        if id not in exhibition.panels:
            raise WrongUseError("there is no panel '{id}'", "'cagsite status' lists them", id=id)
    rows = find_rows(exhibition, locale, panels)
    if not panels:
        rows += find_list_rows(request.project.root, exhibition, locale)
    if path.suffix.lower() in PAGES:
        content = export_form(exhibition, locale, rows, path.name, terminal.translate)
    else:
        content = export_catalogue(exhibition, locale, rows, request.today)
    with outside(str(path)):
        path.write_bytes(content)
    terminal.say(
        "the texts are in {path}; take them back with: cagsite translation import {tag} {path}", path=path, tag=locale
    )
    return 0


def _import(path: Path, terminal: Terminal, request: Request, exhibition: Exhibition, locale: Locale) -> int:
    problems: list[Problem] = []
    with outside(str(path)):
        content = path.read_bytes()
    read = read_form if path.suffix.lower() in PAGES else read_arrivals
    arrivals = read(content, path.name, exhibition, locale, problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ContentError(problems)
    rows = [*find_rows(exhibition, locale), *find_list_rows(request.project.root, exhibition, locale)]
    deliveries = compare_arrivals(arrivals, path.name, rows, locale, problems)
    if not any(problem.severity is Severity.ERROR for problem in problems):
        taken = take(request.project, exhibition, locale, deliveries, problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ContentError(problems)
    terminal.report(problems)
    terminal.say("{count} texts taken over in {panels} panels and lists", count=taken, panels=len(deliveries))
    return 0


def _confirm(
    id: str, keys: list[str], terminal: Terminal, request: Request, exhibition: Exhibition, locale: Locale
) -> int:
    if id == "all":
        panels = [panel for panel in exhibition.panels.values() if locale in panel.translations]
    else:
        panel = exhibition.panels.get(PanelId(id))
        if panel is None or locale not in panel.translations:
            raise WrongUseError("there is no panel '{id}' in '{tag}'", "'cagsite status' lists them", id=id, tag=locale)
        panels = [panel]
    confirmed = 0
    for panel in panels:
        if panel.source == locale:
            continue
        seen = _confirmed(panel, locale, keys)
        if seen != panel.translations[locale].seen:
            replace_file(request.project.root / f"{panel.folder}/panel.{locale}.seen.yaml", write_seen(seen))
            confirmed += 1
    terminal.say("{count} translations confirmed in '{tag}'", count=confirmed, tag=locale)
    return 0


def _confirmed(panel: Panel, locale: Locale, only: list[str]) -> Seen:
    words = panel.translations[locale]
    source, own = plain_units(panel.translations[panel.source]), plain_units(words)
    everything = remember(source, {key: own.get(place, "") for key, place in partners(source, own, words.seen).items()})
    if not only:
        return everything
    unknown = [key for key in only if key not in everything.units]
    if unknown:
        stale = ", ".join(unit.key for unit in compared(panel, locale).units)
        raise WrongUseError(
            "'{id}' has no text '{key}'", "not current are: {stale}", id=panel.id, key=unknown[0], stale=stale
        )
    before = carried(source, words.seen)
    confirmed = {key: everything.units[key] for key in only}
    order = [*everything.units, *before]
    return Seen(units={key: (before | confirmed)[key] for key in order if key in confirmed or key in before})
