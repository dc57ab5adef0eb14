"""`cagsite schema`: what may stand in the content files, for editors that check while one types, and for forms."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from cagsite.commands._request import request_of
from cagsite.faults import outside
from cagsite.schema import FILE_KINDS, json_schema
from cagsite.terminal import Terminal


def add_arguments(parser: ArgumentParser) -> None:
    """One schema on standard output, or all into a folder; or the forms of this project."""
    parser.add_argument("kind", metavar="KIND", nargs="?", choices=FILE_KINDS)
    parser.add_argument("--into", metavar="DIR")
    parser.add_argument("--cms", action="store_true")


def run(options: Namespace, terminal: Terminal) -> int:
    """Prints or writes."""
    if options.cms:
        print(_plain(_forms(options, terminal)), end="")
        return 0
    if options.kind and not options.into:
        print(_text(options.kind), end="")
        return 0
    if not options.into:
        for kind in FILE_KINDS:
            print(kind)
        return 0
    folder = Path(options.into)
    with outside(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        for kind in [options.kind] if options.kind else FILE_KINDS:
            (folder / f"{kind}.json").write_text(_text(kind), encoding="utf-8", newline="\n")
    terminal.say("schemas are in {folder}", folder=folder)
    return 0


def _forms(options: Namespace, terminal: Terminal) -> object:
    """The configuration of the CMS for what this project shows, in the language of the tool."""
    from cagsite.forms import configuration, subjects_of
    from cagsite.publishable import publishable
    from cagsite.validate import load_and_validate
    from cagsite.world import World

    request = request_of(options, terminal, writes=False)
    exhibition = load_and_validate(request.project).exhibition
    exhibition = publishable(exhibition, request.today, drafts=request.drafts).exhibition
    return configuration(subjects_of(World.of(exhibition).read), exhibition.settings.repository, terminal.translate)


def _text(kind: str) -> str:
    return _plain(json_schema(kind))


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
