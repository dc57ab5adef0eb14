"""Glossary terms in a text: the first mention of each becomes a link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

from cagsite.markdown.signs import BLOCK, PIECE

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


def find_terms(text: str, terms: Terms) -> list[str]:
    """Ids of the terms that a text uses, each once, in order; a longer form takes its words from shorter ones."""
    text, lowered = _prepared(text)
    found: list[str] = []
    free_from = 0
    for start, end, id in _candidates(text, lowered, terms):
        if start >= free_from:
            free_from = end
            found.append(id)
    return list(dict.fromkeys(found))


def find_mentions(text: str, closed: set[int], linked: Mapping[int, str], terms: Terms) -> dict[int, list[Mention]]:
    """First mentions, by piece of a text whose pieces are joined.

    Nothing is found in `closed` pieces, nor after a piece where the author linked the term.
    """
    text, lowered = _prepared(text)
    candidates = _candidates(text, lowered, terms)
    by_author = sorted(linked.items(), reverse=True)
    found: dict[int, list[Mention]] = {}
    used: set[str] = set()
    free_from = piece = seen = 0
    for start, end, id in candidates:
        piece += text.count(PIECE, seen, start)
        seen = start
        while by_author and by_author[-1][0] <= piece:
            used.add(by_author.pop()[1])
        if start < free_from or piece in closed:
            continue
        free_from = end
        if id not in used:
            used.add(id)
            offset = text.rfind(PIECE, 0, start) + 1
            suffix = _SUFFIX.match(text, end)
            found.setdefault(piece, []).append(Mention(start - offset, (suffix.end() if suffix else end) - offset, id))
    return found


def _prepared(text: str) -> tuple[str, str]:
    """A text with plain signs, and the same in small letters of the same number."""
    for typographic, plain in _SAME:
        if typographic in text:
            text = text.replace(typographic, plain)
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals have two letters in lower case; positions must agree
        lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return text, lowered


def _candidates(text: str, lowered: str, terms: Terms) -> list[tuple[int, int, str]]:
    """Every place where a form stands as whole words, in order: start, end, id."""
    candidates: list[tuple[int, int, str]] = []
    for word in terms.forms.keys() & _words(lowered):
        start = lowered.find(word)
        while start >= 0:
            form = _fitting(terms.forms[word], start, text, lowered)
            if form is not None:
                candidates.append((start, start + len(form.text), form.id))
            start = lowered.find(word, start + len(word))
    return sorted(candidates)


def _fitting(forms: tuple[Form, ...], start: int, text: str, lowered: str) -> Form | None:
    """The longest form that stands there as whole words."""
    if text[start - 1 : start].isalnum():
        return None
    for form in forms:
        if (text if form.is_exact else lowered).startswith(form.text, start):
            following = text[start + len(form.text) : start + len(form.text) + 1]
            if not following.isalnum() and following != "_":
                return form
    return None


def _words(text: str) -> set[str]:
    """Each word once, without the signs around it; cheaper than a pattern over a text that says most words often."""
    for mark in (PIECE, BLOCK, ".", ","):
        text = text.replace(mark, " ")
    words = set(text.split())
    bare = set(filter(str.isalnum, words))
    bare.update(_WORD.findall(" ".join(words - bare)))
    return bare
