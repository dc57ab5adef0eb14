"""Everything that a build reads, before it is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cagsite import memory
from cagsite.denied import mark_of
from cagsite.digests import digest_bytes
from cagsite.model import SourceFile
from cagsite.problems import ContentError, Location, Problem, Severity
from cagsite.reading import Row, Scan, read_file, scan
from cagsite.request import Request
from cagsite.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What lies in the project and in the theme, and by which code it will be read."""

    scan: Scan
    theme: Theme
    stamp: str
    """Of cagsite, Python and the packages that make things."""
    digest: str
    """Of every row and option: equal inputs give an equal site."""

    @classmethod
    def of(cls, request: Request) -> Inputs:
        """Reads directory entries only."""
        found = scan(request.project)
        theme = Theme(request.project.root)
        rows = [*found.units.items(), *memory.theme_rows(theme.layers), request.options, mark_of(request.project.root)]
        return cls(scan=found, theme=theme, stamp=memory.stamp(), digest=memory.digest_rows(rows))

    @property
    def rows(self) -> list[Row]:
        """Every file of the content."""
        return [row for unit in self.scan.units.values() for row in unit]


PICTURE_LIMIT = 64_000_000
"""Bytes of a source picture."""


@dataclass(frozen=True, slots=True)
class SourceReader:
    """Reads pictures of a project, and only as they were when the project was read."""

    root: Path

    def __call__(self, file: SourceFile) -> bytes:
        content = read_file(self.root, file.path, PICTURE_LIMIT)
        if digest_bytes(content) != file.digest:
            raise ContentError(
                [
                    Problem.make(
                        Severity.ERROR,
                        "changed-while-reading",
                        Location(file.path),
                        "this file changed while the site was being built",
                        "build again when nobody is writing to it",
                    )
                ]
            )
        return content
