"""Light from the upper left on a surface of felt and cord."""

import numpy as np
from numpy.typing import NDArray

from illustrations.noise import Field

SUN = np.array([-0.48, -0.62, 0.62]) / np.linalg.norm([-0.48, -0.62, 0.62])

FLAT = 1.11
"""Felt is never quite flat and so darker than its wool; this makes up for it."""


def shade(height: Field) -> Field:
    """How light each pixel is: 1 where the surface lies flat."""
    down, right = np.gradient(height)
    length = np.sqrt(right**2 + down**2 + 1)
    lit = (-right * SUN[0] - down * SUN[1] + SUN[2]) / length
    # Light also comes from the room, so that no slope is black.
    return np.asarray(FLAT * (0.3 + 0.7 * np.clip(lit / SUN[2], 0, 2.2)), dtype=np.float32)


def without_glare(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """The light, with what is brighter than a picture can show darkened gently and as a whole.

    Wool has no white glints: its hue stays, and so do the fibres where the sun falls on bright felt.
    """
    knee, room = np.float32(0.72), np.float32(0.27)
    brightest = np.maximum(light.max(axis=2), knee)
    return np.asarray(light * ((knee + room * (1 - np.exp((knee - brightest) / room))) / brightest)[:, :, None])
