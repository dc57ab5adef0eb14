"""Which file of a font has which letters: the same `@font-face` rules that browsers read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_RULE = re.compile(r"@font-face\s*\{([^}]*)\}")
_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]+)")
_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)")
_RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", re.IGNORECASE)
_LABELS = re.compile(r"--font-label\s*:\s*[\"']?([^,;\"']+)")


@dataclass(frozen=True, slots=True)
class Face:
    """A font file of the theme and the letters for which it is used."""

    path: str
    """In the theme, as in `static/fonts/commissioner-cyrillic.woff2`."""
    ranges: tuple[tuple[int, int], ...]
    """First and last code points; empty where it is used for all."""

    def has(self, char: str) -> bool:
        code = ord(char)
        return not self.ranges or any(first <= code <= last for first, last in self.ranges)


def label_family(tokens: str) -> str:
    """The font of headings and labels, as the tokens of the theme name it."""
    found = _LABELS.search(tokens)
    return found[1].strip() if found else ""


@lru_cache(maxsize=8)
def faces_of(sheet: str, folder: str, family: str | None = None, weight: int | None = None) -> tuple[Face, ...]:
    """The upright faces, of one family and with one weight where these are named; addresses begin at `folder`."""
    return tuple(_faces(sheet, folder, family, weight))


def _faces(sheet: str, folder: str, family: str | None, weight: int | None) -> Iterator[Face]:
    for rule in _RULE.finditer(sheet):
        found = {name: value.strip() for name, value in _DECLARATION.findall(rule[1])}
        url = _URL.search(found.get("src", ""))
        if url is None or url[1].startswith("data:") or found.get("font-style", "normal") != "normal":
            continue
        if family is not None and found.get("font-family", "").strip("\"'").casefold() != family.casefold():
            continue
        weights = [int(word) for word in found.get("font-weight", "400 700").split() if word.isdigit()]
        if weight is not None and weights and not weights[0] <= weight <= weights[-1]:
            continue
        ranges = _RANGE.findall(found.get("unicode-range", ""))
        path = posixpath.normpath(posixpath.join(folder, url[1]))
        yield Face(path, tuple((int(first, 16), int(last or first, 16)) for first, last in ranges))
