"""The theme's own words per language: gettext catalogues read through Babel, kept as plain tables."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from typing import Any

from cagsite.digests import digest_value
from cagsite.model import Language, Locale
from cagsite.problems import Location, Problem, Severity

Catalogue = Mapping[tuple[str, str], str]
"""Context (may be empty) and msgid to the words; plural forms under `msgid\\0number`."""

PLURAL = ("", "\0plural")
"""Where a catalogue keeps its rule for plural forms."""


def read_catalogue(content: bytes) -> Catalogue:
    """A table from the bytes of a .po file; untranslated and fuzzy messages are left out.

    Raises ValueError with line and reason where it is not a catalogue.
    """
    from babel.messages.pofile import PoFileError, read_po

    try:
        catalog = read_po(io.BytesIO(content), abort_invalid=True)
    except (PoFileError, ValueError, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from error
    table: dict[tuple[str, str], str] = {}
    for message in catalog:
        if not message.id or message.fuzzy or not message.string:
            continue
        context = message.context or ""
        if isinstance(message.id, (tuple, list)):
            if all(message.string):
                table |= {(context, f"{message.id[0]}\0{n}"): text for n, text in enumerate(message.string)}
        else:
            table[context, str(message.id)] = str(message.string)
    table[PLURAL] = catalog.plural_expr
    return table


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the catalogues of a language hold, and by which bytes."""

    digest: bytes
    words: Catalogue
    problems: tuple[Problem, ...]


def read_catalogues(
    languages: Iterable[Language], layers: Callable[[str], list[tuple[str, bytes]]], before: Mapping[str, Known]
) -> Mapping[str, Known]:
    """The theme's words in each language; a project's own lie over the ones that come with cagsite."""
    found: dict[str, Known] = {}
    for language in languages:
        files = layers(language.code)
        digest = digest_value((language.code, files))
        known = before.get(language.code)
        found[language.code] = known if known and known.digest == digest else _read_layers(language.code, digest, files)
    return found


def _read_layers(code: Locale, digest: bytes, files: list[tuple[str, bytes]]) -> Known:
    words: dict[tuple[str, str], str] = {}
    problems = []
    for path, content in files:
        try:
            words |= read_catalogue(content)
        except ValueError as error:
            problems.append(
                Problem.make(
                    Severity.ERROR,
                    "bad-catalogue",
                    Location(f"locales/{path.replace(chr(92), '/').rpartition('/locales/')[2]}"),
                    "this is not a gettext catalogue: {reason}",
                    "open it in a program for translators, such as Poedit, which shows the place",
                    reason=error,
                )
            )
    if not files:
        problems.append(
            Problem.make(
                Severity.NOTICE,
                "catalogue-missing",
                Location("exhibition.yaml"),
                "the theme has no words of its own in '{language}'; those of another language are shown",
                "add locales/{language}/LC_MESSAGES/cagsite.po",
                language=code,
            )
        )
    return Known(digest=digest, words=words, problems=tuple(problems))


@cache
def plural_rule(expression: str) -> Callable[[int], int]:
    """Which plural form a number takes, from the rule of a catalogue (gettext's C expression)."""
    rule: Callable[[int], int] = c2py(re.sub(r"\s+", " ", expression))
    return rule


class Words:
    """Looks up the theme's words in a language, then in those it falls back to, then as they are in English."""

    def __init__(self, read: Callable[..., Any], locale: Locale, fallbacks: tuple[Locale, ...]) -> None:
        self._read = read
        self._locales = (locale, *fallbacks)

    def gettext(self, msgid: str) -> str:
        return self.pgettext("", msgid)

    def pgettext(self, context: str, msgid: str) -> str:
        for locale in self._locales:
            found = self._read("message", locale, context, msgid)
            if found:
                return str(found)
        return msgid

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.npgettext("", singular, plural, number)

    def npgettext(self, context: str, singular: str, plural: str, number: int) -> str:
        for locale in self._locales:
            rule = self._read("message", locale, *PLURAL)
            if rule:
                found = self._read("message", locale, context, f"{singular}\0{plural_rule(rule)(number)}")
                if found:
                    return str(found)
        return singular if number == 1 else plural
