"""The exhibition as visitors have it: on a phone and a desk, by keyboard, without script, in the dark, enlarged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.exhibition import ROOT, BuiltPage, BuiltSite, built_exhibition, built_golden_sites
from tests.static_host import hosted
from tests.visiting import DESK, FOCUSED, NARROW, PHONE, TOO_WIDE, findings, visit, walk_through, watch, with_axe

pytestmark = pytest.mark.browser

UNDER = "/sub/path/"
"""Where a site may lie on somebody's host."""


@dataclass(frozen=True)
class Case:
    """One page to visit: the largest of its kind in a language."""

    site: str
    kind: str
    language: str

    def __str__(self) -> str:
        return "-".join((self.kind, self.language, *([] if self.site == "exhibition" else [self.site])))


KINDS = sorted(path.stem for path in (ROOT / "templates/pages").glob("*.html") if path.stem not in ("panel", "chooser"))
EXHIBITED = [Case("exhibition", kind, language) for kind in KINDS for language in ("sv", "en")]
OTHERS = [
    Case("exhibition", "chooser", "sv"),
    Case("report-and-appeal", "document", "sv"),  # its largest document is the appeal
    Case("fallback-chain", "organisation", "ar"),  # right to left around a text that runs the other way
    Case("fallback-chain", "home", "ar"),
]
every_case = pytest.mark.parametrize("case", [*EXHIBITED, *OTHERS], ids=str)
one_per_kind = pytest.mark.parametrize("case", [case for case in EXHIBITED if case.language == "en"] + OTHERS, ids=str)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BuiltSite]:
    all_sites = (built_exhibition(tmp_path_factory), *built_golden_sites(tmp_path_factory))
    return {site.name: site for site in all_sites}


@dataclass(frozen=True)
class Hosts:
    """Where the sites are hosted: at the root that their base address names, and under a path that nobody foresaw."""

    sites: dict[str, BuiltSite]
    roots: dict[str, str]
    unders: dict[str, str]

    def page(self, case: Case) -> BuiltPage:
        pages = self.sites[case.site].pages
        found = [page for page in pages if (page.kind, page.lang) == (case.kind, case.language)]
        assert found, f"no such page: {case}"
        return max(found, key=lambda page: (len(page.html), page.address))

    def url(self, case: Case, *, under: bool = False) -> str:
        """Pages for what is missing know only the root, as their base address says."""
        page = self.page(case)
        places = self.unders if under and not page.is_not_found else self.roots
        return places[case.site] + page.address


@pytest.fixture(scope="module")
def hosts(sites: dict[str, BuiltSite]) -> Iterator[Hosts]:
    with ExitStack() as stack:
        yield Hosts(
            sites=sites,
            roots={
                name: stack.enter_context(hosted(site.folder, urlsplit(site.base or "/").path))
                for name, site in sites.items()
            },
            unders={name: stack.enter_context(hosted(site.folder, UNDER)) for name, site in sites.items()},
        )


SHOW_ALL = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
    scrollTo(0, y);
    await new Promise(requestAnimationFrame);
  }
  await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
  await document.fonts.ready;
  return [...document.images].filter(image => !image.naturalWidth).map(image => image.outerHTML);
}"""
KEPT = """async () => ({
  cookies: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


@every_case
def test_a_visit_is_quiet_and_leaves_nothing(case: Case, browser: Browser, hosts: Hosts) -> None:
    """Every picture comes; no message, no failed request, none to others, none that the policy refuses; no trace.

    Swedish pages on a phone, at their base address; the others on a desk, under a path that nobody foresaw.
    """
    on_phone = case.language == "sv"
    with visit(browser, hosts.url(case, under=not on_phone), PHONE if on_phone else DESK) as page:
        assert page.evaluate(SHOW_ALL) == []
        kept = page.evaluate(KEPT)
        assert not any(kept.values()), kept
        assert page.context.cookies() == []
        assert page.evaluate("[...document.fonts].some(face => face.status === 'loaded')")


# Room

SPACED = """() => document.styleSheets[0].insertRule(`@layer spaced { * {
  line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
} }`, document.styleSheets[0].cssRules.length)"""
"""The text spacing of WCAG 1.4.12; an important rule in a layer outweighs every other."""
NORMAL = "document.styleSheets[0].deleteRule(document.styleSheets[0].cssRules.length - 1)"


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


@every_case
def test_nobody_has_to_scroll_sideways(case: Case, browser: Browser, hosts: Hosts) -> None:
    """At 320 px, on a phone and on a desk; with wider text too, and with text of twice the size."""
    with visit(browser, hosts.url(case), NARROW) as page:
        for size in (NARROW, PHONE, DESK):
            resize(page, size)
            assert page.evaluate(TOO_WIDE) == [], size
            page.evaluate(SPACED)
            assert page.evaluate(TOO_WIDE) == [], f"{size} with text spacing"
            page.evaluate(NORMAL)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(TOO_WIDE) == [], "with text of twice the size"


# Without script


def letters(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


@every_case
def test_everything_can_be_read_without_script(case: Case, browser: Browser, hosts: Hosts) -> None:
    """Every word of the page is shown on a desk; on a phone all but ornament and some ways to other parts."""
    page_as_built = copy(hosts.page(case).soup)
    for tag in page_as_built.select("button, script, [hidden], .on-walk"):  # what waits for a script or an address
        tag.decompose()
    with visit(browser, hosts.url(case), DESK, java_script_enabled=False) as page:
        assert letters(page.locator("body").inner_text()) == letters(page_as_built.select("body")[0].text)
        resize(page, PHONE)
        closed = ".breadcrumbs, .contents:not([data-of]), .weave thead, [aria-hidden=true]"
        closed += ", .map-names > svg > :not(:first-child)"  # lesser places; the list below the map has them
        page.evaluate("selector => document.querySelectorAll(selector).forEach(tag => tag.remove())", closed)
        for tag in page_as_built.select(closed):
            tag.decompose()
        assert letters(page.locator("main").inner_text()) == letters(page_as_built.select("main")[0].text)
        assert letters(page_as_built.select("main")[0].text)


# Languages


@pytest.mark.parametrize("case", [case for case in EXHIBITED if case.language == "sv"], ids=str)
def test_the_language_switch_leads_to_the_same_panel_and_back(case: Case, browser: Browser, hosts: Hosts) -> None:
    """The page that names this one as its translation; every second kind of page on a phone."""
    built = hosts.page(case)
    size = PHONE if KINDS.index(case.kind) % 2 else DESK
    with visit(browser, hosts.url(case, under=True), size, java_script_enabled=False) as page:
        start = page.url
        page.locator(".languages a[hreflang=en]").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator("body")).to_have_attribute("data-kind", "home" if built.is_not_found else case.kind)
        if built.is_not_found:
            return
        canonical = page.locator("link[rel=canonical]").get_attribute("href")
        assert canonical == built.alternates["en"]
        page.locator(".languages a[hreflang=sv]").click()
        expect(page.locator("html")).to_have_attribute("lang", "sv")
        assert page.url == start


def test_the_chooser_leads_into_every_language(browser: Browser, hosts: Hosts) -> None:
    """Without script, from under any path."""
    start = hosts.url(Case("exhibition", "chooser", "sv"), under=True)
    for language in ("sv", "en"):
        with visit(browser, start, PHONE, java_script_enabled=False) as page:
            page.locator(f"main a[hreflang={language}]").click()
            expect(page.locator("html")).to_have_attribute("lang", language)
            assert page.url == f"{start}{language}/"


# Keyboard

WALKS = {
    "sv-phone": (PHONE, [case for case in (*EXHIBITED, *OTHERS) if (case.site, case.language) == ("exhibition", "sv")]),
    "en-desk": (DESK, [case for case in EXHIBITED if case.language == "en"]),
    "ar-desk": (DESK, [case for case in OTHERS if case.site == "fallback-chain"]),
    "appeal-phone": (PHONE, [case for case in OTHERS if case.site == "report-and-appeal"]),
}


@pytest.mark.parametrize("walk", WALKS)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(walk: str, browser: Browser, hosts: Hosts) -> None:
    """On each page of a site in a language: every link once, in view, not covered, marked; and out at the end."""
    size, cases = WALKS[walk]
    first, *others = map(hosts.url, cases)
    with visit(browser, first, size) as page:
        walk_through(page)
        for url in others:
            page.goto(url)
            walk_through(page)


def test_every_kind_of_page_is_walked_over() -> None:
    """Once in either language."""
    walked = [(case.site, case.kind, case.language) for _, cases in WALKS.values() for case in cases]
    assert sorted(walked) == sorted((case.site, case.kind, case.language) for case in (*EXHIBITED, *OTHERS))


@one_per_kind
def test_the_skip_link_leads_past_the_masthead(case: Case, browser: Browser, hosts: Hosts) -> None:
    """The first thing that the keyboard meets, seen as soon as it is met; what follows is in the content."""
    with visit(browser, hosts.url(case), PHONE, java_script_enabled=False) as page:
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        expect(skip).to_have_attribute("href", "#main")
        expect(skip).to_be_in_viewport(ratio=1)
        page.keyboard.press("Enter")
        expect(page.locator("main:target")).to_have_count(1)
        if page.locator("main a[href]").count():
            page.keyboard.press("Tab")
            expect(page.locator("main a:focus")).to_have_count(1)


@pytest.mark.parametrize("case", [EXHIBITED[0], Case("fallback-chain", "home", "ar")], ids=str)
def test_the_menu_opens_and_closes_by_keyboard_without_script(case: Case, browser: Browser, hosts: Hosts) -> None:
    """Its links come next, Escape and its button close it, and the keyboard is back where it was."""
    with visit(browser, hosts.url(case), PHONE, java_script_enabled=False) as page:
        menu, button = page.locator(".menu"), page.locator(".masthead > .menu-button")
        expect(menu).to_be_hidden()
        button.focus()
        page.keyboard.press("Enter")
        expect(menu).to_be_visible()
        for _ in range(menu.locator("a, button").count()):
            page.keyboard.press("Tab")
            expect(menu.locator(":focus")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(menu).to_be_hidden()
        expect(button).to_be_focused()

        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        expect(menu.locator("button:focus")).to_have_count(1)
        page.keyboard.press("Enter")
        expect(menu).to_be_hidden()

        button.click()
        menu.locator("a").last.click()
        expect(menu).to_be_hidden()
        expect(page.locator(".menu [aria-current=page]")).to_have_count(1)


def test_the_menu_is_simply_there_on_a_desk(browser: Browser, hosts: Hosts) -> None:
    """No button, no opening."""
    with visit(browser, hosts.url(EXHIBITED[0]), DESK, java_script_enabled=False) as page:
        expect(page.locator(".menu")).to_be_visible()
        expect(page.locator(".menu-button:visible")).to_have_count(0)


# Everybody


@every_case
def test_axe_finds_nothing(case: Case, browser: Browser, hosts: Hosts) -> None:
    """WCAG 2.0-2.2 A and AA and good practice: small and large, light and dark, the menu open too.

    What one language shows small in the dark, the other one shows large in the dark.
    """
    crossed = case.language == "sv" and case not in OTHERS
    with visit(browser, hosts.url(case), bypass_csp=True, reduced_motion="reduce") as page:
        assert page.evaluate("document.getAnimations().length") == 0  # nothing moves for those who asked for rest
        with_axe(page)
        for size in (PHONE, DESK):
            resize(page, size)
            page.emulate_media(color_scheme="dark" if crossed == (size == PHONE) else "light")
            assert findings(page) == [], size
        if case.kind == "home":
            resize(page, PHONE)
            page.locator(".masthead > .menu-button").click()
            assert findings(page) == [], "the menu"


# Whoever gets lost, and those who watch


def test_an_unknown_address_is_answered_at_any_depth(browser: Browser, hosts: Hosts) -> None:
    """With the page for it, whole, on the host that the base address names; and it leads home."""
    place = hosts.roots["two-languages"]
    assert urlsplit(place).path == "/utstallning/"
    context = browser.new_context()
    wrong = watch(context, place)
    page = context.new_page()
    for address in (f"{place}nowhere", f"{place}sv/teman/nowhere/at/all/"):
        wrong.clear()
        reply = page.goto(address)
        assert reply is not None
        assert reply.status == 404
        assert wrong == [
            f"404: {address}",
            "console: Failed to load resource: the server responded with a status of 404 (Not Found)",
        ]
        expect(page.locator("body")).to_have_attribute("data-kind", "not-found")
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("alegreya")
        page.locator("main a.way").first.click()
        assert page.url == f"{place}sv/"
    context.close()


BAD = """<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'"><title>Fel</title>
<link rel="icon" href="data:,"></head><body><h1>Fel</h1><p style="color: red">Röd</p>
<img src="missing.png" alt="" width="900" height="9"><img src="http://other.example/far.png" alt=""><button></button>
<a href="#a">Länk</a></body></html>"""


def test_what_goes_wrong_is_noticed(browser: Browser, tmp_path: Path) -> None:
    """On a page with one of each, so that silence elsewhere means something."""
    for name in ("index.html", "404.html"):
        (tmp_path / name).write_text(BAD, encoding="utf-8")
    with hosted(tmp_path) as place:
        context = browser.new_context(viewport={"width": 320, "height": 640})
        wrong = watch(context, place)
        page = context.new_page()
        page.goto(place)
        page.wait_for_load_state("networkidle")
        told = "\n".join(wrong)
        assert "console: Applying inline style" in told
        assert f"404: {place}missing.png" in told
        assert "http://other.example/far.png" in told
        assert len(page.evaluate(TOO_WIDE)) > 1
        assert len(page.evaluate(SHOW_ALL)) == 2
        page.evaluate("document.querySelector('a').style.outline = '0'")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED)["hasMark"] is False
        context.close()
        other = browser.new_page(bypass_csp=True)
        other.goto(place)
        with_axe(other)
        assert any(line.startswith("button-name: ") for line in findings(other))
        other.close()
