"""The form of a field, from its type. What a form leaves out stays in the file as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cagsite.forms.words import AS_IT_IS_HINT, CLEANED_HINT, NO, SINGLE_HINT, VALUE, YES, label
from cagsite.model import Locale
from cagsite.problems import Translate
from cagsite.schema.files import FILE_CODE
from cagsite.schema.types import (
    Boolean,
    Choice,
    Field,
    Fractions,
    LanguageMap,
    ListOf,
    MapOf,
    Matching,
    Number,
    OneOrPerLanguage,
    PixelArea,
    Record,
    Reference,
    Text,
    Type,
    Year,
)

Json = dict[str, Any]

LONG = 300
"""Characters from which a text gets a field of several lines."""
PHOTOS = "photos"
"""The list whose files are pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """Makes the forms of one exhibition in one language of the tool."""

    translate: Translate
    languages: Sequence[Locale]
    """The source language first."""
    relations: Mapping[str, Json]
    """By what a reference leads to: the widget with which it is picked; it is typed where there is none."""

    def field(self, field: Field, inside: str = "") -> Json:
        """One field with its label, what it is for, and its widget; `inside` names the list that it belongs to."""
        say = self.translate
        hints = [say(field.about)]
        if isinstance(field.type, OneOrPerLanguage):
            hints.append(say(SINGLE_HINT))
        if _is_file(field.type):
            hints.append(say(CLEANED_HINT if inside == PHOTOS else AS_IT_IS_HINT))
        if field.example and not isinstance(field.type, (Reference, ListOf, Boolean)):
            hints[0] += f" ({field.example})"
        return {
            "name": field.name,
            "label": say(label(field.name)),
            "hint": "; ".join(hints),
            # one file per language would not count as a value of the field itself
            "required": field.is_required and not isinstance(field.type, OneOrPerLanguage),
            **self._widget(field.type, field, inside),
        }

    def _widget(self, type: Type, field: Field, inside: str = "") -> Json:
        """Dates are texts: `2016-autumn` is one too, and a widget for dates would make it exact."""
        match type:
            case Record(fields=fields):
                return {"widget": "object", "fields": self._fields(fields, field)}
            case ListOf(of=of):
                return self._list(of, field)
            case LanguageMap(of=of):
                each = [self._in_language(code, of, field, inside) for code in self.languages]
                return {"widget": "object", "fields": each}
            case MapOf():
                return {"widget": "keyvalue"}
            case OneOrPerLanguage(of=of):
                return self._widget(of, field, inside)
            case Matching(code=code) if code == FILE_CODE:
                return {"widget": "image" if inside == PHOTOS else "file", "choose_url": False}
            case Fractions():
                return self._several({"widget": "number", "value_type": "float", "step": 0.01, "min": 0, "max": 1})
            case PixelArea():
                return self._several({"widget": "number", "value_type": "int", "min": 0})
            case Boolean():
                # A checkbox would write its value into every file; nothing chosen writes nothing.
                value = not field.default
                return {"widget": "select", "options": [_option(self.translate(YES if value else NO), value)]}
            case Choice(words=words):
                return {"widget": "select", "options": self._options(words)}
            case Reference(to=to) if to in self.relations:
                return dict(self.relations[to])
            case Number(least=least, most=most, is_whole=is_whole):
                return {"widget": "number", "value_type": "int" if is_whole else "float", "min": least, "max": most}
            case Year():
                return {"widget": "number", "value_type": "int"}
            case Text(limit=limit):
                return {"widget": "text" if limit > LONG else "string", "maxlength": limit}
            case _:
                return {"widget": "string"}

    def _fields(self, fields: Sequence[Field], of: Field) -> list[Json]:
        return [self.field(field, inside=of.name) for field in fields]

    def _list(self, of: Type, field: Field) -> Json:
        match of:
            case Record(fields=fields):
                summary = "{{fields.id}}" if "id" in of.by_name else "{{fields.code}}" if "code" in of.by_name else ""
                return {
                    "widget": "list",
                    "collapsed": True,
                    **({"summary": summary} if summary else {}),
                    "fields": self._fields(fields, field),
                }
            case Choice(words=words):
                return {"widget": "select", "multiple": True, "options": self._options(words)}
            case Reference(to=to) if to in self.relations:
                return {**self.relations[to], "multiple": True}
            case _:
                return self._several(self._widget(of, field))

    def _several(self, widget: Json) -> Json:
        return {"widget": "list", "field": {"name": "value", "label": self.translate(VALUE), **widget}}

    def _in_language(self, code: Locale, of: Type, field: Field, inside: str) -> Json:
        """One language of a map; only the source is required, for the others can come later."""
        is_required = field.is_required and code == self.languages[0]
        return {"name": code, "label": code, "required": is_required, **self._widget(of, field, inside)}

    def _options(self, words: Sequence[str]) -> list[Json]:
        return [_option(self.translate(label(word)), word) for word in words]


def _option(label: str, value: str | bool) -> Json:
    return {"label": label, "value": value}


def _is_file(type: Type) -> bool:
    match type:
        case OneOrPerLanguage(of=of) | LanguageMap(of=of):
            return _is_file(of)
        case Matching(code=code):
            return code == FILE_CODE
        case _:
            return False
