"""What a translator meets: each text of each panel beside its translation, and how the two stand to one another."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from cagsite.markdown import Terms, find_terms
from cagsite.model import Exhibition, Locale, Panel, PanelId, State, Term
from cagsite.staleness import Comparison, Freshness, compare, partners
from cagsite.translators.units import FIXED, placed_units, plain_units

MISSING = "missing"
"""The state of a text that has no translation; the others are those of `Freshness`."""
BEHIND = frozenset({Freshness.OUTDATED.value, Freshness.TO_CONFIRM.value})
"""States in which somebody has to look at a translation that is there."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """A term as the glossary has it in two languages."""

    id: str
    source: str
    words: str
    forms: tuple[str, ...]
    """In the language of the translation, `words` among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One text and its translation."""

    panel: PanelId
    key: str
    """Of the unit in the source."""
    target: str
    """Of the unit in the translation: another one where a text was moved in the source alone."""
    kind: str
    source: str
    """As typed."""
    words: str
    """The translation as typed; empty where there is none."""
    state: str
    before: str
    """The source from which the translation was made, where it has changed since."""
    file: str
    """Of the source."""
    line: int
    terms: tuple[Agreed, ...]
    """Terms of the glossary that the source uses and that have a word in the language."""

    @property
    def id(self) -> str:
        """By which a translator's file names the text."""
        return f"{self.panel}|{self.key}"

    @property
    def digest(self) -> str:
        """By which a file that does not hold the source itself says from which source it was made."""
        return blake2b(self.source.encode("utf-8"), digest_size=8).hexdigest()


def compared(panel: Panel, locale: Locale) -> Comparison:
    """How a translation stands to its source now."""
    words = panel.translations[locale]
    return compare(plain_units(panel.translations[panel.source]), plain_units(words), words.seen)


def find_rows(exhibition: Exhibition, locale: Locale, only: Collection[str] = ()) -> list[Row]:
    """Every text of every panel that may ever be shown, or of these panels, in the order of the exhibition."""
    terms = {language.code: _terms_of(exhibition, language.code) for language in exhibition.settings.languages}
    return [
        row
        for panel in exhibition.panels.values()
        if panel.status.state is not State.WITHDRAWN and panel.source != locale and (not only or panel.id in only)
        for row in _rows(panel, locale, exhibition, terms[panel.source])
    ]


def _terms_of(exhibition: Exhibition, locale: Locale) -> Terms:
    return Terms.of({term.id: forms_of(term, locale) for term in exhibition.terms.values()})


def forms_of(term: Term, locale: Locale) -> tuple[str, ...]:
    """Every agreed form of a term in a language; the first one is the term itself."""
    own = (term.term[locale],) if locale in term.term else ()
    return (*own, *term.forms.get(locale, ()))


def _rows(panel: Panel, locale: Locale, exhibition: Exhibition, terms: Terms) -> Iterator[Row]:
    origin, words = panel.translations[panel.source], panel.translations.get(locale)
    source = placed_units(origin)
    present = placed_units(words) if words is not None else {}
    plain = {key: unit.text for key, unit in source.items()}
    own = {key: unit.text for key, unit in present.items()}
    seen = words.seen if words is not None else None
    pairs = partners(plain, own, seen)
    behind = {unit.key: unit for unit in compare(plain, own, seen).units}
    for unit in source.values():
        if unit.kind in FIXED:
            continue
        target = pairs[unit.key]
        stale = behind.get(unit.key)
        translated = present[target].typed if target in present else ""
        if translated == unit.typed and (stale is not None or words is None):
            translated = ""  # still the words of the source, as a draft holds them
        yield Row(
            panel=panel.id,
            key=unit.key,
            target=target,
            kind=unit.kind,
            source=unit.typed,
            words=translated,
            state=_state(translated, stale.freshness if stale else None, is_known=seen is not None),
            before=stale.before if stale is not None and translated else "",
            file=origin.file,
            line=unit.line,
            terms=tuple(
                Agreed(id, term.term[panel.source], term.term[locale], forms_of(term, locale))
                for id in find_terms(unit.text, terms)
                if locale in (term := exhibition.terms[id]).term
            ),
        )


def _state(translated: str, stale: Freshness | None, *, is_known: bool) -> str:
    if not translated:
        return MISSING
    if stale is not None:
        return stale.value
    return (Freshness.CURRENT if is_known else Freshness.UNCONFIRMED).value
