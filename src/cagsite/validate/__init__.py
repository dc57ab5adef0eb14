"""Sources to the model, or every problem at once."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cagsite.codes import problem
from cagsite.denied import Denied, name_problems, path_problems, read_denied
from cagsite.load import Positions, Remembered, Source, Sources, load, read_unit
from cagsite.model import Event, Exhibition, Kind, Land, Name, Panel, PanelId, Place, SourceFile, Stop, Term
from cagsite.problems import ContentError, Location, Problem, Severity, sort_problems
from cagsite.reading import LIST_FILES, MAP_FILE, PANEL_TYPES, SETTINGS, Row, Scan, is_settled, read_file, scan
from cagsite.sources import Project
from cagsite.validate.cross import Parts, cross_check
from cagsite.validate.folder import Known
from cagsite.validate.lands import read_lands
from cagsite.validate.panels import identity, read_panel
from cagsite.validate.settings import Languages, read_list, read_settings
from cagsite.yamltree import SIZE_LIMIT

if TYPE_CHECKING:
    from concurrent.futures import Executor

__all__ = ["Validated", "load_and_validate", "read_chunk", "validate"]


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


WORTH_A_POOL = 400
"""Panels to read below which starting workers costs more than it saves (20 ms each against 1 ms a panel)."""
CHUNK = 50
"""Panels that a worker reads at a time."""


def load_and_validate(
    project: Project,
    scanned: Scan | None = None,
    remembered: Mapping[str, Remembered] | None = None,
    *,
    jobs: int = 1,
) -> Validated:
    """The exhibition, reading what has changed since it was remembered; a ContentError holds every error."""
    sources = load(project, scanned if scanned is not None else scan(project), remembered or {})
    if jobs > 1 and len(sources.changed) > WORTH_A_POOL:
        import multiprocessing  # these two cost more than all the rest of reading, where nothing has changed
        from concurrent.futures import ProcessPoolExecutor

        methods = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
        with ProcessPoolExecutor(jobs, mp_context=context) as executor:
            return validate(sources, executor)
    return validate(sources)


def validate(sources: Sources, executor: Executor | None = None) -> Validated:
    """The whole exhibition; the executor, where there is one, reads the units."""
    with _without_collector():
        units = {key: Read(before.value, True, before.problems) for key, before in sources.remembered.items()}
        if sources.settings is not None:
            settings, languages, found = read_settings(sources.settings)
            found = [*found, *_settings_names(sources)]
            units[SETTINGS] = Read(settings, settings is not None, tuple(found))
        else:
            languages = _remembered_languages(sources)
        work = [
            (key, sources.scan.units[key], _known_files(sources.before[key]) if key in sources.before else {})
            for key in sources.changed
        ]
        chunks = [(sources.root, languages, work[start : start + CHUNK]) for start in range(0, len(work), CHUNK)]
        for chunk in map(read_chunk, chunks) if executor is None else executor.map(read_chunk, chunks):
            units |= chunk
        parts = _parts(dict(sorted(units.items())), languages, sources.scan)
        problems = [*sources.scan.problems, *(found for unit in units.values() for found in unit.problems)]
        problems += _orphan_sections(parts)
        problems += cross_check(parts, Positions(sources.root))
    if any(found.severity is Severity.ERROR for found in problems):
        raise ContentError(problems)
    return Validated(
        exhibition=_exhibition(parts),
        problems=sort_problems(problems),
        units={key: sources.remembered.get(key) or _remember(sources, key, units[key]) for key in sorted(units)},
    )


@contextmanager
def _without_collector() -> Iterator[None]:
    """Nothing that is read here is garbage or has cycles; looking for some costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _remembered_languages(sources: Sources) -> Languages:
    """The languages of settings that have not changed."""
    known = sources.remembered.get(SETTINGS)
    return known.value.languages if known is not None else None


def _known_files(before: Remembered) -> Known:
    """Pictures and recordings that need not be read again, as long as their row is the same."""
    files = {file.path: file for file in _files_of(before.value)} if isinstance(before.value, Panel) else {}
    return {row: files[row.path] for row in before.rows if row.path in files and is_settled((row,), before.scanned_ns)}


def _files_of(panel: Panel) -> Iterator[SourceFile]:
    for photo in panel.photos:
        yield from photo.files.values()
        if photo.file is not None:
            yield photo.file
    for medium in panel.media:
        yield from (*medium.files.values(), *medium.captions.values())
        if medium.file is not None:
            yield medium.file


Chunk = tuple[Path, Languages, Sequence[tuple[str, tuple[Row, ...], Known]]]
"""Root, languages, and per unit its key, its rows and its known files."""


def read_chunk(chunk: Chunk) -> dict[str, Read]:
    """Some units, each independent of all others but for the languages; what a worker does."""
    root, languages, work = chunk
    units = {key: _read(read_unit(root, key, rows), languages, root, known) for key, rows, known in work}
    try:
        denied = read_denied(root)
    except ContentError as error:
        return {key: replace(unit, problems=(*unit.problems, *error.problems)) for key, unit in units.items()}
    if denied is None:
        return units
    return {
        key: replace(units[key], problems=(*units[key].problems, *_names_in(rows, root, denied)))
        for key, rows, _ in work
    }


def _settings_names(sources: Sources) -> list[Problem]:
    """Names in exhibition.yaml; a list that cannot be read is told of even where there is nothing else to read."""
    try:
        denied = read_denied(sources.root)
    except ContentError as error:
        return list(error.problems)
    return list(_names_in(sources.scan.units[SETTINGS], sources.root, denied)) if denied is not None else []


def _names_in(rows: Sequence[Row], root: Path, denied: Denied) -> Iterator[Problem]:
    """Names that may stand nowhere, in the texts of a unit and in the names of its files."""
    for row in rows:
        yield from path_problems(denied, row.path)
        if os.path.splitext(row.path)[1].lower() in PANEL_TYPES:
            continue
        try:
            text = read_file(root, row.path, SIZE_LIMIT).decode("utf-8")
        except (ContentError, UnicodeDecodeError):  # another problem says so
            continue
        yield from name_problems(denied, row.path, text)


def _read(source: Source, languages: Languages, root: Path, known: Known) -> Read:
    """A list, the map or a panel."""
    name = source.key.rpartition("/")[2]
    if name == MAP_FILE:
        lands, problems = read_lands(source)
        return Read(lands, lands is not None, tuple(problems))
    if name in LIST_FILES:
        entries, is_whole, problems = read_list(source, languages)
        return Read(entries, is_whole, tuple(problems))
    panel, problems = read_panel(source, languages, root, known)
    return Read(panel, panel is not None, tuple(problems))


def _remember(sources: Sources, key: str, unit: Read) -> Remembered:
    return Remembered(
        rows=sources.scan.units[key],
        scanned_ns=sources.scan.time_ns,
        context=sources.context,
        value=unit.value,
        problems=unit.problems,
    )


def _parts(units: Mapping[str, Read], languages: Languages, scan: Scan) -> Parts:
    """What was read, sorted into what it is."""
    panels: dict[PanelId, Panel] = {}
    kinds: dict[PanelId, Kind] = {}
    lists: dict[str, Sequence[Any]] = {}
    unreadable: set[str] = set()
    lands: tuple[Land, ...] = ()
    for key, unit in units.items():
        name = key.rpartition("/")[2]
        if key == SETTINGS:
            continue
        if name == MAP_FILE:
            lands = unit.value or ()
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
        rows=scan.units,
        terms=tuple(lists.get("glossary", ())),
        events=tuple(lists.get("timeline", ())),
        places=tuple(lists.get("places", ())),
        stops=tuple(lists.get("tour", ())),
        names=tuple(lists.get("names", ())),
        lands=lands,
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
    names: tuple[Name, ...] = tuple(sorted(parts.names, key=lambda name: name.id))
    return Exhibition(
        settings=parts.settings,
        panels=parts.panels,
        terms={term.id: term for term in terms},
        events=events,
        places={place.id: place for place in places},
        stops=stops,
        coming=stops,
        names=names,
        lands=parts.lands,
    )
