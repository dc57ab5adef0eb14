"""MP4 and M4A: boxes that are not needed to play it become free space of the same size (ISO 14496-12, -14, -15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cagsite.recordings.errors import damaged, other_format, other_track

KEPT: Mapping[bytes, frozenset[bytes]] = {
    parent: frozenset(names.split())
    for parent, names in (
        (b"", b"ftyp styp moov mdat moof sidx mfra"),
        (b"moov", b"mvhd trak mvex"),
        (b"trak", b"tkhd edts tref mdia"),
        (b"edts", b"elst"),
        (b"mdia", b"mdhd hdlr minf"),
        (b"minf", b"vmhd smhd nmhd dinf stbl"),
        (b"dinf", b"dref"),
        (b"stbl", b"stsd stts ctts cslg stss stsz stz2 stsc stco co64 sgpd sbgp sdtp"),
        (b"mvex", b"mehd trex"),
        (b"moof", b"mfhd traf"),
        (b"traf", b"tfhd tfdt trun sgpd sbgp sdtp"),
        (b"mfra", b"tfra mfro"),
    )
}
"""What may lie in what; everything else, wherever it lies, goes."""
CODEC_BOXES = frozenset(b"avcC hvcC av1C vpcC esds dOps dac3 dec3 dfLa alac pasp colr btrt clap chan srat".split())
TIMED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
QUICKTIME = b"qt  "


class Box(NamedTuple):
    """A box: where it begins, where its content lies."""

    type: bytes
    start: int
    content: int
    end: int


def cleaned(data: bytes) -> bytes:
    """Without user data, places, devices, days and hours, and whatever else a camera or a program adds."""
    if data[4:8] != b"ftyp" or data[8:12] == QUICKTIME:
        raise other_format()
    found = bytearray(data)
    if not _clean(data, found, b"", 0, len(data)):
        raise damaged()
    return bytes(found)


def _clean(data: bytes, found: bytearray, parent: bytes, start: int, end: int) -> int:
    """The number of tracks below."""
    tracks = 0
    handler = _handler(data, start, end) if parent == b"trak" else b""
    for box in _boxes(data, start, end):
        if box.type not in KEPT[parent]:
            _free(found, box)
        elif box.type in KEPT:
            tracks += _clean(data, found, box.type, box.content, box.end) + (box.type == b"trak")
        elif box.type in TIMED:
            width = 16 if data[box.content] else 8  # two times of four or eight bytes, behind version and flags
            _blank(found, box, box.content + 4, box.content + 4 + width)
        elif box.type == b"hdlr":
            _blank(found, box, box.content + 12, box.end)
        elif box.type == b"dref":
            _check_references(data, box)
    if handler:
        _clean_descriptions(data, found, handler, start, end)
    return tracks


def _handler(data: bytes, start: int, end: int) -> bytes:
    """What kind a track is of; raises RecordingError for what is neither sound nor picture."""
    box = _find(data, start, end, b"mdia", b"hdlr")
    handler = data[box.content + 8 : box.content + 12]
    if handler not in (b"vide", b"soun"):
        raise other_track(handler.decode("ascii", "replace").strip())
    return handler


def _check_references(data: bytes, box: Box) -> None:
    """Sound and picture lie in this very file, not at a path on somebody's disk."""
    for entry in _boxes(data, box.content + 8, box.end):
        if data[entry.content + 3] & 1 == 0:
            raise damaged()


def _clean_descriptions(data: bytes, found: bytearray, handler: bytes, start: int, end: int) -> None:
    """How the samples are coded: the name of the camera's or the program's coder stands there too."""
    box = _find(data, start, end, b"mdia", b"minf", b"stbl", b"stsd")
    for entry in _boxes(data, box.content + 8, box.end):
        if handler == b"vide":
            _blank(found, entry, entry.start + 50, entry.start + 82)
            inner = entry.start + 86
        else:
            version = int.from_bytes(data[entry.start + 16 : entry.start + 18], "big")
            inner = entry.start + (52 if version == 1 else 36)
        if inner > entry.end:
            raise damaged()
        for part in _boxes(data, inner, entry.end):
            if part.type not in CODEC_BOXES:
                _free(found, part)


def _find(data: bytes, start: int, end: int, *path: bytes) -> Box:
    """The first box at the end of a path; every track has it."""
    first, *rest = path
    for box in _boxes(data, start, end):
        if box.type == first:
            return _find(data, box.content, box.end, *rest) if rest else box
    raise damaged()


def _blank(found: bytearray, box: Box, start: int, end: int) -> None:
    """Nothing between two places in a box."""
    if not box.content <= start <= end <= box.end:
        raise damaged()
    found[start:end] = bytes(end - start)


def _free(found: bytearray, box: Box) -> None:
    found[box.start + 4 : box.start + 8] = b"free"
    found[box.content : box.end] = bytes(box.end - box.content)


def _boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    """The boxes between two places; a few bytes of nothing may end a box of boxes."""
    while end - start >= 8:
        size, type = int.from_bytes(data[start : start + 4], "big"), data[start + 4 : start + 8]
        content = start + 8
        if size == 1:
            size, content = int.from_bytes(data[start + 8 : start + 16], "big"), start + 16
        stop = end if size == 0 else start + size
        if stop > end or stop < content:
            raise damaged()
        yield Box(type, start, content, stop)
        start = stop
