"""Albers equal-area conic projection: areas keep their proportions, which is what countries are compared by.

Formulas for the sphere after John P. Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395 (1987),
page 100, (14-1) to (14-6). The globe has radius 1 here; y grows to the south, as on a screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, isclose, radians, sin, sqrt

Point = tuple[float, float]
"""Longitude and latitude in degrees, or x and y."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Albers:
    """Where the cone cuts the globe, and what lies in the middle."""

    parallels: tuple[float, float]
    """Degrees north: the two along which nothing is stretched; not one as far south as the other is north."""
    longitude: float
    """Degrees east of the meridian that runs straight up."""
    latitude: float
    """Degrees north of the point that becomes 0, 0 on that meridian."""

    @property
    def _cone(self) -> tuple[float, float]:
        """n and C of (14-3) and (14-5)."""
        first, second = map(radians, self.parallels)
        n = sin(first) if isclose(first, second) else (sin(first) + sin(second)) / 2
        return n, cos(first) ** 2 + 2 * n * sin(first)

    def _radius(self, latitude: float) -> float:
        """rho of (14-4): the distance from the point of the cone."""
        n, c = self._cone
        return sqrt(max(c - 2 * n * sin(radians(latitude)), 0)) / n

    def project(self, point: Point) -> Point:
        """Where a place lies on the flat map; (14-1), (14-2), with the longitude counted the shorter way round."""
        n, _ = self._cone
        away = (point[0] - self.longitude + 180) % 360 - 180
        theta = n * radians(away)
        radius = self._radius(point[1])
        return radius * sin(theta), radius * cos(theta) - self._radius(self.latitude)


def fitting(points: Sequence[Point]) -> Albers:
    """A cone for what lies there: parallels a sixth of its height within its edges (Snyder, page 99)."""
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    inset = (north - south) / 6
    first, second = south + inset, north - inset
    if isclose(first, -second, abs_tol=1):  # astride the equator there is no cone, but one a little to the side of it
        second += 2
    return Albers(parallels=(first, second), longitude=(west + east) / 2, latitude=(south + north) / 2)
