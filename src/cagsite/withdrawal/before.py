"""What is known before anything is done: the content as far as it can be read, the site, and what tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cagsite import memory
from cagsite.load import read_document, read_unit
from cagsite.model import Exhibition, Language, Panel
from cagsite.model import State as Stage
from cagsite.problems import ContentError
from cagsite.publishable import publishable
from cagsite.reading import SETTINGS, Scan, scan
from cagsite.request import Request
from cagsite.validate import load_and_validate
from cagsite.validate.panels import identity, read_panel
from cagsite.validate.settings import read_settings
from cagsite.withdrawal.search import Needle
from cagsite.withdrawal.told import Target, Told, of_panel_alone, told_between, with_state
from cagsite.write import Manifest, take_over
from cagsite.yamltree import Mapping as Fields
from cagsite.yamltree import Scalar


class UnknownTargetError(Exception):
    """There is no such panel, language, photo or recording; `known` are the ones that there are."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        super().__init__(what)
        self.what = what
        self.name = name
        self.known = tuple(known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What is known before anything is done."""

    scan: Scan
    folder: str
    """Of the panel; empty where it is in the content no more."""
    exhibition: Exhibition | None
    """All of the content, where it has no errors."""
    panel: Panel | None
    """As far as its own files can be read."""
    good: memory.State | None
    site: Manifest | None


def look(request: Request, target: Target) -> Before:
    """Reads what can be read; raises UnknownTargetError."""
    project = request.project
    found = scan(project)
    good = memory.recall_good(project.cache, memory.stamp())
    known = memory.recall(project.cache, memory.stamp())
    exhibition: Exhibition | None
    try:
        exhibition = load_and_validate(project, found, known.units, jobs=request.jobs).exhibition
    except ContentError:
        exhibition = None
    folder = next((key for key in found.units if is_panel(key) and identity(key)[0] == target.panel), "")
    panel = exhibition.panels.get(target.panel) if exhibition is not None else None
    if panel is None and folder:
        panel = _read_alone(project.root, found, folder)
    shown = good.shown.panels.get(target.panel) if good is not None and good.shown is not None else None
    if not folder and shown is None:
        raise UnknownTargetError("panel", target.panel, sorted(identity(k)[0] for k in found.units if is_panel(k)))
    _check_part(target, panel or shown)
    return Before(
        scan=found, folder=folder, exhibition=exhibition, panel=panel, good=good, site=take_over(project.output)
    )


def is_panel(key: str) -> bool:
    """True for a unit of the content that is the folder of a panel."""
    return key != SETTINGS and key.count("/") > 1


def _check_part(target: Target, panel: Panel | None) -> None:
    if panel is None:
        return
    wanted: Mapping[str, tuple[str | None, Iterable[str]]] = {
        "language": (target.locale, panel.translations),
        "photo": (target.photo, (photo.id for photo in panel.photos)),
        "recording": (target.medium, (medium.id for medium in panel.media)),
    }
    for what, (name, known) in wanted.items():
        names = tuple(known)
        if name is not None and name not in names:
            raise UnknownTargetError(what, name, sorted(names))


def _read_alone(root: Path, found: Scan, folder: str) -> Panel | None:
    """The panel from its own files, where the content around it cannot be read."""
    languages: tuple[Language, ...] | None = None
    if SETTINGS in found.units:
        _, languages, _ = read_settings(read_unit(root, SETTINGS, found.units[SETTINGS]))
    try:
        return read_panel(read_unit(root, folder, found.units[folder]), languages, root, {})[0]
    except (ContentError, OSError):
        return None


def tell(before: Before, request: Request, target: Target) -> Told:
    """By what it would be found: from the content, and from what is published, which may be older."""
    known = [before.exhibition, before.good.shown if before.good is not None else None]
    found = [_difference(exhibition, request, target) for exhibition in known if exhibition is not None]
    if before.exhibition is None and before.panel is not None:
        found.append(of_panel_alone(before.panel))
    if before.exhibition is None and before.panel is None and before.folder:
        found.append(Told(needles=frozenset(_typed(before, request.project.root, target)), addresses=()))
    return Told(
        needles=frozenset(needle for told in found for needle in told.needles),
        addresses=tuple(sorted({address for told in found for address in told.addresses})),
    )


def _difference(exhibition: Exhibition, request: Request, target: Target) -> Told:
    shown = publishable(with_state(exhibition, target, Stage.PUBLISHED), request.today).exhibition
    hidden = publishable(with_state(exhibition, target, Stage.WITHDRAWN), request.today).exhibition
    return told_between(shown, hidden)


def _typed(before: Before, root: Path, target: Target) -> Iterable[Needle]:
    """What can be made out of a folder whose files have errors."""
    yield Needle("id", target.panel)
    for row in before.scan.units[before.folder]:
        if not row.path.endswith(".md"):
            continue
        try:
            tree = read_document(root, row.path, []).tree
        except OSError:
            continue
        for what in ("title", "slug", "summary"):
            found = tree.fields.get(what) if isinstance(tree, Fields) else None
            if found is not None and isinstance(found[1], Scalar) and found[1].text.strip():
                yield Needle("text" if what == "summary" else what, found[1].text.strip())
