"""What a converted text is: values that a page, a search index and a translator's file can be made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from cagsite.problems import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of the body, or the anchor that stands for it."""

    level: int
    """2 to 4; the page's title is 1."""
    id: str
    text: str
    """Without markup, in the language's typography; not escaped."""
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Something of this exhibition that the text names by id."""

    scheme: str
    """`panel`, `term`, `place`, `photo`, `media` or `highlight`."""
    target: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that leads out of the exhibition: web, mail or telephone."""

    address: str
    line: int
    column: int


class Unit(NamedTuple):
    """A piece of the text that is translated as a whole."""

    key: str
    """Ordinal of the heading above it (0 before the first), then of the block under it: `2.3`; `2.0` is the heading."""
    text: str
    """The source as typed, where neither line breaks nor the shape of quotation marks and dashes make a difference."""
    kind: str
    """`heading`, `paragraph`, `item`, `table`, `quote`, `code`, `box` (its title) or `footnote`."""
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkdownProblem:
    """One thing to mend in a text."""

    line: int
    column: int
    code: str
    message: str
    """English msgid with named `{}` fields."""
    hint: str
    """English msgid: how to mend it."""
    parameters: tuple[tuple[str, str], ...] = ()
    """Values for the named fields, sorted by name."""
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A body, converted once; every page that shows it fills in the references its own way."""

    html: str = ""
    """Placeholders stand between U+E000 and U+E001, as scheme and target: `panel:adil-soz`. Those of photos,
    recordings and highlights stand alone between whole blocks, so that a page can cut there."""
    headings: tuple[Heading, ...] = ()
    references: tuple[Reference, ...] = ()
    links: tuple[Link, ...] = ()
    units: tuple[Unit, ...] = ()
    problems: tuple[MarkdownProblem, ...] = ()
    """Sorted by position."""
    words: int = 0
    """A number with a no-break space in it is one."""
    anchors: tuple[str, ...] = ()
    """Ids that an address may end with, after #: headings and boxes, in order."""
    terms_used: tuple[str, ...] = ()
    """Glossary terms that the text links to, in order of their first link."""
    plain: str = ""
    """The words alone, one line per block, for search and descriptions; not escaped."""
