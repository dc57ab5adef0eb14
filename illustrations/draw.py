"""From a cut to a picture: felt, quilting, light, and the cord in the seam."""

import numpy as np
from PIL import Image

from illustrations.canvas import FULL_WIDTH, Canvas, halved, inked, lay, soften
from illustrations.cords import lay_cords, lay_seam
from illustrations.cut import Cut, add
from illustrations.felt import clouds, coloured, loose_hairs, mat
from illustrations.light import shade, without_glare
from illustrations.noise import blur, chance
from illustrations.pairs import to_linear, to_srgb
from illustrations.quilting import quilted
from illustrations.seam import contours
from illustrations.shapes import even


def draw_cut(name: str, cut: Cut, *, counter: bool = False, width: int = FULL_WIDTH) -> Image.Image:
    """The cut as a picture 3 to 2; `counter` exchanges figure and ground, `name` decides every chance."""
    canvas = Canvas(width)
    k = canvas.scale
    rng = chance(name, "edge")
    pieces = [soften(canvas, lay(canvas, form), rng) for form in (cut.form, *([add(i.shape)] for i in cut.inlays))]
    # One more felt than pieces: the ground comes first.
    felts = [cut.pair.bright, cut.pair.deep] if counter else [cut.pair.deep, cut.pair.bright]
    felts += [inlay.pair.bright if inlay.bright is not counter else inlay.pair.deep for inlay in cut.inlays]
    colours = [to_linear(felt) for felt in felts]

    wool = mat(canvas, chance(name, "wool"))
    cloud = clouds(canvas, chance(name, "cloud"))
    seams = [line for piece in pieces for line in contours(piece)]
    seam = inked(canvas, [even(line, 2 * max(k, 0.3), 8 * k) for line in seams], 3 * k)
    stitches = quilted(canvas, pieces)
    pull, thread = inked(canvas, stitches, 5 * k), inked(canvas, stitches, 2.6 * k)

    height = cloud * (1.2 * k) + blur(halved(wool.light[wool.top]), 0.8 * k) * (0.5 * k)
    height -= blur(seam, 9 * k) * (95 * k) + blur(seam, 24 * k) * (150 * k)
    height -= blur(pull, 6 * k) * (34 * k) + blur(pull, 16 * k) * (40 * k) - blur(thread, 1.2 * k) * (3 * k)
    light = coloured(wool, pieces, colours)
    # In a stitch it is dark from whichever side the light comes.
    dark = (1 - 0.22 * thread) * (1 - 0.28 * blur(pull, 2.5 * k))
    light *= ((1 + 0.045 * cloud) * dark * shade(height))[:, :, None]

    light = lay_seam(canvas, light, seams, cut.pair, chance(name, "seam"))
    light = lay_cords(canvas, light, cut.cords, cut.pair, chance(name, "cords"))
    for colour, hairs in zip(colours, loose_hairs(canvas, pieces, chance(name, "hairs")), strict=True):
        light += (colour * np.float32(1.12) - light) * (0.4 * hairs)[:, :, None]
    return Image.fromarray(canvas.cropped(to_srgb(without_glare(light))))
