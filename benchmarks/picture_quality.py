"""Compares encoder settings at equal likeness, on pictures that it draws itself; prints a Markdown table.

    python benchmarks/picture_quality.py

For each setting the lowest quality is sought whose mean structural similarity (of luma, 11 pixels, sigma 1.5) reaches
that of JPEG at the reference quality. Needs Pillow and numpy.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Array = NDArray[np.float64]
Measured = tuple[float, int, float]
REFERENCE_QUALITY = 78
DRAWN = (1920, 1440)
WIDTHS = (480, 960)
SETTINGS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("JPEG progressive", "JPEG", {"progressive": True}),
    ("JPEG baseline", "JPEG", {}),
    ("JPEG baseline, optimize", "JPEG", {"optimize": True}),
    ("JPEG progressive, 4:4:4", "JPEG", {"progressive": True, "subsampling": "4:4:4"}),
    *((f"WebP method {method}", "WEBP", {"method": method}) for method in (0, 2, 4, 6)),
    *((f"AVIF speed {speed}", "AVIF", {"speed": speed, "max_threads": 1}) for speed in (6, 7, 8, 9)),
)


def noise(seed: int, octaves: int, fall: float) -> Array:
    """Clouds between 0 and 1: random grids, each finer and fainter than the one before."""
    rng = np.random.default_rng(seed)
    total = np.zeros(DRAWN[::-1])
    for octave in range(octaves):
        cells = 2 ** (octave + 2)
        grid = rng.random((cells * DRAWN[1] // DRAWN[0] + 2, cells + 2)).astype(np.float32)
        total += np.asarray(Image.fromarray(grid).resize(DRAWN, Image.Resampling.BICUBIC)) * fall**octave
    lowest, highest = total.min(), total.max()
    return np.asarray((total - lowest) / (highest - lowest))


def grained(pixels: Array, seed: int, strength: float) -> Image.Image:
    """What a sensor adds."""
    grain = np.random.default_rng(seed).normal(0, strength, pixels.shape)
    return Image.fromarray((pixels + grain).clip(0, 255).astype(np.uint8))


def landscape() -> Image.Image:
    """Smooth sky over rough ground."""
    ground = noise(1, 8, 0.6)[..., None] * np.array((130, 90, 60)) + np.array((60, 90, 40))
    height = np.linspace(0, 1, DRAWN[1])[:, None]
    sky = height[..., None] * np.array((80, 60, 20)) + np.array((120, 160, 220))
    horizon = 0.35 + 0.25 * noise(2, 5, 0.5)[DRAWN[1] // 2]
    return grained(np.where((height > horizon)[..., None], ground, sky), 3, 3)


def portrait() -> Image.Image:
    """A face before a blurred room."""
    rng = np.random.default_rng(4)
    width, height = DRAWN
    image = Image.new("RGB", DRAWN, (70, 80, 90))
    draw = ImageDraw.Draw(image)
    for _ in range(40):
        x, y, radius = (int(rng.integers(low, high)) for low, high in ((0, width), (0, height), (10, width // 8)))
        red, green, blue = (int(value) for value in rng.integers(30, 200, 3))
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(red, green, blue))
    image = image.filter(ImageFilter.GaussianBlur(width / 60))
    draw = ImageDraw.Draw(image)
    draw.ellipse((width * 0.35, height * 0.15, width * 0.65, height * 0.75), fill=(205, 160, 130))
    draw.rectangle((width * 0.3, height * 0.75, width * 0.7, height), fill=(40, 50, 110))
    for centre in (0.44, 0.56):
        eye = (width * (centre - 0.02), height * 0.38, width * (centre + 0.02), height * 0.42)
        draw.ellipse(eye, fill=(40, 30, 30))
    for _ in range(300):
        root = width * (0.35 + 0.3 * rng.random())
        end = root + float(rng.normal(0, width * 0.02)), height * (0.25 + 0.08 * rng.random())
        draw.line(((root, height * 0.15), end), fill=(50, 35, 25), width=2)
    return grained(np.asarray(image.filter(ImageFilter.GaussianBlur(1.2)), dtype=float), 5, 4)


def crowd() -> Image.Image:
    """Many small shapes with hard edges."""
    rng = np.random.default_rng(6)
    width, height = DRAWN
    image = Image.new("RGB", DRAWN, (90, 90, 100))
    draw = ImageDraw.Draw(image)
    for y in np.linspace(height * 0.2, height * 1.05, 30):
        step = width * (0.008 + 0.03 * y / height)
        for place in np.arange(0, width, step * 1.3):
            x = place + rng.normal(0, step * 0.3)
            red, green, blue, face = (int(value) for value in rng.integers(20, 220, 4))
            draw.rectangle((x - step * 0.7, y, x + step * 0.7, y + step * 3), fill=(red, green, blue))
            head = (x - step * 0.4, y - step * 0.9, x + step * 0.4, y + step * 0.1)
            draw.ellipse(head, fill=(face, int(face * 0.8), int(face * 0.65)))
    return grained(np.asarray(image.filter(ImageFilter.GaussianBlur(1)), dtype=float), 7, 3)


def poster() -> Image.Image:
    """Flat colours and lettering."""
    width, height = DRAWN
    image = Image.new("RGB", DRAWN, (244, 238, 225))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width, height * 0.22), fill=(176, 42, 48))
    draw.polygon([(width * 0.1, height * 0.9), (width * 0.35, height * 0.4), (width * 0.6, height * 0.9)], fill="teal")
    for line in range(14):
        draw.text((width * 0.62, height * (0.28 + 0.045 * line)), f"Line {line} of the text", "black", font_size=40)
    draw.text((width * 0.05, height * 0.06), "ASSEMBLY", fill="white", font_size=160)
    return image


def scan() -> Image.Image:
    """An old print: brown, soft and very grainy."""
    soft = landscape().filter(ImageFilter.GaussianBlur(3)).convert("L")
    grey = np.asarray(soft, dtype=float)[..., None] * 0.8 + 20
    return grained(grey * np.array((1.03, 0.98, 0.88)), 8, 9)


def similarity(one: Image.Image, other: Image.Image) -> float:
    """Mean structural similarity of the luma of two pictures."""
    x, y = (np.asarray(image.convert("L"), dtype=float) for image in (one, other))
    mean_x, mean_y = blurred(x), blurred(y)
    spread = blurred(x * x) - mean_x**2 + blurred(y * y) - mean_y**2
    shared = blurred(x * y) - mean_x * mean_y
    first, second = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    likeness = (2 * mean_x * mean_y + first) * (2 * shared + second)
    return float((likeness / ((mean_x**2 + mean_y**2 + first) * (spread + second))).mean())


def blurred(values: Array) -> Array:
    """Gaussian window, without the edges where it does not fit."""
    kernel = np.exp(-((np.arange(11) - 5) ** 2) / (2 * 1.5**2))
    kernel /= kernel.sum()
    rows, columns = values.shape
    down: Array = sum((part * values[at : rows - 10 + at] for at, part in enumerate(kernel)), np.zeros(()))
    return sum((part * down[:, at : columns - 10 + at] for at, part in enumerate(kernel)), np.zeros(()))


def measured(pictures: list[Image.Image], format: str, quality: int, options: dict[str, Any]) -> Measured:
    """Mean similarity, bytes of all, and seconds of processor time."""
    likeness, size, spent = 0.0, 0, 0.0
    for picture in pictures:
        target = io.BytesIO()
        before = time.process_time()
        picture.save(target, format, quality=quality, **options)
        spent += time.process_time() - before
        size += len(target.getvalue())
        likeness += similarity(picture, Image.open(target))
    return likeness / len(pictures), size, spent


def lowest(reaches: Callable[[int], bool]) -> int:
    """The lowest quality that is good enough; likeness grows with quality."""
    low, high = 20, 98
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(middle) else (middle + 1, high)
    return low


def main() -> None:
    """Prints the table."""
    drawn = [draw() for draw in (landscape, portrait, crowd, poster, scan)]
    pictures = [image.resize((width, width * 3 // 4), Image.Resampling.LANCZOS) for image in drawn for width in WIDTHS]
    goal, _, _ = measured(pictures, "JPEG", REFERENCE_QUALITY, {"progressive": True})
    print(f"mean similarity to reach: {goal:.4f}; {len(pictures)} pictures, {WIDTHS} pixels wide", file=sys.stderr)
    print("| encoder | quality | similarity | kB | ms per picture |\n| --- | --- | --- | --- | --- |")
    for label, format, options in SETTINGS:
        quality = lowest(lambda quality, f=format, o=options: measured(pictures, f, quality, o)[0] >= goal)  # type: ignore[misc]
        likeness, size, spent = measured(pictures, format, quality, options)
        print(f"| {label} | {quality} | {likeness:.4f} | {size / 1000:.0f} | {spent / len(pictures) * 1000:.0f} |")


if __name__ == "__main__":
    main()
