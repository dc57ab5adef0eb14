"""What a browser asks for, read strictly: it must name this computer, come from no other site, and only read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import unquote_to_bytes

HEAD_LIMIT = 16_384
"""Bytes of a request line with its headers."""
TARGET_LIMIT = 4_096
HEADER_LIMIT = 100
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})

_LINE = re.compile(r"([A-Z]{1,20}) ([!-~]+) HTTP/([0-9])\.([0-9])")
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t -~\x80-\xff]*?)[ \t]*")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z.-]+)(?::([0-9]{1,5}))?")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})|%2[fF]")


class Refusal(Exception):  # noqa: N818 - an answer, not a fault
    """A request that gets nothing but a status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Under which names this server may be asked."""

    port: int
    names: frozenset[str] = LOOPBACK
    """As they stand in a Host header, lower case."""
    takes_any_address: bool = False
    """Where it listens on all network cards: any address made of digits, for only a name can be rebound."""

    def admits(self, host: str) -> bool:
        """Whether a Host header names this server: another name means that some site has pointed itself at us."""
        match = _HOST.fullmatch(host)
        if match is None or int(match[2] or 80) != self.port:
            return False
        name = match[1].lower()
        return name in self.names or (self.takes_any_address and _is_address(name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that may be answered."""

    is_head: bool
    path: str
    """Decoded, in NFC, without the first slash; no control characters, no backslashes."""
    query: str
    """As sent."""


def read_request(head: bytes, door: Door) -> Asked:
    """A request from the bytes before its empty line; raises Refusal."""
    lines = head.decode("latin-1").split("\r\n")
    match = _LINE.fullmatch(lines[0])
    if match is None:
        raise Refusal(400)
    method, target, major, _ = match.groups()
    if major != "1":
        raise Refusal(505)
    if len(target) > TARGET_LIMIT:
        raise Refusal(414)
    headers = _read_headers(lines[1:])
    _judge_sender(headers, door)
    if method not in ("GET", "HEAD"):
        raise Refusal(405)
    if "transfer-encoding" in headers or headers.get("content-length", "0") != "0":
        raise Refusal(400)
    address, _, query = target.partition("?")
    return Asked(is_head=method == "HEAD", path=read_path(address), query=query)


def read_path(address: str) -> str:
    """The path that an address means; raises Refusal where it means none.

    Dots are not resolved: what a site holds is found by its whole path, and no path of a site has such parts.
    """
    if not address.startswith("/") or _ESCAPE.search(address):
        raise Refusal(400)
    try:
        path = unquote_to_bytes(address[1:]).decode()
    except UnicodeDecodeError:
        raise Refusal(400) from None
    if "\\" in path or any(unicodedata.category(character) == "Cc" for character in path):
        raise Refusal(400)
    return unicodedata.normalize("NFC", path)


def _read_headers(lines: list[str]) -> Mapping[str, str]:
    """Headers by lower-case name; two that decide something are a trick."""
    if len(lines) > HEADER_LIMIT:
        raise Refusal(431)
    headers: dict[str, str] = {}
    for line in lines:
        match = _HEADER.fullmatch(line)
        if match is None:
            raise Refusal(400)
        name = match[1].lower()
        if name in headers and name in _SINGLE:
            raise Refusal(400)
        headers[name] = match[2]
    if "host" not in headers:
        raise Refusal(400)
    return headers


_SINGLE = frozenset({"host", "origin", "content-length", "transfer-encoding", "sec-fetch-site", "sec-fetch-mode"})


def _judge_sender(headers: Mapping[str, str], door: Door) -> None:
    """Other sites may link to the preview, but not read it, embed it or find out what it holds."""
    host = headers["host"]
    if not door.admits(host):
        raise Refusal(403)
    if "origin" in headers and headers["origin"].lower() != f"http://{host.lower()}":
        raise Refusal(403)
    is_visit = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest", "document") == "document"
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin") and not is_visit:
        raise Refusal(403)


def _is_address(name: str) -> bool:
    return find_address(name.removeprefix("[").removesuffix("]")) is not None


def find_address(text: str) -> IPv4Address | IPv6Address | None:
    """The network address that a text spells, if it does; names are not looked up."""
    try:
        return ip_address(text)
    except ValueError:
        return None
