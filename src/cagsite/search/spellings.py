"""Other spellings of names, each with the words by which the texts of a language know the name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import SequenceMatcher, get_close_matches

from cagsite.model import Localized
from cagsite.search.folding import fold, words
from cagsite.visit import Visit

ALIKE = 0.5
"""How much of two spellings of one word is the same, at least."""

Spelling = tuple[tuple[str, ...], tuple[str, ...]]
"""Words that somebody may type, and the words of the texts that stand for them, all folded."""


def spellings(visit: Visit, known: Collection[str]) -> list[Spelling]:
    """Every other spelling of a name of which the texts hold the words; sorted.

    Where the texts do not hold them nothing is said of the name: a spelling can never tell more than the texts do.
    """
    found = {
        spelling
        for name, others in _names(visit)
        for other in others
        for spelling in _pairs(_folded(other), _folded(name))
        if all(word in known for word in spelling[1])
    }
    return sorted(found)


def _names(visit: Visit) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each name as this language writes it, with all others: also as other languages of the site write it."""
    for id in visit.read("places"):
        yield from _spelt(visit, visit.read("place", id, "name"), visit.read("place", id, "also"))
    for name in visit.read("names"):
        yield from _spelt(visit, name.name, name.also)


def _spelt(visit: Visit, names: Localized, also: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    name = names.get(visit.locale)
    if name:
        yield name, (*(other for locale, other in sorted(names.items()) if locale != visit.locale), *also)


def _folded(text: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in words(text))


def _pairs(other: tuple[str, ...], name: tuple[str, ...]) -> Iterator[Spelling]:
    """Word by word where that can be told, so that a surname alone is found; else the whole for the whole."""
    if len(other) == 1 and len(name) > 1:
        near = get_close_matches(other[0], name, 1, ALIKE)
        yield other, tuple(near) or name
    elif len(other) == len(name) and all(_is_same_word(*pair) for pair in zip(other, name, strict=True)):
        yield from (((one,), (word,)) for one, word in zip(other, name, strict=True) if one != word)
    elif other and other != name:
        yield other, name


def _is_same_word(one: str, other: str) -> bool:
    """True where one word is spelt in two ways: alike, or in two alphabets."""
    return not set(one) & set(other) or SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE
