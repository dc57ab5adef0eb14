"""A photo from somebody's camera into a panel: clean, complete and checked before anything is written, or not."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cagsite.entries import with_entry
from cagsite.faults import outside
from cagsite.model import Exhibition, Panel, Place
from cagsite.problems import Location, Problem
from cagsite.reading import PANEL_FILE, PICTURE_TYPES
from cagsite.sources import Project
from cagsite.trial import problems_with
from cagsite.yamltree import Node

EARTH = 6371.0
"""Kilometres from its middle."""


def nearest_place(exhibition: Exhibition, position: tuple[float, float]) -> tuple[Place, float] | None:
    """The exhibition's own place that is nearest to a position, and how many kilometres away it is."""
    reached = [
        (_distance(position, (place.latitude, place.longitude)), place.id) for place in exhibition.places.values()
    ]
    if not reached:
        return None
    distance, id = min(reached)
    return exhibition.places[id], distance


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    north, east = map(math.radians, one)
    south, west = map(math.radians, other)
    half = math.sin((north - south) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin((east - west) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def free_id(panel: Panel) -> str:
    """The first of photo-1, photo-2 and so on that the panel does not have."""
    taken = {photo.id for photo in panel.photos}
    return next(id for number in range(1, len(taken) + 2) if (id := f"photo-{number}") not in taken)


def free_name(folder: Path, id: str, ending: str) -> str:
    """A file name that says no more than the id does, and is not taken on any computer."""
    taken = {name.casefold() for name in os.listdir(folder)}
    names = (f"{id}{ending}", *(f"{id}-{number}{ending}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name.casefold() not in taken)


class UnusualFileError(Exception):
    """A file is written in a way that cannot be added to as text; `path` tells which."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What is to be written into one panel's folder."""

    panel: Panel
    name: str
    """Of the picture."""
    content: bytes
    texts: Mapping[str, str]
    """New texts by file name: `panel.yaml` and those of the languages."""


def arrival(
    project: Project,
    panel: Panel,
    id: str,
    picture: tuple[str, bytes],
    facts: Mapping[str, Node],
    words: Mapping[str, Mapping[str, Node]],
) -> Arrival:
    """The files as they would be; `words` by language. Raises UnusualFileError."""
    texts: dict[str, str] = {}
    folder = project.root / panel.folder
    for file, kind, fields in (
        ("panel.yaml", panel.kind.value, facts),
        *((f"panel.{tag}.md", "words", fields) for tag, fields in words.items()),
    ):
        if fields:
            with outside(file):
                text = (folder / file).read_bytes().decode("utf-8")
            made = with_entry(text, kind=kind, list_name="photos", id=id, fields=fields)
            if made is None:
                raise UnusualFileError(f"{panel.folder}/{file}")
            texts[file] = made
    return Arrival(panel=panel, name=picture[0], content=picture[1], texts=texts)


def faults_of(project: Project, arrival: Arrival) -> tuple[Problem, ...]:
    """What would be wrong with the panel afterwards, found in a copy of the content among the system's scraps."""
    folder = arrival.panel.folder
    files = {f"{folder}/{name}": content for name, content in _files(arrival)}
    return tuple(found for found in problems_with(project, files, folder) if _is_about(found.location, arrival.panel))


def _is_about(location: Location, panel: Panel) -> bool:
    folder, _, name = location.file.rpartition("/")
    known = PANEL_FILE.fullmatch(name) or os.path.splitext(name)[1].lower() in PICTURE_TYPES
    return folder == panel.folder and bool(known)


def _files(arrival: Arrival) -> Iterable[tuple[str, bytes]]:
    """The picture first, the facts that name it last: whoever reads meanwhile finds no name without its file."""
    yield arrival.name, arrival.content
    for name in sorted(arrival.texts, reverse=True):
        if name != "panel.yaml":
            yield name, arrival.texts[name].encode()
    if "panel.yaml" in arrival.texts:
        yield "panel.yaml", arrival.texts["panel.yaml"].encode()


def write_arrival(project: Project, arrival: Arrival) -> None:
    """All files or none: what stood there is put back where one of them cannot be written."""
    folder = project.root / arrival.panel.folder
    files = list(_files(arrival))
    before = {name: (folder / name).read_bytes() if (folder / name).exists() else None for name, _ in files}
    done: list[str] = []
    try:
        with outside(arrival.panel.folder):
            for name, content in files:
                (folder / f".{name}.part").write_bytes(content)
            for name, _ in files:
                os.replace(folder / f".{name}.part", folder / name)
                done.append(name)
    except BaseException:
        for name in reversed(done):
            was = before[name]
            if was is None:
                (folder / name).unlink(missing_ok=True)
            else:
                (folder / name).write_bytes(was)
        raise
    finally:
        for name, _ in files:
            with contextlib.suppress(OSError):
                (folder / f".{name}.part").unlink(missing_ok=True)
