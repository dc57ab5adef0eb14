"""sitemap.xml with the alternates of each page (sitemaps.org 0.9, xhtml:link); only what is really translated."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from cagsite.model import Exhibition
from cagsite.output import Bench, Made, Output


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """Nothing without a base address: a sitemap needs full addresses."""
    if exhibition.settings.base_address:
        yield Output(id="sitemap", maker=make_sitemap, addresses=("sitemap.xml",), rank=3)


def make_sitemap(bench: Bench) -> Made:
    """Every page that names itself as canonical."""
    entries = []
    for prefix in ("chooser", "page/", "list/"):
        for id in bench.outputs(prefix):
            alternates = bench.fact(id, "alternates")
            canonical = bench.fact(id, "canonical")
            if canonical and alternates:
                entries.append(_entry(canonical, alternates))
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        + "".join(sorted(entries))
        + "</urlset>\n"
    )
    return Made(files=(bench.file("sitemap.xml", text.encode("utf-8")),))


def _entry(address: str, alternates: tuple[tuple[str, str], ...]) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(url)}/>' for code, url in alternates
    )
    return f"<url><loc>{escape(address)}</loc>{links}</url>\n"
