"""Every recording that may be shown, without what it holds besides sound and picture; and the captions of films."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from cagsite.digests import digest_bytes
from cagsite.model import Exhibition, Locale, Medium, PanelId
from cagsite.output import Bench, Made, Output
from cagsite.recordings import RecordingError, cleaned, cleaned_captions
from cagsite.refusal import problem_of


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """One output per file; public names come from the bytes that are published."""
    for panel in exhibition.panels.values():
        for medium in panel.media:
            name = f"{panel.id}/{medium.id}"
            for locale in medium.files or (None,):
                id = f"recording/{name}" if locale is None else f"recording/{name}/{locale}"
                yield Output(id=id, maker=make_recording, arguments=(panel.id, medium.id, locale), rank=0)
            for locale in medium.captions:
                id = f"captions/{name}/{locale}"
                yield Output(id=id, maker=make_captions, arguments=(panel.id, medium.id, locale), rank=0)


def make_recording(bench: Bench, panel: PanelId, medium_id: str, locale: Locale | None) -> Made:
    """The recording of one panel, or of one language of it."""
    medium: Medium = bench.read("medium", panel, medium_id)
    file = medium.file if locale is None else medium.files[locale]
    assert file is not None
    name = posixpath.basename(file.path)
    try:
        content = cleaned(bench.source(file), name)
    except RecordingError as error:
        return Made(problems=(problem_of(error, file.path),))
    return _published(bench, content, posixpath.splitext(name)[1].lower())


def make_captions(bench: Bench, panel: PanelId, medium_id: str, locale: Locale) -> Made:
    """The captions of a film in one language."""
    medium: Medium = bench.read("medium", panel, medium_id)
    file = medium.captions[locale]
    try:
        content = cleaned_captions(bench.source(file))
    except RecordingError as error:
        return Made(problems=(problem_of(error, file.path),))
    return _published(bench, content, ".vtt")


def _published(bench: Bench, content: bytes, ending: str) -> Made:
    made = bench.file(f"media/{digest_bytes(content)[:16]}{ending}", content)
    return Made(files=(made,), facts={"path": made.path, "size": made.size})
