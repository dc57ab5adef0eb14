"""Pictures: opened by one function, redacted, made into what visitors get; Pillow is loaded with the first pixel."""

from cagsite.pictures.errors import PictureError, Remark
from cagsite.pictures.limits import limited
from cagsite.pictures.opening import Limits, Picture, open_for_publishing
from cagsite.pictures.redaction import Redaction
from cagsite.pictures.renditions import (
    Format,
    Qualities,
    Recipe,
    Rendition,
    crop,
    encode,
    make_renditions,
    placeholder_colour,
    recipe_digest,
)

__all__ = [
    "Format",
    "Limits",
    "Picture",
    "PictureError",
    "Qualities",
    "Recipe",
    "Redaction",
    "Remark",
    "Rendition",
    "crop",
    "encode",
    "limited",
    "make_renditions",
    "open_for_publishing",
    "placeholder_colour",
    "recipe_digest",
]
