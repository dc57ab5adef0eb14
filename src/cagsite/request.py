"""What is asked of a build, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from cagsite.locking import Holder
from cagsite.problems import Problem
from cagsite.sources import Project

Progress = Callable[[str, int, int], None]
"""Name of a stage (a msgid), how many of how many are done."""


def no_progress(_stage: str, _done: int, _total: int) -> None:
    """For who does not want to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be built, and how."""

    project: Project
    today: date
    """By which embargo, consent and tour are judged."""
    drafts: bool = False
    """Show drafts; such a build is never published."""
    is_preview: bool = False
    """For `serve`: pages ask not to be indexed."""
    clean: bool = False
    """Trust no cache."""
    strict: bool = False
    """Warnings stop the build too."""
    writes: bool = True
    """False to find every problem and leave the site as it is."""
    jobs: int = 1
    on_progress: Progress = no_progress
    on_wait: Callable[[Holder], None] | None = None
    """Told once when another process holds the lock."""

    @property
    def options(self) -> tuple[object, ...]:
        """What changes the result besides content and theme."""
        return (self.today.isoformat(), self.drafts, self.is_preview)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did."""

    problems: tuple[Problem, ...]
    """Warnings and notices; empty where nothing had to be done."""
    counts: Mapping[str, int]
    """`pages`, `pictures`, `files`, `warnings`, `notices`, `remade`, `written`, `removed`."""
    is_unchanged: bool
    """True where nothing had to be done."""
