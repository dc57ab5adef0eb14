"""The wheel, installed elsewhere with nothing but the locked runtime packages, makes an exhibition."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}


def run(*command: str | Path, where: Path) -> str:
    """What a program prints; the test fails with its messages when the program does."""
    done = subprocess.run(command, cwd=where, env=OUTSIDE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def locked_runtime() -> list[str]:
    """The names in the runtime lock that apply to this machine."""
    lines = (ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line.rstrip(" \\")) for line in lines if line[:1].isalnum()]
    return sorted(pin.name for pin in pins if pin.marker is None or pin.marker.evaluate())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, made by way of its source archive."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, where=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs' folder of an environment that holds the wheel and the runtime lock, and nothing else."""
    venv = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", venv, where=venv)
    (packages,) = venv.glob("lib/python*/site-packages")
    for name in locked_runtime():
        there = distribution(name)
        for top in sorted({file.parts[0] for file in there.files or () if file.parts[0] != ".."}):
            (packages / top).symlink_to(Path(str(there.locate_file(top))))
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", venv / "bin" / "python")
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel, where=venv)
    run(*pip, "check", where=venv)
    return venv / "bin"


def test_wheel_holds_program_theme_and_licences_only(wheel: Path) -> None:
    """Templates, static files and catalogues are inside; content and tests are not."""
    names = zipfile.ZipFile(wheel).namelist()
    for needed in ("templates/base.html", "static/css/order.txt", "locales/sv/LC_MESSAGES/cagsite.po"):
        assert f"cagsite/theme_files/{needed}" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"cagsite"}


def test_installed_wheel_does_not_lean_on_the_checkout(installed: Path) -> None:
    """The program that runs is the installed one."""
    said = run(installed / "python", "-c", "import cagsite; print(cagsite.__file__)", where=installed)
    assert Path(said.strip()).is_relative_to(installed.parent)


def test_new_exhibition_builds(installed: Path, tmp_path: Path) -> None:
    """`cagsite init` makes an exhibition that `cagsite build` publishes as it is."""
    run(installed / "cagsite", "init", "demo", where=tmp_path)
    run(installed / "cagsite", "build", "--project", "demo", where=tmp_path)
    assert (tmp_path / "demo" / "public" / "index.html").is_file()
    assert list((tmp_path / "demo" / "public").glob("*/index.html"))
