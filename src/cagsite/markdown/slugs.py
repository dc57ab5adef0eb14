"""Words as ids of headings: ASCII, readable in an address."""

from __future__ import annotations

import re
import unicodedata

LENGTH_LIMIT = 60

_LETTERS = str.maketrans(
    {
        "æ": "ae", "ø": "o", "œ": "oe", "ß": "ss", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i", "ə": "a",
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i",
        "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
        "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "",
        "э": "e", "ю": "yu", "я": "ya", "ә": "a", "ғ": "gh", "қ": "q", "ң": "ng", "ө": "o", "ұ": "u", "ү": "u",
        "һ": "h", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "w", "ҳ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u",
        "җ": "j", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj", "џ": "dz",
    }
)  # fmt: skip
"""Letters that Unicode does not decompose to ASCII: Latin ones, and Cyrillic in a plain transliteration."""
_TRANSLITERATED = frozenset(map(chr, _LETTERS))
_OTHER = re.compile("[^a-z0-9]+")


def slug(words: str) -> str:
    """Lower-case ASCII letters, digits and hyphens; empty for a script that is not transliterated here."""
    lowered = words.lower().replace("'", "").replace("’", "")
    if not lowered.isascii():
        if not _TRANSLITERATED.isdisjoint(lowered):
            lowered = unicodedata.normalize("NFC", lowered).translate(_LETTERS)
        lowered = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()
    plain = _OTHER.sub("-", lowered).strip("-")
    if len(plain) > LENGTH_LIMIT:
        plain = plain[: LENGTH_LIMIT + 1].rpartition("-")[0] or plain[:LENGTH_LIMIT]
    return plain


def unique(wanted: str, taken: dict[str, int]) -> str:
    """The id itself, or the id with the first number that is free; `taken` remembers how far each one has come."""
    id, number = wanted, taken.get(wanted, 0)
    while id in taken:
        number += 1
        id = f"{wanted}-{number + 1}"
    taken[wanted] = number
    taken.setdefault(id, 0)
    return id
