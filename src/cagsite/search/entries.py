"""What can be found in a language: panels with their sections, terms, events, places; each with its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from cagsite.model import CountryDetails, Details, Kind, Locale, OrganisationDetails, PanelId, ReportDetails
from cagsite.permalinks import index_address
from cagsite.views.basic import country_of, place_name
from cagsite.visit import Visit
from cagsite.world import ABSENT

LISTED = {"term": "glossary", "event": "timeline", "place": "places"}
"""Kinds of entries that stand on a page together with others of their kind."""
KINDS = (*(kind.value for kind in Kind), *LISTED)
"""Of everything that is found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A part of a page that a link can lead to."""

    anchor: str
    """Empty for what stands before the first heading, and for what stands beside the text."""
    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that can be found."""

    key: str
    """The same in every language: a panel's id, or a list and the id in it."""
    kind: str
    slug: str
    """Last part of the address where it is not the id."""
    title: str
    summary: str
    countries: tuple[PanelId, ...]
    themes: tuple[PanelId, ...]
    also: tuple[str, ...]
    """Words that find it and are not shown."""
    passages: tuple[Passage, ...]
    borrowed: Locale | None = None
    """The language of its words where it is another one: they are looked for with that language's own."""


def entries_of(visit: Visit) -> Iterator[Entry]:
    """Everything that can be found, in an order that depends on ids alone."""
    for kind in Kind:
        for id in visit.read("ids", kind.value):
            yield _panel(visit, id)
    yield from _terms(visit)
    yield from _events(visit)
    yield from _places(visit)


def _panel(visit: Visit, id: PanelId) -> Entry:
    kind: Kind = visit.read("panel", id, "kind")
    locale = visit.shown(id)
    is_own = locale == visit.locale
    country = _country(visit, id)
    number = id.partition("#")[2]
    slug = visit.read("words", id, locale, "slug")
    themes = visit.read("panel", id, "themes")
    return Entry(
        key=id,
        kind=kind.value,
        slug=slug if slug != (number or id) else "",
        title=visit.field(id, "title").text,
        summary=visit.field(id, "summary").text,
        countries=(country,) if country else (),
        themes=(id, *themes) if kind is Kind.THEME else themes,
        also=visit.read("panel", id, "also") if is_own else (),
        passages=tuple(_passages(visit, id, locale)) if is_own else (),
        borrowed=None if is_own else locale,
    )


def _passages(visit: Visit, id: PanelId, locale: Locale) -> Iterator[Passage]:
    digest = visit.bench.fact(f"text/{locale}/{id}", "html")
    if digest:
        yield from sections(visit.bench.store.fetch(digest).decode("utf-8"), visit)
    beside = ". ".join(part.rstrip(".") for part in _beside(visit, id, locale) if part)
    if beside:
        yield Passage(anchor="", heading="", text=visit.text(beside).text)


def _beside(visit: Visit, id: PanelId, locale: Locale) -> Iterator[str]:
    """What a page says outside its running text: highlights, facts, labels, pictures, recordings, links."""

    def words(name: str) -> Any:
        return visit.read("words", id, locale, name)

    for said in words("highlights"):
        who = ", ".join(part for part in (said.speaker, said.role) if part)
        yield f"{said.text.rstrip('.')} ({who})" if who else said.text
    match visit.read("panel", id, "details"):
        case OrganisationDetails(place=place, founded=founded):
            yield _place_name(visit, place)
            yield str(founded or "")
        case CountryDetails(facts=facts) if facts is not None:
            yield _place_name(visit, facts.capital)
    yield from _labels(words("labels"), visit.read("panel", id, "details"))
    shown = words("photos")
    for photo in visit.read("panel", id, "photos"):
        if photo.id in shown:
            yield shown[photo.id].alt or ""
            yield shown[photo.id].caption or ""
    heard = words("media")
    for medium in visit.read("panel", id, "media"):
        if medium.id in heard:
            yield heard[medium.id].title
            yield heard[medium.id].caption or ""
            yield " ".join(heard[medium.id].transcript)
    yield from words("links").values()


def _labels(labels: Mapping[str, str], details: Details) -> Iterator[str]:
    """Those that are shown: a chapter all of whose sections are hidden is hidden too, its title with it."""
    shown = {f"chapter-{chapter.id}" for chapter in details.chapters} if isinstance(details, ReportDetails) else None
    for id, label in labels.items():
        if shown is None or id in shown or not id.startswith("chapter-"):
            yield label


def _place_name(visit: Visit, place: str | None) -> str:
    found = place_name(visit, place)
    return found.text if found else ""


_HEADING = re.compile(r'<h[2-6] id="([^"]*)">(.*?)</h[2-6]>', re.DOTALL)
_UNSPOKEN = re.compile(r'<sup><a [^>]*role="doc-noteref"[^>]*>.*?</a></sup>|<a [^>]*role="doc-backlink"[^>]*>.*?</a>')
_OPEN = re.compile("\ue000([a-z]+):([^\ue001]*)\ue001")
_INLINE = re.compile(r"</?(?:a|abbr|b|cite|code|em|i|span|strong|sub|sup|time)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"[ \n\t]+")


def sections(html: str, visit: Visit) -> Iterator[Passage]:
    """The words of a converted text under each of its headings. Sound for our own HTML, which escapes `>`."""

    def words(part: str) -> str:
        bare = _TAG.sub(" ", _INLINE.sub("", _UNSPOKEN.sub("", part)))
        return unescape(_SPACE.sub(" ", _OPEN.sub(_resolve, bare))).strip()

    def _resolve(match: re.Match[str]) -> str:
        return visit.day(date.fromisoformat(match[2])) if match[1] == "date" else visit.words.gettext(match[2])

    anchor = heading = ""
    position = 0
    for match in (*_HEADING.finditer(html), None):
        text = words(html[position : match.start() if match else len(html)])
        if heading or text:
            yield Passage(anchor=anchor, heading=heading, text=text)
        if match:
            anchor, heading, position = unescape(match[1]), words(match[2]), match.end()


def _terms(visit: Visit) -> Iterator[Entry]:
    page = index_address(visit.read, visit.locale, "glossary")
    for id in visit.read("terms") if page else ():
        term = visit.read("term", id, "term").get(visit.locale)
        definition = visit.read("term", id, "definition").get(visit.locale)
        if not term or not definition:
            continue
        forms = dict(visit.read("forms", visit.locale)).get(id, ())
        yield Entry(
            key=f"glossary#{id}",
            kind="term",
            slug="",
            title=visit.text(term).text,
            summary=visit.text(definition).text,
            countries=(),
            themes=(),
            also=(*(form for form in forms if form not in term), *visit.read("term", id, "also")),
            passages=(),
        )


def _events(visit: Visit) -> Iterator[Entry]:
    page = index_address(visit.read, visit.locale, "timeline")
    for id in visit.read("events") if page else ():
        event = visit.read("event", id)
        text = event.text.get(visit.locale)
        if not text:
            continue
        countries = {country for panel in event.panels if (country := _country(visit, panel))}
        at = visit.read("place", event.place, "country") if event.place else None
        yield Entry(
            key=f"timeline#{id}",
            kind="event",
            slug="",
            title=visit.span(event.span),
            summary=visit.text(text).text,
            countries=tuple(sorted(countries | ({at} if at and at is not ABSENT else set()))),
            themes=event.themes,
            also=(_place_name(visit, event.place),) if event.place else (),
            passages=(),
        )


def _country(visit: Visit, id: PanelId) -> PanelId | None:
    return id if visit.read("panel", id, "kind") is Kind.COUNTRY else country_of(visit, id)


def _places(visit: Visit) -> Iterator[Entry]:
    page = index_address(visit.read, visit.locale, "places")
    for id in visit.read("places") if page else ():
        name = visit.read("place", id, "name").get(visit.locale)
        if not name:
            continue
        country = visit.read("place", id, "country")
        yield Entry(
            key=f"places#{id}",
            kind="place",
            slug="",
            title=visit.text(name).text,
            summary=visit.words.pgettext("place", visit.read("place", id, "kind")),
            countries=(country,) if country else (),
            themes=(),
            also=(),
            passages=(),
        )
