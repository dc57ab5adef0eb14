"""What went wrong, as plain texts in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from cagsite.problems import Problem, Severity, Translate

LABELS = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.NOTICE: "Notice"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to mend, ready to be shown."""

    severity: Severity
    label: str
    """The severity in the reader's language."""
    message: str
    hint: str = ""
    place: str = ""
    """File, line and column; empty where the fault lies outside the content."""
    code: str = ""

    def as_plain(self) -> dict[str, str]:
        """For JSON."""
        return {name: str(value) for name, value in asdict(self).items()}


def find_findings(problems: Iterable[Problem], translate: Translate) -> tuple[Finding, ...]:
    """What weighs most comes first; then in the order of files."""
    weights = list(Severity)
    return tuple(
        Finding(
            severity=problem.severity,
            label=translate(LABELS[problem.severity]),
            message=problem.says(translate),
            hint=problem.advises(translate),
            place=str(problem.location),
            code=problem.code,
        )
        for problem in sorted(problems, key=lambda problem: weights.index(problem.severity))
    )


def find_fault(message: str, hint: str, translate: Translate) -> tuple[Finding, ...]:
    """Something outside the content, in words that are ready."""
    severity = Severity.ERROR
    return (Finding(severity=severity, label=translate(LABELS[severity]), message=message, hint=hint),)
