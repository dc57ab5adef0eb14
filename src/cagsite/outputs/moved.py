"""Former addresses: whoever comes by one, from a bookmark or a print, is led on to where the panel stands now."""

from __future__ import annotations

from collections.abc import Iterator

from cagsite.model import Exhibition, Locale, PanelId
from cagsite.output import Bench, Made, Output
from cagsite.page_facts import page_facts
from cagsite.permalinks import file_of, former_addresses, panel_address
from cagsite.templates import render
from cagsite.views.site import SiteView
from cagsite.visit import Visit
from cagsite.world import World

TEMPLATE = "moved.html"


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """A page per former address of a panel that is shown; what may not be shown leads nowhere, as any unknown one."""
    read = World.of(exhibition).read
    for language in exhibition.settings.languages:
        for panel in exhibition.panels.values():
            for address in former_addresses(read, language.code, panel.id):
                yield Output(
                    id=f"moved/{address}",
                    maker=make_moved,
                    arguments=(language.code, panel.id, address),
                    addresses=(file_of(address),),
                    rank=2,
                )


class MovedPage:
    """What its template may see."""

    def __init__(self, visit: Visit, id: PanelId) -> None:
        self.lang = visit.locale
        self.dir = visit.conventions.direction
        self.title = visit.field(id, "title")
        self.url = visit.panel_link(id)
        self.canonical = visit.absolute(panel_address(visit.read, visit.locale, id))


def make_moved(bench: Bench, locale: Locale, id: PanelId, address: str) -> Made:
    """A page that goes on by itself, without script, and has a link where a browser does not want to.

    Static hosts know no redirects in common; `refresh` after 0 seconds is what search engines take for one that lasts.
    """
    visit = Visit(bench, locale, address)
    bench.read("theme", f"templates/{TEMPLATE}")
    html = render(
        bench.theme_source,
        TEMPLATE,
        visit.words,
        site=SiteView(visit),
        page=MovedPage(visit, id),
    )
    return Made(
        files=(bench.file(file_of(address), html.encode("utf-8")),), facts={**page_facts(html), "kind": "moved"}
    )
