"""`exhibition.yaml`, and the lists: glossary, timeline, places, tour."""

from __future__ import annotations

from typing import Any

from cagsite.codes import HINTS
from cagsite.load import Document, Source
from cagsite.model import (
    Contact,
    Event,
    Language,
    Locale,
    Localized,
    MapSettings,
    Name,
    PanelId,
    PartialDate,
    Place,
    Precision,
    Repository,
    Settings,
    Span,
    Stop,
    Term,
    Tour,
)
from cagsite.naming import suggestion
from cagsite.problems import Problem
from cagsite.reading import SETTINGS
from cagsite.schema import record
from cagsite.schema.types import Context, Values
from cagsite.validate.copies import is_copied
from cagsite.yamltree import Mapping, Node

UNREAD_DATE = PartialDate(precision=Precision.YEAR, year=1000)
"""Stands in for a date that could not be read; never leaves validation, because that is an error."""

Languages = tuple[Language, ...] | None
"""None where exhibition.yaml does not say which."""


def codes_of(languages: Languages) -> tuple[Locale, ...] | None:
    """Tags of the languages, in order."""
    return None if languages is None else tuple(language.code for language in languages)


def fields_of(document: Document, kind: str, context: Context) -> Values | None:
    """The fields of a YAML file; an empty file has none."""
    if not document.is_readable:
        return None
    tree: Node = document.tree if document.tree is not None else Mapping({}, 1, 1)
    return record(kind).parse(tree, context)


def read_settings(source: Source) -> tuple[Settings | None, Languages, list[Problem]]:
    """The settings as far as they can be read, and the languages where these are whole."""
    problems = list(source.problems)
    document = source.documents[SETTINGS]
    languages = _languages(document, problems)
    context = Context(file=SETTINGS, problems=problems, languages=codes_of(languages))
    values = fields_of(document, "exhibition", context)
    if values is None:
        return None, languages, problems
    contact: Values | None = values["contact"]
    base = values["base_address"]
    if base is not None and (not base.endswith("/") or "?" in base or "#" in base):
        mended = base.split("?")[0].split("#")[0].rstrip("/") + "/"
        values.report("bad-base-address", "base_address", value=base, suggestion=mended)
    _check_timezone(values)
    for name in ("title", "short_title", "summary"):
        check_languages(values, name, languages)
    if contact is not None:
        check_languages(contact, "organisation", languages)
    rooms = tuple(PanelId(room) for room in values["rooms"])
    settings = Settings(
        title=values["title"] or {},
        short_title=values["short_title"] or {},
        summary=values["summary"] or {},
        languages=languages or (),
        timezone=values["timezone"] or "UTC",
        base_address=base,
        rooms=rooms,
        tours=tuple(_tour(entry, rooms, languages) for entry in values["tours"]),
        addresses=values["addresses"] or {},
        contact=Contact(
            email=contact["email"] if contact is not None else None,
            report=contact["report"] if contact is not None else None,
            organisation=(contact["organisation"] if contact is not None else None) or {},
        ),
        quick_exit=_per_language(values["quick_exit"], languages),
        licences=values["licences"] or {},
        outputs=values["outputs"],
        map=_map(values["map"], languages),
        has_admin=bool(values["admin"]),
        repository=_repository(values["repository"]),
    )
    if settings.has_admin and "repository" not in values.node.fields:
        values.report("admin-without-repository", "admin")
    return settings, languages, problems


def _repository(values: Values | None) -> Repository | None:
    if values is None or not values["host"] or not values["name"]:
        return None
    names = ("host", "name", "branch", "address", "sign_in", "client")
    return Repository(**{name: values[name] for name in names}, is_reviewed=bool(values["review"]))


def _map(values: Values | None, languages: Languages) -> MapSettings:
    """How the map is drawn; a cone is cut by two parallels that do not lie like mirror images of each other."""
    if values is None:
        return MapSettings(parallels=None, latitude=None, longitude=None, credit=None, note={})
    check_languages(values, "note", languages)
    _check_copies(values, "note", languages)
    parallels = values["parallels"]
    if parallels and (len(parallels) != 2 or sum(parallels) == 0):
        values.report("bad-parallels", "parallels")
        parallels = ()
    return MapSettings(
        parallels=(float(parallels[0]), float(parallels[1])) if parallels else None,
        latitude=values["latitude"],
        longitude=values["longitude"],
        credit=values["credit"],
        note=values["note"] or {},
    )


def _per_language(given: str | dict[Locale, str] | None, languages: Languages) -> Localized:
    """One value for all languages, or those that are given."""
    return given if isinstance(given, dict) else dict.fromkeys(codes_of(languages) or (), given) if given else {}


def _tour(entry: Values, route: tuple[PanelId, ...], languages: Languages) -> Tour:
    for name in ("title", "summary"):
        check_languages(entry, name, languages)
        _check_copies(entry, name, languages)
    if not entry["rooms"] and not route:
        entry.report("tour-without-rooms", "id", id=entry["id"])
    return Tour(
        id=entry["id"],
        title=entry["title"] or {},
        summary=entry["summary"] or {},
        rooms=tuple(PanelId(room) for room in entry["rooms"]) or route,
        is_route=not entry["rooms"],
    )


def _languages(document: Document, problems: list[Problem]) -> Languages:
    """Read first, because the rest of the file depends on them; None where there is a doubt about them."""
    if not isinstance(document.tree, Mapping) or "languages" not in document.tree.fields:
        return None
    own: list[Problem] = []
    context = Context(file=document.file, problems=own)
    node = document.tree.fields["languages"][1]
    entries = record("exhibition").by_name["languages"].type.parse(node, context)
    if own or not entries:
        return None
    codes = {entry["code"] for entry in entries}
    for entry in entries:
        for tag in entry["fallback"]:
            if tag not in codes:
                near = suggestion(tag, codes)
                hint = HINTS["did-you-mean"] if near else None
                entry.report("unknown-language", "fallback", hint, language=tag, suggestion=near)
    problems.extend(own)
    languages = tuple(
        Language(
            code=Locale(entry["code"]),
            fallback=tuple(Locale(tag) for tag in entry["fallback"] if tag in codes),
            is_complete=bool(entry["complete"]),
            conventions=Locale(entry["conventions"] or entry["code"]),
        )
        for entry in entries
    )
    for entry in entries:
        if cycle := _cycle(entry["code"], {language.code: language.fallback for language in languages}):
            Values.report(entry, "fallback-cycle", "fallback", cycle=" > ".join(cycle))
            problems.append(own[-1])
            break
    return languages


def _cycle(start: Locale, fallback: dict[Locale, tuple[Locale, ...]]) -> list[Locale]:
    """A way through fallbacks from a language back to itself."""
    ways: list[list[Locale]] = [[start]]
    seen: set[Locale] = set()
    while ways:
        way = ways.pop(0)
        for following in fallback.get(way[-1], ()):
            if following == start:
                return [*way, start]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


def _check_timezone(values: Values) -> None:
    name = values["timezone"]
    if name is None:
        return
    from zoneinfo import ZoneInfo, available_timezones

    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        near = suggestion(name, available_timezones())
        hint = HINTS["did-you-mean"] if near else None
        values.report("unknown-timezone", "timezone", hint, value=name, suggestion=near)


def check_languages(values: Values, name: str, languages: Languages, subject: str = "") -> None:
    """A text per language has the source language, every complete one, and if possible the others."""
    texts = values[name]
    if texts is None or not languages or not values.node.fields.get(name):
        return
    for index, language in enumerate(languages):
        if language.code in texts:
            continue
        if index == 0 or language.is_complete:
            values.report("text-missing", name, name=name, language=language.code)
        else:
            values.report("text-untranslated", name, name=name, language=language.code)


def _check_copies(values: Values, name: str, languages: Languages) -> None:
    texts = values[name]
    if not texts or not languages:
        return
    first = texts.get(languages[0].code)
    for language, text in texts.items():
        if language != languages[0].code and first and is_copied(text, first):
            node = values.place(name)
            assert isinstance(node, Mapping)
            values.context.report("copied-text", node.fields[language][1], name=name, language=language)


def read_list(source: Source, languages: Languages) -> tuple[Any, bool, list[Problem]]:
    """The entries of a list, whether all of it could be read, and what is wrong."""
    name = source.key.rpartition("/")[2].removesuffix(".yaml")
    problems = list(source.problems)
    document = source.documents[f"{name}.yaml"]
    context = Context(file=document.file, problems=problems, languages=codes_of(languages))
    values = fields_of(document, name, context)
    if values is None:
        return (), False, problems
    entries: tuple[Values, ...] = next(iter(values.values()))
    build = {"glossary": _term, "timeline": _event, "places": _place, "tour": _stop, "names": _name}[name]
    for entry in entries:
        for field in ("term", "definition", "text", "name", "venue"):
            if field in entry:
                check_languages(entry, field, languages)
        for field in ("definition", "text"):
            if field in entry:
                _check_copies(entry, field, languages)
    return tuple(build(entry) for entry in entries), True, problems


def _term(entry: Values) -> Term:
    forms = entry["forms"] or {}
    return Term(
        id=entry["id"],
        term=entry["term"] or {},
        forms=forms,
        definition=entry["definition"] or {},
        also=entry["also"],
        related=tuple(PanelId(panel) for panel in entry["related"]),
    )


def _event(entry: Values) -> Event:
    return Event(
        id=entry["id"],
        span=_span(entry, "date"),
        place=entry["place"],
        text=entry["text"] or {},
        panels=tuple(PanelId(panel) for panel in entry["panels"]),
        themes=tuple(PanelId(theme) for theme in entry["themes"]),
    )


def _stop(entry: Values) -> Stop:
    return Stop(id=entry["id"], venue=entry["venue"] or {}, place=entry["place"], span=_span(entry, "start"))


def _span(entry: Values, start_name: str) -> Span:
    """From a start to an end; where the start could not be read, a stand-in that never leaves validation."""
    start, end = entry[start_name] or UNREAD_DATE, entry["end"]
    if end is not None and entry[start_name] is not None and end.latest < start.order:
        entry.report("ends-before-start", "end")
    return Span(start=start, end=end)


def _place(entry: Values) -> Place:
    return Place(
        id=entry["id"],
        name=entry["name"] or {},
        country=PanelId(entry["country"]) if entry["country"] else None,
        kind=entry["kind"] or "site",
        latitude=entry["latitude"] or 0.0,
        longitude=entry["longitude"] or 0.0,
        is_approximate=bool(entry["approximate"]),
        is_hidden=bool(entry["hidden"]),
        also=entry["also"],
    )


def _name(entry: Values) -> Name:
    panels = tuple(PanelId(panel) for panel in entry["panels"])
    return Name(id=entry["id"], name=entry["name"] or {}, also=entry["also"], panels=panels)
