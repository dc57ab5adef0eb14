"""Checks words with hunspell and the exhibition's own lists, `tests/words/<language>.txt`.

A list holds what no dictionary knows: names, foreign words, terms of the trade. One entry per line, in order. An entry
of several words (`Human Rights Watch`) is right as a whole, so that its words are not right everywhere. An entry stands
for its genitive too.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from tests.prose import Passage

FOLDER = Path(__file__).resolve().parent / "words"
DICTIONARIES: Mapping[str, str] = {"sv": "sv_SE", "en": "en_GB"}
GENITIVES: Mapping[str, str] = {"sv": r":?s", "en": r"'s?"}
WORD = re.compile(r"[^\W_](?:[\w.:'@-]*[^\W_])?")
"""With what may stand inside of one: an address on the web is one word."""
FIGURE = re.compile(r"\d+(?:s|st|nd|rd|th)?")
PARTS = re.compile(r"[-:]")


@dataclass(frozen=True, kw_only=True)
class WordList:
    """What is right in a language besides its dictionary."""

    language: str
    entries: tuple[str, ...]

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.language}.txt"

    @cached_property
    def _phrases(self) -> re.Pattern[str]:
        phrases = sorted((entry for entry in self.entries if " " in entry), key=len, reverse=True)
        return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, phrases))})(?:{GENITIVES[self.language]})?(?!\w)")

    def without_phrases(self, text: str) -> tuple[str, set[str]]:
        """The text without entries of several words, and those that stood in it."""
        return self._phrases.sub(" ", text), {match[1] for match in self._phrases.finditer(text)}

    def entry_of(self, word: str) -> str | None:
        """The entry that makes a word right."""
        stem = re.fullmatch(rf"(.+?){GENITIVES[self.language]}", word)
        forms = [word, stem[1]] if stem else [word]
        forms += [form[0].lower() + form[1:] for form in forms]  # at the beginning of a sentence
        return next((form for form in forms if form in self.entries), None)


@cache
def word_list(language: str) -> WordList:
    """The list of a language."""
    lines = (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return WordList(language=language, entries=tuple(lines))


def unknown_to_dictionary(language: str, words: Iterable[str]) -> set[str]:
    """Those words that hunspell does not know."""
    asked = "".join(f"{word}\n" for word in sorted(words))
    command = ("hunspell", "-d", DICTIONARIES[language], "-i", "utf-8", "-L")
    try:
        done = subprocess.run(command, input=asked, capture_output=True, text=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        raise AssertionError("hunspell is missing; ./dev test installs it, or says what to install") from None
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines())


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The words of some texts in one language."""

    places: Mapping[str, Passage]
    """Each word, with the first passage that it stands in."""
    listed: Mapping[str, str]
    """Words, and parts of them, that an entry of the list makes right, with that entry."""
    phrases: frozenset[str]
    """Entries of several words that stand in the texts."""
    language: str

    @classmethod
    def of(cls, words: WordList, passages: Iterable[Passage]) -> Vocabulary:
        """Reads texts."""
        phrases: set[str] = set()
        places: dict[str, Passage] = {}
        for passage in passages:
            rest, met = words.without_phrases(passage.text)
            phrases |= met
            for word in WORD.findall(rest):
                places.setdefault(word, passage)
        parts = {part for word in places for part in (word, *PARTS.split(word)) if part}
        listed = {part: entry for part in parts if (entry := words.entry_of(part))}
        return cls(places=places, listed=listed, phrases=frozenset(phrases), language=words.language)

    @property
    def entries_met(self) -> set[str]:
        """Entries of the list that stand in the texts."""
        return {*self.listed.values(), *self.phrases}

    def wrong(self) -> dict[str, Passage]:
        """Words that are neither in the dictionary nor in the list, as a whole nor part by part."""
        parts = {part for word in self.places for part in (word, *PARTS.split(word))} - self.listed.keys() - {""}
        unknown = unknown_to_dictionary(self.language, (part for part in parts if not FIGURE.fullmatch(part)))
        return {word: at for word, at in self.places.items() if word in unknown and unknown & {*PARTS.split(word)}}
