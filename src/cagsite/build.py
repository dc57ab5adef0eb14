"""The pipeline as one function: this is our table of contents.

    load → validate → publishable → plan → make → check → write

Each stage takes values and returns values; only the first reads the project and only the last writes the site.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from cagsite import memory
from cagsite.cache import Store
from cagsite.catalogues import read_catalogues
from cagsite.check import all_files, check
from cagsite.inputs import Inputs, SourceReader
from cagsite.make import Memory, Results, Trace, Workshop, make
from cagsite.memory import Standing, State
from cagsite.model import Locale
from cagsite.plan import make_plan
from cagsite.problems import ContentError, Problem, Severity, sort_problems
from cagsite.publishable import Publishable, publishable
from cagsite.request import Report, Request
from cagsite.sources import preview_of
from cagsite.validate import load_and_validate
from cagsite.world import World
from cagsite.write import PublishedFile, WriteReport, write


def build(request: Request, inputs: Inputs) -> Report:
    """Builds what is published; raises ContentError where content has errors, with the published site as it was."""
    project = request.project
    state = memory.recall(project.cache, inputs.stamp)
    store = Store(project.cache / "objects")
    with memory.unsettled(project.cache, store) as settle:
        request.on_progress("Reading", 0, 1)
        validated = load_and_validate(project, inputs.scan, state.units)
        view = publishable(validated.exhibition, request.today, drafts=request.drafts)
        catalogues = read_catalogues(view.exhibition.settings.languages, inputs.theme.catalogues, state.catalogues)
        world = World(
            exhibition=view.exhibition,
            theme=inputs.theme.digests,
            catalogues={Locale(code): known.words for code, known in catalogues.items()},
            preview=request.is_preview or request.drafts,
        )
        workshop = Workshop(store=store, source=SourceReader(project.root), theme_file=inputs.theme, jobs=request.jobs)
        results = make(
            make_plan(view.exhibition),
            world,
            state.memory or Memory(),
            workshop,
            partial(request.on_progress, "Making"),
        )
        units = memory.rememberable(validated.units, validated.exhibition, view)
        settle(
            State(stamp=inputs.stamp, units=units, catalogues=catalogues, memory=results.memory),
            before=_kept(state.memory.traces if state.memory else {}),
            now=_kept(results.memory.traces),
        )
    problems = sort_problems(
        (
            *validated.problems,
            *view.notices,
            *(problem for known in catalogues.values() for problem in known.problems),
            *results.problems,
            *check(results.made, view.exhibition),
        )
    )
    _refuse(problems, strict=request.strict)
    written = _write(request, results, store, view) if request.writes else None
    report = _report(results, problems, written)
    if request.writes:
        standing = Standing(
            stamp=inputs.stamp,
            inputs=inputs.digest,
            scanned_ns=inputs.scan.time_ns,
            privacy=view.privacy,
            secrets=publishable(validated.exhibition, request.today, drafts=True).privacy,
            counts=report.counts,
        )
        memory.keep_standing(project.cache, standing)
        if not request.is_preview:
            memory.forget_preview(preview_of(project), standing.secrets)
    return report


def _kept(traces: Mapping[str, Trace]) -> set[str]:
    """Digests of everything in the cache that traces refer to."""
    kept = {file.digest for trace in traces.values() for file in trace.made.files}
    return kept | {digest for trace in traces.values() for digest in trace.made.kept}


def _refuse(problems: tuple[Problem, ...], *, strict: bool) -> None:
    weighty = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    if any(problem.severity in weighty for problem in problems):
        raise ContentError(problems)


def _write(request: Request, results: Results, store: Store, view: Publishable) -> WriteReport:
    request.on_progress("Writing", 0, 1)
    return write(
        [PublishedFile(path=file.path, digest=file.digest, size=file.size) for file in all_files(results.made)],
        output=request.project.output,
        fetch=store.fetch,
        privacy=view.privacy,
        about={"date": request.today.isoformat(), "kind": "preview" if request.is_preview else "site"},
        durable=not request.is_preview,
    )


def _report(results: Results, problems: tuple[Problem, ...], written: WriteReport | None) -> Report:
    files = {file.path for made in results.made.values() for file in made.files}
    counts = {
        "pages": sum(path.endswith(".html") for path in files),
        "pictures": sum(id.startswith("picture/") for id in results.made),
        "files": len(files),
        "warnings": sum(problem.severity is Severity.WARNING for problem in problems),
        "notices": sum(problem.severity is Severity.NOTICE for problem in problems),
        "remade": len(results.remade),
        "written": written.written if written else 0,
        "removed": written.removed if written else 0,
    }
    return Report(problems=problems, counts=counts, is_unchanged=False)
