"""`status: withdrawn` in a content file: one line is changed or added, everything else stays as somebody wrote it."""

from __future__ import annotations

import re

from cagsite import yamltree
from cagsite.normal import is_same
from cagsite.yamltree import Mapping, Node, Scalar, Sequence, find_entry, is_entry

WITHDRAWN = "withdrawn"
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_VALUE = re.compile(
    r"(?P<value>\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^\s#,\[\]{}\"'][^\s#,\[\]{}]*)(?=\s*$|\s+#|\s*[,}])"
)
_STATUS = re.compile(r"(?P<head>status:)(?:[ \t]+[^#\s][^#]*?)?(?P<rest>[ \t]*(?:#.*)?)")


class NotEditableError(Exception):
    """The file cannot be changed by one line; a person has to."""


def with_status(raw: bytes, file: str, steps: tuple[str, ...]) -> bytes | None:
    """The file with `status: withdrawn` for the whole, or for an entry such as `("photos", "office")`.

    None where it says so already; raises NotEditableError where cagsite cannot be sure of what it would write, and
    KeyError where there is no such entry.
    """
    lines = _Lines(raw, file)
    tree = lines.parse()
    if tree is None and (steps or not lines.is_blank):
        if steps:
            raise NotEditableError(file)
        return lines.with_line_by_force()
    target = _find(tree, steps) if tree is not None else Mapping({}, 1, 1)
    found = target.fields.get("status")
    if found is not None and isinstance(found[1], Scalar) and found[1].text.strip() == WITHDRAWN:
        return None
    if found is not None and isinstance(found[1], Scalar):
        lines.set_value(*found)
    elif found is None:
        lines.add_field(target, is_entry=bool(steps))
    else:
        raise NotEditableError(file)
    if "embargo_until" in target.fields:
        lines.silence(target.fields["embargo_until"][0])
    if not is_same(lines.parse(), _expected(tree, steps)):
        raise NotEditableError(file)
    return lines.encode()


def _find(tree: Node, steps: tuple[str, ...]) -> Mapping:
    """The fields of the whole or of an entry of a list; raises KeyError."""
    node = tree
    for step in steps:
        if isinstance(node, Mapping):
            node = node.fields[step][1]
        elif isinstance(node, Sequence):
            found = find_entry(node, step)
            node = found[1] if found else Scalar("", 1, 1, True)
    if not isinstance(node, Mapping):
        raise KeyError(steps)
    return node


def _expected(node: Node | None, steps: tuple[str, ...]) -> Node:
    """The tree as it shall be read afterwards."""
    if node is None:
        node = Mapping({}, 1, 1)
    if isinstance(node, Sequence):
        return Sequence(
            tuple(_expected(item, steps[1:]) if is_entry(item, steps[0]) else item for item in node.items), 1, 1
        )
    assert isinstance(node, Mapping)
    if steps:
        key, value = node.fields[steps[0]]
        return Mapping({**node.fields, steps[0]: (key, _expected(value, steps[1:]))}, 1, 1)
    fields = {name: pair for name, pair in node.fields.items() if name != "embargo_until"}
    return Mapping({**fields, "status": (Scalar("status", 1, 1, True), Scalar(WITHDRAWN, 1, 1, True))}, 1, 1)


class _Lines:
    """A file as its lines, each with the line end that it has."""

    def __init__(self, raw: bytes, file: str) -> None:
        self.file = file
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise NotEditableError(file) from error
        self.mark = "\ufeff" if text.startswith("\ufeff") else ""
        pairs = [(match[1], match[2]) for match in _LINE.finditer(text.removeprefix("\ufeff"))]
        self.lines = [line for line, _ in pairs]
        self.ends = [end for _, end in pairs]
        self.newline = next((end for end in self.ends if end), "\n")
        self.is_words = file.endswith(".md")

    @property
    def is_blank(self) -> bool:
        """True where there is nothing but comments."""
        return not any(line.strip() and not line.lstrip().startswith("#") for line in self.lines)

    def parse(self) -> Node | None:
        """The tree, with positions in the lines; None where it is empty or cannot be read."""
        text = "\n".join(self.lines)
        if self.is_words:
            parts = yamltree.split_front_matter(text, self.file, [])
            return yamltree.parse(parts.yaml, self.file, [], first_line=2) if parts is not None else None
        return yamltree.parse(text, self.file, [])

    def encode(self) -> bytes:
        return (self.mark + "".join(line + end for line, end in zip(self.lines, self.ends, strict=True))).encode()

    def set_value(self, key: Scalar, value: Node) -> None:
        """Another word after `status:`; a remark behind it stays."""
        number = key.line - 1
        line = self.lines[number]
        if value.line != key.line:  # nothing stands behind the colon
            raise NotEditableError(self.file)
        start = value.column - 1
        match = _VALUE.match(line, start)
        if match is not None:
            self.lines[number] = line[:start] + WITHDRAWN + line[match.end("value") :]
        elif isinstance(value, Scalar) and not value.text.strip():
            head = line[: key.column - 1 + len("status:")]
            rest = line[len(head) :]
            self.lines[number] = f"{head} {WITHDRAWN}" + (f" {rest.strip()}" if rest.strip() else "")
        else:
            raise NotEditableError(self.file)

    def add_field(self, target: Mapping, *, is_entry: bool) -> None:
        """A line of its own: first among the fields of a file, after the id of an entry."""
        if not target.fields:
            place, pad = (1 if self.is_words else self._after_remarks()), ""
        else:
            keys = [key for key, _ in target.fields.values()]
            key = target.fields["id"][0] if is_entry else keys[0]
            line = self.lines[key.line - 1]
            before = line[: key.column - 1]
            if re.search(r"[{,]", before):
                self.lines[key.line - 1] = f"{before}status: {WITHDRAWN}, {line[key.column - 1 :]}"
                return
            pad = " " * (key.column - 1)
            place = key.line if is_entry else key.line - 1
        if place == len(self.lines) or (place and not self.ends[place - 1]):
            self.ends[place - 1] = self.newline
        self.lines.insert(place, f"{pad}status: {WITHDRAWN}")
        self.ends.insert(place, self.newline)

    def _after_remarks(self) -> int:
        """In a file of remarks alone, the end of them."""
        return next((n for n in range(len(self.lines), 0, -1) if self.lines[n - 1].strip()), 0)

    def silence(self, key: Scalar) -> None:
        """A field as a remark: the day of an embargo says nothing any more, but somebody may want it back."""
        line = self.lines[key.line - 1]
        if line[: key.column - 1].strip():
            raise NotEditableError(self.file)
        self.lines[key.line - 1] = f"{line[: key.column - 1]}# {line[key.column - 1 :]}"

    def with_line_by_force(self) -> bytes | None:
        """For a file that cannot be read as it is: the line that begins with `status:`, or a new first one."""
        start = 1 if self.is_words and self.lines[0].rstrip() == "---" else 0
        end = next(
            (n for n in range(start, len(self.lines)) if self.is_words and self.lines[n].rstrip() == "---"), None
        )
        for number in range(start, len(self.lines) if end is None else end):
            match = _STATUS.fullmatch(self.lines[number])
            if match is not None:
                made = f"{match['head']} {WITHDRAWN}{match['rest']}"
                if made == self.lines[number]:
                    return None
                self.lines[number] = made
                return self.encode()
        if self.is_words and not start:
            raise NotEditableError(self.file)
        self.lines.insert(start, f"status: {WITHDRAWN}")
        self.ends.insert(start, self.newline)
        return self.encode()
