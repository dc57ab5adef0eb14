"""What a picture tells besides its pixels, read from its containers alone: no decoder is started, nothing is decoded.

Whatever cannot be read is passed over: this looks for what a camera or a program has put there, and no visitor ever
gets the file itself.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

PLACE, PERSON, DEVICE, WORDS = "place", "person", "device", "words"
KINDS = (PLACE, PERSON, DEVICE, WORDS)
"""Where it was taken; names of who took it, owns it or is in it; the one device it came from; words about it."""

_TEXT_LIMIT = 2_000_000
"""Bytes that compressed words may become; what is longer is no caption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was found."""

    kinds: tuple[str, ...] = ()
    """Among KINDS, in their order."""
    position: tuple[float, float] | None = None
    """Degrees north and east, where the picture says so."""


def told_by(data: bytes) -> Told:
    """What the bytes of a picture tell of place, people and device."""
    found = _Found()
    for kind, content in _parts(data):
        if kind == "exif":
            _exif(content, found)
        elif kind == "xmp":
            _xmp(content, found)
        elif kind == "iptc":
            _iptc(content, found)
        else:
            found.words(content.decode("utf-8", "replace"))
    return Told(kinds=tuple(kind for kind in KINDS if kind in found.kinds), position=found.position)


class _Found:
    """The findings so far."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()
        self.position: tuple[float, float] | None = None

    def words(self, text: str) -> None:
        """Words that somebody may have written; a program's name for itself is none."""
        if re.search(r"[^\W\d_]{2}", text) and not _SOFTWARE.search(text):
            self.kinds.add(WORDS)


_SOFTWARE = re.compile(
    r"(?i)\b(?:gimp|gd-jpeg|photoshop|imagemagick|paint\.net|libjpeg|lavc|ffmpeg|lead technologies|adobe|inkscape"
    r"|matplotlib|software|digital camera|screenshot|optimi[sz]ed|file written by|ijl|ascii|charset)\b"
)


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Each container of metadata with its kind: exif (from its byte order), xmp, iptc, text."""
    if data.startswith(b"\xff\xd8"):
        yield from _jpeg(data)
    elif data.startswith(b"\x89PNG\r\n\x1a\n"):
        yield from _png(data)
    elif data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        yield from _webp(data)
    elif data[:6] in (b"GIF87a", b"GIF89a"):
        yield from _gif(data)
    elif data[:4] in (b"II*\0", b"MM\0*"):
        yield "exif", data
    elif data[4:8] == b"ftyp":
        yield from _heif(data)


def _jpeg(data: bytes) -> Iterator[tuple[str, bytes]]:
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker in (0xD9, 0xDA):
            return
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            place += 2
            continue
        content = data[place + 4 : place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")]
        if marker == 0xE1 and content.startswith(b"Exif\0"):
            yield "exif", content[6:]
        elif marker == 0xE1 and content.startswith(b"http://ns.adobe.com/x"):
            yield "xmp", content
        elif marker == 0xED:
            yield "iptc", content
        elif marker == 0xFE:
            yield "text", content
        place += 2 + max(2, int.from_bytes(data[place + 2 : place + 4], "big"))


def _png(data: bytes) -> Iterator[tuple[str, bytes]]:
    place = 8
    while place + 12 <= len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        kind, content = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        place += 12 + length
        if kind == b"eXIf":
            yield "exif", content
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            yield from _png_text(kind, content)
        elif kind == b"IEND":
            return


def _png_text(kind: bytes, content: bytes) -> Iterator[tuple[str, bytes]]:
    key, _, rest = content.partition(b"\0")
    is_packed = kind == b"zTXt" or (kind == b"iTXt" and rest[:1] == b"\1")
    if kind == b"zTXt":
        rest = rest[1:]
    elif kind == b"iTXt":
        rest = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    if is_packed:
        try:
            rest = zlib.decompressobj().decompress(rest, _TEXT_LIMIT)
        except zlib.error:
            return
    name = key.decode("latin-1").lower()
    if "xmp" in name:
        yield "xmp", rest
    elif name.startswith("raw profile type"):
        packed = re.sub(rb"\s", b"", rest.partition(b"\n")[2].lstrip(b"\n ").partition(b"\n")[2])
        try:
            raw = bytes.fromhex(packed.decode("ascii"))
        except ValueError:
            return
        yield ("iptc", raw) if "iptc" in name else ("exif", raw.removeprefix(b"Exif\0\0"))
    elif name in ("author", "artist", "creator", "copyright"):
        yield "xmp", b"dc:creator=" + rest if rest.strip() else b""
    elif name not in ("software", "creation time", "source", "signature") and ":" not in name:
        yield "text", rest


def _webp(data: bytes) -> Iterator[tuple[str, bytes]]:
    place = 12
    while place + 8 <= len(data):
        length = int.from_bytes(data[place + 4 : place + 8], "little")
        kind, content = data[place : place + 4], data[place + 8 : place + 8 + length]
        place += 8 + length + length % 2
        if kind == b"EXIF":
            yield "exif", content.removeprefix(b"Exif\0\0")
        elif kind == b"XMP ":
            yield "xmp", content


def _gif(data: bytes) -> Iterator[tuple[str, bytes]]:
    place = 13 + (3 << (data[10] & 7) + 1 if len(data) > 10 and data[10] & 0x80 else 0)
    while place + 2 < len(data) and data[place] in (0x21, 0x2C):
        is_comment = data[place : place + 2] == b"\x21\xfe"
        is_xmp = data[place : place + 14] == b"\x21\xff\x0bXMP DataXMP"
        if data[place] == 0x2C:
            colours = data[place + 9] if place + 9 < len(data) else 0
            place += 11 + (3 << (colours & 7) + 1 if colours & 0x80 else 0)
        else:
            place += 2
        start = place
        content = bytearray()
        while place < len(data) and data[place]:
            content += data[place + 1 : place + 1 + data[place]]
            place += 1 + data[place]
        place += 1
        if is_xmp:
            yield "xmp", data[start:place]
        elif is_comment:
            yield "text", bytes(content)


def _heif(data: bytes) -> Iterator[tuple[str, bytes]]:
    """AVIF and HEIC keep Exif and XMP as items among the pictures; they are found by how they begin."""
    for match in re.finditer(rb"(?:Exif\0\0)?(?=II\*\0|MM\0\*)", data):
        yield "exif", data[match.end() : match.end() + 1_000_000]
    for match in re.finditer(rb"<x:xmpmeta.{0,1000000}?</x:xmpmeta>", data, re.DOTALL):
        yield "xmp", match[0]


_PERSONS = frozenset({0x013B, 0x8298, 0x9C9D, 0xA430})
"""Artist, copyright, author, owner."""
_DEVICES = frozenset({0x013C, 0x927C, 0xA420, 0xA431, 0xA435, 0xC62F})
"""Host, maker's notes (which hold serial numbers), unique id, serial numbers of body, lens and camera."""
_WRITTEN = frozenset({0x010E, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F})
"""Description, comment, title, comment, keywords, subject."""
_WIDE = frozenset({0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F})
"""In UTF-16."""
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_ENTRIES = 512


def _exif(tiff: bytes, found: _Found) -> None:
    """Every directory: the picture's, its thumbnail's, that of Exif; and the one for a position."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return
    waiting, seen = [struct.unpack_from(f"{order}I", tiff, 4)[0] if len(tiff) >= 8 else 0], set[int]()
    while waiting and len(seen) < 32:
        start = waiting.pop()
        if start in seen or not 8 <= start <= len(tiff) - 2:
            continue
        seen.add(start)
        for tag, value in _entries(tiff, start, order, waiting):
            if tag == 0x8825:
                _gps(tiff, struct.unpack(f"{order}I", value[:4])[0] if len(value) >= 4 else 0, order, found)
            elif tag in (0x8769, 0x014A):
                waiting += struct.unpack(f"{order}{len(value) // 4}I", value[: len(value) // 4 * 4])
            elif tag == 0x02BC:
                _xmp(value, found)
            elif tag in (0x83BB, 0x8649):
                _iptc(value, found)
            elif tag in _WRITTEN:
                text = value.decode("utf-16-le", "replace") if tag in _WIDE else value.decode("latin-1")
                found.words(re.sub(r"^(?:ASCII|UNICODE|JIS)\0+", "", text).replace("\0", ""))
            elif tag in _PERSONS and value.strip(b"\0 "):
                found.kinds.add(PERSON)
            elif tag in _DEVICES and value.strip(b"\0 "):
                found.kinds.add(DEVICE)


def _entries(tiff: bytes, start: int, order: str, waiting: list[int]) -> Iterator[tuple[int, bytes]]:
    """Tags and the bytes of their values; the directory that follows joins those that wait."""
    count = min(struct.unpack_from(f"{order}H", tiff, start)[0], _ENTRIES)
    for place in range(start + 2, min(start + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind, number = struct.unpack_from(f"{order}HHI", tiff, place)
        size = _SIZES.get(kind, 0) * number
        at = place + 8 if size <= 4 else struct.unpack_from(f"{order}I", tiff, place + 8)[0]
        yield tag, tiff[at : at + size]
    end = start + 2 + 12 * count
    if end + 4 <= len(tiff):
        waiting.append(struct.unpack_from(f"{order}I", tiff, end)[0])


def _gps(tiff: bytes, start: int, order: str, found: _Found) -> None:
    """A directory of a position: any of its fields but the version tells something."""
    if not 8 <= start <= len(tiff) - 2:
        return
    fields = {tag: value for tag, value in _entries(tiff, start, order, []) if value.strip(b"\0 ")}
    if fields.keys() - {0x00, 0x1D, 0x07, 0x12}:
        found.kinds.add(PLACE)
    north, east = _degrees(fields.get(2, b""), order), _degrees(fields.get(4, b""), order)
    if north is not None and east is not None:
        south, west = fields.get(1, b"N")[:1] in b"Ss", fields.get(3, b"E")[:1] in b"Ww"
        found.position = (-north if south else north, -east if west else east)


def _degrees(value: bytes, order: str) -> float | None:
    if len(value) < 24:
        return None
    parts = struct.unpack(f"{order}6I", value[:24])
    if not all(parts[1::2]):
        return None
    degrees = parts[0] / parts[1] + parts[2] / parts[3] / 60 + parts[4] / parts[5] / 3600
    return degrees if degrees <= 180 else None


_XMP_PLACE = re.compile(
    rb"(?i)exif:GPS|photoshop:(?:City|State|Country)|LocationC?reated|LocationShown|Iptc4xmpCore:(?:Loc|Cou)"
)
_XMP_PERSON = re.compile(
    rb"(?i)dc:(?:creator|rights)|tiff:Artist|tiff:Copyright|Owner(?:Name)?[>=\"]|PersonInImage|mwg-rs:Name|PersonDisplayName"
    rb"|photoshop:(?:Credit|Source|AuthorsPosition|CaptionWriter)|xmpRights:|CreatorContactInfo|dwc:"
)
_XMP_DEVICE = re.compile(rb"(?i)SerialNumber|ImageUniqueID|xmpMM:(?:Original)?DocumentID|xmpMM:InstanceID")
_XMP_WORDS = re.compile(rb"(?i)dc:(?:description|title|subject)|photoshop:(?:Headline|Instructions)|lr:|digiKam:")


def _xmp(content: bytes, found: _Found) -> None:
    if content[:4].count(0) >= 2:  # UTF-16, which the standard allows
        content = content.replace(b"\0", b"")
    for pattern, kind in (
        (_XMP_PLACE, PLACE),
        (_XMP_PERSON, PERSON),
        (_XMP_DEVICE, DEVICE),
        (_XMP_WORDS, WORDS),
    ):
        if pattern.search(content):
            found.kinds.add(kind)


_IPTC = {
    **dict.fromkeys((26, 27, 90, 92, 95, 100, 101), PLACE),
    **dict.fromkeys((80, 85, 110, 115, 116, 118, 122), PERSON),
    **dict.fromkeys((5, 25, 40, 105, 120), WORDS),
}
"""By number of the field in the second record."""


def _iptc(content: bytes, found: _Found) -> None:
    for match in re.finditer(rb"\x1c\x02(.)(\x00.|[\x01-\x7f].)(?=.)", content, re.DOTALL):
        if int.from_bytes(match[2], "big") and match[1][0] in _IPTC:
            found.kinds.add(_IPTC[match[1][0]])
