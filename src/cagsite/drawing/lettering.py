"""Letters of the theme's own fonts, measured and drawn one by one: the same on every machine, whatever is installed."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from cagsite.drawing.faces import Face
from cagsite.drawing.order import drawn, joined

if TYPE_CHECKING:
    from PIL import Image
    from PIL.ImageFont import FreeTypeFont

EM = 1000
"""Pixels of the size at which letters are measured."""


class Lettering:
    """One weight of the fonts of the theme."""

    def __init__(self, faces: Sequence[Face], read: Callable[[str], bytes], weight: int) -> None:
        self._faces = faces
        self._read = read
        self._weight = weight
        self._by_char: dict[str, Face | None] = {}
        self._contents: dict[Face, bytes] = {}
        self._advances: dict[str, float] = {}

    def prepared(self, text: str) -> str:
        """The text as it is measured, wrapped and drawn."""
        return joined(unicodedata.normalize("NFC", text))

    def missing(self, text: str) -> str:
        """Letters that no font of the theme has, each once."""
        return "".join(dict.fromkeys(char for char in text if self._face(char) is None))

    def width(self, text: str, tracking: float = 0.0) -> float:
        """Of a prepared text, in parts of its size."""
        return sum(map(self._advance, text)) + tracking * max(0, len(text) - 1)

    def draw(
        self,
        image: Image.Image,
        at: tuple[float, float],
        line: str,
        size: int,
        fill: str,
        *,
        direction: str = "ltr",
        tracking: float = 0.0,
    ) -> None:
        """Draws a prepared line; `at` is where its base line begins, on the left."""
        from PIL import ImageDraw

        pen = ImageDraw.Draw(image)
        x, y = at
        for char in drawn(line, direction):
            face = self._face(char)
            if face is not None:
                font = _opened(self._content(face), size, self._weight)
                pen.text((x, y), char, fill=fill, font=font, anchor="ls")
            x += (self._advance(char) + tracking) * size

    def _face(self, char: str) -> Face | None:
        if char not in self._by_char:
            self._by_char[char] = next((face for face in self._faces if face.has(char)), None)
        return self._by_char[char]

    def _content(self, face: Face) -> bytes:
        if face not in self._contents:
            self._contents[face] = self._read(face.path)
        return self._contents[face]

    def _advance(self, char: str) -> float:
        found = self._advances.get(char)
        if found is None:
            face = self._face(char)
            found = 0.0 if face is None else _advance(self._content(face), char, self._weight)
            self._advances[char] = found
        return found


@lru_cache(maxsize=2048)
def _advance(content: bytes, char: str, weight: int) -> float:
    return _opened(content, EM, weight).getlength(char) / EM


@lru_cache(maxsize=64)
def _opened(content: bytes, size: int, weight: int) -> FreeTypeFont:
    """A font at a size; kept, because unpacking one costs as much as drawing a card."""
    from PIL import ImageFont

    font = ImageFont.truetype(io.BytesIO(content), size, layout_engine=ImageFont.Layout.BASIC)
    try:
        axes = font.get_variation_axes()
    except OSError:  # it has one weight
        return font
    font.set_variation_by_axes([weight if axis["name"] == b"Weight" else axis["default"] or 0 for axis in axes])
    return font
