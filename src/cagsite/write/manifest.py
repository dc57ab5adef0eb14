"""What a tree holds: every file with its digest, and how each looked when it was written.

A manifest belongs to one tree, which it names by inode and birth of the tree's root folder: both stay when the tree
is exchanged, so that at no moment can a manifest be taken for that of the other tree.
"""

import json
import os
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from operator import attrgetter
from unicodedata import is_normalized

from cagsite.digests import digest_bytes
from cagsite.faults import outside
from cagsite.write.system import CAN_FLUSH, birth, write_all

FORMAT = 1
_SIGNATURE = b"cagsite manifest "

FileLook = tuple[int, int, int, int]
"""Mode, size, modification time in nanoseconds, inode."""
FolderLook = tuple[int, int, int]
"""Mode, modification time in nanoseconds, inode."""

_FILE_COLUMNS = "HQqQ"  # as the module array names number types
_FOLDER_COLUMNS = "HqQ"

look_of_file = attrgetter("st_mode", "st_size", "st_mtime_ns", "st_ino")
look_of_folder = attrgetter("st_mode", "st_mtime_ns", "st_ino")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFile:
    """One file of the site."""

    path: str
    """Below the output folder, with slashes, in NFC."""
    digest: str
    """blake2b-160 of its bytes, 40 hexadecimal digits."""
    size: int


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What a site shall hold, as columns: ten thousand records would cost more than the stat calls."""

    paths: tuple[str, ...]
    """Sorted."""
    digests: tuple[str, ...]
    sizes: tuple[int, ...]

    @classmethod
    def of(cls, files: Iterable[PublishedFile]) -> "Listing":
        """The files in order of their paths; a path that two share, or that leads elsewhere, is a fault of ours."""
        rows = sorted((file.path, file.digest, file.size) for file in files)
        paths, digests, sizes = zip(*rows) if rows else ((), (), ())
        listing = cls(paths=paths, digests=digests, sizes=sizes)
        if not _are_safe(paths):
            raise ValueError(f"not a path inside a site: {next(path for path in paths if not _are_safe((path,)))!r}")
        if len(listing.digest_of) != len(paths) or not listing.digest_of.keys().isdisjoint(listing.folders):
            raise ValueError("two files of the site need the same place")
        return listing

    @cached_property
    def digest_of(self) -> Mapping[str, str]:
        """Digest by path."""
        return dict(zip(self.paths, self.digests))

    @cached_property
    def size_of(self) -> Mapping[str, int]:
        """Size by path."""
        return dict(zip(self.paths, self.sizes))

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """Every folder, sorted, so that each follows the one that holds it; the first is the root, ''."""
        return folders_of(self.paths)


@lru_cache(maxsize=3)  # two trees and the site to be: mostly the same paths
def folders_of(paths: tuple[str, ...]) -> tuple[str, ...]:
    """The folders that these paths need, as `Listing.folders`."""
    folders = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return tuple(sorted(folders))


def _are_safe(paths: Sequence[str]) -> bool:
    """All at once, because one look at a long text costs less than ten thousand looks at short ones."""
    text = "/" + "/\0/".join(paths) + "/" if paths else ""
    return (
        not any(part in text for part in ("//", "/./", "/../"))
        and text.count("\0") == max(len(paths) - 1, 0)
        and (os.sep == "/" or os.sep not in text)
        and is_normalized("NFC", text)
    )


@dataclass(frozen=True, kw_only=True)
class Manifest(Listing):
    """A listing, and how one tree that holds it looked on disk."""

    tree: str
    """Which tree this describes."""
    privacy: str
    """Digest of what may not be shown, as it was when the tree was written."""
    about: Mapping[str, str]
    looks: tuple[FileLook, ...] = field(repr=False)
    """One per path."""
    folder_looks: tuple[FolderLook, ...] = field(repr=False)
    """One per folder."""

    @cached_property
    def files(self) -> tuple[PublishedFile, ...]:
        """The files as records."""
        columns = zip(self.paths, self.digests, self.sizes)
        return tuple(PublishedFile(path=path, digest=digest, size=size) for path, digest, size in columns)

    @cached_property
    def look_of(self) -> Mapping[str, FileLook]:
        """How each file looked, by path."""
        return dict(zip(self.paths, self.looks))

    @cached_property
    def folder_look_of(self) -> Mapping[str, FolderLook]:
        """How each folder looked, by path."""
        return dict(zip(self.folders, self.folder_looks))

    def holds(self, listing: Listing) -> bool:
        """Whether this is the same site, byte for byte."""
        return self.paths == listing.paths and self.digests == listing.digests

    def marked(self, *, privacy: str, about: Mapping[str, str]) -> "Manifest":
        """The same tree with other remarks."""
        return replace(self, privacy=privacy, about=dict(about))


def identify(place: str) -> str:
    """The name that a tree keeps when it is moved or exchanged, and that no other tree gets."""
    return f"{os.lstat(place).st_ino:x}-{birth(place):x}"


def load(place: str) -> Manifest | None:
    """The manifest in a file; None where there is none, or a damaged one, or one of another format."""
    with outside(place):
        try:
            with open(place, "rb") as file:
                head, _, body = file.read().partition(b"\n")
        except FileNotFoundError:
            return None
    if head != _head(body):
        return None
    line, _, body = body.partition(b"\n")
    remarks = json.loads(line)
    files, folders, text = remarks["files"], remarks["folders"], remarks["text"]
    digests = body[text : text + 20 * files].hex()
    looks, end = _read_columns(body, text + 20 * files, _FILE_COLUMNS, files)
    folder_looks, _ = _read_columns(body, end, _FOLDER_COLUMNS, folders)
    return Manifest(
        tree=remarks["tree"],
        privacy=remarks["privacy"],
        about=remarks["about"],
        paths=tuple(body[:text].decode().split("\0")) if files else (),
        digests=tuple(digests[start : start + 40] for start in range(0, 40 * files, 40)),
        sizes=tuple(looks[1]),
        looks=tuple(zip(*looks)),
        folder_looks=tuple(zip(*folder_looks)),
    )


def dump(manifest: Manifest) -> bytes:
    """A manifest as bytes that know when they are damaged: columns, for these load twice as fast as JSON."""
    paths = "\0".join(manifest.paths).encode()
    remarks = {
        "tree": manifest.tree,
        "privacy": manifest.privacy,
        "about": dict(sorted(manifest.about.items())),
        "files": len(manifest.paths),
        "folders": len(manifest.folder_looks),
        "text": len(paths),
    }
    columns = (
        *zip(_FILE_COLUMNS, zip(*manifest.looks)),
        *zip(_FOLDER_COLUMNS, zip(*manifest.folder_looks)),
    )
    body = b"".join(
        (
            json.dumps(remarks).encode() + b"\n",
            paths,
            bytes.fromhex("".join(manifest.digests)),
            *(_in_file_order(array(code, column)).tobytes() for code, column in columns),
        )
    )
    return _head(body) + b"\n" + body


def store(place: str, content: bytes, *, is_last: bool = False) -> None:
    """Write a small file; on the disk when it returns if nothing else will see to that."""
    with outside(place, needed=len(content)):
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        try:
            write_all(handle, content)
            if is_last or not CAN_FLUSH:
                os.fsync(handle)
        finally:
            os.close(handle)


def _read_columns(body: bytes, start: int, codes: str, length: int) -> tuple[list[list[int]], int]:
    columns = []
    for code in codes:
        column = array(code)
        end = start + column.itemsize * length
        column.frombytes(body[start:end])
        columns.append(_in_file_order(column).tolist())
        start = end
    return columns, start


def _in_file_order(column: "array[int]") -> "array[int]":
    """Little-endian in the file, whatever the machine."""
    if sys.byteorder == "big":
        column.byteswap()
    return column


def _head(body: bytes) -> bytes:
    return _SIGNATURE + f"{FORMAT} {digest_bytes(body)}".encode()
