"""Problems as text, JSON, annotations and SARIF; and no message may steer what shows it."""

from __future__ import annotations

import json

import pytest

from cagsite.problems import Location, Problem, Severity
from cagsite.reporting import FORMS, format_problems, report

HOSTILE = "a\x1b[31m\n::warning::b,c:%\u202e"
PROBLEMS = (
    Problem.make(Severity.ERROR, "bad-date", Location("content/a b/å.md", 7, 3), "'{value}' is no day", "write {best}",
                 value="31 Feb", best="28 Feb", subject="a"),
    Problem.make(Severity.WARNING, "odd", Location(HOSTILE, 1, 1), "{value}", value=HOSTILE),
    Problem.make(Severity.NOTICE, "photo-awaited", Location("b.yaml"), "awaited", "wait"),
)  # fmt: skip


def test_text() -> None:
    """A line for where and what, an indented one for how to mend it, everything visible."""
    assert format_problems(PROBLEMS) == (
        "content/a b/å.md:7:3: error[bad-date]: '31 Feb' is no day\n"
        "  write 28 Feb\n"
        "a\\u001b[31m\\u000a::warning::b,c:%\\u202e:1:1: warning[odd]: a\\u001b[31m\\u000a::warning::b,c:%\\u202e\n"
        "b.yaml:1:1: notice[photo-awaited]: awaited\n"
        "  wait\n"
    )


def test_text_in_another_language() -> None:
    """The words are translated before the values are put in."""
    words = {"'{value}' is no day": "'{value}' är ingen dag", "write {best}": "skriv {best}"}
    assert format_problems(PROBLEMS[:1], lambda message: words[message]) == (
        "content/a b/å.md:7:3: error[bad-date]: '31 Feb' är ingen dag\n  skriv 28 Feb\n"
    )


def test_json() -> None:
    """One object per problem."""
    found = json.loads(report(PROBLEMS, "json"))["problems"]
    assert found[0] == {
        "file": "content/a b/å.md",
        "line": 7,
        "column": 3,
        "severity": "error",
        "code": "bad-date",
        "message": "'31 Feb' is no day",
        "hint": "write 28 Feb",
        "subject": "a",
    }
    assert len(found) == 3


def test_annotations() -> None:
    """One command per problem, and no value can start another one."""
    lines = report(PROBLEMS, "github").split("\n")
    assert lines[0] == ("::error file=content/a b/å.md,line=7,col=3,title=bad-date::'31 Feb' is no day%0Awrite 28 Feb")
    assert len(lines) == 3
    assert lines[1].startswith("::warning file=a\x1b[31m%0A%3A%3Awarning%3A%3Ab%2Cc%3A%25")
    assert "\n" not in lines[1]
    assert lines[2].startswith("::notice file=b.yaml,")


def test_sarif() -> None:
    """Rules, levels and places as version 2.1.0 has them."""
    log = json.loads(report(PROBLEMS, "sarif"))
    (run,) = log["runs"]
    assert (log["version"], run["tool"]["driver"]["name"]) == ("2.1.0", "cagsite")
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["bad-date", "odd", "photo-awaited"]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/a%20b/%C3%A5.md"
    assert place["region"] == {"startLine": 7, "startColumn": 3}


@pytest.mark.parametrize("form", FORMS)
def test_no_problems(form: str) -> None:
    """Nothing wrong is a report too."""
    text = report((), form)
    assert text == "" or json.loads(text)
