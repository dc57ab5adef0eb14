"""The view of a whole page: its head, its ways to other pages and languages, and what its kind shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from cagsite.locales import conventions
from cagsite.marked import Text
from cagsite.model import Kind, Language, Locale, PanelId
from cagsite.permalinks import INDEXED, LISTS, home_address, index_address, panel_address
from cagsite.views.basic import Card, EventView, Nav, PictureView
from cagsite.views.panel import KIND_HEADINGS, PanelView, TermView
from cagsite.views.structured import structured_data
from cagsite.visit import Visit

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What a page may load: its own files and nothing else."""

LONGEST_LISTING = 140
"""Characters of what a page lists, in its description: search engines show about as many."""

LIST_HEADINGS = {"glossary": "Glossary", "timeline": "Timeline", "places": "Places"}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language."""

    code: Locale
    name: str
    dir: str
    url: str
    is_current: bool
    is_translated: bool
    title: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Cards under a heading, or without one."""

    title: Text | None
    cards: list[Card]


class Subject:
    """What a page is about: it knows its address in every language, and in which it is really written."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit

    kind = "page"

    def address(self, locale: Locale) -> str | None:
        """Where the page lies in a language; None where it has none."""
        return None

    def is_written_in(self, locale: Locale) -> bool:
        """False where the page would only borrow its text."""
        return True

    @cached_property
    def heading(self) -> Text:
        """The one `h1`."""
        return Text("")

    @property
    def description(self) -> str:
        return self.heading.text

    @property
    def trail(self) -> list[Nav]:
        """The pages between home and this one."""
        return []

    @property
    def cover(self) -> PictureView | None:
        return None


class HomeSubject(Subject):
    """The entrance hall."""

    kind = "home"

    def address(self, locale: Locale) -> str:
        return home_address(locale)

    @cached_property
    def heading(self) -> Text:
        return self.visit.localized(self.visit.read("setting", "title")) or Text("")

    @property
    def description(self) -> str:
        summary = self.visit.localized(self.visit.read("setting", "summary"))
        return summary.text if summary else self.heading.text


class PanelSubject(Subject):
    """The page of one panel."""

    def __init__(self, visit: Visit, panel: PanelId) -> None:
        super().__init__(visit)
        self.panel = PanelView(visit, panel)
        self.kind = self.panel.kind

    def address(self, locale: Locale) -> str:
        return panel_address(self.visit.read, locale, self.panel.id)

    def is_written_in(self, locale: Locale) -> bool:
        return locale in self.visit.read("locales", self.panel.id)

    @cached_property
    def heading(self) -> Text:
        return self.panel.title

    @property
    def description(self) -> str:
        return self.panel.summary.text

    @property
    def trail(self) -> list[Nav]:
        if self.panel.document is not None:
            above = PanelSubject(self.visit, self.panel.document.id)
            return [*above.trail, Nav(self.panel.document.title, self.panel.document.url)]
        kind = Kind(self.panel.kind)
        url = self.visit.index_link(kind.folder)
        return [Nav(Text(self.visit.words.gettext(KIND_HEADINGS[kind])), url)] if url else []

    @property
    def cover(self) -> PictureView | None:
        if self.panel.cover is None and self.panel.document is not None:
            return self.panel.document.picture
        return self.panel.cover


class ListSubject(Subject):
    """A page that lists a kind, or the entries of a list."""

    def __init__(self, visit: Visit, name: str) -> None:
        super().__init__(visit)
        self.name = name
        self.kind = name if name in LISTS else "index"

    def address(self, locale: Locale) -> str | None:
        return index_address(self.visit.read, locale, self.name)

    @cached_property
    def heading(self) -> Text:
        return Text(self.visit.words.gettext(list_heading(self.name)))


class LooseSubject(Subject):
    """A page that is part of no set: the language chooser, and what is shown where nothing is found."""

    def __init__(self, visit: Visit, kind: str, heading: Text) -> None:
        super().__init__(visit)
        self.kind = kind
        self._heading = heading

    def address(self, locale: Locale) -> str:
        return home_address(locale)

    @cached_property
    def heading(self) -> Text:
        return self._heading

    @property
    def description(self) -> str:
        """The chooser tells of the exhibition in one language after another: whoever chooses one has none yet."""
        if self.kind != "chooser":
            return self.heading.text
        summaries = self.visit.read("setting", "summary")
        known = (language.code for language in self.visit.languages if summaries.get(language.code))
        return " ".join(self.visit.text(summaries[code], code).text for code in known)


def list_heading(name: str) -> str:
    """The msgid of the heading over a kind's index or a list."""
    if name in LIST_HEADINGS:
        return LIST_HEADINGS[name]
    return next(KIND_HEADINGS[kind] for kind in INDEXED if kind.folder == name)


class SiteView:
    """What is the same on every page of a language, seen from one address."""

    policy = POLICY

    def __init__(self, visit: Visit, current: str = "") -> None:
        self._visit = visit
        self._current = current
        """Address of the index that the page belongs to, for the navigation."""

    @cached_property
    def title(self) -> Text:
        return self._visit.localized(self._visit.read("setting", "title")) or Text("")

    @cached_property
    def summary(self) -> Text:
        return self._visit.localized(self._visit.read("setting", "summary")) or Text("")

    @property
    def home(self) -> str:
        return self._visit.home_link

    @cached_property
    def stylesheet(self) -> str:
        return self._visit.link(self._visit.bench.fact("style", "stylesheet"))

    @cached_property
    def fonts(self) -> list[str]:
        return [self._visit.link(path) for path in self._visit.bench.fact("style", "fonts")]

    @cached_property
    def icon(self) -> str:
        return self._visit.link(self._visit.bench.fact("style", "icon"))

    @property
    def scripts(self) -> list[str]:
        return []

    @cached_property
    def index(self) -> list[Nav]:
        """Every page that lists something, where there is something to list."""
        visit = self._visit
        entries = []
        for name in listed_names(visit):
            address = index_address(visit.read, visit.locale, name)
            if address is not None:
                title = Text(visit.words.gettext(list_heading(name)))
                entries.append(Nav(title, visit.link(address), address == self._current))
        return entries

    @cached_property
    def nav(self) -> list[Nav]:
        return self.index

    @cached_property
    def rooms(self) -> list[Card]:
        return [Card(self._visit, id) for id in self._visit.read("setting", "rooms")]

    @cached_property
    def organisation(self) -> Text | None:
        return self._visit.localized(self._visit.read("setting", "contact").organisation)

    @cached_property
    def email(self) -> str | None:
        found: str | None = self._visit.read("setting", "contact").email
        return found

    @cached_property
    def licences(self) -> Any:
        return self._visit.read("setting", "licences")

    @cached_property
    def feed(self) -> str | None:
        path = f"{self._visit.locale}/feed.xml"
        return self._visit.link(path) if f"feed/{self._visit.locale}" in self._visit.bench.outputs("feed/") else None

    @cached_property
    def sitemap(self) -> str | None:
        return self._visit.link("sitemap.xml") if self._visit.bench.outputs("sitemap") else None


def listed_names(visit: Visit) -> list[str]:
    """The kinds and lists that have something to show, in the order of the navigation."""
    names = [kind.folder for kind in INDEXED if visit.read("ids", kind.value)]
    lists = {"glossary": "terms", "timeline": "events", "places": "places"}
    return names + [name for name in LISTS if visit.read(lists[name])]


def _first(names: Sequence[str], longest: int) -> list[str]:
    """The names that fit into so many characters, at least one."""
    found: list[str] = []
    for name in names:
        longest -= len(name) + len(", ")
        if found and longest < 0:
            break
        found.append(name)
    return found


class PageView:
    """One page."""

    def __init__(self, visit: Visit, subject: Subject) -> None:
        self._visit = visit
        self._subject = subject
        self.kind = subject.kind
        self.lang = visit.locale
        self.dir = conventions(visit.locale).direction
        self.turn = [language.code for language in visit.languages].index(visit.locale) % 4

    @property
    def heading(self) -> Text:
        return self._subject.heading

    @cached_property
    def title(self) -> str:
        site = self._visit.localized(self._visit.read("setting", "title"))
        name = site.text if site else ""
        if isinstance(self._subject, PanelSubject) and self._subject.panel.document is not None:
            name = self._subject.panel.document.title.text  # a section and a theme can share a heading
        return self.heading.text if self.kind in ("home", "chooser") else f"{self.heading.text} – {name}"

    @cached_property
    def description(self) -> str:
        """One or two sentences; for a page that lists something, its heading and what is listed first."""
        first = _first(self._listed, LONGEST_LISTING)
        return f"{self.heading.text}: {self._visit.conventions.listing(first)}" if first else self._subject.description

    @property
    def _listed(self) -> list[str]:
        match self.kind:
            case "index":
                return [card.title.text for group in self.groups for card in group.cards]
            case "glossary":
                return [term.term.text for term in self.terms]
            case "timeline":
                return [era for era, _ in self.eras]
            case "places":
                return [place.name.text for _, places in self.places for place in places]
            case _:
                return []

    # Addresses of this page

    @cached_property
    def _written(self) -> list[tuple[Locale, str]]:
        """Languages in which the page is really written, with its address in each."""
        found = ((language.code, self._subject.address(language.code)) for language in self._visit.languages)
        return [(code, address) for code, address in found if address and self._subject.is_written_in(code)]

    @cached_property
    def canonical(self) -> str | None:
        """This page's own address, or its source's where the text is borrowed."""
        visit, subject = self._visit, self._subject
        if self.robots:
            return None
        if subject.is_written_in(visit.locale):
            return visit.absolute(visit.address)
        locale = subject.panel.lang if isinstance(subject, PanelSubject) else visit.languages[0].code
        return visit.absolute(subject.address(locale) or "")

    @cached_property
    def robots(self) -> str | None:
        return "noindex" if self.kind in ("not-found",) or self._visit.read("preview") else None

    @cached_property
    def alternates(self) -> list[tuple[str, str]]:
        """All languages of the page, itself among them, and the default; none where this page only borrows."""
        if self.robots or not self._subject.is_written_in(self._visit.locale):
            return []
        found = [(str(code), self._visit.absolute(address)) for code, address in self._written]
        links = [(code, url) for code, url in found if url]
        return [*links, ("x-default", self._default(links))] if links else []

    def _default(self, links: Sequence[tuple[str, str]]) -> str:
        if self.kind in ("home", "chooser"):
            return self._visit.absolute("") or ""
        order = [str(language.code) for language in self._visit.languages]
        return min(links, key=lambda link: order.index(link[0]))[1]

    @cached_property
    def languages(self) -> list[LanguageLink]:
        links = []
        for language in self._visit.languages:
            address = self._subject.address(language.code) or home_address(language.code)
            links.append(
                self._language_link(language, address, is_translated=self._subject.is_written_in(language.code))
            )
        return links

    def _language_link(self, language: Language, address: str, *, is_translated: bool) -> LanguageLink:
        known = conventions(language.code)
        read = self._visit.read
        return LanguageLink(
            code=language.code,
            name=known.own_name,
            dir=known.direction,
            url=self._visit.link(address),
            is_current=language.code == self._visit.locale and self.kind != "chooser",
            is_translated=is_translated,
            title=read("setting", "title").get(language.code, ""),
            summary=read("setting", "summary").get(language.code, ""),
        )

    @cached_property
    def breadcrumbs(self) -> list[Nav]:
        if self.kind in ("home", "chooser"):
            return []
        home = self._visit.localized(self._visit.read("setting", "title")) or Text("")
        return [Nav(home, self._visit.home_link), *self._subject.trail, Nav(self.heading, None)]

    # The route

    @cached_property
    def _rooms(self) -> tuple[PanelId, ...]:
        subject = self._subject
        if not isinstance(subject, PanelSubject):
            return ()
        if subject.panel.document is not None:
            return tuple(card.id for card in subject.panel.sections)
        rooms: tuple[PanelId, ...] = self._visit.read("setting", "rooms")
        return rooms

    @cached_property
    def position(self) -> tuple[int, int] | None:
        """Number of this room among all."""
        if isinstance(self._subject, PanelSubject) and self._subject.panel.id in self._rooms:
            return self._rooms.index(self._subject.panel.id) + 1, len(self._rooms)
        return None

    def _neighbour(self, step: int) -> Card | None:
        if self.position is None:
            return None
        index = self.position[0] - 1 + step
        return Card(self._visit, self._rooms[index]) if 0 <= index < len(self._rooms) else None

    @cached_property
    def previous(self) -> Card | None:
        return self._neighbour(-1)

    @cached_property
    def next(self) -> Card | None:
        if self.kind == "home":
            rooms = self._visit.read("setting", "rooms")
            return Card(self._visit, rooms[0]) if rooms else None
        return self._neighbour(1)

    # What machines read

    @cached_property
    def feed_title(self) -> str:
        site = self._visit.localized(self._visit.read("setting", "title"))
        return site.text if site else ""

    @cached_property
    def open_graph(self) -> list[tuple[str, str]]:
        visit, subject = self._visit, self._subject
        site = visit.localized(visit.read("setting", "title"))
        found = [
            ("og:type", "article" if isinstance(subject, PanelSubject) else "website"),
            ("og:title", self.heading.text),
            ("og:description", self.description),
            ("og:site_name", site.text if site else ""),
            ("og:locale", visit.conventions.open_graph),
        ]
        found += [
            ("og:locale:alternate", conventions(language.conventions).open_graph)
            for language in visit.languages
            if language.code != visit.locale and language.code in dict(self._written)
        ]
        if self.canonical:
            found.append(("og:url", self.canonical))
        image = visit.absolute(subject.cover.largest_path) if subject.cover else None
        if subject.cover and image:
            found += [
                ("og:image", image),
                ("og:image:width", str(subject.cover.width)),
                ("og:image:height", str(subject.cover.height)),
            ]
            if subject.cover.alt:
                found.append(("og:image:alt", subject.cover.alt.text))
        return found

    @cached_property
    def json_ld(self) -> Markup | None:
        data = structured_data(self._visit, self._subject, self)
        if data is None:
            return None
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
        for char, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028")):
            text = text.replace(char, escaped)
        return Markup(text)  # noqa: S704 - JSON in which nothing can end the element

    # By kind

    @cached_property
    def panel(self) -> PanelView:
        assert isinstance(self._subject, PanelSubject)
        return self._subject.panel

    def _cards(self, kind: Kind) -> list[Card]:
        return [Card(self._visit, id) for id in self._visit.by_title(self._visit.read("ids", kind.value))]

    @cached_property
    def intro(self) -> PanelView | None:
        about = (id for id in self._visit.read("ids", Kind.PAGE.value) if self._role(id) == "about")
        first = next(about, None)
        return None if first is None else PanelView(self._visit, first)

    def _role(self, id: PanelId) -> str:
        role: str = self._visit.read("panel", id, "details").role
        return role

    @cached_property
    def countries(self) -> list[Card]:
        return self._cards(Kind.COUNTRY)

    @cached_property
    def organisations(self) -> list[Card]:
        return self._cards(Kind.ORGANISATION)

    @cached_property
    def documents(self) -> list[Card]:
        return self._cards(Kind.DOCUMENT)

    @cached_property
    def themes(self) -> list[Card]:
        return self._cards(Kind.THEME)

    @cached_property
    def regions(self) -> list[Card]:
        return self._cards(Kind.REGION)

    @cached_property
    def pages(self) -> list[Card]:
        return self._cards(Kind.PAGE)

    @cached_property
    def rooms(self) -> list[Card]:
        return [Card(self._visit, id) for id in self._visit.read("setting", "rooms")]

    @cached_property
    def groups(self) -> list[Group]:
        assert isinstance(self._subject, ListSubject)
        kind = next(kind for kind in INDEXED if kind.folder == self._subject.name)
        cards = self._cards(kind)
        countries = self._visit.by_title(self._visit.read("ids", Kind.COUNTRY.value))
        if kind is not Kind.ORGANISATION or not countries:
            return [Group(None, cards)]
        groups = [
            Group(self._visit.field(country, "title"), [card for card in cards if card.pair == country])
            for country in countries
        ]
        rest = [card for card in cards if card.pair not in countries]
        return [group for group in (*groups, Group(None, rest)) if group.cards]

    @cached_property
    def terms(self) -> list[TermView]:
        views = [TermView(self._visit, id) for id in self._visit.read("terms")]
        return self._visit.in_order((view.term.text, view) for view in views)

    @cached_property
    def letters(self) -> list[tuple[str, str]]:
        """Each first letter, with the anchor of its first term."""
        found: dict[str, str] = {}
        for view in self.terms:
            found.setdefault(view.term.text[:1].upper(), view.anchor)
        return list(found.items())

    @cached_property
    def events(self) -> list[EventView]:
        return [EventView(self._visit, self._visit.read("event", id)) for id in self._visit.read("events")]

    @cached_property
    def eras(self) -> list[tuple[str, list[EventView]]]:
        """Events by century, and by decade in the century in which most happened."""
        visit = self._visit
        found: dict[str, list[EventView]] = {}
        for id in visit.read("events"):
            event = visit.read("event", id)
            found.setdefault(visit.era(event.span.start), []).append(EventView(visit, event))
        return list(found.items())

    @cached_property
    def places(self) -> list[tuple[Text | None, list[PlaceView]]]:
        """Places by country, those without one last; also what is not for the map, because texts link to it."""
        visit = self._visit
        groups: dict[PanelId | None, list[PlaceView]] = {}
        for id in visit.read("places"):
            groups.setdefault(visit.read("place", id, "country"), []).append(PlaceView(visit, id))
        ordered: list[tuple[Text | None, list[PlaceView]]] = [
            (visit.field(country, "title"), visit.in_order((view.name.text, view) for view in groups[country]))
            for country in visit.by_title([country for country in groups if country is not None])
        ]
        if None in groups:
            ordered.append((None, visit.in_order((view.name.text, view) for view in groups[None])))
        return ordered


class PlaceView:
    """A place, and which panels speak of it."""

    def __init__(self, visit: Visit, id: str) -> None:
        self._visit = visit
        self.id = id
        self.anchor = id

    @cached_property
    def name(self) -> Text:
        return self._visit.localized(self._visit.read("place", self.id, "name")) or Text(self.id)

    @cached_property
    def kind(self) -> str:
        return self._visit.words.pgettext("place", self._visit.read("place", self.id, "kind"))

    @cached_property
    def panels(self) -> list[Card]:
        ids = self._visit.read("inverse", "place", self.id)
        return [Card(self._visit, id) for id in self._visit.by_title(ids)]


def index_of(visit: Visit, subject: Subject) -> str:
    """The address of the index that a page belongs to, so that the navigation can mark it."""
    if isinstance(subject, ListSubject):
        return subject.address(visit.locale) or ""
    if isinstance(subject, PanelSubject):
        kind = Kind(subject.panel.kind)
        folder = (Kind.DOCUMENT if kind is Kind.SECTION else kind).folder
        return index_address(visit.read, visit.locale, folder) or ""
    return ""
