"""Words explained in place: opened, read, closed, by keyboard, mouse and touch; and links to the glossary without."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.exhibition import BuiltPage, BuiltSite
from tests.static_host import hosted
from tests.visiting import DESK, NARROW, PHONE, TOO_WIDE, findings, visit, with_axe

pytestmark = pytest.mark.browser

ADDRESS = "sv/lander/kazakstan/"


@pytest.fixture(scope="module")
def built(exhibition: BuiltSite) -> BuiltPage:
    return exhibition.page(ADDRESS)


@pytest.fixture(scope="module")
def url(exhibition: BuiltSite) -> Iterator[str]:
    with hosted(exhibition.folder) as place:
        yield place + ADDRESS


def explained(built: BuiltPage, href: str) -> tuple[str, str]:
    """The word and its meaning, as the list beside the text has them."""
    entry = built.one(f'[data-terms] > div:has(a[href="{href}"])')
    assert entry.dt
    assert entry.dd
    return entry.dt.get_text(strip=True), entry.dd.get_text(strip=True)


def test_the_keyboard_opens_reads_and_comes_back(url: str, built: BuiltPage, browser: Browser) -> None:
    """Each word has its own explanation; Escape leads back to it, and the way to the glossary is inside."""
    with visit(browser, url, DESK) as page:
        note = page.get_by_role("dialog")
        words = page.locator("a.term")
        assert words.count() > 2
        for index in range(3):
            word = words.nth(index)
            href = str(word.get_attribute("href"))
            word.focus()
            page.keyboard.press("Enter")
            expect(note).to_be_focused()
            expect(note).to_have_accessible_name(explained(built, href)[0])
            expect(note).to_contain_text(explained(built, href)[1])
            expect(word).to_have_attribute("aria-expanded", "true")
            page.keyboard.press("Tab")
            more = page.get_by_role("link", name="Till ordlistan")
            expect(more).to_be_focused()
            page.keyboard.press("Escape")
            expect(note).to_be_hidden()
            expect(word).to_be_focused()
            expect(word).to_have_attribute("aria-expanded", "false")
        assert page.url == url

        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(note).to_be_hidden()
        expect(words.nth(2)).to_be_focused()

        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(f"#{href.partition('#')[2]}")).to_be_in_viewport()


def test_nothing_is_fetched(url: str, browser: Browser) -> None:
    """What is shown has been on the page all the time."""
    with visit(browser, url, DESK) as page:
        page.wait_for_load_state("networkidle")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.locator("a.term").first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert asked == []


def test_a_second_press_or_one_elsewhere_closes(url: str, browser: Browser) -> None:
    """As anything that opens by a press; with a key held, the link is a link."""
    with visit(browser, url, DESK) as page:
        note, word = page.get_by_role("dialog"), page.locator("a.term").first
        word.click()
        expect(note).to_be_visible()
        word.click()
        expect(note).to_be_hidden()
        word.click()
        expect(note).to_be_visible()
        page.locator("h1").click()
        expect(note).to_be_hidden()
        with page.context.expect_page() as opened:
            word.click(modifiers=["ControlOrMeta"])
        opened.value.wait_for_load_state()
        assert "/sv/ordlista/#" in opened.value.url
        expect(note).to_be_hidden()


def is_near(page: Page, word: int) -> bool:
    """Whether the note touches its word, above or below, and covers none of it."""
    note = page.get_by_role("dialog").bounding_box()
    box = page.locator("a.term").nth(word).bounding_box()
    assert note
    assert box
    below = note["y"] - (box["y"] + box["height"])
    above = box["y"] - (note["y"] + note["height"])
    return -1 < max(below, above) < 24


def test_it_stands_by_its_word_and_within_the_window(url: str, browser: Browser) -> None:
    """On a desk, wherever the word is in the window; also when the window changes."""
    with visit(browser, url, DESK) as page:
        for block in ("start", "center", "end"):
            for index in range(4):
                word = page.locator("a.term").nth(index)
                word.evaluate("(word, block) => word.scrollIntoView({ block })", block)
                word.press("Enter")
                expect(page.get_by_role("dialog")).to_be_in_viewport(ratio=0.99)
                assert is_near(page, index), (block, index)
                page.keyboard.press("Escape")
        page.locator("a.term").first.press("Enter")
        page.set_viewport_size({"width": 900, "height": 800})
        expect(page.get_by_role("dialog")).to_be_visible()
        assert page.evaluate(TOO_WIDE) == []
        assert is_near(page, 0)


def test_a_finger_opens_it_at_the_foot_of_the_window(url: str, built: BuiltPage, browser: Browser) -> None:
    """With a button to close that is large enough."""
    with visit(browser, url, NARROW, has_touch=True) as page:
        word = page.locator("a.term").first
        word.scroll_into_view_if_needed()
        word.tap()
        note = page.get_by_role("dialog")
        expect(note).to_contain_text(explained(built, str(word.get_attribute("href")))[1])
        box, close = note.bounding_box(), note.get_by_role("button", name="Stäng")
        assert box
        assert (box["x"], box["width"], box["y"] + box["height"]) == (0, NARROW[0], NARROW[1])
        assert page.evaluate(TOO_WIDE) == []
        button = close.bounding_box()
        assert button
        assert min(button["width"], button["height"]) >= 24
        close.tap()
        expect(note).to_be_hidden()


def test_without_script_the_word_is_a_link(url: str, browser: Browser) -> None:
    """To its entry."""
    with visit(browser, url, PHONE, java_script_enabled=False) as page:
        word = page.locator("a.term").first
        href = str(word.get_attribute("href"))
        word.click()
        assert page.url.endswith(f"/sv/ordlista/{href[href.index('#') :]}")
        expect(page.locator(href[href.index("#") :])).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_in_an_open_note(url: str, scheme: str, size: tuple[int, int], browser: Browser) -> None:
    """By day and by night."""
    with visit(browser, url, size, bypass_csp=True) as page:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        with_axe(page)
        page.locator("a.term").first.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        assert findings(page) == []


def test_the_glossary_keeps_its_letters_in_sight(url: str, browser: Browser) -> None:
    """On a desk; a letter leads to its words, which the row of letters does not cover."""
    with visit(browser, url.replace(ADDRESS, "sv/ordlista/"), DESK) as page:
        letter = page.locator(".letters a").nth(8)
        letter.click()
        heading = page.locator(str(letter.get_attribute("href")))
        expect(heading).to_be_in_viewport(ratio=0.99)
        row, first = page.locator(".letters").bounding_box(), heading.bounding_box()
        assert row
        assert first
        assert row["y"] == 0
        assert first["y"] >= row["height"]
