"""The map in a browser: names that cover nothing on any screen, links for fingers and keyboards, colours to be read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.exhibition import BuiltSite, built_golden_sites
from tests.static_host import hosted
from tests.visiting import DESK, PHONE, findings, visit, with_axe

from cagsite.maps.labels import width_of

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 768, 1280, 1920)
KINDS = ("home", "region", "places")


@pytest.fixture(scope="module")
def host(exhibition: BuiltSite) -> Iterator[str]:
    with hosted(exhibition.folder) as place:
        yield place


def address(site: BuiltSite, kind: str, language: str) -> str:
    (page,) = [page for page in site.pages if (page.kind, page.lang) == (kind, language)]
    return page.address


SHOWN = """async () => {
  await document.fonts.ready;
  const sheet = document.querySelector('.map-sheet').getBoundingClientRect();
  const box = element => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return [left - sheet.left, top - sheet.top, right - sheet.left, bottom - sheet.top];
  };
  const seen = selector => [...document.querySelectorAll(selector)].filter(element => element.checkVisibility());
  return {
    sheet: [0, 0, sheet.width, sheet.height],
    names: seen('.map-names text:not(.map-count)').map(text => ({
      text: text.textContent.trim(),
      box: box(text),
      knot: seen('.map-names > svg').indexOf(text.closest('.map-names > svg')),
      size: parseFloat(getComputedStyle(text).fontSize),
      lines: text.querySelectorAll('tspan').length || 1,
      width: text.getComputedTextLength(),
    })),
    signs: seen('.map-names > svg').map(knot => box(knot.querySelector('path'))),
    links: seen('.map-names a').map(link => ({ text: link.textContent.trim(), box: box(link) })),
  };
}"""
Box = list[float]


def overlap(one: Box, other: Box) -> bool:
    """More than a hair's breadth; the box of a text has some air above and below its letters."""
    return one[0] < other[2] - 1 and other[0] < one[2] - 1 and one[1] < other[3] - 3 and other[1] < one[3] - 3


def shown(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(SHOWN)
    assert found["names"]
    return found


def faults(found: dict[str, Any]) -> list[object]:
    """Names over names, names over signs of others, names that leave the map."""
    names, sheet = found["names"], found["sheet"]
    wrong: list[object] = [
        (one["text"], other["text"]) for one, other in combinations(names, 2) if overlap(one["box"], other["box"])
    ]
    for name in names:
        left, top, right, bottom = name["box"]
        if left < -1 or top < -4 or right > sheet[2] + 1 or bottom > sheet[3] + 4:
            wrong.append((name["text"], "leaves the map"))
        wrong += [
            (name["text"], "covers a sign")
            for number, sign in enumerate(found["signs"])
            if number != name["knot"] and overlap(name["box"], sign)
        ]
    return wrong


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_name_covers_another(browser: Browser, exhibition: BuiltSite, host: str, kind: str, language: str) -> None:
    """From the narrowest phone to a screen on a wall; and no name is wider than was guessed."""
    with visit(browser, host + address(exhibition, kind, language)) as page:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found = shown(page)
            assert faults(found) == [], width
            for name in found["names"]:
                if name["lines"] == 1:
                    assert name["width"] <= width_of(name["text"]) * name["size"] + 1, name
        assert len(found["names"]) == (8 if kind == "home" else 17)


def test_a_page_that_runs_the_other_way_has_the_same_map(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """East is on the right in every language; a borrowed name keeps its own direction."""
    (site,) = [site for site in built_golden_sites(tmp_path_factory) if site.name == "fallback-chain"]
    with hosted(site.folder) as place, visit(browser, f"{place}ar/", PHONE) as page:
        assert page.locator("html").get_attribute("dir") == "rtl"
        found = shown(page)
        assert faults(found) == []
        (name,) = found["names"]
        middle = (name["box"][0] + name["box"][2]) / 2
        assert middle == pytest.approx(found["sheet"][2] / 2, abs=3)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("kind", KINDS)
def test_links_of_the_map_are_large_enough_for_a_finger(
    browser: Browser, exhibition: BuiltSite, host: str, kind: str, size: tuple[int, int]
) -> None:
    """At least 24 pixels each way (WCAG 2.5.8), names without a sign of their own too, and so in the list."""
    with visit(browser, host + address(exhibition, kind, "sv"), size) as page:
        links = shown(page)["links"]
        assert len(links) >= 7
        for link in links:
            left, top, right, bottom = link["box"]
            assert right - left >= 22, link
            assert bottom - top >= 22, link
        for box in page.eval_on_selector_all(".lands a", "links => links.map(link => link.getBoundingClientRect())"):
            assert box["height"] >= 24


def test_the_keyboard_walks_over_the_map_and_into_a_country(browser: Browser, exhibition: BuiltSite, host: str) -> None:
    """In the order of the list, each with a mark on its name; Enter opens it. No script is needed."""
    with visit(browser, host + address(exhibition, "region", "sv"), java_script_enabled=False) as page:
        links = page.locator(".map-names a")
        page.locator(".breadcrumbs a").last.focus()
        for number in range(links.count()):
            page.keyboard.press("Tab")
            expect(links.nth(number)).to_be_focused()
            marked = links.nth(number).locator("text:not(.map-count)").last if number < 5 else links.nth(number)
            expect(marked).to_have_css("outline-style", "solid")
        page.keyboard.press("Tab")
        expect(page.locator(".lands a").first).to_be_focused()
        links.first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("body")).to_have_attribute("data-kind", "country")
        expect(page.locator("h1")).to_have_text("Kazakstan")


def test_a_country_is_a_link_as_far_as_it_reaches(browser: Browser, exhibition: BuiltSite, host: str) -> None:
    """Not where its neighbours are, nor where there is water."""
    asked = """([x, y]) => {
      const sheet = document.querySelector('.map-sheet').getBoundingClientRect();
      const at = document.elementFromPoint(sheet.left + x * sheet.width, sheet.top + y * sheet.height);
      return at.closest('a')?.textContent.trim() ?? '';
    }"""
    with visit(browser, host + address(exhibition, "home", "sv")) as page:
        page.locator(".map-sheet").scroll_into_view_if_needed()
        page.evaluate("scrollTo(0, document.querySelector('.map-sheet').offsetTop + 700)")
        at = {(0.3, 0.3): "Kazakstan", (0.25, 0.8): "Turkmenistan", (0.44, 0.75): "Uzbekistan", (0.95, 0.9): ""}
        assert {point: page.evaluate(asked, list(point)) for point in at} == at


CONTRAST = """() => {
  const light = colour => {
    const channels = colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
    const parts = (colour.startsWith('color(') ? channels : channels.map(channel => channel / 255))
      .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const ratio = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  return [...document.querySelectorAll('.map-names text')].map(text => {
    const { fill, stroke } = getComputedStyle(text);
    const ground = stroke === 'none' ? getComputedStyle(text.parentElement.querySelector('path')).fill : stroke;
    return [text.textContent, ratio(fill, ground)];
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_names_stand_out_from_their_ground(
    browser: Browser, exhibition: BuiltSite, host: str, language: str, scheme: Any
) -> None:
    """Letters against the felt that is cut around them: 7 to 1 (AAA), in both languages, by day and by night."""
    with visit(browser, host + address(exhibition, "places", language), color_scheme=scheme) as page:
        ratios = dict(page.evaluate(CONTRAST))
        assert len(ratios) > 15
        assert {text: ratio for text, ratio in ratios.items() if ratio < 6.9} == {}


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"media": "print"}], ids=["forced", "print"])
def test_the_map_is_there_in_forced_colours_and_on_paper(
    browser: Browser, exhibition: BuiltSite, host: str, media: dict[str, Any]
) -> None:
    """Shapes differ from what lies around them, and their names from the shapes."""
    with visit(browser, host + address(exhibition, "region", "sv")) as page:
        page.emulate_media(**media)
        colours = page.evaluate(
            """() => {
              const felt = getComputedStyle(document.querySelector('.map-felt'));
              const name = getComputedStyle(document.querySelector('.map-names a text'));
              const land = getComputedStyle(document.querySelector('.map-land'));
              return [felt.fill, felt.stroke, name.fill, name.stroke, land.fill];
            }"""
        )
        felt, edge, name, around, land = colours
        assert name not in (felt, around)
        assert edge != land


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_a_tablet(browser: Browser, exhibition: BuiltSite, host: str, kind: str) -> None:
    """Between the sizes at which every page is asked."""
    with visit(browser, host + address(exhibition, kind, "en"), (768, 1024), bypass_csp=True) as page:
        with_axe(page)
        assert findings(page) == []
