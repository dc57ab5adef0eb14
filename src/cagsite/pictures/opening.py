"""The one way in: bytes of a stranger's file to pixels that may be published."""

from __future__ import annotations

import importlib
import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cagsite.pictures.colour import check_mode, to_srgb
from cagsite.pictures.errors import PictureError, Remark
from cagsite.pictures.formats import camera_raw, recognise
from cagsite.pictures.geometry import Size
from cagsite.pictures.limits import taking_turns
from cagsite.pictures.redaction import MARGIN, Redaction, redact
from cagsite.pictures.scans import count_scans
from cagsite.pictures.strips import in_strips

if TYPE_CHECKING:
    from PIL import Image

_ORIENTATION = 0x0112
_REDUCED_IMAGE = 0x00FE
_LARGE = 25_000_000
"""Pixels from which a picture is opened alone."""
_DECODED_AT_ONCE = {"WEBP", "AVIF", "HEIF"}
_AVERAGED = {"L", "LA", "RGB", "RGBA", "CMYK", "YCbCr", "LAB"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a file may be before it is not even looked at."""

    pixels: int = 100_000_000
    """At 4 bytes each, once in memory, and twice where colours ask for it."""
    bytes: int = 64_000_000
    """Bytes of the file."""
    pixels_at_once: int = 50_000_000
    """In formats whose decoders hold two or three copies of the whole picture."""
    scans: int = 50
    """How often a JPEG goes over its pixels; ten times is usual."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """Pixels that may be published: upright, sRGB, redacted, and knowing nothing of the file they came from."""

    image: Image.Image
    """RGB or RGBA, with an empty `info`; may be smaller than the source, never smaller than was asked for."""
    source_size: Size
    """Size of the upright source; renditions are never larger."""
    remarks: tuple[Remark, ...] = ()
    """What the author should know, though the picture is published."""


def open_for_publishing(
    data: bytes,
    *,
    name: str,
    redactions: Sequence[Redaction] = (),
    limits: Limits = Limits(),
    width: int | None = None,
) -> Picture:
    """Opens a picture; a `width` says how wide the widest use of it is, which lets large JPEGs load faster."""
    if len(data) > limits.bytes:
        raise PictureError(
            "picture-too-many-bytes",
            "{name} has {megabytes} MB; at most {limit} MB are read",
            "export it as JPEG, at most 6000 pixels wide",
            name=name,
            megabytes=-(-len(data) // 1_000_000),
            limit=limits.bytes // 1_000_000,
        )
    with warnings.catch_warnings():
        # Pillow warns of broken metadata, none of which we keep
        warnings.simplefilter("ignore")
        return _opened(data, recognise(data, name), name, redactions, limits, width)


def _opened(
    data: bytes, format: str, name: str, redactions: Sequence[Redaction], limits: Limits, width: int | None
) -> Picture:
    # `image` always names the newest pixels alone: of a large picture there is room for two copies, not for three
    with _decoding(name), ExitStack() as turn:
        if format == "JPEG" and count_scans(data, limits.scans) > limits.scans:
            raise _too_many_scans(name)
        image = _open_header(data, format, limits, name)
        _check_header(image, limits, name)
        size = image.size
        turn.enter_context(taking_turns(is_large=size[0] * size[1] > _LARGE))
        # with areas to cover every pixel is decoded: scaled decoding mixes what lies in them into their surroundings
        if width is not None and not redactions:
            _draft(image, width)
        remarks = _frames(image, name)
        image.load()
        orientation = _orientation(image)
        margin = _margin(image)
        if not redactions and _can_be_averaged(image):
            image = _reduced(image, orientation, width)
        image, colour_remarks = to_srgb(image, name)
        redact(image, redactions, margin=margin, name=name, orientation=orientation)
        image = _upright(_reduced(image, orientation, width), orientation)
    source_size = size if orientation < 5 else (size[1], size[0])
    return Picture(image=_forget_source(image), source_size=source_size, remarks=remarks + colour_remarks)


@contextmanager
def _decoding(name: str) -> Iterator[None]:
    """Turns whatever a decoder raises over broken or hostile bytes into one error about the picture."""
    try:
        yield
    except PictureError:
        raise
    except MemoryError as error:
        raise PictureError(
            "picture-memory",
            "{name} needs more memory than one picture may take",
            "export it as JPEG, at most 6000 pixels wide",
            name=name,
        ) from error
    except Exception as error:  # decoders raise nearly everything: SyntaxError, struct.error, EOFError, KeyError
        raise PictureError(
            "picture-damaged",
            "{name} cannot be read to its end: it is damaged or incomplete",
            "copy it again from the camera or phone, or open it in a picture program and export it as JPEG",
            name=name,
        ) from error


def _open_header(data: bytes, format: str, limits: Limits, name: str) -> Image.Image:
    from PIL import Image

    if format == "HEIF":
        try:
            importlib.import_module("pillow_heif").register_heif_opener(thumbnails=False)
        except ImportError as error:
            raise PictureError(
                "picture-heic",
                "{name} is a HEIC picture from a phone, whatever its name says",
                "export it as JPEG, or install cagsite[images], which reads HEIC",
                name=name,
            ) from error
    try:
        return Image.open(io.BytesIO(data), formats=(format,))
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(limits.pixels, name) from error


def _check_header(source: Image.Image, limits: Limits, name: str) -> None:
    most = limits.pixels_at_once if source.format in _DECODED_AT_ONCE else limits.pixels
    if source.width * source.height > most:
        raise _too_many_pixels(most, name)
    if getattr(source, "tag_v2", {}).get(_REDUCED_IMAGE, 0) & 1:
        raise camera_raw(name)
    check_mode(source, name)


def _too_many_scans(name: str) -> PictureError:
    return PictureError(
        "picture-too-many-scans",
        "{name} is a JPEG that goes over its pixels again and again, as no program writes it",
        "open it in a picture program and export it as JPEG once more",
        name=name,
    )


def _too_many_pixels(most: int, name: str) -> PictureError:
    return PictureError(
        "picture-too-many-pixels",
        "{name} has more than {limit} megapixels",
        "export it as JPEG, at most 6000 pixels wide",
        name=name,
        limit=most // 1_000_000,
    )


def _draft(source: Image.Image, width: int) -> None:
    """Lets libjpeg decode at a half, a quarter or an eighth, where that is still as wide as asked for."""
    if source.format in {"JPEG", "MPO"}:
        source.draft(source.mode, (width, 1) if _orientation(source) < 5 else (1, width))


def _can_be_averaged(source: Image.Image) -> bool:
    """Whether the mean of pixels is a colour; `draft` has done it for JPEG, whose word on its inks must not be lost."""
    return source.mode in _AVERAGED and "transparency" not in source.info and source.format not in {"JPEG", "MPO"}


def _reduced(image: Image.Image, orientation: int, width: int | None) -> Image.Image:
    """Averaged to about twice the width that is asked for, with the profile that it has."""
    across = image.width if orientation < 5 else image.height
    factor = 1 if width is None else across // (2 * width)
    if factor < 2:
        return image
    small = in_strips(image, lambda strip: strip.reduce(factor), shrink=factor)
    small.info = image.info
    return small


def _frames(source: Image.Image, name: str) -> tuple[Remark, ...]:
    # the further pictures of an MPO are depth maps and previews, of which the author knows nothing
    if source.format == "MPO" or not getattr(source, "is_animated", False):
        return ()
    return (
        Remark(
            "picture-animated",
            "{name} holds several pictures; only the first is shown",
            "export the one that should be shown as JPEG or PNG",
            {"name": name},
        ),
    )


def _orientation(source: Image.Image) -> int:
    """Exif's 1 to 8; what is broken or out of range counts as upright."""
    try:
        value = source.getexif().get(_ORIENTATION)
    except Exception:  # broken Exif breaks in many ways, and none of them says anything about the pixels
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image


def _margin(source: Image.Image) -> int:
    """Wide enough for what JPEG smears: a changed pixel reaches to the end of its block, and chroma two pixels more."""
    layers: list[tuple[int, int, int, int]] = getattr(source, "layer", [])
    if source.info.get("compression") == "jpeg":  # TIFF does not tell how its chroma is sampled
        layers = [(1, 2, 2, 0)]
    sampling = max((max(layer[1], layer[2]) for layer in layers), default=0)
    return max(MARGIN, 8 * sampling + 2)


def _forget_source(image: Image.Image) -> Image.Image:
    """The pixels alone, in a picture that never had a profile, a comment or a place."""
    from PIL import Image

    is_opaque = image.mode == "RGB" or image.getchannel("A").getextrema() == (255, 255)
    clean = Image.new("RGB" if is_opaque else "RGBA", image.size)
    clean.paste(image)
    return clean
