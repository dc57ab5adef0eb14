"""The map drawn once for all pages, and its names placed once for each language; none of it is published by itself."""

from __future__ import annotations

from collections.abc import Iterator

from cagsite.maps.drawing import draw
from cagsite.model import Exhibition, Locale
from cagsite.output import Bench, Made, Output
from cagsite.views.map import MapView, names_of
from cagsite.visit import Visit

SIZES = {"large": (800, 3000), "light": (800, 2800), "small": (120, 700)}
"""By name: pixels across, and characters that all paths together may take. Names stand alike on the first two."""


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """An output per size, and two per language, where there is a map."""
    if not any(land.country is not None for land in exhibition.lands):
        return
    for size in SIZES:
        yield Output(id=f"map/{size}", maker=make_map, arguments=(size,), rank=0)
    for language in exhibition.settings.languages:
        for is_whole in (False, True):
            id = names_of(language.code, is_whole=is_whole)
            yield Output(id=id, maker=make_names, arguments=(language.code, is_whole), rank=1)


def make_map(bench: Bench, size: str) -> Made:
    """The drawing as a fact."""
    width, limit = SIZES[size]
    lands, settings = bench.read("lands"), bench.read("setting", "map")
    return Made(facts={"drawing": draw(lands, settings, width=width, limit=limit)})


def make_names(bench: Bench, locale: Locale, is_whole: bool) -> Made:
    """Where names stand, as a fact."""
    view = MapView(Visit(bench, locale, ""), bench.fact("map/large", "drawing"), is_whole=is_whole)
    return Made(facts={"spots": view.settle()})
