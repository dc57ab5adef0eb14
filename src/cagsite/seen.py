"""`panel.<lang>.seen.yaml`: what a translation was made from. Only cagsite writes it, and only when told to."""

from __future__ import annotations

import json
from pathlib import Path

from cagsite.codes import problem
from cagsite.load import read_document
from cagsite.model import Seen
from cagsite.problems import Location, Problem
from cagsite.yamltree import Mapping, Node, Scalar, Sequence

HEAD = "# Written by cagsite: what this translation was made from. Do not edit.\n"


def read_seen(root: Path, path: str, problems: list[Problem]) -> Seen | None:
    """What is remembered; None, with a warning, where the file is not as cagsite writes it."""
    found: list[Problem] = []
    document = read_document(root, path, found)
    units = _units(document.tree)
    if found or units is None:
        problems.append(problem("seen-unreadable", Location(path)))
        return None
    return Seen(units=units)


def _units(tree: Node | None) -> dict[str, tuple[str, str]] | None:
    if not isinstance(tree, Mapping) or "units" not in tree.fields:
        return None
    entries = tree.fields["units"][1]
    if not isinstance(entries, Sequence):
        return None
    units = {}
    for entry in entries.items:
        if not isinstance(entry, Mapping):
            return None
        values = {name: value.text for name, (_, value) in entry.fields.items() if isinstance(value, Scalar)}
        if values.keys() < {"key", "source", "translation"}:
            return None
        units[values["key"]] = (values["source"], values["translation"])
    return units


def write_seen(seen: Seen) -> str:
    """The text of the file: one unit after the other, so that two people's confirmations seldom meet in one line."""
    lines = [HEAD, "units:\n"]
    for key, (text, digest) in seen.units.items():
        lines.append(f"  - key: {_quoted(key)}\n")
        lines.append(f"    source: {_quoted(text)}\n")
        lines.append(f"    translation: {_quoted(digest)}\n")
    return "".join(lines)


def _quoted(text: str) -> str:
    """A JSON string is a YAML string too."""
    return json.dumps(text, ensure_ascii=False)
