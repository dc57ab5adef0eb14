"""The timeline in a browser: chosen by keyboard and by address, on a phone and a desk, and whole without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.exhibition import BuiltPage, BuiltSite
from tests.static_host import hosted
from tests.visiting import DESK, NARROW, PHONE, findings, visit, with_axe

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def built(exhibition: BuiltSite) -> BuiltPage:
    return exhibition.page("sv/tidslinje/")


@pytest.fixture(scope="module")
def url(exhibition: BuiltSite) -> Iterator[str]:
    with hosted(exhibition.folder) as place:
        yield f"{place}sv/tidslinje/"


def events(built: BuiltPage, country: str = "", theme: str = "") -> list[str]:
    """Ids of the events about a country and a theme, from the page as it was built."""
    return [
        str(tag["id"])
        for tag in built.all(".event")
        if (not country or country in str(tag.get("data-countries", tag["data-pair"])).split())
        and (not theme or theme in str(tag.get("data-themes", "")).split())
    ]


def shown(page: Page) -> list[str]:
    """Ids of the events that can be seen."""
    found: list[str] = page.eval_on_selector_all(
        ".event", "events => events.filter(event => event.checkVisibility()).map(event => event.id)"
    )
    return found


def choice(page: Page, id: str) -> Locator:
    return page.locator(f'[data-filter] button[value="{id}"]')


def test_filters_are_chosen_by_keyboard_and_told(url: str, built: BuiltPage, browser: Browser) -> None:
    """The list, the knots, the counts and the address follow; headings of nothing go; all come back."""
    with visit(browser, url, DESK) as page:
        status = page.get_by_role("status")
        expect(status).to_have_text("")
        choice(page, "kyrgyzstan").focus()
        page.keyboard.press("Enter")
        wanted = events(built, "kyrgyzstan")
        assert shown(page) == wanted
        assert 0 < len(wanted) < len(events(built))
        expect(status).to_have_text(f"{len(wanted)} av {len(events(built))} händelser: Kirgizistan")
        expect(choice(page, "kyrgyzstan")).to_be_focused()
        assert page.url == f"{url}#country-kyrgyzstan"

        choice(page, "civic-space").focus()
        page.keyboard.press("Space")
        wanted = events(built, "kyrgyzstan", "civic-space")
        assert shown(page) == wanted
        assert page.locator(".cord use:not([data-off])").count() == len(wanted)
        counts = [int(text) for text in page.locator("[data-count]").all_inner_texts()]
        assert sum(counts) == len(wanted)
        headings = page.locator(".era h2")
        assert [headings.nth(n).is_visible() for n in range(len(counts))] == [count > 0 for count in counts]
        assert page.locator(".year h3:visible").count() < page.locator(".year h3").count()

        for name, pressed in (("kyrgyzstan", "false"), ("civic-space", "false")):
            choice(page, name).press("Enter")
            expect(choice(page, name)).to_have_attribute("aria-pressed", pressed)
        assert shown(page) == events(built)
        assert page.url == url
        expect(status).to_have_text("")


def test_two_countries_are_more_than_one_and_all_are_all(url: str, built: BuiltPage, browser: Browser) -> None:
    """One of the chosen is enough within a group."""
    with visit(browser, url, DESK) as page:
        choice(page, "turkmenistan").click()
        choice(page, "kyrgyzstan").click()
        both = {*events(built, "turkmenistan"), *events(built, "kyrgyzstan")}
        assert set(shown(page)) == both
        page.get_by_role("button", name="Alla länder").click()
        assert shown(page) == events(built)


def test_a_choice_can_be_sent_to_somebody(url: str, built: BuiltPage, browser: Browser) -> None:
    """The address alone makes it, in the other language too; a choice that does not exist is none."""
    with visit(browser, f"{url}#country-kazakhstan+theme-environment", DESK) as page:
        wanted = events(built, "kazakhstan", "environment")
        assert shown(page) == wanted
        assert 0 < len(wanted) < 10
        choice(page, "environment").click()
        page.locator(".languages a[hreflang=en]").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert page.url.endswith("/en/timeline/#country-kazakhstan")
        expect(page.get_by_role("button", name="Kazakhstan")).to_have_attribute("aria-pressed", "true")
    with visit(browser, f"{url}#country-atlantis", DESK) as page:
        assert shown(page) == events(built)


def test_whoever_is_led_to_an_event_finds_it(url: str, built: BuiltPage, browser: Browser) -> None:
    """At once, and where what was chosen before has hidden it."""
    hidden = next(id for id in events(built) if id not in events(built, "turkmenistan"))
    with visit(browser, f"{url}#{hidden}", DESK) as page:
        expect(page.locator(f"#{hidden}")).to_be_in_viewport()
        page.evaluate("location.hash = 'country-turkmenistan'")
        expect(page.locator(f"#{hidden}")).to_be_hidden()
        page.evaluate("id => { location.hash = id }", hidden)
        expect(page.locator(f"#{hidden}")).to_be_in_viewport()
        assert shown(page) == events(built)


def test_a_phone_opens_the_long_list_of_themes(url: str, built: BuiltPage, browser: Browser) -> None:
    """By its button, with Escape back to it; what is chosen stays."""
    with visit(browser, url, PHONE, has_touch=True) as page:
        themes = page.get_by_role("group", name="Teman")
        expect(themes).to_be_hidden()
        button = page.get_by_role("button", name="Teman")
        button.tap()
        expect(themes).to_be_visible()
        choice(page, "environment").tap()
        page.keyboard.press("Escape")
        expect(themes).to_be_hidden()
        expect(button).to_be_focused()
        assert shown(page) == events(built, theme="environment")
        expect(page.get_by_role("status")).to_contain_text(": Miljö")


def test_without_script_all_is_there_and_nothing_that_does_nothing(
    url: str, built: BuiltPage, browser: Browser
) -> None:
    """Whatever the address says; the cord leads to its decades."""
    with visit(browser, f"{url}#country-kyrgyzstan", PHONE, java_script_enabled=False) as page:
        assert shown(page) == events(built)
        expect(page.locator(".filters")).to_be_hidden()
        last = page.locator(".cord a").last
        target = str(last.get_attribute("href"))
        last.click()
        expect(page.locator(target)).to_be_in_viewport()


def test_headings_stay_in_sight(url: str, browser: Browser) -> None:
    """In the middle of a dense decade both it and its year can be read, on a desk and a phone."""
    for size in (DESK, PHONE):
        with visit(browser, url, size) as page:
            page.evaluate("document.querySelector('#t-079').scrollIntoView({ block: 'center' })")
            expect(page.locator("#era-2010s")).to_be_in_viewport(ratio=1)
            expect(page.get_by_role("heading", name="2014")).to_be_in_viewport(ratio=1)


def test_touch_finds_every_button_and_link(url: str, browser: Browser) -> None:
    """At least 24 pixels each way, on the narrowest phone."""
    with visit(browser, url, NARROW) as page:
        page.locator(".filter-open").click()
        sizes = page.eval_on_selector_all(
            ".cord a, .filters button",
            """found => found.filter(each => each.checkVisibility()).map(each => each.getBoundingClientRect())
              .filter(box => box.width < 24 || box.height < 24).length""",
        )
        assert sizes == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_while_filters_are_used(
    url: str, scheme: str, size: tuple[int, int], browser: Browser
) -> None:
    """With a choice made, and with the list of themes open."""
    with visit(browser, f"{url}#country-kyrgyzstan+theme-civic-space", size, bypass_csp=True) as page:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        with_axe(page)
        assert findings(page) == []
        if size == PHONE:
            page.locator(".filter-open").click()
            assert findings(page) == []
