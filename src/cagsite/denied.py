"""Names that may stand nowhere: a list of digests which is kept out of the content, and never committed.

The list hides the names from a glance, and from whoever finds the file without looking for names; a patient guesser who
has it can test a name against it. So it is a secret all the same.
"""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from cagsite.codes import problem
from cagsite.digests import digest_bytes
from cagsite.problems import ContentError, Location, Problem

PLACE = ".private/names"
"""Within the project; its folder tells git to leave all that is in it alone."""
HEAD = "cagsite names 1"
WORDS = 8
"""Words of the longest name."""
_LIMIT = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """The list."""

    salt: bytes
    digests: frozenset[str]
    words: int
    """Of the longest name in it; 0 where it is empty."""

    def digest(self, words: Iterable[str]) -> str:
        """Of a name in its plain words."""
        return blake2b(" ".join(words).encode(), key=self.salt, digest_size=16).hexdigest()

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Line and column of every name that stands in a text, each once; over the ends of lines too."""
        text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
        found = [(match.start(), plain) for match in _WORD.finditer(text) for plain in [_plain(match[0])] if plain]
        for index, (start, _) in enumerate(found):
            words = [plain for _, plain in found[index : index + self.words]]
            if any(self._holds(words[:count]) for count in range(1, len(words) + 1)):
                yield text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)

    def _holds(self, words: list[str]) -> bool:
        """True for the name, and for the name with an s at its end, as several languages have it of what is hers."""
        if self.digest(words) in self.digests:
            return True
        last = words[-1].removesuffix("s")
        return last != words[-1] and self.digest([*words[:-1], last]) in self.digests


_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))


def _plain(word: str) -> str:
    """Without case and accents."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def plain_words(name: str) -> tuple[str, ...]:
    """A name as it is compared: in whatever case, with whatever accents, hyphens or marks between its words."""
    text = unicodedata.normalize("NFC", name).translate(_INVISIBLE)
    return tuple(plain for word in _WORD.findall(text) if (plain := _plain(word)))


def with_names(known: Denied | None, names: Iterable[str]) -> Denied:
    """The list with more names in it, in every turn of their words: registers have the last one first."""
    known = known or Denied(salt=secrets.token_bytes(16), digests=frozenset(), words=0)
    plain = [words for name in names if (words := plain_words(name))]
    turned = (words[start:] + words[:start] for words in plain for start in range(len(words)))
    digests = known.digests | {known.digest(words) for words in turned}
    return Denied(salt=known.salt, digests=digests, words=max([known.words, *map(len, plain)]))


def written(denied: Denied) -> str:
    """The list as a file."""
    return "\n".join([f"{HEAD} {denied.salt.hex()} {denied.words}", *sorted(denied.digests), ""])


def mark_of(root: Path) -> str:
    """Changes with the list; empty where there is none."""
    content = _content(root)
    return "" if content is None else digest_bytes(content)


def read_denied(root: Path) -> Denied | None:
    """The project's list, or None where it has none; a ContentError where it cannot be read: then nobody knows."""
    content = _content(root)
    if content is None:
        return None
    head, *lines = content.decode("ascii", "replace").split("\n")
    match = re.fullmatch(rf"{HEAD} ([0-9a-f]{{32}}) ([0-9])", head.strip())
    digests = [line.strip() for line in lines if line.strip()]
    if match is None or not all(re.fullmatch(r"[0-9a-f]{32}", line) for line in digests):
        raise ContentError([problem("names-unreadable", Location(PLACE))])
    return Denied(salt=bytes.fromhex(match[1]), digests=frozenset(digests), words=int(match[2]))


def _content(root: Path) -> bytes | None:
    try:
        with open(os.path.join(root, PLACE), "rb") as file:
            return file.read(_LIMIT)
    except (FileNotFoundError, NotADirectoryError):
        return None


def name_problems(denied: Denied, path: str, text: str, subject: str = "") -> Iterator[Problem]:
    """Every place of a file where a name stands; which one is never said."""
    for line, column in denied.places(text):
        yield problem("denied-name", Location(path, line, column), None, subject)


def path_problems(denied: Denied, path: str, subject: str = "") -> Iterator[Problem]:
    """A name in the path of a file: it becomes an address, or stands in the history."""
    if any(True for part in path.split("/") for _ in denied.places(part)):
        yield problem("denied-name-of-file", Location(path), None, subject)
