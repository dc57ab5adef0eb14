"""New words into a `panel.<lang>.md`: only the lines of the units that change are touched."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass

from cagsite.model import PARAGRAPHS
from cagsite.normal import normal_words, scalar
from cagsite.translators.units import ANCHOR, FIXED, HEAD, PlacedUnit, ranges
from cagsite.yamltree import Mapping, Node, Scalar, Sequence

_LISTS = {"highlight": "highlights", "photo": "photos", "media": "media", "link": "links", "label": "labels"}
_DEFAULT = {"link": "title", "label": "text"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBlock:
    """A block that the file does not have yet."""

    after: str
    """Key of the unit behind which it comes; empty for the beginning of the body."""
    kind: str
    head: str
    """What stands before its words in the source."""
    tail: str
    """What stands behind them: the anchor of a heading."""
    text: str


def is_block(key: str) -> bool:
    """True for the key of a block of the body, false for that of a field."""
    return key[:1].isdigit() or key.startswith("footnote.")


def rewritten(
    tree: Mapping,
    body: str,
    body_line: int,
    units: MappingOf[str, PlacedUnit],
    words: MappingOf[str, str],
    new: SequenceOf[NewBlock] = (),
) -> str:
    """The whole file with these words and blocks; `units` are the ones that its body holds now."""
    fields = {key: text for key, text in words.items() if not is_block(key)}
    for key, text in fields.items():
        tree = _with_field(tree, key, text)
    blocks = {key: text for key, text in words.items() if key not in fields and key in units}
    return normal_words(tree, _with_blocks(body, body_line, units, blocks, new))


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


def _with_blocks(
    body: str,
    body_line: int,
    units: MappingOf[str, PlacedUnit],
    words: MappingOf[str, str],
    new: SequenceOf[NewBlock],
) -> str:
    lines = body.split("\n")
    blocks = [(unit.key, unit.kind, unit.line) for unit in units.values() if unit.kind != "field"]
    for key, kind, start, end in reversed(ranges(lines, body_line, blocks)):
        head = _head(kind, lines[start])
        lines[end:end] = _inserted([block for block in new if block.after == key], kind, head)
        if key not in words or kind in FIXED:
            continue
        anchor = ANCHOR.search(lines[start]) if kind == "heading" else None
        first, *more = block_lines(kind, head, words[key])
        lines[start:end] = [first + (anchor[0] if anchor else ""), *more]
    return "\n".join([*_inserted([block for block in new if not block.after], "", ""), *lines])


def _inserted(blocks: SequenceOf[NewBlock], kind: str, head: str) -> list[str]:
    """New blocks with blank lines around them, but not between the items of a list, which are marked as its others."""
    lines: list[str] = []
    for block in blocks:
        is_next_item = block.kind == kind == "item"
        first, *more = block_lines(block.kind, head if is_next_item else block.head, block.text)
        lines += [*([] if is_next_item else [""]), first + block.tail, *more]
        kind, head = block.kind, head if is_next_item else block.head
    return [*lines, ""] if lines and kind != "item" else lines


def new_block(body: str, body_line: int, unit: PlacedUnit, after: str, text: str) -> NewBlock:
    """A block as the source has it, in other words."""
    line = body.split("\n")[unit.line - body_line]
    anchor = ANCHOR.search(line) if unit.kind == "heading" else None
    tail = anchor[0] if anchor else ""
    return NewBlock(after=after, kind=unit.kind, head=_head(unit.kind, line), tail=tail, text=text)


def _head(kind: str, line: str) -> str:
    match = HEAD[kind].match(line) if kind in HEAD else None
    return match[0] if match else ""


def block_lines(kind: str, head: str, text: str) -> list[str]:
    """A block as it is typed: its head, its words, further lines as deep as the kind of block wants them."""
    first, *more = text.split("\n")
    pad = "> " if kind == "quote" else "    " if kind == "footnote" else " " * len(head)
    return [head + first, *((pad + line).rstrip() for line in more)]
