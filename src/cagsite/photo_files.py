"""The files of photos, for every output that makes pictures of them: which ones, how opened, what of them is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cagsite.digests import digest_bytes
from cagsite.model import Locale, PanelId, Photo, SourceFile
from cagsite.output import Bench, Made, Output

if TYPE_CHECKING:
    from cagsite.pictures import Redaction


def outputs_of(prefix: str, maker: Callable[..., Made], panel: PanelId, photo: Photo) -> Iterator[Output]:
    """An output per file of a photo, named `PREFIX/PANEL/PHOTO`, with the language where each has a file of its own."""
    if photo.file is None:
        return
    for locale in photo.files or (None,):
        name = f"{prefix}/{panel}/{photo.id}"
        yield Output(
            id=name if locale is None else f"{name}/{locale}",
            maker=maker,
            arguments=(panel, photo.id, locale),
            rank=0,
            is_guarded=True,
        )


def file_in(photo: Photo, locale: Locale | None) -> SourceFile:
    """The file that such an output is made of."""
    file = photo.file if locale is None else photo.files[locale]
    assert file is not None
    return file


def redactions_of(photo: Photo) -> tuple[Redaction, ...]:
    """What to cover in it, as whoever opens pictures is told."""
    from cagsite.pictures import Redaction

    return tuple(
        Redaction(area=each.area, style=each.style, is_in_pixels=each.is_in_pixels) for each in photo.redactions
    )


def remembered(bench: Bench, depends: object, make: Callable[[], Made]) -> Made:
    """What was made before from the same, found in the cache also after an update of the rest of cagsite; or made now.

    `depends` is all that the result depends on, the code that makes it included.
    """
    key = digest_bytes(repr(depends).encode())
    known = bench.store.noted(key)
    if isinstance(known, Made) and bench.store.holds(_held(known, key)):
        return known
    made = make()
    if made.files or made.kept:
        made = replace(made, kept=(*made.kept, key))
        bench.store.note(key, made)
    return made


def _held(made: Made, key: str) -> Iterator[str]:
    yield from (file.digest for file in made.files)
    yield from (digest for digest in made.kept if digest != key)


def code_digest(path: str) -> str:
    """Of a module's source, for what its results depend on."""
    with open(path, "rb") as file:
        return digest_bytes(file.read())
