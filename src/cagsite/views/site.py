"""What is the same on every page of a language, seen from one address."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from markupsafe import Markup

from cagsite.marked import Text
from cagsite.model import SERVICE_ROLES, Contact, Kind, PanelId
from cagsite.permalinks import OFFERED, index_address, listed_names, panel_address
from cagsite.views.basic import Card, Nav
from cagsite.views.subjects import list_heading
from cagsite.visit import Visit

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What a page may load: its own files and nothing else."""


class SiteView:
    """What is the same on every page of a language, seen from one address."""

    policy = Markup(POLICY)  # noqa: S704 - a constant, whose quotes can stay as they are within double ones

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

    @cached_property
    def app(self) -> str | None:
        """The manifest by which a phone can keep the exhibition among its apps."""
        id = f"app/{self._visit.locale}"
        return self._visit.link(self._visit.bench.fact(id, "path")) if id in self._visit.bench.outputs("app/") else None

    @cached_property
    def touch_icon(self) -> str | None:
        path = self._visit.bench.fact(f"app/{self._visit.locale}", "touch_icon")
        return self._visit.link(path) if path else None

    def sheet(self, name: str) -> str | None:
        """Where a page's own sheet lies, `search` for `static/css/pages/search.css`; None where there is none."""
        path = self._visit.bench.fact("style", f"sheet/{name}")
        return self._visit.link(path) if path else None

    def script(self, name: str) -> str | None:
        """Where a script of the theme lies, `timeline` for `static/js/timeline.js`; None where there is none."""
        path = self._visit.bench.fact("scripts", name)
        return self._visit.link(path) if path else None

    @cached_property
    def index(self) -> list[Nav]:
        """Every page that lists something, where there is something to list; the search is no part of the tour."""
        visit = self._visit
        entries = []
        for name in listed_names(visit.read):
            if name in OFFERED:
                continue
            address = index_address(visit.read, visit.locale, name)
            if address is not None:
                title = Text(visit.words.gettext(list_heading(name)))
                entries.append(Nav(title, visit.link(address), address == self._current))
        return entries

    @cached_property
    def search(self) -> Nav | None:
        """The way to the search; None where there is none."""
        found = self._offered("search")
        return found and replace(found, url=f"{found.url}#q")

    @cached_property
    def offline(self) -> Nav | None:
        """The way to keeping the exhibition on a device; None where that is not offered."""
        return self._offered("offline")

    def _offered(self, name: str) -> Nav | None:
        visit = self._visit
        address = index_address(visit.read, visit.locale, name) if name in listed_names(visit.read) else None
        if address is None:
            return None
        return Nav(Text(visit.words.gettext(list_heading(name))), visit.link(address), address == self._current)

    @cached_property
    def nav(self) -> list[Nav]:
        """The same for the masthead, where a region that is the only one stands by its name."""
        regions = self._visit.read("ids", Kind.REGION.value)
        only = self._visit.index_link(Kind.REGION.folder) if len(regions) == 1 else None
        return [
            Nav(self._visit.field(regions[0], "title"), self._visit.panel_link(regions[0]), entry.is_current)
            if entry.url == only
            else entry
            for entry in self.index
        ]

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
    def report(self) -> str | None:
        """The e-mail address for what is wrong on a page."""
        contact: Contact = self._visit.read("setting", "contact")
        return contact.report or contact.email

    @cached_property
    def service(self) -> dict[str, Nav]:
        """The pages that the site owes its visitors, by role."""
        found = ((role, self._visit.read("page-for", role)) for role in SERVICE_ROLES)
        return {role: self._service_link(id) for role, id in found if id}

    def _service_link(self, id: PanelId) -> Nav:
        address = panel_address(self._visit.read, self._visit.locale, id)
        return Nav(self._visit.field(id, "title"), self._visit.link(address), address == self._visit.address)

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
