"""What may stand in content files, as data: for checks, JSON Schema, skeletons, the order of fields, docs and forms."""

from __future__ import annotations

from cagsite.model import Kind
from cagsite.schema.files import LISTS, PANELS, SETTINGS, WORDS
from cagsite.schema.types import Json, Record

FILE_KINDS = ("exhibition", *(kind.value for kind in Kind), "words", *LISTS)
"""Every kind of file: a panel's by the kind of panel, `words` for the head of panel.<language>.md, the lists."""

_ABOUT = {
    "exhibition": "exhibition.yaml",
    "words": "front matter of panel.<language>.md",
    **{kind.value: f"content/{kind.folder}/<id>/panel.yaml" for kind in Kind},
    **{name: f"content/{name}.yaml" for name in LISTS},
    Kind.SECTION.value: "content/documents/<id>/sections/<number>/panel.yaml",
}


def record(kind: str) -> Record:
    """The fields of one kind of file, in their normal order; nested records are in the types of the fields."""
    if kind == "exhibition":
        return SETTINGS
    if kind == "words":
        return WORDS
    return LISTS[kind] if kind in LISTS else PANELS[Kind(kind)]


def field_order(kind: str) -> tuple[str, ...]:
    """Names of the fields in their normal order."""
    return tuple(field.name for field in record(kind).fields)


def json_schema(kind: str) -> Json:
    """JSON Schema, draft 2020-12, of one kind of file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _ABOUT[kind],
        **record(kind).json(),
    }
