"""The stitches that hold the layers of the carpet together and follow its ornament."""

import numpy as np
from numpy.typing import NDArray

from illustrations.canvas import Canvas
from illustrations.noise import Field, blur
from illustrations.seam import contours
from illustrations.shapes import Line, even

ECHOES = ((27, 0.075), (70, 0.06), (125, 0.06))
"""Per row of stitches: the blur, in pixels of the full width, and the level whose contour it follows."""


def quilted(canvas: Canvas, pieces: list[Field]) -> list[Line]:
    """Stitches on both sides of the seams: a near row, and further rows that echo the ornament in the ground."""
    k = canvas.scale
    stitches: list[Line] = []
    for row, (softness, level) in enumerate(ECHOES):
        for piece in pieces[:1] if row else pieces:
            wide = blur(piece, softness * k)
            # Seen from both felts the stitches lie where the blurred piece is small.
            for depth in (wide, 1 - wide):
                for line in contours(depth, level):
                    path = even(line, 2 * k, 20 * k)
                    room = has_room(depth, path, level, 42 * k, 75)
                    stitches += [path[i : i + 12] for i in range(0, len(path) - 12, 19) if room[i + 6]]
    return stitches


def has_room(depth: Field, path: Line, level: float, distance: float, reach: int) -> NDArray[np.bool_]:
    """Per point, whether the felt goes on beyond the row; else two rows would crowd a narrow piece.

    The answer is that of most points within `reach`, so that a row does not come and go.
    """
    tangent = np.gradient(path, axis=0)
    tangent /= np.maximum(np.hypot(*tangent.T), 1e-9)[:, None]
    beyond = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1) * distance
    values = [_at(depth, path + side * beyond) for side in (-1, 1)]
    free = (np.minimum(*values) < level).astype(np.float64)
    window = min(reach, len(path) // 2)
    counts = np.convolve(np.pad(free, window, mode="wrap"), np.ones(2 * window + 1), mode="valid")
    return np.asarray(counts > window + 0.5) if len(path) > 300 else np.zeros(len(path), dtype=np.bool_)


def _at(field: Field, points: Line) -> Field:
    height, width = field.shape
    x, y = np.rint(points).astype(int).T
    return np.asarray(field[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)])
