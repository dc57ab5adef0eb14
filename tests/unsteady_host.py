"""A host that can fall silent, be slow, refuse or alter what it hands out, and be given another site."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from tests.static_host import answer


@dataclass
class Host:
    """What it does now, and what it has been asked for."""

    folder: Path
    address: str = ""
    is_silent: bool = False
    """As if there was no network."""
    is_cut_off: Callable[[str], bool] = field(default=lambda path: False)
    """Paths for which the connection breaks."""
    altered: dict[str, bytes] = field(default_factory=dict)
    """What is handed out in place of a file, as networks do that ask one to sign in."""
    delay: float = 0.0
    """Seconds before each answer."""
    asked: list[str] = field(default_factory=list)
    """Paths within the site, in order."""


@contextmanager
def unsteady(folder: Path, prefix: str = "/some/path/") -> Iterator[Host]:
    """The site under a path of a host of its own."""
    host = Host(folder)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = urlsplit(self.path).path.removeprefix(prefix)
            if host.is_silent or host.is_cut_off(path):
                self.close_connection = True
                return
            host.asked.append(path)
            time.sleep(host.delay)
            status, kind, content = answer(host.folder, "/" + path)
            content = host.altered.get(path, content)
            self.send_response(status)
            self.send_header("Location" if status == 301 else "Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    host.address = f"http://127.0.0.1:{server.server_port}{prefix}"
    yield host
    server.shutdown()
    server.server_close()
