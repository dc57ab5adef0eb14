"""Lines that run right to left: letters in their joined forms, and signs in the order in which they are drawn.

What draws our letters places one beside the other and knows nothing of scripts: what would, raqm, needs a library of
the system, and then other machines would draw other pictures. Arabic letters have code points for each of their
forms, so joining is a choice among those; the order is that of the Unicode Bidirectional Algorithm (UAX 9) without
explicit embeddings, which titles do not have.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_RIGHT = frozenset({"R", "AL"})
_NUMBERS = frozenset({"EN", "AN"})
_TASHKEEL = frozenset(chr(code) for code in (*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670))
_INVISIBLE = frozenset("\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad")
_JOINER, _NON_JOINER, _KASHIDA = "\u200d", "\u200c", "\u0640"


def is_right_to_left(text: str) -> bool:
    """True where anything in it runs right to left."""
    return any(unicodedata.bidirectional(char) in _RIGHT for char in text)


def joined(text: str) -> str:
    """Arabic letters in the forms that they have beside their neighbours, without signs of vowels, as in titles."""
    forms = _forms()
    letters = [char for char in unicodedata.normalize("NFC", text) if char not in _TASHKEEL]
    found: list[str] = []
    at = 0
    while at < len(letters):
        pair = "".join(letters[at : at + 2])
        unit = pair if len(pair) == 2 and pair in forms else letters[at]
        before = letters[at - 1] if at else ""
        after = letters[at + len(unit)] if at + len(unit) < len(letters) else ""
        found.append(_form(forms, unit, before, after))
        at += len(unit)
    return "".join(char for char in found if char not in _INVISIBLE and char != _JOINER)


def _form(forms: Mapping[str, Mapping[str, str]], unit: str, before: str, after: str) -> str:
    own = forms.get(unit)
    if own is None:
        return unit
    is_joined_before = _joins_forwards(forms, before) and "final" in own
    is_joined_after = _joins_backwards(forms, after) and "initial" in own
    name = {(True, True): "medial", (True, False): "final", (False, True): "initial"}.get(
        (is_joined_before, is_joined_after), "isolated"
    )
    return own.get(name) or own.get("isolated", unit)


def _joins_forwards(forms: Mapping[str, Mapping[str, str]], char: str) -> bool:
    """True where a letter can hold on to the one that follows."""
    return char in (_JOINER, _KASHIDA) or "initial" in forms.get(char, {})


def _joins_backwards(forms: Mapping[str, Mapping[str, str]], char: str) -> bool:
    return char in (_JOINER, _KASHIDA) or "final" in forms.get(char, {})


@cache
def _forms() -> Mapping[str, Mapping[str, str]]:
    """By letter, and by lam with alef: its form by name, as Unicode's own decompositions tell."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFDD0), *range(0xFE80, 0xFEFD)):
        kind, _, rest = unicodedata.decomposition(chr(code)).partition(" ")
        letters = "".join(chr(int(part, 16)) for part in rest.split())
        is_letter = len(letters) == 1
        is_lam_alef = len(letters) == 2 and code >= 0xFEF5
        if kind.startswith("<") and (is_letter or is_lam_alef):
            found.setdefault(letters, {}).setdefault(kind.strip("<>"), chr(code))
    # the vowel of Uighur and Kazakh that looks like a heh which does not hold on to what follows
    found["\u06d5"] = {"isolated": "\ufee9", "final": "\ufeea"}
    return found


def drawn(line: str, direction: str) -> str:
    """The signs of one line from left to right."""
    if direction == "ltr" and not any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in line):
        return line
    base = 1 if direction == "rtl" else 0
    levels = _levels(_resolved([unicodedata.bidirectional(char) or "L" for char in line], base), base)
    trailing = len(line) - len(line.rstrip())
    levels[len(line) - trailing :] = [base] * trailing
    order = list(range(len(line)))
    for level in range(max(levels, default=0), 0, -1):
        _reverse_runs(order, levels, level)
    return "".join(line[at].translate(_MIRRORED) if levels[at] % 2 else line[at] for at in order)


def _resolved(types: list[str], base: int) -> list[str]:
    """Every sign as L, R, EN or AN (rules W1 to N2)."""
    outer = "R" if base else "L"
    strong = outer
    for at in range(len(types)):
        if types[at] == "NSM":
            types[at] = types[at - 1] if at else outer
        if types[at] == "EN" and strong == "AL":
            types[at] = "AN"
        if types[at] in ("L", "R", "AL"):
            strong = types[at]
    types = ["R" if kind == "AL" else kind for kind in types]
    for at in range(1, len(types) - 1):
        around = types[at - 1]
        may_join = _NUMBERS if types[at] == "CS" else {"EN"} if types[at] == "ES" else ()
        if around == types[at + 1] and around in may_join:
            types[at] = around
    for start, end in _runs(types, "ET"):
        if "EN" in (types[start - 1] if start else "", types[end] if end < len(types) else ""):
            types[start:end] = ["EN"] * (end - start)
    strong = outer
    for at, kind in enumerate(types):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            types[at] = "L"
    neutral = ["" if kind not in ("L", "R", "EN", "AN") else kind for kind in types]
    for start, end in _runs(neutral, ""):
        left = _side(neutral[start - 1]) if start else outer
        right = _side(neutral[end]) if end < len(neutral) else outer
        neutral[start:end] = [left if left == right else outer] * (end - start)
    return neutral


def _side(kind: str) -> str:
    """Numbers count as right to left beside what is neutral."""
    return "L" if kind == "L" else "R"


def _runs(types: Sequence[str], kind: str) -> list[tuple[int, int]]:
    """Where stretches of a kind begin and end."""
    found: list[tuple[int, int]] = []
    for at, each in enumerate(types):
        if each != kind:
            continue
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def _levels(types: Sequence[str], base: int) -> list[int]:
    """Embedding levels (rules I1 and I2)."""
    even = {"L": 0, "R": 1, "EN": 2, "AN": 2}
    odd = {"L": 2, "R": 1, "EN": 2, "AN": 2}
    return [(odd if base else even)[kind] for kind in types]


def _reverse_runs(order: list[int], levels: Sequence[int], level: int) -> None:
    """Turns every stretch of at least this level around."""
    start: int | None = None
    for place in range(len(order) + 1):
        is_inside = place < len(order) and levels[order[place]] >= level
        if is_inside and start is None:
            start = place
        elif not is_inside and start is not None:
            order[start:place] = order[start:place][::-1]
            start = None
