"""Notices changes by looking, a little at a time: no system limit, no dependency, and at most a tenth of a core.

Folders that were edited lately are looked at in every glance, the rest in turn; so a change is found within a tenth of
a second in a small project or where somebody is at work, and within about a second anywhere in a very large one.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Sequence
from operator import attrgetter

from cagsite.reading import BACKUP, IGNORED_NAMES, OTHER_FOLDERS, SETTINGS
from cagsite.sources import Project
from cagsite.theme import PARTS, shipped

BUDGET = 0.01
"""Seconds of a core for a glance."""
LONGEST = 0.05
"""Seconds of a glance where the core or the disk is busy with others."""
PIECE = 128
"""Paths between two looks at the clock."""
HOT = 16
"""Folders that are looked at every time."""
TICK = 20_000_000
"""Nanoseconds within which a second change may leave no trace (the clock of most file systems)."""
COARSE_TICK = 2_000_000_000
"""The same for file systems that know whole seconds only."""

Row = tuple[int, ...]
_look = attrgetter("st_mode", "st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")
GONE: Row = ()


def watched(project: Project) -> list[str]:
    """Everything that a build reads: the project, and the theme that comes with cagsite."""
    root = str(project.root)
    own = [os.path.join(root, name) for name in (SETTINGS, "content", *OTHER_FOLDERS)]
    theme = [os.path.join(shipped(), part) for part in PARTS]
    return list(dict.fromkeys([*own, *theme]))


class Watch:
    """Remembers how everything looked, and says when that has changed."""

    def __init__(self, roots: Iterable[str]) -> None:
        self._roots = tuple(roots)
        self._rows: dict[str, Row] = {}
        self._listings: dict[str, tuple[Row, tuple[str, ...]]] = {}
        """Row of a folder, none where another change may hide behind it, and the names in it that count."""
        self._files: dict[str, Row] = {}
        self._hot: dict[str, tuple[str, ...]] = {}
        """Paths of the folders that were edited lately, the latest last."""
        self._order: Sequence[str] = ()
        self._next = 0
        self._newest = 0
        self.look()

    def glance(self) -> bool:
        """True where something is not as it was; looks at as much as the budget allows."""
        if any(self._differs(paths) for paths in self._hot.values()):
            return True
        budget, end = time.thread_time() + BUDGET, time.monotonic() + LONGEST
        left = len(self._order)
        while left > 0:
            piece = self._order[self._next : self._next + PIECE]
            self._next = self._next + len(piece) if self._next + len(piece) < len(self._order) else 0
            left -= len(piece)
            if self._differs(piece):
                return True
            if time.thread_time() >= budget or time.monotonic() >= end:
                break
        return False

    def look(self) -> bool:
        """Looks at everything; True where files that count have come, gone or changed since the last look."""
        before = self._files
        files: dict[str, Row] = {}
        self._rows = {}
        self._newest = 0
        for root in self._roots:
            self._visit(root, files)
        self._listings = {path: known for path, known in self._listings.items() if path in self._rows}
        self._files = files
        self._order = list(self._rows)
        self._next = 0
        self._warm(before)
        return files != before

    def unrest(self) -> float:
        """Seconds until the newest change seen is so old that another one could not hide behind it."""
        return self._until(TICK)

    def doubt(self) -> float:
        """The same for a file system that knows whole seconds only; 0 on any other."""
        return self._until(COARSE_TICK) if self._newest % 1_000_000 == 0 else 0.0

    def _until(self, tick: int) -> float:
        left = (self._newest + tick - time.time_ns()) / 1e9
        return left if 0 < left <= tick / 1e9 else 0.0  # a clock may be wrong by hours

    def _visit(self, path: str, files: dict[str, Row]) -> None:
        row = _row(path)
        self._rows[path] = row
        if not row:
            return
        self._newest = max(self._newest, row[2], row[3])
        if not stat.S_ISDIR(row[0]):
            files[path] = row
            return
        for name in self._names(path, row):
            self._visit(f"{path}{os.sep}{name}", files)

    def _names(self, folder: str, row: Row) -> tuple[str, ...]:
        """What a folder holds, listed only where it has changed: reading the names is half of the work."""
        known = self._listings.get(folder)
        if known is not None and known[0] == row:
            return known[1]
        before = time.time_ns()
        try:
            names = tuple(sorted(name for name in os.listdir(folder) if not _is_ignored(name)))
        except OSError:
            names = ()  # gone again, or not for us to read; a build says so
        tick = COARSE_TICK if row[2] % 1_000_000 == 0 else TICK
        is_old = before - max(row[2], row[3]) > tick
        self._listings[folder] = (row if is_old else GONE, names)
        return names

    def _differs(self, paths: Sequence[str]) -> bool:
        try:
            return list(map(_look, map(os.lstat, paths))) != [self._rows.get(path) for path in paths]
        except OSError:
            return any(_row(path) != self._rows.get(path, GONE) for path in paths)

    def _warm(self, before: dict[str, Row]) -> None:
        """Remember where the changes were."""
        changed = {path for path, row in self._files.items() if before.get(path) != row}
        changed.update(before.keys() - self._files.keys())
        if before:
            for folder in sorted({os.path.dirname(path) for path in changed})[:HOT]:
                self._hot.pop(folder, None)
                self._hot[folder] = ()
        for folder in list(self._hot)[:-HOT]:
            del self._hot[folder]
        for folder in self._hot:
            _, names = self._listings.get(folder, (GONE, ()))
            paths = (folder, *(f"{folder}{os.sep}{name}" for name in names[:PIECE]))
            self._hot[folder] = tuple(path for path in paths if path in self._rows)


def _row(path: str) -> Row:
    try:
        row: Row = _look(os.lstat(path))
    except (OSError, ValueError):
        return GONE
    return row


def _is_ignored(name: str) -> bool:
    """What no build reads, and editors leave behind at each keystroke."""
    return name in IGNORED_NAMES or name == "__pycache__" or BACKUP.search(name) is not None
