"""The exhibition's mark as an icon: two felts, and the one cut through both, from edge to edge."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from cagsite.drawing.cutting import Cut, frieze
from cagsite.drawing.felts import Felts

if TYPE_CHECKING:
    from PIL import Image

MASKED = 0.84
"""How much of a side the cut may take where a phone cuts the icon to a circle or a drop."""


def draw_icon(cut: Cut, felts: Felts, side: int, *, is_masked: bool = False) -> Image.Image:
    """A square without a rim; as in the masthead, the ground lies above the edge and the figure below."""
    from PIL import Image

    mask = _edge(cut, side, MASKED if is_masked else 1.0)
    icon = Image.frombytes("P", mask.size, mask.tobytes())
    icon.putpalette(_between(felts.figure, felts.ground))
    return icon


def encoded_icon(icon: Image.Image) -> bytes:
    """A PNG: felts are flat, so it is small."""
    target = io.BytesIO()
    icon.save(target, "PNG", optimize=True)
    return target.getvalue()


def encoded_favicon(icon: Image.Image) -> bytes:
    """For what looks in the root of a host, and draws nothing: browsers of old, and readers of feeds."""
    target = io.BytesIO()
    icon.convert("RGB").save(target, "ICO", sizes=[icon.size], bitmap_format="png")
    return target.getvalue()


def _edge(cut: Cut, side: int, share: float) -> Image.Image:
    """White above the edge: one motif in the middle, and so much of its neighbours as there is room for."""
    from PIL import Image

    motif = round(side * share)
    height = round(motif * 52 / 48)
    top, left = (side - height) // 2, (side - motif) // 2
    mask = Image.new("L", (side, side), 0)
    mask.paste(255, (0, 0, side, max(0, top)))
    mask.paste(frieze(cut, 4 * motif, height, 2), (left - 2 * motif, top))
    return mask


def _between(one: str, other: str) -> list[int]:
    """256 steps from a colour to another."""
    ends = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (one, other)]
    return [round(first + (last - first) * step / 255) for step in range(256) for first, last in zip(*ends)]
