"""Every HTML page: home, panels, indexes, lists, the page for what is not there, and the language chooser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from cagsite.marked import Text
from cagsite.model import Exhibition, Locale, PanelId
from cagsite.output import Bench, Made, Output
from cagsite.page_facts import page_facts
from cagsite.permalinks import Read, file_of, home_address, index_address, listed_names, panel_address
from cagsite.templates import render
from cagsite.views.page import PageView
from cagsite.views.site import SiteView
from cagsite.views.subjects import HomeSubject, ListSubject, LooseSubject, PanelSubject, Subject, index_of
from cagsite.visit import Visit
from cagsite.world import World


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """A page per panel and language, whether translated or borrowed; and the pages around them."""
    read = _reader(exhibition)
    for language in exhibition.settings.languages:
        locale = language.code
        yield _page(f"page/{locale}/", make_home, (locale,), home_address(locale))
        for panel in exhibition.panels.values():
            address = panel_address(read, locale, panel.id)
            yield _page(f"page/{locale}/{panel.id}", make_panel, (locale, panel.id), address)
        for name in listed_names(read):
            listed = index_address(read, locale, name)
            if listed is not None:
                yield _page(f"list/{locale}/{name}", make_list, (locale, name), listed)
        yield _page(f"not-found/{locale}", make_not_found, (locale, f"{locale}/"), f"{locale}/404.html")
    first = exhibition.settings.languages[0].code
    yield _page("not-found/", make_not_found, (first, ""), "404.html")
    yield _page("chooser", make_chooser, (first,), "")


def _page(id: str, maker: Callable[..., Made], arguments: tuple[object, ...], address: str) -> Output:
    return Output(id=id, maker=maker, arguments=arguments, addresses=(file_of(address),), rank=2)


def _reader(exhibition: Exhibition) -> Read:
    return World.of(exhibition).read


def make_home(bench: Bench, locale: Locale) -> Made:
    """The entrance hall of a language."""
    visit = Visit(bench, locale, home_address(locale))
    return _made(bench, visit, HomeSubject(visit), visit.address)


def make_panel(bench: Bench, locale: Locale, id: PanelId) -> Made:
    """The page of a panel; borrowed words carry their own language."""
    visit = Visit(bench, locale, panel_address(bench.read, locale, id))
    return _made(bench, visit, PanelSubject(visit, id), visit.address)


def make_list(bench: Bench, locale: Locale, name: str) -> Made:
    """An index of a kind, the walks, the glossary, the timeline or the places."""
    visit = Visit(bench, locale, index_address(bench.read, locale, name) or "")
    return _made(bench, visit, ListSubject(visit, name), visit.address)


def make_not_found(bench: Bench, locale: Locale, folder: str) -> Made:
    """What a host shows for an address that leads nowhere: nothing tells whether there ever was a page."""
    visit = NotFoundVisit(bench, locale, folder)
    heading = Text(visit.words.gettext("This page is not here"))
    return _made(bench, visit, LooseSubject(visit, "not-found", heading), f"{folder}404.html")


class NotFoundVisit(Visit):
    """A host serves this page at any address, so its links begin at the host's root where the base address is known."""

    def link(self, path: str) -> str:
        base = self.read("setting", "base_address")
        return urlsplit(base).path + path if base else super().link(path)


def make_chooser(bench: Bench, locale: Locale) -> Made:
    """The root: each language invites in its own words."""
    visit = Visit(bench, locale, "")
    heading = visit.localized(bench.read("setting", "title")) or Text("")
    return _made(bench, visit, LooseSubject(visit, "chooser", heading), "")


def _made(bench: Bench, visit: Visit, subject: Subject, address: str) -> Made:
    template = f"templates/pages/{subject.kind}.html"
    bench.read("theme", template)
    page = PageView(visit, subject)
    site = SiteView(visit, index_of(visit, subject))
    html = render(bench.theme_source, f"pages/{subject.kind}.html", visit.words, site=site, page=page)
    facts = page_facts(html)
    facts["kind"] = subject.kind
    facts["canonical"] = page.canonical
    facts["alternates"] = tuple(page.alternates)
    return Made(files=(bench.file(file_of(address), html.encode("utf-8")),), facts=facts)
