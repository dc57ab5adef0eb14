"""The tool's own words: every message that a person can meet stands in every catalogue, with the same fields."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cagsite.cli import COMMANDS
from cagsite.codes import CODES, HINTS
from cagsite.commands.photo import CONSENT, PEOPLE
from cagsite.forms.page import MISSING, SCRIPTLESS
from cagsite.forms.words import messages as forms_messages
from cagsite.schema import FILE_KINDS, record
from cagsite.schema.types import LanguageMap, ListOf, MapOf, Record, Type
from cagsite.translation import CATALOGUES, languages, read_messages, translator

SOURCE = CATALOGUES.parent
SPEAKING = re.compile(
    r"partial|on_progress|problem|make|Remark|\w+Error|MarkdownProblem|say|fail|translate|_translate|_fill|worded"
    r"|_notice|report|_mend|ask|typed|choose"
)
"""Functions and classes that are given messages."""


def described(type_: Type) -> Iterator[str]:
    """What the fields of a type are for."""
    if isinstance(type_, Record):
        for field in type_.fields:
            yield field.about
            yield from described(field.type)
    elif isinstance(type_, (ListOf, LanguageMap, MapOf)):
        yield from described(type_.of)


def spoken(path: Path) -> Iterator[str]:
    """Messages in the code of a module: texts given to whatever speaks, directly or by the name of a variable."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    named.setdefault(target.id, []).append(node.value)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if SPEAKING.fullmatch(function):
            keywords = [word.value for word in node.keywords if word.arg in ("hint", "message")]
            for argument in [*node.args, *keywords]:
                yield from texts(argument, named)


def texts(node: ast.expr, named: dict[str, list[ast.expr]]) -> Iterator[str]:
    """Texts that an expression can be; single small words are names and codes, not messages."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if re.search(r"[^\W\d_]", re.sub(r"\{\w*\}", "", node.value)) and (" " in node.value or node.value.istitle()):
            yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body, named)
        yield from texts(node.orelse, named)
    elif isinstance(node, ast.Name):
        for value in named.get(node.id, []):
            yield from texts(value, {})  # a name that stands for another name is not followed


TABLES = [text for code in CODES.values() for text in (code.meaning, code.remedy)] + list(HINTS.values())
FIELDS = [text for kind in FILE_KINDS for text in described(record(kind))]
CODE = [text for path in sorted(SOURCE.rglob("*.py")) for text in spoken(path)]
CHOICES = [*PEOPLE.values(), *CONSENT.values()]
FORMS = [*forms_messages(), MISSING, SCRIPTLESS]
MESSAGES = sorted({text for text in (*TABLES, *FIELDS, *CODE, *CHOICES, *FORMS, *COMMANDS.values()) if text})


def test_messages_are_found() -> None:
    """The search finds what it should, or the next test would prove nothing."""
    assert "unknown field '{name}'" in TABLES
    assert "title of the panel" in FIELDS
    assert "'{name}' is not a kind of output" in CODE
    assert len(MESSAGES) > 600


@pytest.mark.parametrize("language", languages())
def test_every_message_is_translated(language: str) -> None:
    """With the same fields, and a full stop only where the message has one."""
    translated = read_messages((CATALOGUES / language / "LC_MESSAGES" / "tool.po").read_text(encoding="utf-8"))
    assert [message for message in MESSAGES if message not in translated] == []
    for message in MESSAGES:
        words = translated[message]
        fields = set(re.findall(r"\{\w+\}", message))
        assert set(re.findall(r"\{\w+\}", words)) <= fields, message
        assert fields - set(re.findall(r"\{\w+\}", words)) <= {"{name}"}, message
        assert words.endswith(".") == message.endswith("."), message


@pytest.mark.parametrize("language", languages())
def test_catalogue_is_a_catalogue(language: str) -> None:
    """Programs for translators read it: no message twice, none empty or uncertain."""
    from babel.messages.pofile import read_po

    path = CATALOGUES / language / "LC_MESSAGES" / "tool.po"
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    text = path.read_text(encoding="utf-8")
    entries = {str(message.id): str(message.string) for message in catalogue if message.id}
    assert entries == dict(read_messages(text))
    assert text.count('\nmsgid "') - 1 == len(entries)
    assert not any(message.fuzzy for message in catalogue if message.id)


@pytest.mark.parametrize("asked", ["sv", "sv-SE", "sv_SE", "SV", "sv-Latn-FI"])
def test_swedish(asked: str) -> None:
    """However the language is named."""
    assert translator(asked)("unknown field '{name}'") == "okänt fält '{name}'"


@pytest.mark.parametrize("asked", [None, "", "en", "C", "POSIX", "../sv", "sv/../sv", "xx", "en-GB"])
def test_english_needs_nothing(asked: str | None) -> None:
    """English, and every language without a catalogue: the message as it is."""
    assert translator(asked)("unknown field '{name}'") == "unknown field '{name}'"


def test_an_unknown_message_stays() -> None:
    """Better English than nothing."""
    assert translator("sv")("not in any catalogue") == "not in any catalogue"


def test_no_library_is_needed() -> None:
    """Neither for English nor for another language."""
    code = (
        "import sys; from cagsite.translation import translator; translator('sv')('a'); print('babel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_reading_a_catalogue() -> None:
    """Texts over several lines, with escaped signs; what has no translation is not there."""
    text = (
        'msgid ""\nmsgstr "Language: x\\n"\n\n#. remark\nmsgid "a \\"b\\""\nmsgstr ""\n"å "\n"\\\\ö\\n"\n'
        '\nmsgid "c"\nmsgstr ""\n'
    )
    assert read_messages(text) == {'a "b"': "å \\ö\n"}
