"""What a stemmer takes off the words of a language, learnt from the words of the site and written down as endings.

A stemmer has rules for every word there may be; a site has a few thousand. For these the stemmer is asked once, when
the site is built, and what it took off is kept as a table of endings, each with a number of letters. The longest ending
that a word has says how many of its last letters are left aside. The table is right for every word of the site, about
one in ten of other words is cut elsewhere than the stemmer would, and a browser needs a kilobyte instead of a stemmer.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from cagsite.locales import conventions
from cagsite.model import Locale
from cagsite.search.folding import fold

START = "^"
"""Begins an ending that is a whole word."""
LEAST = 3
"""Letters that must be left of a word that is not known."""
CLEAR = 0.6
"""Share of the words with an ending that must be cut alike before the ending is believed of others."""
MOST = 9
"""Letters that are taken off at most: a figure each in the table."""

Stem = Callable[[str], str]


def stemmer(code: Locale) -> Stem | None:
    """The stemmer of a language, found by its name; None where there is none for it.

    The pure one, even where a compiled one is installed: which of two is asked must not change what is published.
    """
    for name in conventions(code).english_name.lower().split():
        if importlib.util.find_spec(f"snowballstemmer.{name}_stemmer"):
            module = importlib.import_module(f"snowballstemmer.{name}_stemmer")
            found: Stem = getattr(module, f"{name.title()}Stemmer")().stemWord
            return found
    return None


def learn(words: Iterable[str], stem: Stem) -> Mapping[str, int]:
    """A table of endings that cuts each of the words (small letters, as written) where the stemmer does."""
    cuts = _cuts(words, stem)
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    for word, cut in cuts.items():
        marked = START + word
        for start in range(len(marked) + 1):
            seen[marked[start:]][cut] += 1
    table: dict[str, int] = {}
    for ending in sorted(seen, key=lambda ending: (len(ending), ending)):
        cut, times = max(seen[ending].items(), key=lambda pair: (pair[1], -pair[0]))
        is_clear = ending.startswith(START) or times >= CLEAR * seen[ending].total()
        if is_clear and cut != look_up(table, ending):
            table[ending] = cut
    return table


def look_up(table: Mapping[str, int], marked: str) -> int:
    """How many letters the longest ending says."""
    return next((table[marked[start:]] for start in range(len(marked) + 1) if marked[start:] in table), 0)


def base(table: Mapping[str, int], word: str) -> str:
    """A folded word without its ending."""
    cut = look_up(table, START + word)
    return word[: len(word) - cut] if len(word) - cut >= LEAST or START + word in table else word


def _cuts(words: Iterable[str], stem: Stem) -> dict[str, int]:
    """How many letters each folded word ends with beyond what it shares with all words of the same stem."""
    families: dict[str, set[str]] = defaultdict(set)
    replaced: set[str] = set()
    for word in sorted(words):
        folded, stemmed = fold(word), fold(stem(word))
        shared = _shared(folded, stemmed)
        if shared < len(stemmed) - 1:  # something was taken off the beginning: no table of endings says that
            families[folded].add(folded)
            continue
        families[stemmed].add(folded)
        if shared < len(stemmed):
            replaced.add(stemmed[shared:])
    cuts: dict[str, int] = {}
    for stemmed, family in sorted(families.items()):
        kept = min(_shared(word, stemmed) for word in family)
        if kept == len(stemmed) and stemmed[-1:] in replaced and kept > LEAST:
            kept -= 1  # a letter that stemmers write for another: `happi` for `happy` and `happiness`
        for word in family:
            cuts.setdefault(word, min(len(word) - kept, MOST))
    return cuts


def _shared(one: str, other: str) -> int:
    """Letters that both begin with."""
    pairs = zip(one, other, strict=False)
    return next((count for count, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))
