"""The types that a field of a content file can have: each reads a node, and describes itself as JSON Schema."""

from __future__ import annotations

import dataclasses
import datetime
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cagsite import yamltree
from cagsite.codes import HINTS, problem
from cagsite.model import SEASONS, Locale, PartialDate, Precision, Span
from cagsite.naming import plain_id, quoted, suggestion
from cagsite.problems import Location, Problem
from cagsite.yamltree import Node, Scalar, Sequence

Json = dict[str, Any]

ID_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
LABEL_PATTERN = r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*"
SECTION_PATTERN = ID_PATTERN + r"#[1-9][0-9]{0,3}"
TAG_PATTERN = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?(?:-[a-z0-9]{5,8})*"
DATE_PATTERN = r"[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
YEAR_PATTERN = r"[1-9][0-9]{3}"
PARTIAL_PATTERN = (
    rf"{DATE_PATTERN}|{YEAR_PATTERN}(?:-(?:0[1-9]|1[0-2]|{'|'.join(SEASONS)}))?|[1-9][0-9]{{2}}0s|c(?:[2-9]|[12][0-9])"
)
SPAN_PATTERN = rf"{YEAR_PATTERN}-{YEAR_PATTERN}|{PARTIAL_PATTERN}"
WEB_PATTERN = r"https?://(?![^/?#]*@)[^\s/?#\\<>\"{}|^`]+(?:[/?#][^\s\\<>\"{}|^`]*)?"
EMAIL_PATTERN = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a file is read with, and where its problems go."""

    file: str
    problems: list[Problem]
    languages: tuple[Locale, ...] | None = None
    """Languages of the exhibition, the source language first; None where they are not known."""
    subject: str = ""
    is_private: bool = False
    """Values are not repeated in messages."""

    def at(self, node: Node) -> Location:
        """Where a node stands."""
        return Location(self.file, node.line, node.column)

    def report(self, code: str, node: Node, hint: str | None = None, /, **values: object) -> None:
        """Adds a problem at a node."""
        if self.is_private:
            hint = None if hint is not None and "{suggestion}" in hint else hint
            values |= dict.fromkeys(values.keys() & {"value", "length"}, "…")
        self.problems.append(problem(code, self.at(node), hint, self.subject, **values))


def is_blank(node: Node) -> bool:
    """True for a field without a value, which is the same as no field at all."""
    if isinstance(node, Scalar):
        return not node.text or node.text.isspace()
    return isinstance(node, Sequence) and not node.items


class Type(ABC):
    """How one value is read."""

    __slots__ = ()

    @abstractmethod
    def parse(self, node: Node, context: Context) -> Any:
        """The value, or None with a problem added to the context."""

    @abstractmethod
    def json(self) -> Json:
        """The same as JSON Schema, for a file as a YAML 1.2 editor reads it."""


class ScalarType(Type):
    """A value that is one text in the file."""

    __slots__ = ()

    def parse(self, node: Node, context: Context) -> Any:
        if isinstance(node, Scalar):
            return self.read(node.text.strip(), node, context)
        is_list = isinstance(node, Sequence)
        context.report("not-a-text", node, HINTS["not-a-text-list"] if is_list else HINTS["not-a-text-fields"])
        return None

    @abstractmethod
    def read(self, text: str, node: Scalar, context: Context) -> Any:
        """The value of the text, which is not blank."""


@dataclass(frozen=True, slots=True)
class Text(ScalarType):
    """Words, kept as typed; on one line unless said otherwise."""

    limit: int = 2000
    has_lines: bool = False

    def read(self, text: str, node: Scalar, context: Context) -> str:
        if not self.has_lines and ("\n" in text or "\t" in text):
            text = " ".join(text.split())
        if len(text) > self.limit:
            context.report("too-long", node, length=len(text), limit=self.limit)
        return text

    def json(self) -> Json:
        return {"type": ["string", "number", "boolean"], "pattern": r"\S", "maxLength": self.limit}


@dataclass(frozen=True, slots=True)
class Matching(ScalarType):
    """A text of a fixed form."""

    pattern: str
    code: str
    limit: int = 2000
    hint: str = ""
    """Key in HINTS, used with a suggestion from `mend`."""

    def read(self, text: str, node: Scalar, context: Context) -> str | None:
        if len(text) <= self.limit and re.fullmatch(self.pattern, text):
            return text
        mended = self.mend(text)
        context.report(self.code, node, HINTS["write-it"] if mended else None, value=text, suggestion=mended)
        return None

    def mend(self, text: str) -> str:
        """The text as it is most likely meant, or an empty string."""
        return ""

    def json(self) -> Json:
        return {**_typed(self.pattern), "maxLength": self.limit}


def _typed(pattern: str) -> Json:
    """A text of this form; without quotation marks an editor may take it for a number or a truth."""
    types = ["string"]
    types += ["boolean"] if re.fullmatch(pattern, "true") else []
    types += ["number"] if re.fullmatch(pattern, "10.5") else ["integer"] if re.fullmatch(pattern, "10") else []
    result: Json = {"type": types, "pattern": f"^(?:{pattern})$"}
    return result if re.fullmatch(pattern, "-10") else {**result, "minimum": 0}


class Id(Matching):
    """A name in lower-case ASCII."""

    __slots__ = ()

    def __init__(self, code: str = "bad-id", pattern: str = ID_PATTERN) -> None:
        super().__init__(pattern, code, limit=80)

    def mend(self, text: str) -> str:
        return plain_id(text)


class Language(Matching):
    """A language tag in its canonical case."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(TAG_PATTERN, "bad-language", limit=35)

    def mend(self, text: str) -> str:
        return canonical_tag(text)


_LANGUAGE = Language()


def canonical_tag(text: str) -> str:
    """A language tag in its canonical case, or an empty string."""
    parts = text.replace("_", "-").split("-")
    cased = [parts[0].lower()]
    for part in parts[1:]:
        cased.append(
            part.title() if len(part) == 4 and part.isalpha() else part.upper() if len(part) < 4 else part.lower()
        )
    tag = "-".join(cased)
    return tag if re.fullmatch(TAG_PATTERN, tag) else ""


@dataclass(frozen=True, slots=True)
class Reference(ScalarType):
    """The id of something else; that it exists is checked when everything has been read."""

    to: str
    """`panel`, `theme`, `country`, `place`, or `panel or section`."""

    def read(self, text: str, node: Scalar, context: Context) -> str | None:
        if re.fullmatch(self._pattern, text):
            return text
        context.report("bad-reference", node, HINTS["reference-form"], value=text)
        return None

    @property
    def _pattern(self) -> str:
        return f"{SECTION_PATTERN}|{ID_PATTERN}" if self.to == "panel or section" else ID_PATTERN

    def json(self) -> Json:
        return _typed(self._pattern)


@dataclass(frozen=True, slots=True)
class Choice(ScalarType):
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, text: str, node: Scalar, context: Context) -> str | None:
        if text in self.words:
            return text
        near = suggestion(text, self.words)
        hint = HINTS["did-you-mean"] if near else None
        context.report("bad-choice", node, hint, value=text, choices=", ".join(self.words), suggestion=near)
        return None

    def json(self) -> Json:
        return {"enum": [*self.words, *(int(word) for word in self.words if word.isdecimal())]}


class Boolean(ScalarType):
    """True or false."""

    __slots__ = ()

    def read(self, text: str, node: Scalar, context: Context) -> bool | None:
        if text in ("true", "false"):
            return text == "true"
        context.report("bad-boolean", node, value=text)
        return None

    def json(self) -> Json:
        return {"enum": [True, False, "true", "false"]}


@dataclass(frozen=True, slots=True)
class Number(ScalarType):
    """A number in digits, with a full stop before decimals."""

    least: float
    most: float
    is_whole: bool = False

    def read(self, text: str, node: Scalar, context: Context) -> float | int | None:
        if not re.fullmatch(self._pattern, text) or len(text) > 20:
            mended = self._mend(text)
            code = "bad-integer" if self.is_whole else "bad-number"
            context.report(code, node, HINTS["write-it"] if mended else None, value=text, suggestion=mended)
            return None
        value = int(text) if self.is_whole else float(text)
        if not self.least <= value <= self.most:
            context.report("out-of-range", node, value=text, least=f"{self.least:g}", most=_plain(self.most))
            return None
        return value

    @property
    def _pattern(self) -> str:
        return r"-?(?:0|[1-9][0-9]*)" if self.is_whole else r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"

    def _mend(self, text: str) -> str:
        bare = re.sub(r"[\s\u00a0'’]|%$", "", text)
        if self.is_whole and re.fullmatch(r"[0-9]{1,3}(?:[.,][0-9]{3})+", bare):
            bare = re.sub(r"[.,]", "", bare)
        bare = bare.replace(",", ".") if bare.count(",") == 1 and not self.is_whole else bare
        return bare if re.fullmatch(self._pattern, bare) and bare != text else ""

    def json(self) -> Json:
        return {
            "type": ["integer" if self.is_whole else "number", "string"],
            "pattern": f"^(?:{self._pattern})$",
            "minimum": self.least,
            "maximum": self.most,
        }


def _plain(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else str(value)


class Year(ScalarType):
    """A year of our time reckoning."""

    __slots__ = ()

    def read(self, text: str, node: Scalar, context: Context) -> int | None:
        if re.fullmatch(YEAR_PATTERN, text):
            return int(text)
        context.report("bad-year", node, value=text)
        return None

    def json(self) -> Json:
        return {"type": ["integer", "string"], "pattern": f"^(?:{YEAR_PATTERN})$", "minimum": 1000, "maximum": 9999}


class Day(ScalarType):
    """A day of the calendar."""

    __slots__ = ()

    def read(self, text: str, node: Scalar, context: Context) -> datetime.date | None:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            try:
                return datetime.date.fromisoformat(text)
            except ValueError:
                context.report("no-such-day", node, value=text)
                return None
        _report_date(text, node, context, "bad-date")
        return None

    def json(self) -> Json:
        return {"type": "string", "pattern": f"^{DATE_PATTERN}$", "format": "date"}


_MONTHS = ("jan", "feb", "mar", "apr", "ma[jyi]", "jun", "jul", "aug", "sep", "o[kc]t", "nov", "de[cz]")


def _report_date(text: str, node: Scalar, context: Context, code: str) -> None:
    """Says what is wrong with a date, and how it is written where that can be told."""
    year = month = day = 0
    if match := re.match(r"([0-9]{4})[-./ ]([0-9]{1,2})[-./ ]([0-9]{1,2})(?![0-9])", text):
        year, month, day = (int(part) for part in match.groups())
    elif match := re.fullmatch(
        r"(?:den )?([0-9]{1,2})(?:[.:]?[a-z]{0,2})[ .-]+([^\W\d]+)[ .,-]+([0-9]{4})", text.lower()
    ):
        day, year = int(match[1]), int(match[3])
        month = next((n for n, name in enumerate(_MONTHS, 1) if re.match(name, match[2])), 0)
    elif match := re.fullmatch(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})", text):
        day, month, year = (int(part) for part in match.groups())
    if year and month and day:
        try:
            mended = datetime.date(year, month, day).isoformat()
        except ValueError:
            context.report("no-such-day", node, value=text)
            return
        context.report(code, node, HINTS["write-it"], value=text, suggestion=mended)
        return
    context.report(code, node, value=text)


class Partial(ScalarType):
    """A date as exactly as it is known."""

    __slots__ = ()

    def read(self, text: str, node: Scalar, context: Context) -> PartialDate | None:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) and re.fullmatch(PARTIAL_PATTERN, text) is None:
            context.report("no-such-day", node, value=text)
            return None
        value = read_partial_date(text)
        if value is None:
            if re.fullmatch(DATE_PATTERN, text):
                context.report("no-such-day", node, value=text)
            else:
                _report_date(text, node, context, "bad-partial-date")
        return value

    def json(self) -> Json:
        pattern = f"^(?:{PARTIAL_PATTERN})$"
        return {"type": ["string", "integer"], "pattern": pattern, "minimum": 1000, "maximum": 9999}


def read_partial_date(text: str) -> PartialDate | None:
    """`2016`, `2016-09`, `2016-09-01`, `2016-autumn`, `1990s` or `c18`; None for anything else."""
    if not re.fullmatch(PARTIAL_PATTERN, text):
        return None
    if text[0] == "c":
        return PartialDate(precision=Precision.CENTURY, year=(int(text[1:]) - 1) * 100)
    year, rest = int(text[:4]), text[4:].lstrip("-")
    if rest == "s":
        return PartialDate(precision=Precision.DECADE, year=year)
    if rest in SEASONS:
        return PartialDate(precision=Precision.SEASON, year=year, season=rest)
    if not rest:
        return PartialDate(precision=Precision.YEAR, year=year)
    if len(rest) == 2:
        return PartialDate(precision=Precision.MONTH, year=year, month=int(rest))
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return PartialDate(precision=Precision.DAY, year=year, month=day.month, day=day.day)


class Period(ScalarType):
    """A date as exactly as it is known, or two years with a hyphen between."""

    __slots__ = ()

    def read(self, text: str, node: Scalar, context: Context) -> Span | None:
        if match := re.fullmatch(rf"({YEAR_PATTERN})\s*[-–]\s*({YEAR_PATTERN})", text):
            first, last = int(match[1]), int(match[2])
            if f"{match[1]}-{match[2]}" != text:
                context.report("bad-period", node, HINTS["write-it"], value=text, suggestion=f"{match[1]}-{match[2]}")
            elif last < first:
                context.report("ends-before-start", node)
            start, end = (PartialDate(precision=Precision.YEAR, year=year) for year in (first, last))
            return Span(start=start, end=end if last != first else None)
        value = read_partial_date(text)
        if value is None:
            if re.fullmatch(DATE_PATTERN, text):
                context.report("no-such-day", node, value=text)
            else:
                _report_date(text, node, context, "bad-period")
            return None
        return Span(start=value)

    def json(self) -> Json:
        pattern = f"^(?:{SPAN_PATTERN})$"
        return {"type": ["string", "integer"], "pattern": pattern, "minimum": 1000, "maximum": 9999}


class WebAddress(ScalarType):
    """An address that a browser opens."""

    __slots__ = ()

    def read(self, text: str, node: Scalar, context: Context) -> str | None:
        if re.fullmatch(WEB_PATTERN, text) and len(text) <= 2000 and text.isprintable():
            return text
        mended = whole_address(text)
        context.report("bad-address", node, HINTS["write-it"] if mended else None, value=text, suggestion=mended)
        return None

    def json(self) -> Json:
        return {"type": "string", "pattern": f"^{WEB_PATTERN}$", "maxLength": 2000}


def whole_address(text: str) -> str:
    """The address that somebody means who has left out its beginning, or an empty string."""
    if not re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", text):
        return ""
    return f"https://{text}" if "/" in text else f"https://{text}/"


@dataclass(frozen=True, slots=True)
class Fractions(Type):
    """A few numbers from 0 to 1, in a list."""

    count: int
    is_area: bool = False
    """x, y, width, height: inside the picture, and not empty."""

    def parse(self, node: Node, context: Context) -> tuple[float, ...] | None:
        names = "x, y, width, height" if self.is_area else "x, y"
        if not isinstance(node, Sequence) or len(node.items) != self.count:
            context.report("bad-fractions", node, count=self.count, names=names)
            return None
        numbers = [Number(0, 1).parse(item, context) for item in node.items]
        if any(number is None for number in numbers):
            return None
        values = tuple(float(number) for number in numbers)
        if self.is_area:
            x, y, width, height = values
            if width == 0 or height == 0 or x + width > 1.000001 or y + height > 1.000001:
                context.report("area-outside", node)
                return None
        return values

    def json(self) -> Json:
        number = Number(0, 1).json()
        return {"type": "array", "items": number, "minItems": self.count, "maxItems": self.count}


class PixelArea(Type):
    """x, y, width and height in whole pixels; whether the picture is that large is known when it is opened."""

    __slots__ = ()
    _number = Number(0, 1_000_000, is_whole=True)

    def parse(self, node: Node, context: Context) -> tuple[int, ...] | None:
        if not isinstance(node, Sequence) or len(node.items) != 4:
            context.report("bad-pixels", node)
            return None
        numbers = [self._number.parse(item, context) for item in node.items]
        if any(number is None for number in numbers):
            return None
        if 0 in numbers[2:]:
            context.report("area-outside", node, HINTS["area-empty"])
            return None
        return tuple(int(number) for number in numbers)

    def json(self) -> Json:
        return {"type": "array", "items": self._number.json(), "minItems": 4, "maxItems": 4}


@dataclass(frozen=True, slots=True)
class ListOf(Type):
    """Values one below the other; the same one, or the same `id`, stands once."""

    of: Type

    def parse(self, node: Node, context: Context) -> tuple[Any, ...]:
        if not isinstance(node, Sequence):
            if isinstance(node, Scalar):
                context.report("not-a-list", node, HINTS["list-line"], line=f"- {node.text.strip()}")
            else:
                context.report("not-a-list", node)
            return ()
        values: list[Any] = []
        seen: dict[Any, int] = {}
        for item in node.items:
            if is_blank(item):
                context.report("empty-entry", item)
                continue
            value = self.of.parse(item, context)
            if value is None or (isinstance(value, Values) and value.get("id", "") is None):
                continue  # a problem says so; without an id nothing can be said of it
            key = _identity(value)
            if key in seen:
                context.report("duplicate-entry", item, value=key, first=seen[key])
                continue
            if key is not None:
                seen[key] = item.line
            values.append(value)
        return tuple(values)

    def json(self) -> Json:
        result: Json = {"type": "array", "items": self.of.json()}
        return result if isinstance(self.of, Record) else {**result, "uniqueItems": True}


def _identity(value: Any) -> Any:
    """What may stand once in a list: the value, or of a record its `id`, where case makes no difference."""
    if not isinstance(value, Values):
        return value
    identity = value.get("id") or value.get("code")
    return identity.casefold() if identity else None


@dataclass(frozen=True, slots=True)
class LanguageMap(Type):
    """A value per language."""

    of: Type

    def parse(self, node: Node, context: Context) -> dict[Locale, Any] | None:
        if not isinstance(node, yamltree.Mapping):
            first = context.languages[0] if context.languages else "…"
            value = quoted(node.text.strip()) if isinstance(node, Scalar) else "…"
            context.report("not-per-language", node, line=f"{first}: {value}")
            return None
        values: dict[Locale, Any] = {}
        for name, (key, inner) in node.fields.items():
            if context.languages is not None and name not in context.languages:
                report_unknown_language(name, key, context)
            elif _LANGUAGE.parse(key, context) is not None and not is_blank(inner):
                value = self.of.parse(inner, context)
                if value is not None:
                    values[Locale(name)] = value
        if context.languages is None:
            return values
        return {language: values[language] for language in context.languages if language in values}

    def json(self) -> Json:
        return {
            "type": "object",
            "propertyNames": {"pattern": f"^{TAG_PATTERN}$"},
            "additionalProperties": optional(self.of.json()),
        }


@dataclass(frozen=True, slots=True)
class OneOrPerLanguage(Type):
    """One value for every language, or a value per language: a dictionary where it is the latter."""

    of: ScalarType

    def parse(self, node: Node, context: Context) -> Any:
        return (LanguageMap(self.of) if isinstance(node, yamltree.Mapping) else self.of).parse(node, context)

    def json(self) -> Json:
        return {"anyOf": [self.of.json(), LanguageMap(self.of).json()]}


def report_unknown_language(name: str, node: Node, context: Context) -> None:
    """A language that exhibition.yaml does not list."""
    near = suggestion(name, context.languages or ()) or canonical_tag(name)
    near = near if near in (context.languages or ()) else ""
    hint = HINTS["did-you-mean"] if near else None
    context.report("unknown-language", node, hint, language=name, suggestion=near)


@dataclass(frozen=True, slots=True)
class MapOf(Type):
    """Values by names that the exhibition chooses, or by given ones."""

    of: Type
    names: tuple[str, ...] = ()
    """Empty for any id."""
    keeps_blank: bool = False
    """An empty text is a value of its own."""

    def parse(self, node: Node, context: Context) -> dict[str, Any] | None:
        if not isinstance(node, yamltree.Mapping):
            context.report("not-fields", node)
            return None
        values: dict[str, Any] = {}
        for name, (key, inner) in node.fields.items():
            if self.names and name not in self.names:
                report_unknown_field(name, key, self.names, context)
            elif not self.names and not re.fullmatch(LABEL_PATTERN, name):
                context.report("bad-label-id", key, value=name)
            elif self.keeps_blank and is_blank(inner):
                values[name] = ""
            elif not is_blank(inner):
                value = self.of.parse(inner, context)
                if value is not None:
                    values[name] = value
        return values

    def json(self) -> Json:
        names: Json = {"enum": list(self.names)} if self.names else {"pattern": f"^{LABEL_PATTERN}$"}
        return {"type": "object", "propertyNames": names, "additionalProperties": optional(self.of.json())}


def report_unknown_field(name: str, node: Node, known: Iterable[str], context: Context) -> str:
    """A field that does not exist here; gives the nearest that does, or an empty string."""
    known = tuple(known)
    near = suggestion(name, known)
    hint = HINTS["did-you-mean"] if near else None
    shown = "…" if context.is_private and not near else name
    context.report("unknown-field", node, hint, name=shown, suggestion=near, known=", ".join(known))
    return near


def optional(schema: Json) -> Json:
    """The schema of a value that may be left empty."""
    return {"anyOf": [schema, {"enum": [None, ""]}, {"type": "array", "maxItems": 0}]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One named field of a file."""

    name: str
    type: Type
    about: str
    """English msgid: what it holds, for docs, skeletons and forms."""
    is_required: bool = False
    default: Any = None
    example: str = ""
    """As typed in a file."""


class Values(dict[str, Any]):
    """The fields of one record by name, absent ones with their default; knows where they stand."""

    __slots__ = ("context", "node")
    context: Context
    node: yamltree.Mapping

    def place(self, name: str, entry: str = "") -> Node:
        """The value of a field, or one entry of it, or the whole record where the field is absent."""
        found = self.node.fields.get(name)
        node = found[1] if found else self.node
        if entry and isinstance(node, Sequence):
            return next((item for item in node.items if isinstance(item, Scalar) and item.text == entry), node)
        return node

    def report(self, code: str, name: str, hint: str | None = None, /, **values: object) -> None:
        """A problem at one field."""
        self.context.report(code, self.place(name), hint, **values)


class Rule(ABC):
    """Something that holds between the fields of one record."""

    __slots__ = ()

    @abstractmethod
    def check(self, values: Values) -> None:
        """Reports what does not hold."""

    @abstractmethod
    def json(self) -> Json:
        """The same as JSON Schema."""


@dataclass(frozen=True, slots=True)
class Needs(Rule):
    """Where a field has a value, others must be there."""

    field: str
    value: str | bool
    needed: tuple[str, ...]
    code: str

    def check(self, values: Values) -> None:
        if values[self.field] == self.value:
            for name in self.needed:
                if name not in values.node.fields or is_blank(values.node.fields[name][1]):
                    values.report(self.code, self.field, name=name)

    def json(self) -> Json:
        value: Json = {"enum": [True, "true"]} if self.value is True else {"const": self.value}
        filled: Json = {name: {"not": {"enum": [None, "", []]}} for name in self.needed}
        return {
            "if": {"properties": {self.field: value}, "required": [self.field]},
            "then": {"required": list(self.needed), "properties": filled},
        }


@dataclass(frozen=True, slots=True)
class Only(Rule):
    """Some fields are there only where another one has a value."""

    field: str
    value: str
    names: tuple[str, ...]

    def check(self, values: Values) -> None:
        if values[self.field] not in (self.value, None):
            for name in self.names:
                if name in values.node.fields and not is_blank(values.node.fields[name][1]):
                    key = values.node.fields[name][0]
                    values.context.report("needless-field", key, name=name, field=self.field, value=self.value)

    def json(self) -> Json:
        blank: Json = {"enum": [None, "", []]}
        return {
            "if": {"properties": {self.field: {"const": self.value}}, "required": [self.field]},
            "else": {"properties": dict.fromkeys(self.names, blank)},
        }


@dataclass(frozen=True, slots=True)
class OneOf(Rule):
    """Exactly one of some fields is there."""

    names: tuple[str, ...]

    def check(self, values: Values) -> None:
        fields = values.node.fields
        given = [name for name in self.names if name in fields and not is_blank(fields[name][1])]
        if len(given) > 1:
            values.context.report("too-many-ways", fields[given[1]][0], first=given[0], second=given[1])
        elif not given and fields.keys() <= values.keys():  # a misspelt one has been told of
            values.context.report("missing-field", values.node, name=self.names[0])

    def json(self) -> Json:
        filled: Json = {"not": {"enum": [None, "", []]}}
        return {"oneOf": [{"required": [name], "properties": {name: filled}} for name in self.names]}


@dataclass(frozen=True, slots=True)
class Record(Type):
    """Named fields; a name that is not among them is a problem."""

    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = ()
    is_private: bool = False
    """Its values are never repeated in a message."""
    by_name: Mapping[str, Field] = dataclasses.field(init=False, compare=False)
    defaults: Mapping[str, Any] = dataclasses.field(init=False, compare=False)
    required: tuple[str, ...] = dataclasses.field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {field.name: field for field in self.fields})
        object.__setattr__(self, "defaults", {field.name: field.default for field in self.fields})
        object.__setattr__(self, "required", tuple(field.name for field in self.fields if field.is_required))

    def parse(self, node: Node, context: Context) -> Values | None:
        if not isinstance(node, yamltree.Mapping):
            context.report("not-fields", node, HINTS["first-fields"], fields=", ".join(list(self.by_name)[:3]))
            return None
        if self.is_private:
            context = replace(context, is_private=True)
        values = Values(self.defaults)
        values.node, values.context = node, context
        known = self.by_name
        misspelt: set[str] = set()
        for name, (key, inner) in node.fields.items():
            field = known.get(name)
            if field is None:
                misspelt.add(report_unknown_field(name, key, known, context))
            elif is_blank(inner):
                if field.is_required:
                    context.report("empty-field", key, name=name)
            else:
                values[name] = field.type.parse(inner, context)
        for name in self.required:
            if name not in node.fields and name not in misspelt:
                context.report("missing-field", node, name=name)
        for rule in self.rules:
            rule.check(values)
        return values

    def json(self) -> Json:
        properties: Json = {}
        for field in self.fields:
            schema = field.type.json()
            if field.is_required and schema.get("type") == "array":
                schema.setdefault("minItems", 1)
            properties[field.name] = {"description": field.about, **(schema if field.is_required else optional(schema))}
        result: Json = {"type": "object", "properties": properties, "additionalProperties": False}
        required = [field.name for field in self.fields if field.is_required]
        if required:
            result["required"] = required
        if self.rules:
            result["allOf"] = [rule.json() for rule in self.rules]
        return result
