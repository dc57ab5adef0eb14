"""Pictures with a marker in every place that a file has for telling where it comes from, and the site that shows them.

`tests/sites/nasty-pictures` holds the texts; the pictures are drawn here, each under the name that its panel gives.
"""

from __future__ import annotations

import base64
import io
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import IFDRational
from pillow_heif import HeifImage, from_pillow
from tests.drawn_pictures import (
    exif_with_thumbnail,
    jpeg_with,
    linear_grey_profile,
    oriented,
    png,
    png_with,
    saved,
    textured,
    wide_profile,
)
from tests.golden import SITES
from tests.site_from import Site

from cagsite.sources import Project

SITE = SITES / "nasty-pictures"
SIZE = (360, 240)
FACE = (100, 60, 180, 150)
"""What nobody may see, in pixels: as the panel `covered` says it."""
MAGENTA = (255, 0, 255)
MARK = "QVARNHJUL7F3A91"
NORTH, EAST = 43217391, 76904813
"""Millionths of a degree."""
TAKEN = "2014:03:16 11:45:07"
TAKEN_IN_PNG = struct.pack(">HBBBBB", 2014, 3, 16, 11, 45, 7)


def mark(place: str) -> bytes:
    """The marker of one place in a file."""
    return f"{MARK}-{place}".encode()


def exif(place: str) -> Image.Exif:
    """A description, a maker's note, a time and a place."""
    found = Image.Exif()
    found[0x010E] = mark(f"{place}-exif").decode()
    found[0x0132] = TAKEN
    found.get_ifd(0x8769).update(
        {0x927C: mark(f"{place}-maker"), 0x9003: TAKEN, 0xA430: mark(f"{place}-owner").decode()}
    )
    north, east = IFDRational(NORTH, 1_000_000), IFDRational(EAST, 1_000_000)
    gps = {1: "N", 2: (north, 0, 0), 3: "E", 4: (east, 0, 0), 28: mark(f"{place}-gps")}
    found.get_ifd(0x8825).update(gps)
    return found


def xmp(place: str) -> bytes:
    """What picture programs write about a picture."""
    return b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><p>' + mark(f"{place}-xmp") + b"</p></x:xmpmeta>"


def iptc(place: str, small: Image.Image) -> bytes:
    """A caption as news agencies write it, and a thumbnail of Photoshop's."""
    text = mark(f"{place}-iptc")
    record = b"\x1c\x02\x78" + len(text).to_bytes(2, "big") + text
    thumbnail = b"\0" * 28 + saved(small, "JPEG", comment=mark(f"{place}-photoshop"))
    resources = b""
    for kind, content in ((0x0404, record), (0x040C, thumbnail)):
        padded = content + b"\0" * (len(content) % 2)
        resources += b"8BIM" + kind.to_bytes(2, "big") + b"\0\0" + len(content).to_bytes(4, "big") + padded
    return b"Photoshop 3.0\0" + resources


def archive(place: str) -> bytes:
    """A ZIP with a file in it, to stand behind a picture; packed, so that it must be opened to be read."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("notes.txt", mark(f"{place}-zip") * 20)
    return target.getvalue()


def scene(seed: int) -> Image.Image:
    """Something to look at, with no pixel like magenta."""
    red, green, blue = textured(*SIZE, seed=seed).split()
    return Image.merge("RGB", (red, green, blue.point(lambda value: value // 2)))


def portrait(seed: int) -> Image.Image:
    """A face of stripes in a colour that is nowhere else."""
    image = scene(seed).convert("L").convert("RGB")
    draw = ImageDraw.Draw(image)
    for x in range(FACE[0], FACE[2], 6):
        draw.rectangle((x, FACE[1], x + 2, FACE[3] - 1), fill=MAGENTA)
    return image


def jpegs() -> dict[str, bytes]:
    image, plain = scene(1), saved(scene(1), "JPEG")
    thumbnail = saved(textured(40, 30), "JPEG", comment=mark("jpeg-thumbnail"))
    second = saved(textured(90, 60), "JPEG", comment=mark("jpeg-second"), exif=exif("jpeg-second"))
    extended = b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + struct.pack(">II", 400, 0) + xmp("jpeg-extended")
    both = io.BytesIO()
    image.save(both, "MPO", save_all=True, append_images=[textured(90, 60)], exif=exif("jpeg-mpf"))
    return {
        "IMG_20140316_114507.jpg": oriented(image, "JPEG", 6, comment=mark("jpeg-comment")),
        "DSC01234.jpg": saved(image, "JPEG", exif=exif("jpeg"), xmp=xmp("jpeg"), icc_profile=wide_profile()),
        "PXL_thumbnail.jpg": jpeg_with(plain, (0xE1, exif_with_thumbnail(thumbnail))),
        "agency-4711.jpg": jpeg_with(plain, (0xED, iptc("jpeg", textured(40, 30))), (0xE1, extended)),
        "segments.jpg": jpeg_with(plain, *((marker, mark(f"jpeg-app{marker}")) for marker in range(0xE3, 0xF0))),
        "MVIMG_0042.jpg": both.getvalue() + second,
        "polyglot.jpg": plain + archive("jpeg"),
        "print.jpg": saved(image.convert("CMYK"), "JPEG", comment=mark("jpeg-cmyk")),
    }


def pngs() -> dict[str, bytes]:
    image = scene(2)
    texts = PngInfo()
    texts.add_text("Author", mark("png-text").decode())
    texts.add_text("Comment", mark("png-ztxt").decode() * 5, zip=True)
    texts.add_itxt("Location", mark("png-itxt").decode() * 5, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", xmp("png").decode())
    plain = saved(image, "PNG")
    hidden = image.convert("RGBA")
    hidden.paste((*MAGENTA, 0), (0, 0, 120, 240))
    rest = png((b"IDAT", zlib.compress(mark("png-cropped") * 40)), (b"IEND", b""))[8:]
    moving = saved(image, "PNG", save_all=True, append_images=[portrait(3)], comment="x")
    return {
        "Screenshot 2014-03-16 at 11.45.07.png": saved(image, "PNG", pnginfo=texts, exif=exif("png"), dpi=(301, 301)),
        "chunks.png": png_with(plain, (b"prVt", mark("png-private")), (b"tIME", TAKEN_IN_PNG)),
        "profile.png": saved(image.convert("L"), "PNG", icc_profile=linear_grey_profile()),
        "aCropalypse.png": plain + rest + archive("png"),
        "erased.png": png_with(saved(hidden, "PNG"), (b"tEXt", b"Title\0" + mark("png-alpha"))),
        "moving.png": png_with(moving, (b"tEXt", b"Title\0" + mark("png-moving"))),
        "bits.png": png_with(saved(image.convert("1"), "PNG"), (b"tEXt", b"Title\0" + mark("png-bits"))),
        "palette.png": png_with(saved(image.quantize(32), "PNG"), (b"tEXt", b"Title\0" + mark("png-palette"))),
        "deep.png": png_with(saved(image.convert("I;16"), "PNG"), (b"tEXt", b"Title\0" + mark("png-deep"))),
    }


def others() -> dict[str, bytes]:
    image = scene(4)
    frames: dict[str, Any] = {"save_all": True, "append_images": [portrait(5)]}
    webp = saved(image, "WEBP", exif=exif("webp"), xmp=xmp("webp"), icc_profile=wide_profile())
    unknown = mark("webp-chunk")
    webp += b"prVt" + len(unknown).to_bytes(4, "little") + unknown + b"\0" * (len(unknown) % 2)
    webp = webp[:4] + (len(webp) - 8).to_bytes(4, "little") + webp[8:]
    tags = {270: mark("tiff-tag").decode(), 305: mark("tiff-program").decode(), 306: TAKEN, 700: xmp("tiff")}
    tags |= {315: mark("tiff-artist").decode(), 33723: mark("tiff-iptc"), 65000: mark("tiff-private").decode()}
    pages = saved(image, "TIFF", save_all=True, append_images=[portrait(6)], description=mark("tiff-page").decode())
    drawn = image.quantize(32)
    still: dict[str, Any] = {"save_all": True, "append_images": [portrait(7).quantize(32)]}
    gif = saved(drawn, "GIF", comment=mark("gif-comment"))
    application = b"\x21\xff\x0bXMP DataXMP" + bytes([len(xmp("gif"))]) + xmp("gif") + b"\0"
    avif = saved(image, "AVIF", exif=exif("avif"), xmp=xmp("avif"), icc_profile=wide_profile())
    return {
        "WhatsApp Image.webp": webp + archive("webp"),
        "moving.webp": saved(image, "WEBP", exif=exif("webp-moving"), **frames),
        "scan.tif": saved(image, "TIFF", tiffinfo=tags, icc_profile=wide_profile()) + archive("tiff"),
        "pages.tif": pages,
        "moving.gif": saved(drawn, "GIF", comment=mark("gif-moving"), **still),
        "comment.gif": gif[:-1] + application + gif[-1:] + archive("gif"),
        "P3.avif": avif + archive("avif"),
        "moving.avif": saved(image, "AVIF", exif=exif("avif-moving"), **frames),
        "IMG_0815.heic": heic(image),
    }


def heic(image: Image.Image) -> bytes:
    """As a phone writes it: Exif, XMP, a thumbnail, and a second picture."""
    file = from_pillow(image)
    first = file[0]
    assert isinstance(first, HeifImage)
    first.info.update(exif=exif("heic").tobytes(), xmp=xmp("heic"))
    file.add_from_pillow(portrait(8))
    target = io.BytesIO()
    file.save(target, quality=80, save_all=True, primary_index=0)
    return target.getvalue() + archive("heic")


def covered() -> dict[str, bytes]:
    """Faces that the panel says to cover; the thumbnails of some files still show them."""
    turned = oriented(portrait(10), "JPEG", 6, quality=95)
    return {
        "solid.jpg": jpeg_with(turned, (0xED, iptc("covered", portrait(9).resize((90, 60))))),
        "solid.png": saved(portrait(11), "PNG", exif=exif("covered")),
        "blocks.png": saved(portrait(12), "PNG", exif=exif("covered-blocks")),
        "pixels.webp": oriented(portrait(13), "WEBP", 8, quality=90, xmp=xmp("covered")),
    }


def panels() -> dict[str, dict[str, bytes]]:
    """The pictures of each panel, by file name."""
    return {"jpeg": jpegs(), "png": pngs(), "others": others(), "covered": covered()}


def make_nasty(folder: Path) -> Site:
    """The second exhibition with its pictures, not yet built."""
    root = folder / "project"
    shutil.copytree(SITE, root)
    for panel, pictures in panels().items():
        for name, content in pictures.items():
            (root / "content/themes" / panel / name).write_bytes(content)
    return Site(Project(root=root, output=root / "public", cache=root / ".cagsite" / "build"))


# The search

_ZLIB = re.compile(rb"x[\x01\x5e\x9c\xda]")
_PLACES = tuple(
    number.to_bytes(4, order) + (1_000_000).to_bytes(4, order)
    for number in (NORTH, EAST)
    for order in ("little", "big")
)


def _base64(text: bytes) -> list[bytes]:
    """How a text looks inside base64, whatever stands before it."""
    return [base64.b64encode(b"\0" * shift + text)[4 if shift else 0 : -4] for shift in range(3)]


def needles() -> Mapping[str, tuple[bytes, ...]]:
    """What nothing may hold, in every way in which it can be written."""
    texts = [MARK, TAKEN]
    plain = [text.encode(code) for text in texts for code in ("utf-8", "utf-16-le", "utf-16-be")]
    encoded = [MARK.encode().hex().encode(), *_base64(MARK.encode()), MARK.lower().encode()]
    return {"marker": (*plain, *encoded), "place": _PLACES, "time": (TAKEN_IN_PNG,)}


def layers(content: bytes) -> Iterator[bytes]:
    """The bytes, and whatever is packed in them: gzip, the entries of a ZIP, and deflated parts anywhere."""
    yield content
    if content[:2] == b"\x1f\x8b":
        yield zlib.decompressobj(31).decompress(content)
    if b"PK\3\4" in content:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as file:
                yield from (file.read(name) for name in file.namelist())
        except zipfile.BadZipFile:
            pass
    for start in _ZLIB.finditer(content):
        try:
            yield zlib.decompressobj().decompress(content[start.start() :], 1_000_000)
        except zlib.error:
            continue


def traces(files: Mapping[str, bytes], wanted: tuple[bytes, ...] = ()) -> list[str]:
    """Names of files that hold something of what nothing may hold, and what."""
    sought = {"wanted": wanted} if wanted else needles()
    found: set[str] = set()
    for content, names in by_content(files).items():
        kinds = {
            kind
            for layer in ("\n".join(names).encode(), *layers(content))
            for kind, texts in sought.items()
            if any(text in layer for text in texts)
        }
        found.update(f"{name}: {kind}" for name in names for kind in kinds)
    return sorted(found)


def by_content(files: Mapping[str, bytes]) -> dict[bytes, list[str]]:
    """Each content once, with the names of the files that hold it."""
    found: dict[bytes, list[str]] = {}
    for name, content in files.items():
        found.setdefault(content, []).append(name)
    return found
