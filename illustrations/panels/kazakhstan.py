"""The cuts of Kazakhstan's rooms, in sky and sun."""

import numpy as np

from illustrations.cut import Cut, add, exchange, remove
from illustrations.ornaments import below, horn, petal, ram, scroll, swell, tooth
from illustrations.pairs import KAZAKHSTAN
from illustrations.shapes import Shape, around, block, disc, polygon, stroke, twin, union


def kazakhstan() -> Cut:
    """A sun that whirls on the horizon, and over the steppe becomes its own counterpart."""
    y, horizon = 0.03, 0.24
    steppe = below(swell(-2, 2, horizon, height=0.02, length=4, phase=0.25))
    ray = horn(stem=0.09, radii=(0.107, 0.1, 0.06), width=0.082, tip=1.25, root=1.15).moved(-0.1, -0.6)
    # Ten rays, so turned that the horizon passes between them.
    rays = around(ray, 10, start=19.8).moved(0, y)

    def grass(top: float, reach: float) -> Shape:
        return scroll((-1.8, top), 0, reach, (0.11, 0.105, 0.083), width=0.09, turn=-90)

    blown = twin(grass(0.52, 0.40) + grass(0.71, 0.73) + grass(0.9, 1.06))
    sun = [exchange(disc(0, y, radius)) for radius in (0.43, 0.33, 0.185)]
    return Cut(pair=KAZAKHSTAN, form=(add(steppe), remove(blown), *sun, exchange(rays)), focus=(0.5, 0.5))


def adil_soz() -> Cut:
    """The lines of a page leave it as sound."""
    x = np.linspace(-0.9, 2, 400)
    rise = 0.105 * np.clip((x + 0.14) / 0.9, 0, 1) * np.sin(2 * np.pi * (x + 0.1) / 0.84)
    lines = union(stroke(np.stack([x, 0.27 * i - rise], axis=1), 0.125) for i in range(-2, 3))
    return Cut(pair=KAZAKHSTAN, form=(add(block(-1.12, -0.8, -0.1, 0.8)), exchange(lines)), focus=(0.48, 0.5))


def alma_tq() -> Cut:
    """Two crescents that become each other on crossing a threshold."""
    threshold = block(0, -3, 3, 3)
    rings = [disc(-0.36, 0, 0.69), disc(-0.27, 0, 0.5), disc(0.36, 0, 0.69), disc(0.27, 0, 0.5)]
    return Cut(pair=KAZAKHSTAN, form=(add(threshold), *(exchange(ring) for ring in rings)), focus=(0.5, 0.5))


def shyrak() -> Cut:
    """A wheel whose upper spokes are the fingers of an open hand."""
    finger = stroke(np.array([(0, -0.1), (0, -0.74)]), [(0, 0.08), (0.6, 0.2), (0.85, 0.21), (1, 0.2)])
    hand = union(finger.turned(angle) for angle in (-60, -30, 0, 30, 60))
    spokes = union(stroke(np.array([(0, 0.1), (0, 0.75)]), 0.09).turned(angle) for angle in (-72, -36, 0, 36, 72))
    form = (
        add(disc(0, 0, 0.92)),
        remove(disc(0, 0, 0.68)),
        exchange(hand),
        add(spokes),
        add(disc(0, 0, 0.2)),
        remove(disc(0, 0, 0.09)),
    )
    return Cut(pair=KAZAKHSTAN, form=form, focus=(0.5, 0.45))


def green_salvation() -> Cut:
    """Ridges above the ground, and what holds them below."""
    ground = 0.1
    right = [(0.78, -0.24), (1.12, -0.56), (1.75, -0.02), (3.0, -0.1), (3.0, ground)]
    ridges = polygon(*[(-x, y) for x, y in reversed(right)], (0.0, -0.92), *right)

    def valley(x: float, height: float, half: float) -> Shape:
        return polygon((x - half, 0.0), (x, -height), (x + half, 0.0))

    def root(x: float, length: float, radius: float, width: float) -> Shape:
        radii = (radius, radius * 0.95, radius * 0.75)
        return scroll((x, 0.08), 90, length, radii, width=width, turn=-90, tip=1.35, root=1.35)

    folds = [valley(0, 0.73, 0.78), valley(0, 0.51, 0.545), valley(0, 0.29, 0.31), twin(valley(1.12, 0.37, 0.3))]
    roots = twin(root(0.18, 0.52, 0.155, 0.125) + root(0.68, 0.42, 0.145, 0.12) + root(1.14, 0.33, 0.135, 0.11))
    tap = stroke(np.array([(0, 0.08), (0, 0.9)]), [(0, 0.16), (1, 0.06)])
    form = (add(ridges), *(exchange(fold) for fold in folds), add(roots + tap))
    return Cut(pair=KAZAKHSTAN, form=form, focus=(0.5, 0.45))


def report_2011() -> Cut:
    """A page closed, and a page open as a comb, with as many strips as the report has sections."""
    sections, top, bottom = 23, -0.62, 0.8
    x = np.linspace(0.06, 1.22, 60)
    swelling = -0.16 * np.sin(np.pi * np.clip((x - 0.06) / 1.16, 0, 1) ** 0.8)

    def strip(start: float, end: float, columns: slice = slice(None)) -> Shape:
        upper, lower = (top + (bottom - top) * part + swelling for part in (start, end))
        edges = np.stack([x, upper], axis=1)[columns], np.stack([x, lower], axis=1)[columns][::-1]
        return Shape((np.concatenate(edges),))

    opened = union(strip(i / sections, (i + 1) / sections) for i in range(0, sections, 2)) + strip(0, 1, slice(8))
    head = ram(stem=0.2, radii=(0.15, 0.14, 0.1), width=0.1, tip=1.3, root=1.6)
    seal = head + head.turned(180) + polygon((-0.16, 0), (0, -0.2), (0.16, 0), (0, 0.2))
    form = (add(strip(0, 1).mirrored() + opened), exchange(seal.moved(-0.66, -0.02)))
    return Cut(pair=KAZAKHSTAN, form=form, focus=(0.5, 0.5))


def feminita() -> Cut:
    """A house within a house within a house."""

    def gable(half: float) -> Shape:
        top = 0.3 - 0.12 * half
        return polygon((-half, 1.5), (-half, top), (0, top - half * 0.95), (half, top), (half, 1.5))

    walls = [exchange(gable(half)) for half in (0.9, 0.68, 0.46, 0.24)]
    ridge = twin(scroll((0, -0.56), -90, 0.12, (0.17, 0.16, 0.1), width=0.105))
    eaves = twin(scroll((0.6, -0.005), 43.5, 0.4, (0.15, 0.14, 0.09), width=0.125, turn=-90))
    return Cut(pair=KAZAKHSTAN, form=(*walls, add(ridge + eaves)), focus=(0.5, 0.45))


def kibhr() -> Cut:
    """A beam in balance."""

    def lozenge(y: float, half: float) -> Shape:
        return polygon((0, y - half * 1.08), (half, y), (0, y + half * 1.08), (-half, y))

    beam = twin(scroll((0, -0.5), 0, 0.66, (0.34, 0.32, 0.25), width=0.18, tip=1.45))
    post = polygon((-0.11, -0.55), (0.11, -0.55), (0.17, 0.45), (-0.17, 0.45))
    foot = tooth(1.35, 0.56, steps=4).moved(0, 0.9)
    form = (add(beam + post + foot + lozenge(-0.7, 0.25)), remove(lozenge(-0.7, 0.11) + lozenge(0.63, 0.11)))
    return Cut(pair=KAZAKHSTAN, form=form, focus=(0.5, 0.4))


def medianet() -> Cut:
    """A net with its knots; in the middle, figure and ground checked against each other."""
    mesh, thread = 0.5, 0.1
    lines = [
        stroke(np.array([(i * mesh - 2.5 * side, -2.5), (i * mesh + 2.5 * side, 2.5)]), thread)
        for i in range(-9, 10)
        for side in (-1, 1)
    ]
    knots = [disc(i * mesh / 2, j * mesh / 2, 0.095) for i in range(-8, 9) for j in range(-6, 7) if (i + j) % 2 == 0]
    window = polygon((0, -0.75), (0.75, 0), (0, 0.75), (-0.75, 0))
    net = union(lines + knots).moved(mesh / 2, 0)
    form = (add(net), exchange(window), remove(disc(0, 0, 0.22)), add(disc(0, 0, 0.12)))
    return Cut(pair=KAZAKHSTAN, form=form, focus=(0.5, 0.5))


def institute_equal_rights() -> Cut:
    """Two equal combs; turned half round, the picture is its own counterpart."""
    pitch = 0.56
    places = [(i + 0.25) * pitch for i in range(-6, 7)]
    teeth = union(stroke(np.array([(x, -0.2), (x, 0.4)]), pitch / 2) for x in places)
    veins = union(petal(-0.36, 0.24, 0.1, full=0.5).moved(x, 0) for x in places)
    back = union(polygon((x - 0.1, -0.8), (x, -0.92), (x + 0.1, -0.8), (x, -0.68)) for x in places)
    form = (add(block(-3, -3, 3, 0)), add(teeth), remove(teeth.turned(180)))
    marks = veins + back
    return Cut(pair=KAZAKHSTAN, form=(*form, exchange(marks), exchange(marks.turned(180))), focus=(0.5, 0.5))


PANELS = {
    "countries/kazakhstan": kazakhstan,
    "organisations/adil-soz": adil_soz,
    "organisations/alma-tq": alma_tq,
    "organisations/shyrak": shyrak,
    "organisations/green-salvation": green_salvation,
    "organisations/feminita": feminita,
    "organisations/kibhr": kibhr,
    "organisations/medianet": medianet,
    "organisations/institute-equal-rights": institute_equal_rights,
    "documents/report-kazakhstan-2011": report_2011,
}
