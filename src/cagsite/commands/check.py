"""`cagsite check`: everything that a build would find, without writing."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from cagsite.commands._request import request_of
from cagsite.run import run as run_build
from cagsite.terminal import Terminal


def add_arguments(parser: ArgumentParser) -> None:
    """No options of its own."""


def run(options: Namespace, terminal: Terminal) -> int:
    """Reports every problem; 0 where nothing would stop a build."""
    report = run_build(request_of(options, terminal, writes=False))
    terminal.report(report.problems)
    if terminal.form == "text":
        terminal.say(
            "{pages} pages checked: no errors, {warnings} warnings, {notices} notices",
            **report.counts,
        )
    return 0
