"""One way to type what Markdown lets people type in several: the way of the forms in which texts are edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pyromark import Markdown, Options

from cagsite.markdown.convert import convert
from cagsite.markdown.typography import Typography

_ENGINE = Markdown(options=Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES)
_PLAIN = Typography(double_open='"', double_close='"', single_open="'", single_close="'")
_INDENT = 4


def plain_marks(body: str) -> str:
    """The same text with `_` for emphasis, `**` for strong words, `-` for points, four blanks for each list in a list
    and a backslash for a line break. Where it would be read otherwise, a mark stays as it was typed."""
    for change in (_with_breaks, _with_emphasis, _with_points, _with_indents):
        changed = change(body)
        if changed != body and is_read_alike(changed, body):
            body = changed
    return body


def is_read_alike(one: str, other: str) -> bool:
    """True where the same page is made from both."""
    first, second = (convert(body, first_line=1, typography=_PLAIN) for body in (one, other))
    codes = [[found.code for found in text.problems] for text in (first, second)]
    return first.html == second.html and codes[0] == codes[1] and (first.html != "" or one == other)


def _events(data: bytes) -> Iterator[tuple[str, Any, int, int]]:
    """Kind, name, and the bytes from which and up to which it goes."""
    for event, span in _ENGINE.events_with_range(data.decode()):
        kind, value = (event, None) if isinstance(event, str) else next(iter(event.items()))
        name = value if isinstance(value, str) else next(iter(value), None) if isinstance(value, dict) else None
        yield kind, name, span["start"], span["end"]


def _with_breaks(body: str) -> str:
    return _edited(body, lambda data: [
        (start, data.index(b"\n", start), b"\\")
        for kind, _, start, _ in _events(data)
        if kind == "HardBreak" and data[start : start + 1] == b" "
    ])  # fmt: skip


def _with_emphasis(body: str) -> str:
    def edits(data: bytes) -> Iterator[tuple[int, int, bytes]]:
        for kind, name, start, end in _events(data):
            if kind == "Start" and name in ("Emphasis", "Strong"):
                mark = b"_" if name == "Emphasis" else b"**"
                around = (data[:start].decode()[-1:] + data[end:].decode()[:1]).strip()
                if name == "Strong" or not any(sign.isalnum() for sign in around):
                    yield start, start + len(mark), mark
                    yield end - len(mark), end, mark

    return _edited(body, edits)


def _with_points(body: str) -> str:
    return _edited(body, lambda data: [
        (start, start + 1, b"-")
        for kind, name, start, _ in _events(data)
        if kind == "Start" and name == "Item" and data[start : start + 1] in (b"*", b"+")
    ])  # fmt: skip


def _with_indents(body: str) -> str:
    def edits(data: bytes) -> Iterator[tuple[int, int, bytes]]:
        shifts: dict[int, int] = {}
        depth = 0
        for kind, name, start, end in _events(data):
            depth += (name == "Item") * ((kind == "Start") - (kind == "End"))
            line = data.rfind(b"\n", 0, start) + 1
            if kind == "Start" and name == "Item" and depth > 1 and not data[line:start].strip(b" "):
                shift = _INDENT * (depth - 1) - _blanks(data, line)
                while line < end:
                    shifts[line] = shift
                    line = (data.find(b"\n", line) + 1) or end
        for line, shift in shifts.items():
            blanks = _blanks(data, line)
            if shift and data[line + blanks : line + blanks + 1].strip():
                yield line, line + blanks, b" " * max(blanks + shift, 0)

    return _edited(body, edits)


def _blanks(data: bytes, line: int) -> int:
    """How many the line begins with."""
    return len(data) - line - len(data[line:].lstrip(b" "))


def _edited(body: str, edits: Callable[[bytes], Any]) -> str:
    data = body.encode()
    for start, end, new in sorted(edits(data), reverse=True):
        data = data[:start] + new + data[end:]
    return data.decode()
