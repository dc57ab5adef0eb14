"""The cuts of the common rooms, in undyed wool."""

import numpy as np

from illustrations.cut import Cord, Cut, Inlay, add, exchange, remove
from illustrations.ornaments import petal, ram
from illustrations.pairs import FIVE, KAZAKHSTAN, KYRGYZSTAN, TAJIKISTAN, TURKMENISTAN, UZBEKISTAN, WOOL
from illustrations.shapes import Line, Shape, arc, around, block, bridge, disc, even, polygon, stroke, sweep, turned


def about() -> Cut:
    """Two felts that have exchanged one cut."""
    half = block(-3, -3, 0, 3)
    side = ram(stem=0.75, radii=(0.26, 0.25, 0.2), width=0.14, tip=1.35, root=1.7).turned(90)
    upright = ram(stem=0.6, radii=(0.2, 0.19, 0.15), width=0.13, tip=1.3, root=2.0)
    heart = polygon((-0.3, 0), (0, -0.3), (0.3, 0), (0, 0.3))
    cross = side + side.turned(180) + upright + upright.turned(180) + heart
    return Cut(pair=WOOL, form=(add(half), exchange(cross)), focus=(0.5, 0.5))


def central_asia() -> Cut:
    """Five pieces, each hooked into the next; where two meet, the two felts of one country."""
    ring, first, last, width, gap = 0.645, 0.275, 0.085, 0.11, 0.07
    apart = 2 * ring * np.sin(np.pi / 5)
    # Both ends of a piece wind in towards a knot that it shares with its neighbour, half a turn apart.
    wind = np.linspace(0, 360 * (first - last) / (2 * (width + gap)), 60)
    radius = np.linspace(first, last, 60)
    out, home = np.radians(-77 - wind), np.radians(175 - wind)
    tail = np.stack([radius * np.cos(out) - apart / 2, radius * np.sin(out)], axis=1)[::-1]
    head = np.stack([radius * np.cos(home) + apart / 2, radius * np.sin(home)], axis=1)
    line = np.concatenate([tail, bridge(tail[-1], 13, head[0], 85, 0.12), head])
    piece = stroke(line, [(0, width * 1.25), (0.2, width), (0.5, width * 1.25), (0.8, width), (1, width * 1.25)])
    pieces = around(piece.moved(0, -ring * np.cos(np.pi / 5)), 5)

    def tip(end: Line, i: int) -> Shape:
        x, y = end
        return disc(x, y - ring * np.cos(np.pi / 5), width * 0.68).turned(72 * i)

    inlays = []
    for i, pair in enumerate(FIVE):
        # Where two pieces meet they end in the two felts of one country.
        inlays += [Inlay(shape=tip(head[-1], i), pair=pair, bright=True)]
        inlays += [Inlay(shape=tip(tail[0], i + 1), pair=pair, bright=False)]
    # One cord in five loops; each loop passes over itself where it closes.
    way = np.radians(np.linspace(0, 360, 900))
    loops = np.stack([0.21 * np.cos(way) + 0.14 * np.cos(4 * way), 0.21 * np.sin(way) - 0.14 * np.sin(4 * way)], axis=1)
    lifted = tuple(((72 * i + 26) / 360, (72 * i + 38) / 360) for i in range(5))
    cord = Cord(line=turned(loops, -90), lifted=lifted)
    return Cut(pair=WOOL, form=(add(pieces),), inlays=tuple(inlays), cords=(cord,), focus=(0.5, 0.5))


def cag() -> Cut:
    """Five threads, one knot, from one felt into the other."""
    way = np.linspace(-2.453, 2.453, 700)
    knot = np.stack([np.sin(way) + 2 * np.sin(2 * way), 2 * np.cos(2 * way) - np.cos(way)], axis=1)
    knot = knot * (0.403, 0.36) - (0, 0.02)
    end = np.array([2.1, 0.62])
    leaving = np.concatenate([bridge(knot[-1], 90, end * (-1, 1), 180, 0.45), [end * (-1, 1)]])
    line = even(np.concatenate([(leaving * (-1, 1))[::-1], knot, leaving]), 0.006)
    along = np.gradient(line, axis=0)
    side = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.hypot(*along.T)[:, None]
    # Outside the knot the threads spread.
    outside = np.abs(np.linspace(-1, 1, len(line))) > 0.72
    spread = 1 + 2.6 * outside * np.clip((np.abs(line[:, 0]) - 0.85) / 0.8, 0, 1) ** 1.5
    lifted = tuple((crossing - 0.05, crossing + 0.05) for crossing in (0.164, 0.452, 0.748))
    felts = (KAZAKHSTAN.bright, KYRGYZSTAN.deep, TAJIKISTAN.bright, TURKMENISTAN.deep, UZBEKISTAN.deep)
    threads = tuple(
        Cord(line=line + side * (0.056 * (i - 2) * spread)[:, None], thickness=0.05, plies=(felt, felt), lifted=lifted)
        for i, felt in enumerate(felts)
    )
    return Cut(pair=WOOL, form=(add(block(0, -3, 3, 3)),), cords=threads, focus=(0.5, 0.45))


def rba() -> Cut:
    """Right and duty: two hooks, each the counterpart of the other, that only hold together."""
    width, reach = 0.27, 0.66
    bend = arc(-reach, -width / 2, width, -90, -270)
    hook = stroke(np.concatenate([[(3, -1.5 * width)], bend, [(reach, width / 2)]]), width)
    return Cut(pair=WOOL, form=(add(block(0, -3, 3, 3)), remove(hook.turned(180)), add(hook)), focus=(0.5, 0.5))


def support() -> Cut:
    """Two horns that cross and close around a bud."""
    path = sweep((-1.75, 1.02), -14, (1.75, 0), (1.178, -70), (0.28, -16), (0.40, -80), (0.36, -90), (0.25, -80))
    arm = stroke(path, [(0, 0.3), (0.5, 0.24), (0.85, 0.19), (1, 0.24)])
    bud = petal(-0.42, 0.34, 0.40, full=0.5)
    form = (exchange(arm), exchange(arm.mirrored()), add(bud), remove(petal(-0.28, 0.2, 0.18, full=0.5)))
    return Cut(pair=WOOL, form=form, focus=(0.5, 0.5))


PANELS = {
    "pages/about": about,
    "pages/cag": cag,
    "pages/rba": rba,
    "pages/support": support,
    "regions/central-asia": central_asia,
}
