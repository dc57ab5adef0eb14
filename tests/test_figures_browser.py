"""Countries side by side, in a browser: on the narrowest phone and a desk, by day and by night."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.exhibition import built_exhibition
from tests.static_host import hosted
from tests.visiting import DESK, NARROW, TOO_WIDE, findings, visit, with_axe

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with hosted(built_exhibition(tmp_path_factory).folder) as place:
        yield place


@pytest.mark.parametrize("size", [NARROW, DESK], ids=["narrow", "desk"])
@pytest.mark.parametrize("address", ["sv/lander/", "en/countries/"])
def test_the_comparison_fits_and_axe_finds_nothing(
    place: str, address: str, size: tuple[int, int], browser: Browser
) -> None:
    """Figures stay on one line, at the foot of what shows them."""
    with visit(browser, place + address, size, bypass_csp=True) as page:
        with_axe(page)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
            assert findings(page) == [], scheme
        assert page.evaluate(TOO_WIDE) == []
        lines = page.eval_on_selector_all(
            ".comparison td:not([colspan])",
            """cells => cells.map(cell => {
              const range = document.createRange();
              range.selectNode([...cell.childNodes].find(node => node.nodeType === Node.TEXT_NODE));
              return range.getClientRects().length;
            })""",
        )
        assert lines
        assert set(lines) == {1}
