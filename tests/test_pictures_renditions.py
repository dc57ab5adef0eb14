"""Renditions hold what is needed to draw them and nothing else, and are the same bytes everywhere."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from typing import Any

import pytest
from PIL import Image
from tests.drawn_pictures import (
    BLUE,
    GREEN,
    MARKER,
    PILLOW_SAYS_OF_ITS_OWN,
    RED,
    YELLOW,
    are_near,
    check_structure,
    corner_colours,
    corners,
    environment,
    exif_with_thumbnail,
    jpeg_with,
    opened,
    png_with,
    saved,
    textured,
    wide_profile,
)

from cagsite.pictures import (
    Qualities,
    Recipe,
    Redaction,
    crop,
    encode,
    make_renditions,
    open_for_publishing,
    placeholder_colour,
    recipe_digest,
)

RECIPE = Recipe(widths=(40, 80))
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + MARKER + b"</x:xmpmeta>"


def exif() -> Image.Exif:
    """A description, a maker's note and a place."""
    found = Image.Exif()
    found[0x010E] = found[0x013B] = MARKER.decode()
    found.get_ifd(0x8769)[0x927C] = MARKER
    found.get_ifd(0x8825).update({1: "N", 2: (43.0, 14.0, 24.0), 3: "E", 4: (76.0, 53.0, 24.0), 29: MARKER.decode()})
    return found


def iptc() -> bytes:
    """A caption as news agencies write it."""
    record = b"\x1c\x02\x78" + len(MARKER).to_bytes(2, "big") + MARKER
    return b"Photoshop 3.0\08BIM\x04\x04\0\0" + len(record).to_bytes(4, "big") + record


def marked_sources() -> dict[str, bytes]:
    """Files with the marker in every place that a format has."""
    image = textured(120, 90)
    jpeg = saved(image, "JPEG")
    png = saved(image, "PNG")
    zip_file = b"PK\3\4" + MARKER
    text = b"Comment\0" + MARKER
    return {
        "JPEG Exif, GPS, maker's note": saved(image, "JPEG", exif=exif()),
        "JPEG thumbnail": jpeg_with(jpeg, (0xE1, exif_with_thumbnail(jpeg + MARKER))),
        "JPEG XMP": jpeg_with(jpeg, (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)),
        "JPEG IPTC": jpeg_with(jpeg, (0xED, iptc())),
        "JPEG profile": saved(image, "JPEG", icc_profile=wide_profile()),
        "JPEG comment": saved(image, "JPEG", comment=MARKER),
        "JPEG further segments": jpeg_with(jpeg, *((marker, MARKER) for marker in range(0xE3, 0xF0))),
        "JPEG second picture": saved(image, "MPO", save_all=True, append_images=[corners()], exif=exif()) + MARKER,
        "JPEG with a ZIP behind it": jpeg + zip_file,
        "PNG texts": png_with(
            png,
            (b"tEXt", text),
            (b"zTXt", b"Comment\0\0" + zlib.compress(MARKER)),
            (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP),
            (b"prVt", MARKER),
            (b"pHYs", b"\0\0\x0b\x13\0\0\x0b\x13\1"),
            (b"tIME", b"\x07\xea\x0b\x16\0\0\0"),
        ),
        "PNG Exif": saved(image, "PNG", exif=exif()),
        "PNG profile": saved(image, "PNG", icc_profile=wide_profile()),
        "PNG with a ZIP behind it": png + zip_file,
        "WebP": saved(image, "WEBP", exif=exif(), xmp=XMP, icc_profile=wide_profile()) + zip_file,
        "WebP with alpha": saved(image.convert("RGBA"), "WEBP", exif=exif(), xmp=XMP, icc_profile=wide_profile()),
        "AVIF": saved(image, "AVIF", exif=exif(), xmp=XMP, icc_profile=wide_profile()),
        "TIFF": saved(
            image,
            "TIFF",
            tiffinfo={270: MARKER.decode(), 305: MARKER.decode(), 700: XMP, 33723: iptc()},
            icc_profile=wide_profile(),
        )
        + zip_file,
        "GIF": saved(image, "GIF", comment=MARKER) + zip_file,
    }


SOURCES = marked_sources()
COMPRESSED = {"PNG profile"}
"""Here the marker lies compressed, and is not found by looking at the bytes."""


@pytest.mark.parametrize("kind", SOURCES)
def test_renditions_hold_no_metadata(kind: str) -> None:
    """Not of any kind, in any format: by bytes, by structure, and as Pillow reads them."""
    data = SOURCES[kind]
    assert MARKER in data or kind in COMPRESSED

    for rendition in make_renditions(open_for_publishing(data, name="photo"), RECIPE):
        content = rendition.content
        for trace in (MARKER, MARKER.decode().encode("utf-16-le"), b"PK\3\4", b"Exif", b"xmpmeta", b"acsp", b"8BIM"):
            assert trace not in content
        shown = opened(content)
        assert set(shown.info) <= PILLOW_SAYS_OF_ITS_OWN[rendition.format]
        assert dict(shown.getexif()) == {}
        assert getattr(shown, "n_frames", 1) == 1
        check_structure(rendition.format, content)


def test_transparent_renditions_hold_no_metadata_either() -> None:
    """Their containers have more room for it."""
    image = textured(120, 90).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 60, 90))
    data = saved(image, "WEBP", exif=exif(), xmp=XMP, icc_profile=wide_profile())

    for rendition in make_renditions(open_for_publishing(data, name="photo"), RECIPE):
        assert MARKER not in rendition.content
        assert set(opened(rendition.content).info) <= PILLOW_SAYS_OF_ITS_OWN[rendition.format]
        check_structure(rendition.format, rendition.content)


@pytest.mark.parametrize(
    ("width", "widths"), [(300, (100, 200, 300)), (250, (100, 200, 250)), (200, (100, 200)), (60, (60,)), (1, (1,))]
)
def test_renditions_come_by_format_and_width(width: int, widths: tuple[int, ...]) -> None:
    """In the order of the recipe, never larger than the source, and readable."""
    picture = open_for_publishing(saved(textured(width, 75), "PNG"), name="photo")

    made = make_renditions(picture, Recipe(widths=(300, 100, 200)))

    expected: list[Any] = [(format, width) for format in ("avif", "webp", "jpeg") for width in widths]
    assert [(each.format, each.width) for each in made] == expected
    for each in made:
        shown = opened(each.content)
        assert (shown.format or "").lower() == each.format
        assert shown.size == (each.width, each.height)


def test_a_picture_opened_too_small_is_no_rendition() -> None:
    """Decoding small is a promise of the caller, and a broken one is a bug."""
    picture = open_for_publishing(saved(corners(800, 600), "JPEG"), name="photo", width=200)

    assert len(make_renditions(picture, Recipe(widths=(100, 200)))) == 6
    with pytest.raises(ValueError, match="too narrow for 400"):
        make_renditions(picture, Recipe(widths=(100, 400)))


def test_tall_pictures_fit_every_format() -> None:
    """WebP ends at 16383 pixels."""
    picture = open_for_publishing(saved(Image.new("L", (500, 25_000), 128), "PNG"), name="scroll")

    assert {(each.width, each.height <= 16383) for each in make_renditions(picture, Recipe(widths=(400,)))} == {
        (327, True)
    }


def test_decoding_small_changes_little() -> None:
    """A quarter of the work for pictures that look the same."""
    data = saved(textured(960, 640), "JPEG", quality=92)
    recipe = Recipe(widths=(240,), formats=("webp",))

    images = [
        opened(make_renditions(open_for_publishing(data, name="photo", width=width), recipe)[0].content)
        for width in (240, None)
    ]

    small, full = (image.convert("L").get_flattened_data() for image in images)
    difference = sum(abs(a - b) for a, b in zip(small, full, strict=True))  # type: ignore[operator]
    assert difference / (240 * 160) < 6


@pytest.mark.parametrize(
    ("size", "focal_point", "result", "colours"),
    [
        ((64, 64), (0.5, 0.5), (64, 64), [RED, GREEN, BLUE, YELLOW]),
        ((80, 20), (0.5, 0.0), (80, 20), [RED, GREEN, RED, GREEN]),
        ((20, 40), (0.0, 0.5), (20, 40), [RED, RED, BLUE, BLUE]),
        ((20, 40), (1.0, 0.5), (20, 40), [GREEN, GREEN, YELLOW, YELLOW]),
        ((1200, 630), (0.5, 1.0), (96, 50), [RED, GREEN, BLUE, YELLOW]),
    ],
)
def test_crops_keep_the_focal_point(size: Any, focal_point: Any, result: Any, colours: Any) -> None:
    """In the shape that was asked for, and never enlarged."""
    picture = open_for_publishing(saved(corners(), "PNG"), name="photo")

    part = crop(picture, size, focal_point)

    assert part.image.size == part.source_size == result
    assert are_near(corner_colours(part.image), colours, tolerance=3)
    assert opened(encode(part, "jpeg", RECIPE)).size == result


@pytest.mark.parametrize(
    ("image", "colour"),
    [
        (Image.new("RGB", (30, 20), (18, 52, 86)), "#123456"),
        (Image.new("L", (30, 20), 9), "#090909"),
        (Image.new("RGBA", (30, 20), (18, 52, 86, 0)), "#ffffff"),
        (Image.new("RGBA", (2, 2), (0, 0, 0, 128)), "#7f7f7f"),
    ],
)
def test_placeholders_are_the_mean_colour(image: Image.Image, colour: str) -> None:
    """Over the background where something shows through."""
    assert placeholder_colour(open_for_publishing(saved(image, "PNG"), name="photo")) == colour


def test_quality_means_bytes() -> None:
    """The qualities of a recipe reach each encoder."""
    picture = open_for_publishing(saved(textured(), "PNG"), name="photo")
    coarse = Recipe(widths=(240,), qualities=Qualities(avif=20, webp=20, jpeg=20))

    pairs = zip(make_renditions(picture, coarse), make_renditions(picture, Recipe(widths=(240,))), strict=True)

    assert all(len(small.content) < len(usual.content) * 0.8 for small, usual in pairs)


FACE = Redaction(area=(0.1, 0.1, 0.2, 0.2))


@pytest.mark.parametrize(
    ("source", "redactions", "recipe"),
    [
        ("b", (), RECIPE),
        ("a", (FACE,), RECIPE),
        ("a", (Redaction(area=(0.1, 0.1, 0.2, 0.2), style="blocks"),), RECIPE),
        ("a", (Redaction(area=(0.1, 0.1, 0.2, 0.21)),), RECIPE),
        ("a", (), Recipe(widths=(40,))),
        ("a", (), Recipe(widths=(40, 80), version=2)),
        ("a", (), Recipe(widths=(40, 80), background="#000000")),
        ("a", (), Recipe(widths=(40, 80), qualities=Qualities(jpeg=90))),
        ("a", (), Recipe(widths=(40, 80), formats=("webp",))),
    ],
)
def test_every_part_of_a_recipe_has_its_own_key(source: str, redactions: Any, recipe: Recipe) -> None:
    """An area more, and old renditions are not found any more."""
    assert recipe_digest(source, redactions, recipe) != recipe_digest("a", (), RECIPE)


def test_keys_do_not_depend_on_the_order_of_areas() -> None:
    """Nor on how a number is written."""
    other = Redaction(area=(0, 0.5, 1, 0.5), style="blocks")
    same = Redaction(area=(0.0, 0.5, 1.0, 0.5), style="blocks")

    assert recipe_digest("a", (FACE, other), RECIPE) == recipe_digest("a", (same, FACE), RECIPE)
    assert len(recipe_digest("a", (), RECIPE)) == 64


PROGRAM = """
import hashlib, json, os, sys
from cagsite.pictures import *
if sys.argv[1] == "one" and hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
data = sys.stdin.buffer.read()
areas = [Redaction(area=(0.1, 0.1, 0.2, 0.2)), Redaction(area=(0.5, 0.5, 0.3, 0.3), style="blocks")]
found = []
for redactions in ((), areas):
    picture = open_for_publishing(data, name="photo", redactions=redactions, width=400)
    recipe = Recipe(widths=(100, 200, 400))
    found += [hashlib.sha256(each.content).hexdigest() for each in make_renditions(picture, recipe)]
    found += [placeholder_colour(picture), recipe_digest("a", redactions, recipe)]
print(json.dumps(found))
"""


@pytest.mark.parametrize("format", ["JPEG", "PNG", "AVIF"])
def test_bytes_are_the_same_everywhere(format: str) -> None:
    """In another process, with another hash seed, on one processor or on all."""
    data = saved(textured(900, 600), format, icc_profile=wide_profile())
    results = []
    for seed, processors in (("0", "all"), ("1", "one"), ("2", "all")):
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM, processors],
            input=data,
            env=environment(PYTHONHASHSEED=seed),
            stdout=subprocess.PIPE,
            check=True,
        )
        results.append(json.loads(run.stdout))

    assert results[0] == results[1] == results[2]
    assert len(set(results[0])) == 22
