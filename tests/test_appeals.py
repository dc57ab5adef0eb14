"""An urgent appeal is one document: it tells each event once, and what it asks for with the words of the law."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site_from import Page, make_site

APPEAL = """\
type: appeal
date: 2014-03-17
country: kazakhstan
case_code: KAZ 001
events:
  - id: rally
    date: 2014-03-12
  - id: talk
  - id: speech
    date: 2014-03-12
demands:
  - id: declaration
    articles:
      - 5 (a)
      - 12.2
addressees:
  - president
"""
WORDS = """\
---
title: Uppropet
summary: Ett upprop.
labels:
  - id: event-rally
    text: En demonstration hålls.
  - id: event-talk
    text: Efteråt möts två personer.
  - id: event-speech
    text: Någon uttalar sig.
  - id: demand-declaration
    text: Följ deklarationen.
  - id: article-5-a
    text: Alla får samlas.
  - id: addressee-president
    text: Presidenten
---
## Ett

Texten.

## Två

Texten.

## Tre

Texten.
"""
TIMELINE = """\
events:
  - id: t-1
    date: 2014-03-12
    text:
      sv: Det demonstreras.
    panels:
      - appeal
  - id: t-2
    date: 2014-04
    text:
      sv: Det blir svar.
    panels:
      - appeal
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    folder: Path = tmp_path_factory.mktemp("appeals")
    files = {"panel.yaml": APPEAL, "panel.sv.md": WORDS}
    files = {f"documents/appeal/{name}": text for name, text in files.items()} | {"timeline.yaml": TIMELINE}
    site = make_site(folder, files).build()
    assert [problem.code for problem in site.problems if problem.severity.name != "NOTICE"] == []
    return site.page("/sv/documents/appeal/")


def test_an_event_that_the_timeline_tells_too_is_told_once_and_linked(page: Page) -> None:
    """The first of the appeal's events of that date leads there; what only the timeline knows stands at the end."""
    told = [item.get_text(" ", strip=True) for item in page.all(".appeal-part .thread li")]
    links = [[link["href"] for link in item.select("a")] for item in page.all(".appeal-part .thread li")]

    assert [text.partition("2014 ")[2] or text for text in told] == [
        "En demonstration hålls.",
        "Efteråt möts två personer.",
        "Någon uttalar sig.",
    ]
    assert links == [["../../timeline/#t-1"], [], []]
    assert "Det demonstreras." not in page.html
    assert "Det blir svar." in page.text(".happened")


def test_a_demand_cites_articles_with_their_words_where_it_has_them(page: Page) -> None:
    articles = [item.get_text(" ", strip=True) for item in page.all(".articles li")]

    assert articles == ["Artikel 5 (a) Alla får samlas.", "Artikel 12.2"]


def test_parts_of_an_appeal_stand_among_the_contents(page: Page) -> None:
    links = {str(link["href"]).removeprefix("#") for link in page.all(".contents a")}

    assert {"appeal-events", "appeal-demands", "appeal-addressees"} <= links
    assert {link for link in links if not page.all(f'[id="{link}"]')} == set()


def test_the_offices_are_those_of_its_day(page: Page) -> None:
    """An old appeal is history and no list of contacts."""
    assert "17 mars 2014" in page.text(".appeal-note")
