"""The felts: one deep and one bright per country, and undyed wool for the common rooms."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Colour: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two felts that are cut together."""

    deep: str
    """Hexadecimal sRGB."""
    bright: str


KAZAKHSTAN = Pair(deep="#0A5A6B", bright="#F4B71E")
KYRGYZSTAN = Pair(deep="#9A1B26", bright="#F6C64A")
TURKMENISTAN = Pair(deep="#1C5540", bright="#E9B8A0")
TAJIKISTAN = Pair(deep="#3A3F86", bright="#E8DDF2")
UZBEKISTAN = Pair(deep="#17458F", bright="#F2E3C0")
WOOL = Pair(deep="#3B342F", bright="#E7D9C4")

FIVE = (KAZAKHSTAN, KYRGYZSTAN, TURKMENISTAN, TAJIKISTAN, UZBEKISTAN)


def to_linear(hexadecimal: str) -> Colour:
    """A colour as light, which is what adds up when fibres mix."""
    srgb = np.frombuffer(bytes.fromhex(hexadecimal.removeprefix("#")), dtype=np.uint8) / np.float32(255)
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4).astype(np.float32)


def to_srgb(light: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Light as the bytes of a picture."""
    light = np.clip(light, 0, 1)
    curved = 1.055 * light ** np.float32(1 / 2.4) - 0.055
    return np.asarray(np.rint(np.where(light <= 0.0031308, light * 12.92, curved) * 255), dtype=np.uint8)
