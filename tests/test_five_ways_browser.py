"""A visitor who knows nothing finds what an organisation does: by map, by theme, in time, by search, along the walk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.chrome import running_chrome
from tests.exhibition import BuiltSite, built_exhibition
from tests.static_host import hosted
from tests.visiting import DESK, PHONE, visit

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Words:
    """What stands on the pages of a language."""

    home: str
    panel: str
    menu: str
    begin: str
    country: str
    theme: str
    timeline: str
    founding: str
    search: str
    question: str
    onward: str
    does: str
    """A sentence of the panel that says what the organisation does."""


SPOKEN = {
    "sv": Words(
        home="sv/",
        panel="sv/organisationer/shyrak/",
        menu="Meny",
        begin="Börja vandringen",
        country="Kazakstan",
        theme="Rättigheter för personer med funktionsnedsättning",
        timeline="Tidslinje",
        founding="Shyrak grundas.",
        search="Sök",
        question="rullstol",
        onward="Nästa rum",
        does="Shyrak ordnar flashmobbar i köpcentrum",
    ),
    "en": Words(
        home="en/",
        panel="en/organisations/shyrak/",
        menu="Menu",
        begin="Begin the walk",
        country="Kazakhstan",
        theme="Disability rights",
        timeline="Timeline",
        founding="Shyrak is founded.",
        search="Search",
        question="wheelchair",
        onward="Next room",
        does="Shyrak arranges flash mobs in shopping centres",
    ),
}
Follow = Callable[[Page, Locator], None]


def press(page: Page, link: Locator) -> None:
    """With a finger or a mouse; only what is seen and not covered can be pressed."""
    expect(link).to_be_visible()
    link.click()


def type_on(page: Page, link: Locator) -> None:
    """By keyboard: from wherever the focus is to the link, and Enter."""
    expect(link).to_be_visible()
    element = link.element_handle()
    for _ in range(200):
        if element.evaluate("link => link === document.activeElement"):
            expect(link).to_be_in_viewport()
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not come to {link}")


def by_map(page: Page, words: Words, follow: Follow) -> None:
    """A country on the map; its organisations; the one with a name that says nothing yet."""
    follow(page, page.locator(".map").get_by_role("link", name=words.country, exact=True))
    expect(page.locator("h1")).to_have_text(words.country)
    follow(page, page.locator("main").get_by_role("link", name="Shyrak").first)


def by_theme(page: Page, words: Words, follow: Follow) -> None:
    follow(page, page.locator("main").get_by_role("link", name=words.theme).first)
    expect(page.locator("h1")).to_have_text(words.theme)
    follow(page, page.locator("main").get_by_role("link", name="Shyrak").first)


def by_time(page: Page, words: Words, follow: Follow) -> None:
    """An event names those whom it is about."""
    menu = page.get_by_role("button", name=words.menu)
    if menu.is_visible():
        follow(page, menu)
    follow(page, page.locator(".menu").get_by_role("link", name=words.timeline))
    expect(page.locator("h1")).to_have_text(words.timeline)
    event = page.get_by_role("listitem").filter(has=page.get_by_text(words.founding, exact=True)).last
    follow(page, event.get_by_role("link", name="Shyrak"))


def by_search(page: Page, words: Words, follow: Follow) -> None:
    """With a word for what one wants to know, not with a name."""
    follow(page, page.locator(".masthead").get_by_role("link", name=words.search))
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type(words.question)
    follow(page, page.locator(".hit").get_by_role("link", name="Shyrak", exact=True))


def by_walk(page: Page, words: Words, follow: Follow) -> None:
    """From room to room, at most once around."""
    follow(page, page.get_by_role("link", name=words.begin))
    for _ in range(30):
        if page.locator("h1").inner_text() == "Shyrak":
            return
        before = page.url
        follow(page, page.locator(".route").get_by_role("link", name=words.onward))
        expect(page).not_to_have_url(before)
    raise AssertionError("the walk passes by")


WAYS = (by_map, by_theme, by_time, by_search, by_walk)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_chrome() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return built_exhibition(tmp_path_factory)


@pytest.fixture(scope="module")
def host(site: BuiltSite) -> Iterator[str]:
    with hosted(site.folder, "/sub/path/") as url:
        yield url


def arrived(page: Page, host: str, words: Words) -> None:
    """At the panel, where it stands what the organisation does."""
    expect(page.locator("h1")).to_have_text("Shyrak")
    assert page.url.partition("#")[0] == host + words.panel
    told = page.get_by_text(words.does)
    told.scroll_into_view_if_needed()
    expect(told).to_be_in_viewport()


@pytest.mark.parametrize(("language", "size"), [("sv", PHONE), ("en", DESK)], ids=["sv-phone", "en-desk"])
@pytest.mark.parametrize("way", WAYS)
def test_a_way_to_what_shyrak_does(
    way: Callable[[Page, Words, Follow], None], language: str, size: tuple[int, int], browser: Browser, host: str
) -> None:
    """From the entrance, by nothing but links that are seen."""
    words = SPOKEN[language]
    with visit(browser, host + words.home, size) as page:
        way(page, words, press)
        arrived(page, host, words)


@pytest.mark.parametrize(("way", "language"), [(by_map, "en"), (by_theme, "sv"), (by_search, "en")])
def test_a_way_by_keyboard(
    way: Callable[[Page, Words, Follow], None], language: str, browser: Browser, host: str
) -> None:
    """The same, with Tab and Enter alone."""
    words = SPOKEN[language]
    with visit(browser, host + words.home, DESK) as page:
        way(page, words, type_on)
        arrived(page, host, words)
