"""Puts the results in the output folder, whole or not at all.

Beside `public/` lies `.public.cagsite/` with a second tree, the standby. A build brings the standby up to date, lets
the disk have it, and exchanges the two in one step. So a kill, a full disk or a power cut at any moment leaves the
published folder as it was, or as it shall be; and an edit of one page writes one file.
"""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cagsite.faults import OutsideError, outside
from cagsite.locking import lock
from cagsite.write import manifest, standby, tree
from cagsite.write.exchange import Place, complete, exchange, forget, load_published
from cagsite.write.manifest import Listing, Manifest, PublishedFile
from cagsite.write.refusals import adopt, check_output, refuse_foreign
from cagsite.write.standby import Order
from cagsite.write.system import mode_of

__all__ = [
    "Manifest",
    "PublishedFile",
    "WriteReport",
    "catch_up",
    "check_output",
    "is_intact",
    "lock_path",
    "published",
    "purge_standby",
    "recover",
    "take_over",
    "write",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteReport:
    """What a write has changed, seen from the site as it was published before."""

    written: int
    """Files that are new or have other bytes."""
    removed: int
    unchanged: int
    bytes_written: int
    """Put on the disk, in both trees."""
    changed: bool
    """Whether another tree is published now."""


def write(
    files: Iterable[PublishedFile],
    *,
    output: Path,
    fetch: Callable[[str], bytes],
    privacy: str,
    about: Mapping[str, str],
    durable: bool = True,
) -> WriteReport:
    """Publish exactly these files; `durable=False`, for previews, trusts that the power stays on."""
    listing = Listing.of(files)
    order = Order(listing=listing, fetch=fetch, privacy=privacy, about=about, is_durable=durable)
    check_output(output)
    with _alone(output) as place:
        site = _recover(place)
        if site is None and mode_of(place.output):
            site = _adopt(place, listing)
        is_private = site is not None and site.privacy != privacy
        if is_private:
            manifest.store(place.purge_mark, b"")
        if site is not None and site.holds(listing) and tree.is_intact(place.output, site):
            amount = standby.cleanse(place, order) if is_private else 0
            if is_private or dict(site.about) != dict(about):
                _save(place, site.marked(privacy=privacy, about=about))
            return _report(site, listing, amount, changed=False)
        amount = standby.bring_up(place, order, site)
        _refuse_newcomers(place, site)
        exchange(place)
        if site is None:
            tree.remove(place.standby)  # the empty folder that was there before
        elif is_private:
            amount += standby.cleanse(place, order)
        forget(place)
        return _report(site, listing, amount, changed=True)


def published(output: Path) -> Manifest | None:
    """The manifest of what is published, or None where there is nothing of ours."""
    place = Place.of(output)
    with outside(place.output):
        return load_published(place)


def take_over(output: Path) -> Manifest | None:
    """The manifest of what is published, also where the folder was copied or restored since; None where it is empty."""
    with _alone(output) as place:
        site = _recover(place)
        return _adopt(place, Listing.of(())) if site is None and mode_of(place.output) else site


def is_intact(output: Path, known: Manifest) -> bool:
    """Whether what is published is as it was written, and nothing else lies there; by stat calls alone."""
    with outside(str(output)):
        return tree.is_intact(os.path.abspath(output), known)


def recover(output: Path) -> None:
    """Complete what a killed command left half done, and remove what it left over."""
    with _alone(output) as place:
        _recover(place)


def purge_standby(output: Path) -> None:
    """Remove the tree that nobody sees; the next write makes it anew."""
    with _alone(output) as place:
        site = _recover(place)
        standby.discard(place)
        if site is not None:
            forget(place)


def catch_up(output: Path, *, fetch: Callable[[str], bytes], durable: bool = True) -> int:
    """Bring the standby level with what is published, so that the next edit is quick; returns the bytes written."""
    with _alone(output) as place:
        site = _recover(place)
        if site is None:
            return 0
        order = Order(listing=site, fetch=fetch, privacy=site.privacy, about=site.about, is_durable=durable)
        amount = standby.bring_up(place, order, site)
        forget(place)
        return amount


def lock_path(output: Path) -> Path:
    """The lock of this output: hold it for a whole command, so that two builds wait for one another."""
    return Place.of(output).lock


@contextlib.contextmanager
def _alone(output: Path) -> Iterator[Place]:
    """Hold the lock; and when something fails, leave nothing that the next command would have to remove."""
    place = Place.of(output)
    with lock(place.lock), outside(place.output):
        try:
            yield place
        except BaseException:
            with contextlib.suppress(OSError, OutsideError):  # the first fault is the one to tell
                _recover(place)
            raise


def _recover(place: Place) -> Manifest | None:
    """Put everything in order that a kill may have left; returns what is published."""
    complete(place)
    site = load_published(place)
    if site is not None and not mode_of(place.vouched(site.tree)):
        os.rename(place.pending(site.tree), place.vouched(site.tree))
    if mode_of(place.purge_mark):
        standby.discard(place)
        os.unlink(place.purge_mark)
    if site is not None or not mode_of(place.output):
        forget(place)
    return site


def _adopt(place: Place, listing: Listing) -> Manifest | None:
    site = adopt(place, listing)
    if site is not None:
        _save(place, site)
        forget(place)
    return site


def _save(place: Place, site: Manifest) -> None:
    manifest.store(place.pending(site.tree), manifest.dump(site), is_last=True)
    os.replace(place.pending(site.tree), place.vouched(site.tree))


def _refuse_newcomers(place: Place, site: Manifest | None) -> None:
    """Look for the files of others as late as possible, for what is exchanged will be written over."""
    if site is not None:
        refuse_foreign(place, tree.look_at_folders(place.output, site).foreign)
    elif mode_of(place.output):
        refuse_foreign(place, [path for path, entry in tree.walk(place.output) if not tree.is_tolerable(entry)])


def _report(site: Manifest | None, listing: Listing, amount: int, *, changed: bool) -> WriteReport:
    former = {} if site is None else site.digest_of
    unchanged = len(former.items() & listing.digest_of.items()) if changed else len(listing.paths)
    return WriteReport(
        written=len(listing.paths) - unchanged,
        removed=len(former.keys() - listing.digest_of.keys()),
        unchanged=unchanged,
        bytes_written=amount,
        changed=changed,
    )
