"""What was good before, without what is withdrawn: for when other content cannot be built.

The cache knows from what the published site was made. That is published again without what is withdrawn, here or by
anybody in the content since; nothing that is broken now is read for it, and what nothing told of it keeps its bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from cagsite import memory
from cagsite.cache import DamagedCacheError, Store
from cagsite.check import all_files, check
from cagsite.digests import digest_bytes
from cagsite.inputs import Inputs, SourceReader
from cagsite.load import read_unit
from cagsite.make import Memory, Results, Trace, Workshop, make
from cagsite.memory import State
from cagsite.model import Exhibition, Locale, Panel
from cagsite.model import State as Stage
from cagsite.plan import Plan, make_plan
from cagsite.problems import ContentError, Severity
from cagsite.publishable import publishable
from cagsite.reading import Scan, read_file
from cagsite.request import Request
from cagsite.sources import Project
from cagsite.validate.panels import identity, read_panel
from cagsite.withdrawal.told import Target, with_state
from cagsite.world import World
from cagsite.write import Manifest, PublishedFile, write


class NotRememberedError(Exception):
    """The cache does not know from what the published site was made, or not all of it."""


def publish_last_good(request: Request, inputs: Inputs, state: State | None, known: Manifest, target: Target) -> None:
    """Publishes the last good content without the target; raises NotRememberedError."""
    if state is None or state.shown is None or state.memory is None or not _is_of(state.memory, known):
        raise NotRememberedError
    project = request.project
    store = Store(project.cache / "objects")
    exhibition = _as_hidden_now(request, inputs.scan, with_state(state.shown, target, Stage.WITHDRAWN))
    view = publishable(exhibition, request.today)
    world = World(
        exhibition=view.exhibition,
        theme=inputs.theme.digests,
        catalogues={Locale(code): words.words for code, words in state.catalogues.items()},
        preview=False,
    )
    workshop = Workshop(store=store, source=SourceReader(project.root), theme_file=inputs.theme, jobs=request.jobs)
    with memory.unsettled(project.cache, store) as settle:
        results = _make(make_plan(view.exhibition), world, state.memory, workshop, request)
        if any(
            found.severity is Severity.ERROR for found in (*results.problems, *check(results.made, view.exhibition))
        ):
            raise NotRememberedError
        publish(request, [*_files(results)], keeping(project, known, store), view.privacy)
        kept = {digest for trace in results.memory.traces.values() for digest in _digests(trace)}
        units = memory.rememberable(state.units, exhibition, view)
        settle(
            replace(state, units=units, memory=results.memory, shown=view.exhibition),
            before={digest for trace in state.memory.traces.values() for digest in _digests(trace)},
            now=kept,
        )
    memory.keep_good(project.cache)


def publish(
    request: Request, files: list[PublishedFile], fetch: Callable[[str], bytes], privacy: str, *, kind: str = "site"
) -> None:
    """Puts exactly these files in the place of the site, and leaves nothing of the others beside it."""
    write(
        files,
        output=request.project.output,
        fetch=fetch,
        privacy=f"withdrawn {privacy}",
        about={"date": request.today.isoformat(), "kind": kind},
    )


def keeping(project: Project, known: Manifest, store: Store | None) -> Callable[[str], bytes]:
    """The bytes of a digest from the cache, or from what is published; raises DamagedCacheError."""
    path_of = {digest: path for path, digest in known.digest_of.items()}

    def fetch(digest: str) -> bytes:
        content = store.get(digest) if store is not None else None
        if content is None and digest in path_of:
            path = path_of[digest]
            content = read_file(project.output, path, known.size_of[path])
        if content is None or digest_bytes(content) != digest:
            raise DamagedCacheError(digest)
        return content

    return fetch


def _is_of(remembered: Memory, known: Manifest) -> bool:
    """True where what is published is what that build has made."""
    files = {file.path: file.digest for trace in remembered.traces.values() for file in trace.made.files}
    return files == dict(known.digest_of)


def _make(plan: Plan, world: World, remembered: Memory, workshop: Workshop, request: Request) -> Results:
    """What was made before is taken where all that it needs is still there."""
    traces = {
        id: trace
        for id, trace in remembered.traces.items()
        if (id in plan and plan[id].is_guarded) or workshop.store.holds(trace.made.kept)
    }
    try:
        return make(plan, world, replace(remembered, traces=traces), workshop, partial(request.on_progress, "Making"))
    except (ContentError, DamagedCacheError) as error:
        raise NotRememberedError from error


def _files(results: Results) -> list[PublishedFile]:
    return [PublishedFile(path=file.path, digest=file.digest, size=file.size) for file in all_files(results.made)]


def _digests(trace: Trace) -> set[str]:
    return {file.digest for file in trace.made.files} | set(trace.made.kept)


def _as_hidden_now(request: Request, scan: Scan, shown: Exhibition) -> Exhibition:
    """Without what the content, as far as it can be read, does not show any more: nobody is brought back by this."""
    languages = shown.settings.languages
    for id, panel in shown.panels.items():
        key = panel.folder
        if key not in scan.units:
            shown = with_state(shown, Target(panel=id), Stage.WITHDRAWN)
            continue
        source = read_unit(request.project.root, key, scan.units[key])
        try:
            found, _ = read_panel(source, languages, request.project.root, {})
        except (ContentError, OSError):
            found = None
        if found is not None and identity(key)[0] == id:
            for target in _hidden_in(found, panel, request):
                shown = with_state(shown, target, Stage.WITHDRAWN)
    return shown


def _hidden_in(found: Panel, panel: Panel, request: Request) -> list[Target]:
    today = request.today
    if not found.status.is_public(today):
        return [Target(panel=panel.id)]
    hidden = [
        Target(panel=panel.id, locale=locale)
        for locale, words in found.translations.items()
        if not words.status.is_public(today)
    ]
    hidden += [Target(panel=panel.id, photo=photo.id) for photo in found.photos if not photo.is_public(today)]
    return hidden + [Target(panel=panel.id, medium=each.id) for each in found.media if not each.is_public(today)]
