"""Glossary terms in a text: the first mention of each becomes a link."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple, Self

_WORD = re.compile(r"\w+")
_SUFFIX = re.compile(r":[^\W\d_]{1,3}(?!\w)")
"""An inflection after a colon belongs to the word, as in OSSE:s."""
_SAME = (("\n", " "), ("\u00a0", " "), ("’", "'"))


class Form(NamedTuple):
    """One way to write a term."""

    text: str
    is_exact: bool
    """Forms with capitals match as they are; others also at the beginning of a sentence."""
    id: str


class Mention(NamedTuple):
    """A place in one piece of text."""

    start: int
    end: int
    id: str


@dataclass(frozen=True, slots=True)
class Terms:
    """The forms of all terms in one language, by their first word: a text is asked for its words only once."""

    forms: Mapping[str, tuple[Form, ...]]
    """Longest form first."""

    @classmethod
    def of(cls, forms: Mapping[str, Iterable[str]]) -> Self:
        """From term id to the forms to be linked; a form that two terms share belongs to the first id."""
        by_word: dict[str, dict[str, Form]] = {}
        for id in sorted(forms):
            for written in forms[id]:
                text = " ".join(written.replace("’", "'").split())
                first = _WORD.search(text.lower())
                if first is not None and first.start() == 0:
                    by_word.setdefault(first[0], {}).setdefault(text, Form(text, text != text.lower(), id))
        return cls(
            {
                word: tuple(sorted(by_word[word].values(), key=lambda form: (-len(form.text), form.text)))
                for word in sorted(by_word)
            }
        )


def find_mentions(
    text: str, pieces: list[str], closed: set[int], linked: Mapping[int, str], terms: Terms
) -> dict[int, list[Mention]]:
    """First mentions by piece of a text, whose pieces are joined by one character.

    Nothing is found in `closed` pieces, nor after a piece where the author linked the term.
    """
    for typographic, plain in _SAME:
        if typographic in text:
            text = text.replace(typographic, plain)
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals have two letters in lower case; positions must agree
        lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    first_words = sorted(terms.forms.keys() & _words(lowered))
    if not first_words:
        return {}
    starts = [0, *accumulate(len(piece) + 1 for piece in pieces)]
    candidates = [
        (start, -len(form.text), form.id, bisect_right(starts, start) - 1)
        for word in first_words
        for start in _occurrences(word, lowered)
        for form in _fitting(terms.forms[word], start, text, lowered)
    ]
    candidates.sort()
    by_author = sorted(linked.items(), reverse=True)
    found: dict[int, list[Mention]] = {}
    used: set[str] = set()
    free_from = 0
    for start, length, id, piece in candidates:
        while by_author and by_author[-1][0] <= piece:
            used.add(by_author.pop()[1])
        if start < free_from or piece in closed:
            continue
        end = free_from = start - length
        if id not in used:
            used.add(id)
            suffix = _SUFFIX.match(text, end)
            offset = starts[piece]
            found.setdefault(piece, []).append(Mention(start - offset, (suffix.end() if suffix else end) - offset, id))
    return found


def _words(text: str) -> set[str]:
    """Every word once: cheaper than a pattern over a text that says most words many times."""
    spaced = set(text.split())
    plain = {word for word in spaced if word.isalnum()}
    plain.update(_WORD.findall(" ".join(spaced - plain)))
    return plain


def _occurrences(word: str, text: str) -> Iterable[int]:
    start = text.find(word)
    while start >= 0:
        if not text[start - 1 : start].isalnum():
            yield start
        start = text.find(word, start + len(word))


def _fitting(forms: tuple[Form, ...], start: int, text: str, lowered: str) -> Iterable[Form]:
    for form in forms:
        end = start + len(form.text)
        following = text[end : end + 1]
        if not (following.isalnum() or following == "_") and (text if form.is_exact else lowered).startswith(
            form.text, start
        ):
            yield form
            return
