"""YAML as a tree of texts with their positions: a small, strict part of YAML, and errors that show the mended line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from cagsite.codes import HINTS, problem
from cagsite.naming import quoted
from cagsite.problems import Location, Problem

SIZE_LIMIT = 1_000_000
DEPTH_LIMIT = 30
CHARACTER_PROBLEMS = 5

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(NamedTuple):
    """A text exactly as typed; what it means is decided by whoever reads the field."""

    text: str
    line: int
    column: int
    is_plain: bool
    """Without quotation marks."""


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(NamedTuple):
    """Fields by name, each with the position of its name."""

    fields: dict[str, tuple[Scalar, Node]]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


def is_entry(item: Node, id: str) -> bool:
    """True for the fields of an entry that has this id."""
    name = item.fields.get("id") if isinstance(item, Mapping) else None
    return name is not None and isinstance(name[1], Scalar) and name[1].text.strip() == id


def find_entry(node: Node | None, id: str) -> tuple[int, Mapping] | None:
    """The entry of a list that has this id, and its index; None where there is none, or no list."""
    for index, item in enumerate(node.items if isinstance(node, Sequence) else ()):
        if isinstance(item, Mapping) and is_entry(item, id):
            return index, item
    return None


class FrontMatter(NamedTuple):
    """A Markdown file in its two parts."""

    yaml: str
    body: str
    body_line: int


def decode(data: bytes, file: str, problems: list[Problem]) -> str | None:
    """The text of a file with line ends as \\n, or None; characters that have no business in a text are reported."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (data[:400].count(0) > len(data[:400]) // 4):
        problems.append(problem("not-utf8", Location(file), HINTS["utf16"]))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(_wrong_encoding(data, error.start, file))
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = text.replace("\u2028", " ").replace("\u2029", " ")
    if _ODD.search(text):
        problems.extend(_odd_characters(text, file))
    return text


def _wrong_encoding(data: bytes, start: int, file: str) -> Problem:
    """Names the line, and shows how it reads when the bytes are taken for Western European ones."""
    before = data[:start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace").removeprefix("\ufeff")) + 1
    line = re.split(rb"[\r\n]", before[line_start:] + data[start : start + 80])[0].decode("cp1252", "replace")
    location = Location(file, before.count(b"\n") + 1, column)
    return problem("not-utf8", location, HINTS["save-as-utf8"], line=line.strip())


_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\uf8ff\ufeff\ufff0-\ufffb"
    "\ufffe\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u061c\u200c\u200d\u200e\u200f")


def _odd_characters(text: str, file: str) -> Iterator[Problem]:
    """Control, private and invisible characters; joiners and marks are left alone beside scripts that need them."""
    found = 0
    for match in _ODD.finditer(text):
        character, position = match.group(), match.start()
        around = text[max(position - 1, 0)] + text[min(position + 1, len(text) - 1)]
        if character in _JOINERS and any(ord(c) >= 0x590 and c not in _JOINERS for c in around):
            continue
        line_start = text.rfind("\n", 0, position) + 1
        location = Location(file, text.count("\n", 0, position) + 1, position - line_start + 1)
        number = f"U+{ord(character):04X}"
        if character in _BIDI:
            yield problem("direction-character", location, number=number)
        elif character in _JOINERS or 0x200B <= ord(character) <= 0x206F or character == "\ufeff":
            yield problem("invisible-character", location, number=number)
        elif 0xE000 <= ord(character) <= 0xF8FF or ord(character) >= 0xF0000:
            yield problem("private-character", location, number=number)
        else:
            yield problem("control-character", location, number=number)
        found += 1
        if found == CHARACTER_PROBLEMS:
            return


def split_front_matter(text: str, file: str, problems: list[Problem]) -> FrontMatter | None:
    """The part between the lines of three hyphens, and what follows."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        code = "no-front-matter"
        hint = HINTS["leading-blank"] if text.lstrip().startswith("---") else None
        problems.append(problem(code, Location(file), hint))
        return None
    for number in range(1, len(lines)):
        if lines[number].rstrip() == "---":
            head = "\n".join(lines[1:number])
            return FrontMatter(head, "\n".join(lines[number + 1 :]), number + 2)
    problems.append(problem("unclosed-front-matter", Location(file)))
    return None


_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)


def has_conflict(text: str, file: str, problems: list[Problem]) -> bool:
    """True where two people's versions still stand side by side; says so."""
    match = _CONFLICT.search(text)
    if not match:
        return False
    problems.append(problem("merge-conflict", Location(file, text.count("\n", 0, match.start()) + 1)))
    return True


def parse(text: str, file: str, problems: list[Problem], first_line: int = 1) -> Node | None:
    """The tree of one YAML document, or None where it is empty or cannot be read."""
    reader = _Reader(text, file, first_line)
    try:
        tree = reader.read()
    except yaml.MarkedYAMLError as error:
        reader.problems.append(_explain(error, text, file, first_line))
        tree = None
    except yaml.YAMLError:  # the character check has already said what is wrong
        tree = None
    except _RefusedError as refused:
        reader.problems.append(refused.problem)
        tree = None
    problems.extend(reader.problems)
    return tree


class _RefusedError(Exception):
    """Something of YAML that content may not use; reading stops there."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Reader:
    """Builds the tree from the parser's events, without recursion."""

    def __init__(self, text: str, file: str, first_line: int) -> None:
        self.text = text
        self.file = file
        self.first_line = first_line
        self.problems: list[Problem] = []

    def location(self, event: Any) -> Location:
        mark = event.start_mark
        return Location(self.file, mark.line + self.first_line, mark.column + 1)

    def refuse(self, code: str, event: Any) -> _RefusedError:
        """With the line as it would be read as plain text."""
        location = self.location(event)
        is_collection = isinstance(event, yaml.CollectionStartEvent)
        mended = "" if is_collection else _quote_value(self.line(location.line))
        return _RefusedError(problem(code, location, HINTS["write-line"] if mended else None, line=mended))

    def line(self, number: int) -> str:
        """One line of the document, by its number in the file."""
        lines = self.text.split("\n")
        index = number - self.first_line
        return lines[index] if 0 <= index < len(lines) else ""

    def read(self) -> Node | None:
        """The whole document."""
        loader = _Loader(self.text)
        first = self.first_line
        stack: list[tuple[Any, list[Node]]] = []
        root: Node | None = None
        documents = 0
        scalar_event, end_sequence, end_mapping = yaml.ScalarEvent, yaml.SequenceEndEvent, yaml.MappingEndEvent
        starts = (yaml.SequenceStartEvent, yaml.MappingStartEvent)
        try:
            while True:
                event = loader.get_event()
                kind = type(event)
                node: Node
                if kind is scalar_event:
                    if event.anchor is not None or event.tag is not None:
                        raise self.refuse("yaml-feature", event)
                    mark = event.start_mark
                    node = Scalar(event.value, mark.line + first, mark.column + 1, not event.style)
                elif kind in starts:
                    if event.anchor is not None or event.tag is not None:
                        raise self.refuse("yaml-feature", event)
                    if len(stack) >= DEPTH_LIMIT:
                        raise _RefusedError(problem("too-deep", self.location(event), limit=DEPTH_LIMIT))
                    stack.append((event, []))
                    continue
                elif kind is end_sequence or kind is end_mapping:
                    start, children = stack.pop()
                    mark = start.start_mark
                    if kind is end_sequence:
                        node = Sequence(tuple(children), mark.line + first, mark.column + 1)
                    else:
                        node = self.mapping(children, mark.line + first, mark.column + 1)
                elif kind is yaml.StreamEndEvent:
                    return root
                else:
                    documents += kind is yaml.DocumentStartEvent
                    if documents > 1:
                        raise _RefusedError(problem("second-document", self.location(event)))
                    if kind is yaml.AliasEvent:
                        raise self.refuse("yaml-feature", event)
                    continue
                if stack:
                    stack[-1][1].append(node)
                else:
                    root = node
        finally:
            loader.dispose()

    def mapping(self, children: list[Node], line: int, column: int) -> Mapping:
        """Names and values in turn; a name stands once."""
        fields: dict[str, tuple[Scalar, Node]] = {}
        for index in range(0, len(children), 2):
            key, value = children[index], children[index + 1]
            if not isinstance(key, Scalar):
                mended = _quote_value(self.line(key.line))
                hint = HINTS["write-line"] if mended else None
                raise _RefusedError(problem("bad-key", Location(self.file, key.line, key.column), hint, line=mended))
            if key.text == "<<" and key.is_plain:
                raise _RefusedError(problem("yaml-feature", Location(self.file, key.line, key.column)))
            if key.text in fields:
                first = fields[key.text][0].line
                location = Location(self.file, key.line, key.column)
                self.problems.append(problem("duplicate-field", location, name=key.text, first=first))
            else:
                fields[key.text] = (key, value)
        return Mapping(fields, line, column)


_FIELD = re.compile(r"(?P<head>\s*(?:- +)*(?:[^\s:#'\"\[\]{},&*!|>%@`-][^:#]*?:(?: +|$)|- +))(?P<value>.*)")


_PRIVATE = re.compile(r"\s*(?:- +)?by:")
"""A person's code; where a name stands there by mistake, no message may repeat it."""


def _quote_value(line: str) -> str:
    """The line with its value in quotation marks, or nothing where that would not help."""
    match = _FIELD.fullmatch(line.rstrip())
    if not match or not match["value"] or _PRIVATE.match(line):
        return ""
    return (match["head"] + quoted(match["value"].strip())).strip()


def _explain(error: yaml.MarkedYAMLError, text: str, file: str, first_line: int) -> Problem:
    """The parser's complaint in words for people: the line to mend, and how it reads when mended."""
    lines = text.split("\n")
    mark = error.problem_mark or error.context_mark
    at = min(mark.line, len(lines) - 1) if mark else 0
    column = mark.column + 1 if mark else 1
    began = error.context_mark.line if error.context_mark else at
    for number in range(max(at - 1, 0), at + 1):
        if re.match(r" *\t", lines[number]):
            indent = lines[number][: len(lines[number]) - len(lines[number].lstrip(" \t"))]
            mended = indent.replace("\t", "  ") + lines[number].lstrip(" \t")
            return _mend("tab", Location(file, number + first_line), mended)
    if "quoted scalar" in (error.context or ""):
        return _open_quote(lines[began], Location(file, began + first_line))
    near = [number for number in dict.fromkeys((at, at - 1, at - 2, began)) if 0 <= number < len(lines)]
    for explain in (_explain_line, _explain_quote, _explain_colon):
        for number in near:
            if found := explain(lines[number], Location(file, number + first_line)):
                return found
    if found := _explain_indent(lines, at, file, first_line):
        return found
    shown = lines[at].strip() or (lines[at - 1].strip() if at else "")
    shown = "…" if _PRIVATE.match(shown) else shown[:80]
    return problem("bad-yaml", Location(file, at + first_line, column), line=shown)


def _mend(code: str, location: Location, mended: str) -> Problem:
    """A problem with the line as it should be."""
    if _PRIVATE.match(mended):
        return problem(code, location)
    return problem(code, location, HINTS["write-line"], line=mended)


def _explain_indent(lines: list[str], at: int, file: str, first_line: int) -> Problem | None:
    """A line that begins between the places where the lines above it begin."""
    wanted = [0]
    for line in lines[:at]:
        match = re.match(r"( *)((?:- +)*)[^\s#]", line)
        if match:
            wanted += [len(match[1]), len(match[1]) + len(match[2])]
    found = len(lines[at]) - len(lines[at].lstrip(" "))
    if not lines[at].strip() or found in wanted:
        return None
    nearest = min(reversed(wanted), key=lambda indent: abs(indent - found))
    return problem("bad-indent", Location(file, at + first_line, found + 1), found=found, wanted=nearest)


_WHOLE_QUOTE = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(?:#.*)?""")
_QUOTE = re.compile(r"""(?:^|[:-] +|[\[,] *)(?P<value>(?P<mark>["']).*)$""")


def _explain_quote(line: str, location: Location) -> Problem | None:
    """A line on which a quoted text begins, when nothing else is wrong."""
    match = _QUOTE.search(line)
    return _open_quote(line, location) if match and not _WHOLE_QUOTE.fullmatch(match["value"]) else None


def _open_quote(line: str, location: Location) -> Problem:
    """A quotation mark that is not closed, or closed too early."""
    match = _QUOTE.search(line)
    if not match:
        return problem("open-quote", location)
    value, mark = match["value"].rstrip(), match["mark"]
    escaped = "''" if mark == "'" else '\\"'
    inner = value[1:-1] if len(value) > 1 and value.endswith(mark) else value[1:]
    if mark not in inner.replace(escaped, "") or value.endswith(mark):
        value = inner.replace(escaped, mark)
    mended = (line[: match.start("value")] + quoted(value)).strip()
    return _mend("open-quote", Location(location.file, location.line, match.start("value") + 1), mended)


def _explain_line(line: str, location: Location) -> Problem | None:
    """What often goes wrong on one line with a field."""
    match = _FIELD.fullmatch(line.rstrip())
    if match is None:
        if re.fullmatch(r"\s*(?:- +)?[A-Za-z_]+:[^\s/].*", line):
            return _mend("missing-space", location, line.replace(":", ": ", 1).strip())
        return None
    value = match["value"].strip()
    place = Location(location.file, location.line, match.start("value") + 1)
    mended = (match["head"] + quoted(value)).strip()
    if value[:1] in ("[", "{"):
        closing = "]" if value[0] == "[" else "}"
        missing = value.count(value[0]) - value.count(closing)
        if missing > 0:
            return _mend("open-bracket", place, (match["head"] + value + closing * missing).strip())
        if value.endswith(closing) and missing == 0:
            return None
    if value[:1] and value[0] in "@`%*&![{]},":
        if _PRIVATE.match(line):
            return problem("needs-quotes", place, character=value[0])
        return problem("needs-quotes", place, HINTS["write-line"], character=value[0], line=mended)
    if value[:1] not in ('"', "'") and re.search(r":(?: |$)", value):
        return _mend("unquoted-colon", place, mended)
    return None


def _explain_colon(line: str, location: Location) -> Problem | None:
    """A line that begins like a field, but has no colon."""
    match = re.fullmatch(r"(\s*(?:- +)?[a-z][a-z_]+)\s+(?![-:])(\S[^:]*)", line.rstrip())
    if match is None:
        return None
    return _mend("missing-colon", location, f"{match[1].strip()}: {match[2]}")
