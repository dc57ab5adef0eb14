"""The guards around the tests hold."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = (Path(__file__).parent / "conftest.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "example.org"])
def test_leaving_this_machine_is_refused(address: str) -> None:
    """Connecting to another machine and looking up its name fail."""
    with pytest.raises(AssertionError, match="tests use this machine only"):
        socket.create_connection((address, 80), timeout=1)


def test_sending_to_another_machine_is_refused() -> None:
    """Nor does a datagram leave."""
    refused = pytest.raises(AssertionError, match="tests use this machine only")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender, refused:
        sender.sendto(b"", ("192.0.2.1", 9))


def test_loopback_is_allowed() -> None:
    """A server on this machine can be met."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        assert client.getpeername() == server.getsockname()


def test_a_started_program_gets_the_same_environment() -> None:
    """Time zone, locale and the way to cagsite are the test's, not the machine's."""
    program = "import time, os, cagsite; print(time.tzname[0], os.environ['LC_ALL'])"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["UTC", "C.UTF-8"]


def test_time_zone_and_locale_are_put_back(pytester: pytest.Pytester) -> None:
    """What one test changes, the next one does not see."""
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(
        """
        import locale, os, time

        def test_changes():
            os.environ["TZ"] = "Asia/Almaty"
            time.tzset()
            locale.setlocale(locale.LC_ALL, "C.UTF-8")

        def test_sees_the_usual():
            assert time.tzname[0] == "UTC"
            assert locale.setlocale(locale.LC_TIME) == "C"
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=2)


@pytest.mark.parametrize(("asked", "outcome"), [([], 1), (["--all"], 2), (["-m", "long"], 1)])
def test_long_tests_run_only_when_asked_for(pytester: pytest.Pytester, asked: list[str], outcome: int) -> None:
    """`--all` runs everything, `-m long` the long ones alone."""
    pytester.makeini("[pytest]\nmarkers = long: takes long")
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.long
        def test_long():
            pass

        def test_short():
            pass
        """
    )
    pytester.runpytest_subprocess(*asked).assert_outcomes(passed=outcome, deselected=2 - outcome)
