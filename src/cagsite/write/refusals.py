"""What cagsite will not do to a folder: write where it could harm files that are not its own."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from cagsite.digests import digest_bytes
from cagsite.faults import RefusedError, outside, printable
from cagsite.write import manifest, tree
from cagsite.write.exchange import Place
from cagsite.write.manifest import Listing, Manifest, PublishedFile, look_of_file, look_of_folder
from cagsite.write.system import mode_of

NAMED = 5
"""Of many foreign files so many are named."""


def check_output(output: Path, protected: Sequence[Path] = (), sources: Sequence[Path] = ()) -> None:
    """Refuse an output that is, or holds, the home folder or a protected one, or that lies in one of the sources."""
    place = os.path.abspath(output)
    choose = "choose another folder with --output"
    with outside(place):
        mode = mode_of(place)
        if stat.S_ISLNK(mode):
            raise RefusedError("the output {path} is a symbolic link", path=place, hint=choose)
        if mode and not stat.S_ISDIR(mode):
            raise RefusedError("the output {path} is not a folder", path=place, hint=choose)
        for folder in (Path(os.path.expanduser("~")), *protected):
            if any(_is_same(above, place) for above in _upwards(folder)):
                raise RefusedError("the output {path} would replace {folder}", path=place, folder=folder, hint=choose)
        for folder in sources:
            if any(_is_same(above, str(folder)) for above in _upwards(Path(place))):
                raise RefusedError(
                    "the output {path} lies in {folder}, which is read", path=place, folder=folder, hint=choose
                )
        if os.path.ismount(place):
            raise RefusedError(
                "the output {path} is a disk of its own and cannot be exchanged", path=place, hint=choose
            )


def _upwards(folder: Path) -> list[str]:
    real = Path(os.path.realpath(folder))
    return [str(real), *map(str, real.parents)]


def _is_same(one: str, other: str) -> bool:
    """By what the disk says, for names can differ in case or lead through links; by name where nothing is there yet."""
    try:
        return os.path.samefile(one, other)
    except FileNotFoundError:
        return os.path.realpath(one) == os.path.realpath(other)


def refuse_foreign(place: Place, foreign: Sequence[str]) -> None:
    """Refuse to go on where somebody else's files lie in the output; nothing of them is touched."""
    if not foreign:
        return
    names = ", ".join(printable(name) for name in foreign[:NAMED])
    hint = "move them away, or choose another folder with --output; nothing was deleted"
    if len(foreign) > NAMED:
        more = len(foreign) - NAMED
        raise RefusedError(
            "{path} holds files that cagsite did not write: {names} and {count} more",
            path=place.output,
            names=names,
            count=more,
            hint=hint,
        )
    raise RefusedError(
        "{path} holds files that cagsite did not write: {names}", path=place.output, names=names, hint=hint
    )


def adopt(place: Place, listing: Listing) -> Manifest | None:
    """Take a tree that was copied or restored for ours, where every byte in it is known; None where it is empty."""
    known = {*zip(listing.paths, listing.digests)}
    for path in place.find_manifests():
        former = manifest.load(path)
        if former is not None:
            known.update(zip(former.paths, former.digests))
    known_paths = {path for path, _ in known}
    files: list[PublishedFile] = []
    foreign: list[str] = []
    looks = []
    for path, entry in tree.walk(place.output):
        if entry.is_dir(follow_symlinks=False):
            continue
        found = os.lstat(entry.path)
        digest = ""
        if path in known_paths and stat.S_ISREG(found.st_mode):
            with open(entry.path, "rb") as file:
                digest = digest_bytes(file.read())
        if (path, digest) in known:
            files.append(PublishedFile(path=path, digest=digest, size=found.st_size))
            looks.append((path, look_of_file(found)))
        elif not tree.is_tolerable(entry):
            foreign.append(path)
    refuse_foreign(place, sorted(foreign))
    if not files:
        return None
    adopted = Listing.of(files)
    return Manifest(
        tree=manifest.identify(place.output),
        privacy="",
        about={},
        paths=adopted.paths,
        digests=adopted.digests,
        sizes=adopted.sizes,
        looks=tuple(look for _, look in sorted(looks)),
        folder_looks=tuple(look_of_folder(os.lstat(os.path.join(place.output, path))) for path in adopted.folders),
    )
