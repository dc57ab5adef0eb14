"""What visitors get of a picture: smaller copies in the formats that browsers know, crops, and one colour."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from cagsite.pictures.geometry import Point, Size, crop_box, rendition_widths, scaled_height
from cagsite.pictures.opening import Picture
from cagsite.pictures.redaction import Redaction

if TYPE_CHECKING:
    from PIL import Image

Format = Literal["avif", "webp", "jpeg"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualities:
    """Equal likeness to the original in each format; see docs/decisions/0004-picture-formats.md."""

    avif: int = 63
    webp: int = 82
    jpeg: int = 78


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Which renditions are made of a picture."""

    widths: tuple[int, ...]
    """Pixels; those that the source cannot fill are left out."""
    formats: tuple[Format, ...] = get_args(Format)
    """In the order in which browsers are to try them."""
    qualities: Qualities = Qualities()
    background: str = "#ffffff"
    """Shows through transparent places in JPEG, which has no transparency."""
    version: int = 1
    """For the layout's own changes of mind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One published file of a picture."""

    content: bytes
    width: int
    height: int
    format: Format


def recipe_digest(source_digest: str, redactions: Sequence[Redaction], recipe: Recipe) -> str:
    """The key under which results are kept: same key, same bytes; no original can be guessed from it."""
    parts = {
        "code": [_code_digest(), _encoder_version()],
        "source": source_digest,
        "redactions": sorted([*map(float, each.area), each.style, each.is_in_pixels] for each in redactions),
        "recipe": asdict(recipe),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@cache
def _code_digest() -> str:
    """Changes with the code of this package."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def _encoder_version() -> str:
    from importlib.metadata import version  # slow to import, and only a build needs it

    return version("pillow")


def make_renditions(picture: Picture, recipe: Recipe) -> tuple[Rendition, ...]:
    """All renditions, in the order of the recipe's formats and from narrow to wide."""
    widths = rendition_widths(picture.source_size, recipe.widths)
    if picture.image.width < widths[-1]:
        raise ValueError(f"opened {picture.image.width} pixels wide, which is too narrow for {widths[-1]}")
    made: list[Rendition] = []
    image = picture.image
    for width in reversed(widths):
        # each from the one before: far fewer pixels to look at, and no difference that an eye could see
        image = _resized(image, (width, scaled_height(picture.source_size, width)))
        made.extend(_rendition(image, each, recipe) for each in recipe.formats)
    return tuple(sorted(made, key=lambda each: (recipe.formats.index(each.format), each.width)))


def _rendition(image: Image.Image, format: Format, recipe: Recipe) -> Rendition:
    content = _encoded(image, format, recipe)
    return Rendition(content=content, width=image.width, height=image.height, format=format)


def crop(picture: Picture, size: Size, focal_point: Point = (0.5, 0.5)) -> Picture:
    """The part around the focal point in the shape of `size`, and as large, or smaller where the source is."""
    box = crop_box(picture.image.size, size, focal_point)
    shape = box[2] - box[0], box[3] - box[1]
    target = size if shape[0] >= size[0] and shape[1] >= size[1] else shape
    return replace(picture, image=_resized(picture.image.crop(box), target), source_size=target)


def encode(picture: Picture, format: Format, recipe: Recipe) -> bytes:
    """A whole picture as one file, at its own size."""
    return _encoded(picture.image, format, recipe)


def placeholder_colour(picture: Picture, background: str = "#ffffff") -> str:
    """The mean colour of what is published, for the place where the picture will appear."""
    from PIL.Image import Resampling

    pixel = _flattened(picture.image, background).resize((1, 1), Resampling.BOX).tobytes()
    return f"#{pixel.hex()}"


def _resized(image: Image.Image, size: Size) -> Image.Image:
    from PIL.Image import Resampling

    return image.resize(size, Resampling.LANCZOS, reducing_gap=2.0)


def _flattened(image: Image.Image, background: str) -> Image.Image:
    from PIL import Image

    if image.mode == "RGB":
        return image
    flat = Image.new("RGB", image.size, background)
    flat.paste(image, mask=image.getchannel("A"))
    return flat


def _encoded(image: Image.Image, format: Format, recipe: Recipe) -> bytes:
    target = io.BytesIO()
    match format:
        case "avif":
            # one thread: more give other bytes
            image.save(target, "AVIF", quality=recipe.qualities.avif, speed=8, max_threads=1)
        case "webp":
            image.save(target, "WEBP", quality=recipe.qualities.webp, method=2)
        case "jpeg":
            flat = _flattened(image, recipe.background)
            flat.save(target, "JPEG", quality=recipe.qualities.jpeg, progressive=True)
    return target.getvalue()
