"""What a build leaves for the next one: what was read, what was made from what, and whether there is anything to do."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cagsite import cache
from cagsite.locking import lock
from cagsite.sources import Project
from cagsite.write import lock_path, purge_standby

if TYPE_CHECKING:
    from cagsite.catalogues import Known
    from cagsite.load import Remembered
    from cagsite.make import Memory
    from cagsite.model import Exhibition
    from cagsite.publishable import Publishable

PACKAGES = ("babel", "jinja2", "markupsafe", "pillow", "pyromark", "pyyaml", "snowballstemmer")
"""Whose version can change what is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything remembered of one profile (the published site, or the preview)."""

    stamp: str
    units: Mapping[str, Remembered] = field(default_factory=dict)
    catalogues: Mapping[str, Known] = field(default_factory=dict)
    """By language."""
    memory: Memory | None = None
    shown: Exhibition | None = None
    """What might be shown; what is the same in `units` costs nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """That nothing was to be done: for which inputs, and what the build had to say."""

    stamp: str
    inputs: str
    """Digest of every row of content and theme, and of the options."""
    scanned_ns: int
    privacy: str
    secrets: str
    """Changes with what not even a preview may show."""
    counts: Mapping[str, int]
    """Warnings, notices, pages, pictures and so on, for the report."""


def stamp() -> str:
    """Changes with cagsite's own code, Python and the packages that make things."""
    from importlib.metadata import PackageNotFoundError, version

    digest = hashlib.blake2b(digest_size=16)
    digest.update(repr((sys.version_info[:3], sys.implementation.name)).encode())
    for package in PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            digest.update(f"{package} {version(package)}\n".encode())
    root = Path(__file__).resolve().parent
    for path in sorted(root.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def recall(folder: Path, current: str) -> State:
    """The state saved there, or an empty one where it is of another version or damaged."""
    state = cache.load(folder / "state")
    if isinstance(state, State) and state.stamp == current:
        return state
    return State(stamp=current)


def keep_good(folder: Path) -> None:
    """Remembers the state as that of what is published: a second name of the same file."""
    state, good, passing = folder / "state", folder / "good", folder / ".good"
    with contextlib.suppress(FileNotFoundError):
        passing.unlink()
    try:
        os.link(state, passing)
    except OSError:  # a disk without hard links
        shutil.copyfile(state, passing)
    os.replace(passing, good)
    with contextlib.suppress(FileNotFoundError):
        passing.unlink()  # still there where both were one file already


def recall_good(folder: Path, current: str) -> State | None:
    """The state from which what is published was made; None where nobody knows it any more."""
    state = cache.load(folder / "good")
    return state if isinstance(state, State) and state.stamp == current else None


def standing(folder: Path) -> Standing | None:
    """What was found when nothing was left to do, or None."""
    found = cache.load(folder / "standing")
    return found if isinstance(found, Standing) else None


@contextmanager
def unsettled(folder: Path, store: cache.Store) -> Iterator[Settle]:
    """While the cache is being changed; a build that does not come to its end leaves the next one more to tidy."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / "unsettled"
    settle = Settle(folder, store, everything=mark.exists())
    if mark.exists():
        _sweep(folder)
    mark.touch()
    yield settle
    if settle.is_done:
        mark.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Removes halves of files that a killed build was writing: they may hold anything."""
    for path in folder.glob(".*"):
        if path.is_file():
            path.unlink(missing_ok=True)


class Settle:
    """Saves a state and removes from the store what it does not use."""

    def __init__(self, folder: Path, store: cache.Store, *, everything: bool) -> None:
        self._folder = folder
        self._store = store
        self._everything = everything
        self.is_done = False

    def __call__(self, state: State, before: Iterable[str], now: Iterable[str]) -> None:
        wanted = set(now)
        known = set(before)
        if self._everything or not known:  # without a readable state nobody knows what else lies there
            self._store.keep_only(wanted)
        else:
            self._store.forget(known - wanted)
        cache.save(self._folder / "state", state)
        self.is_done = True


def keep_standing(folder: Path, standing: Standing) -> None:
    """Saves that nothing is left to do."""
    cache.save(folder / "standing", standing)


def rememberable(
    units: Mapping[str, Remembered], exhibition: Exhibition, view: Publishable
) -> Mapping[str, Remembered]:
    """The units of which nothing is hidden: a cache must not know what may not be shown."""
    from cagsite.publishable import may_be_remembered

    secret = {
        panel.folder
        for panel in exhibition.panels.values()
        if not may_be_remembered(view.exhibition.panels.get(panel.id), panel, view)
    }
    lists = {
        "exhibition.yaml": view.exhibition.settings == exhibition.settings,
        "content/glossary.yaml": view.complete_terms,
        "content/timeline.yaml": view.complete_events,
        "content/places.yaml": view.complete_places,
        "content/names.yaml": view.complete_names,
        "content/map.geojson": view.complete_lands,
    }
    return {key: unit for key, unit in units.items() if key not in secret and lists.get(key, True)}


def forget_preview(preview: Project, secrets: str) -> None:
    """Removes a preview, cache and pages, that may know what must not be known any more."""
    if not preview.cache.is_dir():
        return
    with lock(lock_path(preview.output)):
        known = standing(preview.cache)
        if known is None or known.secrets != secrets:
            forget(preview.cache)
            purge_standby(preview.output)
            for folder in (preview.output, lock_path(preview.output).parent):
                shutil.rmtree(folder, ignore_errors=True)


def forget(folder: Path) -> None:
    """Removes a profile's whole cache, its lock apart."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != "lock":
            path.unlink(missing_ok=True)


def digest_rows(rows: Iterable[object]) -> str:
    """One digest for many rows; it holds no path, so a cache may keep it of what must not be told."""
    digest = hashlib.blake2b(digest_size=20)
    for row in rows:
        digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def theme_rows(files: Mapping[str, tuple[str, ...]]) -> list[tuple[str, int, int, int]]:
    """Name, size, time and inode of every file of the theme."""
    rows = []
    for name, paths in files.items():
        for path in paths:
            known = os.stat(path)
            rows.append((name, known.st_size, known.st_mtime_ns, known.st_ino))
    return rows
