"""Templates, assets and catalogues: the project's own first, file by file, then the ones that come with cagsite."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from cagsite.digests import digest_bytes

PARTS = ("templates", "static", "locales", "admin")
_REFERENCE = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+(["'])(?P<name>[^"']+)\1""")
_HIDDEN = re.compile(r"(^|/)(\.|__pycache__)|~$")


def shipped() -> Path:
    """The folder of the default theme: in the wheel, or beside `src/` in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "theme_files"
    return inside if inside.is_dir() else package.parent.parent


class Theme:
    """All files of the theme as the project sees them, by path such as `templates/base.html`."""

    def __init__(self, project_root: Path) -> None:
        self._root = project_root

    def __reduce__(self) -> tuple[type[Theme], tuple[Path]]:
        return (Theme, (self._root,))

    def __eq__(self, other: object) -> bool:
        """Equal where every template is: what is compiled from one serves the other."""
        return isinstance(other, Theme) and self._templates == other._templates

    def __hash__(self) -> int:
        return hash(self._templates)

    @cached_property
    def _templates(self) -> frozenset[tuple[str, str]]:
        return frozenset((path, digest) for path, digest in self.digests.items() if path.startswith("templates/"))

    def __call__(self, path: str) -> bytes:
        """The bytes of a file of the theme; raises KeyError where there is none."""
        with open(self.files[path], "rb") as file:
            return file.read()

    @cached_property
    def layers(self) -> Mapping[str, tuple[str, ...]]:
        """Path in the theme to its paths on disk, sorted; the one that counts last."""
        found: dict[str, tuple[str, ...]] = {}
        for base in dict.fromkeys((shipped(), self._root)):
            for part in PARTS:
                for name in _walk(os.path.join(base, part)):
                    path = f"{part}/{name}"
                    found[path] = (*found.get(path, ()), os.path.join(base, part, *name.split("/")))
        return dict(sorted(found.items()))

    @cached_property
    def files(self) -> Mapping[str, str]:
        """Path in the theme to path on disk, sorted."""
        return {path: places[-1] for path, places in self.layers.items()}

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that there is a catalogue for, sorted."""
        found = (re.fullmatch(r"locales/([^/]+)/LC_MESSAGES/cagsite\.po", path) for path in self.layers)
        return tuple(match[1] for match in found if match)

    def catalogues(self, locale: str) -> list[tuple[str, bytes]]:
        """Path and bytes of each catalogue of a language, the project's last."""
        found = []
        for place in self.layers.get(f"locales/{locale}/LC_MESSAGES/cagsite.po", ()):
            with open(place, "rb") as file:
                found.append((place, file.read()))
        return found

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """Digest per file; a template's covers all that it extends, includes and imports."""
        own = {path: digest_bytes(self(path)) for path in self.files}
        return own | {path: self._with_included(path, own) for path in own if path.startswith("templates/")}

    def _with_included(self, path: str, own: Mapping[str, str]) -> str:
        seen: set[str] = set()
        queue = [path]
        while queue:
            current = queue.pop()
            if current in seen:
                continue
            seen.add(current)
            if current in own:
                text = self(current).decode("utf-8", "replace")
                queue += [f"templates/{match['name']}" for match in _REFERENCE.finditer(text)]
        return digest_bytes(repr(sorted((name, own.get(name)) for name in seen)).encode())


def _walk(folder: str, prefix: str = "") -> Iterator[str]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if _HIDDEN.search(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, f"{prefix}{entry.name}/")
        elif entry.is_file(follow_symlinks=False):
            yield f"{prefix}{entry.name}"
