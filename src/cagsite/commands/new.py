"""`cagsite new KIND ID`: a new panel from a commented skeleton, in every language."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Set

from cagsite.cli import WrongUseError
from cagsite.commands._request import request_of
from cagsite.model import Kind
from cagsite.naming import DEVICE_NAMES, ID, ID_LIMIT, plain_id
from cagsite.replacing import replace_file
from cagsite.seen import write_seen
from cagsite.skeleton import facts_skeleton, skeleton_units, words_skeleton
from cagsite.staleness import remember
from cagsite.terminal import Terminal
from cagsite.validate import load_and_validate


def add_arguments(parser: ArgumentParser) -> None:
    """What and under which id."""
    parser.add_argument("kind", metavar="KIND", choices=tuple(kind.value for kind in Kind), help=", ".join(Kind))
    parser.add_argument("id", metavar="ID", help="as in adil-soz; a section: report#4")


def run(options: Namespace, terminal: Terminal) -> int:
    """Writes the files of a draft; refuses an id that is taken."""
    project = request_of(options, terminal, writes=False).project
    kind = Kind(options.kind)
    exhibition = load_and_validate(project).exhibition
    id: str = options.id
    if id in exhibition.panels:
        raise WrongUseError("there is a panel '{id}' already", "choose another id; it is never shown", id=id)
    folder = f"content/{_folder(kind, id, set(exhibition.panels))}"
    if (project.root / folder).exists():
        raise WrongUseError("the folder {folder} is there already", "choose another id", folder=folder)
    known = {
        "country": next((p.id for p in exhibition.panels.values() if p.kind is Kind.COUNTRY), ""),
        "place": next(iter(exhibition.places), ""),
    }
    replace_file(project.root / folder / "panel.yaml", facts_skeleton(kind, known, terminal.translate))
    source, *others = (language.code for language in exhibition.settings.languages)
    units = skeleton_units(id)
    for locale in (source, *others):
        text = words_skeleton(id, locale, terminal.translate)
        replace_file(project.root / folder / f"panel.{locale}.md", text)
        if locale != source:
            replace_file(project.root / folder / f"panel.{locale}.seen.yaml", write_seen(remember(units, units)))
    terminal.say("a draft is ready in {folder}; write its words, then take 'status: draft' away", folder=folder)
    if kind is Kind.SECTION:
        terminal.say(
            "name the section in a chapter of {file} too", file=f"{folder.rpartition('/sections/')[0]}/panel.yaml"
        )
    return 0


def _folder(kind: Kind, id: str, known: Set[str]) -> str:
    """Where the panel lies; raises WrongUseError for an id that cannot be one."""
    document, mark, number = id.partition("#")
    if kind is Kind.SECTION:
        if document not in known or not mark or not number.isdigit():
            raise WrongUseError(
                "a section is named after its document: DOCUMENT#NUMBER", "as in {example}", example=_example(known)
            )
        return f"documents/{document}/sections/{int(number)}"
    if not ID.fullmatch(id) or len(id) > ID_LIMIT or id in DEVICE_NAMES:
        raise WrongUseError(
            "'{id}' cannot be an id",
            "use lower-case letters a-z, digits and hyphens, as in {example}",
            id=id,
            example=plain_id(id) or "adil-soz",
        )
    return f"{kind.folder}/{id}"


def _example(known: Set[str]) -> str:
    section = next((id for id in sorted(known) if "#" in id), "report#1")
    return f"{section.partition('#')[0]}#{int(section.partition('#')[2]) + 1}"
