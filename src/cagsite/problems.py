"""What can be wrong with content, as values: one record per problem, and one error that carries them all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

Translate = Callable[[str], str]
"""An English message to the same message in the reader's language (gettext's contract)."""


class Severity(StrEnum):
    """How much a problem weighs."""

    ERROR = "error"
    """Stops the build."""
    WARNING = "warning"
    """Stops it only under `--strict`."""
    NOTICE = "notice"
    """Never stops anything: something awaited, expired or missing."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Where in the project: a path relative to it with forward slashes, line and column from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{visible(self.file)}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to mend: where, what, how."""

    location: Location
    severity: Severity
    code: str
    """Stable name, lower case with hyphens, as in `unknown-field`."""
    message: str
    """English msgid with named `{}` fields."""
    hint: str = ""
    """English msgid: how to mend it."""
    parameters: tuple[tuple[str, str], ...] = ()
    """Values for the named fields of message and hint."""
    subject: str = ""
    """Id of the panel or list entry that it concerns, if any."""

    @classmethod
    def make(
        cls,
        severity: Severity,
        code: str,
        location: Location,
        message: str,
        hint: str = "",
        subject: str = "",
        **parameters: object,
    ) -> Self:
        """The record, with parameters given by name."""
        values = tuple(sorted((name, str(value)) for name, value in parameters.items()))
        return cls(
            location=location,
            severity=severity,
            code=code,
            message=message,
            hint=hint,
            parameters=values,
            subject=subject,
        )

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """By file, line, column, then code and words: the order in which problems are listed."""
        return (self.location.file, self.location.line, self.location.column, self.code, repr(self.parameters))

    def says(self, translate: Translate = str) -> str:
        """The message in the reader's words, safe for a terminal."""
        return visible(fill(translate(self.message), self.parameters))

    def advises(self, translate: Translate = str) -> str:
        """The hint in the reader's words, or an empty string."""
        return visible(fill(translate(self.hint), self.parameters)) if self.hint else ""


class ContentError(Exception):
    """A stage has finished its pass and found errors: all of them, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sort_problems(problems)
        super().__init__(f"{len(self.problems)} problems")

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Problem, ...]]]:
        return (ContentError, (self.problems,))


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """In the order of files and lines, each once."""
    return tuple(sorted(set(problems), key=lambda problem: problem.order))


def fill(message: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Named fields replaced; what looks like a field in a value stays as it is."""
    values = dict(parameters)
    return _FIELD.sub(lambda match: values.get(match[1], match[0]), message)


_FIELD = re.compile(r"\{(\w+)\}")


def visible(text: str, limit: int = 300) -> str:
    """Control and direction characters spelled out, long values cut: a message must not steer a terminal."""
    if len(text) > limit:
        text = text[:limit] + "…"
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}" for c in text
    )
