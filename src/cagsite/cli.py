"""The command line: finds the command, runs it, and turns whatever happens into a message and an exit status.

0 done; 1 the content has errors; 2 the command was used wrongly; 3 something outside failed; 130 and 143 on signals.
Only the module of the command that is asked for is imported.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from cagsite.faults import Interrupted, OutsideError, interruptible
from cagsite.terminal import Terminal

COMMANDS = {
    "init": "a small working exhibition in a new folder",
    "build": "make the site from the content; only what changed is done again",
    "serve": "show the site on this computer, and show each change at once",
    "check": "find everything that a build would find, and change nothing",
    "status": "what is complete, missing, outdated or awaited, per panel and language",
    "new": "a new panel from a commented skeleton, in every language",
    "withdraw": "take a panel, a language or a photo out of everything that is published, with a receipt",
    "photo": "add a photo to a panel, clean and with consent; clean pictures that are there",
    "deny": "names that may stand nowhere, into a secret list that every check knows",
    "tidy": "put content files into their normal form",
    "schema": "JSON Schemas of the content files",
    "language": "a new language, ready to be translated into",
    "translation": "send texts out to translators, take them back, confirm them",
}

OK, CONTENT, USAGE, OUTSIDE = 0, 1, 2, 3


class WrongUseError(Exception):
    """The command was used wrongly; the message is shown with how to ask for help."""

    def __init__(self, message: str, hint: str = "", **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.values = {name: str(value) for name, value in values.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit status."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    os.umask(0o022)
    terminal = Terminal.of(arguments)
    try:
        with interruptible():
            return _run(arguments, terminal)
    except Interrupted as stop:
        terminal.say("interrupted; what is published stays as it was")
        return stop.status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes it once more at exit
        return OK


def _run(arguments: Sequence[str], terminal: Terminal) -> int:
    from cagsite.problems import ContentError

    command, rest = _split(arguments, terminal)
    try:
        module = importlib.import_module(f"cagsite.commands.{command}")
        parser = _Parser(
            prog=f"cagsite {command}", description=terminal.translate(COMMANDS[command]), terminal=terminal
        )
        argparse._ = terminal.translate  # type: ignore[attr-defined]  # its own few sentences, in the same language
        module.add_arguments(parser)
        add_common(parser)
        status: int = module.run(parser.parse_args(rest), terminal)
        return status
    except ContentError as error:
        terminal.report(error.problems, failed=True)
        return CONTENT
    except WrongUseError as error:
        terminal.fail(error.message, error.hint, **error.values)
        return USAGE
    except OutsideError as error:
        message, hint = error.render(terminal.translate)
        terminal.fail_rendered(message, hint)
        return OUTSIDE
    except BrokenPipeError:
        raise
    except (OSError, MemoryError) as error:
        terminal.fail("{reason}; nothing was published", "free some space or memory and try again", reason=error)
        return OUTSIDE
    except Exception:
        terminal.confess()
        return OUTSIDE


def _split(arguments: Sequence[str], terminal: Terminal) -> tuple[str, list[str]]:
    """The command and what follows; common options may stand before it too."""
    before: list[str] = []
    rest = list(arguments)
    while rest and rest[0].startswith("-"):
        option = rest.pop(0)
        if option in ("-h", "--help"):
            _help(terminal)
        if option == "--version":
            from cagsite import __version__

            print(f"cagsite {__version__}")
            raise SystemExit(OK)
        before.append(option)
        if option in VALUED and rest:
            before.append(rest.pop(0))
    if not rest:
        _help(terminal, USAGE)
    command = rest.pop(0)
    if command not in COMMANDS:
        import difflib

        near = difflib.get_close_matches(command, COMMANDS, 1)
        hint = "did you mean '{near}'?" if near else "'cagsite --help' lists the commands"
        terminal.fail("there is no command '{command}'", hint, command=command, near=near[0] if near else "")
        raise SystemExit(USAGE)
    return command, before + rest


def _help(terminal: Terminal, status: int = OK) -> NoReturn:
    say = terminal.translate
    lines = [
        say("cagsite makes a multilingual exhibition website from a folder of texts and pictures."),
        "",
        say("usage: cagsite COMMAND [OPTIONS]"),
        "",
        *(f"  {name:<12} {say(summary)}" for name, summary in COMMANDS.items()),
        "",
        say("'cagsite COMMAND --help' tells more about each."),
    ]
    print("\n".join(lines), file=sys.stdout if status == OK else sys.stderr)
    raise SystemExit(status)


VALUED = ("--project", "--output", "--cache", "--jobs", "--date", "--report", "--language")


class _Parser(argparse.ArgumentParser):
    """argparse with our words and our exit status."""

    def __init__(self, *, prog: str, description: str, terminal: Terminal) -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False)
        self.terminal = terminal
        self.say = terminal.translate

    def error(self, message: str) -> NoReturn:
        raise WrongUseError("{reason}", "'{program} --help' shows how it is used", reason=message, program=self.prog)


def add_common(parser: _Parser) -> None:
    """The options that every command has."""
    say = parser.say
    group = parser.add_argument_group(say("options of every command"))
    group.add_argument(
        "--project", metavar="DIR", help=say("the exhibition; default: the nearest folder upwards with exhibition.yaml")
    )
    group.add_argument("--output", metavar="DIR", help=say("where the site goes; default: public/ in the exhibition"))
    group.add_argument("--cache", metavar="DIR", help=say("what may be deleted at any time; default: .cagsite/"))
    group.add_argument("--jobs", metavar="N", type=_positive, help=say("worker processes; default: one per core"))
    group.add_argument(
        "--date", metavar="YYYY-MM-DD", type=_day, help=say("the day by which embargo and consent are judged")
    )
    group.add_argument("--strict", action="store_true", help=say("warnings stop the build too"))
    group.add_argument("--drafts", action="store_true", help=say("show drafts, in a preview that is never published"))
    group.add_argument("--clean", action="store_true", help=say("trust no cache"))
    group.add_argument(
        "--report",
        choices=("text", "json", "github", "sarif"),
        default="text",
        help=say("how problems are written; default: text"),
    )
    group.add_argument("--quiet", action="store_true", help=say("say only what is wrong"))
    group.add_argument("--language", metavar="TAG", help=say("language of these messages, as sv or en"))


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise WrongUseError("--jobs takes a number from 1 upwards, not '{text}'", text=text)
    return int(text)


def _day(text: str) -> object:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUseError(
            "'{text}' is not a day", "write it as YYYY-MM-DD, for example 2026-02-28", text=text
        ) from None


def default_project(asked: str | None) -> Path:
    """The folder of the exhibition; raises WrongUseError where there is none."""
    from cagsite.sources import find_project

    if asked is not None:
        root = Path(asked).resolve()
        if not (root / "exhibition.yaml").is_file():
            raise WrongUseError(
                "{folder} holds no exhibition.yaml", "'cagsite init {folder}' makes an exhibition there", folder=asked
            )
        return root
    found = find_project(Path.cwd())
    if found is None:
        raise WrongUseError(
            "there is no exhibition.yaml in this folder or above it",
            "go to the exhibition's folder, or name it with --project DIR; 'cagsite init DIR' makes a new one",
        )
    return found
