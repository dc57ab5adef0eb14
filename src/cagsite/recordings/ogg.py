"""Ogg with Opus or Vorbis: the packet of comments is emptied where it lies (RFC 3533, RFC 7845, Vorbis I)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cagsite.recordings.errors import damaged, other_format, other_track


class Page(NamedTuple):
    """One page: where it begins, its stream, and its segments as offset and length."""

    start: int
    end: int
    stream: bytes
    segments: list[tuple[int, int]]


def cleaned(data: bytes) -> bytes:
    """Vendor and comments gone, covers among them; only the pages that held them have changed."""
    if not data.startswith(b"OggS"):
        raise other_format()
    found = bytearray(data)
    pages = list(_pages(data))
    del found[pages[-1].end :]
    for stream in dict.fromkeys(page.stream for page in pages):
        own = [page for page in pages if page.stream == stream]
        first, second = _first_packets(own)
        head = b"".join(data[start : start + length] for start, length in first)
        comments = b"".join(data[start : start + length] for start, length in second)
        _fill(found, second, _emptied(head, comments))
        last = second[-1][0]
        for page in own:
            if page.start <= last:
                found[page.start + 22 : page.start + 26] = b"\0\0\0\0"
                found[page.start + 22 : page.start + 26] = _sum(found[page.start : page.end]).to_bytes(4, "little")
    return bytes(found)


def _pages(data: bytes) -> Iterator[Page]:
    position = 0
    while data[position : position + 4] == b"OggS":
        table = data[position + 27 : position + 27 + data[position + 26]] if position + 27 <= len(data) else b""
        start = position + 27 + len(table)
        end = start + sum(table)
        if not table or end > len(data):
            raise damaged()
        offsets = []
        for length in table:
            offsets.append((start, length))
            start += length
        yield Page(position, end, data[position + 14 : position + 18], offsets)
        position = end


def _first_packets(pages: list[Page]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The segments of a stream's first two packets; a segment of less than 255 bytes ends one."""
    packets: list[list[tuple[int, int]]] = [[]]
    for page in pages:
        for segment in page.segments:
            packets[-1].append(segment)
            if segment[1] < 255:
                if len(packets) == 2:
                    return packets[0], packets[1]
                packets.append([])
    raise damaged()


def _emptied(head: bytes, comments: bytes) -> bytes:
    """A packet of comments of the same length that holds none."""
    if head.startswith(b"OpusHead") and comments.startswith(b"OpusTags"):
        return b"OpusTags".ljust(len(comments), b"\0")
    if head.startswith(b"\x01vorbis"):
        return emptied_vorbis(comments)
    raise other_track(head[:8].strip(b"\0\x01\x80").decode("ascii", "replace"))


def emptied_vorbis(comments: bytes) -> bytes:
    """The second header of Vorbis without vendor and comments: two lengths of none, and the bit that ends it."""
    if not comments.startswith(b"\x03vorbis") or len(comments) < 16:
        raise damaged()
    return (b"\x03vorbis" + b"\0" * 8 + b"\x01").ljust(len(comments), b"\0")


def _fill(data: bytearray, segments: list[tuple[int, int]], content: bytes) -> None:
    for start, length in segments:
        data[start : start + length] = content[:length]
        content = content[length:]


def _crc_table() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
        table.append(value)
    return tuple(table)


_TABLE = _crc_table()


def _sum(page: bytes | bytearray) -> int:
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    return value
