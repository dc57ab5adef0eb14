"""Whole or not at all: kills, power cuts and broken disks at every file operation of a write.

CAGSITE_KILLS sets the number of random kills; `--all` tries every kind of trouble in every situation.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import SOURCE
from tests.faulty_disk import SCENARIOS

KILLS = int(os.environ.get("CAGSITE_KILLS", "40"))
FAULTS = ("EIO", "ENOSPC", "EMFILE", "SHORT")


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """In memory where there is such a disk, for speed; the long form uses the real one."""
    memory = Path("/dev/shm")
    if request.config.getoption("--all") or not os.access(memory, os.W_OK):
        yield tmp_path
    else:
        with tempfile.TemporaryDirectory(prefix="cagsite-", dir=memory) as place:
            yield Path(place)


def meet(folder: Path, scenario: str, action: str, *, sticky: bool = False, step: int = 1) -> dict[str, Any]:
    """Run the bench; what it found."""
    arguments = [str(folder / "bench"), scenario, action, "sticky" if sticky else "once", str(step)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.faulty_disk", *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{SOURCE}{os.pathsep}{SOURCE.parent}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_killed_at_every_operation(folder: Path, scenario: str) -> None:
    """The published folder is exactly the old site or exactly the new one, and the next write needs no help."""
    found = meet(folder, scenario, "KILL")
    assert found["failures"] == []
    assert found["said"] == ""
    assert found["number"] > 40


def test_killed_at_random_moments(folder: Path) -> None:
    """As many times as asked for, half of them twice in a row."""
    found = meet(folder, "random", "KILL", step=KILLS)
    assert found["failures"] == []
    assert found["number"] == KILLS


@pytest.mark.parametrize(
    ("scenario", "action", "sticky"),
    [
        ("edit", "EIO", False),
        ("edit", "ENOSPC", True),
        ("withdrawal", "EIO", True),
        ("withdrawal", "EMFILE", False),
        ("fresh standby", "ENOSPC", False),
        ("two renames", "EIO", False),
        ("first", "SHORT", True),
    ],
)
def test_a_broken_disk_at_every_operation(folder: Path, scenario: str, action: str, sticky: bool) -> None:
    """The old site or the new one, a message instead of a traceback, and the next write needs no help."""
    found = meet(folder, scenario, action, sticky=sticky)
    assert found["failures"] == []
    assert found["said"] == ""
    assert found["number"] > 40


@pytest.mark.long
@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("action", FAULTS)
@pytest.mark.parametrize("sticky", [False, True], ids=["once", "for good"])
def test_every_trouble_in_every_situation(folder: Path, scenario: str, action: str, sticky: bool) -> None:
    """The long form of the test above."""
    test_a_broken_disk_at_every_operation(folder, scenario, action, sticky)
