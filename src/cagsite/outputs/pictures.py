"""Renditions of every photo that may be shown: decoded once, redacted, written in each width and format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from cagsite.digests import digest_bytes
from cagsite.model import Exhibition, Locale, PanelId, Photo, SourceFile
from cagsite.output import Bench, Made, Output
from cagsite.problems import Location, Problem, Severity

if TYPE_CHECKING:
    from cagsite.pictures import Recipe, Redaction

WIDTHS = (160, 232, 336, 480, 680, 960, 1360, 1920)
"""Pixels. Each at most 1.45 times the one before: whatever a layout asks for, no file is 1.5 times too wide for it."""


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
    """All renditions of one photo, or of what one language shows of it, and what pages need to know of them.

    What was made before from the same bytes by the same recipe and code is found in the cache, also after an update of
    the rest of cagsite.
    """
    from cagsite.pictures import Recipe, recipe_digest

    photo: Photo = bench.read("photo", panel, photo_id)
    file = photo.file if locale is None else photo.files[locale]
    assert file is not None
    redactions = _redactions(photo)
    recipe = Recipe(widths=WIDTHS)
    key = digest_bytes(repr((recipe_digest(file.digest, redactions, recipe), file.path, _own_code())).encode())
    known = bench.store.noted(key)
    if isinstance(known, Made) and bench.store.holds(each.digest for each in known.files):
        return known
    made = _make(bench, file, redactions, recipe)
    if made.files:
        made = replace(made, kept=(key,))
        bench.store.note(key, made)
    return made


@cache
def _own_code() -> str:
    with open(__file__, "rb") as file:
        return digest_bytes(file.read())


def _redactions(photo: Photo) -> tuple[Redaction, ...]:
    from cagsite.pictures import Redaction

    return tuple(
        Redaction(area=each.area, style=each.style, is_in_pixels=each.is_in_pixels) for each in photo.redactions
    )


def _make(bench: Bench, file: SourceFile, redactions: tuple[Redaction, ...], recipe: Recipe) -> Made:
    from cagsite.pictures import PictureError, limited, make_renditions, open_for_publishing, placeholder_colour

    try:
        with limited():
            picture = open_for_publishing(bench.source(file), name=file.path, redactions=redactions, width=max(WIDTHS))
            colour = placeholder_colour(picture)
            renditions = make_renditions(picture, recipe)
    except PictureError as error:
        return Made(problems=(_problem(Severity.ERROR, file.path, error),))
    files = []
    table: dict[str, list[tuple[int, int, str]]] = {}
    for rendition in renditions:
        name = digest_bytes(rendition.content)[:12]
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
