"""What is answered: pages of the site with the script, its other files as they are, and pages of the preview's own."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qs, quote, unquote

from cagsite.preview.asking import Asked, Refusal, read_path
from cagsite.preview.board import Board
from cagsite.preview.overlay import EVENTS, POLICY, RESERVED, Print, Speaker, add_script, read_static
from cagsite.preview.site import Place, Site

HTML = "text/html; charset=utf-8"
TYPES: Mapping[str, str] = {
    ".atom": "application/atom+xml",
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".epub": "application/epub+zip",
    ".geojson": "application/geo+json",
    ".gif": "image/gif",
    ".htm": HTML,
    ".html": HTML,
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".wasm": "application/wasm",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
    ".yaml": "text/plain; charset=utf-8",
    ".yml": "text/plain; charset=utf-8",
    ".zip": "application/zip",
}
"""By ending; a browser is told not to guess, so what is unknown is only saved."""


EDITING = "admin/"
"""Its page has a policy of its own, and is never loaded anew under somebody who types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A status with headers and a body."""

    status: int
    body: bytes = b""
    type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)

    def head(self, *, length: int | None) -> bytes:
        """Status line and headers, up to the empty line."""
        headers = {
            "Content-Type": self.type,
            **({} if length is None else {"Content-Length": str(length)}),
            "Cache-Control": "no-store",
            "Connection": "close",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN",
            **self.headers,
        }
        lines = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}", *map(": ".join, headers.items())]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A page of HTML without the script, and how the script knows it."""

    status: int
    html: bytes
    is_own: bool
    """True for the preview's own pages."""

    @property
    def seen(self) -> Print:
        return Print.of(self.html)


class Answers:
    """Finds the answer to a request."""

    def __init__(self, site: Site, board: Board, speaker: Speaker, address: str) -> None:
        self._site = site
        self._board = board
        self._speaker = speaker
        self._address = address
        """Where people are told to look; its path is that of the site at its host."""
        self._prefix = unquote(address.split("/", 3)[3])
        self._own = read_static()

    def __call__(self, asked: Asked) -> Answer:
        """The answer to a request, events excepted."""
        if asked.path in self._own:
            kind = TYPES[posixpath.splitext(asked.path)[1]]
            return Answer(status=200, body=self._own[asked.path], type=kind)
        if asked.path == "" and self._prefix:
            return _redirect(f"/{self._prefix}")
        path = self._inside(asked.path)
        place = self._place(path)
        if place.location:
            return _redirect(f"/{self._prefix}{place.location}", asked.query)
        kind = TYPES.get(posixpath.splitext(place.file)[1].lower(), "application/octet-stream")
        if place.file and (kind != HTML or place.file.startswith(EDITING)):
            content = self._site.read(place.file)
            if content is not None:
                return Answer(status=place.status, body=content, type=kind)
            place = Place(status=404)
        view = self._view(path, place)
        policy = {"Content-Security-Policy": POLICY} if view.is_own else {}
        return Answer(status=view.status, body=add_script(view.html, view.seen), headers=policy)

    def refuse(self, status: int) -> Answer:
        """To a request that gets nothing."""
        headers = {"Content-Security-Policy": POLICY, **({"Allow": "GET, HEAD"} if status == 405 else {})}
        return Answer(status=status, body=self._speaker.refusal_page(status, self._address), headers=headers)

    def event(self, address: str) -> bytes:
        """What the page at an address is told now."""
        path = self._inside(address)
        return self._speaker.event(self._board.state, self._view(path, self._place(path)).seen)

    def _inside(self, path: str) -> str:
        """The path in the site: links of the pages for what is not there begin with the path at the host."""
        return path.removeprefix(self._prefix)

    def _place(self, path: str) -> Place:
        return Place(status=404) if path.startswith(RESERVED) else self._site.find(path)

    def _view(self, path: str, place: Place) -> View:
        state = self._board.state
        if not self._site.is_there:
            return View(status=503, html=self._speaker.waiting_page(state), is_own=True)
        html = self._site.read(place.file) if place.file else None
        if html is None:
            return View(status=404, html=self._speaker.missing_page(path), is_own=True)
        return View(status=place.status, html=html, is_own=False)


def event_address(asked: Asked) -> str | None:
    """The address of the page that wants to be told, where the request is for events."""
    if asked.path != EVENTS:
        return None
    paths = parse_qs(asked.query, max_num_fields=5).get("path", [])
    if len(paths) != 1:
        raise Refusal(400)
    return read_path(paths[0])


def _redirect(path: str, query: str = "") -> Answer:
    """To another path of this server; quoted anew, so that nothing can break out of the header."""
    target = quote(path, safe="/") + (f"?{query}" if query else "")
    return Answer(status=302, headers={"Location": target})
