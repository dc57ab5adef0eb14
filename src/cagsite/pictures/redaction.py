"""Areas of a picture that nobody may see: covered on the upright picture at full size, before anything else is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from cagsite.pictures.errors import PictureError
from cagsite.pictures.geometry import Area, Box, block_edges, covered_box, is_inside, joined

if TYPE_CHECKING:
    from PIL import Image

MARGIN = 8
"""Pixels around an area that are covered too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """One area to cover: a face, a sign, a number plate."""

    area: Area
    """x, y, width, height as fractions of the upright picture."""
    style: Literal["solid", "blocks"] = "solid"
    """One colour, which tells nothing; or coarse blocks, which still tell the colours of clothes and skin."""


def redact(image: Image.Image, redactions: Sequence[Redaction], *, margin: int, name: str) -> None:
    """Covers all areas of an RGB or RGBA picture, in place."""
    for number, redaction in enumerate(redactions, start=1):
        if not is_inside(redaction.area):
            raise PictureError(
                "redaction-outside-picture",
                "area {number} to redact does not lie inside {name}",
                "write x, y, width and height as parts of 1, measured from the top left corner",
                number=number,
                name=name,
            )
    boxes = {
        style: [covered_box(each.area, image.size, margin) for each in redactions if each.style == style]
        for style in ("solid", "blocks")
    }
    # solid before and after: no mean is taken of what lies under it, and no block is left on top of it;
    # blocks that overlap become one: the means of two grids together tell more than each of them
    _fill(image, boxes["solid"])
    for box in joined(boxes["blocks"]):
        _pixelate(image, box)
    _fill(image, boxes["solid"])


def _fill(image: Image.Image, boxes: Sequence[Box]) -> None:
    for box in boxes:
        image.paste("black", box)


def _pixelate(image: Image.Image, box: Box) -> None:
    for top, bottom in pairwise(block_edges(box[1], box[3])):
        for left, right in pairwise(block_edges(box[0], box[2])):
            block = (left, top, right, bottom)
            image.paste(_mean_pixel(image.crop(block)), block)


def _mean_pixel(block: Image.Image) -> Image.Image:
    """One pixel stretched over the block; exact sums, so that nothing but the mean can matter."""
    from PIL import Image

    exact = block.convert("RGBa") if block.mode == "RGBA" else block
    count = block.width * block.height
    bands = [band.histogram() for band in exact.split()]
    mean = tuple((2 * sum(v * n for v, n in enumerate(band)) + count) // (2 * count) for band in bands)
    return Image.new(exact.mode, block.size, mean).convert(block.mode)
