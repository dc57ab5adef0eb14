"""Renditions of every photo that may be shown: decoded once, redacted, written in each width and format."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from cagsite.digests import digest_bytes
from cagsite.model import Exhibition, Locale, PanelId, Photo, SourceFile
from cagsite.output import Bench, Made, Output
from cagsite.photo_files import code_digest, file_in, outputs_of, redactions_of, remembered
from cagsite.problems import Severity
from cagsite.refusal import problem_of

if TYPE_CHECKING:
    from cagsite.pictures import Recipe, Redaction

WIDTHS = (160, 232, 336, 480, 680, 960, 1360, 1920)
"""Pixels. Each at most 1.45 times the one before: whatever a layout asks for, no file is 1.5 times too wide for it."""


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """One output per file of a photo; public names come from the bytes that are made, so nobody knows them yet."""
    for panel in exhibition.panels.values():
        for photo in panel.photos:
            yield from outputs_of("picture", make_picture, panel.id, photo)


def make_picture(bench: Bench, panel: PanelId, photo_id: str, locale: Locale | None) -> Made:
    """All renditions of one photo, or of what one language shows of it, and what pages need to know of them."""
    from cagsite.pictures import Recipe, recipe_digest

    photo: Photo = bench.read("photo", panel, photo_id)
    file, redactions, recipe = file_in(photo, locale), redactions_of(photo), Recipe(widths=WIDTHS)
    depends = (recipe_digest(file.digest, redactions, recipe), file.path, _own_code())
    return remembered(bench, depends, lambda: _make(bench, file, redactions, recipe))


@cache
def _own_code() -> str:
    return code_digest(__file__)


def _make(bench: Bench, file: SourceFile, redactions: tuple[Redaction, ...], recipe: Recipe) -> Made:
    from cagsite.pictures import PictureError, limited, make_renditions, open_for_publishing, placeholder_colour

    try:
        with limited():
            picture = open_for_publishing(bench.source(file), name=file.path, redactions=redactions, width=max(WIDTHS))
            colour = placeholder_colour(picture)
            renditions = make_renditions(picture, recipe)
    except PictureError as error:
        return Made(problems=(problem_of(error, file.path),))
    files = []
    table: dict[str, list[tuple[int, int, str]]] = {}
    name = digest_bytes(b"".join(rendition.content for rendition in renditions))[:12]  # one name packs better than many
    for rendition in renditions:
        path = f"media/{name}-{rendition.width}.{'jpg' if rendition.format == 'jpeg' else rendition.format}"
        files.append(bench.file(path, rendition.content))
        table.setdefault(rendition.format, []).append((rendition.width, rendition.height, path))
    return Made(
        files=tuple(files),
        facts={
            "renditions": tuple((format, tuple(sorted(made))) for format, made in table.items()),
            "colour": colour,
        },
        problems=tuple(problem_of(remark, file.path, Severity.WARNING) for remark in picture.remarks),
    )
