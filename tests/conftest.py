"""What holds for every test: no network, one environment, and the long form only when asked for."""

from __future__ import annotations

import ipaddress
import locale
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.exhibition import BuiltSite

SOURCE = Path(__file__).resolve().parent.parent / "src"
LOOKUPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
CONNECTIONS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
NOWHERE = "http://127.0.0.1:9"
"""A proxy that nobody serves: programs that a test starts reach no network either."""

hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("long", max_examples=2000, deadline=None, database=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--all` is the long form."""
    parser.addoption("--all", action="store_true", help="run the tests marked long too, with more random examples")


def pytest_configure(config: pytest.Config) -> None:
    """The same examples at every run, except in the long form, which looks for new ones."""
    if not config.getoption("--hypothesis-profile"):
        hypothesis.settings.load_profile("long" if config.getoption("--all") else "ci")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests out unless they are asked for, by `--all` or by `-m long`."""
    if config.getoption("--all") or "long" in config.getoption("-m"):
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


class NetworkRefused(AssertionError):
    """A test tried to leave this machine."""


def _stays_here(host: object) -> bool:
    """Whether a host of a socket address is this machine."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or host in ("", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(host))
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event in LOOKUPS:
        host = arguments[0]
    elif event in CONNECTIONS and isinstance(arguments[1], tuple):  # a path, or none: not the network
        host = arguments[1][0]
    else:
        return
    if not _stays_here(host):
        raise NetworkRefused(f"a test tried to reach {host!r} ({event}); tests use this machine only")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> None:
    """Every connection and every lookup of a name that leaves this machine fails, from libraries in C too."""
    sys.addaudithook(_refuse_network)  # cannot be taken away again, which suits the end of a session


@pytest.fixture(autouse=True)
def same_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One time zone and locale whatever the machine's, and those of the machine back after each test."""
    before = locale.setlocale(locale.LC_ALL)
    for name in [name for name in os.environ if name.startswith(("LC_", "CAGSITE_"))]:
        monkeypatch.delenv(name)
    for name in ("LANG", "LANGUAGE", "SOURCE_DATE_EPOCH", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, NOWHERE)
    monkeypatch.setenv("no_proxy", "localhost,127.0.0.1,::1")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("PYTHONPATH", str(SOURCE))  # so that a program a test starts finds cagsite
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()
    locale.setlocale(locale.LC_ALL, before)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser of a module's tests."""
    from tests.chrome import running_chrome

    with running_chrome() as browser:
        yield browser


@pytest.fixture(scope="module")
def exhibition(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The exhibition of this checkout, built."""
    from tests.exhibition import built_exhibition

    return built_exhibition(tmp_path_factory)
