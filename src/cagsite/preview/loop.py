"""Builds at each change, and posts how it went: the main thread of the preview."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from cagsite.faults import OutsideError
from cagsite.preview.board import Board, State
from cagsite.preview.findings import find_fault, find_findings
from cagsite.preview.site import Site
from cagsite.preview.watch import Watch
from cagsite.problems import ContentError, Problem, Severity, Translate
from cagsite.request import Report, Request
from cagsite.run import run

PAUSE = 0.1
"""Seconds between two glances while somebody is at work."""
LONG_PAUSE = 0.3
AT_WORK = 120.0
"""Seconds after a change."""
PATIENCE = 0.3
"""Seconds that a burst of changes may hold a build back."""
TRIES = 5
"""Builds whose failure is not shown because something has changed meanwhile: a half-saved file explains itself."""
AGAIN = 5.0
"""Seconds after which a failure from outside, as a full disk, is tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one build went."""

    seconds: float
    report: Report | None = None
    """Of a good build."""
    problems: tuple[Problem, ...] = ()
    error: Exception | None = None
    """What stopped it, where that was not the content."""

    @property
    def is_good(self) -> bool:
        return self.report is not None


class Loop:
    """Watches, builds, posts; ends when it is told to stop."""

    def __init__(
        self,
        request: Request,
        today: Callable[[], date],
        watch: Watch,
        site: Site,
        board: Board,
        damaged: threading.Event,
        tell: Callable[[Outcome], None],
        translate: Translate,
    ) -> None:
        self._request = request
        self._today = today
        self._watch = watch
        self._site = site
        self._board = board
        self._tell = tell
        self._translate = translate
        self._is_damaged = damaged
        """Set by other threads where a published file is not as it was written."""
        self._changed_at = time.monotonic()
        self._again_at: float | None = None
        """When to build even though nothing is seen to have changed."""

    def run(self, stop: threading.Event) -> None:
        """Until `stop` is set."""
        self._build()
        while not stop.wait(self._pause()):
            if self._is_due() and not stop.is_set():
                self._build()

    def _pause(self) -> float:
        return PAUSE if time.monotonic() - self._changed_at < AT_WORK else LONG_PAUSE

    def _is_due(self) -> bool:
        due = self._is_damaged.is_set() or self._today() != self._request.today
        if self._again_at is not None and time.monotonic() >= self._again_at:
            due = True
        if self._watch.glance() and self._settle():
            self._changed_at = time.monotonic()
            due = True
        return due

    def _settle(self) -> bool:
        """Looks until nothing has changed for a moment: editors save in several steps."""
        end = time.monotonic() + PATIENCE
        is_changed = self._watch.look()
        while (unrest := self._watch.unrest()) and time.monotonic() < end:
            time.sleep(unrest)
            is_changed |= self._watch.look()
        return is_changed

    def _build(self) -> None:
        self._is_damaged.clear()
        self._again_at = None
        outcome = self._attempt()
        for _ in range(TRIES):
            if outcome.is_good or not self._watch.look():
                break
            outcome = self._attempt()
        self._publish(outcome)
        if outcome.report is not None and outcome.report.is_unchanged and _has_remarks(outcome.report):
            # Where nothing was to be done, nothing was looked at: what there is to say has still to be found.
            outcome = self._attempt(writes=False)
            self._publish(outcome)
        wait = AGAIN if outcome.error is not None else self._watch.doubt()
        self._again_at = time.monotonic() + wait if wait else None

    def _attempt(self, *, writes: bool = True) -> Outcome:
        self._request = replace(self._request, today=self._today())
        start = time.monotonic()
        report: Report | None = None
        problems: tuple[Problem, ...] = ()
        fault: Exception | None = None
        gc.disable()  # a build makes many values and few cycles: looking for them would cost a fifth of its time
        try:
            report = run(replace(self._request, writes=writes))
            problems = report.problems
            self._request = replace(self._request, clean=False)
            self._site.refresh()
        except ContentError as error:
            problems = error.problems
        except Exception as error:  # whatever it is, the next change may mend it, and the server must stay
            report, fault = None, error
        finally:
            gc.enable()
        return Outcome(seconds=time.monotonic() - start, report=report, problems=problems, error=fault)

    def _publish(self, outcome: Outcome) -> None:
        """To every browser and to the terminal."""
        weighty = [problem for problem in outcome.problems if problem.severity is not Severity.NOTICE]
        findings = find_findings(outcome.problems if outcome.is_good else weighty, self._translate)
        if outcome.report is not None and outcome.report.is_unchanged and not self._board.state.is_failed:
            findings = self._board.state.findings
        if outcome.error is not None:
            findings = find_fault(*_words(outcome.error, self._translate), self._translate)
        self._board.post(State(is_failed=not outcome.is_good, findings=findings))
        self._tell(outcome)


def _has_remarks(report: Report) -> bool:
    return bool(report.counts["warnings"] or report.counts["notices"])


def _words(error: Exception, translate: Translate) -> tuple[str, str]:
    """What went wrong outside the content, and how to go on."""
    if isinstance(error, OutsideError):
        return error.render(translate)
    if isinstance(error, (OSError, MemoryError)):
        return str(error), translate("free some space or memory; the preview tries again by itself")
    return (
        f"{translate('a fault in cagsite itself')}: {type(error).__name__}: {error}",
        translate("the terminal tells more; the preview tries again by itself"),
    )
