"""Looks for what must be gone in every byte: of names of files, of plain files, and of what is packed in them."""

from __future__ import annotations

import os
import re
import unicodedata
from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cagsite.digests import digest_bytes
from cagsite.withdrawal.layers import has_pixels, in_latin, is_text, plain, readings, unpacked

SHORT = 6
"""Letters below which a word in bytes that are no text is chance."""
SENTENCE = 20
"""Letters from which on a text is somebody's own."""
GRAM = 4
"""Words by which a long text is looked up."""
WORDS = frozenset({"title", "name", "place"})
"""What is found with an ending too, as in a genitive."""


@dataclass(frozen=True, order=True)
class Needle:
    """Something by which one would find what is withdrawn."""

    what: str
    """`title`, `name`, `place`, `id`, `slug`, `alias`, `address`, `text` or `picture`."""
    text: str

    @property
    def is_literal(self) -> bool:
        """True for what programs write, letter by letter; the other texts are written by people, in many ways."""
        return self.what not in WORDS and self.what != "text"

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """How it stands in a plain text; a name in Cyrillic letters also as in Latin ones. None for what is literal."""
        if self.is_literal:
            return ()
        spellings = (self.text, *(in_latin(self.text) if self.what in WORDS else ()))
        keys = (plain(text) for text in spellings)
        return tuple(dict.fromkeys(self._edged(key) for key in keys if key.strip()))

    def _edged(self, key: str) -> str:
        """With a blank where a word must end."""
        if self.what == "text":
            return key.strip()
        return key.rstrip() if len(key) > SHORT else key

    @cached_property
    def loose_keys(self) -> tuple[str, ...]:
        """The same without edges, for bytes in which a length or a sign may stand before a text."""
        return tuple(key.strip() if len(key.strip()) >= SHORT else key for key in self.keys)

    @cached_property
    def literal(self) -> str:
        """What to look for in lower case; empty for what people write."""
        return self.text.casefold().strip("/") if self.is_literal else ""

    @cached_property
    def with_edges(self) -> re.Pattern[str]:
        """The same, not as a part of a longer word."""
        return re.compile(rf"(?<![^\W_]){re.escape(self.literal)}(?![^\W_])")

    def stands_in(self, lowered: str, *, is_loose: bool) -> bool:
        """True where it stands letter by letter in a text in lower case."""
        if not self.literal or self.literal not in lowered:
            return False
        return (is_loose and len(self.literal) >= SHORT) or self.with_edges.search(lowered) is not None

    @cached_property
    def raw(self) -> tuple[bytes, ...]:
        """In bytes that hold pixels or sound."""
        if len(self.text) < SHORT or self.what not in WORDS | {"id", "slug", "alias"}:
            return ()
        forms = [form.encode() for text in (self.text, self.text.lower()) for form in _forms(text)]
        forms += [self.text.encode(code) for code in ("utf-16-le", "utf-16-be")]
        return tuple(dict.fromkeys(forms))

    @cached_property
    def in_base64(self) -> tuple[bytes, ...]:
        """In base64, wherever in three bytes it begins."""
        if len(self.text) < SHORT or self.what in ("text", "picture"):
            return ()
        slug = plain(self.text).strip().replace(" ", "-")
        forms = dict.fromkeys([*_forms(self.text), *_forms(self.text.lower()), slug])
        return tuple(dict.fromkeys(code for form in forms for code in _base64(form.encode())))

    @cached_property
    def digest(self) -> bytes:
        """A picture's digest as bytes; empty for anything else."""
        is_digest = self.what == "picture" and len(self.text) == 40 and not self.text.strip("0123456789abcdef")
        return bytes.fromhex(self.text) if is_digest else b""


def _forms(text: str) -> Iterator[str]:
    yield unicodedata.normalize("NFC", text)
    yield unicodedata.normalize("NFD", text)


def _base64(content: bytes) -> Iterator[bytes]:
    """What of the code depends on the content alone, for each of its three places."""
    for shift in range(3):
        code = b64encode(b"\0" * shift + content)
        first = (shift * 8 + 5) // 6
        yield code[first : (shift + len(content)) * 8 // 6]


@dataclass(frozen=True, slots=True)
class Hit:
    """A file in which something was found."""

    path: str
    needles: frozenset[Needle]


class Needles:
    """Many needles, sought in one text at once; long ones by a few words of their middle, so that more cost nothing."""

    def __init__(self, needles: Iterable[Needle]) -> None:
        self.all = tuple(sorted(set(needles)))
        self._short: list[Needle] = []
        self._by_gram: dict[tuple[str, ...], list[Needle]] = {}
        self._literal = [needle for needle in self.all if needle.literal]
        for needle in self.all:
            words = needle.keys[0].split() if needle.keys else []
            if needle.what == "text" and len(words) > GRAM + 1:  # its first and last words may touch others
                self._by_gram.setdefault(tuple(words[1 : GRAM + 1]), []).append(needle)
            elif needle.keys:
                self._short.append(needle)

    def in_text(self, text: str, *, is_loose: bool = False) -> Iterator[Needle]:
        """Those that stand in a text."""
        lowered = text.casefold()
        yield from (needle for needle in self._literal if needle.stands_in(lowered, is_loose=is_loose))
        held = plain(text)
        for needle in self._short:
            if any(key in held for key in (needle.loose_keys if is_loose else needle.keys)):
                yield needle
        if self._by_gram:
            words = held.split()
            grams = set(zip(*(words[start:] for start in range(GRAM)), strict=False))
            for gram in self._by_gram.keys() & grams:
                yield from (needle for needle in self._by_gram[gram] if needle.keys[0] in held)


class AsWords:
    """Literal needles, sought as words of a text."""

    def __init__(self, needles: Iterable[Needle]) -> None:
        self._keys = [(needle, plain(needle.text)) for needle in needles]

    def in_text(self, text: str) -> frozenset[Needle]:
        """Those whose words stand in it, one after the other."""
        held = plain(text)
        return frozenset(needle for needle, key in self._keys if key in held)


class Search:
    """A search for the same things in many files; equal bytes are looked at once."""

    def __init__(self, needles: Iterable[Needle]) -> None:
        self._needles = Needles(needles)
        self._digests = {needle.text: needle for needle in self._needles.all if needle.digest}
        self._raw: dict[bytes, list[Needle]] = {}
        for needle in self._needles.all:
            for form in needle.raw:
                self._raw.setdefault(form, []).append(needle)
        self._codes = [(needle, code) for needle in self._needles.all for code in needle.in_base64]
        self._known: dict[str, frozenset[Needle]] = {}
        self.count = 0
        """Files that were looked at."""

    def in_text(self, text: str) -> frozenset[Needle]:
        """What stands in a text that is read as it is."""
        return frozenset(self._needles.in_text(text))

    def as_words(self, *what: str) -> AsWords:
        """For what programs write of people's words: a heading of the same words has an anchor of the same letters."""
        return AsWords(needle for needle in self._needles.all if needle.what in what)

    def in_file(self, name: str, content: bytes) -> frozenset[Needle]:
        """What stands in a file or in its name."""
        self.count += 1
        digest = digest_bytes(content)
        found = self._known.get(digest)
        if found is None:
            found = self._known[digest] = frozenset(self._in_bytes(content, digest))
        return found | self.in_text(name)

    def in_folders(self, folders: Iterable[Path], skipped: Collection[Path] = ()) -> Iterator[Hit]:
        """Every file in which something is found, by path; locks are skipped, because whoever holds one signs it."""
        for path in _files(folders, skipped):
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                continue  # another command has removed it meanwhile
            found = self.in_file(path.name, content)
            if found:
                yield Hit(str(path), found)

    def _in_bytes(self, content: bytes, digest: str) -> Iterator[Needle]:
        if digest in self._digests:
            yield self._digests[digest]
        for layer in unpacked(content):
            if has_pixels(layer):
                yield from (needle for form, needles in self._raw.items() if form in layer for needle in needles)
                continue
            is_loose = not is_text(layer)
            for text in readings(layer):
                yield from self._needles.in_text(text, is_loose=is_loose)
            yield from (needle for needle in self._digests.values() if needle.digest in layer)
            yield from (needle for needle, code in self._codes if code in layer)


def _files(folders: Iterable[Path], skipped: Collection[Path]) -> Iterator[Path]:
    for folder in folders:
        for base, names, files in os.walk(folder):
            names.sort()
            for name in sorted(files):
                path = Path(base, name)
                if path not in skipped and path.is_file() and not path.is_symlink():
                    yield path


def unexplained(hits: Iterable[Hit], explained: Collection[Needle]) -> Mapping[str, tuple[Needle, ...]]:
    """Files that hold something which no text that stays has, by path."""
    found = {hit.path: tuple(sorted(hit.needles.difference(explained))) for hit in hits}
    return {path: needles for path, needles in found.items() if needles}
