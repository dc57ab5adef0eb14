"""Each kind of page looks as it was seen and found good; `python -m tests.screens` keeps what is meant to change."""

from __future__ import annotations

import pytest
from PIL import Image
from playwright.sync_api import Browser
from tests.exhibition import BuiltSite
from tests.screens import KEPT, LOOKS, MOST, SHOTS, Look, address, difference, screenshot, shots, small
from tests.static_host import hosted

pytestmark = pytest.mark.browser

HINT = "if it was meant, run python -m tests.screens and look at the pictures in build/screens"


@pytest.mark.parametrize(
    "look",
    [pytest.param(look, id=str(look), marks=() if look.language == "en" else pytest.mark.long) for look in LOOKS],
)
def test_a_kind_of_page_looks_as_it_did(look: Look, exhibition: BuiltSite, browser: Browser) -> None:
    """Composition, colours and pictures; what a letter looks like is no concern of this. Swedish in the long form."""
    ((_, shot),) = shots(browser, exhibition, [look])

    with Image.open(look.kept) as kept:
        found = difference(kept.convert("RGB"), small(shot))

    assert found <= MOST, f"{look} looks otherwise (by {found:.1f}); see {SHOTS / str(look)}.png; {HINT}"


def test_nothing_is_kept_of_what_is_no_longer_there() -> None:
    assert sorted(KEPT.glob("*.webp")) == sorted(look.kept for look in LOOKS)


CHANGES = {
    "no pictures": "picture { visibility: hidden }",
    "another felt": ":root, [data-pair] { --color-ground: #808080 !important }",
    "no ornament": ".opening, .frieze { display: none }",
    "another column": ".sheet { display: block; padding-inline-start: 20rem }",
    "no style sheet of its own": "* { all: revert }",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_one_sees_is_seen(change: str, exhibition: BuiltSite, browser: Browser) -> None:
    """On the page of a country, by day, on a desk: each of these would pass unseen if more were let through."""
    look = next(look for look in LOOKS if str(look) == "country-en-desk-light")
    with hosted(exhibition.folder) as root, Image.open(look.kept) as kept:
        shot = screenshot(browser, root, address(exhibition, look), look, style=CHANGES[change])

        assert difference(kept.convert("RGB"), small(shot)) > MOST
