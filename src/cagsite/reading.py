"""Every read of the project goes through here: regular files inside the root, no links, no surprises, with a limit."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from cagsite.codes import HINTS, problem
from cagsite.model import Kind
from cagsite.naming import DEVICE_NAMES, ID, ID_LIMIT, plain_id, suggestion
from cagsite.problems import ContentError, Location, Problem
from cagsite.sources import Project

KIND_FOLDERS: Mapping[str, Kind] = {kind.folder: kind for kind in Kind if kind is not Kind.SECTION}
LIST_FILES = ("glossary.yaml", "names.yaml", "places.yaml", "timeline.yaml", "tour.yaml")
MAP_FILE = "map.geojson"
LICENCE_ENDING = ".license"
"""Of a file that says under which licence the one beside it is, as REUSE has it: `map.geojson.license`."""
PICTURE_TYPES = frozenset({".avif", ".gif", ".heic", ".heif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
RECORDING_TYPES = frozenset({".m4a", ".mp3", ".mp4", ".ogg", ".opus", ".webm"})
CAPTION_TYPES = frozenset({".vtt"})
PANEL_TYPES = PICTURE_TYPES | RECORDING_TYPES | CAPTION_TYPES
"""Of files that lie beside panel.yaml and that it names."""
TEXT_TYPES = frozenset({".md", ".yaml", ".yml"})
OTHER_FOLDERS = ("locales", "static", "templates")
SETTINGS = "exhibition.yaml"

IGNORED_NAMES = frozenset(
    {".git", ".gitattributes", ".gitignore", ".gitkeep", ".DS_Store", ".directory", "Thumbs.db", "desktop.ini"}
)
BACKUP = re.compile(r"~$|^~\$|^\.?#|^\._|\.sw[a-p]$|\.(?:bak|orig|rej|tmp)$|^4913$")
SECTION_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
PANEL_FILE = re.compile(r"panel\.yaml|panel\.[A-Za-z0-9-]+\.(?:md|seen\.yaml)")
HIDDEN_CHARACTER = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ue000-\uf8ff]")


class Row(NamedTuple):
    """One file as the file system describes it; equal rows mean an untouched file."""

    path: str
    """Relative to the project, forward slashes, NFC."""
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What lies in the project, without having opened a single file."""

    units: Mapping[str, tuple[Row, ...]]
    """Files by unit: a panel's folder, a list file, or `exhibition.yaml`; sorted."""
    others: Mapping[str, tuple[Row, ...]]
    """Files under `locales`, `static` and `templates`, by that folder."""
    problems: tuple[Problem, ...]
    time_ns: int
    """When it began: a file that is not older may change again without its row showing it."""


def is_settled(rows: Iterable[Row], scanned_ns: int) -> bool:
    """True where every row was already older than the scan by more than the tick of its file system's clock."""
    for row in rows:
        newest = max(row.mtime_ns, row.ctime_ns)
        tick = 2_000_000_000 if row.mtime_ns % 1_000_000 == 0 else 20_000_000
        if newest >= scanned_ns - tick:
            return False
    return True


def scan(project: Project) -> Scan:
    """Walks the project once."""
    walk = _Walk(project.root)
    walk.settings()
    walk.content()
    for folder in OTHER_FOLDERS:
        walk.others[folder] = tuple(walk.tree(folder)) if walk.is_folder(folder) else ()
    return Scan(
        units=dict(sorted(walk.units.items())),
        others=walk.others,
        problems=tuple(walk.problems),
        time_ns=walk.started,
    )


class _Name(NamedTuple):
    """The name of a file or a folder; most folders hold the same few names, so each is looked at once."""

    text: str
    """NFC."""
    key: str
    """Equal for names that are the same on some computers."""
    ending: str
    """In lower case, with its dot."""
    is_ignored: bool
    is_utf8: bool
    has_hidden: bool
    belongs_to_panel: bool

    @classmethod
    def of(cls, raw: bytes) -> _Name:
        try:
            text, is_utf8 = unicodedata.normalize("NFC", raw.decode()), True
        except UnicodeDecodeError:
            text, is_utf8 = raw.decode("utf-8", "backslashreplace"), False
        ending = os.path.splitext(text)[1].lower()
        return cls(
            text=text,
            key=text.casefold(),
            ending=ending,
            is_ignored=text in IGNORED_NAMES or BACKUP.search(text) is not None,
            is_utf8=is_utf8,
            has_hidden=HIDDEN_CHARACTER.search(text) is not None,
            belongs_to_panel=PANEL_FILE.fullmatch(text) is not None or ending in PANEL_TYPES,
        )


_entry_name = attrgetter("name")


class _Walk:
    """The state of one scan."""

    def __init__(self, root: Path) -> None:
        self.root = os.fsencode(root)
        self.units: dict[str, tuple[Row, ...]] = {}
        self.others: dict[str, tuple[Row, ...]] = {}
        self.problems: list[Problem] = []
        self.started = time.time_ns()
        self.folder_of: dict[str, str] = {}
        self.names: dict[bytes, _Name] = {}

    def report(self, code: str, path: str, hint: str | None = None, /, **parameters: object) -> None:
        """Adds a problem about a path as a whole."""
        self.problems.append(problem(code, Location(path), hint, "", **parameters))

    def entries(self, folder: str) -> list[tuple[_Name, os.DirEntry[bytes]]]:
        """What a folder holds, without what is ignored; sorted."""
        found: dict[str, tuple[_Name, os.DirEntry[bytes]]] = {}
        with os.scandir(os.path.join(self.root, folder.encode())) as listing:
            entries = sorted(listing, key=_entry_name)
        for entry in entries:
            name = self.names.get(entry.name)
            if name is None:
                name = self.names[entry.name] = _Name.of(entry.name)
            if name.is_ignored:
                continue
            if not name.is_utf8:
                self.report("bad-name", f"{folder}/{name.text}", HINTS["name-encoding"], name=name.text)
            elif name.has_hidden:
                self.report("bad-name", f"{folder}/{name.text}", name=name.text)
            elif name.key in found:
                self.report("name-collision", f"{folder}/{name.text}", name=name.text, other=found[name.key][0].text)
            else:
                found[name.key] = (name, entry)
        return list(found.values())

    def row(self, path: str, entry: os.DirEntry[bytes]) -> Row | None:
        """The row of a regular file; anything else is reported."""
        status = entry.stat(follow_symlinks=False)
        if stat.S_ISREG(status.st_mode):
            return Row(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        self.report("symbolic-link" if stat.S_ISLNK(status.st_mode) else "not-a-file", path)
        return None

    def is_folder(self, folder: str) -> bool:
        """True for a real folder; something else of that name is reported."""
        try:
            mode = os.lstat(os.path.join(self.root, folder.encode())).st_mode
        except FileNotFoundError:
            return False
        if stat.S_ISDIR(mode):
            return True
        self.report("symbolic-link" if stat.S_ISLNK(mode) else "not-a-folder", folder)
        return False

    def tree(self, folder: str) -> Iterator[Row]:
        """Every file below a folder."""
        for name, entry in self.entries(folder):
            path = f"{folder}/{name.text}"
            if entry.is_dir(follow_symlinks=False):
                yield from self.tree(path)
            elif row := self.row(path, entry):
                yield row

    def settings(self) -> None:
        """The file that makes a folder a project."""
        try:
            status = os.lstat(os.path.join(self.root, SETTINGS.encode()))
        except FileNotFoundError:
            self.report("missing-settings", SETTINGS)
            return
        if stat.S_ISREG(status.st_mode):
            row = Row(SETTINGS, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
            self.units[SETTINGS] = (row,)
        else:
            self.report("symbolic-link" if stat.S_ISLNK(status.st_mode) else "not-a-file", SETTINGS)

    def content(self) -> None:
        """The folders of kinds and the lists."""
        if not self.is_folder("content"):
            return
        for known, entry in self.entries("content"):
            name = known.text
            path = f"content/{name}"
            if entry.is_dir(follow_symlinks=False):
                if name in KIND_FOLDERS:
                    self.kind(path, KIND_FOLDERS[name])
                else:
                    self.unknown("unknown-folder", path, name, KIND_FOLDERS)
            elif name in (*LIST_FILES, MAP_FILE):
                if row := self.row(path, entry):
                    self.units[path] = (row,)
            elif name not in ("README.md", MAP_FILE + LICENCE_ENDING) and self.row(path, entry):
                if known.ending in TEXT_TYPES or known.ending == ".geojson":
                    self.unknown("unknown-list", path, name, (*LIST_FILES, MAP_FILE))
                else:
                    self.report("unexpected-file", path, name=name)

    def unknown(self, code: str, path: str, name: str, known: Iterable[str]) -> None:
        """A name that is not among the known ones, with the nearest of them."""
        near = suggestion(name, known)
        hint = HINTS["did-you-mean"] if near else None
        self.report(code, path, hint, name=name, suggestion=near, known=", ".join(sorted(known)))

    def kind(self, folder: str, kind: Kind) -> None:
        """The panels of one kind: a folder each."""
        for known, entry in self.entries(folder):
            name = known.text
            path = f"{folder}/{name}"
            if not entry.is_dir(follow_symlinks=False):
                if name != "README.md" and self.row(path, entry):
                    self.report("misplaced-file", path, name=name, folder=folder)
                continue
            if kind is Kind.SECTION:
                if not SECTION_NUMBER.fullmatch(name):
                    self.report("bad-section-number", path, name=name)
                    continue
            elif not self.claims_id(name, path):
                continue
            self.panel(path, kind)

    def claims_id(self, name: str, path: str) -> bool:
        """True where a folder name is an id, and no other panel has it."""
        if not ID.fullmatch(name) or len(name) > ID_LIMIT:
            plain = plain_id(name)
            hint = HINTS["name-it"] if plain else None
            self.report("bad-id", path, hint, value=name, suggestion=plain)
            return False
        if name in DEVICE_NAMES:
            self.report("reserved-name", path, name=name)
            return False
        other = self.folder_of.setdefault(name, path)
        if other != path:
            self.report("duplicate-id", path, name=name, other=other)
            return False
        return True

    def panel(self, folder: str, kind: Kind) -> None:
        """One panel: its files are a unit."""
        rows: list[Row] = []
        for name, entry in self.entries(folder):
            path = f"{folder}/{name.text}"
            if entry.is_dir(follow_symlinks=False):
                if name.text == "sections" and kind is Kind.DOCUMENT:
                    self.kind(path, Kind.SECTION)
                elif name.belongs_to_panel or name.ending in TEXT_TYPES:
                    self.report("not-a-file", path)
                else:
                    self.report("unexpected-file", path, name=name.text)
            elif row := self.row(path, entry):
                if name.belongs_to_panel:
                    rows.append(row)
                elif name.text != "README.md":
                    self.stray(path, name)
        if rows:
            self.units[folder] = tuple(rows)

    def stray(self, path: str, name: _Name) -> None:
        """A file that does not belong in a panel's folder; a text among them was surely meant for something."""
        if name.ending not in TEXT_TYPES:
            self.report("unexpected-file", path, name=name.text)
            return
        near = suggestion(name.text.lower(), ["panel.yaml"])
        self.report(
            "unknown-panel-file", path, HINTS["did-you-mean"] if near else None, name=name.text, suggestion=near
        )


def read_file(project_root: Path, relative_path: str, limit: int) -> bytes:
    """The bytes of one regular file inside the project; anything else is a ContentError with one problem."""
    location = Location(relative_path)
    parts = relative_path.split("/")
    odd = any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts)
    if odd or os.path.isabs(relative_path) or os.path.splitdrive(relative_path)[0]:
        raise ContentError([problem("outside-project", location)])
    for _ in range(2):
        try:
            data = _read_once(project_root, parts, location, limit)
        except FileNotFoundError:
            continue
        except PermissionError as error:
            raise ContentError([problem("unreadable-file", location)]) from error
        except OSError as error:
            code = _code_of(error.errno, project_root, parts)
            if code:
                raise ContentError([problem(code, location)]) from error
            raise OSError(error.errno, error.strerror, relative_path) from error
        if data is not None:
            return data
    code = "changed-while-reading" if _is_there(project_root, relative_path) else "missing-file"
    raise ContentError([problem(code, location)])


def _code_of(number: int | None, root: Path, parts: list[str]) -> str:
    """The problem that an error of the system stands for; empty where it is no fault of the content."""
    if number in (errno.ELOOP, errno.ENOTDIR):
        paths = [os.path.join(root, *parts[: count + 1]) for count in range(len(parts))]
        return "symbolic-link" if any(map(os.path.islink, paths)) else "missing-file"
    return {errno.ENXIO: "not-a-file", errno.EISDIR: "not-a-file", errno.ENAMETOOLONG: "missing-file"}.get(
        number or 0, ""
    )


def _is_there(root: Path, relative_path: str) -> bool:
    return os.path.lexists(os.path.join(os.fsencode(root), relative_path.encode()))


def _read_once(root: Path, parts: list[str], location: Location, limit: int) -> bytes | None:
    """None where the file changed while it was read."""
    descriptor = _open(root, parts)
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise ContentError([problem("not-a-file", location)])
        if before.st_size > limit:
            raise ContentError([problem("too-large", location, size=_size(before.st_size), limit=_size(limit))])
        data = _read_exactly(descriptor, before.st_size)
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    same = (before.st_size, before.st_mtime_ns, before.st_ctime_ns) == (
        after.st_size,
        after.st_mtime_ns,
        after.st_ctime_ns,
    )
    return data if same and len(data) == before.st_size else None


def _read_exactly(descriptor: int, size: int) -> bytes:
    """As many bytes as the file had when it was opened, fewer where it has shrunk."""
    data = os.read(descriptor, size)
    if len(data) == size:
        return data
    chunks = [data]
    while chunk := os.read(descriptor, size - sum(map(len, chunks))):
        chunks.append(chunk)
    return b"".join(chunks)


_FILE = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_FILE |= getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOCTTY", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


def _open(root: Path, parts: list[str]) -> int:
    """A descriptor of the file, reached folder by folder so that no link is ever followed."""
    if os.open not in os.supports_dir_fd:
        return _open_by_path(root, parts)
    folder = os.open(root, _FOLDER & ~getattr(os, "O_NOFOLLOW", 0))
    try:
        for part in parts[:-1]:
            inner = _open_part(part, _FOLDER, folder)
            os.close(folder)
            folder = inner
        return _open_part(parts[-1], _FILE, folder)
    finally:
        os.close(folder)


def _open_part(part: str, flags: int, folder: int) -> int:
    try:
        return os.open(part.encode(), flags, dir_fd=folder)
    except FileNotFoundError:
        if part.isascii():
            raise
        for name in os.listdir(folder):
            raw = os.fsencode(name)
            if unicodedata.normalize("NFC", raw.decode("utf-8", "replace")) == part:
                return os.open(raw, flags, dir_fd=folder)
        raise


def _open_by_path(root: Path, parts: list[str]) -> int:
    """For systems that cannot open relative to a folder: every part is looked at first."""
    path = str(root)
    for part in parts:
        path = os.path.join(path, part)
        if stat.S_ISLNK(os.lstat(path).st_mode):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
    return os.open(path, _FILE)


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(count // 1000, 1)} kB"
