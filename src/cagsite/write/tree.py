"""Looks at a tree on disk: is it as its manifest says, and what lies in it that cagsite did not write?"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from cagsite.write.manifest import Manifest, folders_of, identify, look_of_file, look_of_folder

LITTER = frozenset({".DS_Store", "Thumbs.db"})
"""What file managers leave in every folder that they show; nobody's, so it may go."""

_Look = TypeVar("_Look")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the folders of a tree tell."""

    is_sound: bool
    """Every folder is there, with the permissions that it had."""
    foreign: tuple[str, ...]
    """Files, links and other things that cagsite did not write, sorted; what nobody would miss is not counted."""
    unknown: tuple[str, ...]
    """All that is not in the manifest; of a folder, only the folder."""


def look_at_folders(root: str, manifest: Manifest, *, thorough: bool = False) -> Surroundings:
    """A folder's modification time changes when a name in it comes or goes: only such folders need be listed."""
    found = looks(root, manifest.folders, look_of_folder)
    is_sound = True
    foreign: list[str] = []
    unknown: list[str] = []
    barred: tuple[str, ...] = ()
    for folder, now, then in zip(manifest.folders, found, manifest.folder_looks):
        if now == then and folder and not thorough:  # the root is listed always: an exchange may touch it
            continue
        if now is None or now[0] != then[0]:
            is_sound = False
        if now is None or folder.startswith(barred):
            continue
        if not stat.S_ISDIR(now[0]):  # a link or a file now: what lies behind it is not ours to look at
            barred = (*barred, folder + "/")
            continue
        for path, entry in entries(root, folder):
            if entry.is_dir(follow_symlinks=False):
                if path not in manifest.folder_look_of:
                    unknown.append(path)
                    foreign += [name for name, held in walk(root, path) if not is_tolerable(held)]
            elif path not in manifest.look_of or not entry.is_file(follow_symlinks=False):
                unknown.append(path)
                foreign += [] if is_tolerable(entry) else [path]
    return Surroundings(is_sound=is_sound, foreign=tuple(sorted(foreign)), unknown=tuple(unknown))


def is_tolerable(entry: "os.DirEntry[str]") -> bool:
    return entry.is_dir(follow_symlinks=False) or (entry.name in LITTER and entry.is_file(follow_symlinks=False))


def look_at_files(root: str, manifest: Manifest) -> list[bool]:
    """For each file of the manifest, whether it is there as it was written."""
    return [now == then for now, then in zip(looks(root, manifest.paths, look_of_file), manifest.looks)]


def is_intact(root: str, manifest: Manifest) -> bool:
    """Whether the tree is as the manifest says, and holds nothing else; by stat calls alone."""
    surroundings = look_at_folders(root, manifest)
    return surroundings.is_sound and not surroundings.foreign and all(look_at_files(root, manifest))


def looks(root: str, paths: Iterable[str], look: Callable[[os.stat_result], _Look]) -> list[_Look] | list[_Look | None]:
    """How each of these looks now, links not followed; None for what is not there."""
    places = [f"{root}/{path}" if path else root for path in paths]
    try:
        return list(map(look, map(os.lstat, places)))
    except (FileNotFoundError, NotADirectoryError):
        return [_look_if_there(place, look) for place in places]


def _look_if_there(place: str, look: Callable[[os.stat_result], _Look]) -> _Look | None:
    try:
        return look(os.lstat(place))
    except (FileNotFoundError, NotADirectoryError):
        return None


def entries(root: str, folder: str) -> list[tuple[str, "os.DirEntry[str]"]]:
    """Everything directly in a folder, by path, sorted."""
    with os.scandir(f"{root}/{folder}" if folder else root) as found:
        prefix = f"{folder}/" if folder else ""
        return sorted(((prefix + entry.name, entry) for entry in found), key=lambda pair: pair[0])


def walk(root: str, folder: str = "") -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    """Everything below a folder, by path, each folder before what it holds; links are not followed."""
    for path, entry in entries(root, folder):
        yield path, entry
        if entry.is_dir(follow_symlinks=False):
            yield from walk(root, path)


def survey(root: str) -> Manifest:
    """A manifest of whatever is there, for a tree that nobody vouches for: places to write to, of unknown content."""
    paths = tuple(sorted(path for path, entry in walk(root) if entry.is_file(follow_symlinks=False)))
    found = [look_of_file(os.lstat(f"{root}/{path}")) for path in paths]
    return Manifest(
        tree=identify(root),
        privacy="",
        about={},
        paths=paths,
        digests=("",) * len(paths),
        sizes=tuple(look[1] for look in found),
        looks=tuple(found),
        folder_looks=tuple(look_of_folder(os.lstat(f"{root}/{path}")) for path in folders_of(paths)),
    )


def remove(place: str) -> None:
    """Remove a file, a link or a whole folder, following no link; nothing there is fine."""
    try:
        if not stat.S_ISDIR(os.lstat(place).st_mode):
            os.unlink(place)
            return
    except FileNotFoundError:
        return
    folders = [place]
    for folder in folders:
        for path, entry in entries(folder, ""):
            if entry.is_dir(follow_symlinks=False):
                folders.append(f"{folder}/{path}")
            else:
                os.unlink(f"{folder}/{path}")
    for folder in reversed(folders):
        os.rmdir(folder)
