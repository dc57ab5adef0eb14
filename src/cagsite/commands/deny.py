"""`cagsite deny`: names that may stand nowhere, into a list of digests that is never committed."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from cagsite.cli import WrongUseError
from cagsite.commands._request import project_of
from cagsite.denied import PLACE, WORDS, plain_words, read_denied, with_names, written
from cagsite.faults import outside
from cagsite.replacing import replace_file
from cagsite.terminal import Terminal


def add_arguments(parser: ArgumentParser) -> None:
    """Where the names are read from."""
    say: Callable[[str], str] = getattr(parser, "say", str)
    parser.add_argument(
        "file", metavar="FILE", nargs="?", help=say("names, one per line; without it you are asked for them")
    )


def run(options: Namespace, terminal: Terminal) -> int:
    """Adds the names to the project's list; none of them is ever shown or stored."""
    root = project_of(options).root
    names = _names(options.file, terminal)
    too_long = sum(len(plain_words(name)) > WORDS for name in names)
    if too_long:
        raise WrongUseError(
            "a name has at most {count} words; nothing was written", "write one name per line", count=WORDS
        )
    new = with_names(read_denied(root), names)
    place = root / PLACE
    replace_file(place.parent / ".gitignore", "*\n")
    replace_file(place, written(new))
    with outside(PLACE):
        place.chmod(0o600)
    terminal.say("on the list now: {count} digests, one for each turn of the words of a name", count=len(new.digests))
    terminal.say(
        "keep {place} to yourselves: it is a secret, though it holds no name, and git leaves it alone", place=PLACE
    )
    return 0


def _names(file: str | None, terminal: Terminal) -> list[str]:
    if file is not None:
        with outside(file):
            try:
                return Path(file).read_text(encoding="utf-8-sig").split("\n")
            except (FileNotFoundError, UnicodeDecodeError) as error:
                raise WrongUseError(
                    "{file} cannot be read", "give a text file in UTF-8, with one name per line", file=file
                ) from error
    if sys.stdin.isatty():
        terminal.say("type one name per line, and an empty line at the end; nothing of it is kept but its digest")
    names: list[str] = []
    for line in sys.stdin:
        if not line.strip() and sys.stdin.isatty():
            break
        names.append(line)
    return names
