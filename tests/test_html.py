"""Every page of the exhibition and of the golden sites, read as checkers, machines and slow connections read it."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from babel import Locale
from bs4 import Tag
from tests.exhibition import ROOT, BuiltPage, BuiltSite, built_golden_sites, resolved
from tests.nu import HARMLESS, checked

LARGE = {"timeline", "glossary", "theme", "places", "search"}
"""Kinds of pages that gather everything there is."""
DATA = "application/ld+json"
LOADING = {
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "track": ("src",),
    "input": ("src",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
    "link": ("href", "imagesrcset"),
}
"""Where a page names what a browser fetches for it."""
SPEAKING = {"canonical", "alternate"}
"""Links in the head that are read and not fetched."""
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"

Fault = tuple[object, object]
"""The page, and what is wrong with it."""
Finder = Callable[[BuiltPage], Iterable[object]]


@pytest.fixture(scope="module")
def sites(exhibition: BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> tuple[BuiltSite, ...]:
    return (exhibition, *built_golden_sites(tmp_path_factory))


def expect_none(faults: Iterable[Fault]) -> None:
    """Fails with the first of them, one to a line."""
    found = [f"{page}: {fault}" for page, fault in faults]
    assert not found, "\n".join([f"{len(found)} faults", *found[:30]])


def expect_none_of(sites: Iterable[BuiltSite], find: Finder) -> None:
    """Fails with what is found on all the pages."""
    pages = [page for site in sites for page in site.pages]
    assert len(pages) > 100
    expect_none((page, fault) for page in pages for fault in find(page))


def head_content(page: BuiltPage, name: str) -> list[str]:
    return [str(tag["content"]) for tag in page.all(f'head meta[name="{name}"]')]


def file_at(address: str) -> str:
    return address + "index.html" if address == "" or address.endswith("/") else address


# The Nu checker


def test_the_checker_finds_nothing_wrong(sites: tuple[BuiltSite, ...], tmp_path: Path) -> None:
    """No error and no warning on any page; a page with one of each shows that it was really looking."""
    wrong = tmp_path / "wrong.html"
    wrong.write_text(
        '<!DOCTYPE html><html lang="sv"><head><title>Fel</title></head><body>'
        '<p id="a">En<p id="a">Två<section><p>Utan rubrik</p></section></body></html>',
        encoding="utf-8",
    )
    pages = [site.folder / file_at(page.address) for site in sites for page in site.pages]
    icons = sorted(path for site in sites for path in site.folder.glob("assets/*.svg"))

    found = checked([wrong, *pages, *icons])
    on_wrong = [message for message in found if message.get("url", "").endswith("/wrong.html")]
    others = [
        (f"{message.get('url')}:{message.get('lastLine')}", f"{message['message']} {message.get('extract')}")
        for message in found
        if message not in on_wrong and not any(harmless.match(message["message"]) for harmless in HARMLESS)
    ]

    assert {message["type"] for message in on_wrong} == {"error", "info"}
    assert icons
    expect_none(others)


# Structure


def test_headings_go_down_one_level_at_a_time(sites: tuple[BuiltSite, ...]) -> None:
    """One h1, and nobody who jumps from heading to heading misses a step."""

    def find(page: BuiltPage) -> Iterator[object]:
        levels = [int(str(tag.name)[1]) for tag in page.all("h1, h2, h3, h4, h5, h6")]
        if levels.count(1) != 1 or levels[0] != 1:
            yield f"levels {levels}"
        for heading, before, level in zip(page.all("h1, h2, h3, h4, h5, h6")[1:], levels, levels[1:]):
            if level > before + 1:
                yield f"h{before} is followed by {heading}"
        yield from (f"empty {tag}" for tag in page.all("h1, h2, h3, h4, h5, h6") if not tag.get_text(strip=True))

    expect_none_of(sites, find)


def test_ids_are_unique_and_everything_that_names_one_finds_it(sites: tuple[BuiltSite, ...]) -> None:
    """Labels, buttons and links within the page."""
    naming = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "popovertarget", "headers", "list")

    def find(page: BuiltPage) -> Iterator[object]:
        ids = Counter(str(tag["id"]) for tag in page.all("[id]"))
        yield from (f"{id} stands {count} times" for id, count in ids.items() if count > 1)
        for attribute in naming:
            for tag in page.all(f"[{attribute}]"):
                yield from (f"{attribute}={id}" for id in str(tag[attribute]).split() if id not in ids)
        for tag in page.all('[href^="#"]'):
            if unquote(str(tag["href"])[1:]) not in ids:
                yield tag["href"]
        for tag in page.all("[fill]"):
            match = re.fullmatch(r"url\(#(.+)\)", str(tag["fill"]))
            if match and match[1] not in ids:
                yield tag["fill"]

    expect_none_of(sites, find)


def test_links_lead_to_pages_and_anchors_of_the_site(sites: tuple[BuiltSite, ...]) -> None:
    """Read with another parser than the build's own check."""
    anchors = {
        (site.name, file_at(page.address)): {str(tag["id"]) for tag in page.all("[id]")}
        for site in sites
        for page in site.pages
    }
    by_name = {site.name: site for site in sites}

    def find(page: BuiltPage) -> Iterator[object]:
        site = by_name[page.site]
        for tag in page.all("a[href]"):
            link = str(tag["href"])
            if urlsplit(link).scheme:
                continue
            target, fragment = file_at(resolved(page, link, site.base)), unquote(urlsplit(link).fragment)
            if target not in site.files or (fragment and fragment not in anchors[site.name, target]):
                yield link

    expect_none_of(sites, find)


def test_every_page_is_reached_from_home(sites: tuple[BuiltSite, ...]) -> None:
    """By links alone, within one language; what is not there and the language chooser stand apart."""
    missed = []
    for site in sites:
        pages = {file_at(page.address): page for page in site.pages}
        for home in (page for page in site.pages if page.kind == "home"):
            reached, queue = {file_at(home.address)}, [home]
            while queue:
                page = queue.pop()
                links = (
                    str(tag["href"]) for tag in page.all("main a[href], nav a[href], header a[href], footer a[href]")
                )
                for link in links:
                    target = "" if urlsplit(link).scheme else file_at(resolved(page, link, site.base))
                    if target in pages and target not in reached and pages[target].lang == home.lang:
                        reached.add(target)
                        queue.append(pages[target])
            missed += [
                str(page)
                for path, page in pages.items()
                if page.lang == home.lang and path not in reached and page.kind not in ("not-found", "chooser")
            ]
    assert missed == []


def test_every_picture_keeps_its_place_and_has_words(sites: tuple[BuiltSite, ...]) -> None:
    """Width and height, so that nothing moves; an alternative text, empty only by decision."""

    def find(page: BuiltPage) -> Iterator[object]:
        for tag in page.all("img"):
            sizes = [str(tag.get(name, "")) for name in ("width", "height")]
            if not tag.has_attr("alt") or not all(size.isdigit() and int(size) > 0 for size in sizes):
                yield tag
        for tag in page.all("source"):
            if not tag.get("srcset") or not tag.get("sizes") or not tag.get("type"):
                yield tag

    expect_none_of(sites, find)


def test_first_pictures_come_at_once_and_later_ones_when_needed(sites: tuple[BuiltSite, ...]) -> None:
    """At most one picture is urgent, and it is the first; those after it are lazy."""

    def find(page: BuiltPage) -> Iterator[object]:
        pictures = page.all("img")
        urgent = [tag for tag in pictures if tag.get("fetchpriority") == "high"]
        if urgent and (urgent != pictures[:1] or urgent[0].get("loading") == "lazy"):
            yield urgent
        yield from (tag for tag in pictures if tag not in urgent and tag.get("loading") != "lazy")

    expect_none_of(sites, find)


# What a page says of itself


def test_titles_and_descriptions_are_each_pages_own(exhibition: BuiltSite) -> None:
    """Among the pages that may be found: no two are called the same, and a description says more than the title."""
    found = [page for page in exhibition.pages if not page.is_not_found]
    wrong: list[Fault] = []
    seen: dict[tuple[str, str], BuiltPage] = {}
    for page in found:
        (title,), (description,) = [tag.text for tag in page.all("head title")], head_content(page, "description")
        name, _, site = title.partition(" – ")
        if name == site or not 8 <= len(title) <= 70 or not len(page.text("h1")) + 8 < len(description) <= 320:
            wrong.append((page, (title, description)))
        for words in (title, description):
            other = seen.setdefault((page.lang, words), page)
            if other is not page and {page.kind, other.kind} != {"home", "chooser"}:
                wrong.append((page, f"as on {other}: {words}"))
    assert len(found) > 50
    expect_none(wrong)


def test_language_and_direction_are_said(sites: tuple[BuiltSite, ...]) -> None:
    """By every page, by what it borrows, and by every way to another language."""

    def find(page: BuiltPage) -> Iterator[object]:
        if not re.fullmatch(r"[a-z]{2,3}(-\w+)*", page.lang):
            yield page.lang
        for tag in page.all("[lang]:not(svg *)"):  # SVG has no such attribute
            around = tag if tag.has_attr("dir") else tag.find_parent(attrs={"dir": True})
            if around is None or around["dir"] != Locale.parse(str(tag["lang"]), sep="-").text_direction:
                yield tag
        for tag in page.all("a[hreflang]"):
            own = tag if tag.has_attr("lang") else tag.find_parent(attrs={"lang": True})
            if own is None or own["lang"] != tag["hreflang"]:
                yield tag

    expect_none_of(sites, find)


def test_canonical_addresses_and_alternates_agree(sites: tuple[BuiltSite, ...]) -> None:
    """A page names itself, or the source of what it borrows; translations name one another, and one is the default."""
    by_name = {site.name: site for site in sites}
    borrowed = []

    def find(page: BuiltPage) -> Iterator[object]:
        site = by_name[page.site]
        own, links = page.own_canonical, page.alternates
        if not site.base or page.is_not_found:
            if own or links:
                yield f"canonical {own}, alternates {links}"
            return
        source = site.by_url.get(own or "")
        if len(page.all('link[rel="canonical"]')) != 1 or source is None or source.own_canonical != own:
            yield f"canonical {own}"
            return
        if source.address != page.address:
            borrowed.append(page)
            if links:
                yield f"a page that borrows its text has alternates {links}"
            return
        if own not in links.values() or "x-default" not in links:
            yield f"alternates {links} of {own}"
        for code, url in links.items():
            other = site.by_url.get(url)
            if other is None or other.alternates != links or other.own_canonical != url:
                yield f"{code}: {url} does not answer"
            elif code != "x-default" and other.lang != code:
                yield f"{url} is written in {other.lang}, not in {code}"

    expect_none_of(sites, find)
    assert len(borrowed) > 2


def test_cards_for_other_sites_are_whole(sites: tuple[BuiltSite, ...]) -> None:
    """Open Graph: what the page is, where, and a picture that has words."""
    by_name = {site.name: site for site in sites}

    def find(page: BuiltPage) -> Iterator[object]:
        site = by_name[page.site]
        pairs = [(str(tag["property"]), str(tag["content"])) for tag in page.all("head meta[property]")]
        card = dict(pairs)
        if not {"og:type", "og:title", "og:description", "og:site_name", "og:locale"} <= card.keys():
            yield card
        if not all(content for _, content in pairs):
            yield pairs
        if card.get("og:url") != page.own_canonical:
            yield f"og:url {card.get('og:url')}"
        if "og:image" in card:
            path = card["og:image"].removeprefix(site.base)
            if path not in site.files or not card.get("og:image:alt"):
                yield card

    expect_none_of(sites, find)


def test_structured_data_can_be_read(sites: tuple[BuiltSite, ...]) -> None:
    """JSON-LD of schema.org on every page that is to be found, with types and with addresses that are there."""
    by_name = {site.name: site for site in sites}

    def parts(value: object) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            yield value
            value = list(value.values())
        if isinstance(value, list):
            for part in value:
                yield from parts(part)

    def find(page: BuiltPage) -> Iterator[object]:
        site = by_name[page.site]
        blocks = page.all(f'script[type="{DATA}"]')
        if len(blocks) != (0 if page.is_not_found else 1):
            yield f"{len(blocks)} blocks"
        for block in blocks:
            data = json.loads(str(block.string))
            if data["@context"] != "https://schema.org" or not data["name"] or not data["description"]:
                yield data
            if data.get("url") != page.own_canonical:
                yield data["url"]
            for part in parts(data):
                if not re.fullmatch(r"[A-Z]\w+", part.get("@type", "")) or not all(part.values()):
                    yield part
                if "url" in part and site.by_url[part["url"]].lang not in part["inLanguage"]:
                    yield part

    expect_none_of(sites, find)


# What a page may do


def test_nothing_is_inline(sites: tuple[BuiltSite, ...]) -> None:
    """No style, script or handler in the page: the policy would refuse them."""

    def find(page: BuiltPage) -> Iterator[object]:
        yield from page.all("style, [style], base, iframe, object, embed, form[action]")
        yield from (tag for tag in page.all("script") if not tag.get("src") and tag.get("type") != DATA)
        for tag in page.soup.find_all(True):
            yield from (f"{name} on {tag.name}" for name in tag.attrs if name.startswith("on"))
        for tag in page.all("[href], [src], [action]"):
            links = [str(tag.get(name, "")) for name in ("href", "src", "action")]
            yield from (link for link in links if re.match(r"\s*(javascript|data|vbscript|blob):", link, re.I))

    expect_none_of(sites, find)


def test_every_page_has_the_strict_policy_first(sites: tuple[BuiltSite, ...]) -> None:
    """A policy in a page holds for what comes after it, so only the character set comes before."""

    def find(page: BuiltPage) -> Iterator[object]:
        first, second = [tag for tag in page.one("head").children if isinstance(tag, Tag)][:2]
        if first.get("charset") != "utf-8" or second.get("http-equiv") != "Content-Security-Policy":
            yield (first, second)
            return
        rules = dict(rule.strip().partition(" ")[::2] for rule in str(second["content"]).split(";"))
        if rules["default-src"] != "'none'" or rules["base-uri"] != "'none'" or rules["form-action"] != "'none'":
            yield rules
        if not set(rules.values()) <= {"'none'", "'self'"}:
            yield rules

    expect_none_of(sites, find)


def test_nothing_is_loaded_from_elsewhere(sites: tuple[BuiltSite, ...]) -> None:
    """What pages and style sheets ask for lies in the site, named by its path from there."""
    by_name = {site.name: site for site in sites}

    def named(tag: Tag, attribute: str) -> list[str]:
        value = str(tag.get(attribute, ""))
        return [part.split()[0] for part in value.split(", ")] if attribute.endswith("srcset") and value else [value]

    def find(page: BuiltPage) -> Iterator[object]:
        site = by_name[page.site]
        for name, attributes in LOADING.items():
            for tag in page.all(name):
                if name == "link" and SPEAKING & set(tag.get_attribute_list("rel")):
                    continue
                for link in (link for attribute in attributes for link in named(tag, attribute) if link):
                    parts = urlsplit(link)
                    if parts.scheme or parts.netloc or file_at(resolved(page, link, site.base)) not in site.files:
                        yield link

    expect_none_of(sites, find)
    sheets = [(site, path) for site in sites for path in site.files if path.endswith(".css")]
    assert len(sheets) > len(sites)
    for site, path in sheets:
        text = (site.folder / path).read_text(encoding="utf-8")
        links = re.findall(r"url\(\s*[\"']?([^\"')]+)", text)
        assert "@import" not in text
        assert bool(links) == path.startswith("assets/site.")  # the common sheet asks for the fonts
        assert [link for link in links if urljoin(path, link) not in site.files] == []


# What it weighs


def test_pages_are_light(exhibition: BuiltSite) -> None:
    """At most 30 KB of HTML, 80 where a page gathers everything: the weave of all themes too."""
    small, large = 30 * 1024, 80 * 1024
    limits = {page: large if page.kind in LARGE or page.all(".weave") else small for page in exhibition.pages}
    sizes = {page: len(page.html.encode()) for page in exhibition.pages}
    expect_none((page, sizes[page]) for page, limit in limits.items() if sizes[page] > limit)


def test_the_frame_of_a_page_is_light(exhibition: BuiltSite) -> None:
    """Style sheet, scripts and the fonts that are asked for at once, as they are transferred."""
    for page in exhibition.pages:

        def size(links: list[Tag], *, packed: bool, page: BuiltPage = page) -> int:
            paths = [resolved(page, str(tag.get("href") or tag.get("src")), exhibition.base) for tag in links]
            contents = [(exhibition.folder / path).read_bytes() for path in paths]
            return sum(len(gzip.compress(content, 9) if packed else content) for content in contents)

        sheets, fonts = page.all('link[rel="stylesheet"]'), page.all('link[rel="preload"][as="font"]')
        assert 1 <= len(sheets) <= 3  # the common one, and what only this kind of page needs
        assert fonts
        assert size(sheets, packed=True) <= 10_000
        assert size(fonts, packed=False) <= 60_000
        assert size(page.all("script[src]"), packed=True) <= 5_000
        frame = len(gzip.compress(page.html.encode(), 9)) + size(sheets, packed=True)
        # An appeal tells its events, demands and addressees besides its text; the entrance and a region have the map;
        # each event of the timeline leads to its place and its themes.
        limits = {"country": 16_600, "document": 15_400, "home": 15_900, "region": 17_600, "timeline": 20_000}
        limit = limits.get(page.kind, 16_700 if page.kind in LARGE else 13_500)
        assert frame <= limit, str(page)


# What machines fetch


def test_what_phones_keep_is_all_but_pages_to_leave_at_once(exhibition: BuiltSite) -> None:
    """Every page of a language, at a weight that a poor connection carries; and no recording."""
    for home in (page for page in exhibition.pages if page.kind == "home"):
        listed = json.loads((exhibition.folder / home.address / "offline.json").read_bytes())
        pages = [page for page in exhibition.pages if page.lang == home.lang and page.address and not page.is_not_found]
        sensitive = {page.address for page in pages if page.all("[data-leave]")}
        assert len(sensitive) > 10
        assert {path for path in listed["files"] if path.startswith(home.address)} == {
            page.address for page in pages
        } - sensitive
        assert sum(size for _, size in listed["files"].values()) < 5_000_000
        assert not [path for path in listed["files"] if path.endswith((".mp3", ".mp4", ".webm", ".vtt"))]


def test_the_sitemap_names_what_may_be_found_and_nothing_else(sites: tuple[BuiltSite, ...]) -> None:
    """Each canonical page once, with the alternates that the page itself names."""
    for site in sites:
        if not site.base:
            assert "sitemap.xml" not in site.files
            continue
        root = ElementTree.fromstring((site.folder / "sitemap.xml").read_bytes())
        assert root.tag == f"{SITEMAP}urlset"
        found = {}
        for entry in root:
            assert entry.tag == f"{SITEMAP}url"
            links = entry.findall(f"{XHTML}link")
            assert all(link.get("rel") == "alternate" for link in links)
            found[entry.findtext(f"{SITEMAP}loc")] = {link.get("hreflang"): link.get("href") for link in links}
            for changed in entry.findall(f"{SITEMAP}lastmod"):
                assert datetime.fromisoformat(changed.text or "").date() <= date.today(), "of a day to come"
        wanted = {url: page.alternates for url, page in site.by_url.items() if page.own_canonical == url}
        assert len(found) == len(root)
        assert found == wanted


def test_feeds_can_be_read(sites: tuple[BuiltSite, ...]) -> None:
    """Atom (RFC 4287): one per language, with dates, addresses and ids of its own."""
    for site in sites:
        homes = [page for page in site.pages if page.kind == "home"]
        for home in homes:
            path = f"{home.address}feed.xml"
            if not site.base:
                assert path not in site.files
                continue
            feed = ElementTree.fromstring((site.folder / path).read_bytes())
            assert feed.tag == f"{ATOM}feed"
            assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == home.lang
            entries = feed.findall(f"{ATOM}entry")
            assert feed.findtext(f"{ATOM}author/{ATOM}name")
            parts = [feed, *entries]
            ids = [str(part.findtext(f"{ATOM}id")) for part in parts]
            assert len(ids) == len(set(ids))
            assert all(urlsplit(id).scheme for id in ids)
            for part in parts:
                assert part.findtext(f"{ATOM}title")
                updated = datetime.fromisoformat(str(part.findtext(f"{ATOM}updated")))
                assert updated.tzinfo is not None
                assert updated.date() <= date.today(), "of a day to come"
                links = {link.get("rel"): link.get("href") for link in part.findall(f"{ATOM}link")}
                page = site.by_url[str(links["alternate"])]
                assert page.lang == home.lang
                assert page.own_canonical == links["alternate"]
                assert part is not feed or links["self"] == site.base + path
            for page in site.pages:
                if page.lang == home.lang:
                    (link,) = page.all('link[rel="alternate"][type="application/atom+xml"]')
                    assert resolved(page, str(link["href"]), site.base) == path


def test_the_exhibitions_feeds_have_something_to_tell(exhibition: BuiltSite) -> None:
    """A feed may be empty in a site whose panels were never reviewed; this one's were."""
    paths = sorted(path for path in exhibition.files if path.endswith("feed.xml"))
    assert len(paths) == 2
    for path in paths:
        feed = ElementTree.fromstring((exhibition.folder / path).read_bytes())
        assert len(feed.findall(f"{ATOM}entry")) > 5
        assert all(entry.findtext(f"{ATOM}summary") for entry in feed.findall(f"{ATOM}entry"))


def test_robots_are_welcome_and_told_of_the_sitemap(sites: tuple[BuiltSite, ...]) -> None:
    """RFC 9309: one group, nothing forbidden, full address of the sitemap."""
    for site in sites:
        text = (site.folder / "robots.txt").read_text(encoding="ascii")
        lines = [tuple(part.strip() for part in line.partition(":")[::2]) for line in text.splitlines()]
        wanted = [("User-agent", "*"), ("Disallow", "")]
        assert lines == [*wanted, ("Sitemap", f"{site.base}sitemap.xml")] if site.base else lines == wanted


@pytest.mark.parametrize("kind", sorted(path.stem for path in (ROOT / "templates/pages").glob("*.html")))
def test_every_kind_of_page_was_read(kind: str, sites: tuple[BuiltSite, ...]) -> None:
    """What the tests above say, they say of each template."""
    kinds = {page.kind for site in sites for page in site.pages}
    assert kind in kinds or kind == "panel"  # the base of the others
