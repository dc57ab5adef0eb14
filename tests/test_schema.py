"""One description of the files: what the parser takes, the JSON Schema takes, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cagsite.model import Kind, PartialDate, Precision
from cagsite.problems import Problem
from cagsite.schema import FILE_KINDS, field_order, json_schema, record
from cagsite.schema.types import (
    Boolean,
    Choice,
    Context,
    Day,
    Field,
    Fractions,
    LanguageMap,
    ListOf,
    MapOf,
    Matching,
    Number,
    OneOrPerLanguage,
    Partial,
    Period,
    Record,
    Reference,
    Text,
    Type,
    WebAddress,
    Year,
    canonical_tag,
    read_partial_date,
)
from cagsite.yamltree import Mapping, Node, Scalar, Sequence, parse

CONTENT = Path(__file__).resolve().parent.parent / "content"


def accepts(kind: Record, tree: Node) -> tuple[bool, list[Problem]]:
    """Whether the parser takes a tree."""
    problems: list[Problem] = []
    kind.parse(tree, Context(file="a", problems=problems))
    return not problems, problems


def as_json(node: Node) -> Any:
    """What an editor hands to its schema checker: plain texts typed by the core schema of YAML 1.2."""
    if isinstance(node, Mapping):
        return {name: as_json(value) for name, (_, value) in node.fields.items()}
    if isinstance(node, Sequence):
        return [as_json(item) for item in node.items]
    text = node.text
    if not node.is_plain:
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text.lower() in ("true", "false") and text in (text.lower(), text.title(), text.upper()):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", text):
        return float(text)
    return text


class Typed(str):
    """A text as typed in a file, without quotation marks."""

    __slots__ = ()


def tree_of(value: object) -> Node:
    """A value as the tree of its YAML; the lines follow one another."""
    lines = iter(range(1, 1000))

    def build(value: object) -> Node:
        line = next(lines)
        if isinstance(value, dict):
            return Mapping(
                {name: (Scalar(name, line, 1, True), build(inner)) for name, inner in value.items()}, line, 1
            )
        if isinstance(value, list):
            return Sequence(tuple(build(inner) for inner in value), line, 1)
        return Scalar(str(value), line, 1, isinstance(value, Typed))

    return build(value)


def sample(type_: Type) -> object:
    """A value that the type takes, as simple as possible."""
    match type_:
        case Record():
            return {field.name: sample(field.type) for field in type_.fields if field.is_required}
        case ListOf():
            return [sample(type_.of)]
        case LanguageMap():
            return {"sv": sample(type_.of)}
        case OneOrPerLanguage():
            return sample(type_.of)
        case MapOf():
            return {name: sample(type_.of) for name in (type_.names or ("text",))[:1]}
        case Fractions():
            return [Typed("0.1")] * type_.count
        case Choice():
            return Typed(type_.words[-1] if "given" in type_.words else type_.words[0])
        case Boolean():
            return Typed("false")
        case Number():
            return Typed("1")
        case Year():
            return Typed("1999")
        case Day() | Partial() | Period():
            return Typed("2026-02-28")
        case WebAddress():
            return Typed("https://example.org/")
        case Matching() if type_.code == "unknown-timezone":
            return Typed("Europe/Stockholm")
        case Matching() if type_.code == "bad-repository":
            return Typed("museum/exhibition")
        case Matching() if type_.code == "bad-territory":
            return Typed("KZ")
        case Matching() if type_.code == "bad-email":
            return Typed("a@example.org")
        case Matching() if type_.code == "bad-file-name":
            return Typed("a.jpg")
        case Matching() if type_.code == "bad-duration":
            return Typed("4:05")
        case Matching() if type_.code == "bad-language":
            return Typed("sv")
        case Matching() if type_.code == "bad-payment-number":
            return Typed("991-2346")
        case _:
            return Typed("abc")


WRONG: list[object] = [
    Typed("Åäö x"),
    Typed("../x"),
    Typed("a/b"),
    Typed("A_b"),
    Typed("-a"),
    Typed("-5"),
    Typed("5.5"),
    Typed("101"),
    Typed("1999"),
    Typed("2725000"),
    Typed("2 725 000"),
    Typed("99999999999999"),
    Typed("2026-13-01"),
    Typed("2026-02-28"),
    Typed("2026-02"),
    Typed("2026-autumn"),
    Typed("1990s"),
    Typed("1995s"),
    Typed("c18"),
    Typed("2016-2019"),
    Typed("31 Feb 2026"),
    Typed("true"),
    Typed("yes"),
    Typed("sv"),
    Typed("SV"),
    Typed("zh-Hant-TW"),
    Typed("KZ"),
    Typed("document#8"),
    Typed("https://example.org/a?b#c"),
    Typed("http://user@example.org"),
    Typed("javascript:alert(1)"),
    Typed("someone@example.org"),
    Typed("Europe/Stockholm"),
    Typed("given"),
    Typed("x" * 90),
    Typed("å" * 301),
    "",
    [],
    [Typed("a")],
    [Typed("0.5"), Typed("0.4")],
    [Typed("0"), Typed("0"), Typed("1"), Typed("1")],
    [Typed("0.5"), Typed("2")],
    {"sv": Typed("a")},
    {"en": [Typed("a")]},
    {"Svenska": Typed("a")},
    {"text": Typed("a")},
    {"id": Typed("a")},
    {"x y": Typed("a")},
]


def records(type_: Type, path: str) -> Iterator[tuple[str, Record]]:
    """Every record inside a type, by where it stands."""
    if isinstance(type_, Record):
        yield path, type_
        for field in type_.fields:
            yield from records(field.type, f"{path}.{field.name}")
    elif isinstance(type_, (ListOf, LanguageMap, MapOf)):
        yield from records(type_.of, path)


RECORDS: dict[str, Record] = {}
for _kind in FILE_KINDS:
    for _path, _record in records(record(_kind), _kind):
        if not any(_record is known for known in RECORDS.values()):
            RECORDS[_path] = _record


@pytest.mark.parametrize("path", RECORDS)
def test_parser_and_schema_agree(path: str) -> None:
    """For every field of every record, with many values right and wrong: both take it, or neither does."""
    kind = RECORDS[path]
    validator = Draft202012Validator(kind.json())
    for field in kind.fields:
        for value in [sample(field.type), *WRONG]:
            filled = {**_as_dict(sample(kind)), **_companions(kind, field, value), field.name: value}
            tree = tree_of(filled)
            taken, problems = accepts(kind, tree)
            errors = list(validator.iter_errors(as_json(tree)))
            assert taken == (not errors), (field.name, value, [p.says() for p in problems], errors[:2])


def _as_dict(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return value


def _companions(kind: Record, field: Field, value: object) -> dict[str, object]:
    """What a value needs beside it, so that only the value itself is judged."""
    names = {other.name: other.type for other in kind.fields}
    if field.name == "embargo_until":
        return {"status": Typed("embargoed")}
    if value == "given" and "uses" in names:
        return {name: sample(names[name]) for name in ("by", "date", "uses")}
    if field.name == "status" and "reason" in names:
        return {"reason": "r"}
    if field.name in ("captions", "speech", "poster"):
        return {"type": Typed("video")}
    if field.name == "must_redact":
        return {"redact": sample(names["redact"])}
    return {}


@pytest.mark.parametrize("path", RECORDS)
def test_required_and_unknown_fields(path: str) -> None:
    """A required field that is missing or empty, and one that does not exist, are refused by both."""
    kind = RECORDS[path]
    validator = Draft202012Validator(kind.json())
    whole = _as_dict(sample(kind))
    assert accepts(kind, tree_of(whole or {"x": ""}))[0] or not whole
    cases = [{**whole, "nothing_of_the_kind": "a"}]
    for field in kind.fields:
        if field.is_required:
            cases += [{name: value for name, value in whole.items() if name != field.name}, {**whole, field.name: ""}]
    for case in cases:
        tree = tree_of(case) if case else Mapping({}, 1, 1)
        assert not accepts(kind, tree)[0]
        assert not validator.is_valid(as_json(tree)), case


@pytest.mark.parametrize(
    ("path", "yaml_text", "valid"),
    [
        ("page", "status: embargoed\n", False),
        ("page", "status: embargoed\nembargo_until: 2027-01-01\n", True),
        ("page", "status: embargoed\nembargo_until:\n", False),
        ("page", "status: draft\nembargo_until: 2027-01-01\n", False),
        ("page", "status: draft\nembargo_until: ''\n", True),
        ("page", "embargo_until: 2027-01-01\n", False),
        ("document", "type: report\ndate: 2011\ncase_code: A\n", False),
        ("document", "type: report\ndate: 2011\ncase_code: ''\nevents: []\n", True),
        ("document", "type: appeal\ndate: 2011\n", False),
        ("document", "type: appeal\ndate: 2011\ncase_code: A\n", True),
        ("document", "type: appeal\ndate: 2011\ncase_code: A\nchapters:\n  - id: A\n    sections:\n      - 1\n", False),
        ("page.photos", "id: a\nmust_redact: true\n", False),
        ("page.photos", "id: a\nmust_redact: true\nredact: []\n", False),
        ("page.photos", "id: a\nmust_redact: true\nredact:\n  - area: [0, 0, 1, 1]\n", True),
        ("page.photos", "id: a\nmust_redact: false\n", True),
        ("page.photos.consent", "status: given\nby: p\ndate: 2026-01-01\n", False),
        ("page.photos.consent", "status: given\nby: p\ndate: 2026-01-01\nuses: []\n", False),
        ("page.photos.consent", "status: given\nby: p\ndate: 2026-01-01\nuses:\n  - web\n", True),
        ("page.photos.consent", "status: not_needed\n", False),
        ("page.photos.consent", "status: withdrawn\n", True),
    ],
)
def test_rules_between_fields_agree(path: str, yaml_text: str, valid: bool) -> None:
    """What a field asks of another one, both ask."""
    problems: list[Problem] = []
    tree = parse(yaml_text, "a", problems)
    assert tree is not None
    assert accepts(RECORDS[path], tree)[0] is valid
    assert Draft202012Validator(RECORDS[path].json()).is_valid(as_json(tree)) is valid


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_schema_is_a_schema(kind: str) -> None:
    """Draft 2020-12, and every field says what it holds."""
    schema = json_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert tuple(schema["properties"]) == field_order(kind)
    for path, found in records(record(kind), kind):
        for field in found.fields:
            assert field.about, f"{path}.{field.name}"
            assert not field.about.endswith("."), f"{path}.{field.name}"


@pytest.mark.parametrize("path", RECORDS)
def test_examples_are_right(path: str) -> None:
    """What skeletons and docs show is taken as it is."""
    for field in RECORDS[path].fields:
        if not field.example:
            continue
        problems: list[Problem] = []
        inner = field.type.of if isinstance(field.type, ListOf) else field.type
        tree = parse(field.example, "a", problems)
        assert tree is not None
        assert inner.parse(tree, Context(file="a", problems=problems)) is not None
        assert problems == []


def test_the_schemas_take_the_exhibition() -> None:
    """Every file of the exhibition in this repository."""
    files = sorted([*CONTENT.rglob("*.yaml"), *CONTENT.rglob("*.md"), CONTENT.parent / "exhibition.yaml"])
    checked = 0
    for path in files:
        text = path.read_text(encoding="utf-8")
        if path.name.endswith(".seen.yaml") or (path.suffix == ".md" and not text.startswith("---\n")):
            continue
        if path.suffix == ".md":
            kind, text = "words", text.split("\n---\n")[0][4:]
        elif path.name == "panel.yaml":
            folders = {found.folder: found.value for found in Kind}
            kind = folders[path.parent.parent.name]
        else:
            kind = path.stem
        problems: list[Problem] = []
        tree = parse(text, str(path), problems) or Mapping({}, 1, 1)
        assert problems == []
        assert list(Draft202012Validator(json_schema(kind)).iter_errors(as_json(tree))) == [], path
        checked += 1
    assert checked > 40


@pytest.mark.parametrize(
    ("text", "precision", "order", "shown"),
    [
        ("2016", Precision.YEAR, (2016, 0, 0), "2016"),
        ("2016-09", Precision.MONTH, (2016, 9, 0), "2016-09"),
        ("2016-09-01", Precision.DAY, (2016, 9, 1), "2016-09-01"),
        ("2016-autumn", Precision.SEASON, (2016, 8, 0), "2016-autumn"),
        ("1990s", Precision.DECADE, (1990, 0, 0), "1990s"),
        ("c18", Precision.CENTURY, (1700, 0, 0), "c18"),
    ],
)
def test_dates_as_exactly_as_they_are_known(
    text: str, precision: Precision, order: tuple[int, int, int], shown: str
) -> None:
    """Read, sorted, and written back as typed."""
    found = read_partial_date(text)
    assert isinstance(found, PartialDate)
    assert (found.precision, found.order, str(found)) == (precision, order, shown)


@pytest.mark.parametrize(
    "text",
    [
        "2016-13",
        "2016-00",
        "2016-9",
        "16",
        "02016",
        "c1",
        "c30",
        "1995s",
        "2016-fall",
        "2016-02-30",
        "2016-09-01T10:00",
        "C18",
        "٢٠١٦",
    ],
)
def test_what_is_no_date(text: str) -> None:
    """Nothing is guessed."""
    assert read_partial_date(text) is None


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("SV", "sv"),
        ("pt_br", "pt-BR"),
        ("ZH-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("svenska", ""),
        ("", ""),
        ("kk-latn", "kk-Latn"),
    ],
)
def test_language_tags(typed: str, tag: str) -> None:
    """In their canonical case."""
    assert canonical_tag(typed) == tag


def test_a_scalar_is_no_record() -> None:
    """The words of the message name the fields."""
    _, problems = accepts(record("page"), Scalar("a", 1, 1, True))
    assert [problem.code for problem in problems] == ["not-fields"]
    assert "status" in problems[0].advises()


def test_types_can_be_described() -> None:
    """A Text is one of the simplest: many typed values are texts, and none is blank."""
    validator = Draft202012Validator(Text(10).json())
    taken: tuple[object, ...] = ("a", 1984, 1.1, True)
    refused: tuple[object, ...] = ("", "  ", None, [], {}, "x" * 11)
    assert all(validator.is_valid(value) for value in taken)
    assert not any(validator.is_valid(value) for value in refused)
    assert Draft202012Validator(Reference("panel or section").json()).is_valid("report#8")
