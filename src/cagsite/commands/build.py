"""`cagsite build`: content → public/."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from cagsite.commands._request import request_of
from cagsite.run import run as run_build
from cagsite.terminal import Terminal, shorten


def add_arguments(parser: ArgumentParser) -> None:
    """No options of its own."""


def run(options: Namespace, terminal: Terminal) -> int:
    """Builds, and says what changed."""
    request = request_of(options, terminal)
    terminal.say("building for {day}", day=request.today)
    report = run_build(request)
    awaited = [problem for problem in report.problems if problem.code == "photo-awaited"]
    silent = (
        *awaited,
        *(problem for problem in report.problems if problem.code == "withdrawn"),
    )  # logs are read by many
    terminal.report(problem for problem in report.problems if problem not in silent or terminal.form != "text")
    if awaited:
        message = "{count} photos are awaited; 'cagsite status' lists them"
        single = "one photo is awaited; 'cagsite status' tells which"
        terminal.say(message if len(awaited) > 1 else single, count=len(awaited))
    counts = {**report.counts, "output": shorten(request.project.output)}
    if report.is_unchanged:
        terminal.say("nothing has changed: {pages} pages, {pictures} pictures in {output}", **counts)
    elif report.counts["written"] or report.counts["removed"]:
        terminal.say(
            "{pages} pages, {pictures} pictures in {output}: {written} files written, {removed} removed", **counts
        )
    else:
        terminal.say("{pages} pages, {pictures} pictures in {output}: all as they were", **counts)
    return 0
