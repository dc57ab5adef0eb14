"""The normal form of content files, so that an edit by a form or by hand is a small difference.

Block lists, fields in the order of the schema, one line per text, no comments, no field that says nothing, quotation
marks only where a plain text would be read as something else: it is the form that a content management system writes
(decision 0005). What cagsite reads from a file in normal form is what it read before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from cagsite import yamltree
from cagsite.markdown.marks import is_read_alike, plain_marks
from cagsite.problems import Problem
from cagsite.schema import record
from cagsite.schema.types import (
    Boolean,
    Choice,
    Field,
    ListOf,
    Number,
    OneOrPerLanguage,
    Record,
    ScalarType,
    Type,
    Year,
    is_blank,
)
from cagsite.yamltree import Mapping, Node, Scalar, Sequence

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=~<][^\n]*|[-?:](?=[^\s])[^\n]*")
_UNSAFE = re.compile(r":(?=\s|$)|\s#|^\s|\s$|[\t\x00-\x1f\x7f\u0085\u2028\u2029\ufeff]|^(?:---|\.\.\.)")
_UNPRINTABLE = re.compile(r"[\t\x00-\x1f\x7f\u0085\u2028\u2029\ufeff]")
_AMBIGUOUS = re.compile(
    r"(?i:true|false|null|~|\.nan|[-+]?\.inf)|0x[0-9a-fA-F]+|0o[0-7]+"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
)
"""What YAML 1.2 takes for a truth, a number or nothing: a form that saves the file makes 1.1 of 1.10, 755 of 0755."""
NEWLINE = "\n"
_NEVER_QUOTED = (Boolean, Choice, Number, Year)


def has_comment(text: str) -> bool:
    """True where a person has written a comment, which the normal form would lose."""
    return any(re.match(r"\s*#", line) for line in text.splitlines())


def normal_yaml(tree: Node | None, kind: str) -> str:
    """A whole YAML file, or a front matter without its marks, in normal form."""
    if tree is None:
        return ""
    return "".join(f"{line}\n" for line in _lines(_spoken(tree, kind), record(kind), 0))


def entry_lines(entry: Mapping, kind: str, list_name: str) -> list[str]:
    """The lines of one entry of a list, in normal form and without indentation."""
    type = record(kind).by_name[list_name].type
    return list(_lines(Sequence((entry,), 1, 1), type, 0))


def key_line(key: str, text: str) -> str:
    """A key and a text on one line, whatever the text is."""
    value = _quoted(text) if _literal(text) else _scalar_text(text, is_plain=False)
    return f"{_scalar_text(key, is_plain=True)}: {value}"


def key_lines(key: str, value: Node, kind: str, name: str) -> list[str]:
    """The lines of one key of a field that is a map, in normal form and indented once."""
    tree = Mapping({key: (Scalar(key, 1, 1, True), value)}, 1, 1)
    return list(_lines(tree, record(kind).by_name[name].type, 1))


def normal_body(body: str) -> str:
    """A text without blanks at the ends of lines, one blank line between blocks, one line end at the end."""
    body = plain_marks(body.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [line.rstrip() for line in body.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    if not is_read_alike(text, body):  # blank lines in code
        text = body.strip("\n")
    return text + "\n" if text else ""


def normal_words(tree: Node | None, body: str) -> str:
    """A whole `panel.<lang>.md`."""
    text = normal_body(body)
    return f"---\n{normal_yaml(tree, 'words')}---\n" + (f"\n{text}" if text else "")


def _spoken(tree: Node, kind: str) -> Node:
    """Without silent fields; a file of nothing else stays as it is."""
    spoken = _without_silence(tree, record(kind))
    return tree if isinstance(spoken, Mapping) and not spoken.fields else spoken


def _without_silence(node: Node, type: Type | None) -> Node:
    """The tree without fields that say what is the case without them: blank ones, and `false` where that is usual."""
    if isinstance(node, Sequence):
        return Sequence(tuple(_without_silence(item, _of(type)) for item in node.items), node.line, node.column)
    if isinstance(node, Mapping):
        by_name = type.by_name if isinstance(type, Record) else {}
        kept = {
            name: (key, _without_silence(value, by_name[name].type if name in by_name else _of(type)))
            for name, (key, value) in node.fields.items()
            if name not in by_name or not _is_silent(value, by_name[name])
        }
        return Mapping(kept, node.line, node.column)
    return node


def _is_silent(value: Node, field: Field) -> bool:
    if field.is_required:
        return False
    is_false = isinstance(value, Scalar) and value.text == "false"
    return is_blank(value) or (isinstance(field.type, Boolean) and field.default is False and is_false)


def _lines(node: Node, type: Type | None, depth: int) -> Iterable[str]:
    pad = "  " * depth
    if isinstance(node, Mapping):
        names = [name for name in type.by_name if name in node.fields] if isinstance(type, Record) else []
        names += [name for name in node.fields if name not in names]
        for name in names:
            value = node.fields[name][1]
            inner = type.by_name[name].type if isinstance(type, Record) and name in type.by_name else _of(type)
            yield from _field(pad + _scalar_text(name, is_plain=True), value, inner, depth)
    elif isinstance(node, Sequence):
        for item in node.items:
            lines = list(_lines(item, _of(type), depth + 1)) if not isinstance(item, Scalar) else []
            if isinstance(item, Scalar):
                yield f"{pad}- {_scalar(item, _of(type))}"
            elif lines:
                yield f"{pad}- {lines[0].lstrip()}"
                yield from lines[1:]


def _field(head: str, value: Node, type: Type | None, depth: int) -> Iterable[str]:
    if isinstance(value, Scalar) and (lines := _literal(value.text)):
        pad = "  " * (depth + 1)
        yield f"{head}: {'|' if value.text[-1] == NEWLINE else '|-'}"
        yield from (pad + line if line else "" for line in lines)
    elif isinstance(value, Scalar):
        yield f"{head}: {_scalar(value, type)}".rstrip()
    elif isinstance(value, Sequence) and not value.items:
        yield f"{head}: []"
    elif isinstance(value, Mapping) and not value.fields:
        yield f"{head}: {{}}"
    else:
        yield f"{head}:"
        yield from _lines(value, type, depth + 1)


def _literal(text: str) -> list[str]:
    """The lines of a text that may stand as they are, one below the other; none where it may not, or is only one."""
    lines = text.removesuffix(NEWLINE).split(NEWLINE)
    is_plain = lines[0] and lines[-1] and all(line == line.strip() and not _UNPRINTABLE.search(line) for line in lines)
    return lines if len(lines) > 1 and is_plain else []


def _of(type: Type | None) -> Type | None:
    """The type of what a list or a language map holds."""
    if isinstance(type, ListOf):
        return type.of
    return getattr(type, "of", None)


def _scalar(node: Scalar, type: Type | None) -> str:
    is_plain = node.is_plain
    type = type.of if isinstance(type, OneOrPerLanguage) else type
    if node.text and isinstance(type, ScalarType):
        is_plain = isinstance(type, _NEVER_QUOTED)
    return _scalar_text(node.text, is_plain=is_plain)


def _scalar_text(text: str, *, is_plain: bool) -> str:
    """Plain where every reader of YAML sees the same text."""
    if text == "":
        return "" if is_plain else "''"
    if _UNSAFE.search(text) or not _PLAIN.fullmatch(text) or (not is_plain and _AMBIGUOUS.fullmatch(text)):
        return _quoted(text)
    return text


def _quoted(text: str) -> str:
    """In single marks, unless only double ones spare a sign its escape or a sign cannot stand in single ones."""
    if _UNPRINTABLE.search(text) or ("'" in text and '"' not in text):
        return json.dumps(text, ensure_ascii=False)
    return "'" + text.replace("'", "''") + "'"


def scalar(text: str) -> Scalar:
    """A text to be written; quoted where it looks like a number or a truth value."""
    return Scalar(text, 1, 1, not _AMBIGUOUS.fullmatch(text))


def is_same(one: Node | None, other: Node | None) -> bool:
    """True where two trees hold the same texts in the same places, whatever the order of fields."""
    if isinstance(one, Scalar) and isinstance(other, Scalar):
        return one.text == other.text
    if isinstance(one, Sequence) and isinstance(other, Sequence):
        pairs = list(zip(one.items, other.items, strict=False))
        return len(one.items) == len(other.items) and all(is_same(a, b) for a, b in pairs)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.fields.keys() == other.fields.keys() and all(
            is_same(one.fields[name][1], other.fields[name][1]) for name in one.fields
        )
    return one is None and other is None


def tidied(text: str, file: str, kind: str) -> str | None:
    """A file's text in normal form; None where it has errors, or where anything would be read otherwise afterwards."""
    problems: list[Problem] = []
    if kind == "words":
        parts = yamltree.split_front_matter(text, file, problems)
        if parts is None:
            return None
        tree = yamltree.parse(parts.yaml, file, problems, first_line=2)
        made = normal_words(tree, parts.body)
        again = yamltree.split_front_matter(made, file, problems)
        check = yamltree.parse(again.yaml, file, problems) if again is not None else None
    else:
        tree = yamltree.parse(text, file, problems)
        made = normal_yaml(tree, kind)
        check = yamltree.parse(made, file, problems)
    is_kept = tree is None or is_same(_spoken(tree, kind), check)
    return made if not problems and is_kept else None
