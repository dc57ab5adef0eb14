"""The pipeline as one function: this is our table of contents.

    load → validate → publishable → plan → make → check → write

Each stage takes values and returns values; only the first reads the project and only the last writes the site.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from cagsite import memory
from cagsite.bodies import body_problems
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
from cagsite.validate import Validated, load_and_validate
from cagsite.world import World
from cagsite.write import PublishedFile, WriteReport, write


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A site that is made and checked, and not yet written."""

    validated: Validated
    view: Publishable
    results: Results
    store: Store
    problems: tuple[Problem, ...]
    """All of them, sorted; errors too."""


def build(request: Request, inputs: Inputs) -> Report:
    """Builds what is published; raises ContentError where content has errors, with the published site as it was."""
    prepared = prepare(request, inputs)
    refuse(prepared.problems, strict=request.strict)
    written = _write(request, prepared) if request.writes else None
    report = _report(prepared, written)
    if request.writes:
        _settle(request, inputs, prepared, report)
    return report


def prepare(request: Request, inputs: Inputs) -> Prepared:
    """Everything up to the point where a site would replace another one."""
    project = request.project
    state = memory.recall(project.cache, inputs.stamp)
    store = Store(project.cache / "objects")
    with memory.unsettled(project.cache, store) as settle:
        request.on_progress("Reading", 0, 1)
        validated = _validated(request, inputs, state)
        view = publishable(validated.exhibition, request.today, drafts=request.drafts)
        catalogues = read_catalogues(view.exhibition.settings.languages, inputs.theme.catalogues, state.catalogues)
        world = World(
            exhibition=view.exhibition,
            theme=inputs.theme.digests,
            catalogues={Locale(code): known.words for code, known in catalogues.items()},
            preview=request.is_preview or request.drafts,
            is_served=request.is_preview,
        )
        workshop = Workshop(store=store, source=SourceReader(project.root), theme_file=inputs.theme, jobs=request.jobs)
        plan = make_plan(view.exhibition)
        results = make(plan, world, state.memory or Memory(), workshop, partial(request.on_progress, "Making"))
        units = memory.rememberable(validated.units, validated.exhibition, view)
        settle(
            State(
                stamp=inputs.stamp,
                units=units,
                catalogues=catalogues,
                memory=results.memory,
                shown=view.exhibition,
            ),
            before=_kept(state.memory.traces if state.memory else {}),
            now=_kept(results.memory.traces),
        )
    told = [problem for known in catalogues.values() for problem in known.problems]
    told += check(results.made, view.exhibition)
    problems = sort_problems((*validated.problems, *view.notices, *results.problems, *told))
    return Prepared(validated=validated, view=view, results=results, store=store, problems=problems)


def _validated(request: Request, inputs: Inputs, state: State) -> Validated:
    try:
        return load_and_validate(request.project, inputs.scan, state.units, jobs=request.jobs)
    except ContentError as error:
        raise ContentError([*error.problems, *body_problems(request.project, inputs.scan)]) from None


def refuse(problems: tuple[Problem, ...], *, strict: bool) -> None:
    """Raises ContentError where one of them stops a build."""
    weighty = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    if any(problem.severity in weighty for problem in problems):
        raise ContentError(problems)


def _settle(request: Request, inputs: Inputs, prepared: Prepared, report: Report) -> None:
    """Writes down that nothing is left to do, and makes a preview forget what it may not know any more."""
    standing = Standing(
        stamp=inputs.stamp,
        inputs=inputs.digest,
        scanned_ns=inputs.scan.time_ns,
        privacy=prepared.view.privacy,
        secrets=publishable(prepared.validated.exhibition, request.today, drafts=True).privacy,
        counts=report.counts,
    )
    memory.keep_standing(request.project.cache, standing)
    memory.keep_good(request.project.cache)
    if not request.is_preview:
        memory.forget_preview(preview_of(request.project), standing.secrets)


def _kept(traces: Mapping[str, Trace]) -> set[str]:
    """Digests of everything in the cache that traces refer to."""
    kept = {file.digest for trace in traces.values() for file in trace.made.files}
    return kept | {digest for trace in traces.values() for digest in trace.made.kept}


def _write(request: Request, prepared: Prepared) -> WriteReport:
    request.on_progress("Writing", 0, 1)
    files = all_files(prepared.results.made)
    return write(
        [PublishedFile(path=file.path, digest=file.digest, size=file.size) for file in files],
        output=request.project.output,
        fetch=prepared.store.fetch,
        privacy=prepared.view.privacy,
        about={"date": request.today.isoformat(), "kind": "preview" if request.is_preview else "site"},
        durable=not request.is_preview,
    )


def _report(prepared: Prepared, written: WriteReport | None) -> Report:
    made, problems = prepared.results.made, prepared.problems
    files = {file.path for each in made.values() for file in each.files}
    counts = {
        "pages": sum(path.endswith(".html") for path in files),
        "pictures": sum(id.startswith("picture/") for id in made),
        "files": len(files),
        "warnings": sum(problem.severity is Severity.WARNING for problem in problems),
        "notices": sum(problem.severity is Severity.NOTICE for problem in problems),
        "remade": len(prepared.results.remade),
        "written": written.written if written else 0,
        "removed": written.removed if written else 0,
    }
    return Report(problems=problems, counts=counts, is_unchanged=False)
