"""Looks at what a withdrawal has left: compares, searches every byte, empties caches that still know something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cagsite import memory
from cagsite.model import Exhibition
from cagsite.model import State as Stage
from cagsite.permalinks import file_of
from cagsite.publishable import publishable
from cagsite.reading import scan
from cagsite.request import Request
from cagsite.sources import Project, preview_of
from cagsite.theme import Theme
from cagsite.validate.panels import identity
from cagsite.withdrawal.before import Before, is_panel
from cagsite.withdrawal.mentions import Mentions, find_mentions, own_words
from cagsite.withdrawal.receipt import Changed, Leftover
from cagsite.withdrawal.search import Needle, Search, unexplained
from cagsite.withdrawal.told import Target, Told, with_state
from cagsite.write import Manifest, lock_path, published, purge_standby


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What was found."""

    is_published: bool
    gone: tuple[Changed, ...]
    changed: tuple[Changed, ...]
    addresses: tuple[str, ...]
    searched: tuple[str, ...]
    files_searched: int
    leftovers: tuple[Leftover, ...]
    emptied_caches: bool
    mentions: Mentions


def look_after(request: Request, target: Target, before: Before, told: Told) -> After:
    """Everything that the receipt tells of files."""
    project = request.project
    after = published(project.output)
    gone, changed = _compare(before, after)
    exhibition = _exhibition_after(project, before, target)
    base = exhibition.settings.base_address or "" if exhibition is not None else ""
    needles = told.needles | _needles_of_files(before, after, gone)
    search = Search(needles)
    mentions = _mentions(request, before, exhibition, target, search)
    folders = _folders(project)
    explained = mentions.explained
    hits = list(search.in_folders(folders, _locks(project)))
    left = unexplained(hits, explained)
    if left:
        explained = explained | own_words(search)
        left = unexplained(hits, explained)
    is_emptied = any(not Path(path).is_relative_to(project.output) for path in left)
    if is_emptied:
        _empty(project, left)
        search = Search(needles)
        left = unexplained(search.in_folders(folders, _locks(project)), explained)
    kinds = _kinds(before)
    return After(
        is_published=after is not None,
        gone=_told_of(gone, kinds, base),
        changed=_told_of(changed, kinds, base),
        addresses=tuple(base + address for address in told.addresses),
        searched=tuple(_shown(folder, project) for folder in folders),
        files_searched=search.count,
        leftovers=tuple(
            Leftover(file=_shown(Path(path), project), what=tuple(sorted({needle.what for needle in found})))
            for path, found in left.items()
        ),
        emptied_caches=is_emptied,
        mentions=mentions,
    )


def _compare(before: Before, after: Manifest | None) -> tuple[list[str], list[str]]:
    """Paths that are gone, and paths of files that are others now."""
    former = before.site.digest_of if before.site is not None else {}
    present = after.digest_of if after is not None else {}
    gone = [path for path in former if path not in present]
    return gone, [path for path in former if path in present and present[path] != former[path]]


def _needles_of_files(before: Before, after: Manifest | None, gone: Iterable[str]) -> frozenset[Needle]:
    """Files that are gone, whatever kind of output they were: nothing may name them, nor hold the same bytes."""
    former = before.site.digest_of if before.site is not None else {}
    present = set(after.digests) if after is not None else set()
    names = {path.rpartition("/")[2] for path in (after.paths if after is not None else ())}
    found: set[Needle] = set()
    for path in gone:
        name = path.rpartition("/")[2]
        found.add(Needle("address", path.removesuffix("index.html")))
        if name not in names:
            found.add(Needle("address", name))
        if former[path] not in present:
            found.add(Needle("picture", former[path]))
    return frozenset(found)


def _exhibition_after(project: Project, before: Before, target: Target) -> Exhibition | None:
    """What is shown now."""
    good = memory.recall_good(project.cache, memory.stamp())
    if good is not None and good.shown is not None:
        return good.shown
    known = before.exhibition or (before.good.shown if before.good is not None else None)
    return with_state(known, target, Stage.WITHDRAWN) if known is not None else None


def _mentions(request: Request, before: Before, shown: Exhibition | None, target: Target, search: Search) -> Mentions:
    root = request.project.root
    if shown is None:
        return Mentions(published=(), namings=(), explained=frozenset())
    folder = f"{before.folder}/"
    hidden = [identity(key)[0] for key in before.scan.units if is_panel(key) and f"{key}/".startswith(folder)]
    is_whole = target == Target(panel=target.panel)
    shown = publishable(shown, request.today).exhibition
    return find_mentions(root, scan(request.project), shown, hidden if is_whole else (), search, Theme(root))


def _folders(project: Project) -> list[Path]:
    """Everything that cagsite writes: the site, what lies beside it, and the caches."""
    root = project.cache.parent
    caches = [root] if root == project.root / ".cagsite" else [project.cache, preview_of(project).cache.parent]
    folders = [project.output, lock_path(project.output).parent, *caches]
    return [folder for folder in folders if folder.is_dir()]


def _locks(project: Project) -> frozenset[Path]:
    """Files that the holder of a lock signs; they are empty when it lets go."""
    preview = preview_of(project)
    return frozenset(
        {
            lock_path(project.output),
            project.cache / "lock",
            lock_path(preview.output),
            preview.cache / "lock",
        }
    )


def _empty(project: Project, left: Iterable[str]) -> None:
    """Caches may be deleted at any time; so may the tree that nobody sees."""
    memory.forget(project.cache)
    purge_standby(project.output)
    for path in left:
        if Path(path).is_relative_to(project.cache.parent):
            Path(path).unlink(missing_ok=True)


def _kinds(before: Before) -> Mapping[str, str]:
    """The kind of output that has made each file."""
    traces = before.good.memory.traces if before.good is not None and before.good.memory is not None else {}
    return {file.path: id.partition("/")[0] for id, trace in traces.items() for file in trace.made.files}


def _told_of(paths: Iterable[str], kinds: Mapping[str, str], base: str) -> tuple[Changed, ...]:
    return tuple(
        Changed(path, kinds.get(path) or path.rpartition(".")[2], _address(base, path)) for path in sorted(paths)
    )


def _address(base: str, path: str) -> str:
    """Where a host serves a file."""
    folder = path.removesuffix("index.html")
    return base + (folder if file_of(folder) == path else path)


def _shown(path: Path, project: Project) -> str:
    return path.relative_to(project.root).as_posix() if path.is_relative_to(project.root) else str(path)
