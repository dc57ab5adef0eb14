"""Terms that the glossary agrees on: whether a translation says each of them as agreed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from cagsite.markdown import Terms, find_terms

_WORD = re.compile(r"[^\W_]+")
_BRACKET = re.compile(r"\(([^()]*)\)")
LEAST = 4
"""Letters of a word that is known by its beginning alone: where endings are added, nothing changes before them."""
BETWEEN = 2
"""Words that may stand between those of a term: `non-governmental and international organisations`."""
FREE = frozenset({"title"})
"""Fields that are worded for themselves, and in which nothing can be linked."""

Stem = Callable[[str], str]


def said_otherwise(
    source: Mapping[str, str],
    translation: Mapping[str, str],
    source_terms: Terms,
    forms: Mapping[str, Sequence[str]],
    stem: Stem | None,
) -> Iterator[tuple[str, str]]:
    """Key of a unit and id of a term that its source uses and its translation does not, in any of the agreed forms.

    A term that the language has no word for is nobody's mistake, and words that an author linked to a term are meant.
    """
    for key, text in source.items():
        words = translation.get(key, "")
        if not words or key in FREE:
            continue
        for id in find_terms(text, source_terms):
            if forms.get(id) and not is_agreed(words, id, forms[id], stem):
                yield key, id


def is_agreed(text: str, id: str, forms: Iterable[str], stem: Stem | None) -> bool:
    """True where a form of a term stands in a text, inflected or with words in between, or where a link leads to it."""
    words = _words(text)
    spoken = (part for form in forms for part in _spoken(form))
    return f"(term:{id})" in text or any(_stands(_words(part), words, stem) for part in spoken)


def _spoken(form: str) -> Iterator[str]:
    """How a form stands in texts: `shelter, refuge (SR)` as any of its three names."""
    yield form
    outside = _BRACKET.sub(" ", form)
    yield from (part for part in (*outside.split(","), *_BRACKET.findall(form)) if part.strip())


def _words(text: str) -> list[str]:
    return _WORD.findall(text.replace("’", "'").casefold())


def _stands(form: list[str], words: list[str], stem: Stem | None) -> bool:
    for start in range(len(words)):
        at = start
        for number, part in enumerate(form):
            reach = words[at : at + 1 + (BETWEEN if number else 0)]
            step = next((step for step, word in enumerate(reach) if _is_same(word, part, stem)), None)
            if step is None:
                break
            at += step + 1
        else:
            return bool(form)
    return False


def _is_same(word: str, part: str, stem: Stem | None) -> bool:
    if word == part or (len(part) >= LEAST and word.startswith(part)):
        return True
    return stem is not None and stem(word) == stem(part)
