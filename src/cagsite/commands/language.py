"""`cagsite language add LANG`: a new language, ready to be translated into."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from cagsite.cli import WrongUseError
from cagsite.commands._request import request_of
from cagsite.faults import outside
from cagsite.locales import conventions, find_tag
from cagsite.model import Exhibition, Locale
from cagsite.problems import ContentError, Severity
from cagsite.reading import SETTINGS
from cagsite.replacing import replace_file
from cagsite.schema.types import canonical_tag
from cagsite.terminal import Terminal
from cagsite.theme import Theme
from cagsite.translators.new_language import CATALOGUE, NewLanguage, first_steps, new_language, usual_fallback
from cagsite.trial import problems_with
from cagsite.validate import load_and_validate

FIRST = 5
"""Panels that are named; all of them stand in what `translation export` writes."""


def add_arguments(parser: ArgumentParser) -> None:
    """Which language, and what readers of it see until it is translated."""
    say = parser.say  # type: ignore[attr-defined]
    parser.usage = "cagsite language add LANG [--fallback TAG]..."
    parser.add_argument("verb", choices=("add",))
    parser.add_argument("tag", metavar="LANG", help=say("language tag, as in kk, or the language's name"))
    parser.add_argument(
        "--fallback",
        metavar="TAG",
        action="append",
        help=say("language shown where a text is missing; by default those that people know where LANG is spoken"),
    )


def run(options: Namespace, terminal: Terminal) -> int:
    """Writes the language into the settings and a catalogue beside them, and says what to translate first."""
    request = request_of(options, terminal, writes=False)
    project = request.project
    exhibition = load_and_validate(project).exhibition
    code = _code(options.tag, exhibition)
    fallback = _fallback(options.fallback, exhibition) if options.fallback else usual_fallback(exhibition, code)
    with outside(SETTINGS):
        settings = (project.root / SETTINGS).read_bytes().decode("utf-8")
    new = new_language(exhibition, Theme(project.root), settings, code, fallback, request.today)
    if new is None:
        raise WrongUseError(
            "exhibition.yaml is written in a way that cannot be added to",
            "'cagsite tidy' puts it into its normal form; or add '- code: {code}' under languages: by hand",
            code=code,
        )
    found = problems_with(project, new.files)
    if any(fault.severity is Severity.ERROR and fault.location.file == SETTINGS for fault in found):
        raise ContentError(fault for fault in found if fault.location.file == SETTINGS)
    for path, content in new.files.items():
        replace_file(project.root / path, content)
    _tell(terminal, exhibition, code, new)
    return 0


def _code(tag: str, exhibition: Exhibition) -> Locale:
    """The tag in its canonical case; raises WrongUseError where there is no such language, or it is there already."""
    code = Locale(canonical_tag(tag))
    if not code or not conventions(code).is_known:
        near = find_tag(tag, [language.code for language in exhibition.settings.languages])
        hint = "did you mean '{near}'?" if near else "use a tag such as kk, uz-Cyrl or pt-BR"
        raise WrongUseError("'{tag}' is not a language that CLDR knows", hint, tag=tag, near=near)
    if code in [language.code for language in exhibition.settings.languages]:
        raise WrongUseError(
            "the exhibition has the language '{tag}' already", "'cagsite status' tells how far it is", tag=code
        )
    return code


def _fallback(tags: list[str], exhibition: Exhibition) -> list[Locale]:
    codes = [language.code for language in exhibition.settings.languages]
    for tag in tags:
        if tag not in codes:
            raise WrongUseError(
                "'{tag}' is not a language of this exhibition", "it has: {codes}", tag=tag, codes=", ".join(codes)
            )
    return [Locale(tag) for tag in tags]


def _tell(terminal: Terminal, exhibition: Exhibition, code: Locale, new: NewLanguage) -> None:
    source = exhibition.settings.languages[0].code
    chain = ", ".join(dict.fromkeys((*new.fallback, source)))
    name = conventions(code).own_name
    terminal.say(
        "'{code}' ({name}) is a language of the exhibition now; build, and the site has it", code=code, name=name
    )
    terminal.say("names, figures and dates follow CLDR; what is not translated is shown in: {chain}", chain=chain)
    terminal.say("what to translate first:")
    terminal.say("  1. title and summary of the exhibition, in exhibition.yaml")
    path = CATALOGUE.format(code=code)
    if new.has_words:
        terminal.say("  2. nothing of the theme: it has its words; let somebody whose language it is read them")
    else:
        terminal.say("  2. the theme's own words, {count} of them, in {path}", count=new.messages, path=path)
    steps = first_steps(exhibition, code)
    terminal.say("  3. the panels, as visitors meet them:")
    for step in steps[:FIRST]:
        terminal.say("       {panel}, {count} words", panel=step.panel, count=step.words)
    more = max(0, len(steps) - FIRST)
    if more:
        terminal.say("       and {count} more", count=more)
    terminal.say("     all of them: cagsite translation export {code} {code}.html", code=code)
    terminal.say("  4. terms, events and places: they stand at the end of the same file")
