"""Times in running text that are finer than a year: a day or a month can tell of somebody whom no name tells of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cagsite.codes import problem
from cagsite.load import Document
from cagsite.model import Locale
from cagsite.problems import Location
from cagsite.schema.types import Values

_FIELDS = {
    "highlights": ("text", "speaker", "role"),
    "photos": ("alt", "caption"),
    "media": ("title", "caption", "transcript"),
    "labels": ("text",),
}
_IN_NUMBERS = (
    r"\b[12][0-9]{3}-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?\b"
    r"|\b[0-3]?[0-9][./][ ]?[01]?[0-9][./][ ]?[12][0-9]{3}\b"
)


def report_exact_times(tag: Locale, head: Values, document: Document) -> None:
    """Errors where a field is about people and pictures; warnings in the text, which may tell of public days too."""
    pattern = _pattern(tag)
    for name in ("title", "summary"):
        for time in _times(pattern, head[name]):
            head.report("anonymous-date", name, value=time)
    for name, fields in _FIELDS.items():
        for entry in head[name]:
            for field in fields:
                for time in _times(pattern, entry[field]):
                    entry.report("anonymous-date", field, value=time)
    for number, line in enumerate(document.body.split("\n")):
        for match in pattern.finditer(line):
            location = Location(document.file, document.body_line + number, match.start() + 1)
            subject = head.context.subject
            head.context.problems.append(problem("anonymous-date-in-text", location, None, subject, value=match[0]))


def _times(pattern: re.Pattern[str], text: str | None) -> Iterator[str]:
    yield from (match[0] for match in pattern.finditer(text or ""))


@cache
def _pattern(tag: Locale) -> re.Pattern[str]:
    """Days in numbers; and in words, with the names of the months that CLDR has for the language."""
    months = sorted(_months(tag), key=len, reverse=True)
    if not months:
        return re.compile(_IN_NUMBERS)
    month = f"(?:{'|'.join(map(re.escape, months))})"
    before = rf"\b[0-3]?[0-9][^\s\d]{{0,3}}\s+(?:[^\s\d]{{1,3}}\s+)?{month}\b"
    after = rf"\b{month}(?:\s+(?:[^\s\d]{{1,2}}\s+)?[0-9]{{1,4}}|,\s+[0-9]{{4}})\b"
    return re.compile(f"{before}|{after}|{_IN_NUMBERS}")


def _months(tag: Locale) -> set[str]:
    import babel
    from babel.dates import get_month_names

    try:
        locale = babel.Locale.parse(tag, sep="-")
    except (ValueError, babel.UnknownLocaleError):
        return set()
    found = {
        name for context in ("format", "stand-alone") for name in get_month_names("wide", context, locale).values()
    }
    return found | {name[:1].upper() + name[1:] for name in found}
