"""The package lists pin every file by its digest and say nothing of where it comes from."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LISTS = ("runtime", "test", "bench", "npm", "lock")
DIGEST = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(name: str) -> dict[str, list[str]]:
    """Pin to the options after it, for each entry of a list; the same name may stand once per Python version."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.replace("\\\n", " ").splitlines() if line.strip() and line.lstrip()[0] != "#"]
    found = {}
    for line in lines:
        pin, *options = re.split(r"\s+(?=--)", line.strip())
        found[pin] = options
    return found


def names(name: str) -> set[str]:
    """The packages of a list."""
    return {canonicalize_name(Requirement(pin).name) for pin in entries(name)}


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_is_one_version_with_digests(name: str) -> None:
    """Nothing but `name==version`, perhaps for some platforms, and SHA-256 digests."""
    assert entries(name)
    for pin, options in entries(name).items():
        assert re.fullmatch(r"[a-z0-9-]+==[a-z0-9.]+( ; .+)?", pin)
        assert options
        assert all(DIGEST.fullmatch(option) for option in options)


@pytest.mark.parametrize("name", LISTS)
def test_no_list_names_an_address(name: str) -> None:
    """Where packages come from is each machine's own configuration."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "index" not in text
    assert "find-links" not in text


def test_lists_hold_what_pyproject_asks_for() -> None:
    """A dependency that was added without `./dev lock` is noticed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {"runtime": project["project"]["dependencies"]}
    asked |= {group: project["dependency-groups"][group] for group in LISTS[1:]}
    for name, requirements in asked.items():
        pins = [Requirement(pin) for pin in entries(name)]
        for requirement in map(Requirement, requirements):
            chosen = [pin for pin in pins if canonicalize_name(pin.name) == canonicalize_name(requirement.name)]
            assert chosen, f"{requirement.name} is not in requirements/{name}.txt: run ./dev lock"
            for pin in chosen:
                (version,) = pin.specifier
                assert requirement.specifier.contains(version.version)


def test_tests_run_with_the_runtime_that_is_shipped() -> None:
    """Whatever is in both lists is there in the same version, with the same digests."""
    runtime, test = entries("runtime"), entries("test")
    assert runtime == {pin: test[pin] for pin in runtime}


def test_npm_lock_pins_by_digest_without_addresses() -> None:
    """npm checks each archive against its digest, and asks its own configuration where to fetch it."""
    tools = ROOT / "tests" / "tools"
    lock = json.loads((tools / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    own = lock.pop("")
    assert own["dependencies"] == json.loads((tools / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for package in lock.values():
        assert package["integrity"].startswith("sha512-")
        assert "resolved" not in package
