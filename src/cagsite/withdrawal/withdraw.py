"""The withdrawal as one function: say so in the content, publish without it, empty what knows it, look everywhere."""

from __future__ import annotations

from cagsite import memory
from cagsite.codes import problem
from cagsite.faults import OutsideError
from cagsite.inputs import Inputs
from cagsite.load import Positions
from cagsite.locking import lock
from cagsite.problems import ContentError, Problem
from cagsite.reading import read_file
from cagsite.replacing import replace_file
from cagsite.request import Request
from cagsite.run import protected, run, sources
from cagsite.sources import Project, preview_of
from cagsite.withdrawal.after import look_after
from cagsite.withdrawal.before import Before, UnknownTargetError, look, tell
from cagsite.withdrawal.last_good import publish_last_good
from cagsite.withdrawal.pages_away import take_pages_away
from cagsite.withdrawal.receipt import Receipt, Way, commits_of
from cagsite.withdrawal.status import NotEditableError, with_status
from cagsite.withdrawal.told import Target, Told
from cagsite.write import check_output, lock_path
from cagsite.yamltree import SIZE_LIMIT

__all__ = ["UnknownTargetError", "withdraw"]


def withdraw(request: Request, target: Target, *, now: bool = False) -> Receipt:
    """Does all of it, and looks afterwards; done again it finds nothing to do, and gives the receipt again.

    Raises UnknownTargetError before anything is changed. Raises ContentError or OutsideError where the site could not
    be made without it: with `now`, only where nothing can be written.
    """
    project = request.project
    check_output(project.output, protected(project), sources(project))
    with lock(lock_path(project.output), on_wait=request.on_wait), lock(project.cache / "lock"):
        before = look(request, target)
        told = tell(before, request, target)
        file, line, was_edited = _say_so(project, before, target, forgiving=now)
        problems: tuple[Problem, ...] = ()
        if before.folder and not file:  # a build would show it, so none is asked for
            way = _publish_anyway(request, before, target, told)
        else:
            way, problems = _publish(request, before, target, told, now=now)
        _forget_preview(project)
        after = look_after(request, target, before, told)
    return Receipt(
        target=target,
        day=request.today.isoformat(),
        way=way if after.is_published else Way.UNPUBLISHED,
        file=file,
        line=line,
        was_edited=was_edited,
        folder=before.folder,
        gone=after.gone,
        changed=after.changed,
        addresses=after.addresses,
        searched=after.searched,
        files_searched=after.files_searched,
        leftovers=after.leftovers,
        emptied_caches=after.emptied_caches,
        mentions=after.mentions,
        commits=commits_of(project.root, before.folder) if before.folder else None,
        problems=problems,
    )


def _say_so(project: Project, before: Before, target: Target, *, forgiving: bool) -> tuple[str, int, bool]:
    """Writes it into the content; file, line and whether that was needed."""
    if not before.folder:
        return "", 0, False
    file, steps = _place_of(before, target)
    try:
        content = read_file(project.root, file, SIZE_LIMIT)
        made = with_status(content, file, steps)
    except (NotEditableError, KeyError, ContentError) as error:
        if forgiving:
            return "", 0, False
        if isinstance(error, ContentError):
            raise
        raise ContentError([problem("status-by-hand", Positions(project.root).find(file, *steps))]) from None
    if made is not None:
        replace_file(project.root / file, made)
    location = Positions(project.root).find(file, *steps, "status")
    return file, location.line, made is not None


def _place_of(before: Before, target: Target) -> tuple[str, tuple[str, ...]]:
    if target.locale is not None:
        return f"{before.folder}/panel.{target.locale}.md", ()
    if target.photo is not None:
        return f"{before.folder}/panel.yaml", ("photos", target.photo)
    if target.medium is not None:
        return f"{before.folder}/panel.yaml", ("media", target.medium)
    return f"{before.folder}/panel.yaml", ()


def _publish(
    request: Request, before: Before, target: Target, told: Told, *, now: bool
) -> tuple[Way, tuple[Problem, ...]]:
    """Builds; with `now`, does what can be done where that fails, and says what was in the way."""
    try:
        run(request)
    except OutsideError:
        raise
    except ContentError as error:
        if not now:
            raise
        return _publish_anyway(request, before, target, told), error.problems
    except Exception:  # a theme with an error, or one of ours: whatever it is, nobody stays online because of it
        if not now:
            raise
        return _publish_anyway(request, before, target, told), ()
    return Way.BUILT, ()


def _publish_anyway(request: Request, before: Before, target: Target, told: Told) -> Way:
    if before.site is None:
        memory.forget(request.project.cache)
        return Way.UNPUBLISHED
    try:
        publish_last_good(request, Inputs.of(request), before.good, before.site, target)
    except OutsideError:
        raise
    except Exception:  # as above; the one that follows needs nothing but the published files
        take_pages_away(request, before.site, told.needles)
        return Way.PAGES_AWAY
    (request.project.cache / "standing").unlink(missing_ok=True)
    return Way.LAST_GOOD


def _forget_preview(project: Project) -> None:
    """A preview may know more than the site; it is made again when somebody asks for it."""
    memory.forget_preview(preview_of(project), secrets="")
