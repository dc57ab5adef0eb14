"""Texts that stand per language in one file: titles of the exhibition, terms, events, places; as rows, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cagsite.load import read_document
from cagsite.model import Exhibition, Locale, PanelId
from cagsite.normal import NEWLINE, key_line
from cagsite.reading import SETTINGS
from cagsite.schema import record
from cagsite.schema.files import LISTS
from cagsite.schema.types import LanguageMap, ListOf, Record, Text, Type
from cagsite.staleness import Freshness
from cagsite.translators.rows import MISSING, Row
from cagsite.yamltree import Mapping as Tree
from cagsite.yamltree import Node, Scalar, Sequence, decode, parse

FILES: Mapping[str, tuple[str, str]] = {
    SETTINGS: (SETTINGS, "exhibition"),
    **{f"{name}.yaml": (f"content/{name}.yaml", name) for name in LISTS},
}
"""By the name under which a translator meets them: path in the project and kind of file."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A text in its languages."""

    key: str
    """Names of fields and ids of entries that lead to it: `terms.bread.definition`."""
    languages: Tree


def find_list_rows(root: Path, exhibition: Exhibition, locale: Locale) -> list[Row]:
    """Every text of the settings and of the lists, in the order of the files."""
    source = exhibition.settings.languages[0].code
    return [
        row
        for name in FILES
        if locale != source and (root / FILES[name][0]).is_file()
        for row in _rows(root, name, source, locale)
    ]


def _rows(root: Path, name: str, source: Locale, locale: Locale) -> Iterator[Row]:
    path, kind = FILES[name]
    for place in _places(read_document(root, path, []).tree, record(kind), ()):
        original, words = (_text(place.languages, language) for language in (source, locale))
        if original is not None and original.text.strip():
            typed = words.text.strip() if words is not None else ""
            yield Row(
                panel=PanelId(name),
                key=place.key,
                target=place.key,
                kind="field",
                source=original.text.strip(),
                words=typed,
                state=(Freshness.UNCONFIRMED.value if typed else MISSING),
                before="",
                file=path,
                line=original.line,
                terms=(),
            )


def _text(languages: Tree, language: str) -> Scalar | None:
    value = languages.fields[language][1] if language in languages.fields else None
    return value if isinstance(value, Scalar) else None


def _places(node: Node | None, type: Type, way: tuple[str, ...]) -> Iterator[_Place]:
    if isinstance(type, LanguageMap) and isinstance(type.of, Text) and isinstance(node, Tree):
        yield _Place(".".join(way), node)
    elif isinstance(type, Record) and isinstance(node, Tree):
        for name, (_, value) in node.fields.items():
            if name in type.by_name:
                yield from _places(value, type.by_name[name].type, (*way, name))
    elif isinstance(type, ListOf) and isinstance(node, Sequence):
        for item in node.items:
            id = _text(item, "id") if isinstance(item, Tree) else None
            if id is not None:
                yield from _places(item, type.of, (*way, id.text))


def with_words(content: bytes, name: str, locale: Locale, words: Mapping[str, str]) -> tuple[bytes, list[str]]:
    """A file with these words in a language, and the keys of those that found a place; every other byte stays.

    A text whose languages stand on one line, `{ a: b }`, is left for a person to add to.
    """
    text = decode(content, name, [])
    tree = parse(text, name, []) if text is not None else None
    lines = content.decode("utf-8").split(NEWLINE)
    ending = "\r" if lines[0].endswith("\r") else ""
    places = {place.key: place.languages for place in _places(tree, record(FILES[name][1]), ())}
    done = []
    for key in sorted(words, key=lambda key: places[key].line if key in places else 0, reverse=True):
        if key in places and _is_block(places[key], lines):
            _put(lines, places[key], locale, words[key], ending)
            done.append(key)
    return NEWLINE.join(lines).encode("utf-8"), done


def _is_block(languages: Tree, lines: list[str]) -> bool:
    return all(not lines[key.line - 1][: key.column - 1].strip() for key, _ in languages.fields.values())


def _put(lines: list[str], languages: Tree, locale: Locale, text: str, ending: str) -> None:
    """Writes one line: in place of the lines that the language has, or behind those of the last language."""
    keys = [key for key, _ in languages.fields.values()]
    pad = " " * (keys[0].column - 1)
    new = pad + key_line(locale, text) + ending
    own = next((key for key in keys if key.text == locale), None)
    last = own or max(keys, key=lambda key: key.line)
    end = last.line
    while end < len(lines) and (not lines[end].strip() or _depth(lines[end]) > last.column - 1):
        end += 1
    while end > last.line and re.match(r"\s*(?:#|$)", lines[end - 1]):
        end -= 1
    lines[last.line - 1 if own else end : end] = [new]


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
