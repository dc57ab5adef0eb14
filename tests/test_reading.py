"""The one way to read files: nothing but ordinary files of the project, and nothing changed under our hands."""

from __future__ import annotations

import os
import time
import unicodedata
from pathlib import Path

import pytest

from cagsite.problems import ContentError
from cagsite.reading import Row, is_settled, read_file, scan
from cagsite.sources import Project


def make(root: Path, *paths: str) -> Project:
    """A project with these files, each holding its own path."""
    for path in paths:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path, encoding="utf-8")
    return Project(root=root, output=root / "public", cache=root / ".cagsite")


def code_of(root: Path, path: str, limit: int = 1000) -> str:
    """The code of the problem that reading gives."""
    with pytest.raises(ContentError) as caught:
        read_file(root, path, limit)
    (problem,) = caught.value.problems
    assert problem.location.file == path
    return problem.code


def test_a_file_is_read(tmp_path: Path) -> None:
    """The bytes of an ordinary file inside the project."""
    make(tmp_path, "content/pages/a/panel.yaml")
    assert read_file(tmp_path, "content/pages/a/panel.yaml", 1000) == b"content/pages/a/panel.yaml"


def test_an_empty_file_is_read(tmp_path: Path) -> None:
    """No bytes are bytes too."""
    (tmp_path / "a").touch()
    assert read_file(tmp_path, "a", 0) == b""


@pytest.mark.parametrize("path", ["../a", "a/../../b", "/etc/passwd", "", "a//b", "./a", "a/", "a\\b", "a\0b"])
def test_paths_that_lead_out(tmp_path: Path, path: str) -> None:
    """Such a path is refused before anything is opened."""
    assert code_of(tmp_path, path) == "outside-project"


def test_links_are_refused_anywhere_in_a_path(tmp_path: Path) -> None:
    """Also where the link stays inside, and where a folder on the way is one."""
    make(tmp_path, "real/file")
    (tmp_path / "link").symlink_to("real/file")
    (tmp_path / "folder").symlink_to("real")
    assert code_of(tmp_path, "link") == "symbolic-link"
    assert code_of(tmp_path, "folder/file") == "symbolic-link"


def test_a_root_behind_a_link_is_fine(tmp_path: Path) -> None:
    """Where the project lies is not the project's matter."""
    make(tmp_path / "real", "file")
    (tmp_path / "link").symlink_to("real")
    assert read_file(tmp_path / "link", "file", 1000) == b"file"


def test_what_is_no_file_is_never_waited_for(tmp_path: Path) -> None:
    """A pipe without a writer, a folder, a device."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    start = time.perf_counter()
    assert code_of(tmp_path, "pipe") == "not-a-file"
    assert code_of(tmp_path, "folder") == "not-a-file"
    assert code_of(Path("/dev"), "null") == "not-a-file"
    assert time.perf_counter() - start < 1


def test_missing_and_too_large(tmp_path: Path) -> None:
    """Each has its own answer."""
    make(tmp_path, "large")
    assert code_of(tmp_path, "none") == "missing-file"
    assert code_of(tmp_path, "none/at/all") == "missing-file"
    assert code_of(tmp_path, "x" * 300) == "missing-file"
    assert code_of(tmp_path, "large/inside") == "missing-file"
    assert code_of(tmp_path, "large", limit=4) == "too-large"
    assert read_file(tmp_path, "large", 5) == b"large"


def test_a_composed_name_finds_a_decomposed_file(tmp_path: Path) -> None:
    """Paths are compared in NFC, whatever the file system keeps."""
    name = "källa/é.md"
    make(tmp_path, unicodedata.normalize("NFD", name))
    assert read_file(tmp_path, unicodedata.normalize("NFC", name), 1000)


def test_a_file_that_changes_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once more, and then what was found is whole."""
    make(tmp_path, "a")
    changes = iter([b"longer than before"])
    real = os.read

    def read(descriptor: int, size: int) -> bytes:
        data = real(descriptor, size)
        for change in changes:
            (tmp_path / "a").write_bytes(change)
            break
        return data

    monkeypatch.setattr(os, "read", read)
    assert read_file(tmp_path, "a", 1000) == b"longer than before"


def test_a_file_that_keeps_changing_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of one state and half of another is never taken."""
    make(tmp_path, "a")
    real = os.read
    count = 0

    def read(descriptor: int, size: int) -> bytes:
        nonlocal count
        count += 1
        (tmp_path / "a").write_bytes(b"x" * count * 10)
        return real(descriptor, size)

    monkeypatch.setattr(os, "read", read)
    assert code_of(tmp_path, "a") == "changed-while-reading"


def test_a_short_read_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is never truncated because the system gave it in pieces."""
    make(tmp_path, "content/a")
    real = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, size: real(descriptor, min(size, 2)))
    assert read_file(tmp_path, "content/a", 1000) == b"content/a"


def test_no_right_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said of the file, in plain words."""
    make(tmp_path, "a")
    refused(monkeypatch, PermissionError(13, "Permission denied"))
    assert code_of(tmp_path, "a") == "unreadable-file"


def test_a_bad_disk_is_not_the_authors_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is named, and the exit status tells that something outside failed."""
    make(tmp_path, "a")
    refused(monkeypatch, OSError(5, "Input/output error"))
    with pytest.raises(OSError, match="Input/output error") as caught:
        read_file(tmp_path, "a", 1000)
    assert caught.value.filename == "a"


def refused(monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
    """Every read fails."""

    def read(descriptor: int, size: int) -> bytes:
        raise error

    monkeypatch.setattr(os, "read", read)


def test_units_of_a_project(tmp_path: Path) -> None:
    """A panel's folder, a section's folder, a list and the settings are units; pictures and records belong to them."""
    project = make(
        tmp_path,
        "exhibition.yaml",
        "content/glossary.yaml",
        "content/README.md",
        "content/documents/report/panel.yaml",
        "content/documents/report/sections/8/panel.yaml",
        "content/documents/report/sections/8/panel.sv.md",
        "content/organisations/adil-soz/panel.yaml",
        "content/organisations/adil-soz/panel.pt-BR.md",
        "content/organisations/adil-soz/panel.pt-BR.seen.yaml",
        "content/organisations/adil-soz/Office 1.JPG",
        "templates/parts/a.html",
        "static/css/site.css",
    )
    found = scan(project)
    assert {key: [row.path.rpartition("/")[2] for row in rows] for key, rows in found.units.items()} == {
        "content/documents/report": ["panel.yaml"],
        "content/documents/report/sections/8": ["panel.sv.md", "panel.yaml"],
        "content/glossary.yaml": ["glossary.yaml"],
        "content/organisations/adil-soz": [
            "Office 1.JPG",
            "panel.pt-BR.md",
            "panel.pt-BR.seen.yaml",
            "panel.yaml",
        ],
        "exhibition.yaml": ["exhibition.yaml"],
    }
    assert [row.path for row in found.others["templates"]] == ["templates/parts/a.html"]
    assert [row.path for row in found.others["static"]] == ["static/css/site.css"]
    assert found.others["locales"] == ()
    assert found.problems == ()


@pytest.mark.parametrize(
    "name",
    [".DS_Store", "Thumbs.db", ".git/config", "panel.yaml~", ".panel.yaml.swp", "._panel.yaml", "~$text.docx", "#a#"],
)
def test_what_editors_and_systems_leave_is_ignored(tmp_path: Path, name: str) -> None:
    """Quietly: it is nobody's mistake."""
    project = make(tmp_path, "exhibition.yaml", "content/pages/a/panel.yaml", f"content/pages/a/{name}")
    found = scan(project)
    assert found.problems == ()
    assert [row.path for row in found.units["content/pages/a"]] == ["content/pages/a/panel.yaml"]


def test_a_row_tells_of_every_change(tmp_path: Path) -> None:
    """Size, times, and a file put in the place of another."""
    project = make(tmp_path, "exhibition.yaml")
    (before,) = scan(project).units["exhibition.yaml"]
    other = tmp_path / "other"
    other.write_bytes((tmp_path / "exhibition.yaml").read_bytes())
    os.utime(other, ns=(before.mtime_ns, before.mtime_ns))
    other.replace(tmp_path / "exhibition.yaml")
    (after,) = scan(project).units["exhibition.yaml"]
    assert before.size == after.size
    assert before.mtime_ns == after.mtime_ns
    assert before != after


SECOND = 1_000_000_000


@pytest.mark.parametrize(
    ("mtime", "ctime", "settled"),
    [
        (5 * SECOND + 7, 5 * SECOND + 7, True),
        (10 * SECOND - 21_000_007, 10 * SECOND - 21_000_000, True),
        (10 * SECOND - 7, 5 * SECOND + 7, False),
        (5 * SECOND + 7, 10 * SECOND - 7, False),
        (11 * SECOND + 7, 5 * SECOND, False),
        (9 * SECOND, 9 * SECOND, False),
        (7 * SECOND, 7 * SECOND, True),
    ],
    ids=["old", "older than a tick", "just written", "just moved", "future", "clock of whole seconds", "older seconds"],
)
def test_when_a_file_counts_as_settled(mtime: int, ctime: int, settled: bool) -> None:
    """A file that was written in the tick of the scan may change again without its row showing it."""
    assert is_settled([Row("a", 1, mtime, ctime, 1)], 10 * SECOND) is settled
