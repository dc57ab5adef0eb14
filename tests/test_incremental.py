"""Incremental is clean: after any edits, what is built with a memory equals what is built without one."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from tests.editing import EDITS, fill
from tests.site_from import Site, make_site, tree

from cagsite.problems import ContentError
from cagsite.sources import Project


def clean_tree(site: Site, folder: Path) -> dict[str, bytes] | None:
    """What a build of the same content gives elsewhere, with nothing remembered; None where it is refused."""
    shutil.rmtree(folder, ignore_errors=True)
    ignored = shutil.ignore_patterns("public", ".public.cagsite", ".cagsite")
    shutil.copytree(site.project.root, folder, ignore=ignored)
    project = Project(root=folder, output=folder / "public", cache=folder / ".cagsite" / "build")
    try:
        return Site(project, today=site.today).build().files
    except ContentError:
        return None


def wander(tmp_path: Path, seed: int, steps: int) -> int:
    """Random edits, some of them in one go; returns how many of the builds published something.

    Every fourth walk draws share cards and icons too.
    """
    chance = random.Random(seed)
    site = make_site(tmp_path, {}, drawn=seed % 4 == 0)
    fill(site)
    published = site.build().files
    successes = 0
    for step in range(steps):
        for _ in range(chance.choice([1, 1, 1, 2, 3])):
            edit = chance.choice(EDITS)
            edit(site, chance)
        expected = clean_tree(site, tmp_path / "clean")
        try:
            site.build()
            built = True
        except ContentError:
            built = False
        assert built == (expected is not None), f"step {step} of seed {seed}, {edit.__name__}"
        if expected is not None:
            published = expected
            successes += 1
        difference = {
            path for path in {*published, *site.files} if published.get(path) != tree(site.project.output).get(path)
        }
        assert not difference, f"step {step} of seed {seed}, {edit.__name__}: {sorted(difference)[:5]}"
    return successes


@pytest.mark.parametrize("seed", range(4))
def test_after_each_of_a_hundred_random_edits_the_site_is_that_of_a_clean_build(tmp_path: Path, seed: int) -> None:
    """Four walks of twenty-five edits; what a clean build refuses is refused, and the last good site stays."""
    assert wander(tmp_path, seed, 25) > 10


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 120))
def test_the_same_on_longer_walks(tmp_path: Path, seed: int) -> None:
    """Two thousand edits more."""
    assert wander(tmp_path, seed, 100) > 40
