"""Whole or not at all: a build that is killed leaves one of the complete sites, and the next one needs no help."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.editing import ORGANISATIONS, fill, words
from tests.site_from import Site, make_site, tree
from tests.test_determinism import SOURCE, digest

KILLS = int(os.environ.get("CAGSITE_KILLS", "50"))


def start(site: Site) -> subprocess.Popen[bytes]:
    """A build in a process group of its own, so that its workers die with it."""
    command = [sys.executable, "-m", "cagsite", "build", "--project", str(site.project.root), "--date", "2026-11-22"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE)}
    return subprocess.Popen(
        command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


@pytest.fixture
def site(tmp_path: Path) -> Site:
    found = make_site(tmp_path, {})
    fill(found)
    return found


def put(site: Site, seed: int) -> None:
    """One of the states of the texts, wholly given by its seed."""
    chance = random.Random(seed)
    for id in ORGANISATIONS:
        site.write(
            {f"organisations/{id}/panel.{code}.md": words(f"{id} {seed}", code, chance) for code in ("sv", "en")}
        )


def test_killed_at_random_moments(site: Site) -> None:
    """Two contents in turn; after each kill the published folder is exactly one of the two sites."""
    chance = random.Random(7)
    states = []
    for seed in (1, 2):
        put(site, seed)
        started = time.monotonic()
        process = start(site)
        _, said = process.communicate()
        assert process.returncode == 0, said.decode()
        duration = time.monotonic() - started
        states.append((seed, digest(tree(site.project.output))))
    complete = {known for _, known in states}
    assert len(complete) == 2
    hit = turn = 0
    while hit < KILLS:
        seed, _ = states[turn % 2]
        put(site, seed)
        process = start(site)
        time.sleep(chance.uniform(0.02, duration * 0.7))
        if process.poll() is None:
            hit += 1
            os.killpg(process.pid, signal.SIGKILL)
        else:
            duration *= 0.9  # the machine has become faster than it was when this was measured
        process.communicate()
        assert digest(tree(site.project.output)) in complete, f"kill {turn}"
        turn += 1
        assert turn < KILLS * 2
    for seed, known in states:
        put(site, seed)
        process = start(site)
        _, said = process.communicate()
        assert process.returncode == 0, said.decode()
        assert digest(tree(site.project.output)) == known


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_with_its_status_and_leaves_nothing_behind(
    site: Site, number: signal.Signals, status: int
) -> None:
    """The published site stays, and no temporary file lies about."""
    assert site.build().files
    before = tree(site.project.output)
    put(site, 5)
    process = start(site)
    assert process.stderr is not None
    process.stderr.readline()  # it has said for which day it builds: from here on it is at work
    time.sleep(0.1)
    process.send_signal(number)
    _, said = process.communicate()
    assert process.returncode == status, said.decode()
    assert b"Traceback" not in said
    assert tree(site.project.output) == before
    assert not [name for name in tree(site.project.root) if name.endswith((".tmp", ".part"))]


def test_two_builds_at_once_do_not_harm_each_other(site: Site) -> None:
    """The second waits for the first; both end well, and the site is whole."""
    processes = [start(site) for _ in range(3)]
    for process in processes:
        _, said = process.communicate()
        assert process.returncode == 0, said.decode()
    expected = tree(site.project.output)
    assert site.build(clean=True).files == expected
