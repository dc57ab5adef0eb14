"""One page in one language: what every view of it needs, words, addresses, dates and figures in the visitor's way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from cagsite.catalogues import Words
from cagsite.locales import Conventions, conventions, sort_key
from cagsite.markdown import Typography, polish
from cagsite.marked import Text
from cagsite.model import Language, Locale, Localized, PanelId, PartialDate, Precision, Span
from cagsite.output import Bench
from cagsite.permalinks import (
    exists,
    find_language,
    home_address,
    index_address,
    panel_address,
    relative_link,
    shown_locale,
)


class Visit:
    """A reader of one language standing at one address."""

    def __init__(self, bench: Bench, locale: Locale, address: str) -> None:
        self.bench = bench
        self.read = bench.read
        self.locale = locale
        self._rules: dict[Locale, Typography] = {}
        self._fields: dict[tuple[PanelId, str], Text] = {}
        self.address = address
        """Of the page, with closing slash; a file's address for pages that are no folder."""

    @cached_property
    def language(self) -> Language:
        return find_language(self.read, self.locale)

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        found: tuple[Language, ...] = self.read("setting", "languages")
        return found

    @cached_property
    def conventions(self) -> Conventions:
        return conventions(self.language.conventions)

    @cached_property
    def words(self) -> Words:
        return words_of(self.read, self.locale)

    # Words

    def text(self, value: str, locale: Locale | None = None) -> Text:
        """A text as it stands on this page: polished by its own language's rules, marked where that is foreign."""
        locale = locale or self.locale
        polished = polish(value, self._typography(locale))
        if locale == self.locale:
            return Text(polished)
        return Text(polished, locale, conventions(locale).direction)

    def _typography(self, locale: Locale) -> Typography:
        found = self._rules.get(locale)
        if found is None:
            found = self._rules[locale] = typography_of(self.read, locale)
        return found

    def localized(self, texts: Localized) -> Text | None:
        """The text of a language map in this language, or borrowed; None where it is empty."""
        locale = self._having(texts)
        return None if locale is None else self.text(texts[locale], locale)

    def chosen(self, values: Localized) -> str | None:
        """The value of a language map for this language, or borrowed, as it was typed."""
        locale = self._having(values)
        return None if locale is None else values[locale]

    def _having(self, texts: Localized) -> Locale | None:
        """The first language that has something to say here: this one, its fallbacks, then those of the site."""
        order = (self.locale, *self.language.fallback, *(language.code for language in self.languages))
        return next((locale for locale in order if texts.get(locale)), None)

    def field(self, id: PanelId, name: str) -> Text:
        """A one-line field of a panel's words."""
        found = self._fields.get((id, name))
        if found is None:
            locale = self.shown(id)
            found = self._fields[id, name] = self.text(self.read("words", id, locale, name), locale)
        return found

    def shown(self, id: PanelId) -> Locale:
        """The language in which a panel's words are shown here."""
        return shown_locale(self.read, self.locale, id)

    @cached_property
    def alphabet(self) -> str:
        return self.words.pgettext("typography", "alphabet").replace("alphabet", "")

    def in_order(self, pairs: Iterable[tuple[str, Any]]) -> list[Any]:
        """Values sorted by their texts as this language sorts."""
        return [value for _, value in sorted(pairs, key=lambda pair: sort_key(pair[0], self.alphabet))]

    def by_title(self, ids: Iterable[PanelId]) -> list[PanelId]:
        """Panels sorted by their titles."""
        return self.in_order((self.field(id, "title").text, id) for id in ids)

    # Addresses

    def link(self, path: str) -> str:
        """A relative link to a path of the site."""
        return relative_link(self.address, path)

    def panel_link(self, id: PanelId) -> str:
        return self.link(panel_address(self.read, self.locale, id))

    @property
    def home_link(self) -> str:
        return self.link(home_address(self.locale))

    def index_link(self, name: str) -> str | None:
        address = index_address(self.read, self.locale, name)
        return None if address is None else self.link(address)

    def absolute(self, path: str) -> str | None:
        """A full address, where the exhibition has a base address."""
        base = self.read("setting", "base_address")
        return f"{base}{path}" if base else None

    def is_shown(self, id: PanelId) -> bool:
        return exists(self.read, id)

    # Dates and figures

    def day(self, day: date) -> str:
        return self.conventions.day(day)

    def date(self, value: PartialDate) -> str:
        """A date as exactly as it is known, as it stands in a list."""
        return partial_date(value, self.conventions, self.words)

    def span(self, span: Span) -> str:
        """One date, or two with an en dash."""
        if span.end is None:
            return self.date(span.start)
        years_only = span.start.precision is span.end.precision is Precision.YEAR
        dash = "–" if years_only else " – "
        return f"{self.date(span.start)}{dash}{self.date(span.end)}"

    def era(self, value: PartialDate) -> PartialDate:
        """Under what a date stands on the timeline: its century, from the twentieth on its decade."""
        if value.precision is Precision.CENTURY or value.year < FIRST_DECADE:
            return PartialDate(precision=Precision.CENTURY, year=value.year // 100 * 100)
        return PartialDate(precision=Precision.DECADE, year=value.year // 10 * 10)


FIRST_DECADE = 1900
"""Before it a timeline of this kind has few events, and centuries are enough."""


def words_of(read: Any, locale: Locale) -> Words:
    """The theme's words in a language, then in its fallbacks, then in the languages of the site."""
    language = find_language(read, locale)
    others = tuple(other.code for other in read("setting", "languages") if other.code != locale)
    return Words(read, locale, (*language.fallback, *(code for code in others if code not in language.fallback)))


def typography_of(read: Any, locale: Locale) -> Typography:
    """The typographic rules of a language, from its own catalogue; plain rules where it has none."""
    words = Words(read, locale, ())

    def sign(msgid: str, plain: str) -> str:
        found = words.pgettext("typography", msgid)
        return plain if found == msgid else found

    return Typography(
        double_open=sign("double open", "“"),
        double_close=sign("double close", "”"),
        single_open=sign("single open", "‘"),
        single_close=sign("single close", "’"),
        no_break_before=tuple(sign("no-break before", "%").split()),
        no_break_after=tuple(sign("no-break after", "§").split()),
    )


def partial_date(value: PartialDate, conventions: Conventions, words: Words) -> str:
    """A date of any precision in a language's words."""
    match value.precision:
        case Precision.DAY:
            return conventions.day(value.first_day)
        case Precision.MONTH:
            return conventions.month(value.year, value.month or 1)
        case Precision.SEASON:
            return words.pgettext("date", f"{value.season} %(year)s") % {"year": value.year}
        case Precision.DECADE:
            return words.pgettext("date", "%(year)ss") % {"year": value.year}
        case Precision.CENTURY:
            number = value.year // 100 + 1
            names = {"number": number, "year": value.year}
            return words.pgettext(f"century {conventions.ordinal_form(number)}", "%(number)sth century") % names
        case _:
            return str(value.year)
