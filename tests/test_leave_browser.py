"""Leaving a page at once, as a browser does it: by click, by keyboard, without script; and what is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect
from tests.exhibition import built_golden_sites
from tests.static_host import hosted

pytestmark = pytest.mark.browser

FIRST = "sv/organisationer/alvvakten/"
ASKING = "sv/teman/water/"
OUTSIDE = "https://weather.example/vader"
SIZES = {"phone": (320, 640), "desk": (1280, 800)}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = next(site for site in built_golden_sites(tmp_path_factory) if site.name == "two-languages")
    with hosted(site.folder) as address:
        yield address


@contextmanager
def reading(
    browser: Browser, place: str, asked: list[Request], *, size: str = "desk", has_script: bool = True
) -> Iterator[Page]:
    """Somebody who came to the asking page from another one; the weather is served here."""

    def answer(route: Route) -> None:
        asked.append(route.request)
        route.fulfill(body="<title>Sol</title>Sol", content_type="text/html")

    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=has_script)
    context.route("https://weather.example/**", answer)
    page = context.new_page()
    page.goto(place + FIRST)
    page.goto(place + ASKING)
    yield page
    context.close()


def press_escape(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Escape")


@pytest.mark.parametrize("way", ["click", "enter", "escape"])
def test_whoever_leaves_does_not_come_back_by_back(way: str, browser: Browser, place: str) -> None:
    """The page is replaced in the history; no address of it is sent along, nothing is stored."""
    asked: list[Request] = []
    with reading(browser, place, asked) as page:
        before = page.evaluate("history.length")
        if way == "click":
            page.locator("[data-leave]").click()
        elif way == "enter":
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
        else:
            press_escape(page, 3)
        page.wait_for_url(OUTSIDE)
        assert "referer" not in asked[0].all_headers()
        assert page.evaluate("[document.referrer, history.length]") == ["", before]
        page.go_back()
        assert page.url == place + FIRST
        assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]


def test_the_page_is_blank_before_the_other_one_comes(browser: Browser, place: str) -> None:
    """A slow network must not leave it standing, nor its name in the tab."""
    with reading(browser, place, []) as page:
        page.context.route("https://weather.example/**", lambda route: route.abort("aborted"))  # it never comes
        with page.expect_event("requestfailed"):
            page.locator("[data-leave]").click()
        assert page.url == place + ASKING
        expect(page.locator("body > *")).to_have_count(0)
        assert page.title() == "weather.example"


def test_without_script_it_is_a_link(browser: Browser, place: str) -> None:
    """Which sends no address either; what only a script can do is not promised."""
    asked: list[Request] = []
    with reading(browser, place, asked, has_script=False) as page:
        expect(page.locator("[data-notice=leave]")).to_be_visible()
        expect(page.locator("[data-leave-keys]")).to_be_hidden()
        page.locator("[data-leave]").click()
        page.wait_for_url(OUTSIDE)
        assert "referer" not in asked[0].all_headers()


def test_escape_must_be_meant(browser: Browser, place: str) -> None:
    """Not twice, not with another key between, not slowly."""
    asked: list[Request] = []
    with reading(browser, place, asked) as page:
        expect(page.locator("[data-leave-keys]")).to_be_visible()
        press_escape(page, 2)
        page.keyboard.press("a")
        press_escape(page, 2)
        page.wait_for_timeout(2100)
        press_escape(page, 2)
        assert page.url == place + ASKING
        assert asked == []


FREE = """() => {
  const focused = document.activeElement, button = document.querySelector('.leave');
  const box = button.getBoundingClientRect();
  const overlaps = part =>
    part.left < box.right && part.right > box.left && part.top < box.bottom && part.bottom > box.top;
  return focused === button || focused.classList.contains('door') || ![...focused.getClientRects()].some(overlaps);
}"""
"""A door is as wide as the window, and higher than the button; it is never hidden by it."""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("backwards", [False, True])
def test_the_button_covers_nothing_that_has_the_focus(size: str, backwards: bool, browser: Browser, place: str) -> None:
    """In both directions through the page; and it is never out of view itself."""
    with reading(browser, place, [], size=size) as page:
        count = page.locator("a[href]:visible, button:visible").count()
        assert count > 10
        for number in range(count):
            page.keyboard.press("Shift+Tab" if backwards else "Tab")
            assert page.evaluate(FREE), (number, page.evaluate("document.activeElement.outerHTML"))
            expect(page.locator(".leave")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", SIZES)
def test_the_end_of_the_page_can_be_read(size: str, browser: Browser, place: str) -> None:
    """The last words stand above the button when one has come to the end."""
    with reading(browser, place, [], size=size) as page:
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        last, button = page.locator(".footer p").last.bounding_box(), page.locator(".leave").bounding_box()
        assert last and button
        assert last["y"] + last["height"] <= button["y"]


def test_paper_has_no_button(browser: Browser, place: str) -> None:
    """Nor words about one."""
    with reading(browser, place, []) as page:
        page.emulate_media(media="print")
        expect(page.locator(".leave, [data-notice=leave]")).to_have_count(2)
        expect(page.locator(".leave:visible, [data-notice=leave]:visible")).to_have_count(0)
