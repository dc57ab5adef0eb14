"""What no file can know alone: references, addresses, completeness; linear in the size of the exhibition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cagsite.codes import HINTS, problem
from cagsite.load import Positions
from cagsite.model import (
    AppealDetails,
    CountryDetails,
    Event,
    Kind,
    Land,
    Language,
    Name,
    OrganisationDetails,
    Panel,
    PanelId,
    Place,
    RegionDetails,
    ReportDetails,
    Settings,
    Span,
    State,
    Stop,
    Term,
    Translation,
)
from cagsite.naming import suggestion
from cagsite.problems import Location, Problem
from cagsite.reading import MAP_FILE, SETTINGS, Row
from cagsite.schema.files import ADDRESS_NAMES

FINE_PLACES = frozenset({"site", "dateline"})
"""Finer than a town: not for somebody who must not be found."""
COARSE_PLACES = frozenset({"country", "region", "sea"})
"""Coarse enough for a picture of somebody who must not be found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything that was read, whole or not."""

    settings: Settings | None
    languages: tuple[Language, ...] | None
    panels: Mapping[PanelId, Panel]
    kinds: Mapping[PanelId, Kind]
    """Every panel that has a folder, also where it could not be read."""
    terms: tuple[Term, ...]
    events: tuple[Event, ...]
    places: tuple[Place, ...]
    stops: tuple[Stop, ...]
    names: tuple[Name, ...]
    lands: tuple[Land, ...]
    rows: Mapping[str, tuple[Row, ...]]
    """Files of each unit, also of those that could not be read."""
    unreadable_lists: frozenset[str]
    """Lists whose ids are not known; references into them are not judged."""


def cross_check(parts: Parts, positions: Positions) -> list[Problem]:
    """Every problem between files."""
    checks = _Checks(parts, positions)
    for panel in parts.panels.values():
        checks.panel(panel)
    checks.lists()
    checks.rooms()
    checks.codes()
    if parts.languages:
        for language in parts.languages:
            checks.slugs(language)
        checks.completeness(parts.languages)
    return checks.problems


class _Checks:
    """The checks, and what they look things up in."""

    def __init__(self, parts: Parts, positions: Positions) -> None:
        self.parts = parts
        self.positions = positions
        self.problems: list[Problem] = []
        self.places = {place.id: place for place in parts.places}
        self.subject = ""

    def report(self, code: str, file: str, *path: str, hint: str | None = None, **values: object) -> None:
        """A problem at a field of a file."""
        location = self.positions.find(file, *path)
        self.problems.append(problem(code, location, hint, self.subject, **values))

    def reference(self, to: str, target: str, file: str, *path: str) -> None:
        """One reference to a panel, a section, a theme, a country or a place."""
        if to == "place":
            if target in self.places or "places" in self.parts.unreadable_lists:
                return
            self.unknown("unknown-place", target, self.places, file, *path)
            return
        kind = self.parts.kinds.get(PanelId(target))
        if kind is None:
            wanted = Kind(to) if to in ("theme", "country") else None
            known = [panel for panel, kind in self.parts.kinds.items() if wanted in (None, kind)]
            code = {"theme": "unknown-theme", "country": "unknown-country"}.get(to, "unknown-panel")
            self.unknown(code, target, known, file, *path)
        elif to in ("theme", "country") and kind is not Kind(to):
            self.report("wrong-kind", file, *path, value=target, kind=kind.folder, wanted=Kind(to).folder)

    def unknown(self, code: str, target: str, known: Iterable[str], file: str, *path: str) -> None:
        near = suggestion(target, known)
        hint = HINTS["did-you-mean"] if near else None
        self.report(code, file, *path, hint=hint, value=target, suggestion=near)

    def panel(self, panel: Panel) -> None:
        """The references of one panel."""
        self.subject = panel.id
        file = f"{panel.folder}/panel.yaml"
        for theme in panel.themes:
            self.reference("theme", theme, file, "themes", theme)
        for related in panel.related:
            if related == panel.id:
                self.report("self-reference", file, "related", related)
            else:
                self.reference("panel", related, file, "related", related)
        for place in panel.places:
            self.reference("place", place, file, "places", place)
        for photo in panel.photos:
            if photo.place is not None:
                self.reference("place", photo.place, file, "photos", photo.id, "place")
        for medium in panel.media:
            if medium.place is not None:
                self.reference("place", medium.place, file, "media", medium.id, "place")
        self.details(panel, file)
        if panel.is_anonymous:
            self.anonymous(panel, file)
        if panel.has_quick_exit and self.parts.settings is not None and not self.parts.settings.quick_exit:
            self.report("quick-exit-nowhere", file, "quick_exit")
        self.subject = ""

    def details(self, panel: Panel, file: str) -> None:
        """References that only one kind has."""
        match panel.details:
            case RegionDetails(countries=countries):
                for country in countries:
                    self.reference("country", country, file, "countries", country)
            case CountryDetails(facts=facts):
                if facts is not None and facts.capital is not None:
                    self.reference("place", facts.capital, file, "facts", "capital")
            case OrganisationDetails(country=country, place=place):
                if country:
                    self.reference("country", country, file, "country")
                if place is not None:
                    self.reference("place", place, file, "place")
            case ReportDetails() | AppealDetails():
                self.document(panel, file)

    def document(self, panel: Panel, file: str) -> None:
        """A report and its sections know each other."""
        details = panel.details
        assert isinstance(details, ReportDetails | AppealDetails)
        if details.country is not None:
            self.reference("country", details.country, file, "country")
        sections = [other for other in self.parts.kinds if other.startswith(panel.id + "#")]
        if isinstance(details, AppealDetails):
            if sections:
                self.report("sections-of-appeal", file, "type")
            return
        chapter_of: dict[PanelId, str] = {}
        for chapter in details.chapters:
            for section in chapter.sections:
                number = section.rpartition("#")[2]
                path = ("chapters", chapter.id, "sections", number)
                if section not in self.parts.kinds:
                    self.report("missing-section", file, *path, number=number, document=panel.id)
                elif section in chapter_of:
                    self.report("section-twice", file, *path, number=number, other=chapter_of[section])
                chapter_of.setdefault(section, chapter.id)
        for section in sections if details.chapters else ():
            if section not in chapter_of:
                number = section.rpartition("#")[2]
                self.report("section-without-chapter", file, "chapters", number=number)

    def anonymous(self, panel: Panel, file: str) -> None:
        """Where nobody may be recognised, no place may give them away."""
        own = panel.details.place if isinstance(panel.details, OrganisationDetails) else None
        for path, place_id in [(("places", place), place) for place in panel.places] + [(("place",), own)]:
            place = self.places.get(place_id or "")
            if place is not None and place.kind in FINE_PLACES:
                self.report("anonymous-place", file, *path, value=place.id)
        for photo in panel.photos:
            place = self.places.get(photo.place or "")
            is_person = photo.file is not None and not photo.is_illustration
            if is_person and place is not None and place.kind not in COARSE_PLACES:
                self.report("anonymous-place", file, "photos", photo.id, "place", value=place.id)
        for medium in panel.media:
            place = self.places.get(medium.place or "")
            if place is not None and place.kind not in COARSE_PLACES:
                self.report("anonymous-place", file, "media", medium.id, "place", value=place.id)

        if panel.as_of is not None:
            self.year_alone(panel.as_of, file, "as_of")
        if isinstance(panel.details, AppealDetails):
            for event in panel.details.events:
                if event.date is not None and event.date.is_finer_than_year:
                    self.report("anonymous-date", file, "events", event.id, "date", value=event.date)

    def year_alone(self, span: Span, *at: str) -> None:
        """No day, month or season where nobody may be found."""
        for time in (span.start, span.end):
            if time is not None and time.is_finer_than_year:
                self.report("anonymous-date", *at, value=time)

    def anonymous_events(self) -> None:
        """An event that stands for such panels alone tells no more of them than they do."""
        hidden = {panel.id for panel in self.parts.panels.values() if panel.is_anonymous}
        for event in self.parts.events:
            if event.panels and hidden.issuperset(event.panels):
                at = ("content/timeline.yaml", "events", event.id)
                self.year_alone(event.span, *at, "date")
                place = self.places.get(event.place or "")
                if place is not None and place.kind in FINE_PLACES:
                    self.report("anonymous-place", *at, "place", value=place.id)

    def lists(self) -> None:
        """References of the lists."""
        self.anonymous_events()
        for term in self.parts.terms:
            for panel in term.related:
                self.reference("panel", panel, "content/glossary.yaml", "terms", term.id, "related", panel)
        for event in self.parts.events:
            at = ("content/timeline.yaml", "events", event.id)
            if event.place is not None:
                self.reference("place", event.place, *at, "place")
            for panel in event.panels:
                self.reference("panel", panel, *at, "panels", panel)
            for theme in event.themes:
                self.reference("theme", theme, *at, "themes", theme)
        for place in self.parts.places:
            if place.country is not None:
                self.reference("country", place.country, "content/places.yaml", "places", place.id, "country")
        for stop in self.parts.stops:
            if stop.place is not None:
                self.reference("place", stop.place, "content/tour.yaml", "stops", stop.id, "place")
        for name in self.parts.names:
            for panel in name.panels:
                self.reference("panel", panel, "content/names.yaml", "names", name.id, "panels", panel)
        self.same_terms()
        self.map()

    def map(self) -> None:
        """Every shape with an id is a country's; countries without one are told of."""
        file = f"content/{MAP_FILE}"
        shown = {land.country for land in self.parts.lands if land.country is not None}
        for country in sorted(shown):
            self.reference("country", country, file, "features", country)
        if self.parts.lands:
            for panel, kind in self.parts.kinds.items():
                if kind is Kind.COUNTRY and panel not in shown:
                    self.report("country-without-shape", file, value=panel)

    def same_terms(self) -> None:
        """A word can lead to one term only."""
        for language in self.parts.languages or ():
            seen: dict[str, str] = {}
            for term in self.parts.terms:
                word = term.term.get(language.code)
                if word and seen.setdefault(word.casefold(), term.id) != term.id:
                    at = ("content/glossary.yaml", "terms", term.id, "term", language.code)
                    self.report("same-term", *at, value=word, other=seen[word.casefold()])

    def rooms(self) -> None:
        """The rooms are panels, on every walk."""
        if self.parts.settings is None:
            return
        for room in self.parts.settings.rooms:
            self.reference("panel", room, SETTINGS, "rooms", room)
        for tour in self.parts.settings.tours:
            for room in () if tour.is_route else tour.rooms:
                self.reference("panel", room, SETTINGS, "tours", tour.id, "rooms", room)

    def codes(self) -> None:
        """A printed code leads to one panel, and tells nothing of it."""
        seen: dict[str, Panel] = {}
        for panel in self.parts.panels.values():
            if panel.code is None:
                continue
            file = f"{panel.folder}/panel.yaml"
            other = seen.setdefault(panel.code, panel)
            if other is not panel:
                self.report("code-twice", file, "code", value=panel.code, other=f"{other.folder}/panel.yaml")
            if panel.code in (panel.id, *(words.slug for words in panel.translations.values())):
                self.report("telling-code", file, "code", value=panel.code)

    def slugs(self, language: Language) -> None:
        """Two panels cannot stand at one address, nor can a former address be somebody's present one."""
        words = self.address_words(language)
        taken: dict[tuple[str, str], Translation] = {}
        former: list[tuple[str, Panel, Translation]] = []
        for panel in self.parts.panels.values():
            translation = shown_in(panel, language)
            if translation is None or State.WITHDRAWN in (panel.status.state, translation.status.state):
                continue
            self.subject = panel.id
            space = self.space(panel, words)
            key = (space, translation.slug.casefold())
            other = taken.setdefault(key, translation)
            if other is not translation:
                self.report("same-slug", translation.file, "slug", value=translation.slug, other=other.file)
            elif not space and translation.slug in words.values():
                self.report("slug-is-word", translation.file, "slug", value=translation.slug)
            if translation.locale == language.code and translation.aliases:
                former.append((space, panel, translation))
        for space, panel, translation in former:
            self.subject = panel.id
            for alias in translation.aliases:
                other = taken.setdefault((space, alias.casefold()), translation)
                if other is not translation:
                    self.report("same-alias", translation.file, "aliases", alias, value=alias, other=other.file)
        self.subject = ""

    def address_words(self, language: Language) -> Mapping[str, str]:
        """The words for kinds and lists in one language; no two may be the same."""
        given = self.parts.settings.addresses.get(language.code, {}) if self.parts.settings else {}
        words = {name: given.get(name, name) for name in ADDRESS_NAMES}
        seen: dict[str, str] = {}
        for name, word in words.items():
            if word and seen.setdefault(word, name) != name:
                self.report("same-word", SETTINGS, "addresses", language.code, name, value=word, other=seen[word])
        return words

    def space(self, panel: Panel, words: Mapping[str, str]) -> str:
        """What stands before the slug."""
        if panel.kind is Kind.SECTION:
            return panel.id.partition("#")[0] + "#"
        return words[panel.kind.folder]

    def completeness(self, languages: tuple[Language, ...]) -> None:
        """A language marked complete has every panel; for the others it is said what they lack."""
        for panel in self.parts.panels.values():
            for language in languages:
                if language.code in panel.translations or language.code == panel.source:
                    continue
                file = f"{panel.folder}/panel.{language.code}.md"
                if any(row.path == file for row in self.parts.rows[panel.folder]):
                    continue  # it is there, and an error says why it could not be read
                code = "language-incomplete" if language.is_complete else "translation-missing"
                location = Location(f"{panel.folder}/panel.yaml")
                self.problems.append(problem(code, location, None, panel.id, language=language.code, id=panel.id))


def shown_in(panel: Panel, language: Language) -> Translation | None:
    """The words that stand for a panel in one language: its own, else those of a fallback, else the source's."""
    for tag in (language.code, *language.fallback, panel.source):
        if tag in panel.translations:
            return panel.translations[tag]
    return None
