"""New words into a `panel.<lang>.md`: only the lines of the units that change are touched."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf

from cagsite.model import PARAGRAPHS
from cagsite.normal import normal_words, scalar
from cagsite.translators.units import ANCHOR, FIXED, HEAD, PlacedUnit, ranges
from cagsite.yamltree import Mapping, Node, Scalar, Sequence

_LISTS = {"highlight": "highlights", "photo": "photos", "media": "media", "link": "links", "label": "labels"}
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
    id, _, name = (rest, "", _DEFAULT[kind]) if kind in _DEFAULT else rest.partition(".")
    entries = tree.fields[_LISTS[kind]][1] if _LISTS[kind] in tree.fields else Sequence((), 1, 1)
    items = list(entries.items) if isinstance(entries, Sequence) else []
    for index, item in enumerate(items):
        if isinstance(item, Mapping) and _text(item, "id") == id:
            items[index] = _with_text(item, name, text)
            break
    else:
        items.append(_with_text(_put(Mapping({}, 1, 1), "id", scalar(id)), name, text))
    return _put(tree, _LISTS[kind], Sequence(tuple(items), 1, 1))


def _with_text(item: Mapping, name: str, text: str) -> Mapping:
    """An entry with a new text, or with a new paragraph of one: `transcript.3`."""
    name, _, number = name.partition(".")
    if number:
        parts = PARAGRAPHS.split(_text(item, name).strip())
        parts += [""] * (int(number) - len(parts))
        parts[int(number) - 1] = text
        text = "\n\n".join(parts).strip()
    return _put(item, name, scalar(text))


def _text(item: Mapping, name: str) -> str:
    value = item.fields[name][1] if name in item.fields else None
    return value.text if isinstance(value, Scalar) else ""


def _put(tree: Mapping, name: str, value: Node) -> Mapping:
    return Mapping({**tree.fields, name: (Scalar(name, 1, 1, True), value)}, tree.line, tree.column)


def _with_blocks(body: str, body_line: int, units: MappingOf[str, PlacedUnit], words: MappingOf[str, str]) -> str:
    lines = body.split("\n")
    blocks = [(unit.key, unit.kind, unit.line) for unit in units.values() if unit.kind != "field"]
    for key, kind, start, end in reversed(ranges(lines, body_line, blocks)):
        if key not in words or kind in FIXED:
            continue
        match = HEAD[kind].match(lines[start])
        head = match[0] if match else ""
        anchor = ANCHOR.search(lines[start]) if kind == "heading" else None
        first, *more = words[key].split("\n")
        pad = "> " if kind == "quote" else "    " if kind == "footnote" else " " * len(head)
        lines[start:end] = [head + first + (anchor[0] if anchor else ""), *((pad + line).rstrip() for line in more)]
    return "\n".join(lines)
