"""Sources to the model, or every problem at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cagsite.codes import problem
from cagsite.load import Positions, Remembered, Source, Sources, load
from cagsite.model import Event, Exhibition, Kind, Panel, PanelId, Place, Settings, Stop, Term
from cagsite.problems import ContentError, Location, Problem, Severity, sort_problems
from cagsite.reading import LIST_FILES, SETTINGS, Scan, scan
from cagsite.sources import Project
from cagsite.validate.cross import Parts, cross_check
from cagsite.validate.panels import identity, read_panel
from cagsite.validate.settings import Languages, read_list, read_settings

__all__ = ["Validated", "load_and_validate", "read_source", "validate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """An exhibition without errors, and what to remember of it."""

    exhibition: Exhibition
    problems: tuple[Problem, ...]
    """Warnings and notices, sorted."""
    units: Mapping[str, Remembered]
    """By unit, for the next load."""


@dataclass(frozen=True, slots=True)
class Read:
    """One unit as far as it could be read."""

    value: Any
    is_whole: bool
    problems: tuple[Problem, ...]


def load_and_validate(
    project: Project, scanned: Scan | None = None, remembered: Mapping[str, Remembered] | None = None
) -> Validated:
    """The exhibition, reading what has changed since it was remembered; a ContentError holds every error."""
    sources = load(project, scanned if scanned is not None else scan(project), remembered or {})
    return validate(sources, project)


def read_source(source: Source, languages: Languages, root: Path) -> Read:
    """One unit: the settings, a list or a panel; independent of all others but for the languages."""
    if source.key == SETTINGS:
        settings, _, problems = read_settings(source)
        return Read(settings, settings is not None, tuple(problems))
    if source.key.rpartition("/")[2] in LIST_FILES:
        entries, is_whole, problems = read_list(source, languages)
        return Read(entries, is_whole, tuple(problems))
    panel, problems = read_panel(source, languages, root)
    return Read(panel, panel is not None, tuple(problems))


def languages_of(sources: Sources) -> Languages:
    """The languages of the exhibition, where they are known without doubt."""
    if SETTINGS in sources.fresh:
        return read_settings(sources.fresh[SETTINGS])[1]
    if SETTINGS in sources.remembered:
        settings = sources.remembered[SETTINGS].value
        return settings.languages if isinstance(settings, Settings) else None
    return None


def validate(sources: Sources, project: Project, read: Mapping[str, Read] | None = None) -> Validated:
    """The whole exhibition; `read` holds units that somebody else has already read, such as another process."""
    languages = languages_of(sources)
    units: dict[str, Read] = {
        key: Read(before.value, True, before.problems) for key, before in sources.remembered.items()
    }
    units |= read or {}
    for key, source in sources.fresh.items():
        if key not in units:
            units[key] = read_source(source, languages, project.root)
    parts = _parts(units, sources, languages)
    problems = [*sources.scan.problems, *(found for unit in units.values() for found in unit.problems)]
    problems += _orphan_sections(parts)
    problems += cross_check(parts, Positions(project.root, sources))
    if any(found.severity is Severity.ERROR for found in problems):
        raise ContentError(problems)
    return Validated(
        exhibition=_exhibition(parts),
        problems=sort_problems(problems),
        units={key: sources.remembered.get(key) or _remember(sources, key, units[key]) for key in sorted(units)},
    )


def _remember(sources: Sources, key: str, unit: Read) -> Remembered:
    return Remembered(
        rows=sources.scan.units[key],
        scanned_ns=sources.scan.time_ns,
        context=sources.context,
        value=unit.value,
        problems=unit.problems,
    )


def _parts(units: Mapping[str, Read], sources: Sources, languages: Languages) -> Parts:
    """What was read, sorted into what it is."""
    panels: dict[PanelId, Panel] = {}
    kinds: dict[PanelId, Kind] = {}
    lists: dict[str, Sequence[Any]] = {}
    unreadable: set[str] = set()
    for key, unit in units.items():
        name = key.rpartition("/")[2]
        if key == SETTINGS:
            continue
        if name in LIST_FILES:
            lists[name.removesuffix(".yaml")] = unit.value
            if not unit.is_whole:
                unreadable.add(name.removesuffix(".yaml"))
            continue
        panel_id, kind = identity(key)
        kinds[panel_id] = kind
        if unit.value is not None:
            panels[panel_id] = unit.value
    settings = units[SETTINGS].value if SETTINGS in units else None
    return Parts(
        settings=settings,
        languages=languages,
        panels=dict(sorted(panels.items(), key=lambda pair: panel_order(pair[0]))),
        kinds=kinds,
        terms=tuple(lists.get("glossary", ())),
        events=tuple(lists.get("timeline", ())),
        places=tuple(lists.get("places", ())),
        stops=tuple(lists.get("tour", ())),
        unreadable_lists=frozenset(unreadable),
    )


def panel_order(panel_id: PanelId) -> tuple[str, int]:
    """By id; sections by document and number."""
    document, _, number = panel_id.partition("#")
    return (document, int(number or 0))


def _orphan_sections(parts: Parts) -> list[Problem]:
    """Sections of a document that has no panel of its own: one error per document."""
    found: dict[str, Problem] = {}
    for panel_id, kind in parts.kinds.items():
        document = panel_id.partition("#")[0]
        if kind is Kind.SECTION and PanelId(document) not in parts.kinds:
            location = Location(f"content/documents/{document}")
            found.setdefault(document, problem("missing-document", location, None, document))
    return list(found.values())


def _exhibition(parts: Parts) -> Exhibition:
    """The model: complete, in order."""
    assert parts.settings is not None, "without settings there is an error"
    terms: tuple[Term, ...] = tuple(sorted(parts.terms, key=lambda term: term.id))
    events: tuple[Event, ...] = tuple(sorted(parts.events, key=lambda event: (event.span.start.order, event.id)))
    places: tuple[Place, ...] = tuple(sorted(parts.places, key=lambda place: place.id))
    stops: tuple[Stop, ...] = tuple(sorted(parts.stops, key=lambda stop: (stop.span.start.order, stop.id)))
    return Exhibition(
        settings=parts.settings,
        panels=parts.panels,
        terms={term.id: term for term in terms},
        events=events,
        places={place.id: place for place in places},
        stops=stops,
    )
