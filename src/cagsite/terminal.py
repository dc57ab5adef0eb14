"""What a person at a terminal reads: messages in their language, problems, progress; plain lines elsewhere."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cagsite.problems import Problem, Severity, Translate, fill, visible

WIDTH = 28
"""Characters of the progress bar."""
PAUSE = 0.1
"""Seconds between two drawings of it."""


@dataclass(slots=True)
class Terminal:
    """Where a command speaks."""

    translate: Translate = str
    form: str = "text"
    is_quiet: bool = False
    _drawn: float = 0.0
    _is_open: bool = False
    """True while a progress line stands on the screen."""
    _stage: str = field(default="")

    @classmethod
    def of(cls, arguments: Sequence[str]) -> Terminal:
        """As the options and the environment say; wrong options are told of later."""
        from cagsite.translation import translator

        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        return cls(
            translate=translator(_option(arguments, "--language") or _environment_language()),
            form=_option(arguments, "--report") or "text",
            is_quiet="--quiet" in arguments,
        )

    def say(self, message: str, **values: object) -> None:
        """A line about the work, on standard error so that reports stay clean."""
        if not self.is_quiet:
            self._line(self.worded(message, values))

    def worded(self, message: str, values: Mapping[str, object]) -> str:
        """A msgid in the reader's words, safe for a terminal."""
        return fill(self.translate(message), [(name, visible(str(value))) for name, value in values.items()])

    def fail(self, message: str, hint: str = "", **values: object) -> None:
        """What went wrong, and how to go on."""
        self.fail_rendered(self.worded(message, values), self.worded(hint, values) if hint else "")

    def fail_rendered(self, message: str, hint: str = "") -> None:
        """The same, in words that are ready."""
        self._line(f"cagsite: {message}")
        if hint:
            self._line(f"  {hint}")

    def confess(self) -> None:
        """Our own fault: a log for us, a calm sentence for the person."""
        import tempfile
        import traceback

        handle, name = tempfile.mkstemp(prefix="cagsite-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            traceback.print_exc(file=file)
        if os.environ.get("CAGSITE_DEBUG"):
            traceback.print_exc()
        self.fail(
            "a fault in cagsite itself; nothing was published",
            "please report it together with the file {log}",
            log=name,
        )

    def report(self, problems: Iterable[Problem], *, failed: bool = False) -> None:
        """Problems in the form asked for: text on standard error, everything else on standard output."""
        from cagsite.reporting import report

        problems = tuple(problems)
        self._clear()
        if self.form != "text":
            print(report(problems, self.form, self.translate))
            return
        shown = [p for p in problems if not self.is_quiet or p.severity is not Severity.NOTICE]
        text = report(shown, "text", self.translate)
        if text:
            print(text.rstrip("\n"), file=sys.stderr)
        if failed:
            errors = sum(problem.severity is not Severity.NOTICE for problem in problems)
            message = (
                "1 problem; what is published was not changed"
                if errors == 1
                else "{count} problems; what is published was not changed"
            )
            self._line(self.worded(message, {"count": errors}))

    def progress(self, stage: str, done: int, total: int) -> None:
        """A bar on a terminal; elsewhere one line per stage."""
        if self.is_quiet or self.form != "text":
            return
        if not sys.stderr.isatty():
            return
        now = time.monotonic()
        if stage == self._stage and done < total and now - self._drawn < PAUSE:
            return
        self._drawn, self._stage, self._is_open = now, stage, True
        filled = WIDTH * done // total if total else WIDTH
        bar = "█" * filled + "░" * (WIDTH - filled)
        sys.stderr.write(f"\r\x1b[K{self.translate(stage)} {bar} {done}/{total}")
        sys.stderr.flush()

    def _clear(self) -> None:
        if self._is_open:
            sys.stderr.write("\r\x1b[K")
            self._is_open = False

    def _line(self, text: str) -> None:
        self._clear()
        print(text, file=sys.stderr, flush=True)


def _option(arguments: Sequence[str], name: str) -> str | None:
    for index, argument in enumerate(arguments):
        if argument == name and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(name + "="):
            return argument.partition("=")[2]
    return None


def _environment_language() -> str | None:
    """The language that the person has set for messages; nothing else is read from the environment."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return value.partition(".")[0].replace("_", "-")
    return None


def shorten(path: Path) -> str:
    """A path as seen from where the person stands."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
