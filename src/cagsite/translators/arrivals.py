"""What comes back from a translator, whatever the kind of file: compared with what there is, refused where damaged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cagsite.codes import problem
from cagsite.model import Exhibition, Locale, PanelId
from cagsite.problems import Location, Problem
from cagsite.search.endings import stemmer
from cagsite.translators.keeping import damage, parts_of
from cagsite.translators.rows import BEHIND, Row
from cagsite.wording import FREE, Stem, is_agreed


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One text of the file, filled in."""

    place: Location
    id: str
    """As `Row.id`."""
    source: str
    """The source from which it was translated, or its digest, as the file has it."""
    text: str
    is_confirmed: bool = True
    """True where an unchanged translation is meant to stand for a changed source too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a file brings for one panel."""

    panel: PanelId
    words: Mapping[str, str]
    """By key of a unit in the source; only what is new."""
    places: Mapping[str, Location] = field(default_factory=dict)
    """Where each stands in the translator's file."""


def is_other_language(tag: str, locale: Locale, exhibition: Exhibition) -> bool:
    """True where a file that says it is in that language is not one of `locale`; `xx_YY` may stand for `xx`."""
    found, wanted = tag.strip().replace("_", "-").casefold(), locale.casefold()
    if not found or found == wanted:
        return False
    known = {language.code.casefold() for language in exhibition.settings.languages}
    return found in known or found.partition("-")[0] != wanted.partition("-")[0]


def compare_arrivals(
    arrivals: Iterable[Arrival], name: str, known: Iterable[Row], locale: Locale, problems: list[Problem]
) -> list[Delivery]:
    """What the file brings that is new and whole; everything else is told of, with its place."""
    rows = {row.id: row for row in known}
    panels, stem = {row.panel for row in rows.values()}, stemmer(locale)
    is_ours = False
    found: dict[PanelId, dict[str, str]] = {}
    places: dict[PanelId, dict[str, Location]] = {}
    for arrival in arrivals:
        id, mark, _ = arrival.id.partition("|")
        is_ours = is_ours or (bool(mark) and id in panels)
        if not mark or not arrival.text.strip():
            continue
        row = rows.get(arrival.id)
        unit = arrival.id.replace("|", " ")
        if row is None or arrival.source not in (row.source, row.digest):
            code = "text-gone" if row is None else "source-changed"
            problems.append(problem(code, arrival.place, unit=unit))
            continue
        text = tidied(arrival.text, has_lines="\n" in row.source)
        if text == row.words and not (row.state in BEHIND and arrival.is_confirmed):
            continue
        faults = _faults(row, unit, text, arrival.place)
        problems += faults
        if not faults:
            problems += _terms_said_otherwise(row, unit, text, arrival.place, stem)
            found.setdefault(row.panel, {})[row.key] = text
            places.setdefault(row.panel, {})[row.key] = arrival.place
    if not is_ours:
        problems.append(problem("foreign-file", Location(name), language=locale))
    return [Delivery(panel=id, words=words, places=places[id]) for id, words in found.items()]


def _faults(row: Row, unit: str, text: str, place: Location) -> list[Problem]:
    """What is wrong with a new text; one that keeps what the translation kept till now is as good as that was."""
    if text == row.words:
        return []
    faults = damage(row.kind, unit, row.source, text, place)
    if faults and row.words and parts_of(text) == parts_of(row.words) != parts_of(row.source):
        return damage(row.kind, unit, row.words, text, place)
    return faults


def _terms_said_otherwise(row: Row, unit: str, text: str, place: Location, stem: Stem | None) -> Iterator[Problem]:
    """Warnings, for the person who sends the file on."""
    for term in row.terms:
        if row.key not in FREE and not is_agreed(text, term.id, term.forms, stem):
            yield problem("term-otherwise", place, unit=unit, id=term.id, term=term.source, agreed=term.words)


def tidied(text: str, *, has_lines: bool) -> str:
    """Without blanks that mean nothing; line ends only where the source has some."""
    if not has_lines:
        return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")  # a no-break space is no blank
    return "\n".join(re.sub(r"(?<=\S)[ \t]+", " ", line.rstrip()) for line in text.strip().splitlines())


def count_texts(deliveries: Iterable[Delivery]) -> int:
    """How many units arrive."""
    return sum(len(delivery.words) for delivery in deliveries)
