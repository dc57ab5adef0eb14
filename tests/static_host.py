"""A host for finished sites, as plain as the plainest: files, folders, types, and the page for what is missing.

It can also do what any real host does: send text packed, and let fingerprinted files be kept for ever.
"""

from __future__ import annotations

import gzip
import posixpath
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".vtt": "text/vtt; charset=utf-8",
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".wasm": "application/wasm",
}

PACKED = ("text/", "application/json", "application/xml", "application/manifest", "image/svg")


def answer(folder: Path, path: str) -> tuple[int, str, bytes]:
    """Status, type (or where to go instead) and bytes for a path within the site."""
    file = folder / posixpath.normpath(unquote(path)).lstrip("/")
    if file.is_dir() and not path.endswith("/"):
        return 301, posixpath.basename(path) + "/", b""
    if file.is_dir():
        file /= "index.html"
    if not file.is_file():
        return 404, TYPES[".html"], (folder / "404.html").read_bytes()
    return 200, TYPES[file.suffix], file.read_bytes()


class Host(ThreadingHTTPServer):
    """Does not complain of visitors who leave while they are answered."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def hosted(folder: Path, prefix: str = "/", *, packs: bool = False) -> Iterator[str]:
    """The address of a site under a path of a host of its own; everything beside it is refused."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            status, kind, content = 410, "text/plain", b""
            if path.startswith(prefix):
                status, kind, content = answer(folder, path[len(prefix) - 1 :])
            self.send_response(status)
            self.send_header("Location" if status == 301 else "Content-Type", kind)
            if packs and kind.startswith(PACKED):
                content = gzip.compress(content, 9, mtime=0)
                self.send_header("Content-Encoding", "gzip")
            if packs and "/assets/" in path:
                self.send_header("Cache-Control", "public, max-age=31536000, immutable")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            with suppress(ConnectionError):  # a visitor who has left needs no answer
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = Host(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{prefix}"
    server.shutdown()
    server.server_close()
