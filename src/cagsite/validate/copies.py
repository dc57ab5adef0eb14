"""A translation that is only a copy of the source text, left there by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator

WORDS = 4
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_FOREIGN = re.compile(r"\[[^\]]*\]\{[^}]*\}|\[[^\]]*\]\([^)]*\)|`[^`]*`")


def is_copied(text: str, source: str) -> bool:
    """True for the same text of at least four words."""
    return text == source and len(_LETTERS.findall(text)) >= WORDS


def copied_blocks(body: str, source: str) -> Iterator[int]:
    """Line numbers, from 0, of blocks of the body that also stand in the source; foreign passages do not count."""
    lines = {line for line in source.split("\n") if line.strip() and not line.startswith(":::")}
    if lines.isdisjoint(body.split("\n")):
        return
    theirs = {" ".join(block.split()) for _, block in _blocks(source)}
    for line, block in _blocks(body):
        if " ".join(block.split()) in theirs and len(_LETTERS.findall(_FOREIGN.sub("", block))) >= WORDS:
            yield line


def _blocks(body: str) -> Iterator[tuple[int, str]]:
    """Runs of lines between blank ones; markers of named blocks end one."""
    start, lines = 0, list[str]()
    for number, line in enumerate(body.split("\n")):
        if line.strip() and not line.startswith(":::"):
            if not lines:
                start = number
            lines.append(line)
        elif lines:
            yield start, "\n".join(lines)
            lines = []
    if lines:
        yield start, "\n".join(lines)
