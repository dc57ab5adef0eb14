"""Areas of a picture that nobody may see: covered at full size, before anything else is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from cagsite.pictures.errors import PictureError
from cagsite.pictures.geometry import WHOLE, Area, Box, Size, block_edges, covered_box, is_inside, joined, stored_box

if TYPE_CHECKING:
    from PIL import Image

MARGIN = 8
"""Pixels around an area that are covered too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """One area to cover: a face, a sign, a number plate."""

    area: Area
    """x, y, width, height as fractions of the upright picture, or in its pixels."""
    style: Literal["solid", "blocks"] = "solid"
    """One colour, which tells nothing; or coarse blocks, which still tell the colours of clothes and skin."""
    is_in_pixels: bool = False

    def whole(self, size: Size) -> Size:
        """What the numbers of the area are parts of, in a picture of this size."""
        return size if self.is_in_pixels else WHOLE


def redact(
    image: Image.Image, redactions: Sequence[Redaction], *, margin: int, name: str, orientation: int = 1
) -> None:
    """Covers all areas of an RGB or RGBA picture, in place; it still lies as the camera was held."""
    size = image.size if orientation < 5 else (image.height, image.width)
    for number, redaction in enumerate(redactions, start=1):
        if not is_inside(redaction.area, redaction.whole(size)):
            raise _outside(number, redaction, size, name)
    boxes = {
        style: [
            covered_box(each.area, size, margin, whole=each.whole(size)) for each in redactions if each.style == style
        ]
        for style in ("solid", "blocks")
    }
    # solid before and after: no mean is taken of what lies under it, and no block is left on top of it;
    # blocks that overlap become one: the means of two grids together tell more than each of them
    covers = [stored_box(box, size, orientation) for box in boxes["solid"]]
    blocks = [stored_box(block, size, orientation) for box in joined(boxes["blocks"]) for block in _blocks(box)]
    _fill(image, covers)
    for block in blocks:
        image.paste(_mean_pixel(image.crop(block)), block)
    _fill(image, covers)


def _outside(number: int, redaction: Redaction, size: Size, name: str) -> PictureError:
    message = "area {number} to redact does not lie inside {name}"
    if redaction.is_in_pixels:
        return PictureError(
            "redaction-outside-picture",
            message,
            "held upright it is {width} × {height} pixels; measure x, y, width and height from the top left corner",
            number=number,
            name=name,
            width=size[0],
            height=size[1],
        )
    return PictureError(
        "redaction-outside-picture",
        message,
        "write x, y, width and height as parts of 1, measured from the top left corner",
        number=number,
        name=name,
    )


def _fill(image: Image.Image, boxes: Sequence[Box]) -> None:
    for box in boxes:
        image.paste("black", box)


def _blocks(box: Box) -> list[Box]:
    return [
        (left, top, right, bottom)
        for top, bottom in pairwise(block_edges(box[1], box[3]))
        for left, right in pairwise(block_edges(box[0], box[2]))
    ]


def _mean_pixel(block: Image.Image) -> Image.Image:
    """One pixel stretched over the block; exact sums, so that nothing but the mean can matter."""
    from PIL import Image

    exact = block.convert("RGBa") if block.mode == "RGBA" else block
    count = block.width * block.height
    bands = [band.histogram() for band in exact.split()]
    mean = tuple((2 * sum(v * n for v, n in enumerate(band)) + count) // (2 * count) for band in bands)
    return Image.new(exact.mode, block.size, mean).convert(block.mode)
