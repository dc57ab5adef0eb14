"""The same bytes: whatever the folder, time zone, locale, hash seed, umask or number of workers."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.editing import fill
from tests.site_from import make_site, tree

SOURCE = Path(__file__).resolve().parent.parent / "src"
CELLS: dict[str, tuple[dict[str, str], list[str]]] = {
    "plain": ({}, []),
    "time zone": ({"TZ": "Pacific/Kiritimati"}, []),
    "locale": ({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}, []),
    "ascii": ({"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}, []),
    "hash seed": ({"PYTHONHASHSEED": "4711"}, []),
    "other seed": ({"PYTHONHASHSEED": "1"}, ["--jobs", "4"]),
    "one worker": ({}, ["--jobs", "1"]),
    "eight workers": ({}, ["--jobs", "8"]),
    "home and user": ({"HOME": "/nonexistent", "USER": "qvarnhjul", "LOGNAME": "qvarnhjul"}, []),
    "source date": ({"SOURCE_DATE_EPOCH": "1"}, []),
    "swedish messages": ({}, ["--language", "sv"]),
    "mixed": ({"TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONHASHSEED": "99"}, ["--jobs", "3"]),
}


def run(project: Path, variables: dict[str, str], options: list[str]) -> subprocess.CompletedProcess[str]:
    """A build as its own process, with little in its environment."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE), **variables}
    command = [sys.executable, "-m", "cagsite", "build", "--project", str(project), "--date", "2026-11-22", *options]
    return subprocess.run(command, env=environment, capture_output=True, text=True, cwd="/", check=False)


def digest(files: dict[str, bytes]) -> str:
    """One digest of names and bytes."""
    found = hashlib.sha256()
    for name, content in sorted(files.items()):
        found.update(f"{name}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = make_site(tmp_path_factory.mktemp("determinism"), {}, drawn=True)
    fill(site)
    return site.project.root


@pytest.fixture(scope="module")
def expected(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    copy = tmp_path_factory.mktemp("expected") / "project"
    shutil.copytree(project, copy)
    result = run(copy, {}, [])
    assert result.returncode == 0, result.stderr
    return tree(copy / "public")


@pytest.mark.parametrize("name", CELLS)
def test_every_environment_gives_the_same_bytes(
    name: str, project: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    """Each cell builds from nothing, in a folder of its own, with files copied in another order."""
    variables, options = CELLS[name]
    copy = tmp_path / f"en mapp {name}" / "projekt"
    for path in sorted(project.rglob("*"), reverse=True):
        if path.is_file():
            target = copy / path.relative_to(project)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            os.utime(target, (10**9, 10**9))
    before = os.umask(0o077 if name == "mixed" else 0o022)
    try:
        result = run(copy, variables, options)
    finally:
        os.umask(before)
    assert result.returncode == 0, result.stderr
    files = tree(copy / "public")
    assert digest(files) == digest(expected), sorted(p for p in files if files[p] != expected.get(p))
    for path in (copy / "public").rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)


def test_output_holds_nothing_of_the_machine(project: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    """No path, user, host, or version of the generator."""
    import platform

    from cagsite import __version__

    copy = tmp_path / "hemligmapp"
    shutil.copytree(project, copy)
    assert run(copy, {"USER": "qvarnhjul"}, []).returncode == 0
    words = ["hemligmapp", "qvarnhjul", str(tmp_path), f"cagsite {__version__}"]
    if len(platform.node()) > 4:
        words.append(platform.node())
    for name, content in tree(copy / "public").items():
        assert not [word for word in words if word.encode() in content], name


@pytest.mark.parametrize("day", ["2004-02-29", "2026-11-22", "2038-01-20"])
def test_the_clock_is_an_argument(project: Path, expected: dict[str, bytes], tmp_path: Path, day: str) -> None:
    """With nothing that depends on the day, every day gives the same bytes."""
    copy = tmp_path / "project"
    shutil.copytree(project, copy)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-m", "cagsite", "build", "--project", str(copy), "--date", day]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert digest(tree(copy / "public")) == digest(expected)
