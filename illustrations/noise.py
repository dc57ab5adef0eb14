"""Chance that always falls the same way: one generator per name, and smooth fields made from it."""

import hashlib
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field: TypeAlias = NDArray[np.float32]


def chance(*names: str) -> np.random.Generator:
    """A random generator that depends on nothing but the names."""
    digest = hashlib.sha256("/".join(names).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))


def smooth_noise(rng: np.random.Generator, height: int, width: int, cell: float) -> Field:
    """Soft hills about `cell` pixels apart, around 0 with a spread of about 1."""
    # The grid is drawn in the same order and number at every scale, so that a small drawing is the large one, small.
    rows, columns = round(height / cell) + 4, round(width / cell) + 4
    grid = Image.fromarray(rng.standard_normal((rows, columns)).astype(np.float32))
    box = (1.5, 1.5, 1.5 + width / cell, 1.5 + height / cell)
    return np.asarray(grid.resize((width, height), Image.Resampling.BICUBIC, box=box)) * np.float32(1.35)


def blur(field: Field, sigma: float) -> Field:
    """The field under a Gaussian of `sigma` pixels; its border is continued outward."""
    pad = int(3 * sigma) + 2
    padded = np.pad(field, pad, mode="edge")
    height, width = padded.shape
    along_y = np.exp(-2 * (np.pi * sigma * np.fft.fftfreq(height)) ** 2).astype(np.float32)
    along_x = np.exp(-2 * (np.pi * sigma * np.fft.rfftfreq(width)) ** 2).astype(np.float32)
    spectrum = np.fft.rfft2(padded) * along_y[:, None] * along_x[None, :]
    result = np.fft.irfft2(spectrum, s=(height, width))
    return result[pad:-pad, pad:-pad].astype(np.float32)


def shifted(field: Field, dx: Field, dy: Field) -> Field:
    """The field as seen through a warped glass: each pixel looks `dx`, `dy` pixels aside, bilinearly."""
    height, width = field.shape
    x = np.clip(np.arange(width, dtype=np.float32)[None, :] + dx, 0, width - 1.001)
    y = np.clip(np.arange(height, dtype=np.float32)[:, None] + dy, 0, height - 1.001)
    left, top = x.astype(np.int32), y.astype(np.int32)
    fx, fy = x - left, y - top
    upper = field[top, left] * (1 - fx) + field[top, left + 1] * fx
    lower = field[top + 1, left] * (1 - fx) + field[top + 1, left + 1] * fx
    return np.asarray(upper * (1 - fy) + lower * fy, dtype=np.float32)
