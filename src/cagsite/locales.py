"""What CLDR knows of a language: its name, direction, numbers, dates, lists. Babel does it, imported late."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING

from cagsite.model import Locale

if TYPE_CHECKING:
    import babel

PLURALS = ("zero", "one", "two", "few", "many", "other")
"""CLDR's plural forms in the order of a catalogue."""
KNOWN_BY = 10
"""Per cent of the people of a country who know a language, for it to be one to borrow from."""
SquareKilometre = "area-square-kilometer"


@cache
def conventions(code: Locale) -> Conventions:
    """The conventions of a language, looked up once per process."""
    return Conventions(code)


class Conventions:
    """How one language writes. A language that CLDR does not know falls back to its parents, at last to the root."""

    def __init__(self, code: Locale) -> None:
        self.code = code

    @cached_property
    def _babel(self) -> babel.Locale:
        from babel.core import Locale as BabelLocale
        from babel.core import UnknownLocaleError

        parts = self.code.split("-")
        while parts:
            try:
                return BabelLocale.parse("_".join(parts), sep="_")
            except (UnknownLocaleError, ValueError):
                parts.pop()
        return BabelLocale("en", "001")

    @cached_property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return self._babel.text_direction if self._is_known else "ltr"

    @cached_property
    def _is_known(self) -> bool:
        return self._babel.language == self.code.split("-")[0].lower()

    @cached_property
    def own_name(self) -> str:
        """The language's name in itself, with a capital where it stands alone; its tag where CLDR has none."""
        name = self._babel.get_display_name(self._babel) if self._is_known else None
        return name[:1].upper() + name[1:] if name else self.code

    @property
    def english_name(self) -> str:
        """By which other programs know the language; empty where CLDR has none."""
        return str(self._babel.english_name or "") if self._is_known else ""

    def language_name(self, code: Locale) -> str:
        """The name of another language in this one, as it stands inside a sentence."""
        other = conventions(code)
        name = other._babel.get_display_name(self._babel) if other._is_known else None
        return str(name or code)

    @property
    def is_known(self) -> bool:
        """True where CLDR has the language."""
        return self._is_known

    @cached_property
    def _likely(self) -> list[str]:
        from babel.core import get_global

        tags = (self.code.replace("-", "_"), self.code.partition("-")[0])
        return next((str(found).split("_") for tag in tags if (found := get_global("likely_subtags").get(tag))), [])

    @cached_property
    def neighbours(self) -> tuple[str, ...]:
        """Languages that many people know where this one is spoken, the most widely known one first."""
        from babel.languages import get_territory_language_info

        territory = self._babel.territory or next((part for part in self._likely[1:] if len(part) == 2), None)
        known = get_territory_language_info(territory) if territory and self._is_known else {}
        shares = {
            code.replace("_", "-"): float(str(found.get("population_percent") or 0)) for code, found in known.items()
        }
        return tuple(
            sorted((code for code in shares if shares[code] >= KNOWN_BY), key=lambda code: (-shares[code], code))
        )

    @cached_property
    def plural_forms(self) -> str:
        """CLDR's rule for whole numbers as a catalogue has it: `nplurals=2; plural=(...);`."""
        from babel.plural import PluralRule, to_gettext

        rule = self._babel.plural_form
        rules = dict(rule.rules)
        if rules and all(rule(number) != "other" for number in range(1000)):
            del rules[max(rules, key=PLURALS.index)]  # `other` is for fractions there: its place is free
        return str(to_gettext(PluralRule(rules)))  # type: ignore[no-untyped-call]

    @cached_property
    def open_graph(self) -> str:
        """`language_TERRITORY` as Open Graph wants it, with CLDR's likely territory."""
        territory = self._babel.territory or next((part for part in self._likely[1:] if len(part) == 2), None)
        language = self.code.split("-")[0]
        return f"{language}_{territory}" if territory else language

    def number(self, value: float) -> str:
        """A figure with the language's separators."""
        from babel.numbers import format_decimal

        return str(format_decimal(value, locale=self._babel))

    def percent(self, value: float) -> str:
        """A share of 0-100 as a percentage, with at most two decimals."""
        from babel.numbers import format_percent

        pattern = self._babel.percent_formats[None].pattern
        wanted = pattern.replace("#,##0", "#,##0.##")
        return format_percent(value / 100, format=wanted, locale=self._babel)

    def area(self, square_kilometres: float) -> str:
        """An area with its unit, short."""
        from babel.units import format_unit

        shown = format_unit(square_kilometres, SquareKilometre, length="short", locale=self._babel)
        return shown.replace(" ", "\u00a0")  # a figure and its unit stay on one line

    def megabytes(self, count: int) -> str:
        """The size of a file, with one decimal."""
        from babel.units import format_unit

        size = max(0.1, round(count / 1_000_000, 1))
        shown = format_unit(size, "digital-megabyte", length="short", locale=self._babel)
        return shown.replace(" ", "\u00a0")

    def day(self, day: date) -> str:
        """A day in full, as in a sentence."""
        from babel.dates import format_date

        return format_date(day, format="long", locale=self._babel)

    def month(self, year: int, month: int) -> str:
        """A month and its year."""
        from babel.dates import format_skeleton

        return format_skeleton("yMMMM", date(year, month, 1), locale=self._babel)

    def ordinal_form(self, number: int) -> str:
        """CLDR's form of an ordinal: `one`, `two`, `few`, `other` and so on."""
        return str(self._babel.ordinal_form(number))

    def listing(self, words: Sequence[str]) -> str:
        """Words joined as a sentence joins them."""
        from babel.lists import format_list

        return format_list(list(words), locale=self._babel) if words else ""


def find_tag(name: str, spoken: Iterable[Locale]) -> str:
    """The tag of a language by its name in one of these languages or in English; empty where there is none."""
    from babel.core import Locale as BabelLocale

    known = (*(conventions(code)._babel for code in spoken), BabelLocale("en", "001"))
    wanted = name.casefold()
    return next((tag for locale in known for tag, own in locale.languages.items() if own.casefold() == wanted), "")


def sort_key(text: str, alphabet: str) -> tuple[tuple[int, ...], str]:
    """Orders texts as a dictionary of the language does.

    `alphabet` holds the language's letters in their order, separated by spaces; a letter that it does not list sorts
    as its base letter, and what is no letter before all letters. Ties are broken by code points, so order is total.
    """
    ranks = _ranks(alphabet)
    key: list[int] = []
    for char in unicodedata.normalize("NFC", text).casefold():
        rank = ranks.get(char)
        if rank is not None:
            key.append(rank)
            continue
        for part in unicodedata.normalize("NFD", char):
            if not unicodedata.combining(part):
                key.append(ranks.get(part, 1000 + ord(part) if part.isalpha() else 0 if part.isspace() else 1))
    return tuple(key), text


def first_letter(text: str, alphabet: str) -> str:
    """The letter under which a dictionary of the language has a word, as a capital; `#` for what begins with none.

    A letter that the language's alphabet does not list stands with its base letter, as `sort_key` sorts it.
    """
    for char in unicodedata.normalize("NFC", text):
        if char.isalpha():
            base = char if char.casefold() in _ranks(alphabet) else unicodedata.normalize("NFD", char)[0]
            return base.upper()
        if char.isdigit():
            break
    return "#"


@cache
def _ranks(alphabet: str) -> dict[str, int]:
    letters = alphabet.casefold().split() or [chr(code) for code in range(ord("a"), ord("z") + 1)]
    return {letter: 10 + index for index, letter in enumerate(letters)} | {
        str(digit): -20 + digit for digit in range(10)
    }


def chain(code: Locale, fallbacks: Iterable[Locale], source: Locale, present: Iterable[Locale]) -> Locale:
    """The language in which a text is shown: the wanted one, else the first fallback that has it, else the source."""
    having = set(present)
    for candidate in (code, *fallbacks, source, *sorted(having)):
        if candidate in having:
            return candidate
    raise LookupError(f"a text in no language, wanted in {code}")
