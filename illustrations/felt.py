"""The felt itself: matted fibres, each a little lighter or darker, some straying over the edge of their piece."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from illustrations.canvas import Canvas, halved, inked
from illustrations.noise import Field, smooth_noise
from illustrations.pairs import Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Mat:
    """Which fibre lies on top at each pixel, at twice the canvas's resolution, and what each fibre is like."""

    top: NDArray[np.int32]
    """Number of the topmost fibre; 0 where one looks into the depth of the felt."""
    light: Field
    """Per fibre: how much lighter or darker, around 0."""
    stray_x: Field
    """Per fibre: how far from its own piece it reaches, in pixels of `top`."""
    stray_y: Field


def mat(canvas: Canvas, rng: np.random.Generator) -> Mat:
    """Fibres thrown at random until they cover the sheet almost three times."""
    width, height = canvas.width * 2, canvas.height * 2
    k = max(canvas.scale * 2, 0.4)
    bends, step, thick = 8, 9 * k, max(1, round(1.0 * k))
    count = int(2.6 * width * height / (bends * step * thick))
    heading = rng.uniform(0, 2 * np.pi, (count, 1)) + np.cumsum(rng.normal(0, 0.5, (count, bends)), axis=1)
    length = step * rng.uniform(0.55, 1.25, (count, 1))
    walk = np.stack([np.cos(heading) * length, np.sin(heading) * length], axis=2)
    start = rng.uniform(-40 * k, 40 * k, (count, 1, 2)) + rng.uniform(0, 1, (count, 1, 2)) * (width, height)
    paths = np.concatenate([start, start + np.cumsum(walk, axis=1)], axis=1).reshape(count, -1)

    image = Image.new("I", (width, height), 0)
    draw = ImageDraw.Draw(image)
    for number, path in enumerate(np.rint(paths).astype(int).tolist(), start=1):
        draw.line(path, fill=number, width=thick)
    light = rng.standard_normal(count + 1).astype(np.float32)
    light[0] = -2.2
    strays = rng.standard_normal((2, count + 1)).astype(np.float32) * np.float32(3.2 * k)
    return Mat(top=np.asarray(image), light=light, stray_x=strays[0], stray_y=strays[1])


def clouds(canvas: Canvas, rng: np.random.Generator) -> Field:
    """Where the wool took more or less dye, and lies thicker or thinner: around 0."""
    parts = [(340, 0.55), (90, 0.45), (30, 0.4), (11, 0.16)]
    fields = [smooth_noise(rng, canvas.height, canvas.width, cell * canvas.scale) * w for cell, w in parts]
    return np.asarray(np.sum(fields, axis=0), dtype=np.float32)


def coloured(wool: Mat, pieces: list[Field], colours: list[Colour]) -> NDArray[np.float32]:
    """The light that the fibres give back where nothing casts a shadow, at the canvas's resolution."""
    height, width = wool.top.shape
    y = np.clip(np.arange(height)[:, None] + wool.stray_y[wool.top].astype(np.int32), 0, height - 1)
    x = np.clip(np.arange(width)[None, :] + wool.stray_x[wool.top].astype(np.int32), 0, width - 1)
    felt = np.zeros((height, width), dtype=np.int8)
    for i, piece in enumerate(pieces, start=1):
        doubled = np.asarray(Image.fromarray(piece).resize((width, height), Image.Resampling.BILINEAR))
        felt[doubled[y, x] > 0.5] = i
    # Dark wool shows its fibres more than light wool does.
    contrast = np.array([0.12 + 0.09 * (1 - c.mean()) for c in colours], dtype=np.float32)[felt]
    tone = np.exp(wool.light[wool.top] * contrast - contrast**2 / 2)
    return np.stack([halved(np.array([c[i] for c in colours])[felt] * tone) for i in range(3)], axis=2)


def loose_hairs(canvas: Canvas, pieces: list[Field], rng: np.random.Generator) -> list[Field]:
    """Per felt, ground first, the few hairs that have worked themselves out of it and lie over everything."""
    k, count = canvas.scale, 800
    heading = rng.uniform(0, 2 * np.pi, (count, 1)) + np.cumsum(rng.normal(0, 0.34, (count, 12)), axis=1)
    step = rng.uniform(2, 6.5, (count, 1, 1)) * k
    root = rng.uniform(0, 1, (count, 2)) * (canvas.width - 1, canvas.height - 1)
    paths = root[:, None, :] + np.cumsum(np.stack([np.cos(heading), np.sin(heading)], axis=2) * step, axis=1)
    x, y = root.astype(int).T
    felt = np.zeros(count, dtype=int)
    for i, piece in enumerate(pieces, start=1):
        felt[piece[y, x] > 0.5] = i
    return [inked(canvas, list(paths[felt == i]), 1.1 * k) for i in range(len(pieces) + 1)]
