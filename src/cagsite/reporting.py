"""Problems as somebody or something reads them: text, JSON, GitHub's annotations, SARIF."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from cagsite.problems import Problem, Severity, Translate


def report(problems: Iterable[Problem], form: str, translate: Translate = str) -> str:
    """The problems in one of FORMS."""
    return FORMS[form](tuple(problems), translate)


def format_problems(problems: Iterable[Problem], translate: Translate = str) -> str:
    """A line each for where and what, and an indented one for how to mend it."""
    lines: list[str] = []
    for problem in problems:
        lines.append(f"{problem.location}: {problem.severity}[{problem.code}]: {problem.says(translate)}\n")
        if advice := problem.advises(translate):
            lines.append(f"  {advice}\n")
    return "".join(lines)


def _json(problems: tuple[Problem, ...], translate: Translate) -> str:
    """One object with a list, for programs."""
    found = [
        {
            "file": problem.location.file,
            "line": problem.location.line,
            "column": problem.location.column,
            "severity": problem.severity.value,
            "code": problem.code,
            "message": problem.says(translate),
            "hint": problem.advises(translate),
            "subject": problem.subject,
        }
        for problem in problems
    ]
    return json.dumps({"problems": found}, ensure_ascii=False, indent=2)


_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "notice"}


def _github(problems: tuple[Problem, ...], translate: Translate) -> str:
    """Workflow commands, which GitHub shows beside the lines of a pull request."""
    return "\n".join(
        f"::{_GITHUB[problem.severity]} "
        f"file={_command_value(problem.location.file)},line={problem.location.line},col={problem.location.column},"
        f"title={_command_value(problem.code)}"
        f"::{_command_text(_with_advice(problem, translate))}"
        for problem in problems
    )


def _command_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _command_value(text: str) -> str:
    return _command_text(text).replace(":", "%3A").replace(",", "%2C")


def _with_advice(problem: Problem, translate: Translate) -> str:
    advice = problem.advises(translate)
    return f"{problem.says(translate)}\n{advice}" if advice else problem.says(translate)


_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}


def _sarif(problems: tuple[Problem, ...], translate: Translate) -> str:
    """SARIF 2.1.0, for code scanning and editors."""
    rules: list[Any] = [{"id": code} for code in sorted({problem.code for problem in problems})]
    results: list[Any] = [
        {
            "ruleId": problem.code,
            "level": _SARIF[problem.severity],
            "message": {"text": _with_advice(problem, translate)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(problem.location.file, safe="/", errors="replace")},
                        "region": {"startLine": problem.location.line, "startColumn": problem.location.column},
                    }
                }
            ],
        }
        for problem in problems
    ]
    run = {
        "tool": {"driver": {"name": "cagsite", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json.dumps(
        {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]},
        ensure_ascii=False,
        indent=2,
    )


FORMS: Mapping[str, Callable[[tuple[Problem, ...], Translate], str]] = {
    "text": format_problems,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
}
