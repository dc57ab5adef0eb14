"""`content/map.geojson` (RFC 7946): the countries' shapes, and the land around them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cagsite import yamltree
from cagsite.codes import problem
from cagsite.load import Source
from cagsite.model import Land, PanelId
from cagsite.problems import Location, Problem
from cagsite.reading import MAP_FILE
from cagsite.yamltree import DEPTH_LIMIT, Mapping, Node, Sequence

Ring = tuple[tuple[float, float], ...]

CORNERS = 3
"""Points that the simplest area has."""


def read_lands(source: Source) -> tuple[tuple[Land, ...] | None, list[Problem]]:
    """The pieces of land, or None, and what is wrong."""
    document = source.documents[MAP_FILE]
    reader = _Reader(document.file, document.body)
    reader.problems += source.problems
    if not document.is_readable:
        return None, reader.problems
    data = reader.json()
    lands = tuple(reader.lands(data)) if not reader.problems else ()
    return (lands if not reader.problems else None), reader.problems


class _Reader:
    """The file, and what is found wrong in it."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.problems: list[Problem] = []
        self._tree: Node | None = None

    def report(self, code: str, *path: str | int, **values: object) -> None:
        """A problem at a part of the file."""
        self.problems.append(problem(code, self.place(path), None, "", **values))

    def place(self, path: tuple[str | int, ...]) -> Location:
        """Where a part stands: JSON is YAML too, and the tree of that has positions; only an error is worth it."""
        self._tree = self._tree or yamltree.parse(self.text, self.file, [])
        node = self._tree
        if node is None:
            return Location(self.file)
        for step in path:
            inner = _inner(node, step)
            if inner is None:
                break
            node = inner
        return Location(self.file, node.line, node.column)

    def json(self) -> Any:
        """The whole as values; None where it is not JSON."""
        try:
            return json.loads(self.text, parse_constant=_refuse)
        except json.JSONDecodeError as error:
            self.problems.append(problem("bad-json", Location(self.file, error.lineno, error.colno)))
        except _UnknownNumberError as error:
            self.problems.append(problem("bad-json", self.found(str(error))))
        except RecursionError:
            self.problems.append(problem("too-deep", Location(self.file), limit=DEPTH_LIMIT))
        return None

    def found(self, word: str) -> Location:
        """Where a word stands first."""
        before = self.text.partition(word)[0]
        return Location(self.file, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)

    def lands(self, data: Any) -> Iterator[Land]:
        """Every feature."""
        features = data.get("features") if isinstance(data, dict) and data.get("type") == "FeatureCollection" else None
        if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
            self.report("map-not-a-collection")
            return
        seen: set[str] = set()
        for index, feature in enumerate(features):
            country = feature.get("id")
            if country is not None and not isinstance(country, str):
                self.report("map-bad-id", "features", index, "id", number=index + 1, value=json.dumps(country))
            elif country in seen:
                self.report("map-country-twice", "features", index, "id", number=index + 1, value=country)
            elif country is not None:
                seen.add(country)
            rings = tuple(self.rings(feature.get("geometry"), index))
            yield Land(country=PanelId(country) if isinstance(country, str) else None, rings=rings)
        if not seen:
            self.report("map-without-country", "features")

    def rings(self, geometry: Any, index: int) -> Iterator[Ring]:
        """Every closed line of a feature, whether around it or around a hole."""
        at = ("features", index, "geometry")
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        parts = geometry.get("coordinates") if isinstance(geometry, dict) else None
        areas = {"Polygon": [parts], "MultiPolygon": parts}.get(str(kind))
        if areas is None or not isinstance(areas, list):
            self.report("map-not-an-area", *at, number=index + 1, type=kind or "null")
            return
        for area, lines in enumerate(areas):
            inside = (area,) if kind == "MultiPolygon" else ()
            for number, line in enumerate(lines if isinstance(lines, list) else [None]):
                ring = self.ring(line, index, (*at, "coordinates", *inside, number))
                if ring:
                    yield ring

    def ring(self, line: Any, index: int, at: tuple[str | int, ...]) -> Ring:
        """One closed line; empty where a problem says why."""
        points = line if isinstance(line, list) else []
        for number, point in enumerate(points):
            if not _is_position(point):
                self.report("map-bad-position", *at, number, number=index + 1, value=json.dumps(point))
                return ()
        if len(points) <= CORNERS or points[0][:2] != points[-1][:2]:
            self.report("map-bad-ring", *at, number=index + 1)
            return ()
        return tuple((float(point[0]), float(point[1])) for point in points[:-1])


class _UnknownNumberError(ValueError):
    """NaN and Infinity, which Python reads and JSON does not know."""


def _refuse(word: str) -> None:
    raise _UnknownNumberError(word)


def _is_position(point: Any) -> bool:
    if not isinstance(point, list) or len(point) < 2:
        return False
    if not all(isinstance(number, int | float) and not isinstance(number, bool) for number in point[:2]):
        return False
    return bool(abs(point[0]) <= 180 and abs(point[1]) <= 90)


def _inner(node: Node, step: str | int) -> Node | None:
    if isinstance(node, Mapping) and isinstance(step, str):
        found = node.fields.get(step)
        return found[1] if found else None
    if isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None
