"""Where a link may lead: an allow-list, so that what nobody thought of leads nowhere."""

from __future__ import annotations

import re

REFERENCE_SCHEMES = ("panel", "term", "place")

_REFERENCE = re.compile(r"(panel|term|place):([a-z0-9]+(?:-[a-z0-9]+)*(?:#[a-z0-9]+(?:-[a-z0-9]+)*)?|-)")
"""`-` stands for something that may not be shown; a page prints the words alone."""
_WEB = re.compile(
    r"[hH][tT][tT][pP][sS]?://"
    r"[^\W_](?:[^\W_]|[.-]){0,252}(?::[0-9]{1,5})?"  # a host; letters of any script
    r"(?:[/?#][^\s\\\x00-\x20\x7f-\x9f]*)?"
)
_MAIL = re.compile(
    r"[mM][aA][iI][lL][tT][oO]:[A-Za-z0-9.!#$&'*+/=^_{|}~-]+@[A-Za-z0-9.-]+(?:\?[^\s\\\x00-\x20\x7f-\x9f]*)?"
)
_TELEPHONE = re.compile(r"[tT][eE][lL]:\+?[0-9][0-9().-]*")
_ANCHOR = re.compile(r"#[a-z0-9]+(?:-[a-z0-9]+)*")
_UNSAFE_IN_ADDRESS = re.compile(
    '["<>\\[\\]^`{|}\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u206f\ue000-\uf8ff\ufeff\ufffd]'
)


def reference(address: str) -> tuple[str, str] | None:
    """Scheme and target of a link to something of this exhibition."""
    match = _REFERENCE.fullmatch(address)
    return (match[1], match[2]) if match else None


def outward(address: str) -> str | None:
    """The address of a link that leads out, fit for HTML apart from escaping; None for what may not be linked."""
    if not (_WEB.fullmatch(address) or _MAIL.fullmatch(address) or _TELEPHONE.fullmatch(address)):
        return None
    return _UNSAFE_IN_ADDRESS.sub(_encoded, address)


def anchor(address: str) -> str | None:
    """The id that a link within the page leads to."""
    return address[1:] if _ANCHOR.fullmatch(address) else None


def _encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
