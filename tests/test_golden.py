"""Whole small sites give exactly the pages that lie beside them."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from tests.golden import build_site, expected, names


@pytest.mark.parametrize("name", names())
def test_a_small_site_gives_the_expected_pages(name: str, tmp_path: Path) -> None:
    """`./dev golden` rewrites them; the difference is then read like any other change."""
    made, wanted = build_site(name, tmp_path), expected(name)
    assert sorted(made) == sorted(wanted)
    for path, text in wanted.items():
        difference = difflib.unified_diff(text.splitlines(), made[path].splitlines(), path, path, lineterm="", n=1)
        assert made[path] == text, "\n".join(list(difference)[:40])
