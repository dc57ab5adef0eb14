"""The cuts of Kyrgyzstan's rooms, in madder and saffron."""

import numpy as np

from illustrations.cut import Cut, add, exchange, remove
from illustrations.ornaments import petal, ram, scroll, tooth
from illustrations.pairs import KYRGYZSTAN
from illustrations.shapes import Shape, arc, around, block, curve, disc, polygon, stroke, sweep, twin, union


def kyrgyzstan() -> Cut:
    """Between two mountains the ring through which a yurt sees the sky."""
    y = -0.24

    def bars(angle: float) -> Shape:
        bows = ((-0.15, 0.5), (0.0, 0.6), (0.15, 0.5))
        return union(
            stroke(curve([(-reach, 2 * bow), (0, bow), (reach, 2 * bow)]), 0.075).turned(angle) for bow, reach in bows
        )

    ring = (add(disc(0, y, 0.66)), remove(disc(0, y, 0.5)), add((bars(45) + bars(-45)).moved(0, y)))
    slopes = polygon((-2.1, 3), (-2.1, 0.92), (-1.14, -0.3), (0, 0.84), (1.14, -0.3), (2.1, 0.92), (2.1, 3))
    folds = [twin(polygon((1.14 - half, 0.86), (1.14, 0.86 - half), (1.14 + half, 0.86))) for half in (0.88, 0.6, 0.32)]
    return Cut(pair=KYRGYZSTAN, form=(add(slopes), *(exchange(fold) for fold in folds), *ring), focus=(0.5, 0.4))


def bfi() -> Cut:
    """The house with its fruit trees, one half of each felt."""
    house = polygon((-0.98, 0.16), (0, -0.56), (0.98, 0.16), (0.8, 0.16), (0.8, 0.84), (-0.8, 0.84), (-0.8, 0.16))
    hall = polygon((-0.58, 0.84), (-0.58, 0.2), (0, -0.23), (0.58, 0.2), (0.58, 0.84))
    door = polygon((-0.25, 0.84), (-0.25, 0.34), (0, 0.14), (0.25, 0.34), (0.25, 0.84))
    boughs = ram(stem=0.16, radii=(0.115, 0.11, 0.08), width=0.085, tip=1.3)
    tree = block(1.22, 0.1, 1.32, 0.84) + boughs.moved(1.27, 0.1) + petal(0, 0.38, 0.2).moved(1.27, -0.13)
    crest = twin(scroll((0, -0.62), -90, 0.0, (0.16, 0.15, 0.11), width=0.115))
    cuts = (block(-3, 0.84, 3, 3), house + crest, hall, door, twin(tree))
    return Cut(pair=KYRGYZSTAN, form=(add(block(0, -3, 3, 3)), *(exchange(cut) for cut in cuts)), focus=(0.5, 0.5))


def center_protection_children() -> Cut:
    """A kite above a nest."""
    kite = polygon((0, -0.96), (0.46, -0.42), (0, 0.22), (-0.46, -0.42))
    quarters = polygon((0, -0.81), (0.33, -0.42), (0, -0.42)) + polygon((0, -0.42), (0, 0.04), (-0.33, -0.42))
    rim = sweep((0, 0.88), 0, (0.5, -8), (0.75, -76), (0.236, 84), (0.22, 90), (0.173, 90))
    lining = sweep((0, 0.65), 0, (0.36, -8), (0.52, -76))
    nest = twin(stroke(rim, [(0, 0.16), (0.6, 0.15), (1, 0.18)]) + stroke(lining, [(0, 0.13), (1, 0.09)]))
    eggs = disc(0, 0.47, 0.085) + twin(disc(0.24, 0.45, 0.085))
    return Cut(pair=KYRGYZSTAN, form=(add(kite), remove(quarters), add(nest + eggs)), focus=(0.5, 0.4))


def nazik_kyz() -> Cut:
    """A shoot that opens."""
    stem = stroke(np.array([(0, 1.2), (0, -0.1)]), [(0, 0.22), (1, 0.12)])
    low = twin(scroll((0, 0.88), -48, 0.42, (0.25, 0.24, 0.18), width=0.15, root=1.2))
    high = twin(scroll((0, 0.22), -58, 0.42, (0.24, 0.22, 0.16), width=0.16, tip=1.25, root=1.1))
    bud = petal(0, 0.92, 0.42, full=0.52).moved(0, -0.05)
    form = (
        add(stem + low + high),
        remove(petal(-0.02, 1.02, 0.6, full=0.52).moved(0, -0.02)),
        add(bud),
        remove(petal(0.2, 0.72, 0.2, full=0.5).moved(0, -0.05)),
    )
    return Cut(pair=KYRGYZSTAN, form=form, focus=(0.5, 0.4))


def bir_duino() -> Cut:
    """One world: a ring of twelve pieces, each with a cut of its own."""
    pieces, gap = 12, 2.4
    step = 360 / pieces

    def piece(i: int) -> Shape:
        start, end = step * i - 90 + gap, step * (i + 1) - 90 - gap
        return Shape((np.concatenate([arc(0, 0, 0.93, start, end, 30), arc(0, 0, 0.51, end, start, 30)]),))

    marks = (
        disc(0, -0.72, 0.105),
        polygon((-0.11, -0.72), (0, -0.87), (0.11, -0.72), (0, -0.57)),
        petal(0.57, 0.88, 0.2),
        tooth(0.23, 0.21, steps=2).moved(0, -0.63),
        ram(stem=0.09, radii=(0.06, 0.055, 0.04), width=0.05).moved(0, -0.66),
        twin(petal(0.57, 0.87, 0.1).turned(5.6)),
    )
    ring = union(piece(i) for i in range(pieces))
    cuts = union(marks[i % len(marks)].turned(step * (i + 0.5)) for i in range(pieces))
    bloom = around(petal(0.06, 0.36, 0.17), 6)
    return Cut(pair=KYRGYZSTAN, form=(add(ring), remove(cuts), add(disc(0, 0, 0.42)), remove(bloom)), focus=(0.5, 0.5))


def appeal_2014() -> Cut:
    """A bell, and its sound spreading."""
    side = curve([(-0.56, 0.44), (-0.42, 0.22), (-0.38, -0.14), (-0.3, -0.42), (0, -0.58), (0.3, -0.42), (0.38, -0.14)])
    side = np.concatenate([side, curve([(0.38, -0.14), (0.42, 0.22), (0.56, 0.44)])])
    bell = Shape((side,)) + stroke(np.array([(-0.54, 0.48), (0.54, 0.48)]), 0.13)
    bands = block(-0.5, 0.12, 0.5, 0.19) + block(-0.5, 0.26, 0.5, 0.33)
    sound = [exchange(disc(0, 0.02, radius)) for radius in (1.44, 1.14, 0.85)]
    form = (*sound, exchange(bell + disc(0, -0.6, 0.1) + disc(0, 0.66, 0.12)), add(bands))
    return Cut(pair=KYRGYZSTAN, form=form, focus=(0.5, 0.5))


PANELS = {
    "countries/kyrgyzstan": kyrgyzstan,
    "organisations/bfi": bfi,
    "organisations/center-protection-children": center_protection_children,
    "organisations/nazik-kyz": nazik_kyz,
    "organisations/bir-duino": bir_duino,
    "documents/appeal-kgz-002-0314": appeal_2014,
}
