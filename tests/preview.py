"""A preview server over a hand-made site, and requests through bare sockets."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.small_sites import publish

from cagsite.preview.answers import Answers
from cagsite.preview.asking import LOOPBACK, Door
from cagsite.preview.board import Board, State
from cagsite.preview.overlay import Speaker
from cagsite.preview.server import Server, listen
from cagsite.preview.site import Site
from cagsite.problems import Translate

SECRET = b"where the office really is"
PAGE = (
    b'<!doctype html>\n<html lang="sv">\n<head>\n'
    b"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'\">\n"
    b'<title>Sidan</title>\n<link rel="stylesheet" href="../assets/site.1.css">\n</head>\n<body>hej</body>\n</html>\n'
)
PAGES: Mapping[str, bytes] = {
    "index.html": b"<html><head><title>choose</title></head></html>",
    "404.html": b"<html><head><title>nothing anywhere</title></head></html>",
    "sv/index.html": PAGE,
    "sv/404.html": b"<html><head><title>inget alls</title></head></html>",
    "sv/om/index.html": b"<html><head><title>om</title></head></html>",
    "sv/lagg-till-och-läs/index.html": "<html><head><title>läs</title></head></html>".encode(),
    "en/index.html": b"<html><head><title>home</title></head></html>",
    "assets/site.1.css": b"body { color: black }",
    "assets/photo.1.avif": b"avif bytes",
    "assets/font.1.woff2": b"font bytes",
    "sv/feed.xml": b"<feed/>",
    "robots.txt": b"Disallow: /",
    "_headers": b"/*\n  X-Some: header\n",
}


@dataclass(frozen=True)
class Reply:
    """What came back over a connection."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    raw: bytes

    @classmethod
    def of(cls, raw: bytes) -> Reply:
        head, _, body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        return cls(int(first.split()[1]), headers, body, raw)

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Preview:
    """A running server, and how to ask it."""

    port: int
    site: Site
    board: Board
    output: Path
    damaged: threading.Event

    def connect(self, host: str = "127.0.0.1") -> socket.socket:
        return socket.create_connection((host, self.port), timeout=20)

    def send(self, raw: bytes, host: str = "127.0.0.1") -> bytes:
        """Bytes as they are, and everything that comes back."""
        with self.connect(host) as connection:
            connection.sendall(raw)
            received = b""
            while chunk := connection.recv(65536):
                received += chunk
        return received

    def ask(self, target: str, *headers: str, method: str = "GET", host: str | None = None) -> Reply:
        """An ordinary request, with further headers."""
        host = f"127.0.0.1:{self.port}" if host is None else host
        lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", *headers, "", ""]
        return Reply.of(self.send("\r\n".join(lines).encode("latin-1")))

    @contextmanager
    def events(self, path: str) -> Iterator[Callable[[], Any]]:
        """Waits for the next message to the page at a path."""
        with self.connect() as connection:
            request = f"GET /-/events?path={path} HTTP/1.1\r\nHost: localhost:{self.port}\r\n\r\n"
            connection.sendall(request.encode())
            stream = connection.makefile("rb")
            while stream.readline().strip():
                pass

            def following() -> Any:
                for line in stream:
                    if line.startswith(b"data: "):
                        return json.loads(line[6:])
                raise EOFError

            with stream:
                yield following


@contextmanager
def preview_of(
    output: Path,
    *,
    pages: Mapping[str, bytes] | None = PAGES,
    base_path: str = "",
    hosts: tuple[str, ...] = ("127.0.0.1", "::1"),
    takes_any_address: bool = False,
    translate: Translate = str,
) -> Iterator[Preview]:
    """Serves these pages from a folder until the test is over."""
    damaged = threading.Event()
    site = Site(output, damaged.set)
    board = Board()
    if pages is not None:
        publish(output, pages, durable=False)
        site.refresh()
        board.post(State())
    listeners = listen(hosts, 0)
    port = int(listeners[0].server_address[1])
    answers = Answers(site, board, Speaker(translate), f"http://127.0.0.1:{port}/{base_path}")
    door = Door(port=port, names=LOOPBACK, takes_any_address=takes_any_address)
    server = Server(listeners, door, answers, board)
    server.start()
    try:
        yield Preview(port, site, board, output, damaged)
    finally:
        server.close()


def until(is_so: Callable[[], object], seconds: float = 30.0) -> None:
    """Waits for something that other threads do."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.01)
