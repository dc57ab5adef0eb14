"""From the sheet's own measures to pixels, and from polygons to soft felt edges."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from illustrations.cut import Act, Step
from illustrations.noise import Field, blur, shifted, smooth_noise
from illustrations.shapes import Line, Shape

FULL_WIDTH = 2400
"""The width for which all pixel measures are given; other sizes scale them."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """The picture's pixels, with a margin that is cut off at the end so that seams run out of the picture."""

    picture_width: int

    @property
    def scale(self) -> float:
        """Pixels here per pixel of the full width."""
        return self.picture_width / FULL_WIDTH

    @property
    def margin(self) -> int:
        """Width of what is cut off, on each side."""
        return round(48 * self.scale)

    @property
    def width(self) -> int:
        """Width with both margins."""
        return self.picture_width + 2 * self.margin

    @property
    def height(self) -> int:
        """Height with both margins; the picture is 3 to 2."""
        return self.picture_width * 2 // 3 + 2 * self.margin

    def pixels(self, line: Line) -> Line:
        """A line of the sheet in pixels of the canvas."""
        unit = self.picture_width / 3
        return line * unit + (self.width / 2, self.height / 2)

    def cropped(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The picture without its margin."""
        m = self.margin
        return pixels[m : self.height - m, m : self.width - m]


def covered(canvas: Canvas, shape: Shape) -> NDArray[np.bool_]:
    """Where the shape lies, at twice the canvas's resolution."""
    image = Image.new("1", (canvas.width * 2, canvas.height * 2))
    draw = ImageDraw.Draw(image)
    for polygon in shape.polygons:
        draw.polygon((canvas.pixels(polygon) * 2).ravel().tolist(), fill=1)
    return np.asarray(image)


def lay(canvas: Canvas, form: Sequence[Step]) -> Field:
    """How much figure lies at each pixel, with sharp edges."""
    figure = np.zeros((canvas.height * 2, canvas.width * 2), dtype=np.bool_)
    for step in form:
        shape = covered(canvas, step.shape)
        if step.act is Act.ADD:
            figure |= shape
        elif step.act is Act.REMOVE:
            figure &= ~shape
        else:
            figure ^= shape
    return halved(figure)


def soften(canvas: Canvas, sharp: Field, rng: np.random.Generator) -> Field:
    """The same form as shears cut it in felt: corners a little round, edges a little uneven."""
    k = canvas.scale
    sway = [
        smooth_noise(rng, canvas.height, canvas.width, 150 * k) * np.float32(2.6 * k)
        + smooth_noise(rng, canvas.height, canvas.width, 34 * k) * np.float32(0.9 * k)
        for _ in range(2)
    ]
    return shifted(blur(sharp, 4.5 * k), *sway)


def halved(field: NDArray[np.float32] | NDArray[np.bool_]) -> Field:
    """The mean of each two by two pixels."""
    height, width = field.shape
    return np.asarray(field.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3)), dtype=np.float32)


def inked(canvas: Canvas, lines: list[Line], thickness: float) -> Field:
    """Lines, given in pixels, as a soft mask."""
    image = Image.new("L", (canvas.width * 2, canvas.height * 2))
    pen = ImageDraw.Draw(image)
    for line in lines:
        pen.line((line * 2).ravel().tolist(), fill=255, width=max(1, round(thickness * 2)), joint="curve")
    return halved(np.asarray(image, dtype=np.float32) / np.float32(255))
