"""Files to sources: reads what has changed since it was last read, as trees with positions; knows no panels."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cagsite import yamltree
from cagsite.denied import mark_of
from cagsite.problems import ContentError, Location, Problem
from cagsite.reading import MAP_FILE, SETTINGS, Row, Scan, is_settled, read_file
from cagsite.sources import Project
from cagsite.yamltree import SIZE_LIMIT, Mapping, Node, Scalar, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What a unit gave when it was last read; valid while its rows and the languages are the same."""

    rows: tuple[Row, ...]
    scanned_ns: int
    context: tuple[str, ...]
    """What else it depends on: the list of names that may stand nowhere, the languages of the exhibition as typed."""
    value: Any
    """Settings, a panel, or the entries of a list."""
    problems: tuple[Problem, ...]
    """Warnings and notices of this unit alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text file: its YAML as a tree, and for Markdown what follows the front matter."""

    file: str
    tree: Node | None
    """None where it is empty or could not be read."""
    is_readable: bool
    """False where a problem says why not."""
    body: str = ""
    body_line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A unit that was read: its text files by name, and its other files by row."""

    key: str
    """A panel's folder, or the file itself."""
    rows: tuple[Row, ...]
    documents: MappingOf[str, Document]
    files: MappingOf[str, Row]
    """Every file by name."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The whole project, as far as it had to be looked at."""

    root: Path
    scan: Scan
    settings: Source | None
    """What was read of exhibition.yaml; None where it is remembered or not there."""
    context: tuple[str, ...]
    """What every unit depends on, as in `Remembered`."""
    changed: tuple[str, ...]
    """Other units to read, sorted; their trees are large, so they are read one by one and let go."""
    remembered: MappingOf[str, Remembered]
    """Units that have not changed, sorted."""
    before: MappingOf[str, Remembered]
    """What was remembered of units that have changed."""

    def read(self, key: str) -> Source:
        """One of the changed units."""
        return read_unit(self.root, key, self.scan.units[key])


def load(project: Project, scan: Scan, remembered: MappingOf[str, Remembered]) -> Sources:
    """Finds every unit whose files or languages differ from what is remembered."""
    known = remembered.get(SETTINGS)
    settings: Source | None = None
    context: tuple[str, ...] = (mark_of(project.root),)
    if known is not None and known.context[:1] == context and _is_same(known, scan.units.get(SETTINGS)):
        context = known.context
    elif SETTINGS in scan.units:
        settings = read_unit(project.root, SETTINGS, scan.units[SETTINGS])
        context += tuple(languages_typed(settings.documents[SETTINGS]))
    kept: dict[str, Remembered] = {}
    changed: list[str] = []
    for key, rows in scan.units.items():
        before = remembered.get(key)
        if before is not None and before.context == context and _is_same(before, rows):
            kept[key] = before
        elif key != SETTINGS:
            changed.append(key)
    return Sources(
        root=project.root,
        scan=scan,
        settings=settings,
        context=context,
        changed=tuple(changed),
        remembered=kept,
        before={key: remembered[key] for key in changed if key in remembered},
    )


def _is_same(before: Remembered, rows: tuple[Row, ...] | None) -> bool:
    return before.rows == rows and is_settled(before.rows, before.scanned_ns)


def languages_typed(settings: Document) -> tuple[str, ...]:
    """Every text under `languages:`; what is read depends on it."""
    if not isinstance(settings.tree, Mapping) or "languages" not in settings.tree.fields:
        return ()
    return tuple(_texts(settings.tree.fields["languages"][1]))


def _texts(node: Node) -> SequenceOf[str]:
    if isinstance(node, Scalar):
        return [node.text]
    if isinstance(node, Sequence):
        return ["[", *(text for item in node.items for text in _texts(item)), "]"]
    return ["{", *(text for name, (_, value) in node.fields.items() for text in (name, *_texts(value))), "}"]


def read_unit(root: Path, key: str, rows: tuple[Row, ...]) -> Source:
    """Reads the text files of one unit."""
    problems: list[Problem] = []
    documents: dict[str, Document] = {}
    files: dict[str, Row] = {}
    for row in rows:
        name = row.path.rpartition("/")[2]
        files[name] = row
        if name == MAP_FILE:
            documents[name] = read_map(root, row.path, problems)
        elif name.endswith(".md") or (name.endswith(".yaml") and not name.endswith(".seen.yaml")):
            documents[name] = read_document(root, row.path, problems)
    return Source(key=key, rows=rows, documents=documents, files=files, problems=tuple(problems))


def read_document(root: Path, path: str, problems: list[Problem]) -> Document:
    """One YAML or Markdown file as a tree."""
    before = len(problems)
    unreadable = Document(file=path, tree=None, is_readable=False)
    try:
        data = read_file(root, path, SIZE_LIMIT)
    except ContentError as error:
        problems.extend(error.problems)
        return unreadable
    text = yamltree.decode(data, path, problems)
    if text is None or yamltree.has_conflict(text, path, problems):
        return unreadable
    if not path.endswith(".md"):
        tree = yamltree.parse(text, path, problems)
        return Document(file=path, tree=tree, is_readable=tree is not None or len(problems) == before)
    parts = yamltree.split_front_matter(text, path, problems)
    if parts is None:
        return unreadable
    tree = yamltree.parse(parts.yaml, path, problems, first_line=2)
    readable = tree is not None or len(problems) == before
    return Document(file=path, tree=tree, is_readable=readable, body=parts.body, body_line=parts.body_line)


def read_map(root: Path, path: str, problems: list[Problem]) -> Document:
    """The map's file as text; its thousands of points are read as JSON, which is faster than a tree with positions."""
    before = len(problems)
    try:
        text = yamltree.decode(read_file(root, path, SIZE_LIMIT), path, problems)
    except ContentError as error:
        problems.extend(error.problems)
        text = None
    is_readable = text is not None and not yamltree.has_conflict(text, path, problems) and len(problems) == before
    return Document(file=path, tree=None, is_readable=is_readable, body=text or "")


class Positions:
    """Where a value stands in a file, found by names and ids; reads the file again, which only an error is worth."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.trees: dict[str, Node | None] = {}

    def find(self, file: str, *path: str) -> Location:
        """The deepest part of the path that is there: a field by name, an entry of a list by its id or its text."""
        if file not in self.trees:
            try:
                self.trees[file] = read_document(self.root, file, []).tree
            except OSError:
                self.trees[file] = None
        node = self.trees[file]
        if node is None:
            return Location(file)
        for step in path:
            inner = _step(node, step)
            if inner is None:
                break
            node = inner
        return Location(file, node.line, node.column)


def _step(node: Node, name: str) -> Node | None:
    if isinstance(node, Mapping):
        found = node.fields.get(name)
        return found[1] if found else None
    if isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Scalar) and item.text.strip() == name:
                return item
            identity = _step(item, "id") if isinstance(item, Mapping) else None
            if isinstance(identity, Scalar) and identity.text.strip() == name:
                return item
    return None
