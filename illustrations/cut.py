"""A cut: which felt lies where, told by adding, removing and exchanging shapes."""

from dataclasses import dataclass
from enum import Enum

from illustrations.pairs import Pair
from illustrations.shapes import Line, Point, Shape


class Act(Enum):
    """What the knife does with a shape."""

    ADD = "figure where the shape is"
    REMOVE = "ground where the shape is"
    EXCHANGE = "figure and ground change places where the shape is"


@dataclass(frozen=True, slots=True)
class Step:
    """One stroke of the knife."""

    act: Act
    shape: Shape


def add(shape: Shape) -> Step:
    """Lay the figure's felt there."""
    return Step(Act.ADD, shape)


def remove(shape: Shape) -> Step:
    """Lay the ground's felt there."""
    return Step(Act.REMOVE, shape)


def exchange(shape: Shape) -> Step:
    """Cut through both felts there and exchange the pieces."""
    return Step(Act.EXCHANGE, shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inlay:
    """A small piece of another country's felt."""

    shape: Shape
    pair: Pair
    bright: bool
    """Whether it is the bright one of its pair; exchanged in the counterpart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cord:
    """A cord that lies on top, apart from the cord in the seam; later ones pass over earlier ones."""

    line: Line
    thickness: float = 0.034
    plies: tuple[str, str] | None = None
    """The two colours that are twisted; None for those of the cut's own pair."""
    lifted: tuple[tuple[float, float], ...] = ()
    """Parts of its way, as fractions, where it passes over all cords, itself included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A composition for one panel."""

    pair: Pair
    form: tuple[Step, ...]
    """The figure, of the bright felt, in a ground of the deep one."""
    focus: Point
    """What a crop must keep, as fractions of width and height."""
    inlays: tuple[Inlay, ...] = ()
    cords: tuple[Cord, ...] = ()
