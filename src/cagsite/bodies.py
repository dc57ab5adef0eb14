"""Problems in running texts, for when the rest of the content has errors and no text is converted for a page."""

from __future__ import annotations

from cagsite.load import read_document
from cagsite.markdown import Typography, convert
from cagsite.problems import Location, Problem, Severity
from cagsite.reading import Scan
from cagsite.sources import Project

PLAIN = Typography(double_open='"', double_close='"', single_open="'", single_close="'")
"""Signs make no difference to what is wrong."""


def body_problems(project: Project, scan: Scan) -> list[Problem]:
    """What the dialect finds in every text that can be read, so that one run tells of everything."""
    found: list[Problem] = []
    for rows in scan.units.values():
        for row in rows:
            if row.path.endswith(".md"):
                document = read_document(project.root, row.path, [])
                if document.is_readable:
                    text = convert(document.body, first_line=document.body_line, typography=PLAIN)
                    found += [
                        Problem(
                            location=Location(row.path, problem.line, problem.column),
                            severity=Severity(problem.severity),
                            code=problem.code,
                            message=problem.message,
                            hint=problem.hint,
                            parameters=problem.parameters,
                        )
                        for problem in text.problems
                    ]
    return found
