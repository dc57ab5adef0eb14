"""`cagsite schema`: JSON Schemas of the content files, for editors that complete and check while one types."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from cagsite.faults import outside
from cagsite.schema import FILE_KINDS, json_schema
from cagsite.terminal import Terminal


def add_arguments(parser: ArgumentParser) -> None:
    """One schema on standard output, or all into a folder."""
    parser.add_argument("kind", metavar="KIND", nargs="?", choices=FILE_KINDS)
    parser.add_argument("--into", metavar="DIR")


def run(options: Namespace, terminal: Terminal) -> int:
    """Prints or writes."""
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


def _text(kind: str) -> str:
    return json.dumps(json_schema(kind), ensure_ascii=False, indent=2) + "\n"
