"""Recordings in a browser: nothing is fetched unasked, the keyboard plays them, captions come, paper has the words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.editing import picture
from tests.recorded import recorded
from tests.site_from import make_site
from tests.static_host import hosted
from tests.test_media import FACTS, VTT, WORDS
from tests.visiting import findings, with_axe

pytestmark = pytest.mark.browser

PAGE = "sv/teman/music/"
SIZES = {"phone": (320, 640), "desk": (1280, 800)}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = make_site(tmp_path_factory.mktemp("media"), {})
    site.write(
        {
            "themes/music/panel.yaml": FACTS,
            "themes/music/stage.png": picture(3),
            "themes/music/talk.mp3": recorded(".mp3", seconds=3.0),
            "themes/music/film.webm": recorded(".webm", seconds=3.0),
            **{f"themes/music/panel.{tag}.md": WORDS.format(tag=tag) for tag in ("sv", "en")},
            **{f"themes/music/film.{tag}.vtt": VTT.format(marker="x", words=f"Ord {tag}") for tag in ("sv", "en")},
        }
    )
    site.build()
    with hosted(site.project.output) as address:
        yield address


@contextmanager
def visiting(
    browser: Browser, place: str, size: str = "desk", *, bypass_csp: bool = False
) -> Iterator[tuple[Page, list[str]]]:
    """The page, and every address that is asked for."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, bypass_csp=bypass_csp)
    asked: list[str] = []
    said: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(place + PAGE)
    page.wait_for_load_state("networkidle")
    yield page, asked
    assert said == []
    context.close()


def test_nothing_is_fetched_before_it_is_asked_for(browser: Browser, place: str) -> None:
    """A visitor on a bad line loads the page, not the film."""
    with visiting(browser, place) as (page, asked):
        expect(page.locator("audio, video")).to_have_count(2)
        assert not [url for url in asked if url.endswith((".mp3", ".webm"))]


@pytest.mark.parametrize("player", ["audio", "video"])
def test_the_keyboard_plays_and_stops(player: str, browser: Browser, place: str) -> None:
    """With a mark that shows where one is; the policy lets the recording through."""
    with visiting(browser, place) as (page, asked):
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.localName") == player:
                break
        element = page.locator(player)
        expect(element).to_be_focused()
        assert element.evaluate("element => parseFloat(getComputedStyle(element).outlineWidth)") >= 2
        page.keyboard.press("Space")
        expect(element).to_have_js_property("paused", False)
        page.wait_for_function("name => document.querySelector(name).currentTime > 0.1", arg=player)
        page.keyboard.press("Space")
        expect(element).to_have_js_property("paused", True)
        assert [url for url in asked if url.endswith((".mp3", ".webm"))]


def test_a_film_speaks_in_captions_too(browser: Browser, place: str) -> None:
    """In the language of the page, unless somebody chooses another."""
    with visiting(browser, place) as (page, _):
        shown = "video => [...video.textTracks].map(track => [track.language, track.mode, track.cues?.length ?? 0])"
        page.locator("video").evaluate("video => video.play()")
        page.wait_for_timeout(500)
        assert page.locator("video").evaluate(shown) == [["sv", "showing", 1], ["en", "disabled", 0]]


def test_the_transcript_opens_by_keyboard(browser: Browser, place: str) -> None:
    """And holds what is said."""
    with visiting(browser, place) as (page, _):
        summary = page.locator("summary").last
        words = page.locator(".transcript p").last
        expect(words).to_be_hidden()
        summary.focus()
        page.keyboard.press("Enter")
        expect(words).to_be_visible()
        expect(words).to_have_text("(Skratt.)")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_too_wide(size: str, scheme: Any, browser: Browser, place: str) -> None:
    """With the transcripts open too."""
    with visiting(browser, place, size, bypass_csp=True) as (page, _):
        page.emulate_media(color_scheme=scheme)
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        with_axe(page)
        assert findings(page) == []


def test_paper_has_the_words_and_no_player(browser: Browser, place: str) -> None:
    """What cannot be heard from paper can be read on it."""
    with visiting(browser, place) as (page, _):
        page.emulate_media(media="print")
        expect(page.locator("audio, video, .recording-note").locator("visible=true")).to_have_count(0)
        for words in page.locator(".transcript p").all():
            expect(words).to_be_visible()
