"""Long Swedish words in titles: they are set so that they fit, because not every browser knows where to part them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from tests.exhibition import BuiltSite
from tests.static_host import hosted
from tests.visiting import DESK, NARROW, PHONE, visit

pytestmark = pytest.mark.browser

LONGEST = """() => {
  const heading = document.querySelector('h1');
  const word = document.createElement('span');
  word.textContent = heading.textContent.split(/\\s+/).sort((one, other) => other.length - one.length)[0];
  Object.assign(word.style, {position: 'absolute', whiteSpace: 'nowrap', hyphens: 'none'});
  heading.append(word);
  const measured = [word.textContent, word.getBoundingClientRect().width, heading.parentElement.clientWidth];
  word.remove();
  return measured;
}"""


def test_the_longest_word_of_a_title_has_room_on_a_line(exhibition: BuiltSite, browser: Browser) -> None:
    """Titles with 15 letters in a word and more; the exhibition has words of 26."""
    titles = {page.address: page.text("h1").split() for page in exhibition.pages}
    long = [address for address, words in titles.items() if max(map(len, words)) > 14]
    assert max(len(word) for words in titles.values() for word in words) > 22

    wrong = []
    with hosted(exhibition.folder) as root, visit(browser, root) as page:
        for address in long:
            page.goto(root + address)
            for width, height in (NARROW, PHONE, DESK):
                page.set_viewport_size({"width": width, "height": height})
                word, needed, room = page.evaluate(LONGEST)
                if needed > room:
                    wrong.append(f"/{address}: {word} takes {needed:.0f} of {room} px at {width} px")

    assert wrong == []
