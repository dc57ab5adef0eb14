"""The last good site: what its manifest lists, and never a byte that a build did not write."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cagsite.digests import digest_bytes
from cagsite.faults import OutsideError
from cagsite.problems import ContentError
from cagsite.reading import read_file
from cagsite.write import Manifest, published

INDEX = "index.html"
NOT_FOUND = "404.html"
TRIES = 4
"""A build may exchange the site between two looks at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an address leads."""

    status: int
    file: str = ""
    """Path of a published file, or empty."""
    location: str = ""
    """For a redirect: the path that was meant."""


class Site:
    """Reads what is published; a file counts only while its bytes are those that the manifest lists."""

    def __init__(self, output: Path, on_damage: Callable[[], None]) -> None:
        self._output = output
        self._on_damage = on_damage
        self._lock = threading.Lock()
        self._manifest: Manifest | None = None

    @property
    def is_there(self) -> bool:
        """False until the first good build."""
        return self._manifest is not None

    def refresh(self) -> None:
        """Look again at what is published."""
        with self._lock:
            self._manifest = published(self._output) or self._manifest

    def find(self, path: str) -> Place:
        """The file at a path as static hosts find it; every language has its own page for what is not there."""
        manifest = self._manifest
        known = manifest.digest_of if manifest else {}
        file = path + INDEX if path == "" or path.endswith("/") else path
        if file in known:
            return Place(status=200, file=file)
        if f"{path}/{INDEX}" in known:
            return Place(status=302, location=f"{path}/")
        for page in (f"{path.partition('/')[0]}/{NOT_FOUND}", NOT_FOUND):
            if page in known:
                return Place(status=404, file=page)
        return Place(status=404)

    def read(self, file: str) -> bytes | None:
        """The bytes of a published file, or None where they are not there any more."""
        for attempt in range(TRIES):
            manifest = self._manifest
            if manifest is None or file not in manifest.digest_of:
                return None
            try:
                content = read_file(self._output, file, manifest.size_of[file])
            except (ContentError, OSError):
                content = None
            if content is not None and digest_bytes(content) == manifest.digest_of[file]:
                return content
            if attempt < TRIES - 1:
                self._refresh_quietly()
        self._on_damage()
        return None

    def _refresh_quietly(self) -> None:
        try:
            self.refresh()
        except (OutsideError, OSError, ValueError, KeyError):
            return  # the next build finds out and says so
