"""Pictures come in upright, in sRGB, with one frame and no past; what is no picture does not come in."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms
from tests.drawn_pictures import (
    BLUE,
    GREEN,
    LOSSLESS,
    RED,
    SOURCE_FORMATS,
    WIDE_PRIMARIES,
    YELLOW,
    are_near,
    corner_colours,
    corners,
    environment,
    exif_with_thumbnail,
    faded_profile,
    jpeg_with,
    linear_grey_profile,
    odd_inks_profile,
    opened,
    oriented,
    png,
    png_header,
    png_with,
    saved,
    textured,
    turned,
    wide_profile,
)

from cagsite.pictures import Limits, Picture, PictureError, Recipe, make_renditions, open_for_publishing

UPRIGHT = [RED, GREEN, BLUE, YELLOW]
Colour = tuple[int, int, int]


def refusal(data: bytes, **options: Any) -> PictureError:
    """The error that a picture is refused with."""
    with pytest.raises(PictureError) as caught:
        open_for_publishing(data, name="photo.jpg", **options)
    return caught.value


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", SOURCE_FORMATS)
def test_pictures_stand_upright(format: str, orientation: int) -> None:
    """All eight ways of holding a camera, in every format that can say so, in every format that is published."""
    picture = open_for_publishing(oriented(corners(), format, orientation), name="photo")

    assert picture.source_size == picture.image.size == (96, 64)
    assert are_near(corner_colours(picture.image), UPRIGHT)
    for rendition in make_renditions(picture, Recipe(widths=(48, 96))):
        shown = opened(rendition.content)
        assert shown.size == (rendition.width, rendition.height) == (rendition.width, rendition.width * 2 // 3)
        assert are_near(corner_colours(shown), UPRIGHT)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
@pytest.mark.parametrize("format", SOURCE_FORMATS)
def test_unknown_orientations_are_ignored(format: str, orientation: int) -> None:
    """Exif knows no ninth way."""
    picture = open_for_publishing(oriented(corners(), format, orientation), name="photo")

    assert are_near(corner_colours(picture.image), UPRIGHT)


@pytest.mark.parametrize(
    "exif",
    [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0no tiff at all", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"],
)
def test_broken_exif_is_ignored(exif: bytes) -> None:
    """It says nothing about the pixels."""
    for data in (
        jpeg_with(saved(corners(), "JPEG"), (0xE1, exif)),
        png_with(saved(corners(), "PNG"), (b"eXIf", exif[6:])),
        saved(corners(), "WEBP", exif=exif),
    ):
        assert are_near(corner_colours(open_for_publishing(data, name="photo").image), UPRIGHT)


def test_orientation_as_text_is_ignored() -> None:
    """A number is wanted, and nothing is guessed from letters."""
    exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x02\0\x02\0\0\x006\0\0\0\0\0\0\0"

    picture = open_for_publishing(jpeg_with(saved(corners(), "JPEG"), (0xE1, exif)), name="photo")

    assert picture.image.size == (96, 64)


def one(mode: str, value: Any, size: tuple[int, int] = (16, 16)) -> Image.Image:
    """A picture of one colour."""
    return Image.new(mode, size, value)


def palette(*colours: Colour) -> Image.Image:
    """A picture with a palette, all in its last colour."""
    image = one("P", len(colours) - 1)
    image.putpalette([value for colour in colours for value in colour])
    return image


def deep_png(value: int) -> bytes:
    """16 bits of grey."""
    return saved(Image.frombytes("I;16", (2, 1), value.to_bytes(2, "little") * 2), "PNG")


def deep_colour_png() -> bytes:
    """16 bits of each colour."""
    import zlib

    line = b"\0" + b"\xc8\xff\x64\x80\x32\x00" * 4
    return png(png_header(4, 1, depth=16), (b"IDAT", zlib.compress(line)), (b"IEND", b""))


def wide_to_srgb(colour: Colour) -> Colour:
    """What a Display P3 colour with gamma 2.2 is in sRGB, by the book."""
    light = [(value / 255) ** 2.2 for value in colour]
    x, y, z = (sum(light[c] * WIDE_PRIMARIES[c][axis] for c in range(3)) for axis in range(3))
    rows = ((3.1338561, -1.6168667, -0.4906146), (-0.9787684, 1.9161415, 0.0334540), (0.0719453, -0.2289914, 1.4052427))
    linear = (min(1.0, max(0.0, r[0] * x + r[1] * y + r[2] * z)) for r in rows)
    red, green, blue = (round(255 * (12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055)) for v in linear)
    return red, green, blue


def without_adobe_marker(data: bytes) -> bytes:
    """A CMYK JPEG of a program that stores inks the right way up."""
    start = data.index(b"\xff\xee")
    return data[:start] + data[start + 2 + int.from_bytes(data[start + 2 : start + 4], "big") :]


CMYK = one("CMYK", (0, 200, 200, 30))
AS_RGB = CMYK.convert("RGB").getpixel((0, 0))
COLOURS: dict[str, tuple[Callable[[], bytes], Any]] = {
    "1 bit": (lambda: saved(one("1", 1), "PNG"), (255, 255, 255)),
    "1 bit TIFF": (lambda: saved(one("1", 0), "TIFF", compression="group4"), (0, 0, 0)),
    "grey": (lambda: saved(one("L", 77), "JPEG"), (77, 77, 77)),
    "grey and alpha": (lambda: saved(one("LA", (77, 255)), "PNG"), (77, 77, 77)),
    "16 bit grey": (lambda: deep_png(40_000), (156, 156, 156)),
    "16 bit white": (lambda: deep_png(65_535), (255, 255, 255)),
    "16 bit grey TIFF, big-endian": (
        lambda: saved(Image.frombytes("I;16B", (2, 1), b"\x9c\x40" * 2), "TIFF"),
        (156, 156, 156),
    ),
    "16 bit colour": (deep_colour_png, (200, 100, 50)),
    "palette": (lambda: saved(palette(RED, BLUE), "PNG"), BLUE),
    "palette GIF": (lambda: saved(palette(RED, GREEN), "GIF"), GREEN),
    "opaque alpha": (lambda: saved(one("RGBA", (*GREEN, 255)), "PNG"), GREEN),
    "CMYK JPEG": (lambda: saved(CMYK, "JPEG", quality=100), AS_RGB),
    "CMYK JPEG, inks the right way up": (
        lambda: without_adobe_marker(saved(ImageChops.invert(CMYK), "JPEG", quality=100)),
        AS_RGB,
    ),
    "CMYK TIFF": (lambda: saved(CMYK, "TIFF"), AS_RGB),
    "YCbCr TIFF": (lambda: saved(one("RGB", YELLOW).convert("YCbCr"), "TIFF"), YELLOW),
    "Lab TIFF": (lambda: saved(one("RGB", RED).convert("LAB"), "TIFF"), RED),
    "P3 JPEG": (lambda: saved(one("RGB", RED), "JPEG", quality=100, icc_profile=wide_profile()), wide_to_srgb(RED)),
    "P3 PNG": (lambda: saved(one("RGB", GREEN), "PNG", icc_profile=wide_profile()), wide_to_srgb(GREEN)),
    "P3 beyond sRGB": (lambda: saved(one("RGB", (0, 255, 0)), "PNG", icc_profile=wide_profile()), (0, 255, 0)),
    "P3 and alpha": (
        lambda: saved(one("RGBA", (*GREEN, 255)), "WEBP", lossless=True, icc_profile=wide_profile()),
        wide_to_srgb(GREEN),
    ),
    "P3 AVIF": (
        lambda: saved(one("RGB", RED), "AVIF", quality=100, subsampling="4:4:4", icc_profile=wide_profile()),
        wide_to_srgb(RED),
    ),
    "P3 palette": (lambda: saved(palette(RED, BLUE), "PNG", icc_profile=wide_profile()), wide_to_srgb(BLUE)),
    "grey with the profile of a coloured picture": (
        lambda: saved(one("L", 100), "JPEG", quality=100, icc_profile=wide_profile()),
        wide_to_srgb((100, 100, 100)),
    ),
    "linear grey": (lambda: saved(one("L", 55), "PNG", icc_profile=linear_grey_profile()), (128, 128, 128)),
    "linear grey and alpha": (
        lambda: saved(one("LA", (55, 255)), "PNG", icc_profile=linear_grey_profile()),
        (128, 128, 128),
    ),
    "paper of odd inks": (
        lambda: saved(one("CMYK", (0, 0, 0, 0)), "TIFF", icc_profile=odd_inks_profile()),
        (255, 255, 255),
    ),
}


@pytest.mark.parametrize("kind", COLOURS)
def test_colours_are_right(kind: str) -> None:
    """However pixels are stored, they are published as sRGB with 8 bits."""
    make, expected = COLOURS[kind]

    picture = open_for_publishing(make(), name="photo")

    assert picture.image.mode == "RGB"
    assert are_near([picture.image.getpixel((0, 0))], [expected], tolerance=3)


def test_inks_follow_their_profile() -> None:
    """The first ink of this press is red; taken for cyan it would come out blue."""
    picture = open_for_publishing(
        saved(one("CMYK", (255, 0, 0, 0)), "TIFF", icc_profile=odd_inks_profile()), name="photo"
    )

    red, green, blue = picture.image.getpixel((0, 0))  # type: ignore[misc]
    assert red > 150 > green
    assert red > 150 > blue
    assert picture.remarks == ()


@pytest.mark.parametrize(("value", "shade"), [(0, 0), (257, 1), (700, 3), (40_000, 156), (65_535, 255)])
def test_deep_greys_are_scaled_to_the_nearest(value: int, shade: int) -> None:
    """White stays white, and what lies between does not slip down."""
    assert open_for_publishing(deep_png(value), name="photo").image.getpixel((0, 0)) == (shade, shade, shade)


def test_the_darkest_of_a_medium_becomes_black() -> None:
    """Relative colorimetric, with black point compensation: not the grey of a print, and not the perceptual table."""
    image = one("RGB", "black")
    image.paste("white", (8, 0, 16, 16))

    picture = open_for_publishing(saved(image, "PNG", icc_profile=faded_profile()), name="photo")

    assert are_near([picture.image.getpixel((x, 0)) for x in (0, 15)], [(0, 0, 0), (255, 255, 255)], tolerance=3)


def test_transparent_grey_follows_its_profile() -> None:
    """Light for the colour, and the alpha as it was."""
    picture = open_for_publishing(saved(one("LA", (55, 99)), "PNG", icc_profile=linear_grey_profile()), name="drawing")

    assert are_near([picture.image.getpixel((0, 0))], [(128, 128, 128, 99)], tolerance=3)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (saved(one("RGB", RED), "PNG", icc_profile=b"no profile at all"), "picture-colour-profile"),
        (saved(one("RGB", RED), "JPEG", icc_profile=b"\0" * 4000), "picture-colour-profile"),
        (saved(one("RGB", RED), "WEBP", icc_profile=wide_profile()[:200]), "picture-colour-profile"),
        (saved(one("RGB", RED), "PNG", icc_profile=odd_inks_profile()), "picture-colour-profile"),
        (saved(CMYK, "TIFF", icc_profile=wide_profile()), "picture-colour-profile"),
        (saved(CMYK, "JPEG"), "picture-cmyk"),
    ],
    ids=["words", "zeros", "cut", "inks in RGB", "RGB in inks", "inks without profile"],
)
def test_guessed_colours_are_remarked(data: bytes, code: str) -> None:
    """The picture is published with its colours as they stand, and the author is told."""
    picture = open_for_publishing(data, name="photo.jpg")

    assert [remark.code for remark in picture.remarks] == [code]
    assert "photo.jpg" in picture.remarks[0].message.format(**picture.remarks[0].parameters)
    assert are_near([picture.image.getpixel((0, 0))], [RED], tolerance=60)


def test_an_srgb_profile_changes_nothing() -> None:
    """Or by one step, where tables round."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = textured()

    picture = open_for_publishing(saved(image, "PNG", icc_profile=profile), name="photo")

    lows_and_highs = ImageChops.difference(picture.image, image).getextrema()
    assert all(high <= 1 for _, high in lows_and_highs)  # type: ignore[misc]
    assert picture.remarks == ()


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_colours_under_full_transparency_are_gone(format: str) -> None:
    """What an eraser took away in a drawing program stays away."""
    results = []
    for hidden in (textured(64, 64, seed=1), textured(64, 64, seed=2)):
        alpha = Image.new("L", (64, 64), 255)
        alpha.paste(0, (16, 16, 48, 48))
        hidden.paste(RED, mask=alpha)
        hidden.putalpha(alpha)
        picture = open_for_publishing(saved(hidden, format, **LOSSLESS[format]), name="drawing")
        assert picture.image.mode == "RGBA"
        assert picture.image.getpixel((32, 32)) == (0, 0, 0, 0)
        results.append([each.content for each in make_renditions(picture, Recipe(widths=(32, 64)))])

    assert results[0] == results[1]


@pytest.mark.parametrize(("format", "is_transparent"), [("avif", True), ("webp", True), ("jpeg", False)])
def test_transparent_places_show_the_background_in_jpeg(format: Any, is_transparent: bool) -> None:
    """The other formats keep them."""
    image = corners().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 48, 32))
    picture = open_for_publishing(saved(image, "PNG"), name="drawing")

    (rendition,) = make_renditions(picture, Recipe(widths=(96,), formats=(format,), background="#ffe0c0"))
    shown = opened(rendition.content)

    assert shown.has_transparency_data is is_transparent
    backdrop = Image.new("RGBA", shown.size, "#ffe0c0")
    backdrop.alpha_composite(shown.convert("RGBA"))
    assert are_near(corner_colours(backdrop), [(255, 224, 192), GREEN, BLUE, YELLOW])


def test_a_palette_with_transparency_keeps_it() -> None:
    """Drawings from older programs."""
    image = palette(RED, BLUE)
    image.paste(0, (0, 0, 8, 16))

    picture = open_for_publishing(saved(image, "PNG", transparency=0), name="drawing")

    assert picture.image.getpixel((0, 0)) == (0, 0, 0, 0)
    assert picture.image.getpixel((12, 0)) == (*BLUE, 255)


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG", "AVIF", "TIFF"])
def test_animations_show_their_first_picture(format: str) -> None:
    """And the author is told which one it is."""
    data = saved(corners(), format, save_all=True, append_images=[one("RGB", "black", (96, 64))])

    picture = open_for_publishing(data, name="photo")

    assert are_near(corner_colours(picture.image), UPRIGHT)
    assert [remark.code for remark in picture.remarks] == ["picture-animated"]
    for rendition in make_renditions(picture, Recipe(widths=(96,))):
        assert getattr(opened(rendition.content), "n_frames", 1) == 1


def test_depth_maps_of_phones_are_no_animation() -> None:
    """A second picture that nobody took is not worth a word."""
    data = saved(corners(1600, 1200), "MPO", save_all=True, append_images=[one("RGB", "black", (96, 64))])

    picture = open_for_publishing(data, name="photo", width=800)

    assert picture.remarks == ()
    assert are_near(corner_colours(picture.image), UPRIGHT)
    assert picture.image.size == (800, 600)


def heic() -> bytes:
    """The start of a phone's picture."""
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400


def other_tag(tag: int, value: int) -> bytes:
    """A deep grey TIFF with another value in one of its tags."""
    data = saved(Image.frombytes("I;16", (2, 1), b"\x9c\x40" * 2), "TIFF")
    before = tag.to_bytes(2, "little") + b"\3\0\1\0\0\0"
    place = data.index(before) + len(before)
    return data[:place] + value.to_bytes(2, "little") + data[place + 2 :]


REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "picture-empty"),
    "text": ("Bilden kommer på måndag.\n".encode(), "picture-text"),
    "Latin-1 text": ("Bilden kommer på måndag, hälsar Åsa.\n".encode("latin-1"), "picture-unknown-format"),
    "LFS pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n", "picture-lfs-pointer"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "picture-svg"),
    "SVG with prologue": (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- made by hand -->\n<SVG/>', "picture-svg"),
    "web page": (b"\n<!DOCTYPE html><title>404</title>", "picture-web-page"),
    "PDF": (b"%PDF-1.7\n", "picture-pdf"),
    "EPS": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "picture-eps"),
    "EPS with preview": (b"\xc5\xd0\xd3\xc6" + b"\0" * 60, "picture-eps"),
    "Photoshop": (b"8BPS\0\1" + b"\0" * 60, "picture-psd"),
    "FITS": (b"SIMPLE  =                    T".ljust(2880), "picture-fits"),
    "PPM": (b"P6 1 1 255\n\0\0\0", "picture-ppm"),
    "bitmap": (saved(one("RGB", RED), "BMP"), "picture-bmp"),
    "JPEG 2000": (saved(one("RGB", RED), "JPEG2000"), "picture-jpeg-2000"),
    "icon": (saved(one("RGB", RED), "ICO"), "picture-bmp"),
    "office document": (b"PK\3\4" + b"\0" * 60, "picture-archive"),
    "film": (b"\0\0\0\x18ftypqt  \0\0\0\0qt  \0\0\0\0", "picture-film"),
    "16 bit negative": (other_tag(262, 0), "picture-pixel-type"),
    "12 bits in 16": (other_tag(258, 12), "picture-pixel-type"),
    "raw picture": (b"II*\0\x10\0\0\0CR\2\0" + b"\0" * 60, "picture-camera-raw"),
    "raw picture like a TIFF": (saved(one("RGB", RED), "TIFF", tiffinfo={254: 1}), "picture-camera-raw"),
    "noise": (bytes(range(255, 0, -1)) * 9, "picture-unknown-format"),
    "float pixels": (saved(one("F", 0.5), "TIFF"), "picture-pixel-type"),
    "32 bit pixels": (saved(one("I", 70_000), "TIFF"), "picture-pixel-type"),
    "only a JPEG's start": (b"\xff\xd8\xff\xe0", "picture-damaged"),
    "only a PNG's start": (b"\x89PNG\r\n\x1a\n", "picture-damaged"),
    "only a WebP's start": (b"RIFF\x08\0\0\0WEBPVP8 ", "picture-damaged"),
    "only an AVIF's start": (b"\0\0\0\x14ftypavif\0\0\0\0avif", "picture-damaged"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_picture_is_refused_with_a_remedy(kind: str) -> None:
    """Whatever the file is called."""
    data, code = REFUSED[kind]

    error = refusal(data)

    assert error.code == code
    assert str(error).startswith("photo.jpg ")
    assert error.hint.format(**error.parameters)


@pytest.mark.parametrize("kind", [kind for kind, (_, code) in REFUSED.items() if not code.endswith("damaged")])
def test_no_decoder_is_started_to_find_out(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Formats that run programs or read other files are known by their first bytes alone."""
    calls: list[Any] = []
    real = Image.open

    def watched(file: Any, formats: Any = None) -> Any:
        calls.append(formats)
        return real(file, formats=formats)

    monkeypatch.setattr(Image, "open", watched)
    refusal(REFUSED[kind][0])

    assert calls in ([], [("TIFF",)])


def test_heic_without_its_library_has_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commonest surprise of all: a phone's picture that is called .jpg."""
    monkeypatch.setitem(sys.modules, "pillow_heif", None)

    error = refusal(heic())

    assert error.code == "picture-heic"
    assert "cagsite[images]" in error.hint


@pytest.mark.parametrize("orientation", range(1, 9))
def test_heic_with_its_library_is_a_picture(orientation: int) -> None:
    """As the extra `images` reads it: turned as the boxes of the file say, in sRGB, with no past."""
    stored = turned(corners(), orientation)
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = pillow_heif.from_pillow(stored)
    info: dict[str, Any] = file[0].info
    info.update(exif=exif.tobytes(), icc_profile=wide_profile(), icc_profile_type="prof")
    target = io.BytesIO()
    file.save(target, quality=95)
    assert (b"irot" in target.getvalue() or b"imir" in target.getvalue()) is (orientation > 1)

    picture = open_for_publishing(target.getvalue(), name="IMG_1.jpg")

    assert picture.image.size == (96, 64)
    assert picture.image.info == {}
    assert are_near(corner_colours(picture.image), [wide_to_srgb(colour) for colour in UPRIGHT], tolerance=12)
    assert len(make_renditions(picture, Recipe(widths=(48,)))) == 3


def test_exif_does_not_turn_heic() -> None:
    """Its boxes do; phones repeat in Exif what these have done already."""
    pillow_heif.register_heif_opener()

    picture = open_for_publishing(oriented(corners(), "HEIF", 6, quality=95), name="photo")

    assert picture.image.size == (64, 96)


def test_heic_follows_the_rules_of_all() -> None:
    """Limits, transparency, more than one picture, and files that end too early."""
    pillow_heif.register_heif_opener()
    image = corners().convert("RGBA")
    image.paste((255, 0, 255, 0), (0, 0, 48, 32))
    file = pillow_heif.from_pillow(image)
    file.add_from_pillow(corners())
    target = io.BytesIO()
    file.save(target, quality=95, primary_index=0)
    data = target.getvalue()

    picture = open_for_publishing(data, name="photo")

    assert picture.image.getpixel((10, 10)) == (0, 0, 0, 0)
    assert [remark.code for remark in picture.remarks] == ["picture-animated"]
    assert refusal(data, limits=Limits(pixels_at_once=96 * 64 - 1)).code == "picture-too-many-pixels"
    assert refusal(data[: len(data) // 2]).code == "picture-damaged"


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("format", [*SOURCE_FORMATS, "GIF"])
def test_truncated_pictures_are_refused(format: str, part: float) -> None:
    """A grey lower half is worse than no picture."""
    data = saved(textured(), format)

    assert refusal(data[: int(len(data) * part)]).code == "picture-damaged"


def test_the_name_is_not_believed() -> None:
    """A PNG may be called .jpg, and is a PNG."""
    assert open_for_publishing(saved(corners(), "PNG"), name="photo.jpg").image.size == (96, 64)


def test_limits_are_kept_before_decoding() -> None:
    """One pixel more, or one byte more, and it is not looked at."""
    data = saved(corners(), "PNG")

    assert refusal(data, limits=Limits(pixels=96 * 64 - 1)).code == "picture-too-many-pixels"
    assert refusal(data, limits=Limits(bytes=len(data) - 1)).code == "picture-too-many-bytes"
    assert open_for_publishing(data, name="photo", limits=Limits(pixels=96 * 64, bytes=len(data))).image


@pytest.mark.parametrize(
    ("orientation", "width", "size"),
    [
        (1, None, (1600, 1200)),
        (1, 801, (1600, 1200)),
        (1, 800, (800, 600)),
        (1, 400, (400, 300)),
        (1, 60, (200, 150)),
        (1, 50, (100, 75)),
        (6, 800, (800, 600)),
        (6, 801, (1600, 1200)),
        (8, 100, (200, 150)),
        (9, 800, (800, 600)),
    ],
)
def test_large_jpegs_are_decoded_no_larger_than_needed(orientation: int, width: int | None, size: Any) -> None:
    """But never smaller; the source's own size stays known."""
    data = oriented(corners(1600, 1200), "JPEG", orientation)

    picture = open_for_publishing(data, name="photo", width=width)

    assert (picture.image.size, picture.source_size) == (size, (1600, 1200))
    assert are_near(corner_colours(picture.image), UPRIGHT)


def test_nothing_of_the_file_is_remembered() -> None:
    """Pixels, and an empty past."""
    exif = Image.Exif()
    exif[0x010E] = "a description"
    data = saved(corners(), "JPEG", exif=exif, comment=b"a comment", dpi=(300, 300), icc_profile=wide_profile())

    image = open_for_publishing(data, name="photo").image

    assert type(image) is Image.Image
    assert (image.info, dict(image.getexif())) == ({}, {})


def test_thumbnails_are_not_taken_for_the_picture() -> None:
    """Even where they were left uncropped."""
    thumbnail = saved(one("RGB", "black"), "JPEG")
    data = jpeg_with(saved(corners(), "JPEG"), (0xE1, exif_with_thumbnail(thumbnail)))

    assert are_near(corner_colours(open_for_publishing(data, name="photo").image), UPRIGHT)


def test_errors_travel_between_processes() -> None:
    """A worker's error arrives whole."""
    error = refusal(b"")

    copy = pickle.loads(pickle.dumps(error))

    assert (str(copy), copy.code, copy.hint, copy.parameters) == (str(error), error.code, error.hint, error.parameters)


def test_pictures_travel_between_processes() -> None:
    """With all their pixels."""
    picture = open_for_publishing(saved(corners(), "PNG"), name="photo")

    copy = pickle.loads(pickle.dumps(picture))

    assert copy.image.tobytes() == picture.image.tobytes()


def test_planning_needs_no_pillow() -> None:
    """Widths, recipes and redactions are known long before a pixel is."""
    code = "import sys, cagsite.pictures, cagsite.pictures.geometry; sys.exit('PIL' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], env=environment()).returncode == 0


SAMPLES = {format: saved(textured(48, 32), format) for format in (*SOURCE_FORMATS, "GIF")}


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(
    st.sampled_from(sorted(SAMPLES)),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=12),
    st.one_of(st.none(), st.integers(0, 10**6)),
)
def test_broken_bytes_are_a_picture_or_an_error(format: str, changes: list[tuple[int, int]], cut: int | None) -> None:
    """Never anything else."""
    data = bytearray(SAMPLES[format])
    for place, value in changes:
        data[place % len(data)] = value
    if cut is not None:
        del data[cut % len(data) :]

    try:
        result = open_for_publishing(bytes(data), name="photo", limits=Limits(pixels=1_000_000))
    except PictureError as error:
        assert error.hint
    else:
        assert isinstance(result, Picture)


def test_turned_pictures_are_told_apart() -> None:
    """What the tests above rest on: the eight ways of storing a picture all differ."""
    stored = {saved(turned(corners(), orientation), "PNG") for orientation in range(1, 9)}

    assert len(stored) == 8
    assert io.BytesIO(min(stored)).read(4) == b"\x89PNG"
