"""The small marks of a language: quotation marks, dashes, spaces that do not break. Text in, text out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from cagsite.markdown.signs import BLOCK, EXPRESSION, PIECE, literal, restored

NO_BREAK_SPACE = "\u00a0"
APOSTROPHE = "’"

_QUOTES = re.compile("[\"']")
_BEFORE_OPENING = frozenset(" \n\t\u00a0\u202f([{–—-/¿¡„«‹‚" + BLOCK)
_AFTER_CLOSING = frozenset(" \n\t\u00a0\u202f" + BLOCK)
_BREAKABLE = frozenset(" \n")
_ELLIPSIS = re.compile(r"\.{3}(?!\.)")
_HYPHEN = re.compile("-(?=[ \n]|[12][0-9]{3}(?![\\w-]))")
_YEAR = re.compile("(?<![\\w-])[12][0-9]{3}$")
_GROUPED = re.compile("[1-9][0-9]{0,2}(?:[ \n\u00a0][0-9]{3})+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typography:
    """The rules of one language, as its catalogue gives them."""

    double_open: str
    double_close: str
    single_open: str
    single_close: str
    no_break_before: tuple[str, ...] = ()
    """What stays with the number before it: `%`, `km²`."""
    no_break_after: tuple[str, ...] = ()
    """What stays with the number after it: `§`, `kl.`."""


def polish(text: str, typography: Typography) -> str:
    """A title, caption or other line of words in the language's typography; Markdown is not read in it.

    A second pass changes nothing more.
    """
    if "{{" in text or "{%" in text:
        return restored(typeset(EXPRESSION.sub(lambda match: literal(match[0]), text), typography))
    return typeset(text, typography)


def typeset(text: str, typography: Typography) -> str:
    """The same for text in which tags are cut out; each place of one is marked, and the marks are kept."""
    if '"' in text or "'" in text:
        text = _with_quotes(text, typography)
    if "..." in text:
        text = _ELLIPSIS.sub(_ellipsis, text)
    if "-" in text:
        text = _HYPHEN.sub(_dash, text)
    return _with_numbers(text, typography)


def _with_quotes(text: str, typography: Typography) -> str:
    inside_single = -1
    opened_at = -2

    def curl(match: re.Match[str]) -> str:
        nonlocal inside_single, opened_at
        start, end = match.span()
        before, after = start - 1, end
        while before >= 0 and text[before] == PIECE:
            before -= 1
        while after < len(text) and text[after] == PIECE:
            after += 1
        opens = (before < 0 or text[before] in _BEFORE_OPENING or opened_at == before) and (
            after < len(text) and text[after] not in _AFTER_CLOSING
        )
        if match[0] == '"':
            if opens:
                opened_at = start
                return typography.double_open
            return typography.double_close
        if opens and not text[after].isdigit():
            opened_at = inside_single = start
            return typography.single_open
        between_letters = before >= 0 and text[before].isalnum() and after < len(text) and text[after].isalnum()
        if between_letters or inside_single < 0 or text.find(BLOCK, inside_single, start) >= 0:
            return APOSTROPHE
        inside_single = -1
        return typography.single_close

    return _QUOTES.sub(curl, text)


def _ellipsis(match: re.Match[str]) -> str:
    return match[0] if match.string[match.start() - 1 : match.start()] == "." else "…"


def _dash(match: re.Match[str]) -> str:
    text, position = match.string, match.start()
    if text[position + 1] in " \n":
        return "–" if text[position - 1 : position] in (" ", "\n") else "-"
    years = _YEAR.search(text, max(0, position - 6), position)
    return "–" if years and years[0] <= text[position + 1 : position + 5] else "-"


@lru_cache(maxsize=64)
def _numbers(no_break_before: tuple[str, ...]) -> re.Pattern[str]:
    units = "|".join(re.escape(unit) for unit in sorted(no_break_before, key=len, reverse=True))
    trailing = f"(?:[ \n](?=(?:{units})(?!\\w)))?" if units else ""
    return re.compile(f"[0-9][0-9]*(?:[ \n\u00a0][0-9]+)*{trailing}")


@lru_cache(maxsize=64)
def _heads(no_break_after: tuple[str, ...]) -> tuple[str, ...]:
    """Also as they stand at the beginning of a sentence."""
    return tuple(dict.fromkeys((*no_break_after, *(head[:1].upper() + head[1:] for head in no_break_after))))


def _with_numbers(text: str, typography: Typography) -> str:
    heads = _heads(typography.no_break_after)
    unbroken: list[int] = []
    for match in _numbers(typography.no_break_before).finditer(text):
        start, end = match.span()
        number = match[0]
        before = text[start - 1 : start]
        if before in _BREAKABLE and heads and _ends_with_word(text, heads, start - 1):
            unbroken.append(start - 1)
        spaced = number[-1] in _BREAKABLE
        if spaced:
            number = number[:-1]
        if (" " in number or "\n" in number) and _GROUPED.fullmatch(number) and not _continues(before):
            unbroken += (place for place in range(start, start + len(number)) if text[place] in _BREAKABLE)
        if spaced:
            unbroken.append(end - 1)
    if not unbroken:
        return text
    edges = [-1, *unbroken, len(text)]
    return NO_BREAK_SPACE.join(text[left + 1 : right] for left, right in pairwise(edges))


def _ends_with_word(text: str, words: tuple[str, ...], end: int) -> bool:
    return text.endswith(words, 0, end) and any(
        text.endswith(word, 0, end) and not text[max(0, end - len(word) - 1) : end - len(word)].isalnum()
        for word in words
    )


def _continues(before: str) -> bool:
    """True where the digits go on from something else, as in a telephone number."""
    return before.isalnum() or (before != "" and before in "+-.,:/")
