"""Renditions of every photo that may be shown: decoded once, redacted, written in each width and format."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cagsite.digests import digest_bytes
from cagsite.model import Exhibition, Locale, PanelId, Photo
from cagsite.output import Bench, Made, Output
from cagsite.problems import Location, Problem, Severity

WIDTHS = (360, 640, 960, 1440, 1920)
"""Pixels: the layout's slots at 360-1920 px windows and one to three device pixels."""


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """One output per file of a photo; public names come from the bytes that are made, so nobody knows them yet."""
    for panel in exhibition.panels.values():
        for photo in panel.photos:
            if photo.file is not None:
                for locale in photo.files or (None,):
                    name = f"picture/{panel.id}/{photo.id}"
                    yield Output(
                        id=name if locale is None else f"{name}/{locale}",
                        maker=make_picture,
                        arguments=(panel.id, photo.id, locale),
                        rank=0,
                        is_guarded=True,
                    )


def make_picture(bench: Bench, panel: PanelId, photo_id: str, locale: Locale | None) -> Made:
    """All renditions of one photo, or of what one language shows of it, and what pages need to know of them."""
    from cagsite.pictures import (
        PictureError,
        Recipe,
        Redaction,
        limited,
        make_renditions,
        open_for_publishing,
        placeholder_colour,
    )

    photo: Photo = bench.read("photo", panel, photo_id)
    file = photo.file if locale is None else photo.files[locale]
    assert file is not None
    redactions = tuple(Redaction(area=each.area, style=each.style) for each in photo.redactions)
    try:
        with limited():
            picture = open_for_publishing(bench.source(file), name=file.path, redactions=redactions, width=max(WIDTHS))
            colour = placeholder_colour(picture)
            renditions = make_renditions(picture, Recipe(widths=WIDTHS))
    except PictureError as error:
        return Made(problems=(_problem(Severity.ERROR, file.path, error),))
    files = []
    table: dict[str, list[tuple[int, int, str]]] = {}
    for rendition in renditions:
        name = digest_bytes(rendition.content)[:16]
        path = f"media/{name}.{'jpg' if rendition.format == 'jpeg' else rendition.format}"
        files.append(bench.file(path, rendition.content))
        table.setdefault(rendition.format, []).append((rendition.width, rendition.height, path))
    return Made(
        files=tuple(files),
        facts={
            "renditions": tuple((format, tuple(sorted(made))) for format, made in table.items()),
            "colour": colour,
        },
        problems=tuple(_problem(Severity.WARNING, file.path, remark) for remark in picture.remarks),
    )


def _problem(severity: Severity, path: str, told: Any) -> Problem:
    parameters = {name: str(value) for name, value in told.parameters.items()}
    return Problem.make(severity, told.code, Location(path), told.message, told.hint, **parameters)
