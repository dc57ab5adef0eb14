"""Entries are added to content files as text: whatever else stands in a file stays to the byte."""

from __future__ import annotations

import difflib

import pytest

from cagsite.entries import with_entry
from cagsite.normal import scalar
from cagsite.yamltree import Scalar

FACTS = {"file": scalar("office.jpg"), "credit": scalar("Foto: Ek")}


def added(text: str, id: str = "office") -> str | None:
    return with_entry(text, kind="organisation", list_name="photos", id=id, fields=FACTS)


NEW = "photos:\n  - id: office\n    file: office.jpg\n    credit: 'Foto: Ek'\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", NEW),
        ("country: x\n", "country: x\n" + NEW),
        ("country: x", "country: x\n" + NEW),
        ("photos:\nlinks: []\n", NEW + "links: []\n"),
        ("photos: [] # none\n", NEW.replace("photos:", "photos: # none")),
        (
            "photos:\n  # the hall\n  - id: hall\n    awaited: true\n\n# ways out\nlinks:\n- id: x\n",
            "photos:\n  # the hall\n  - id: hall\n    awaited: true\n  - id: office\n    file: office.jpg\n"
            "    credit: 'Foto: Ek'\n\n# ways out\nlinks:\n- id: x\n",
        ),
        (
            "photos:\n- id: hall\n  file: h.jpg",
            "photos:\n- id: hall\n  file: h.jpg\n- id: office\n  file: office.jpg\n  credit: 'Foto: Ek'\n",
        ),
        (
            "photos:\n- awaited: true # soon\n  id: office\n- id: c\n  file: d.jpg",
            "photos:\n- file: office.jpg # soon\n  id: office\n  credit: 'Foto: Ek'\n- id: c\n  file: d.jpg",
        ),
        (
            "photos:\n  -   id: office\n      credit: \"it's\" # who?\n      awaited: 'true'\n",
            "photos:\n  -   id: office\n      credit: 'Foto: Ek' # who?\n      file: office.jpg\n",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_facts(before: str, after: str, newline: str, mark: str) -> None:
    """A new list, a new entry, an awaited one that has come; line ends and byte order marks stay."""
    if newline == "\r\n" and "\n" not in before:
        return  # a file without line ends has none to keep
    assert added(mark + before.replace("\n", newline)) == mark + after.replace("\n", newline)


@pytest.mark.parametrize(
    "text",
    [
        "photos: [{id: hall, awaited: true}]\n",
        "photos: &x\n  - id: hall\n",
        "photos:\n  - id: office\n    credit: |\n      Foto:\n      Ek\n    awaited: true\n",
        "country: x\rphotos:\r",
        "photos: [\n",
        "- a\n",
    ],
)
def test_what_cannot_be_added_to(text: str) -> None:
    """Rather nothing than something that would be read otherwise."""
    assert added(text) is None


def test_words() -> None:
    """The text below the front matter is not touched, whatever it looks like."""
    text = "---\ntitle: Kontor  # kort\n\nsummary:   'Ja'\n---\nphotos:\n---\n  - id: office\n\n\nSlut"
    made = with_entry(text, kind="words", list_name="photos", id="office", fields={"alt": scalar("Ett: kontor")})
    assert made is not None
    changed = [line for line in difflib.ndiff(text.split("\n"), made.split("\n")) if line[0] in "+-"]
    assert changed == ["+ photos:", "+   - id: office", "+     alt: 'Ett: kontor'"]


def test_words_that_stand_there_are_replaced() -> None:
    """On their own line."""
    text = "---\ntitle: K\nphotos:\n- id: office\n  alt: Kommer snart. # för nu\n  caption: Kvar\n---\n"
    made = with_entry(
        text, kind="words", list_name="photos", id="office", fields={"alt": Scalar("Ett rum", 1, 1, True)}
    )
    assert made == text.replace("Kommer snart.", "Ett rum")
