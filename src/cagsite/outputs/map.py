"""The map drawn once for all pages: shapes, borders and water as paths; it publishes nothing by itself."""

from __future__ import annotations

from collections.abc import Iterator

from cagsite.maps.drawing import draw
from cagsite.model import Exhibition
from cagsite.output import Bench, Made, Output

SIZES = {"large": (800, 3300), "light": (800, 2800), "small": (120, 700)}
"""By name: pixels across, and characters that all paths together may take."""


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """One output per size, where there is a map."""
    if any(land.country is not None for land in exhibition.lands):
        for size in SIZES:
            yield Output(id=f"map/{size}", maker=make_map, arguments=(size,), rank=0)


def make_map(bench: Bench, size: str) -> Made:
    """The drawing as a fact."""
    width, limit = SIZES[size]
    lands, settings = bench.read("lands"), bench.read("setting", "map")
    return Made(facts={"drawing": draw(lands, settings, width=width, limit=limit)})
