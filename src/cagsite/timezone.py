"""The exhibition's time zone, found without reading the rest: a build with nothing to do needs today's date."""

from __future__ import annotations

import re
from pathlib import Path

_LINE = re.compile(rb"^timezone:[ \t]*[\"']?([A-Za-z0-9_+/-]+)", re.MULTILINE)
LIMIT = 1_000_000


def find_timezone(settings_file: Path) -> str:
    """The name in `timezone:`, or UTC; what is wrong with it is told when the file is validated."""
    with settings_file.open("rb") as file:
        match = _LINE.search(file.read(LIMIT))
    return match[1].decode("ascii") if match else "UTC"
