"""What a field, a choice and a list are called in a form: English msgids, made from the names in the files."""

from __future__ import annotations

from collections.abc import Iterator

from cagsite.model import Kind
from cagsite.schema import FILE_KINDS, record
from cagsite.schema.types import Boolean, Choice, Field, LanguageMap, ListOf, MapOf, OneOrPerLanguage, Record, Type

YES, NO = "Yes", "No"
VALUE = "Value"
TEXT = "Text"
FACTS, WORDS, LISTS, SETTINGS = "{kind}: facts", "{kind}: texts", "Lists", "The exhibition"
SECTIONS = "Sections of {report}"
TEXT_HINT = "the running text of the panel"
SINGLE_HINT = "a single one for all languages; where each language has its own, change it in the file"
CLEANED_HINT = "your browser draws it anew, without place and camera; where it cannot, the check refuses it"
AS_IT_IS_HINT = "it is kept as it is, with what it tells of place and device; only the published one is cleaned of that"


CALLED = {
    "also": "Other names",
    "alt": "Alternative text",
    "area_km2": "Area (km²)",
    "as_of": "Time it speaks of",
    "by": "Given by",
    "capital": "Capital city",
    "github": "GitHub",
    "gitlab": "GitLab",
    "iban": "IBAN",
    "print": "In print",
    "redact": "Cover parts",
    "related": "Belongs together with",
    "youtube": "YouTube",
}
"""Where the name alone would say too little."""


def label(name: str) -> str:
    """What a field or a choice is called: `focal_point` is "Focal point"."""
    words = name.replace("_", " ")
    return CALLED.get(name, words[:1].upper() + words[1:])


def messages() -> Iterator[str]:
    """Every msgid that a form can show, besides what the fields are for."""
    yield from (YES, NO, TEXT, FACTS, WORDS, LISTS, SETTINGS, SECTIONS, TEXT_HINT, SINGLE_HINT, CLEANED_HINT)
    yield from (AS_IT_IS_HINT, VALUE)
    yield from (label(kind.folder) for kind in Kind)
    for kind in FILE_KINDS:
        yield label(kind)
        for field in record(kind).fields:
            yield from _messages(field)


def _messages(field: Field) -> Iterator[str]:
    yield label(field.name)
    yield from _inside(field.type)


def _inside(type: Type) -> Iterator[str]:
    match type:
        case Record(fields=fields):
            for field in fields:
                yield from _messages(field)
        case ListOf(of=of) | LanguageMap(of=of) | MapOf(of=of) | OneOrPerLanguage(of=of):
            yield from _inside(of)
        case Choice(words=words):
            yield from map(label, words)
        case Boolean():
            yield from (YES, NO)
