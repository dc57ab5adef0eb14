"""An Atom feed per language (RFC 4287): the panels by the day on which they were last reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from cagsite.model import Exhibition, Locale, PanelId
from cagsite.output import Bench, Made, Output
from cagsite.permalinks import home_address, panel_address
from cagsite.visit import Visit

LONGEST = 50
"""Entries; a feed is for what is new."""


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """One per language; none without a base address, because a feed is read elsewhere."""
    if exhibition.settings.base_address:
        for language in exhibition.settings.languages:
            path = f"{language.code}/feed.xml"
            yield Output(
                id=f"feed/{language.code}", maker=make_feed, arguments=(language.code,), addresses=(path,), rank=3
            )


def make_feed(bench: Bench, locale: Locale) -> Made:
    """Reviewed panels that are written in the language, newest first."""
    visit = Visit(bench, locale, home_address(locale))
    dated: list[tuple[date, PanelId]] = []
    for kind in ("page", "region", "country", "organisation", "document", "section"):
        for id in bench.read("ids", kind):
            reviewed = bench.read("panel", id, "reviewed")
            if reviewed is not None and locale in bench.read("locales", id):
                dated.append((reviewed, id))
    dated.sort(key=lambda pair: (-pair[0].toordinal(), pair[1]))
    title = visit.localized(bench.read("setting", "title"))
    organisation = visit.localized(bench.read("setting", "contact").organisation) or title
    newest = dated[0][0] if dated else date(1970, 1, 1)
    home = visit.absolute(home_address(locale)) or ""
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(locale)}>\n'
        f"<id>{escape(home)}</id>\n"
        f"<title>{escape(title.text if title else '')}</title>\n"
        f"<updated>{newest}T00:00:00Z</updated>\n"
        f"<author><name>{escape(organisation.text if organisation else '')}</name></author>\n"
        f'<link rel="alternate" type="text/html" href={quoteattr(home)}/>\n'
        f'<link rel="self" type="application/atom+xml" href={quoteattr(visit.absolute(f"{locale}/feed.xml") or "")}/>\n'
    ]
    parts += [_entry(visit, id, day) for day, id in dated[:LONGEST]]
    content = "".join([*parts, "</feed>\n"])
    return Made(files=(bench.file(f"{locale}/feed.xml", content.encode("utf-8")),))


def _entry(visit: Visit, id: PanelId, day: date) -> str:
    address = visit.absolute(panel_address(visit.read, visit.locale, id)) or ""
    return (
        f"<entry><id>{escape(address)}</id><title>{escape(visit.field(id, 'title').text)}</title>"
        f"<updated>{day}T00:00:00Z</updated>"
        f'<link rel="alternate" type="text/html" href={quoteattr(address)}/>'
        f"<summary>{escape(visit.field(id, 'summary').text)}</summary></entry>\n"
    )
