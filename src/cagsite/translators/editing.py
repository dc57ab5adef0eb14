"""New words into a `panel.<lang>.md`: only the lines of the units that change are touched."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf

from cagsite.normal import normal_words, scalar
from cagsite.translators.units import FIXED, PlacedUnit
from cagsite.yamltree import Mapping, Node, Scalar, Sequence

_HEAD = {
    "heading": re.compile(r"#+[ \t]+"),
    "item": re.compile(r"[ \t]*(?:[-+*]|[0-9]{1,9}[.)])[ \t]+"),
    "quote": re.compile(r"[ \t]*>[ \t]?"),
    "footnote": re.compile(r"\[\^[^\]]*\]:[ \t]*"),
    "box": re.compile(r":::+[ \t]*box[ \t]+"),
    "paragraph": re.compile(r"[ \t]*"),
}
"""What stands before the words of a block and stays."""
_ANCHOR = re.compile(r"[ \t]*\{#[^}\n]*\}[ \t]*$")
_LISTS = {"highlight": "highlights", "photo": "photos", "link": "links", "label": "labels"}
_DEFAULT = {"link": "title", "label": "text"}


def rewritten(
    tree: Mapping, body: str, body_line: int, units: MappingOf[str, PlacedUnit], words: MappingOf[str, str]
) -> str:
    """The whole file with these words; `units` are the ones that its body holds now."""
    fields = {key: text for key, text in words.items() if not key[:1].isdigit() and not key.startswith("footnote.")}
    for key, text in fields.items():
        tree = _with_field(tree, key, text)
    blocks = {key: text for key, text in words.items() if key not in fields and key in units}
    return normal_words(tree, _with_blocks(body, body_line, units, blocks))


def _with_field(tree: Mapping, key: str, text: str) -> Mapping:
    kind, _, rest = key.partition(".")
    if kind not in _LISTS:
        return _put(tree, kind, scalar(text))
    id, _, name = rest.rpartition(".") if kind in ("highlight", "photo") else (rest, "", _DEFAULT[kind])
    entries = tree.fields[_LISTS[kind]][1] if _LISTS[kind] in tree.fields else Sequence((), 1, 1)
    items = list(entries.items) if isinstance(entries, Sequence) else []
    for index, item in enumerate(items):
        if isinstance(item, Mapping) and _text(item, "id") == id:
            items[index] = _put(item, name, scalar(text))
            break
    else:
        items.append(_put(_put(Mapping({}, 1, 1), "id", scalar(id)), name, scalar(text)))
    return _put(tree, _LISTS[kind], Sequence(tuple(items), 1, 1))


def _text(item: Mapping, name: str) -> str:
    value = item.fields[name][1] if name in item.fields else None
    return value.text if isinstance(value, Scalar) else ""


def _put(tree: Mapping, name: str, value: Node) -> Mapping:
    return Mapping({**tree.fields, name: (Scalar(name, 1, 1, True), value)}, tree.line, tree.column)


def _with_blocks(body: str, body_line: int, units: MappingOf[str, PlacedUnit], words: MappingOf[str, str]) -> str:
    lines = body.split("\n")
    placed = sorted((unit for unit in units.values() if unit.kind != "field"), key=lambda unit: unit.line)
    starts = [unit.line - body_line for unit in placed] + [len(lines)]
    for index in reversed(range(len(placed))):
        unit = placed[index]
        if unit.key not in words or unit.kind in FIXED:
            continue
        start, end = starts[index], starts[index + 1]
        if unit.kind in ("heading", "box"):
            end = start + 1
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(":::")):
            end -= 1
        head = _HEAD[unit.kind].match(lines[start])
        anchor = _ANCHOR.search(lines[start]) if unit.kind == "heading" else None
        lines[start:end] = [(head[0] if head else "") + words[unit.key] + (anchor[0] if anchor else "")]
    return "\n".join(lines)
