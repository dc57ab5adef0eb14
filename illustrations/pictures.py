"""From a panel's id to the bytes of its picture file."""

from io import BytesIO

from PIL import Image

from illustrations.canvas import FULL_WIDTH
from illustrations.draw import draw_cut
from illustrations.panels import COMPOSITIONS

LARGEST = 900_000
"""Bytes that a picture file may have at most."""


def draw(panel: str, *, counter: bool = False, width: int = FULL_WIDTH) -> Image.Image:
    """The picture of a panel, given as `organisations/adil-soz`; `counter` exchanges figure and ground."""
    # The seed is the last part alone, so that a panel that moves to another kind keeps its picture.
    return draw_cut(panel.rpartition("/")[2], COMPOSITIONS[panel](), counter=counter, width=width)


def encode(image: Image.Image) -> bytes:
    """The picture as WebP without metadata, as good as its limit of bytes allows."""
    data = b""
    for quality in (78, 72, 66, 60, 50, 40):
        buffer = BytesIO()
        image.save(buffer, "WEBP", quality=quality, method=6)
        data = buffer.getvalue()
        if len(data) < LARGEST:
            break
    return data
