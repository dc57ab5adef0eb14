"""A walk in a browser: its links carry it from room to room, without script and without a trace."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.exhibition import built_golden_sites
from tests.static_host import hosted

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = next(site for site in built_golden_sites(tmp_path_factory) if site.name == "two-languages")
    with hosted(site.folder) as address:
        yield address


@pytest.mark.parametrize("has_script", [True, False])
def test_whoever_chose_a_walk_is_told_of_it_in_every_room(has_script: bool, browser: Browser, place: str) -> None:
    """From the entrance through all its rooms; the page stays at its beginning."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=has_script)
    page = context.new_page()
    page.goto(f"{place}sv/")
    page.locator(".walk-title a", has_text="Det korta").click()
    walk = page.locator(".on-walk")
    expect(walk).to_be_visible()
    expect(walk).to_contain_text("1 av 2")
    assert page.evaluate("scrollY") < 60
    walk.get_by_role("link", name="Vatten").click()
    expect(walk).to_contain_text("2 av 2")
    expect(page.locator("h1")).to_have_text("Vatten")
    walk.get_by_role("link", name="Det korta").click()
    assert page.url == f"{place}sv/tours/#walk-short"
    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
    context.close()


def test_nobody_else_sees_it(browser: Browser, place: str) -> None:
    """Not on the way along the route, nor on paper; below stand all walks that pass."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{place}sv/organisationer/alvvakten/")
    expect(page.locator(".on-walk")).to_be_hidden()
    expect(page.locator(".passing")).to_be_visible()
    page.goto(f"{place}sv/organisationer/alvvakten/#walk-short")
    expect(page.locator(".on-walk")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".on-walk")).to_be_hidden()
    expect(page.locator(".passing")).to_be_hidden()
    page.close()
