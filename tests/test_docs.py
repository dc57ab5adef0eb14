"""What can be typed is documented: every command, every field, every problem's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cagsite.cli import COMMANDS
from cagsite.schema import FILE_KINDS, record
from cagsite.schema.types import LanguageMap, ListOf, MapOf, Record, Type

ROOT = Path(__file__).resolve().parent.parent
FORMAT = (ROOT / "content" / "README.md").read_text(encoding="utf-8")


def field_names(type_: Type) -> Iterator[str]:
    """Every field that a file may have, at any depth."""
    if isinstance(type_, Record):
        for field in type_.fields:
            yield field.name
            yield from field_names(field.type)
    elif isinstance(type_, (ListOf, LanguageMap, MapOf)):
        yield from field_names(type_.of)


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_every_field_is_documented(kind: str) -> None:
    """In content/README.md, where authors work."""
    words = set(re.findall(r"[a-z_0-9]+", " ".join(re.findall(r"`[^`]+`", FORMAT))))
    assert sorted(set(field_names(record(kind))) - words) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    """In docs/commands.md."""
    assert f"cagsite {command}" in (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def test_links_between_documents_lead_somewhere() -> None:
    """Every relative link in a document of the repository."""
    dead = []
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "content" / "README.md"]:
        prose = re.sub(r"`[^`]*`", "", path.read_text(encoding="utf-8"))
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", prose):
            if not re.match(r"[a-z]+:", target) and not (path.parent / target).exists():
                dead.append((path.name, target))
    assert dead == []


def test_decisions_are_numbered_without_gaps() -> None:
    """Each on its own page."""
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
