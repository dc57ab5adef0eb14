"""Options of the command line as a request to build."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from cagsite.cli import default_project
from cagsite.locking import Holder
from cagsite.request import Request
from cagsite.sources import Project, preview_of
from cagsite.terminal import Terminal


def project_of(options: Namespace, *, is_preview: bool = False) -> Project:
    """The folders; a preview lies inside the cache, so that it can never be published by mistake."""
    root = default_project(options.project)
    cache = Path(options.cache).resolve() if options.cache else root / ".cagsite"
    project = Project(root=root, output=root / "public", cache=cache / "build")
    if is_preview or options.drafts:
        project = preview_of(project)
    return replace(project, output=Path(options.output).absolute()) if options.output else project


def request_of(options: Namespace, terminal: Terminal, *, writes: bool = True, is_preview: bool = False) -> Request:
    """A request to build; without a date it is today in the exhibition's time zone."""
    from cagsite.make import default_jobs

    project = project_of(options, is_preview=is_preview)
    return Request(
        project=project,
        today=options.date or today_in(project),
        drafts=options.drafts,
        is_preview=is_preview,
        clean=options.clean,
        strict=options.strict,
        writes=writes,
        jobs=options.jobs or default_jobs(),
        on_progress=terminal.progress,
        on_wait=lambda holder: _tell(terminal, holder),
    )


def today_in(project: Project) -> date:
    """Today where the exhibition is: the only place that asks the clock."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from cagsite.timezone import find_timezone

    try:
        zone = ZoneInfo(find_timezone(project.settings_file))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = ZoneInfo("UTC")  # validation tells of a zone that does not exist
    return datetime.now(zone).date()


def _tell(terminal: Terminal, holder: Holder) -> None:
    terminal.say(
        "waiting for another cagsite: process {pid}, since {started}, {command}",
        pid=holder.pid,
        started=holder.started,
        command=holder.command,
    )
