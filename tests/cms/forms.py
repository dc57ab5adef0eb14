"""The configuration of Sveltia CMS for the panels of an exhibition, from the one description of the format."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cagsite.model import Kind
from cagsite.schema import record
from cagsite.schema.types import Boolean, Choice, Field, Fractions, ListOf, Number, PixelArea, Record, Text, Type, Year

Json = dict[str, Any]


def configuration(root: Path, languages: list[str], modes: list[str]) -> Json:
    """Two collections over one folder: the facts, which are the same in every language, and the words."""
    folders: list[tuple[Kind, str]] = [(kind, f"content/{kind.folder}") for kind in Kind if kind is not Kind.SECTION]
    folders += [
        (Kind.SECTION, str(folder.relative_to(root)))
        for folder in sorted(root.glob("content/documents/*/sections"))
        if folder.is_dir()
    ]
    collections: list[Json] = []
    for kind, folder in folders:
        if (root / folder).is_dir():
            collections += [_facts(kind, folder), _words(folder, modes)]
    return {
        "backend": {"name": "github", "repo": "example/exhibition", "branch": "main"},
        "media_folder": "media",
        "i18n": {"structure": "multiple_files", "locales": languages, "default_locale": languages[0]},
        "output": {"omit_empty_optional_fields": True},
        "collections": collections,
    }


def _collection(name: str, folder: str, fields: Iterable[Json], **more: object) -> Json:
    return {
        "name": f"{folder.removeprefix('content/').replace('/', '-')}-{name}",
        "folder": folder,
        # An entry of `documents` is not a section below it: without `**` the slug holds no stroke.
        "path": "{{slug}}/panel",
        "create": False,
        "delete": False,
        "duplicate": False,
        "summary": "{{slug}}",
        "fields": list(fields),
        **more,
    }


def _facts(kind: Kind, folder: str) -> Json:
    fields = record(kind.value).fields
    return _collection("facts", folder, map(_field, fields), extension="yaml", format="yaml", slug="{{slug}}")


def _words(folder: str, modes: list[str]) -> Json:
    fields = [{**_field(field), "i18n": True} for field in record("words").fields]
    body = {"name": "body", "label": "Text", "widget": "markdown", "required": False, "i18n": True, "modes": modes}
    more = {"extension": "md", "format": "yaml-frontmatter", "i18n": True}
    return _collection("words", folder, [*fields, body], **more)


def _field(field: Field) -> Json:
    return {
        "name": field.name,
        "label": field.name,
        "hint": field.about,
        "required": field.is_required,
        **_widget(field.type),
    }


def _widget(type: Type) -> Json:
    """The form of a value. Dates are texts: `2016-autumn` is one too, and a widget would make it exact."""
    match type:
        case Record():
            return {"widget": "object", "fields": [_field(field) for field in type.fields]}
        case ListOf(of=Record() as of):
            return {"widget": "list", "fields": [_field(field) for field in of.fields]}
        case ListOf(of=Number() as of):
            return {"widget": "list", "field": {"name": "value", "label": "value", **_widget(of)}}
        case ListOf():
            return {"widget": "list"}
        case Fractions():
            number = {"name": "value", "label": "value", "widget": "number", "value_type": "float", "step": 0.01}
            return {"widget": "list", "field": number}
        case PixelArea():
            number = {"name": "value", "label": "value", "widget": "number", "value_type": "int"}
            return {"widget": "list", "field": number}
        case Boolean():
            # A checkbox would write `false` into every file; nothing chosen writes nothing.
            return {"widget": "select", "options": [{"label": "true", "value": True}]}
        case Choice(words=words):
            return {"widget": "select", "options": list(words)}
        case Number(is_whole=is_whole):
            return {"widget": "number", "value_type": "int" if is_whole else "float"}
        case Year():
            return {"widget": "number", "value_type": "int"}
        case Text(limit=limit) if limit > 200:
            return {"widget": "text"}
        case _:
            return {"widget": "string"}
