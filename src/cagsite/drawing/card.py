"""A share card: words on the first felt, the cut beside them, and below them the edge to the second felt."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from cagsite.drawing.cutting import Cut, frieze, motif, rosette
from cagsite.drawing.felts import Felts
from cagsite.drawing.lettering import Lettering
from cagsite.drawing.order import is_right_to_left
from cagsite.drawing.setting import Setting, fit

if TYPE_CHECKING:
    from PIL import Image

WIDTH, HEIGHT = 1200, 630
"""What all who show such cards ask for."""
MOST_BYTES = 100_000
CUT = (576, 550)
"""The room of the picture."""
EDGE, SECOND = 60, 20
"""How high the edge is, and the second felt below it."""
MARGIN = 56
MARK = 52
TITLE_SIZES = (96, 88, 80, 72, 66, 60, 54, 50, 46, 42, 38)
NAME_SIZES = (29, 27, 25, 23)
KICKER_SIZES = (27, 25, 23)
TRACKING = -0.02
"""Between the letters of a title, in parts of their size."""
QUALITIES = (84, 78, 72, 66, 58, 48, 34, 18)
_CAPITALS = 0.72
"""How high they are, in parts of the size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a card says; empty where it says nothing, or nothing that a font of the theme has letters for."""

    title: str
    name: str
    """Of the exhibition, or of those who made it where the title is its name."""
    kicker: str
    """What kind of page it is, and where."""
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """The theme's own."""

    felts: Felts
    letters: Lettering
    cut: Cut | None
    turn: int
    """Of the language: 0 and 2 show the cut, 1 and 3 the counterpart; from 2 on the edge runs the other way."""


def draw_card(words: Words, design: Design, picture: Image.Image | None) -> Image.Image:
    """The card of one page; the rosette where it has no picture."""
    from PIL import Image

    card = Image.new("RGB", (WIDTH, HEIGHT), design.felts.ground)
    is_rtl = words.direction == "rtl"
    if picture is not None:
        card.paste(_filling(picture), (0 if is_rtl else WIDTH - CUT[0], 0))
    elif design.cut is not None:
        side, beyond = 720, 170
        left = -beyond if is_rtl else WIDTH - side + beyond
        card.paste(design.felts.figure, (left, (CUT[1] - side) // 2), rosette(design.cut, side))
    _draw_edge(card, design)
    column = (CUT[0] + MARGIN, WIDTH - MARGIN) if is_rtl else (MARGIN, WIDTH - CUT[0] - MARGIN)
    _draw_words(_Column(card, design.letters, *column, words.direction), words, design)
    return card


def draw_doors(doors: Sequence[tuple[Words, Felts]], letters: Lettering, cut: Cut | None) -> Image.Image:
    """The card of the page on which one chooses a language: a felt for each, and one rosette cut through them all."""
    from PIL import Image

    card = Image.new("RGB", (WIDTH, HEIGHT))
    side, top = 300, 44
    bounds = [WIDTH * number // len(doors) for number in range(len(doors) + 1)]
    for (words, felts), left, right in zip(doors, bounds, bounds[1:]):
        felt = Image.new("RGB", (WIDTH, HEIGHT), felts.ground)
        if cut is not None:
            felt.paste(felts.figure, ((WIDTH - side) // 2, top), rosette(cut, side))
        card.paste(felt.crop((left, 0, right, HEIGHT)), (left, 0))
        column = _Column(card, letters, left + MARGIN, right - MARGIN, words.direction)
        column.title(words.title, HEIGHT - MARGIN, HEIGHT - MARGIN - side - 2 * top, felts.figure)
    return card


def encoded(card: Image.Image) -> bytes:
    """As good a JPEG as the bytes of a card allow: some felts have more grain than others."""
    for quality in QUALITIES:
        target = io.BytesIO()
        card.save(target, "JPEG", quality=quality)  # progressive ones take four times as long for a tenth less
        if target.tell() <= MOST_BYTES:
            break
    return target.getvalue()


def _filling(picture: Image.Image) -> Image.Image:
    """The picture as large as its room; one that was smaller is enlarged."""
    from PIL.Image import Resampling

    return picture if picture.size == CUT else picture.resize(CUT, Resampling.LANCZOS)


def _draw_edge(card: Image.Image, design: Design) -> None:
    top = HEIGHT - SECOND - EDGE
    card.paste(design.felts.figure, (0, top, WIDTH, HEIGHT))
    if design.cut is not None:
        card.paste(design.felts.ground, (0, top), frieze(design.cut, WIDTH, EDGE, 10, is_mirrored=design.turn >= 2))


def _draw_words(column: _Column, words: Words, design: Design) -> None:
    """The exhibition at the top; the title as far down as it reaches, and above it what kind of page it is."""
    felts, top = design.felts, MARGIN - 6
    beside = column
    if design.cut is not None:
        at = column.start(MARK)
        column.card.paste(felts.figure, (at, top, at + MARK, top + MARK))
        column.card.paste(felts.ground, (at, top), motif(design.cut, MARK))
        beside = column.without(MARK + 18)
    beside.lines(beside.fitting(words.name, MARK + 12, NAME_SIZES), top + MARK / 2, felts.on_ground)
    bottom = HEIGHT - SECOND - EDGE - MARGIN + 10
    kicker_height = KICKER_SIZES[0] + 26 if words.kicker else 0
    above = column.title(words.title, bottom, bottom - top - MARK - kicker_height - 24, felts.figure)
    kicker = column.fitting(words.kicker, KICKER_SIZES[0], KICKER_SIZES)
    if kicker.lines:
        column.line(kicker.lines[0], above - 26, kicker.size, felts.on_ground)


@dataclass(frozen=True, slots=True)
class _Column:
    """Where lines begin and end; those of a language that runs right to left begin on the right."""

    card: Image.Image
    letters: Lettering
    left: int
    right: int
    direction: str

    @property
    def width(self) -> int:
        return self.right - self.left

    def start(self, width: float) -> int:
        """The left edge of something so wide that stands at the beginning of a line."""
        return round(self.right - width) if self.direction == "rtl" else self.left

    def without(self, width: int) -> _Column:
        """What is left of it beside something at the beginning of its lines."""
        if self.direction == "rtl":
            return _Column(self.card, self.letters, self.left, self.right - width, self.direction)
        return _Column(self.card, self.letters, self.left + width, self.right, self.direction)

    def fitting(self, text: str, height: float, sizes: Sequence[int], tracking: float = 0.0) -> Setting:
        measure = partial(self.letters.width, tracking=tracking)
        return fit(measure, self.letters.prepared(text), self.width, height, sizes)

    def title(self, text: str, bottom: float, height: float, fill: str) -> float:
        """Lines of which the last stands at the bottom; returns how far up they reach."""
        tracking = 0.0 if is_right_to_left(text) else TRACKING  # letters that are joined stay so
        setting = self.fitting(text, height, TITLE_SIZES, tracking)
        for number, line in enumerate(reversed(setting.lines)):
            self.line(line, bottom - number * setting.step, setting.size, fill, tracking)
        count = len(setting.lines)
        return bottom - (count - 1) * setting.step - setting.size * _CAPITALS if count else bottom

    def lines(self, setting: Setting, middle: float, fill: str) -> None:
        """Lines around a height."""
        first = middle - (len(setting.lines) - 1) * setting.step / 2 + setting.size * _CAPITALS / 2
        for number, line in enumerate(setting.lines):
            self.line(line, first + number * setting.step, setting.size, fill)

    def line(self, line: str, base: float, size: int, fill: str, tracking: float = 0.0) -> None:
        x = self.start(self.letters.width(line, tracking) * size)
        self.letters.draw(self.card, (x, round(base)), line, size, fill, direction=self.direction, tracking=tracking)
