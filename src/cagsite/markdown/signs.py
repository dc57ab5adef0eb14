"""The characters that carry structure through the engine: private-use and control characters, never in a text."""

from __future__ import annotations

import re

OPEN, CLOSE = "\ue000", "\ue001"
"""Around a placeholder that a page fills in."""
MARKER, MARKER_END = "\ue010", "\ue011"
"""Around the name of a named block, inside the heading that stands for its line."""
PIECE, BLOCK = "\x02", "\x01"
"""Between pieces of text (a tag stands there), and before the words of a new block."""

_SHIFT = 0xE100
_LITERAL = re.compile("[\ue100-\ue17f]")
EXPRESSION = re.compile(r"\{\{[^\n]{0,200}?\}\}|\{%[^\n]{0,200}?%\}")
"""What other programs would take for a template: shown exactly as it was typed."""
_SYNTAX = re.compile(r"[^0-9A-Za-z\u0080-\U0010ffff]")


def literal(text: str) -> str:
    """ASCII signs and spaces as their private-use twins, which neither the engine nor typography touches."""
    return _SYNTAX.sub(lambda match: chr(ord(match[0]) + _SHIFT), text)


def restored(text: str) -> str:
    """The inverse of `literal`."""
    return _LITERAL.sub(lambda match: chr(ord(match[0]) - _SHIFT), text)


def restored_html(html: str) -> str:
    """The same in HTML."""
    return _LITERAL.sub(lambda match: escaped(chr(ord(match[0]) - _SHIFT)), html)


def placeholder(scheme: str, target: str) -> str:
    """What a page replaces by an address, a picture or words of its own."""
    return f"{OPEN}{scheme}:{target}{CLOSE}"


def escaped(text: str) -> str:
    """Text for HTML, also inside attributes; quotation marks included, so that no text can look like an attribute."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if '"' in text:
        text = text.replace('"', "&quot;")
    return text
