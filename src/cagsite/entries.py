"""Entries of a list in a content file, added or completed as text: every other byte of the file stays as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as MappingOf

from cagsite import yamltree
from cagsite.normal import entry_lines, is_same, key_lines
from cagsite.problems import Problem
from cagsite.yamltree import Mapping, Node, Scalar, Sequence, find_entry

Fields = MappingOf[str, Node]


def with_entry(text: str, *, kind: str, list_name: str, id: str, fields: Fields) -> str | None:
    """The file with an entry of that id that has these fields too; None where it is written in too unusual a way.

    `awaited` gives way to `file`. What is not a file's whole text as read with universal line ends stays untouched:
    line ends, comments, blank lines, the order and the style of everything else.
    """
    if re.search(r"\r(?!\n)", text):
        return None
    parsed = _Parsed.of(text, kind)
    if parsed is None:
        return None
    entries = parsed.tree.fields.get(list_name)
    found = find_entry(entries[1] if entries else None, id)
    lines = text.removeprefix("\ufeff").split("\n")
    newline = "\r" if "\r\n" in text else ""
    made = (
        _with_new(lines, parsed, list_name, _entry(id, fields), newline)
        if found is None
        else _completed(lines, parsed, list_name, found, fields, newline)
    )
    if made is None:
        return None
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    result = mark + "\n".join(made)
    again = _Parsed.of(result, kind)
    wanted = _expected(parsed.tree, list_name, id, fields)
    return result if again is not None and again.body == parsed.body and is_same(wanted, again.tree) else None


def with_item(text: str, *, kind: str, list_name: str, fields: Fields) -> str | None:
    """The file with one more entry at the end of a list whose entries have no id; None as above."""
    entry = Mapping(_keyed(fields), 1, 1)

    def added(tree: Mapping) -> Mapping:
        known = tree.fields.get(list_name)
        items = known[1].items if known and isinstance(known[1], Sequence) else ()
        return _with(tree, list_name, Sequence((*items, entry), 1, 1))

    def made(lines: list[str], parsed: _Parsed, newline: str) -> list[str] | None:
        return _with_new(lines, parsed, list_name, entry, newline)

    return _edited(text, kind, made, added)


def with_key(text: str, *, kind: str, name: str, key: str, value: Node) -> str | None:
    """The file with one more key in a field that is a map; None as above, and where the key is there already."""

    def added(tree: Mapping) -> Mapping:
        known = tree.fields.get(name)
        fields = known[1].fields if known and isinstance(known[1], Mapping) else {}
        return _with(tree, name, Mapping({**fields, key: (Scalar(key, 1, 1, True), value)}, 1, 1))

    def made(lines: list[str], parsed: _Parsed, newline: str) -> list[str] | None:
        new = [line + newline for line in key_lines(key, value, kind, name)]
        field = parsed.tree.fields.get(name)
        if field is None:
            return _appended(lines, parsed, [f"{name}:{newline}", *new], newline)
        if not isinstance(field[1], Mapping) or not field[1].fields or key in field[1].fields:
            return None
        first = next(iter(field[1].fields.values()))[0]
        if first.line == field[0].line:
            return None  # { a: b } on one line
        at = _trimmed(lines, field[0].line, parsed.end_of(field[0].line))
        if at == len(lines) and newline:
            lines[-1] += newline
        pad = " " * (first.column - 1)
        return [*lines[:at], *(pad + line[2:] for line in new), *(lines[at:] or [""])]

    return _edited(text, kind, made, added)


def _edited(
    text: str,
    kind: str,
    edit: Callable[[list[str], _Parsed, str], list[str] | None],
    expected: Callable[[Mapping], Mapping],
) -> str | None:
    """The text after an edit of its lines, if it is then read as it should be."""
    parsed = None if re.search(r"\r(?!\n)", text) else _Parsed.of(text, kind)
    if parsed is None:
        return None
    lines = text.removeprefix("\ufeff").split("\n")
    made = edit(lines, parsed, "\r" if "\r\n" in text else "")
    if made is None:
        return None
    result = ("\ufeff" if text.startswith("\ufeff") else "") + "\n".join(made)
    again = _Parsed.of(result, kind)
    return result if again is not None and is_same(expected(parsed.tree), again.tree) else None


def _with(tree: Mapping, name: str, value: Node) -> Mapping:
    return Mapping({**tree.fields, name: (Scalar(name, 1, 1, True), value)}, 1, 1)


class _Parsed:
    """A file's fields, the lines on which they stand, and what follows them."""

    def __init__(self, tree: Mapping, kind: str, last: int, body: str) -> None:
        self.tree = tree
        self.kind = kind
        self.last = last
        """Number of lines up to and with the last one that can hold fields."""
        self.body = body

    @classmethod
    def of(cls, text: str, kind: str) -> _Parsed | None:
        problems: list[Problem] = []
        plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
        if kind == "words":
            parts = yamltree.split_front_matter(plain, "", problems)
            if parts is None:
                return None
            tree = yamltree.parse(parts.yaml, "", problems, first_line=2)
            last, body = parts.body_line - 2, parts.body
        else:
            tree = yamltree.parse(plain, "", problems)
            last, body = len(plain.rstrip("\n").split("\n")) if plain.strip() else 0, ""
            tree = Mapping({}, 1, 1) if tree is None and not problems else tree
        return cls(tree, kind, last, body) if isinstance(tree, Mapping) and not problems else None

    def end_of(self, start: int) -> int:
        """The last line that may belong to the field which begins on that line."""
        later = [key.line for key, _ in self.tree.fields.values() if key.line > start]
        return min(later, default=self.last + 1) - 1


def _trimmed(lines: list[str], first: int, last: int) -> int:
    """The last of these lines (numbers from 1) that is neither blank nor a comment."""
    while last > first and re.match(r"\s*(?:#|$)", lines[last - 1]):
        last -= 1
    return last


def _entry(id: str, fields: Fields) -> Mapping:
    return Mapping({"id": (Scalar("id", 1, 1, True), Scalar(id, 1, 1, True)), **_keyed(fields)}, 1, 1)


def _appended(lines: list[str], parsed: _Parsed, made: list[str], newline: str) -> list[str]:
    """A field at the end of all fields."""
    at = parsed.last
    head = lines[:at]
    if head and parsed.kind != "words" and at == len(lines) and newline:
        head[-1] += newline  # the file ended without a line end
    return [*head, *made, *(lines[at:] if at < len(lines) else [""])]


def _with_new(lines: list[str], parsed: _Parsed, list_name: str, entry: Mapping, newline: str) -> list[str] | None:
    made = [line + newline for line in entry_lines(entry, parsed.kind, list_name)]
    field = parsed.tree.fields.get(list_name)
    if field is None:
        return _appended(lines, parsed, [f"{list_name}:{newline}", *("  " + line for line in made)], newline)
    key, value = field
    if isinstance(value, Sequence) and value.items:
        indent = re.match(r"( *)-", lines[value.items[-1].line - 1])
        if indent is None:
            return None
        at = _trimmed(lines, value.items[-1].line, parsed.end_of(key.line))
        tail = lines[at:] if at < len(lines) else [""]
        if at == len(lines) and newline:
            lines[-1] += newline
        return [*lines[:at], *(indent[1] + line for line in made), *tail]
    line = lines[key.line - 1]
    bare = re.fullmatch(rf"({re.escape(list_name)}\s*:)\s*(?:\[\s*\])?(\s*#.*?)?\s*", line)
    if bare is None:
        return None
    head = [*lines[: key.line - 1], f"{bare[1]}{bare[2] or ''}{newline}"]
    return [*head, *("  " + line for line in made), *(lines[key.line :] or [""])]


def _completed(
    lines: list[str], parsed: _Parsed, list_name: str, found: tuple[int, Mapping], fields: Fields, newline: str
) -> list[str] | None:
    index, entry = found
    key, entries = parsed.tree.fields[list_name]
    assert isinstance(entries, Sequence)
    later = entries.items[index + 1].line if index + 1 < len(entries.items) else parsed.end_of(key.line) + 1
    at = _trimmed(lines, entry.line, later - 1)
    lines = list(lines)
    new = dict(fields)
    if "awaited" in entry.fields and "file" in new:
        place = entry.fields["awaited"][0].line - 1
        name = new.pop("file")
        assert isinstance(name, Scalar)
        written = entry_lines(Mapping(_keyed({"file": name}), 1, 1), parsed.kind, list_name)[0].removeprefix("- ")
        lines[place], count = re.subn(r"awaited\s*:\s*[^\s#]+", lambda _: written, lines[place], count=1)
        if not count:
            return None
    for field in [field for field in new if field in entry.fields]:
        if not _replaced(lines, entry, field, new.pop(field), parsed.kind, list_name):
            return None
    made = entry_lines(Mapping(_keyed(new), 1, 1), parsed.kind, list_name) if new else []
    pad = " " * (entry.column - 1)
    added = [pad + line[2:] + newline for line in made]
    if at == len(lines) and newline and added:
        lines[-1] += newline
    return [*lines[:at], *added, *(lines[at:] or [""])]


def _replaced(lines: list[str], entry: Mapping, name: str, value: Node, kind: str, list_name: str) -> bool:
    """Puts another value on the line of a field; False where either is more than a text on one line."""
    key, old = entry.fields[name]
    if is_same(old, value):
        return True
    made = entry_lines(Mapping(_keyed({name: value}), 1, 1), kind, list_name)
    line = lines[key.line - 1]
    if not isinstance(old, Scalar) or old.line != key.line or len(made) != 1:
        return False
    known = _VALUE.match(line, old.column - 1)
    if known is None:
        return False
    text = made[0].removeprefix(f"- {name}: ")
    lines[key.line - 1] = line[: old.column - 1] + text + line[known.end() :]
    return True


_VALUE = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"|(?![|>])(?:[^\s#]|(?<!\s)#|[ \t]+(?![\s#]|$))+")
"""A text on one line: in either kind of marks, or up to a comment."""


def _keyed(fields: Fields) -> dict[str, tuple[Scalar, Node]]:
    return {name: (Scalar(name, 1, 1, True), value) for name, value in fields.items()}


def _expected(tree: Mapping, list_name: str, id: str, fields: Fields) -> Mapping:
    """The tree as it should be read afterwards."""
    known = tree.fields.get(list_name)
    items = list(known[1].items) if known and isinstance(known[1], Sequence) else []
    found = find_entry(known[1] if known else None, id)
    if found is None:
        items.append(_entry(id, fields))
    else:
        index, entry = found
        kept = {name: value for name, value in entry.fields.items() if name != "awaited" or "file" not in fields}
        items[index] = Mapping({**kept, **_keyed(fields)}, 1, 1)
    return _with(tree, list_name, Sequence(tuple(items), 1, 1))
