"""`cagsite translation`: send texts out to translators, take them back, confirm that a translation is current."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path

from cagsite.cli import WrongUseError
from cagsite.commands._request import request_of
from cagsite.faults import outside
from cagsite.load import read_document
from cagsite.model import Exhibition, Locale, Panel, PanelId, Seen
from cagsite.normal import scalar
from cagsite.problems import ContentError, Problem, Severity
from cagsite.replacing import replace_file
from cagsite.request import Request
from cagsite.seen import write_seen
from cagsite.staleness import digest_unit, remember
from cagsite.terminal import Terminal
from cagsite.translators.catalogue import Delivery, compared, export_catalogue, keys_of, read_deliveries
from cagsite.translators.editing import rewritten
from cagsite.translators.units import placed_units, plain_units, typed_units, units_of_body
from cagsite.validate import load_and_validate
from cagsite.yamltree import Mapping, Scalar

VERBS = {
    "export": "LANG [FILE]",
    "import": "LANG FILE",
    "confirm": "ID LANG [UNIT...]",
}
"""What follows each verb."""


def add_arguments(parser: ArgumentParser) -> None:
    """What to do, and with what."""
    parser.usage = "\n       ".join(f"cagsite translation {verb} {rest}" for verb, rest in VERBS.items())
    parser.add_argument("verb", choices=tuple(VERBS))
    parser.add_argument("words", nargs="+", metavar="...", help="as shown above; ID may be 'all'")


def run(options: Namespace, terminal: Terminal) -> int:
    """One of the three verbs."""
    words: list[str] = options.words
    fewest, most = {"export": (1, 2), "import": (2, 2), "confirm": (2, 999)}[options.verb]
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
            return _export(Path(words[1] if len(words) > 1 else f"{locale}.po"), terminal, request, exhibition, locale)
        case "import":
            return _import(Path(words[1]), terminal, request, exhibition, locale)
        case _:
            return _confirm(words[0], words[2:], terminal, request, exhibition, locale)


def _export(path: Path, terminal: Terminal, request: Request, exhibition: Exhibition, locale: Locale) -> int:
    with outside(str(path)):
        path.write_bytes(export_catalogue(exhibition, locale, request.today))
    terminal.say(
        "the texts are in {path}; take them back with: cagsite translation import {tag} {path}", path=path, tag=locale
    )
    return 0


def _import(path: Path, terminal: Terminal, request: Request, exhibition: Exhibition, locale: Locale) -> int:
    problems: list[Problem] = []
    with outside(str(path)):
        content = path.read_bytes()
    deliveries = read_deliveries(content, path.name, exhibition, locale, problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ContentError(problems)
    for delivery in deliveries:
        _take(request.project.root, exhibition.panels[delivery.panel], locale, delivery)
    terminal.report(problems)
    terminal.say("{count} texts taken over in {panels} panels", count=keys_of(deliveries), panels=len(deliveries))
    return 0


def _take(root: Path, panel: Panel, locale: Locale, delivery: Delivery) -> None:
    """New words into the file, and what they were made from into the record beside it."""
    source = panel.translations[panel.source]
    words = panel.translations.get(locale)
    base = words or source
    tree = read_document(root, base.file, []).tree
    assert isinstance(tree, Mapping)
    file = f"{panel.folder}/panel.{locale}.md"
    if words is None:
        fields = {name: value for name, value in tree.fields.items() if name not in ("slug", "aliases")}
        if not set(plain_units(source)) <= set(delivery.words):
            fields["status"] = (Scalar("status", 1, 1, True), scalar("draft"))
        tree = Mapping(fields, 1, 1)
    text = rewritten(tree, base.body, base.body_line, placed_units(base), delivery.words)
    present = typed_units(words) if words is not None else {}
    if any(present.get(key) != typed for key, typed in delivery.words.items()):
        replace_file(root / file, text)
    now = plain_units(source)
    known = dict(words.seen.units) if words is not None and words.seen is not None else {}
    made = units_of_body(text)
    taken = {key: (now[key], digest_unit(made.get(key, typed))) for key, typed in delivery.words.items()}
    units = {key: taken.get(key) or known[key] for key in now if key in taken or key in known}
    replace_file(root / f"{panel.folder}/panel.{locale}.seen.yaml", write_seen(Seen(units=units)))


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
    everything = remember(plain_units(panel.translations[panel.source]), plain_units(words))
    if not only:
        return everything
    unknown = [key for key in only if key not in everything.units]
    if unknown:
        stale = ", ".join(unit.key for unit in compared(panel, locale).units)
        raise WrongUseError(
            "'{id}' has no text '{key}'", "not current are: {stale}", id=panel.id, key=unknown[0], stale=stale
        )
    before = dict(words.seen.units) if words.seen is not None else {}
    units = {
        key: everything.units[key] if key in only else before[key]
        for key in everything.units
        if key in only or key in before
    }
    return replace(everything, units=units)
