"""Files of a project: whole or not at all, and whoever may read one may read the one in its place."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from cagsite.faults import OutsideError
from cagsite.replacing import replace_file


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "names"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o600)

    replace_file(path, "new\n")

    assert path.read_bytes() == b"new\n"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["names"]


def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    replace_file(tmp_path / "a/b", b"\x00\r\n")

    assert (tmp_path / "a/b").read_bytes() == b"\x00\r\n"


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """A folder stands in the way: it stays, and nothing is left beside it."""
    (tmp_path / "taken/inside").mkdir(parents=True)

    with pytest.raises(OutsideError):
        replace_file(tmp_path / "taken", "text")

    assert os.listdir(tmp_path) == ["taken"]
