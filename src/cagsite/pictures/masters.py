"""The one copy of a photo that a repository keeps: upright, sRGB, no larger than needed, pixels and nothing else."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from cagsite.pictures.errors import PictureError
from cagsite.pictures.limits import limited
from cagsite.pictures.opening import open_for_publishing
from cagsite.pictures.redaction import Redaction

EDGE = 2560
"""Pixels of the longer side: room for the widest rendition and for print, and a few hundred kilobytes."""
_ENDINGS = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".png": "PNG",
    ".webp": "WEBP",
    ".avif": "AVIF",
    ".tif": "TIFF",
    ".tiff": "TIFF",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Master:
    """A clean file."""

    content: bytes
    ending: str
    """With its dot."""
    size: tuple[int, int]


def master(data: bytes, *, name: str, covered: Sequence[Redaction] = ()) -> Master:
    """A photo as it may enter a repository; what is covered here is nowhere any more.

    Raises PictureError for what is no picture.
    """
    from PIL.Image import Resampling

    with limited():
        picture = open_for_publishing(data, name=name, redactions=covered)
        image = picture.image
        image.thumbnail((EDGE, EDGE), Resampling.LANCZOS, reducing_gap=2.0)
        ending = ".jpg" if image.mode == "RGB" else ".png"
        return Master(content=_written(image, _ENDINGS[ending]), ending=ending, size=image.size)


def cleaned_picture(data: bytes, *, name: str, ending: str) -> bytes:
    """The same picture at its own size, in the format that its name promises, and nothing but its pixels."""
    format = _ENDINGS.get(ending.lower())
    if format is None:
        raise PictureError(
            "picture-not-cleaned",
            "{name} is in a format that cagsite does not write",
            "take it away, and add it again with: cagsite photo add",
            name=name,
        )
    with limited():
        image = open_for_publishing(data, name=name).image
        return _written(image.convert("RGB") if format == "JPEG" else image, format)


def _written(image: object, format: str) -> bytes:
    from PIL import Image

    assert isinstance(image, Image.Image)
    target = io.BytesIO()
    match format:
        case "JPEG":
            image.save(target, format, quality=90, optimize=True, progressive=True)
        case "WEBP":
            image.save(target, format, quality=90, method=4)
        case "AVIF":
            image.save(target, format, quality=80, speed=6, max_threads=1)
        case "PNG":
            image.save(target, format, optimize=True)
        case _:
            image.save(target, format, compression="tiff_lzw")
    return target.getvalue()
