"""What a translation keeps of its source: addresses, notes, placeholders, marks around words, the kind of block."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from cagsite.bodies import PLAIN
from cagsite.codes import problem
from cagsite.markdown import Text, convert
from cagsite.problems import Location, Problem, Severity
from cagsite.staleness import plain
from cagsite.translators.editing import block_lines
from cagsite.yamltree import decode

_PART = re.compile(
    r"\]\((?P<target>[^)\s]+)\)|<(?P<address>(?:https?|mailto|tel):[^>]+)>|(?P<note>\[\^[^\]]+\])"
    r"|(?P<expression>\{\{[^\n]*?\}\}|\{%[^\n]*?%\})"
    r"|(?P<anchor>\{(?!lang=)[^{}\s]+\})|(?P<field>%\(\w+\)[a-z])|(?P<bare>https?://[^\s<>()\]]+[^\s<>()\].,;:!?])"
)
"""Everything that means something to cagsite or to a program, and nothing to a reader."""
_TAG = re.compile(r"<(strong|em|code|a|br|li)\b")
_ANY_TAG = re.compile(r"<[^>]*>")
_NOTE = re.compile(r"\[\^[^\]]+\]")
MARKS = {"strong": "**", "em": "_", "code": "`", "a": "[ ]( )", "br": "\\", "li": "-"}
"""How what a text holds is typed."""
_LOOSE = "*_`[]\\"
_HEADS = {"heading": "## ", "item": "- ", "quote": "> ", "footnote": "[^1]: ", "box": "::: box "}


def damage(kind: str, unit: str, source: str, text: str, place: Location) -> list[Problem]:
    """What the translation of a unit of that kind has lost, or has too much; empty where it is whole."""
    odd: list[Problem] = []
    decode(text.encode("utf-8", "surrogatepass"), place.file, odd)
    if odd:
        return [replace(found, location=place) for found in odd]
    found = list(_parts(unit, source, text, place))
    if kind != "field" and not found:
        found = list(_marks(kind, unit, source, text, place))
    return found


def parts_of(text: str) -> Counter[str]:
    """Everything in a text that stays as it is in every language."""
    return Counter(match[match.lastgroup or 0] for match in _PART.finditer(text))


def _parts(unit: str, source: str, text: str, place: Location) -> Iterator[Problem]:
    wanted, found = parts_of(source), parts_of(text)
    for part in wanted - found:
        yield problem("lost-part", place, unit=unit, part=part)
    for part in found - wanted:
        yield problem("strange-part", place, unit=unit, part=part)


def _marks(kind: str, unit: str, source: str, text: str, place: Location) -> Iterator[Problem]:
    before, after = _converted(kind, source), _converted(kind, text)
    shapes = [" + ".join(found.kind for found in one.units) for one in (before, after)]
    if shapes[0] != shapes[1]:
        yield problem("other-shape", place, unit=unit, expected=shapes[0], found=shapes[1])
        return
    wanted, found = _counted(before), _counted(after)
    loose = [sign for sign in _LOOSE if found[sign] != wanted[sign]]
    for sign in loose:
        yield problem("loose-mark", place, unit=unit, mark=sign)
    for tag, mark in MARKS.items():
        if not loose and found[tag] != wanted[tag]:
            yield problem("lost-mark", place, unit=unit, mark=mark, found=found[tag], expected=wanted[tag])
    known = {fault.code for fault in before.problems}
    for fault in after.problems:
        if fault.code not in known and not loose:
            yield Problem(
                location=place,
                severity=Severity.ERROR,
                code=fault.code,
                message=fault.message,
                hint=fault.hint,
                parameters=fault.parameters,
            )


def _converted(kind: str, text: str) -> Text:
    """A unit alone; where its notes are is compared elsewhere."""
    return _as_block(kind, _NOTE.sub("", text))


def _as_block(kind: str, text: str) -> Text:
    lines = block_lines(kind, _HEADS.get(kind, ""), text)
    ending = "\n\n:::" if kind == "box" else "\n\nx[^1]" if kind == "footnote" else ""
    return convert("\n".join(lines) + ending + "\n", first_line=1, typography=PLAIN)


def _counted(text: Text) -> Counter[str]:
    counted = Counter(_TAG.findall(text.html))
    counted.update(sign for sign in _ANY_TAG.sub("", text.html) if sign in _LOOSE)
    return counted


def alone(kind: str, text: str) -> str:
    """The text of a unit as it is compared, wherever it will stand."""
    return plain(text) if kind == "field" else _as_block(kind, text).units[0].text
