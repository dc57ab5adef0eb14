"""The view of one panel: its words, what it is related to, and the facts of its kind."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from cagsite.locales import conventions
from cagsite.marked import Text
from cagsite.model import (
    AppealDetails,
    CountryDetails,
    Kind,
    Locale,
    OrganisationDetails,
    PageDetails,
    PanelId,
    PartialDate,
    RegionDetails,
    ReportDetails,
    SectionDetails,
    Share,
    article_label,
)
from cagsite.views.basic import (
    Card,
    EventView,
    Group,
    HighlightView,
    LinkView,
    PaymentView,
    PictureView,
    PlaceLink,
    country_of,
    pair_of,
    pictures_of,
    place_link,
    place_name,
)
from cagsite.views.comparison import Comparison, comparison_of
from cagsite.views.map import Locator, MapView, map_of
from cagsite.views.recordings import RecordingView, recordings_of
from cagsite.visit import Visit
from cagsite.world import panel_order

_BLOCK = re.compile("\ue000(photo|highlight|media):([^\ue001]*)\ue001")
_DEAD_LINK = re.compile('<a [^>]*href="\ue000(?:panel|place|term):-\ue001"[^>]*>(.*?)</a>', re.DOTALL)
_INLINE = re.compile("\ue000(panel|term|place|date|message):([^\ue001]*)\ue001")

KIND_HEADINGS = {
    Kind.PAGE: "Pages",
    Kind.REGION: "Regions",
    Kind.COUNTRY: "Countries",
    Kind.ORGANISATION: "Organisations",
    Kind.THEME: "Themes",
    Kind.DOCUMENT: "Documents",
    Kind.SECTION: "Sections",
}
"""The theme's words for each kind, in the plural; the order in which related panels are grouped."""


NOTHING = Markup()

MANY, LATEST = 7, 5
"""More events than many are not all told on the page of a country or a theme: only the latest."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a text: HTML, or something that the template draws."""

    type: str
    html: Markup = NOTHING
    picture: PictureView | None = None
    highlight: HighlightView | None = None
    recording: RecordingView | None = None


@dataclass(frozen=True, slots=True)
class ShareView:
    """A part of a population."""

    name: Text
    percent: str
    share: float


@dataclass(frozen=True, slots=True)
class FactBox:
    """The facts of a country, in the visitor's number format."""

    rows: list[tuple[str, Text]]
    as_of: str
    ethnic_groups: list[ShareView]
    religions: list[ShareView]


@dataclass(frozen=True, slots=True)
class AppealEventView:
    """Something that an appeal reports."""

    when: str | None
    text: Text
    url: str | None
    """Its place on the timeline."""


@dataclass(frozen=True, slots=True)
class DemandView:
    """What an appeal asks for, with the articles it cites and their words."""

    text: Text
    articles: list[tuple[str, Text | None]]


class TermView:
    """A glossary term."""

    def __init__(self, visit: Visit, id: str) -> None:
        self._visit = visit
        self.id = id
        self.anchor = id

    @cached_property
    def term(self) -> Text:
        return self._visit.localized(self._visit.read("term", self.id, "term")) or Text(self.id)

    @cached_property
    def definition(self) -> Text:
        return self._visit.localized(self._visit.read("term", self.id, "definition")) or Text("")

    @cached_property
    def related(self) -> list[Card]:
        return [Card(self._visit, id) for id in self._visit.by_title(self._visit.read("term", self.id, "related"))]

    @property
    def url(self) -> str | None:
        index = self._visit.index_link("glossary")
        return None if index is None else f"{index}#{self.anchor}"


class PanelView:
    """One panel as a visitor reads it."""

    def __init__(self, visit: Visit, id: PanelId) -> None:
        self._visit = visit
        self.id = id
        self._locale: Locale = visit.shown(id)
        self.kind = str(visit.read("panel", id, "kind"))

    def _field(self, name: str) -> Any:
        return self._visit.read("panel", self.id, name)

    def _words(self, name: str) -> Any:
        return self._visit.read("words", self.id, self._locale, name)

    def _label(self, id: str) -> Text:
        return self._visit.text(self._words("labels").get(id, id), self._locale)

    # Words

    @property
    def lang(self) -> Locale:
        return self._locale

    @cached_property
    def dir(self) -> str:
        return conventions(self._locale).direction

    @cached_property
    def title(self) -> Text:
        return self._visit.field(self.id, "title")

    @cached_property
    def summary(self) -> Text:
        return self._visit.field(self.id, "summary")

    @cached_property
    def is_fallback(self) -> bool:
        return self._locale != self._visit.locale

    @cached_property
    def fallback(self) -> str | None:
        """The name of the language shown instead of the visitor's, as it stands in a sentence."""
        return self._visit.conventions.language_name(self._locale) if self.is_fallback else None

    @cached_property
    def is_outdated(self) -> bool:
        state = self._visit.bench.fact(f"translation/{self._locale}/{self.id}", "state")
        return bool(state == "outdated")

    def _text_fact(self, name: str) -> Any:
        return self._visit.bench.fact(f"text/{self._locale}/{self.id}", name)

    @cached_property
    def _html(self) -> str:
        return self._visit.bench.store.fetch(self._text_fact("html")).decode("utf-8")

    @cached_property
    def body(self) -> list[Block]:
        return [block for block in self._blocks() if block.type != "html" or block.html.strip()]

    def _blocks(self) -> Iterator[Block]:
        html = self._html
        position = 0
        for match in _BLOCK.finditer(html):
            yield Block("html", self._resolved(html[position : match.start()]))
            position = match.end()
            scheme, id = match.groups()
            if scheme == "photo":
                picture = next((view for view in self.pictures if view.id == id), None)
                if picture is not None:
                    yield Block("photo", picture=picture)
            elif scheme == "media":
                recording = next((view for view in self.recordings if view.id == id), None)
                if recording is not None:
                    yield Block("media", recording=recording)
            else:
                highlight = next((view for view in self._all_highlights if view.id == id), None)
                if highlight is not None:
                    yield Block("highlight", highlight=highlight)
        yield Block("html", self._resolved(html[position:]))

    def _resolved(self, html: str) -> Markup:
        if "\ue000" in html:
            html = _INLINE.sub(self._resolve, _DEAD_LINK.sub(r"\1", html))
        return Markup(html)  # noqa: S704 - made by the dialect, which escapes everything

    def _resolve(self, match: re.Match[str]) -> str:
        visit = self._visit
        scheme, target = match.groups()
        if scheme == "panel":
            if not visit.is_shown(PanelId(target)):
                return "#"  # an error tells of it; this page is never published
            return str(escape(visit.panel_link(PanelId(target))))
        if scheme == "term":
            return str(escape(f"{visit.index_link('glossary')}#{target}"))
        if scheme == "place":
            return str(escape(f"{visit.index_link('places')}#{target}"))
        if scheme == "date":
            from datetime import date

            return str(escape(visit.day(date.fromisoformat(target))))
        return str(escape(visit.words.gettext(target)))

    @cached_property
    def contents(self) -> list[tuple[int, str, Text]]:
        return [(level, id, self._visit.text(text, self._locale)) for level, id, text in self._text_fact("headings")]

    @property
    def has_contents(self) -> bool:
        return len(self.contents) > 2

    @cached_property
    def terms(self) -> list[TermView]:
        """Those in the text, and those that name this panel."""
        ids = dict.fromkeys((*self._text_fact("terms"), *self._visit.read("inverse", "terms", self.id)))
        views = [TermView(self._visit, id) for id in ids if self._visit.read("term", id, "term")]
        return self._visit.in_order((view.term.text, view) for view in views)

    # Pictures and highlights

    @cached_property
    def pictures(self) -> list[PictureView]:
        return pictures_of(self._visit, self.id)

    @cached_property
    def figures(self) -> list[PictureView]:
        """Those that neither stand at the head, nor before a film, nor where the text itself places them."""
        placed = {match[2] for match in _BLOCK.finditer(self._html) if match[1] == "photo"}
        placed |= {medium.poster for medium in self._visit.read("panel", self.id, "media")}
        return [picture for picture in self.pictures[1:] if picture.id not in placed]

    @property
    def cover(self) -> PictureView | None:
        return self.pictures[0] if self.pictures else None

    @cached_property
    def has_figures(self) -> bool:
        """True where the text shows a picture."""
        return any(block.type == "photo" for block in self.body)

    @cached_property
    def _all_highlights(self) -> list[HighlightView]:
        return [HighlightView(self._visit, highlight, self._locale) for highlight in self._words("highlights")]

    @cached_property
    def highlights(self) -> list[HighlightView]:
        """Those that the text does not place itself."""
        placed = {match[2] for match in _BLOCK.finditer(self._html) if match[1] == "highlight"}
        return [highlight for highlight in self._all_highlights if highlight.id not in placed]

    # Recordings

    @cached_property
    def recordings(self) -> list[RecordingView]:
        return recordings_of(self._visit, self.id)

    @cached_property
    def unplaced_recordings(self) -> list[RecordingView]:
        """Those that the text does not place itself."""
        placed = {match[2] for match in _BLOCK.finditer(self._html) if match[1] == "media"}
        return [recording for recording in self.recordings if recording.id not in placed]

    # Facts

    @cached_property
    def pair(self) -> str:
        return pair_of(self._visit, self.id)

    @cached_property
    def country(self) -> Card | None:
        country = country_of(self._visit, self.id)
        return None if country is None else Card(self._visit, country)

    @cached_property
    def place(self) -> Text | None:
        details = self._field("details")
        return place_name(self._visit, details.place) if isinstance(details, OrganisationDetails) else None

    @cached_property
    def founded(self) -> str | None:
        details = self._field("details")
        return str(details.founded) if isinstance(details, OrganisationDetails) and details.founded else None

    @cached_property
    def as_of(self) -> str | None:
        span = self._field("as_of")
        return None if span is None else self._visit.span(span)

    @cached_property
    def reviewed(self) -> tuple[str, str] | None:
        day = self._field("reviewed")
        return None if day is None else (day.isoformat(), self._visit.day(day))

    @cached_property
    def links(self) -> list[LinkView]:
        titles = self._words("links")
        return [
            LinkView(
                self._visit, link, self._visit.text(titles[link.id], self._locale) if titles.get(link.id) else None
            )
            for link in self._field("links")
        ]

    @cached_property
    def payments(self) -> list[PaymentView]:
        details = self._field("details")
        found = details.payments if isinstance(details, PageDetails) else ()
        return [PaymentView(self._visit, payment) for payment in found]

    # Relations, read from both ends

    def _cards(self, ids: list[PanelId] | tuple[PanelId, ...]) -> list[Card]:
        return [Card(self._visit, id) for id in ids]

    def _sorted_cards(self, ids: tuple[PanelId, ...]) -> list[Card]:
        return self._cards(self._visit.by_title(ids))

    def _grouped(self, ids: Iterable[PanelId]) -> list[Group]:
        """By kind; sections by their document, which is then said by their heading alone."""
        visit, ids = self._visit, list(ids)
        of_document: dict[PanelId, list[Card]] = {}
        for id in sorted((id for id in ids if "#" in id), key=panel_order):
            of_document.setdefault(visit.read("panel", id, "details").document, []).append(Card(visit, id))
        cards = self._sorted_cards(tuple(id for id in ids if id not in of_document and "#" not in id))
        groups = [
            Group(Text(visit.words.gettext(heading)), [card for card in cards if card.kind == kind])
            for kind, heading in KIND_HEADINGS.items()
        ]
        groups += [
            Group(visit.field(id, "title"), sections, visit.panel_link(id)) for id, sections in of_document.items()
        ]
        return [group for group in groups if group.cards]

    @cached_property
    def themes(self) -> list[Card]:
        return self._sorted_cards(self._field("themes"))

    @cached_property
    def related(self) -> list[Group]:
        """What it belongs together with, and what belongs to a theme, without what its page shows as cards."""
        read = self._visit.read
        shown = {card.id for card in (*self.organisations, *self.documents, *self.countries, *self.regions)}
        ids = dict.fromkeys((*read("inverse", "related", self.id), *read("inverse", "theme", self.id)))
        return self._grouped(id for id in ids if id not in shown)

    @cached_property
    def organisations(self) -> list[Card]:
        """Of a country, or of a theme."""
        read = self._visit.read
        of_theme = (id for id in read("inverse", "theme", self.id) if read("panel", id, "kind") is Kind.ORGANISATION)
        return self._sorted_cards((*read("inverse", "country", self.id), *of_theme))

    @cached_property
    def documents(self) -> list[Card]:
        return self._sorted_cards(self._visit.read("inverse", "document-country", self.id))

    @cached_property
    def countries(self) -> list[Card]:
        details = self._field("details")
        return self._sorted_cards(details.countries) if isinstance(details, RegionDetails) else []

    @cached_property
    def locator(self) -> Locator | None:
        """Where a country lies, where the map knows it."""
        drawing = self._visit.bench.fact("map/small", "drawing")
        if drawing is None or self.id not in drawing.shapes:
            return None
        return Locator(self._visit, drawing, self.id)

    @cached_property
    def map(self) -> MapView | None:
        """A region's countries among their neighbours, with every place."""
        details = self._field("details")
        if not isinstance(details, RegionDetails) or not details.countries:
            return None
        return map_of(self._visit, "light", countries=details.countries, is_whole=True)

    @cached_property
    def events(self) -> list[EventView]:
        """From the timeline; what an appeal tells itself, it tells once."""
        told = {view.url for view in self.appeal_events}
        return [event for event in self._on_timeline if event.url not in told]

    @property
    def latest_events(self) -> list[EventView]:
        """All of them, or the latest where there are many and the timeline can show the others."""
        return self.events[-LATEST:] if self.timeline_url else self.events

    @cached_property
    def timeline_url(self) -> str | None:
        """Where all events of a country or a theme stand, chosen from the others; None where they stand here."""
        index = self._visit.index_link("timeline")
        is_choice = self.kind in (Kind.COUNTRY, Kind.THEME)
        return f"{index}#{self.kind}-{self.id}" if index and is_choice and len(self.events) > MANY else None

    @cached_property
    def _on_timeline(self) -> list[EventView]:
        visit = self._visit
        country = self.id if self.kind == Kind.COUNTRY else country_of(visit, self.id)
        ids = visit.read("inverse", "events", self.id)
        return [EventView(visit, visit.read("event", id), country=country) for id in ids]

    @cached_property
    def places(self) -> list[PlaceLink]:
        """Where it is, and what it speaks of."""
        details = self._field("details")
        ids = list(self._field("places"))
        match details:
            case OrganisationDetails(place=seat) if seat:
                ids.append(seat)
            case CountryDetails(facts=facts) if facts is not None and facts.capital:
                ids.append(facts.capital)
        links = [link for link in (place_link(self._visit, id) for id in dict.fromkeys(ids)) if link]
        return self._visit.in_order((link.name.text, link) for link in links)

    @cached_property
    def places_in(self) -> str | None:
        """Where the places that lie in a country are listed."""
        index = self._visit.index_link("places")
        return f"{index}#country-{self.id}" if index and self._visit.read("inverse", "place-in", self.id) else None

    @cached_property
    def regions(self) -> list[Card]:
        return self._sorted_cards(self._visit.read("inverse", "region", self.id))

    @cached_property
    def is_service(self) -> bool:
        """True for a page that is no part of the exhibition; only the footer leads to it."""
        details = self._field("details")
        return isinstance(details, PageDetails) and details.is_service

    # Countries

    @cached_property
    def comparison(self) -> Comparison | None:
        """Of the countries of a region, where there is something to compare."""
        details = self._field("details")
        return comparison_of(self._visit, details.countries) if isinstance(details, RegionDetails) else None

    @cached_property
    def compared_url(self) -> str | None:
        """Where a country with figures stands beside the others."""
        index = self._visit.index_link(Kind.COUNTRY.folder)
        if index is None or self.facts is None:
            return None
        return f"{index}#compared-title" if comparison_of(self._visit, self._visit.read("ids", self.kind)) else None

    @cached_property
    def is_announced(self) -> bool:
        details = self._field("details")
        return isinstance(details, CountryDetails) and details.is_announced

    @cached_property
    def facts(self) -> FactBox | None:
        details = self._field("details")
        if not isinstance(details, CountryDetails) or details.facts is None:
            return None
        facts, visit = details.facts, self._visit
        gettext, figures = visit.words.gettext, visit.conventions
        rows: list[tuple[str, Text]] = []
        if facts.area_km2 is not None:
            rows.append((gettext("Area"), Text(figures.area(facts.area_km2))))
        if facts.population is not None:
            label = gettext("Population")
            if facts.population_year is not None:
                label = gettext("Population (%(year)s)") % {"year": facts.population_year}
            rows.append((label, Text(figures.number(facts.population))))
        if facts.independence is not None:
            rows.append((gettext("Independence"), Text(visit.day(facts.independence))))
        capital = place_name(visit, facts.capital)
        if capital is not None:
            rows.append((gettext("Capital"), capital))
        return FactBox(
            rows=rows,
            as_of=visit.date(facts.as_of),
            ethnic_groups=self._shares(facts.ethnic_groups),
            religions=self._shares(facts.religions),
        )

    def _shares(self, shares: tuple[Share, ...]) -> list[ShareView]:
        percent = self._visit.conventions.percent
        return [ShareView(self._label(share.id), percent(share.percent), share.percent) for share in shares]

    # Documents

    @cached_property
    def document_type(self) -> str | None:
        match self._field("details"):
            case ReportDetails():
                return "report"
            case AppealDetails():
                return "appeal"
            case _:
                return None

    @cached_property
    def date_text(self) -> str | None:
        details = self._field("details")
        return self._visit.date(details.date) if isinstance(details, (ReportDetails, AppealDetails)) else None

    @cached_property
    def chapters(self) -> list[tuple[Text, list[Card]]]:
        details = self._field("details")
        if not isinstance(details, ReportDetails):
            return []
        return [(self._label(f"chapter-{chapter.id}"), self._cards(chapter.sections)) for chapter in details.chapters]

    @property
    def _appeal(self) -> AppealDetails | None:
        details = self._field("details")
        return details if isinstance(details, AppealDetails) else None

    @property
    def case_code(self) -> str | None:
        return self._appeal.case_code if self._appeal else None

    @cached_property
    def issuers(self) -> list[Text]:
        return [self._label(id) for id in self._appeal.issuers] if self._appeal else []

    @cached_property
    def appeal_events(self) -> list[AppealEventView]:
        """Each with its place on the timeline, if that tells of the same time."""
        left: dict[PartialDate | None, list[EventView]] = defaultdict(list)
        for view in self._on_timeline if self._appeal else ():
            left[view.date].append(view)
        return [
            AppealEventView(
                when=self._visit.date(event.date) if event.date else None,
                text=self._label(f"event-{event.id}"),
                url=left[event.date].pop(0).url if event.date and left[event.date] else None,
            )
            for event in (self._appeal.events if self._appeal else ())
        ]

    @cached_property
    def demands(self) -> list[DemandView]:
        demands = self._appeal.demands if self._appeal else ()
        words = self._words("labels")
        return [
            DemandView(
                text=self._label(f"demand-{demand.id}"),
                articles=[
                    (article, self._label(label) if (label := article_label(article)) in words else None)
                    for article in demand.articles
                ],
            )
            for demand in demands
        ]

    @cached_property
    def addressees(self) -> list[Text]:
        return [self._label(f"addressee-{id}") for id in self._appeal.addressees] if self._appeal else []

    # Sections

    @cached_property
    def _document(self) -> PanelId | None:
        details = self._field("details")
        return details.document if isinstance(details, SectionDetails) else None

    @cached_property
    def document(self) -> Card | None:
        return Card(self._visit, self._document) if self._document else None

    @cached_property
    def number(self) -> int | None:
        details = self._field("details")
        return details.number if isinstance(details, SectionDetails) else None

    @cached_property
    def _outline(self) -> list[tuple[Text, list[Card]]]:
        return PanelView(self._visit, self._document).chapters if self._document else []

    @cached_property
    def chapter(self) -> Text | None:
        return next((title for title, cards in self._outline if self.id in {card.id for card in cards}), None)

    @cached_property
    def sections(self) -> list[Card]:
        return [card for _, cards in self._outline for card in cards]
