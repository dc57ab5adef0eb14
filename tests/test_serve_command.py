"""`cagsite serve` as it is called: its address, its refusals, its end."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.preview import until
from tests.site_from import EXHIBITION, Site, make_site

ADDRESS = re.compile(r"http://\S+(?=;)")


@pytest.fixture
def project(tmp_path: Path) -> Site:
    return make_site(tmp_path, {})


@contextmanager
def serving(project: Site, log: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """A preview in a process of its own, which is ended whatever happens."""
    command = [sys.executable, "-m", "cagsite", "serve", "--date", "2026-11-22", "--jobs", "1", *options]
    with log.open("w") as stream:
        before = signal.signal(signal.SIGINT, signal.SIG_DFL)  # a child keeps ignoring what its parent ignored
        process = subprocess.Popen(command, cwd=project.project.root, stderr=stream, stdout=stream, text=True)
        signal.signal(signal.SIGINT, before)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def address_in(log: Path) -> str:
    until(lambda: ADDRESS.search(log.read_text()))
    match = ADDRESS.search(log.read_text())
    assert match is not None
    return match[0]


def get(address: str) -> str:
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=10) as reply:
        text: str = reply.read().decode()
    return text


def refused(project: Site, *options: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "cagsite", "serve", *options]
    done = subprocess.run(command, cwd=project.project.root, capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_serves_until_it_is_told_to_end(project: Site, tmp_path: Path, number: int, status: int) -> None:
    """It says where, follows an edit, and goes without a word; the site itself is not touched."""
    log = tmp_path / "log"
    with serving(project, log, "--port", "0") as process:
        address = address_in(log)
        until(lambda: "pages" in log.read_text())
        assert "Kazakstan" in get(f"{address}sv/lander/kazakhstan/")
        project.write({"countries/kazakhstan/panel.sv.md": "---\ntitle: Kazakstan\nsummary: Ett land.\n---\nBergen.\n"})
        until(lambda: "Bergen." in get(f"{address}sv/lander/kazakhstan/"))
        until(lambda: log.read_text().count(" pages, ") == 2)
        before = log.read_text()
        process.send_signal(number)
        assert process.wait(30) == status

    assert log.read_text() == before
    assert not (project.project.root / "public").exists()
    assert (project.project.root / ".cagsite" / "preview" / "public" / "sv" / "index.html").is_file()


def test_it_starts_with_broken_content(project: Site, tmp_path: Path) -> None:
    """The browser shows what is wrong, in the language that was asked for; the terminal too."""
    log = tmp_path / "log"
    project.write({"countries/kazakhstan/panel.yaml": "teritory: KZ\n"})
    with serving(project, log, "--port", "0"):
        address = address_in(log)
        until(lambda: "error[unknown-field]" in log.read_text())
        with pytest.raises(urllib.error.HTTPError) as caught:
            get(address)
        with caught.value as reply:
            assert reply.code == 503
            assert "content/countries/kazakhstan/panel.yaml:1:1" in reply.read().decode()
        project.write({"countries/kazakhstan/panel.yaml": "territory: KZ\n"})
        until(lambda: "pages" in log.read_text())
        assert "Utställningen" in get(address)


def test_the_path_of_the_site_is_kept(tmp_path: Path) -> None:
    """A site that will lie below the root of its host is previewed at the same path."""
    place = "https://example.org/ut%20st/"
    project = make_site(tmp_path, {}, exhibition=EXHIBITION.replace("https://example.org/", place))
    log = tmp_path / "log"
    with serving(project, log, "--port", "0"):
        address = address_in(log)
        until(lambda: "pages" in log.read_text() or "error" in log.read_text())

    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/ut%20st/", address)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--host", "0.0.0.0"), "can be reached from other computers"),
        (("--host", "::"), "can be reached from other computers"),
        (("--host", "192.0.2.17"), "can be reached from other computers"),
        (("--host", "example.org"), "is not a network address"),
        (("--host", "127.0.0.1.example.org", "--allow-network"), "is not a network address"),
        (("--port", "70000"), "--port"),
        (("--port", "http"), "--port"),
        (("--output", "public"), "is for the site itself"),
    ],
)
def test_wrong_use_is_refused(project: Site, options: tuple[str, ...], words: str) -> None:
    """With status 2, before anything is built."""
    status, said = refused(project, *options)

    assert status == 2
    assert words in said
    assert not (project.project.root / ".cagsite").exists()


def test_a_preview_does_not_take_the_place_of_a_site(project: Site, tmp_path: Path) -> None:
    """Wherever that was built to."""
    command = [sys.executable, "-m", "cagsite", "build", "--output", str(tmp_path / "elsewhere"), "--jobs", "1"]
    subprocess.run(command, cwd=project.project.root, check=True, capture_output=True, timeout=120)

    assert refused(project, "--output", str(tmp_path / "elsewhere"))[0] == 2


def test_a_port_that_was_asked_for_and_is_taken_is_told(project: Site) -> None:
    """With status 3: another program is in the way."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        status, said = refused(project, "--port", str(port))

    assert status == 3
    assert f"port {port} is taken" in said


def test_the_network_is_let_in_only_when_meant_and_with_a_warning(project: Site, tmp_path: Path) -> None:
    """Every card is listened at, and the terminal says what that means."""
    log = tmp_path / "log"
    with serving(project, log, "--port", "0", "--host", "0.0.0.0", "--allow-network"):
        address = address_in(log)
        until(lambda: "warning: everybody in the network can see it" in log.read_text())
        until(lambda: "pages" in log.read_text())
        port = int(address.rpartition(":")[2].strip("/"))
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(f"GET / HTTP/1.1\r\nHost: 192.0.2.17:{port}\r\n\r\n".encode())
            assert connection.recv(12) == b"HTTP/1.1 200"
        assert address == f"http://127.0.0.1:{port}/"


def test_the_flag_alone_opens_nothing(project: Site, tmp_path: Path) -> None:
    """Without --host it listens to this computer as ever."""
    log = tmp_path / "log"
    with serving(project, log, "--port", "0", "--allow-network"):
        port = int(address_in(log).rpartition(":")[2].strip("/"))
        with pytest.raises(OSError):
            socket.create_connection(("127.0.0.2", port), timeout=5).close()
        assert "warning" not in log.read_text()
