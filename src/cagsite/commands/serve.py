"""`cagsite serve`: a preview on this computer that follows each edit."""

from __future__ import annotations

import re
import threading
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import date
from urllib.parse import quote, unquote, urlsplit

from cagsite.cli import OK, WrongUseError
from cagsite.commands._request import request_of, today_in
from cagsite.faults import Interrupted, OutsideError
from cagsite.preview.answers import Answers
from cagsite.preview.asking import LOOPBACK, Door, find_address
from cagsite.preview.board import Board
from cagsite.preview.loop import Loop, Outcome
from cagsite.preview.overlay import Speaker
from cagsite.preview.server import Server, listen
from cagsite.preview.site import Site
from cagsite.preview.watch import Watch, watched
from cagsite.problems import Problem, Severity
from cagsite.sources import Project
from cagsite.terminal import Terminal
from cagsite.write import published

OWN = ("127.0.0.1", "::1")


def add_arguments(parser: ArgumentParser) -> None:
    """Where it can be seen."""
    say: Callable[[str], str] = getattr(parser, "say", str)
    parser.add_argument("--port", metavar="N", type=_port, help=say("port; default: the first free one from 8000 on"))
    parser.add_argument("--host", metavar="ADDRESS", help=say("network address; default: this computer alone"))
    parser.add_argument(
        "--allow-network", action="store_true", help=say("let other computers see the preview, with --host")
    )


def run(options: Namespace, terminal: Terminal) -> int:
    """Serves until it is interrupted."""
    hosts = _hosts(options)
    request = request_of(options, terminal, is_preview=True)
    project = request.project
    _refuse_site(project)
    listeners = listen(hosts, options.port)
    port = int(listeners[0].server_address[1])
    address = f"http://{_in_address(_nearest(hosts[0]))}:{port}/{_base_path(project)}"
    board = Board()
    day: date | None = options.date
    stop = threading.Event()
    damaged = threading.Event()
    site = Site(project.output, damaged.set)
    teller = _Teller(terminal)
    loop = Loop(
        request=request,
        today=(lambda: day) if day else (lambda: today_in(project)),
        watch=Watch(watched(project)),
        site=site,
        board=board,
        damaged=damaged,
        tell=teller,
        translate=terminal.translate,
    )
    door = Door(port=port, names=LOOPBACK | {_in_address(host) for host in hosts}, takes_any_address=_is_any(hosts))
    server = Server(listeners, door, Answers(site, board, Speaker(terminal.translate), address), board)
    server.start()
    terminal.say("building for {day}", day=request.today)
    terminal.say("the preview is at {address}; Ctrl-C ends it", address=address)
    if options.host and not _is_own(hosts):
        terminal.say(
            "warning: everybody in the network can see it, at port {port} of this computer, "
            "with all that is not published yet",
            port=port,
        )
    try:
        loop.run(stop)
    except Interrupted as interruption:
        return interruption.status
    return OK


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise ValueError(text)
    return number


def _hosts(options: Namespace) -> tuple[str, ...]:
    """Addresses to listen at; raises WrongUseError for one that others can reach, unless that is meant."""
    host: str | None = options.host
    if host is None or host == "localhost":
        return OWN
    address = find_address(host)
    if address is None:
        raise WrongUseError(
            "'{host}' is not a network address", "write it in digits, as 192.0.2.17, or leave --host out", host=host
        )
    if not address.is_loopback and not options.allow_network:
        raise WrongUseError(
            "{host} can be reached from other computers",
            "add --allow-network if they shall see the preview, with all that is not published yet",
            host=host,
        )
    return (str(address),)


def _is_own(hosts: tuple[str, ...]) -> bool:
    addresses = map(find_address, hosts)
    return all(address is not None and address.is_loopback for address in addresses)


def _is_any(hosts: tuple[str, ...]) -> bool:
    addresses = map(find_address, hosts)
    return any(address is not None and address.is_unspecified for address in addresses)


def _nearest(host: str) -> str:
    """Where to look from this computer itself."""
    return {"0.0.0.0": OWN[0], "::": OWN[1]}.get(host, host)  # noqa: S104 - what to show, not where to listen


def _in_address(host: str) -> str:
    """As it stands in an address of the web."""
    return f"[{host}]" if ":" in host else host


def _refuse_site(project: Project) -> None:
    """A preview must not take the place of the site itself."""
    known = published(project.output)
    if project.output == project.root / "public" or (known is not None and known.about.get("kind") == "site"):
        raise WrongUseError(
            "{folder} is for the site itself, not for a preview",
            "leave --output out, or name another folder",
            folder=project.output,
        )


_BASE = re.compile(r"^base_address:[ \t]*[\"']?(https?://[^\s\"'#]+)", re.MULTILINE)


def _base_path(project: Project) -> str:
    """The path of the exhibition at its host, so that the preview's addresses are those of the site; often empty."""
    try:
        match = _BASE.search(project.settings_file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return ""  # a build tells what is wrong with it
    path = unquote(urlsplit(match[1]).path).strip("/") if match else ""
    return f"{quote(path)}/" if path else ""


class _Teller:
    """Says in the terminal how builds went; what was said after the last one is not said again."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._said: frozenset[Problem] = frozenset()

    def __call__(self, outcome: Outcome) -> None:
        terminal = self._terminal
        terminal.report(problem for problem in outcome.problems if problem not in self._said)
        notices = {problem for problem in self._said if problem.severity is Severity.NOTICE}
        self._said = frozenset(notices.union(outcome.problems))
        seconds = f"{outcome.seconds:.2f}"
        if outcome.report is not None:
            terminal.say(
                "{seconds} s: {pages} pages, {written} files written", **outcome.report.counts, seconds=seconds
            )
        else:
            terminal.say("{seconds} s: this cannot be shown yet", seconds=seconds)
        if isinstance(outcome.error, OutsideError):
            terminal.fail_rendered(*outcome.error.render(terminal.translate))
        elif isinstance(outcome.error, (OSError, MemoryError)):
            terminal.fail("{reason}", reason=outcome.error)
        elif outcome.error is not None:
            try:
                raise outcome.error
            except Exception:
                terminal.confess()
