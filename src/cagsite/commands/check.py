"""`cagsite check`: everything that a build would find, without writing; or only what some files give away."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from cagsite.commands._request import request_of
from cagsite.problems import ContentError, Problem, Severity, sort_problems
from cagsite.terminal import Terminal


def add_arguments(parser: ArgumentParser) -> None:
    """Some files alone."""
    say: Callable[[str], str] = getattr(parser, "say", str)
    only = say("look only at these files, as before a commit, for what must not lie in a repository")
    parser.add_argument("--files", metavar="FILE", nargs="+", help=only)


def run(options: Namespace, terminal: Terminal) -> int:
    """Reports every problem; 0 where nothing would stop a build, nor tells what must not be known."""
    from cagsite.guard import as_refused

    if options.files:
        return _files(options, terminal)
    from cagsite.run import run as run_build

    try:
        report = run_build(request_of(options, terminal, writes=False))
    except ContentError as error:
        raise ContentError(as_refused(error.problems)) from None
    problems = as_refused(report.problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ContentError(problems)
    terminal.report(problems)
    if terminal.form == "text":
        terminal.say(
            "{pages} pages checked: no errors, {warnings} warnings, {notices} notices",
            **report.counts,
        )
    return 0


def _files(options: Namespace, terminal: Terminal) -> int:
    """The files of a commit, wherever they lie: nothing else is read, so that nobody waits."""
    from cagsite.guard import as_refused

    problems = as_refused(sort_problems(_look_at(options.files)))
    weighty = (Severity.ERROR, Severity.WARNING) if options.strict else (Severity.ERROR,)
    if any(problem.severity in weighty for problem in problems):
        raise ContentError(problems)
    terminal.report(problems)
    return 0


def _look_at(files: Sequence[str]) -> list[Problem]:
    from cagsite.denied import name_problems, path_problems, read_denied
    from cagsite.guard import picture_problems
    from cagsite.pictures.telling import told_by
    from cagsite.reading import PICTURE_TYPES, RECORDING_TYPES
    from cagsite.sources import find_project

    root = find_project(Path.cwd())
    denied = read_denied(root) if root is not None else None
    problems: list[Problem] = []
    for name in files:
        path = Path(name)
        if not path.is_file() or path.is_symlink():
            continue
        if denied is not None:
            problems += path_problems(denied, path.as_posix())
        ending = path.suffix.lower()
        if ending in PICTURE_TYPES:
            problems += picture_problems(path.as_posix(), told_by(path.read_bytes()).kinds)
        elif denied is not None and ending not in RECORDING_TYPES:
            problems += name_problems(denied, path.as_posix(), path.read_bytes().decode("utf-8", "replace"))
    return problems
