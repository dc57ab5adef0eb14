"""The cut of Turkmenistan's room, in oasis green and the rose of old carpets."""

from illustrations.cut import Cut, add, exchange, remove
from illustrations.ornaments import petal, swell
from illustrations.pairs import TURKMENISTAN
from illustrations.shapes import Shape, polygon, stroke, twin


def turkmenistan() -> Cut:
    """The octagon of the carpets, with water in its middle."""

    def octagon(x: float, y: float, corner: float) -> Shape:
        half = [(corner - x, -y), (x - corner, -y), (x, corner - y), (x, y - corner)]
        return polygon(*half, *[(-px, -py) for px, py in half])

    quarter = polygon((0, 0), (0, -0.68), (-0.54, -0.68), (-0.84, -0.38), (-0.84, 0))
    leaves = twin(petal(0, 0.29, 0.15, full=0.5).turned(50).moved(0.41, -0.365))
    water = stroke(swell(-0.24, 0.24, 0, height=0.1, length=0.24), 0.075)
    form = (
        add(octagon(1.0, 0.84, 0.36)),
        exchange(quarter + quarter.turned(180)),
        exchange(leaves + leaves.scaled(1, -1)),
        add(octagon(0.46, 0.37, 0.16)),
        remove(octagon(0.36, 0.27, 0.12)),
        add(water),
        add(twin(octagon(0.27, 0.32, 0.12).moved(1.5, 0))),
        remove(twin(octagon(0.11, 0.15, 0.05).moved(1.5, 0))),
    )
    return Cut(pair=TURKMENISTAN, form=form, focus=(0.5, 0.5))


PANELS = {"countries/turkmenistan": turkmenistan}
