"""Cords of two plies, one of each colour: in every seam, and where a composition lays one on top."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from illustrations.canvas import Canvas
from illustrations.cut import Cord
from illustrations.light import shade
from illustrations.noise import blur, smooth_noise
from illustrations.pairs import Pair, to_linear
from illustrations.seam import Beside, beside
from illustrations.shapes import Line, even

SEAM = 7.0
"""Half the thickness of the seam's cord, in pixels of the full width."""


def lay_seam(
    canvas: Canvas, light: NDArray[np.float32], seams: list[Line], pair: Pair, rng: np.random.Generator
) -> NDArray[np.float32]:
    """The picture with a cord on its seams."""
    k = canvas.scale
    near = beside([even(line, 1.0, 9 * k) for line in seams], reach(SEAM * k), *light.shape[:2])
    return _laid(light, near, SEAM * k, (pair.deep, pair.bright), rng)


def lay_cords(
    canvas: Canvas, light: NDArray[np.float32], cords: tuple[Cord, ...], pair: Pair, rng: np.random.Generator
) -> NDArray[np.float32]:
    """The picture with the composition's cords on top, first whole, then their lifted parts once more."""
    own, laid = (pair.deep, pair.bright), []
    for cord in cords:
        radius = cord.thickness / 2 * canvas.picture_width / 3
        line = even(canvas.pixels(cord.line), 1.0)
        laid.append((cord, line, radius))
        light = _laid(light, beside([line], reach(radius), *light.shape[:2]), radius, cord.plies or own, rng)
    for cord, line, radius in laid:
        for start, end in cord.lifted:
            first, last = round(start * (len(line) - 1)), round(end * (len(line) - 1))
            near = beside([line[first : last + 1]], reach(radius), *light.shape[:2])
            near = replace(near, along=near.along + np.float32(first))
            # Near its ends a lifted part lies on itself, where it casts no shadow.
            ends = (first + 4 * radius, last - 4 * radius)
            light = _laid(light, near, radius, cord.plies or own, rng, ends)
    return light


def reach(radius: float) -> float:
    """How far from its line a cord can show."""
    return radius * 1.1 + 1


def _laid(
    light: NDArray[np.float32],
    near: Beside,
    radius: float,
    felts: tuple[str, str],
    rng: np.random.Generator,
    shadowed: tuple[float, float] = (-np.inf, np.inf),
) -> NDArray[np.float32]:
    """The picture with a cord of two colours twisted along a line, and its shadow."""
    shape = (light.shape[0], light.shape[1])
    across = near.aside / radius
    # Each ply shows as a slanting bulge, and the next bulge is of the other colour.
    phase = near.along / (radius * 2) + np.arcsin(np.clip(across, -1, 1)) / np.pi
    ply = np.floor(phase).astype(np.int32) % 2
    bulge = np.sqrt(np.clip(1 - (2 * (phase - np.floor(phase)) - 1) ** 2, 0, 1))
    outline = 0.84 + 0.16 * bulge
    dome = np.sqrt(np.clip(1 - (across / outline) ** 2, 0, 1))

    edge = np.clip((outline - np.abs(across)) * radius + 0.5, 0, 1)
    cover, height, opaque = (np.zeros(shape, dtype=np.float32) for _ in range(3))
    cover[near.y, near.x] = edge
    opaque[near.y, near.x] = edge * ((near.along > shadowed[0]) & (near.along < shadowed[1]))
    height[near.y, near.x] = dome * (0.55 + 0.45 * bulge) * radius * 1.1

    first, second = to_linear(felts[0]), to_linear(felts[1])
    # Each ply has taken up some wool of the other colour.
    plies = np.stack([first * 0.86 + second * 0.14, second * 0.8 + first * 0.2])
    streak = smooth_noise(rng, *shape, max(1.0, radius * 0.12))
    yarn = np.empty((*shape, 3), dtype=np.float32)
    yarn[:] = plies[0]
    yarn[near.y, near.x] = plies[ply] * (1 + 0.09 * streak[near.y, near.x])[:, None]
    yarn *= shade(height)[:, :, None]

    shadow = np.roll(blur(opaque, radius * 0.55), (round(radius * 0.45), round(radius * 0.35)), (0, 1))
    light = light * (1 - 0.5 * shadow)[:, :, None]
    return np.asarray(light + (yarn - light) * cover[:, :, None])
