"""Work on a picture strip by strip, so that what an operation needs besides its result stays small."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_ROWS = 64


def in_strips(image: Image.Image, change: Callable[[Image.Image], Image.Image], *, shrink: int = 1) -> Image.Image:
    """The picture made of what `change` makes of its strips, each `shrink` times smaller; it has no `info`."""
    from PIL import Image

    rows = _ROWS * shrink
    size = -(-image.width // shrink), -(-image.height // shrink)
    made: Image.Image | None = None
    for top in range(0, image.height, rows):
        strip = change(image.crop((0, top, image.width, min(top + rows, image.height))))
        made = Image.new(strip.mode, size) if made is None else made
        made.paste(strip, (0, top // shrink))
    return image if made is None else made
