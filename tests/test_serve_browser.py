"""The preview as somebody at work sees it: in a browser, under the pages' own strict policy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.preview import PAGES, Preview, preview_of
from tests.small_sites import publish

from cagsite.preview.board import State
from cagsite.preview.findings import Finding
from cagsite.problems import Severity

pytestmark = pytest.mark.browser

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'"
ERROR = Finding(
    severity=Severity.ERROR,
    label="Error",
    message="unknown field '<b>fonded</b>'",
    hint="did you mean 'founded'?",
    place="content/organisations/adil-soz/panel.yaml:7:1",
    code="unknown-field",
)
NOTICE = replace(ERROR, severity=Severity.NOTICE, label="Notice", message="the photo 'office' is still awaited")


def page_of(text: str, sheet: str = "1") -> bytes:
    """A long page with the policy of every page of a site."""
    return (
        f'<!doctype html>\n<html lang="sv">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n<title>{text}</title>\n'
        f'<link rel="icon" href="../assets/photo.1.avif">\n<link rel="stylesheet" href="../assets/site.{sheet}.css">\n'
        "</head>\n"
        f"<body><h1>{text}</h1>{'<p>rad</p>' * 400}</body>\n</html>\n"
    ).encode()


def show(preview: Preview, *, text: str = "Sidan", sheet: str = "1", color: str = "black") -> None:
    """A good build."""
    style = f"h1 {{ color: {color} }}".encode()
    pages = {**PAGES, "sv/index.html": page_of(text, sheet), f"assets/site.{sheet}.css": style}
    publish(preview.output, pages, durable=False)
    preview.site.refresh()
    preview.board.post(State())


@contextmanager
def opened(browser: Browser, preview: Preview) -> Iterator[Page]:
    """The Swedish page, whose script must not complain nor be complained of."""
    page = browser.new_page(viewport={"width": 1000, "height": 700})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"http://127.0.0.1:{preview.port}/sv/")
    yield page
    page.close()
    assert complaints == []


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    with preview_of(tmp_path / "public") as running:
        show(running)
        yield running


def test_a_changed_page_comes_by_itself_and_keeps_its_place(browser: Browser, preview: Preview) -> None:
    """Whoever reads far down goes on reading there."""
    with opened(browser, preview) as page:
        page.evaluate("scrollTo(0, 2500)")
        show(preview, text="Ändrad")

        expect(page.get_by_role("heading", level=1)).to_have_text("Ändrad")
        page.wait_for_load_state()
        assert page.evaluate("scrollY") == 2500


def test_an_edit_elsewhere_leaves_the_page_alone(browser: Browser, preview: Preview) -> None:
    """What is being looked at does not flicker for another page's sake."""
    with opened(browser, preview) as page:
        page.evaluate("window.isTheSame = true")
        publish(preview.output, {**PAGES, "sv/index.html": page_of("Sidan"), "en/index.html": b"new"}, durable=False)
        preview.site.refresh()
        preview.board.post(State(findings=(NOTICE,)))

        expect(page.locator("cagsite-preview button.corner")).to_have_text("Warnings: 0, notices: 1")
        assert page.evaluate("window.isTheSame") is True


def test_another_sheet_is_put_on_without_loading_the_page(browser: Browser, preview: Preview) -> None:
    """So a designer sees the change where they look, menus and all."""
    with opened(browser, preview) as page:
        page.evaluate("window.isTheSame = true")
        for sheet, color in (("2", "rgb(255, 0, 0)"), ("3", "rgb(0, 0, 255)")):
            show(preview, sheet=sheet, color=color)
            expect(page.get_by_role("heading", level=1)).to_have_css("color", color)

        expect(page.locator("link[rel=stylesheet]")).to_have_count(1)
        assert page.evaluate("window.isTheSame") is True


def test_a_mistake_lies_over_the_page_until_it_is_mended(browser: Browser, preview: Preview) -> None:
    """As text, with its place and its remedy; the page below stays."""
    with opened(browser, preview) as page:
        dialog = page.get_by_role("dialog", name="The last change cannot be shown yet")
        preview.board.post(State(is_failed=True, findings=(ERROR,)))

        expect(dialog).to_be_visible()
        expect(dialog.get_by_role("heading")).to_be_focused()
        expect(dialog.get_by_role("listitem")).to_have_count(1)
        expect(dialog.get_by_role("listitem")).to_contain_text("content/organisations/adil-soz/panel.yaml:7:1")
        expect(dialog.get_by_role("listitem")).to_contain_text("Error: unknown field '<b>fonded</b>'")
        expect(dialog.get_by_role("listitem")).to_contain_text("did you mean 'founded'?")
        assert "fonded" not in page.locator("body > *:not(cagsite-preview)").first.inner_html()

        preview.board.post(State())
        expect(dialog).to_be_hidden()
        expect(page.locator("cagsite-preview")).to_be_hidden()


def test_what_was_read_is_not_shown_again(browser: Browser, preview: Preview) -> None:
    """Escape is enough; the corner opens it anew, and another mistake opens by itself."""
    with opened(browser, preview) as page:
        dialog = page.get_by_role("dialog")
        preview.board.post(State(is_failed=True, findings=(ERROR,)))
        expect(dialog).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()

        page.reload()
        corner = page.get_by_role("button", name="Problems: 1")
        expect(corner).to_be_visible()
        expect(dialog).to_be_hidden()
        corner.click()
        expect(dialog).to_be_visible()
        page.get_by_role("button", name="Close").click()
        expect(dialog).to_be_hidden()

        preview.board.post(State(is_failed=True, findings=(ERROR, replace(ERROR, message="another"))))
        expect(dialog).to_be_visible()


def test_warnings_and_notices_wait_in_the_corner(browser: Browser, preview: Preview) -> None:
    """They open when asked for, and follow what is mended."""
    with opened(browser, preview) as page:
        preview.board.post(State(findings=(replace(NOTICE, severity=Severity.WARNING, label="Warning"), NOTICE)))
        corner = page.get_by_role("button", name="Warnings: 1, notices: 1")
        expect(corner).to_be_visible()
        dialog = page.get_by_role("dialog", name="Warnings and notices")
        expect(dialog).to_be_hidden()

        corner.click()
        expect(dialog.get_by_role("listitem")).to_have_count(2)
        preview.board.post(State(findings=(NOTICE,)))
        expect(dialog.get_by_role("listitem")).to_have_count(1)
        page.get_by_role("button", name="Close").click()
        expect(dialog).to_be_hidden()


def test_the_first_good_build_replaces_the_page_that_waits_for_it(browser: Browser, tmp_path: Path) -> None:
    """From being made, over a mistake, to the exhibition, and nobody has to reload."""
    with preview_of(tmp_path / "public", pages=None) as preview:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{preview.port}/sv/")
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text("The exhibition is being made")

        preview.board.post(State(is_failed=True, findings=(ERROR,)))
        expect(heading).to_have_text("The exhibition cannot be shown yet")
        expect(page.get_by_role("listitem")).to_contain_text("did you mean 'founded'?")
        expect(page.get_by_role("dialog")).to_have_count(0)

        show(preview)
        expect(heading).to_have_text("Sidan")
        page.close()


def test_tabs_out_of_sight_hold_no_connection(browser: Browser, preview: Preview) -> None:
    """A browser opens six connections to a server; a seventh tab must not wait for ever."""
    context = browser.new_context()
    pages = [context.new_page() for _ in range(8)]
    for page in pages:
        page.goto(f"http://127.0.0.1:{preview.port}/sv/", timeout=20_000)
        page.evaluate("Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    show(preview, text="Ändrad")
    first = pages[0]
    expect(first.get_by_role("heading", level=1)).to_have_text("Sidan")
    first.evaluate("Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true })")
    first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(first.get_by_role("heading", level=1)).to_have_text("Ändrad")
    context.close()
