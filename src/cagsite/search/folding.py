"""Words as the search compares them: small letters, without marks. `static/js/search.js` folds what is typed alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
"""Marks that are often left out in writing: accents, dots and rings, points and vowel signs above consonants."""
_PAIRS = "ø:o ł:l đ:d ð:d ħ:h ŋ:n ı:i ſ:s ς:σ æ:ae œ:oe ß:ss þ:th і:и є:е ә:а ғ:г қ:к ң:н ө:о ұ:у ү:у һ:х ҳ:х ҷ:ч"
LETTERS: Mapping[str, str] = dict(pair.split(":") for pair in _PAIRS.split(" "))
"""Letters that many keyboards lack, and what is typed for them."""
APOSTROPHES = "'’ʻʼ"

_MARK = re.compile(f"[{MARKS}{APOSTROPHES}]")
_LETTER = re.compile("[" + "".join(LETTERS) + "]")


def fold(word: str) -> str:
    """A word without what tells its spellings apart."""
    bare = _MARK.sub("", unicodedata.normalize("NFD", word.lower()))
    return _LETTER.sub(lambda match: LETTERS[match[0]], unicodedata.normalize("NFC", bare))


_NO_SIGN = re.compile("[^a-z0-9]+")


def fold_anchor(heading: str) -> str:
    """The anchor that most headings have, so that it need not be sent."""
    return _NO_SIGN.sub("-", fold(heading)).strip("-")


def words(text: str) -> Iterator[str]:
    """The words of a text, as written."""
    return (match[0] for match in _word().finditer(text))


@cache
def _word() -> re.Pattern[str]:
    """Letters, figures and the marks that belong to them; an apostrophe inside a word does not end it."""
    marks = "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.category(chr(code))[0] == "M")
    sign = f"(?:[^\\W_]|[{marks}])"
    return re.compile(f"{sign}+(?:[{APOSTROPHES}]{sign}+)*")
