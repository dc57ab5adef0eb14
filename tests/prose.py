"""Every text of this checkout's exhibition as passages: words of one language, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from cagsite.bodies import PLAIN
from cagsite.catalogues import ADDRESS, PLURAL, read_catalogue
from cagsite.markdown import convert
from cagsite.model import Exhibition, Localized, Panel, Translation
from cagsite.sources import Project
from cagsite.staleness import units_of
from cagsite.theme import Theme
from cagsite.validate import load_and_validate

ROOT = Path(__file__).resolve().parent.parent
BLOCKS = ("p", "li", "h2", "h3", "h4", "td", "th")
REFERENCE = re.compile("\ue000[^\ue001]*\ue001")
"""What a page fills in, as it stands in a converted text."""
NO_WORDS = ("code", "sup", ".note-date", 'a[role="doc-backlink"]')
"""What people did not write, or wrote for computers."""
FIELD = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
"""What a template fills in, as it stands in a catalogue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A field or a block of a text, without what it holds in other languages."""

    file: str
    """Relative to the checkout."""
    key: str
    """Of a field, an entry or a message: `summary`; for a block the element that it becomes: `p`."""
    language: str
    text: str
    """With straight quotation marks and apostrophes."""
    is_marked: bool = False
    """True for words that a text marks as another language than its own."""

    def __str__(self) -> str:
        return f"{self.file}, {self.key}: {self.text}"


@cache
def exhibition() -> Exhibition:
    """The exhibition as cagsite reads it."""
    return load_and_validate(Project(root=ROOT, output=ROOT / "public", cache=ROOT / ".cagsite")).exhibition


def translations() -> Iterator[tuple[Panel, Translation]]:
    """Each panel in each of its languages."""
    for panel in exhibition().panels.values():
        for words in panel.translations.values():
            yield panel, words


def fields(words: Translation) -> Iterator[Passage]:
    """The words at the top of a panel's file."""
    for key, text in units_of(words, ()).items():
        yield _passage(words.file, key, words.locale, text)


def blocks(words: Translation) -> Iterator[Passage]:
    """The running text below, block by block; what is marked as another language comes as passages of that one."""
    html = convert(words.body, first_line=words.body_line, typography=PLAIN).html
    soup = BeautifulSoup(REFERENCE.sub("", html), "html.parser")
    for element in soup.select(", ".join(NO_WORDS)):
        element.decompose()
    for element in soup.find_all(lang=True):
        yield _passage(words.file, element.name, str(element["lang"]), element.get_text(), is_marked=True)
        element.clear()
    found: dict[int, tuple[Tag, list[str]]] = {}
    for text in soup.find_all(string=True):
        block = text.find_parent(BLOCKS)
        if block is not None:
            found.setdefault(id(block), (block, []))[1].append(text)
        else:
            assert not text.strip(), f"{words.file}: '{text}' stands in no block that is known here"
    for block, texts in found.values():
        yield _passage(words.file, block.name, words.locale, "".join(texts))


def _passage(file: str, key: str, language: str, text: str, *, is_marked: bool = False) -> Passage:
    straight = text.translate(str.maketrans("“”„‘’", '"""\'\''))
    return Passage(file=file, key=key, language=language, text=" ".join(straight.split()), is_marked=is_marked)


def settings_and_lists() -> Iterator[Passage]:
    """What stands in `exhibition.yaml`, the glossary, the timeline, the places and the tour."""
    whole = exhibition()
    yield from _localized("exhibition.yaml", "title", whole.settings.title)
    yield from _localized("exhibition.yaml", "summary", whole.settings.summary)
    yield from _localized("exhibition.yaml", "contact", whole.settings.contact.organisation)
    for term in whole.terms.values():
        yield from _localized("content/glossary.yaml", term.id, term.term)
        yield from _localized("content/glossary.yaml", term.id, term.definition)
        for language, forms in term.forms.items():
            for form in forms:
                yield _passage("content/glossary.yaml", term.id, language, form)
    for event in whole.events:
        yield from _localized("content/timeline.yaml", event.id, event.text)
    for place in whole.places.values():
        yield from _localized("content/places.yaml", place.id, place.name)
    for stop in whole.stops:
        yield from _localized("content/tour.yaml", stop.id, stop.venue)


def _localized(file: str, key: str, texts: Localized) -> Iterator[Passage]:
    for language, text in texts.items():
        yield _passage(file, key, language, text)


def catalogues() -> Iterator[Passage]:
    """The theme's own words; where a template fills in something, a figure stands for it."""
    theme = Theme(ROOT)
    for language in exhibition().settings.languages:
        for path, content in theme.catalogues(language.code):
            file = Path(path).relative_to(ROOT).as_posix()
            for (context, id), text in read_catalogue(content, file, []).items():
                if (context, id) != PLURAL and context not in ("typography", ADDRESS):
                    yield _passage(file, id.replace("\0", " "), language.code, FIELD.sub("1", text))


@cache
def passages() -> tuple[Passage, ...]:
    """All of them."""
    written = [passage for _, words in translations() for passage in (*fields(words), *blocks(words))]
    return (*written, *settings_and_lists(), *catalogues())
