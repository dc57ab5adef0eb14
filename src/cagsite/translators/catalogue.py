"""Units of all panels as one gettext catalogue for a language, and back; what is damaged on the way is refused."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from cagsite.model import Exhibition, Locale, Panel, PanelId, State
from cagsite.problems import Location, Problem, Severity
from cagsite.staleness import Comparison, compare
from cagsite.translators.units import FIXED, placed_units, plain_units, typed_units

_TARGET = re.compile(r"\]\(([^)\s]+)\)|<(https?://[^>]+)>|\[\^([^\]]+)\]|\{#([^}]+)\}")

_NO_BREAKS = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a catalogue brings for one panel."""

    panel: PanelId
    words: Mapping[str, str]
    """By key of a unit; only what is new."""


def compared(panel: Panel, locale: Locale) -> Comparison:
    """How a translation stands to its source now."""
    words = panel.translations[locale]
    return compare(plain_units(panel.translations[panel.source]), plain_units(words), words.seen)


def export_catalogue(exhibition: Exhibition, locale: Locale, today: date) -> bytes:
    """Every unit of every panel that may ever be shown; what is behind its source is marked as such."""
    catalog = Catalog(
        locale=None,
        project=next(iter(exhibition.settings.title.values()), ""),
        charset="utf-8",
        creation_date=datetime(today.year, today.month, today.day, tzinfo=UTC),
        revision_date=datetime(today.year, today.month, today.day, tzinfo=UTC),
        last_translator="unknown",
        language_team=locale,
        fuzzy=False,
    )
    catalog.header_comment = "#"
    for panel in _translatable(exhibition, locale):
        source = placed_units(panel.translations[panel.source])
        words = panel.translations.get(locale)
        present = typed_units(words) if words is not None else {}
        behind = {unit.key: unit for unit in compared(panel, locale).units} if words is not None else {}
        file = panel.translations[panel.source].file
        for unit in source.values():
            if unit.kind in FIXED:
                continue
            stale = behind.get(unit.key)
            translated = present.get(unit.key, "")
            if stale is not None and translated == unit.typed:
                translated = ""  # still the words of the source, as a draft holds them
            message = catalog.add(
                unit.typed,
                translated,
                locations=[(file, unit.line)],
                flags=["fuzzy"] if stale is not None and translated else [],
                previous_id=(stale.before,) if stale is not None and translated and stale.before else (),
                context=f"{panel.id}|{unit.key}",
            )
            # A brace or a per cent sign in a sentence is no format of a programming language.
            message.flags -= {"python-format", "python-brace-format"}
    with io.BytesIO() as file_like:
        # With a small width Babel breaks the lines of `#|` comments in the middle of a string, and gettext stops there.
        write_po(file_like, catalog, width=_NO_BREAKS, include_previous=True, omit_header=False)
        text = file_like.getvalue().decode("utf-8")
    header = f'"Language: {locale}\\n"\n'
    if '"Language:' not in text:
        text = text.replace('"MIME-Version:', header + '"MIME-Version:', 1)
    return re.sub(r'"Generated-By:[^\n]*\n', "", text).encode("utf-8")


def _translatable(exhibition: Exhibition, locale: Locale) -> Iterator[Panel]:
    for panel in exhibition.panels.values():
        if panel.status.state is not State.WITHDRAWN and panel.source != locale:
            yield panel


def read_deliveries(
    content: bytes, name: str, exhibition: Exhibition, locale: Locale, problems: list[Problem]
) -> list[Delivery]:
    """What the catalogue brings that is new and whole; everything else is told of, with its line."""
    try:
        catalog = read_po(io.BytesIO(content), abort_invalid=True)
    except (PoFileError, ValueError, UnicodeDecodeError) as error:
        problems.append(
            Problem.make(
                Severity.ERROR,
                "bad-catalogue",
                Location(name),
                "this is not a gettext catalogue: {reason}",
                "open it in a program for translators, such as Poedit, which shows the place",
                reason=error,
            )
        )
        return []
    found: dict[PanelId, dict[str, str]] = {}
    for message in catalog:
        if not message.id or not message.context or not isinstance(message.string, str) or not message.string.strip():
            continue
        id, _, key = message.context.partition("|")
        location = Location(name, message.lineno or 1)
        panel = exhibition.panels.get(PanelId(id))
        if panel is None or message.fuzzy:
            continue
        source = placed_units(panel.translations[panel.source]).get(key)
        if source is None or source.typed != message.id:
            problems.append(
                _skipped(location, "source-changed", "the source of {unit} has changed since the export", id, key)
            )
            continue
        text = _tidy(message.string, has_lines="\n" in source.typed)
        words = panel.translations.get(locale)
        present = typed_units(words).get(key, "") if words is not None else ""
        if text == present and (words is None or key not in {unit.key for unit in compared(panel, locale).units}):
            continue
        if _targets(text) not in (_targets(source.typed), _targets(present)):
            problems.append(
                _skipped(location, "damaged-markup", "{unit}: links or notes are not those of the source", id, key)
            )
            continue
        found.setdefault(panel.id, {})[key] = text
    return [Delivery(panel=id, words=words) for id, words in found.items()]


def _tidy(text: str, *, has_lines: bool) -> str:
    """Without blanks that mean nothing; line ends only where the source has some."""
    if not has_lines:
        return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")  # a no-break space is no blank
    return "\n".join(re.sub(r"(?<=\S)[ \t]+", " ", line.rstrip()) for line in text.strip().splitlines())


def _skipped(location: Location, code: str, message: str, id: str, key: str) -> Problem:
    hints = {
        "source-changed": "export again, and translate what is new",
        "damaged-markup": "keep what stands in ( ) after ], in [^ ] and in {# } exactly as in the source",
    }
    severity = Severity.ERROR if code == "damaged-markup" else Severity.WARNING
    return Problem.make(severity, code, location, message, hints[code], subject=id, unit=f"{id} {key}")


def _targets(text: str) -> Counter[str]:
    """Everything in a text that a translator must keep: addresses, notes, anchors."""
    return Counter(next(filter(None, groups)) for groups in _TARGET.findall(text))


def keys_of(deliveries: Iterable[Delivery]) -> int:
    """How many units arrive."""
    return sum(len(delivery.words) for delivery in deliveries)
