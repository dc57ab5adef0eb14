"""What makes one tree another, and the making of it: only files that differ are written."""

import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cagsite.faults import OutsideError, from_os_error, readable_size
from cagsite.write import tree
from cagsite.write.manifest import FileLook, FolderLook, Listing, Manifest, look_of_file, look_of_folder
from cagsite.write.system import CAN_FLUSH, write_all

FILE_MODE = 0o644
FOLDER_MODE = 0o755
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_OLD = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_CAN_DATE = os.utime in os.supports_fd

Fetch = Callable[[str], bytes]
"""The bytes of a digest, which the cache has verified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All that makes one tree another."""

    write: tuple[str, ...]
    overwrite: frozenset[str]
    """Those of `write` that are there as they were written, with other bytes."""
    clear: tuple[str, ...]
    """Files that are asked for no more, damaged ones, and what others left."""
    make: tuple[str, ...]
    """Folders, each after the one that holds it."""
    drop: tuple[str, ...]
    """Folders, each before the one that holds it."""
    amount: int
    """Bytes to write."""

    def __bool__(self) -> bool:
        return bool(self.write or self.clear or self.make or self.drop)


def compare(root: str, listing: Listing, held: Manifest, *, thorough: bool = False) -> Changes | None:
    """What must change in a tree of this manifest; None where the tree is not fit to be changed."""
    surroundings = tree.look_at_folders(root, held, thorough=thorough)
    if not surroundings.is_sound:
        return None
    damaged = {path for path, is_kept in zip(held.paths, tree.look_at_files(root, held)) if not is_kept}
    asked, there = listing.digest_of, held.digest_of
    write = {path for path, _ in asked.items() - there.items()} | damaged.intersection(asked)
    gone = (there.keys() - asked.keys()) | damaged
    sizes = listing.size_of
    return Changes(
        write=tuple(sorted(write)),
        overwrite=frozenset(write.intersection(there) - damaged),
        clear=(*sorted(gone), *surroundings.unknown),
        make=tuple(sorted(set(listing.folders).difference(held.folders))),
        drop=tuple(sorted(set(held.folders).difference(listing.folders), reverse=True)),
        amount=sum(sizes[path] for path in write),
    )


def check_room(root: str, changes: Changes, listing: Listing, held: Manifest) -> None:
    """Say beforehand that a disk is too full, as far as it can be known: others write too."""
    if not hasattr(os, "statvfs"):
        return
    disk = os.statvfs(root)
    block = disk.f_frsize or 1
    sizes, looks = listing.size_of, held.look_of
    freed = sum(-(-looks[path][1] // block) for path in (*changes.clear, *changes.overwrite) if path in looks)
    blocks = sum(-(-sizes[path] // block) for path in changes.write) - freed
    if blocks > disk.f_bavail:
        raise OutsideError(
            "disk full writing {path}: {needed} needed, {free} free",
            path=root,
            needed=readable_size(blocks * block),
            free=readable_size(disk.f_bavail * block),
            hint="make room and start again; the published site was not changed",
        )
    entries = len(changes.write) - len(changes.overwrite) + len(changes.make) - len(changes.clear)
    if disk.f_files and entries > disk.f_favail:
        raise OutsideError(
            "no room for {count} more files at {path}",
            count=entries,
            path=root,
            hint="remove files that nobody needs and start again; the published site was not changed",
        )


def apply(root: str, changes: Changes, listing: Listing, fetch: Fetch, dates: Mapping[str, int]) -> None:
    """Change the tree; whoever calls this has made sure that nobody trusts it meanwhile."""
    digests, sizes = listing.digest_of, listing.size_of
    path = root
    try:
        for path in changes.clear:
            tree.remove(f"{root}/{path}")
        for path in changes.drop:
            os.rmdir(f"{root}/{path}")
        for path in changes.make:
            _make_folder(f"{root}/{path}")
        for path in changes.write:
            content = fetch(digests[path])
            if len(content) != sizes[path]:
                raise OutsideError(
                    "{path} should have {size} bytes, but the cache gave {found}",
                    path=path,
                    size=sizes[path],
                    found=len(content),
                    hint="start again with --clean",
                )
            _put(f"{root}/{path}", content, path in changes.overwrite, dates.get(path))
    except OSError as error:
        raise from_os_error(error, f"{root}/{path}" if path != root else root, needed=changes.amount) from error


def _make_folder(place: str) -> None:
    os.mkdir(place, FOLDER_MODE)
    if not os.access(place, os.W_OK | os.X_OK):  # a umask can take it from its own maker
        os.chmod(place, FOLDER_MODE)


def _put(place: str, content: bytes, is_there: bool, date: int | None) -> None:
    """Overwriting in place is many times faster than replacing: ext4 is slow to hand out inodes just given back."""
    excess = 0
    if is_there:
        handle = os.open(place, _OLD)
        found = os.fstat(handle)
        excess = found.st_size - len(content)
        if found.st_nlink != 1:  # somebody keeps a copy by hard link, which must not change
            os.close(handle)
            os.unlink(place)
            handle = os.open(place, _NEW, FILE_MODE)
    else:
        handle = os.open(place, _NEW, FILE_MODE)
    try:
        write_all(handle, content)
        if excess > 0:
            os.ftruncate(handle, len(content))
        if date is not None and _CAN_DATE:
            os.utime(handle, ns=(date, date))
        if not CAN_FLUSH:
            os.fsync(handle)
    finally:
        os.close(handle)


def take_stock(
    root: str, changes: Changes, listing: Listing, held: Manifest
) -> tuple[tuple[FileLook, ...], tuple[FolderLook, ...]]:
    """How files and folders look now; what was written is looked at on disk, and must be there in full."""
    touched = {path.rpartition("/")[0] for path in (*changes.write, *changes.clear, *changes.make, *changes.drop)}
    touched |= {path for path, look in held.folder_look_of.items() if stat.S_IMODE(look[0]) != FOLDER_MODE}
    touched = touched.union(changes.make, {""}).intersection(listing.folders)
    folder_looks = dict(held.folder_look_of)
    for folder in sorted(touched):
        place = f"{root}/{folder}" if folder else root
        found = os.lstat(place)
        if stat.S_IMODE(found.st_mode) != FOLDER_MODE:  # the umask, or an inherited bit
            os.chmod(place, FOLDER_MODE)
            found = os.lstat(place)
        folder_looks[folder] = look_of_folder(found)
    looks = dict(held.look_of)
    sizes = listing.size_of
    for path in changes.write:
        place = f"{root}/{path}"
        found = os.lstat(place)
        if stat.S_IMODE(found.st_mode) != FILE_MODE:
            os.chmod(place, FILE_MODE)
            found = os.lstat(place)
        if found.st_size != sizes[path]:
            raise OutsideError(
                "{path} was written with {found} bytes instead of {size}",
                path=place,
                found=found.st_size,
                size=sizes[path],
                hint="see that the disk is sound, and start again; the published site was not changed",
            )
        looks[path] = look_of_file(found)
    return tuple(map(looks.__getitem__, listing.paths)), tuple(map(folder_looks.__getitem__, listing.folders))
