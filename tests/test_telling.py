"""What pictures tell besides their pixels is found in every container of every format, and nothing is made up."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.drawn_pictures import SOURCE_FORMATS, corners, jpeg_with, png_with, saved

from cagsite.guard import CAMERA_NAME
from cagsite.pictures.telling import DEVICE, PERSON, PLACE, WORDS, told_by

ROOT = Path(__file__).resolve().parent.parent
ALMATY = {1: "N", 2: (43.0, 14.0, 30.0), 3: "E", 4: (76.0, 53.0, 0.0)}
XMP_HEAD = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description '
XMP_TAIL = b"/></rdf:RDF></x:xmpmeta>"


def exif(tags: dict[int, Any] | None = None, *, more: dict[int, Any] | None = None, gps: bool = False) -> bytes:
    """Exif of these tags, those of its second directory, and a position."""
    made = Image.Exif()
    made.update(tags or {})
    if more:
        made.get_ifd(0x8769).update(more)
    if gps:
        made.get_ifd(0x8825).update(ALMATY)
    return made.tobytes()


@pytest.mark.parametrize("format", [format for format in SOURCE_FORMATS if format != "TIFF"])
def test_a_position_is_found_and_read(format: str) -> None:
    """To a few metres, north and east."""
    told = told_by(saved(corners(), format, exif=exif(gps=True)))
    assert told.kinds == (PLACE,)
    assert told.position == pytest.approx((43.241667, 76.883333), abs=1e-5)


def test_a_position_in_a_tiff_is_found() -> None:
    """Where the picture and its metadata are one structure."""
    gps = struct.pack("<H", 1) + struct.pack("<HHI4s", 1, 2, 2, b"N\0\0\0") + b"\0" * 4
    tiff = b"II*\0\x08\0\0\0" + struct.pack("<HHHII", 1, 0x8825, 4, 1, 26) + b"\0" * 4 + gps
    assert told_by(tiff).kinds == (PLACE,)


def test_south_and_west_are_negative() -> None:
    """Or a warning would name a place on the other side of the earth."""
    made = Image.Exif()
    made.get_ifd(0x8825).update({1: "S", 2: (33.0, 30.0, 0.0), 3: "W", 4: (70.0, 36.0, 0.0)})
    assert told_by(saved(corners(), "JPEG", exif=made)).position == pytest.approx((-33.5, -70.6))


@pytest.mark.parametrize(
    ("tags", "more", "kinds"),
    [
        ({0x013B: "Anna Ek"}, None, (PERSON,)),
        ({0x8298: "Anna Ek 2016"}, None, (PERSON,)),
        ({0x9C9D: "Anna Ek".encode("utf-16-le")}, None, (PERSON,)),
        (None, {0xA430: "Anna Ek"}, (PERSON,)),
        (None, {0xA431: "SN-77123"}, (DEVICE,)),
        (None, {0xA435: "L-9"}, (DEVICE,)),
        (None, {0x927C: b"Apple iOS\0\0\1MM"}, (DEVICE,)),
        ({0x010E: "Anna at the office"}, None, (WORDS,)),
        ({0x0112: 6, 0x0131: "GIMP 2.10", 0x010F: "Canon", 0x0110: "EOS 5D"}, {0x9003: "2016:05:12 10:00:00"}, ()),
        ({0x010E: "Created with GIMP"}, None, ()),
        ({0x013B: "  "}, None, ()),
    ],
)
@pytest.mark.parametrize("format", [format for format in SOURCE_FORMATS if format != "TIFF"])
def test_names_and_numbers_in_exif(
    format: str, tags: dict[int, Any] | None, more: dict[int, Any] | None, kinds: tuple[str, ...]
) -> None:
    """A model of camera or a time alone tells of nobody; a name, a serial number and a sentence do."""
    assert told_by(saved(corners(), format, exif=exif(tags, more=more))).kinds == kinds


@pytest.mark.parametrize(
    ("attribute", "kinds"),
    [
        (b'exif:GPSLatitude="43,14.5N"', (PLACE,)),
        (b'photoshop:City="Almaty"', (PLACE,)),
        (b'dc:creator="Anna Ek"', (PERSON,)),
        (b'Iptc4xmpExt:PersonInImage="Anna Ek"', (PERSON,)),
        (b'mwg-rs:Name="Anna Ek"', (PERSON,)),
        (b'aux:SerialNumber="77123"', (DEVICE,)),
        (b'dc:description="Anna at the office"', (WORDS,)),
        (b'xmp:CreatorTool="Photoshop"', ()),
    ],
)
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF"])
def test_names_and_places_in_xmp(format: str, attribute: bytes, kinds: tuple[str, ...]) -> None:
    """In the container that each format has for it."""
    packet = XMP_HEAD + attribute + XMP_TAIL
    match format:
        case "PNG":
            data = png_with(saved(corners(), "PNG"), (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet))
        case "GIF":
            plain = saved(corners().quantize(8), "GIF")
            data = plain[:-1] + b"\x21\xff\x0bXMP DataXMP" + packet + b"\1" + bytes(range(255, -1, -1)) + b"\0\0;"
        case "TIFF":
            data = saved(corners(), "TIFF", tiffinfo={700: packet})
        case _:
            data = saved(corners(), format, xmp=packet)
    assert told_by(data).kinds == kinds


@pytest.mark.parametrize(("field", "kinds"), [(80, (PERSON,)), (90, (PLACE,)), (120, (WORDS,)), (10, ())])
def test_names_places_and_captions_in_iptc(field: int, kinds: tuple[str, ...]) -> None:
    """As press agencies write it."""
    record = bytes((0x1C, 2, field)) + struct.pack(">H", 7) + b"Anna Ek"
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record
    assert told_by(jpeg_with(saved(corners(), "JPEG"), (0xED, block))).kinds == kinds


@pytest.mark.parametrize(
    ("kind", "content", "kinds"),
    [
        (b"tEXt", b"Author\0Anna Ek", (PERSON,)),
        (b"zTXt", b"Description\0\0" + zlib.compress(b"Anna at the office"), (WORDS,)),
        (b"iTXt", b"Comment\0\1\0\0\0" + zlib.compress(b"Anna at the office"), (WORDS,)),
        (b"zTXt", b"Description\0\0not packed", ()),
        (b"tEXt", b"Software\0Anna's drawing program", ()),
        (b"tEXt", b"date:create\x002016-05-12", ()),
    ],
)
def test_words_in_a_png(kind: bytes, content: bytes, kinds: tuple[str, ...]) -> None:
    """Packed or not; a program's own notes are no words."""
    assert told_by(png_with(saved(corners(), "PNG"), (kind, content))).kinds == kinds


def test_comments_are_words() -> None:
    """In JPEG and GIF."""
    assert told_by(saved(corners(), "JPEG", comment=b"Anna at the office")).kinds == (WORDS,)
    assert told_by(saved(corners().quantize(8), "GIF", comment=b"Anna at the office")).kinds == (WORDS,)
    assert told_by(saved(corners(), "JPEG", comment=b"CREATOR: gd-jpeg v1.0")).kinds == ()


@pytest.mark.parametrize("format", [*SOURCE_FORMATS, "GIF"])
def test_a_plain_picture_tells_nothing(format: str) -> None:
    """Nothing is made up."""
    image = corners().quantize(8) if format == "GIF" else corners()
    assert told_by(saved(image, format)).kinds == ()


@pytest.mark.parametrize("format", SOURCE_FORMATS)
def test_no_damage_makes_it_fall(format: str) -> None:
    """Cut off anywhere, or with any byte of its beginning changed: it goes on, and takes no long time."""
    data = saved(corners(24, 16), format, exif=exif({0x013B: "Anna Ek"}, more={0xA431: "SN-7"}, gps=True))
    for end in range(0, len(data), 3):
        told_by(data[:end])
    for place in range(min(len(data), 700)):
        told_by(data[:place] + bytes((data[place] ^ 0xFF,)) + data[place + 1 :])


def test_the_pictures_of_this_exhibition_tell_nothing() -> None:
    """Nor do their names."""
    pictures = [path for ending in ("webp", "png", "jpg", "avif") for path in (ROOT / "content").rglob(f"*.{ending}")]
    assert len(pictures) > 20
    for path in pictures:
        assert told_by(path.read_bytes()).kinds == (), path
        assert not CAMERA_NAME.fullmatch(path.stem), path


@pytest.mark.parametrize(
    "stem",
    (
        *("IMG_1234", "img-0001", "DSC01234", "DSCF1234", "_DSC1234", "PXL_20260101_101010123", "20260101_101010"),
        *("IMG_1234 (2)", "WhatsApp Image 2026-01-01 at 10.10.10", "Screenshot_2026-01-01-10", "2026-01-01 10.10.10"),
        *("1234567", "GOPR0012"),
    ),
)
def test_names_of_cameras(stem: str) -> None:
    """Phones and messengers count as cameras."""
    assert CAMERA_NAME.fullmatch(stem)


@pytest.mark.parametrize("stem", ["office", "photo-1", "2016-conference", "img", "cut", "office-2", "march-2016", "42"])
def test_names_of_people_s_own(stem: str) -> None:
    """Somebody has thought of them."""
    assert not CAMERA_NAME.fullmatch(stem)
