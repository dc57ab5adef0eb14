"""Runs a build once at a time, and only where there is something to do; imports little until there is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cagsite import memory
from cagsite.cache import DamagedCacheError
from cagsite.inputs import Inputs
from cagsite.locking import lock
from cagsite.reading import is_settled
from cagsite.request import Report, Request
from cagsite.sources import Project
from cagsite.write import check_output, is_intact, lock_path, published

if TYPE_CHECKING:
    from cagsite.build import Prepared


def run(request: Request) -> Report:
    """Builds what is asked for.

    Raises ContentError where the content has errors and OutsideError where a disk or another process is in the way;
    what is published then stays as it was.
    """
    project = request.project
    check_output(project.output, protected(project), sources(project))
    with lock(lock_path(project.output), on_wait=request.on_wait), lock(project.cache / "lock"):
        if request.clean:
            memory.forget(project.cache)
        inputs = Inputs.of(request)
        standing = _standing(request, inputs)
        if standing is not None:
            return standing
        from cagsite.build import build

        try:
            return build(request, inputs)
        except DamagedCacheError:
            memory.forget(project.cache)
            return build(request, inputs)


def survey(request: Request) -> Prepared:
    """Everything that a build would find, without writing; errors are among its problems only where it got that far."""
    from cagsite.build import prepare

    with lock(request.project.cache / "lock", on_wait=request.on_wait):
        inputs = Inputs.of(request)
        try:
            return prepare(request, inputs)
        except DamagedCacheError:
            memory.forget(request.project.cache)
            return prepare(request, inputs)


def protected(project: Project) -> list[Path]:
    """Folders that must never be the output, nor lie in it."""
    return [project.root, *sources(project), project.cache]


def sources(project: Project) -> list[Path]:
    """Folders that are read, in which the output must not lie."""
    return [project.root / name for name in ("content", "templates", "static", "locales", "admin")]


def _standing(request: Request, inputs: Inputs) -> Report | None:
    """A report where every input and every published file is as the last build left it: a few directory reads."""
    if not request.writes or inputs.scan.problems:
        return None
    standing = memory.standing(request.project.cache)
    if standing is None or standing.stamp != inputs.stamp or standing.inputs != inputs.digest:
        return None
    if not is_settled(inputs.rows, standing.scanned_ns) or (request.strict and standing.counts["warnings"]):
        return None
    known = published(request.project.output)
    if known is None or known.privacy != standing.privacy or not is_intact(request.project.output, known):
        return None
    return Report(problems=(), counts={**standing.counts, "remade": 0, "written": 0, "removed": 0}, is_unchanged=True)
