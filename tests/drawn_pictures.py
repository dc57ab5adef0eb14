"""Pictures for tests, drawn on the spot, and the containers that files wrap them in."""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from PIL.Image import Transpose

RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 160, 60), (40, 60, 200), (220, 200, 40)
MARKER = b"CAGSITE-MARKER-7f3a91"
SOURCE_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF")
LOSSLESS: Mapping[str, Mapping[str, Any]] = {
    "PNG": {},
    "TIFF": {"compression": "tiff_lzw"},
    "WEBP": {"lossless": True, "exact": True},
}


def environment(**more: str) -> dict[str, str]:
    """For programs that tests start: the package is found wherever they run."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src"), **more}


def corners(width: int = 96, height: int = 64) -> Image.Image:
    """Red, green, blue and yellow, in reading order; turned pictures cannot be mistaken for upright ones."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(YELLOW, (width // 2, height // 2, width, height))
    return image


def corner_colours(image: Image.Image) -> list[Any]:
    """The colours in the middle of the four quarters."""
    width, height = image.size
    shown = image.convert("RGB")
    return [shown.getpixel((width * x // 4, height * y // 4)) for y in (1, 3) for x in (1, 3)]


def are_near(colours: Sequence[Any], others: Sequence[Any], tolerance: int = 24) -> bool:
    """Whether colours agree but for what encoders do to them."""
    pairs = [(a, b) for one, other in zip(colours, others, strict=True) for a, b in zip(one, other, strict=True)]
    return all(abs(a - b) <= tolerance for a, b in pairs)


def textured(width: int = 240, height: int = 160, seed: int = 1) -> Image.Image:
    """Something of everything: gradients, edges, and grain from a small generator of our own."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(image)
    state = seed
    for _ in range(width * height // 40):
        state = (state * 1103515245 + 12345) % 2**31
        x, y, tone = state % width, state // 7 % height, state // 31 % 200
        draw.rectangle((x, y, x + state % 9, y + state % 5), fill=(tone, 255 - tone, state % 255))
    return image


def saved(image: Image.Image, format: str, **options: Any) -> bytes:
    """The picture as a file."""
    target = io.BytesIO()
    image.save(target, format, **options)
    return target.getvalue()


def opened(data: bytes) -> Image.Image:
    """A file as the picture that a visitor sees."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def turned(image: Image.Image, orientation: int) -> Image.Image:
    """The picture as a camera stores it that writes this orientation."""
    inverse = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_90,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_270,
    }
    return image.transpose(inverse[orientation]) if orientation in inverse else image


def oriented(image: Image.Image, format: str, orientation: int, **options: Any) -> bytes:
    """A file that is stored turned, and says so in its Exif."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(turned(image, orientation), format, exif=exif, **options)


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of exactly these chunks."""
    parts = (
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def png_header(width: int, height: int, *, depth: int = 8, colour: int = 2) -> tuple[bytes, bytes]:
    """The first chunk of a PNG."""
    return b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)


def png_with(data: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG with more chunks after its header."""
    return data[:33] + png(*chunks)[8:] + data[33:]


def jpeg_with(data: bytes, *segments: tuple[int, bytes]) -> bytes:
    """A JPEG with more segments after its start."""
    parts = (struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content for marker, content in segments)
    return data[:2] + b"".join(parts) + data[2:]


def tiff_of(jpeg: bytes, width: int, height: int) -> bytes:
    """A TIFF around a JPEG, its chroma at half the size, as scanners write it."""
    bits_at = 8 + 2 + 10 * 12 + 4
    tags = (
        (256, 1, width),
        (257, 1, height),
        (258, 3, bits_at),
        (259, 1, 7),
        (262, 1, 6),
        (273, 1, bits_at + 6),
        (277, 1, 3),
        (278, 1, height),
        (279, 1, len(jpeg)),
        (530, 2, 0x00020002),
    )
    entries = b"".join(
        struct.pack("<HHII", tag, 4 if tag in {273, 279} else 3, count, value) for tag, count, value in tags
    )
    return b"II*\0\x08\0\0\0" + struct.pack("<H", 10) + entries + b"\0" * 4 + struct.pack("<3H", 8, 8, 8) + jpeg


def jpeg_segments(data: bytes) -> list[int]:
    """The markers of a JPEG up to the first scan."""
    place, found = 2, []
    while data[place + 1] != 0xDA:
        found.append(data[place + 1])
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return found


def riff_chunks(data: bytes) -> list[bytes]:
    """The names of the chunks of a WebP, which must end where its header says."""
    assert int.from_bytes(data[4:8], "little") + 8 == len(data)
    place, found = 12, []
    while place < len(data):
        found.append(data[place : place + 4])
        length = int.from_bytes(data[place + 4 : place + 8], "little")
        place += 8 + length + length % 2
    return found


PILLOW_SAYS_OF_ITS_OWN = {
    "jpeg": {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"},
    "webp": {"loop", "background", "timestamp", "duration"},
    "avif": {"timestamp", "duration"},
    "png": set(),
    "ico": {"sizes"},
}
"""What it adds when it reads a file that says nothing."""


def check_structure(format: str, content: bytes) -> None:
    """Fails where a container holds anything but what draws the picture."""
    match format:
        case "jpeg":
            assert set(jpeg_segments(content)) == {0xE0, 0xDB, 0xC2, 0xC4}
            assert content[2:20] == b"\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
            assert content.index(b"\xff\xd9") == len(content) - 2
        case "webp":
            assert riff_chunks(content) in ([b"VP8 "], [b"VP8X", b"ALPH", b"VP8 "])
        case "avif":
            assert {name for name in (b"mime", b"prof", b"uri ", b"uuid", b"free", b"moov") if name in content} == set()
            assert content.index(b"mdat") + 4 + mdat_length(content) == len(content)


def mdat_length(content: bytes) -> int:
    """Bytes of coded picture, as the box says."""
    place = content.index(b"mdat") - 4
    return int.from_bytes(content[place : place + 4], "big") - 8


def exif_with_thumbnail(thumbnail: bytes) -> bytes:
    """Exif whose second directory points to a small JPEG, as cameras write it."""
    first = struct.pack("<H", 0) + struct.pack("<I", 8 + 6)
    second = struct.pack("<H", 2)
    second += struct.pack("<HHII", 0x0201, 4, 1, 8 + 6 + 2 + 24 + 4)
    second += struct.pack("<HHII", 0x0202, 4, 1, len(thumbnail)) + struct.pack("<I", 0)
    return b"Exif\0\0II*\0" + struct.pack("<I", 8) + first + second + thumbnail


def _fixed(*values: float) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _icc(space: bytes, tags: Mapping[bytes, bytes], *, kind: bytes = b"mntr", connection: bytes = b"XYZ ") -> bytes:
    tags = {**tags, b"cprt": b"text\0\0\0\0" + MARKER + b"\0"}
    table, content = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        padded = value + b"\0" * (-len(value) % 4)
        table += name + struct.pack(">II", start + len(content), len(value))
        content += padded
    header = (
        b"\0" * 4 + struct.pack(">I", 0x02400000) + kind + space + connection + struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    )
    header += b"acsp" + b"\0" * 28 + _fixed(0.9642, 1, 0.8249) + b"\0" * 48
    return struct.pack(">I", start + len(content)) + header + table + content


def _point(x: float, y: float, z: float) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(x, y, z)


def _gamma(value: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(value * 256))


WIDE_PRIMARIES = ((0.51512, 0.2412, -0.00105), (0.29198, 0.69225, 0.04189), (0.1571, 0.06657, 0.78407))
"""Display P3, for the white of ICC profiles."""


def wide_profile() -> bytes:
    """Display P3's primaries with a plain gamma of 2.2."""
    named = zip((b"rXYZ", b"gXYZ", b"bXYZ"), WIDE_PRIMARIES, strict=True)
    points = {name: _point(*primary) for name, primary in named}
    curves = {name: _gamma(2.2) for name in (b"rTRC", b"gTRC", b"bTRC")}
    return _icc(b"RGB ", {b"wtpt": _point(0.9642, 1, 0.8249), **points, **curves})


def linear_grey_profile() -> bytes:
    """Grey that counts light, not brightness."""
    return _icc(b"GRAY", {b"wtpt": _point(0.9642, 1, 0.8249), b"kTRC": _gamma(1)})


def odd_inks_profile() -> bytes:
    """Four inks of which the first is red, so that nobody can take it for the usual cyan."""
    paper, red, dark = (255, 128, 128), (128, 200, 170), (0, 128, 128)
    straight = bytes(range(256))
    cells = [paper if inks == 0 else red if inks == 8 else dark for inks in range(16)]
    lut = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + _fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)
    lut += straight * 4 + b"".join(bytes(cell) for cell in cells) + straight * 3
    return _icc(b"CMYK", {b"wtpt": _point(0.9642, 1, 0.8249), b"A2B0": lut}, kind=b"prtr", connection=b"Lab ")


def faded_profile() -> bytes:
    """A medium whose black is a dark grey; its perceptual table would turn everything red."""
    straight = bytes(range(256))
    head = b"mft1\0\0\0\0" + bytes((3, 3, 2, 0)) + _fixed(1, 0, 0, 0, 1, 0, 0, 0, 1) + straight * 3
    greys = b"".join(bytes((50 + 205 * corner.bit_count() // 3, 128, 128)) for corner in range(8))
    reds = bytes((128, 220, 190)) * 8
    tables = {b"A2B0": head + reds + straight * 3, b"A2B1": head + greys + straight * 3}
    return _icc(b"RGB ", {b"wtpt": _point(0.9642, 1, 0.8249), **tables}, connection=b"Lab ")
