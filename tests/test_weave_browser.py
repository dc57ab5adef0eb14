"""The weave of themes in a browser: threads and knots on a desk, a list on a phone, a table to whoever listens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.exhibition import built_exhibition
from tests.static_host import hosted
from tests.visiting import DESK, NARROW, TOO_WIDE, findings, visit, with_axe

pytestmark = pytest.mark.browser

KNOT_OFF_ITS_THREADS = """() => {
  const middle = ({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2];
  const heads = [...document.querySelectorAll('.weave thead th')].map(head => head.getBoundingClientRect());
  return [...document.querySelectorAll('.weave td a')].filter(knot => {
    const [x, y] = middle(knot.getBoundingClientRect());
    const row = knot.closest('tr').getBoundingClientRect();
    const [column] = middle(heads[knot.parentElement.cellIndex - 1]);
    return Math.abs(x - column) > 1 || Math.abs(y - middle(row)[1]) > 1;
  }).length;
}"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with hosted(built_exhibition(tmp_path_factory).folder) as place:
        yield f"{place}sv/teman/"


def test_knots_lie_where_threads_cross_and_names_stay_above(url: str, browser: Browser) -> None:
    """Also far down, where the names of the threads have stayed in sight."""
    with visit(browser, url, DESK) as page:
        assert page.locator(".weave td a").count() > 50
        assert page.evaluate(KNOT_OFF_ITS_THREADS) == 0
        last = page.locator(".weave tbody").last
        last.scroll_into_view_if_needed()
        names = page.locator(".weave thead a")
        for index in range(names.count()):
            expect(names.nth(index)).to_be_in_viewport(ratio=0.99)
        page.locator(".weave td a").last.focus()
        page.keyboard.press("Enter")
        expect(page.locator("body")).to_have_attribute("data-kind", "theme")


def test_the_keyboard_is_not_covered_on_its_way_back(url: str, browser: Browser) -> None:
    """Upwards from the end, past the names that stay above."""
    with visit(browser, url, DESK) as page:
        page.locator(".weave [scope=row] a").last.focus()
        for _ in range(60):
            page.keyboard.press("Shift+Tab")
            covered = page.evaluate(
                """() => {
                  const { left, top, width, height } = document.activeElement.getBoundingClientRect();
                  const found = document.elementFromPoint(left + width / 2, top + height / 2);
                  return document.activeElement.contains(found) ? '' : document.activeElement.outerHTML;
                }"""
            )
            assert covered == ""


def test_a_phone_reads_a_list(url: str, browser: Browser) -> None:
    """Every name in words, large enough to touch, without script; nothing reaches beyond the window."""
    with visit(browser, url, NARROW, java_script_enabled=False) as page:
        knots = page.locator(".weave td a")
        for index in range(0, knots.count(), 9):
            words = knots.nth(index).locator("span")
            box, text = knots.nth(index).bounding_box(), words.bounding_box()
            assert box
            assert text
            assert box["height"] >= 24
            assert text["width"] > 30
        expect(page.locator(".weave thead")).to_be_hidden()
        assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("size", [NARROW, DESK], ids=["list", "weave"])
def test_whoever_listens_has_a_table(url: str, size: tuple[int, int], browser: Browser) -> None:
    """With rows and heads in the tree that screen readers read, whatever it looks like; and axe finds nothing."""
    with visit(browser, url, size, bypass_csp=True, reduced_motion="reduce") as page:
        session = page.context.new_cdp_session(page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        roles = Counter(node["role"]["value"] for node in nodes if not node["ignored"])
        rows = page.locator(".weave tbody tr").count()
        assert roles["rowheader"] == rows
        assert roles["cell"] >= page.locator(".weave td a").count()
        assert roles["table"] == 1
        with_axe(page)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            assert findings(page) == [], scheme
