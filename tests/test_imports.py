"""Imports run one way: from the command line over stages and outputs down to the model."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "cagsite"

STAGES = {"load", "validate", "publishable", "plan", "make", "check", "write"}
"""Stages meet in build.py alone; what two of them share stands below them."""

ALLOWED = {("validate", "load"), ("seen", "load")}
"""`validate` reads what `load` returns, and asks it again for the place of an error."""


def modules() -> dict[str, set[str]]:
    """Every module of the package, with the modules of the package that it imports at any depth of its code."""
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        imported = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("cagsite"):
                inside = node.module.removeprefix("cagsite").lstrip(".")
                imported |= {inside} if inside else {alias.name for alias in node.names}
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
                imported |= {name.removeprefix("cagsite.") for name in names if name.startswith("cagsite.")}
        found[name] = imported
    return found


def top(module: str) -> str:
    return module.partition(".")[0]


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_stages_do_not_import_one_another(stage: str) -> None:
    """A stage takes values and returns values; who comes before and after is not its business."""
    others = STAGES - {stage}
    wrong = [
        (module, imported)
        for module, imports in modules().items()
        for imported in imports
        if top(module) == stage and top(imported) in others and (stage, top(imported)) not in ALLOWED
    ]
    assert wrong == []


def test_outputs_do_not_import_one_another_nor_a_stage() -> None:
    """An output asks the bench for another one's facts by id."""
    wrong = [
        (module, imported)
        for module, imports in modules().items()
        for imported in imports
        if module.startswith("outputs.")
        and (imported.startswith("outputs") or top(imported) in STAGES or top(imported) in {"build", "run", "cli"})
    ]
    assert wrong == []


def test_the_model_stands_at_the_bottom() -> None:
    """Nothing below the model knows of it, and it knows of nothing."""
    found = modules()
    assert found["model"] == set()
    assert found["problems"] == set()
    assert found["sources"] == set()


def test_only_commands_know_the_command_line() -> None:
    """What a command does can be asked for without a terminal."""
    wrong = [
        (module, imported)
        for module, imports in modules().items()
        for imported in imports
        if top(imported) in {"cli", "commands", "terminal"} and top(module) not in {"cli", "commands", "__main__"}
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("command", "heavy"),
    [
        ("import cagsite.cli", {"jinja2", "babel", "PIL", "pyromark", "yaml", "multiprocessing", "json"}),
        ("import cagsite.run", {"jinja2", "babel", "PIL", "pyromark", "yaml", "multiprocessing"}),
    ],
)
def test_a_start_imports_little(command: str, heavy: set[str]) -> None:
    """What a build with nothing to do needs not, it does not load."""
    code = f"import sys; {command}; print(*sys.modules)"
    start = [sys.executable, "-c", code]
    loaded = subprocess.run(start, capture_output=True, text=True, check=True, cwd=PACKAGE.parent).stdout.split()
    assert heavy & set(loaded) == set()
