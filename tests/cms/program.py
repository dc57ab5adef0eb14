"""Where the CMS lies for the tests: the package as npm publishes it, fetched by `./dev`."""

from __future__ import annotations

from pathlib import Path

from cagsite.forms.package import FILE

ROOT = Path(__file__).resolve().parents[2]


def program() -> Path:
    """The package in this checkout."""
    path = ROOT / FILE
    assert path.is_file(), f"{FILE} is missing; ./dev editor fetches it"
    return path
