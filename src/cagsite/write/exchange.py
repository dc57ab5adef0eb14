"""Where the trees of an output lie, and how one takes the place of the other."""

import errno
import os
from dataclasses import dataclass
from pathlib import Path

from cagsite.faults import OutsideError, RefusedError, from_os_error, outside
from cagsite.write import manifest, system, tree
from cagsite.write.manifest import Manifest
from cagsite.write.system import is_folder, mode_of

_VOUCHED = ".manifest"
_PENDING = ".pending"


@dataclass(frozen=True, slots=True)
class Place:
    """An output folder and the folder beside it that holds everything needed to replace it."""

    output: str

    @classmethod
    def of(cls, output: Path) -> "Place":
        """The place of this output; what lies beside it must be a real folder."""
        place = cls(os.path.abspath(output))
        with outside(place.state):
            is_taken = mode_of(place.state) and not is_folder(place.state)
        if is_taken:
            raise RefusedError(
                "{path} is not a folder, and cagsite needs this name", path=place.state, hint="move it away"
            )
        return place

    @property
    def state(self) -> str:
        """On the same disk, so that the trees can be exchanged."""
        folder, name = os.path.split(self.output)
        return os.path.join(folder, f".{name}.cagsite")

    @property
    def lock(self) -> Path:
        """Held by whoever changes anything here."""
        return Path(self.state, "lock")

    @property
    def standby(self) -> str:
        """The tree that nobody sees."""
        return os.path.join(self.state, "standby")

    @property
    def retired(self) -> str:
        """The published tree while two renames do what the system cannot do at once: its being there is the journal."""
        return os.path.join(self.state, "retired")

    @property
    def purge_mark(self) -> str:
        """Is there while the standby may hold what may not be shown any more."""
        return os.path.join(self.state, "purge")

    def vouched(self, tree_id: str) -> str:
        """The manifest of a tree that is safe on the disk."""
        return os.path.join(self.state, tree_id + _VOUCHED)

    def pending(self, tree_id: str) -> str:
        """The manifest of a tree that the disk may not have yet."""
        return os.path.join(self.state, tree_id + _PENDING)

    def find_manifests(self) -> list[str]:
        """Every manifest, of whatever tree, sorted."""
        names = sorted(name for name in os.listdir(self.state) if name.endswith((_VOUCHED, _PENDING)))
        return [os.path.join(self.state, name) for name in names]


def load_published(place: Place) -> Manifest | None:
    """The manifest of the tree in the output folder, if it is one of ours."""
    if not is_folder(place.output):
        return None
    tree_id = manifest.identify(place.output)
    # A tree gets here only after the disk has it, so that here a pending manifest is as good.
    return manifest.load(place.vouched(tree_id)) or manifest.load(place.pending(tree_id))


def load_standby(place: Place) -> Manifest | None:
    """The manifest of the standby, if there is one that can be trusted."""
    if not is_folder(place.standby):
        return None
    return manifest.load(place.vouched(manifest.identify(place.standby)))


def exchange(place: Place) -> None:
    """Put the standby in the place of the published tree, and that one in the place of the standby."""
    try:
        if not mode_of(place.output):
            os.rename(place.standby, place.output)
        elif not system.exchange_at_once(place.standby, place.output):
            os.rename(place.output, place.retired)
            complete(place)
    except OSError as error:
        if error.errno in (errno.EXDEV, errno.EBUSY):
            raise OutsideError(
                "{path} cannot be exchanged: {reason}",
                path=place.output,
                reason=error.strerror,
                hint="it must be an ordinary folder, not a disk of its own; choose another with --output",
            ) from error
        raise from_os_error(error, place.output) from error


def complete(place: Place) -> None:
    """Finish an exchange by two renames, from whichever of its steps a kill has left."""
    if not mode_of(place.retired):
        return
    if not mode_of(place.output):
        if is_vouched(place, place.standby):
            os.rename(place.standby, place.output)
        elif is_folder(place.retired):
            os.rename(place.retired, place.output)
    if not mode_of(place.standby) and is_folder(place.retired):
        os.rename(place.retired, place.standby)
    tree.remove(place.retired)  # there still where somebody has put a folder of his own into the gap


def is_vouched(place: Place, root: str) -> bool:
    """Whether a tree is real and has a manifest; whether that is damaged shows when it is read."""
    return is_folder(root) and mode_of(place.vouched(manifest.identify(root))) != 0


def forget(place: Place) -> None:
    """Remove the manifests of all trees but the two that are here."""
    here = [manifest.identify(path) for path in (place.output, place.standby) if mode_of(path)]
    kept = {place.vouched(tree_id) for tree_id in here}
    for path in place.find_manifests():
        if path not in kept:
            os.unlink(path)
