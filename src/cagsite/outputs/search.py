"""The search index of a language: a small script, because that can be loaded from a file too, once somebody searches.

It holds the texts themselves. The browser of whoever searches sorts their words, which takes less time than loading a
larger, sorted index would; and every hit can show the passage in which the words stand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from cagsite.digests import digest_bytes
from cagsite.model import Exhibition, Kind, Locale
from cagsite.output import Bench, Made, Output
from cagsite.permalinks import home_address, index_address
from cagsite.search.endings import learn, stemmer
from cagsite.search.entries import KINDS, LISTED, Entry, entries_of
from cagsite.search.folding import LETTERS, fold, fold_anchor, words
from cagsite.search.spellings import spellings
from cagsite.visit import Visit


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """One per language; and another one for devices that shall not hold what somebody may have to leave at once."""
    forms = {"search": False}
    asked = exhibition.settings.outputs
    if (not asked or "offline" in asked) and any(panel.has_quick_exit for panel in exhibition.panels.values()):
        forms["search-kept"] = True
    for language in exhibition.settings.languages:
        for name, is_kept in forms.items():
            yield Output(id=f"{name}/{language.code}", maker=make_index, arguments=(language.code, is_kept), rank=1)


def make_index(bench: Bench, locale: Locale, is_kept: bool) -> Made:
    """Everything that can be found in a language, and how its words are compared."""
    visit = Visit(bench, locale, home_address(locale))
    entries = list(entries_of(visit))
    if is_kept:
        entries = [entry for entry in entries if not bench.read("panel", entry.key, "has_quick_exit")]
    held = {entry.kind for entry in entries}
    written = {word.lower() for entry in entries for text in _texts(entry) for word in words(text)}
    stem = stemmer(locale)
    endings = learn(written, stem) if stem else {}
    same = spellings(visit, {fold(word) for word in written})
    index = {
        "language": locale,
        "letters": ",".join(letter + typed for letter, typed in LETTERS.items()),
        "endings": ",".join(f"{ending}{cut}" for ending, cut in sorted(endings.items())),
        "spellings": ",".join(f"{' '.join(typed)}={' '.join(meant)}" for typed, meant in same),
        "kinds": [(kind, *(_prefixes(visit, kind) if kind in held else ("", ""))) for kind in KINDS],
        **_columns(entries),
    }
    content = f"document.dispatchEvent(new CustomEvent('search-index',{{detail:{_json(index)}}}))\n".encode()
    file = bench.file(f"assets/search-{locale}.{digest_bytes(content)[:12]}.js", content)
    return Made(files=(file,), facts={"address": file.path})


def _texts(entry: Entry) -> Iterator[str]:
    """Words in the language of the index."""
    if entry.borrowed is None:
        yield from (entry.title, entry.summary)
        for passage in entry.passages:
            yield from (passage.heading, passage.text)


def _prefixes(visit: Visit, kind: str) -> tuple[str, str]:
    """What stands before the id of every key of a kind, and before the end of every address."""
    if kind in LISTED:
        name = LISTED[kind]
        return f"{name}#", f"{index_address(visit.read, visit.locale, name) or ''}#"
    folder = index_address(visit.read, visit.locale, Kind(kind).folder) or home_address(visit.locale)
    return "", "" if kind == Kind.SECTION else folder


def _columns(entries: list[Entry]) -> dict[str, str]:
    """A line per entry in each column: what is alike stands together, which makes a compressed file smaller."""
    passages = [(passage, fold_anchor(passage.heading)) for entry in entries for passage in entry.passages]
    columns = {
        "ids": (entry.key.partition("#")[2] if entry.kind in LISTED else entry.key for entry in entries),
        "kind": (str(KINDS.index(entry.kind)) for entry in entries),
        "slugs": (entry.slug for entry in entries),
        "titles": (entry.title for entry in entries),
        "summaries": (entry.summary for entry in entries),
        "countries": (" ".join(entry.countries) for entry in entries),
        "themes": (" ".join(entry.themes) for entry in entries),
        "also": (". ".join(entry.also) for entry in entries),
        "borrowed": (entry.borrowed or "" for entry in entries),
        "parts": (str(len(entry.passages)) for entry in entries),
        "headings": (passage.heading for passage, _ in passages),
        "anchors": ("" if passage.anchor == plain else passage.anchor for passage, plain in passages),
        "texts": (passage.text for passage, _ in passages),
    }
    return {name: "\n".join(" ".join(value.split("\n")) for value in values) for name, values in columns.items()}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
