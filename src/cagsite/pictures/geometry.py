"""Sizes, boxes and widths of pictures: pure functions over numbers, without a pixel in sight."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

Size = tuple[int, int]
"""Width and height in pixels."""
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom lie outside."""
Area = tuple[float, float, float, float]
"""x, y, width, height of a part of the upright picture, as fractions of it or in its pixels."""
Point = tuple[float, float]
"""x, y as fractions of the upright picture."""

LONGEST_SIDE = 16383
"""What WebP can hold; AVIF and JPEG hold more."""


def scaled_height(size: Size, width: int) -> int:
    """The height that belongs to a width, rounded to the nearest pixel and never nothing."""
    return max(1, (2 * size[1] * width + size[0]) // (2 * size[0]))


def rendition_widths(size: Size, widths: Iterable[int]) -> tuple[int, ...]:
    """The wished widths that a source can fill, and its own width where it falls short of the next one."""
    wished = sorted(set(widths))
    tallest = max(1, LONGEST_SIDE * size[0] // size[1])
    largest = min(size[0], tallest, wished[-1])
    return (*(width for width in wished if width < largest), largest)


def crop_box(size: Size, shape: Size, focal_point: Point) -> Box:
    """The largest part of a picture in another shape, with the focal point as near its middle as the edges allow."""
    width = min(size[0], max(1, size[1] * shape[0] // shape[1]))
    height = min(size[1], max(1, size[0] * shape[1] // shape[0]))
    left = _placed(size[0], width, focal_point[0])
    top = _placed(size[1], height, focal_point[1])
    return left, top, left + width, top + height


def _placed(whole: int, part: int, fraction: float) -> int:
    return min(max(0, round(whole * fraction - part / 2)), whole - part)


WHOLE: Size = (1, 1)
"""What fractions are parts of."""


def is_inside(area: Area, whole: Size = WHOLE) -> bool:
    """Whether an area has a size and lies in the whole, but for the last bit of a sum of fractions."""
    x, y, width, height = area
    right, bottom = whole[0] + 1e-9, whole[1] + 1e-9
    return x >= 0 and y >= 0 and width > 0 and height > 0 and x + width <= right and y + height <= bottom


def covered_box(area: Area, size: Size, margin: int, *, whole: Size = WHOLE) -> Box:
    """Every pixel that a part of the whole touches, and a margin around it as far as the picture goes."""
    x, y, width, height = area
    across, down = size[0] / whole[0], size[1] / whole[1]
    return (
        max(0, math.floor(x * across) - margin),
        max(0, math.floor(y * down) - margin),
        min(size[0], math.ceil((x + width) * across) + margin),
        min(size[1], math.ceil((y + height) * down) + margin),
    )


def stored_box(box: Box, size: Size, orientation: int) -> Box:
    """Where a box of the upright picture, which is `size` large, lies in the file as the camera was held."""
    left, top, right, bottom = box
    width, height = size
    turns: dict[int, Box] = {
        2: (width - right, top, width - left, bottom),
        3: (width - right, height - bottom, width - left, height - top),
        4: (left, height - bottom, right, height - top),
        5: (top, left, bottom, right),
        6: (top, width - right, bottom, width - left),
        7: (height - bottom, width - right, height - top, width - left),
        8: (height - bottom, left, height - top, right),
    }
    return turns.get(orientation, box)


def joined(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """The same boxes, where those that overlap have become one that holds both."""
    found: list[Box] = []
    for box in sorted(boxes):
        hull = box
        while overlapping := [other for other in found if _overlap(hull, other)]:
            found = [other for other in found if other not in overlapping]
            hull = _hull([hull, *overlapping])
        found.append(hull)
    return tuple(sorted(found))


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _hull(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def block_edges(start: int, end: int, *, parts: int = 6) -> tuple[int, ...]:
    """Cuts a side into at most `parts` blocks, none of them shorter than that part of the side."""
    length = end - start
    # an uneven cut makes some blocks a pixel shorter; fewer blocks then keep the promise
    count = next(count for count in range(parts, 0, -1) if length // count * parts >= length)
    return tuple(start + length * number // count for number in range(count + 1))
