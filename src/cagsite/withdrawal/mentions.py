"""Where the texts that stay still speak of what is withdrawn: for a person to decide, file by file and line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cagsite.load import Document, read_document
from cagsite.model import Exhibition, PanelId
from cagsite.problems import ContentError
from cagsite.reading import LIST_FILES, MAP_FILE, SETTINGS, Scan, read_file
from cagsite.schema import record
from cagsite.schema.types import LanguageMap, ListOf, OneOrPerLanguage, Record, Reference, Type
from cagsite.theme import Theme
from cagsite.validate.panels import identity
from cagsite.withdrawal.search import WORDS, Needle, Needles, Search
from cagsite.yamltree import Mapping as Fields
from cagsite.yamltree import Node, Scalar, Sequence

LISTED = WORDS | {"text"}
"""What a reader would notice in a text; an id in one word is often a word like others."""
_LINK = re.compile(r"(\]\(\s*<?(?:panel|place|term):)([^)>\s]*)")
_TEXT_FILE = re.compile(r"\.(?:html|xml|txt|css|js|mjs|json|webmanifest|svg|po|md)$")


@dataclass(frozen=True, order=True)
class Mention:
    """A place in a text that stays."""

    file: str
    line: int
    column: int
    language: str
    """Empty where it is the same in every language."""
    what: tuple[str, ...]
    """Which kinds of words stand there: `title`, `name`, …; never the words themselves."""


@dataclass(frozen=True, order=True)
class Naming:
    """A place in the content that names the panel by its id; nothing of it is published."""

    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """All of them, sorted."""

    published: tuple[Mention, ...]
    namings: tuple[Naming, ...]
    explained: frozenset[Needle]
    """What may be found in the site, because some text that stays has it."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A text of the content."""

    text: str
    file: str
    line: int
    column: int
    language: str


def find_mentions(
    root: Path, scan: Scan, shown: Exhibition, hidden: Iterable[PanelId], search: Search, theme: Theme
) -> Mentions:
    """In everything from which the site is made: panels and lists as far as they are shown, and the theme."""
    reader = _Reader(root, shown, frozenset(hidden))
    mentions: set[Mention] = set()
    explained: set[Needle] = set()
    as_anchors = search.as_words("id", "slug", "alias")
    for spot in (*reader.spots(scan), *_theme_spots(theme, search)):
        found = search.in_text(spot.text)
        explained |= found | as_anchors.in_text(spot.text)
        if what := tuple(sorted({needle.what for needle in found if _is_listed(needle)})):
            line, column = _position(spot, [needle for needle in found if _is_listed(needle)])
            mentions.add(Mention(spot.file, line, column, spot.language, what))
    return Mentions(
        published=tuple(sorted(mentions)), namings=tuple(sorted(reader.namings)), explained=frozenset(explained)
    )


def _is_listed(needle: Needle) -> bool:
    return needle.what in LISTED or (needle.what in ("id", "slug", "alias") and "-" in needle.text)


def _position(spot: _Spot, needles: Iterable[Needle]) -> tuple[int, int]:
    """Line and column of the first of them in a text of one or more lines; of its first word, where it has several."""
    search = Needles(needles)
    lines = spot.text.split("\n")
    for number, line in enumerate(lines):
        if any(search.in_text(line)):
            words = list(re.finditer(r"\w+", line))
            end = next((word.end() for word in words if any(search.in_text(line[: word.end()]))), len(line))
            column = max((word.start() for word in words if any(search.in_text(line[word.start() : end]))), default=0)
            return spot.line + number, column + (spot.column if number == 0 else 1)
    return spot.line, spot.column


class _Reader:
    """Goes through the content as it is shown, and notes on the way where ids stand alone."""

    def __init__(self, root: Path, shown: Exhibition, hidden: frozenset[PanelId]) -> None:
        self.root = root
        self.shown = shown
        self.hidden = hidden
        self.languages = frozenset(str(language.code) for language in shown.settings.languages)
        self.namings: set[Naming] = set()
        settings = shown.settings
        self.ids: Mapping[str, frozenset[str]] = {
            "terms": frozenset(shown.terms),
            "events": frozenset(event.id for event in shown.events),
            "places": frozenset(shown.places),
            "names": frozenset(name.id for name in shown.names),
            "tours": frozenset(tour.id for tour in settings.tours),
        }

    def spots(self, scan: Scan) -> Iterator[_Spot]:
        for key, rows in scan.units.items():
            for row in rows:
                name = row.path.rpartition("/")[2]
                if key == SETTINGS:
                    yield from self._document(row.path, "exhibition", self.ids)
                elif name in LIST_FILES:
                    yield from self._document(row.path, name.removesuffix(".yaml"), self.ids)
                elif name == MAP_FILE:
                    self._note_in_map(row.path)
                elif name.endswith((".yaml", ".md")):
                    yield from self._panel(key, row.path, name)

    def _panel(self, key: str, path: str, name: str) -> Iterator[_Spot]:
        id, kind = identity(key)
        panel = self.shown.panels.get(id)
        if panel is None:
            return
        ids = {
            "photos": frozenset(photo.id for photo in panel.photos) | self._awaited(f"{key}/panel.yaml"),
            "media": frozenset(medium.id for medium in panel.media),
        }
        if name == "panel.yaml":
            yield from self._document(path, kind.value, ids)
            return
        words = next((each for each in panel.translations.values() if path == each.file), None)
        if words is not None:
            yield from self._document(path, "words", ids, words.locale)
        elif name.endswith(".seen.yaml"):
            yield from self._seen(path)

    def _awaited(self, path: str) -> frozenset[str]:
        """Photos that are not there yet: caches know their words, and the site will show them one day."""
        document = self._read(path)
        photos = document.tree.fields.get("photos") if document and isinstance(document.tree, Fields) else None
        items = photos[1].items if photos is not None and isinstance(photos[1], Sequence) else ()
        return frozenset(_id_of(item) for item in items if _text_of(item, "awaited") == "true")

    def _document(self, path: str, kind: str, ids: Mapping[str, frozenset[str]], language: str = "") -> Iterator[_Spot]:
        document = self._read(path)
        if document is None:
            return
        if document.tree is not None:
            yield from self._walk(document.tree, record(kind), path, language, ids)
        yield from self._body(document, language)

    def _read(self, path: str) -> Document | None:
        try:
            return read_document(self.root, path, [])
        except OSError:
            return None

    def _walk(
        self, node: Node, type_: Type | None, path: str, language: str, ids: Mapping[str, frozenset[str]]
    ) -> Iterator[_Spot]:
        if isinstance(node, Scalar):
            if isinstance(type_, Reference):
                self._note(node.text.strip(), path, node.line)
            else:
                yield _Spot(node.text, path, node.line, node.column, language)
        elif isinstance(node, Sequence):
            inner = type_.of if isinstance(type_, ListOf) else None
            for item in node.items:
                yield from self._walk(item, inner, path, language, ids)
        else:
            for name, (_, held) in node.fields.items():
                inner, spoken = _inner(type_, name), language
                if isinstance(type_, LanguageMap | OneOrPerLanguage) and name in self.languages:
                    spoken = name
                shown, hidden = _parted(held, ids.get(name))
                yield from self._walk(shown, inner, path, spoken, ids)
                for _ in self._walk(hidden, inner, path, spoken, ids):
                    pass  # what is not shown is not told, but it names ids too

    def _body(self, document: Document, language: str) -> Iterator[_Spot]:
        """Paragraph by paragraph, because a name may stand over two lines; targets of links are not read by anybody."""
        lines = document.body.split("\n")
        start = 0
        for number, line in enumerate([*lines, ""]):
            if line.strip():
                continue
            if start < number:
                at = document.body_line
                block = [self._without_links(lines[n], document.file, at + n) for n in range(start, number)]
                yield _Spot("\n".join(block), document.file, document.body_line + start, 1, language)
            start = number + 1

    def _without_links(self, text: str, file: str, line: int) -> str:
        for match in _LINK.finditer(text):
            self._note(match[2], file, line)
        return _LINK.sub(lambda match: match[1] + "-" * len(match[2]), text)

    def _seen(self, path: str) -> Iterator[_Spot]:
        """What a translation was made from, which `status` and caches know."""
        document = self._read(path)
        if document is None or document.tree is None:
            return
        language = path.split(".")[-3]
        for spot in self._walk(document.tree, None, path, language, {}):
            yield _Spot(_LINK.sub(r"\1-", spot.text), spot.file, spot.line, spot.column, spot.language)

    def _note_in_map(self, path: str) -> None:
        try:
            text = read_file(self.root, path, 10_000_000).decode("utf-8", "replace")
        except (ContentError, OSError):
            return
        for match in re.finditer(r'"id"\s*:\s*"([^"]*)"', text):
            self._note(match[1], path, text.count("\n", 0, match.start()) + 1)

    def _note(self, id: str, path: str, line: int) -> None:
        if id in self.hidden:
            self.namings.add(Naming(path, line))


def _parted(node: Node, wanted: frozenset[str] | None) -> tuple[Node, Node]:
    """A list of which only some entries are shown as two: those, and the others."""
    nothing = Sequence((), node.line, node.column)
    if wanted is None or not isinstance(node, Sequence):
        return node, nothing
    shown = tuple(item for item in node.items if _id_of(item) in wanted)
    hidden = tuple(item for item in node.items if _id_of(item) not in wanted)
    return Sequence(shown, node.line, node.column), Sequence(hidden, node.line, node.column)


def _inner(type_: Type | None, name: str) -> Type | None:
    if isinstance(type_, Record):
        field = type_.by_name.get(name)
        return field.type if field is not None else None
    return getattr(type_, "of", None)


def _id_of(item: Node) -> str:
    return _text_of(item, "id")


def _text_of(item: Node, name: str) -> str:
    found = item.fields.get(name) if isinstance(item, Fields) else None
    return found[1].text.strip() if found is not None and isinstance(found[1], Scalar) else ""


def _theme_spots(theme: Theme, search: Search) -> Iterator[_Spot]:
    """Templates, scripts, styles and the theme's words, line by line."""
    for path in theme.files:
        text = theme(path).decode("utf-8", "replace") if _TEXT_FILE.search(path) else ""
        if search.in_text(text):
            for number, line in enumerate(text.split("\n"), 1):
                yield _Spot(line, path, number, 1, "")


def own_words(search: Search) -> frozenset[Needle]:
    """What cagsite's own code has: an id such as `panel` stands in every cache."""
    found: set[Needle] = set()
    for path in sorted(Path(__file__).resolve().parent.parent.rglob("*.py")):
        found |= search.in_text(path.read_text(encoding="utf-8"))
    return frozenset(found)
