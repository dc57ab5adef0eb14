"""What changed between two versions of a text, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

NEAR = 4
"""Words that are told on either side of a change."""


class Piece(NamedTuple):
    """Some words in a row."""

    kind: str
    """`same`, `gone` or `new`."""
    words: str


def changes(before: str, now: str) -> Iterator[Piece]:
    """The pieces of both versions in order; what is the same is shortened between changes."""
    import difflib

    old, new = before.split(), now.split()
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            words = old[i1:i2]
            shown = words if len(words) <= 2 * NEAR else [*words[:NEAR], "…", *words[-NEAR:]]
            yield Piece("same", " ".join(shown))
            continue
        if i2 > i1:
            yield Piece("gone", " ".join(old[i1:i2]))
        if j2 > j1:
            yield Piece("new", " ".join(new[j1:j2]))


def marked(before: str, now: str) -> str:
    """The same as plain text: [-gone-] {+new+}."""
    signs = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return " ".join(signs[kind].format(words) for kind, words in changes(before, now))
