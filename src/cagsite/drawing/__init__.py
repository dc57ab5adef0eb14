"""The theme's design as pixels: its felts, its cut and its letters, for what is seen outside a browser."""

from cagsite.drawing.card import CUT, HEIGHT, WIDTH, Design, Words, draw_card, draw_doors, encoded
from cagsite.drawing.cutting import Cut, cut_of, motif, rosette
from cagsite.drawing.faces import Face, faces_of, label_family
from cagsite.drawing.felts import Felts, felts_of, grounds_of, pairs_in, turned
from cagsite.drawing.icons import draw_icon, encoded_favicon, encoded_icon
from cagsite.drawing.lettering import Lettering

__all__ = [
    "CUT",
    "HEIGHT",
    "WIDTH",
    "Cut",
    "Design",
    "Face",
    "Felts",
    "Lettering",
    "Words",
    "cut_of",
    "draw_card",
    "draw_doors",
    "draw_icon",
    "encoded",
    "encoded_favicon",
    "encoded_icon",
    "faces_of",
    "felts_of",
    "grounds_of",
    "label_family",
    "motif",
    "pairs_in",
    "rosette",
    "turned",
]
