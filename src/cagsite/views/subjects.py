"""What a page is about: the entrance, a panel, a list, or nothing that belongs to a set."""

from __future__ import annotations

from functools import cached_property

from cagsite.marked import Text
from cagsite.model import Kind, Locale, PanelId
from cagsite.permalinks import INDEXED, LISTS, OFFERED, home_address, index_address, panel_address
from cagsite.views.basic import Nav, PictureView
from cagsite.views.hall import Hall
from cagsite.views.halls import HomeHall, hall_of
from cagsite.views.panel import KIND_HEADINGS, PanelView
from cagsite.visit import Visit

LIST_HEADINGS = {
    "tours": "Walks",
    "glossary": "Glossary",
    "timeline": "Timeline",
    "places": "Places",
    "search": "Search",
    "offline": "The exhibition on your phone",
}


def list_heading(name: str) -> str:
    """The msgid of the heading over a kind's index or a list."""
    if name in LIST_HEADINGS:
        return LIST_HEADINGS[name]
    return next(KIND_HEADINGS[kind] for kind in INDEXED if kind.folder == name)


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

    @cached_property
    def hall(self) -> Hall | None:
        """What it gathers; None for a page that does not."""
        return None

    @property
    def card(self) -> str:
        """The output of its share card; the entrance hall's where it has none of its own."""
        return f"card/{self.visit.locale}/"


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

    @cached_property
    def hall(self) -> Hall:
        return HomeHall(self.visit)


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
        if self.panel.is_service:
            return []
        kind = Kind(self.panel.kind)
        url = self.visit.index_link(kind.folder)
        return [Nav(Text(self.visit.words.gettext(KIND_HEADINGS[kind])), url)] if url else []

    @property
    def card(self) -> str:
        """The one of the language in which it is written, where it is borrowed."""
        return f"card/{self.panel.lang}/{self.panel.id}"

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
        self.kind = name if name in (*LISTS, *OFFERED) else "index"

    def address(self, locale: Locale) -> str | None:
        return index_address(self.visit.read, locale, self.name)

    @cached_property
    def heading(self) -> Text:
        return Text(self.visit.words.gettext(list_heading(self.name)))

    @cached_property
    def hall(self) -> Hall:
        return hall_of(self.visit, self.name)

    @property
    def description(self) -> str:
        return self.hall.lead or super().description

    @property
    def card(self) -> str:
        return f"card/{self.visit.locale}/{self.name}"


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
    def card(self) -> str:
        return "card/" if self.kind == "chooser" else super().card

    @property
    def description(self) -> str:
        """The chooser tells of the exhibition in one language after another: whoever chooses one has none yet."""
        if self.kind != "chooser":
            return self.heading.text
        summaries = self.visit.read("setting", "summary")
        known = (language.code for language in self.visit.languages if summaries.get(language.code))
        return " ".join(self.visit.text(summaries[code], code).text for code in known)


def index_of(visit: Visit, subject: Subject) -> str:
    """The address of the index that a page belongs to, so that the navigation can mark it."""
    if isinstance(subject, ListSubject):
        return subject.address(visit.locale) or ""
    if isinstance(subject, PanelSubject) and not subject.panel.is_service:
        kind = Kind(subject.panel.kind)
        folder = (Kind.DOCUMENT if kind is Kind.SECTION else kind).folder
        return index_address(visit.read, visit.locale, folder) or ""
    return ""
