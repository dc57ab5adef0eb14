"""The tree that nobody sees: made, brought level with what shall be published, cleansed, discarded."""

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass

from cagsite.faults import is_disk_full
from cagsite.write import changes, manifest, system, tree
from cagsite.write.changes import Changes, Fetch
from cagsite.write.exchange import Place, load_published, load_standby
from cagsite.write.manifest import Listing, Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a tree shall hold, and how it shall be written."""

    listing: Listing
    fetch: Fetch
    privacy: str
    about: Mapping[str, str]
    is_durable: bool


def bring_up(place: Place, order: Order, site: Manifest | None, *, thorough: bool = False) -> int:
    """Make the standby hold exactly what is ordered, safe on the disk and vouched for; returns the bytes written."""
    is_new = not system.is_folder(place.standby)
    if is_new:
        tree.remove(place.standby)
        os.mkdir(place.standby)
        os.chmod(place.standby, changes.FOLDER_MODE)
    handle = os.open(place.state, os.O_RDONLY) if order.is_durable and system.CAN_FLUSH else None
    try:
        held, needed = _compare(place, order.listing, thorough=thorough)
        changes.check_room(place.standby, needed, order.listing, held)
        looks, folder_looks = held.looks, held.folder_looks
        if needed:
            if held.paths:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(place.vouched(held.tree))
                if handle is not None:
                    # Bytes written in place may reach the disk at once: before, it must have forgotten the manifest
                    # and known that this tree is not the published one any more.
                    system.flush(handle, place.state)
            changes.apply(place.standby, needed, order.listing, order.fetch, _dates(site, order.listing, needed))
            looks, folder_looks = changes.take_stock(place.standby, needed, order.listing, held)
        new = Manifest(
            tree=held.tree,
            privacy=order.privacy,
            about=dict(order.about),
            paths=order.listing.paths,
            digests=order.listing.digests,
            sizes=order.listing.sizes,
            looks=looks,
            folder_looks=folder_looks,
        )
        manifest.store(place.pending(new.tree), manifest.dump(new))
        if handle is not None:
            system.flush(handle, place.pending(new.tree))
        os.replace(place.pending(new.tree), place.vouched(new.tree))
        return needed.amount
    except BaseException as error:
        if is_new or is_disk_full(error):
            with contextlib.suppress(OSError):  # the first fault is the one to tell
                discard(place)
        raise
    finally:
        if handle is not None:
            os.close(handle)


def cleanse(place: Place, order: Order) -> int:
    """Leave nothing in the standby that is not published; returns the bytes written."""
    amount = 0
    if load_standby(place) is None:
        discard(place)
    else:
        amount = bring_up(place, order, load_published(place), thorough=True)
    os.unlink(place.purge_mark)
    return amount


def discard(place: Place) -> None:
    """Remove the standby; first its manifest, so that nobody trusts what is left of it."""
    if system.mode_of(place.standby):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(place.vouched(manifest.identify(place.standby)))
        tree.remove(place.standby)


def _compare(place: Place, listing: Listing, *, thorough: bool) -> tuple[Manifest, Changes]:
    held = load_standby(place)
    needed = None if held is None else changes.compare(place.standby, listing, held, thorough=thorough)
    if held is None or needed is None:
        # What a kill left is not trusted, but written over: to remove and make ten thousand files takes far longer.
        held = tree.survey(place.standby)
        needed = changes.compare(place.standby, listing, held, thorough=True)
        assert needed is not None, "the folders were there a moment ago"
    return held, needed


def _dates(site: Manifest | None, listing: Listing, needed: Changes) -> dict[str, int]:
    """A file that the published tree has too gets its date, so that visitors' caches and rsync see it unchanged."""
    if site is None:
        return {}
    same = (path for path in needed.write if site.digest_of.get(path) == listing.digest_of[path])
    return {path: site.look_of[path][2] for path in same}
