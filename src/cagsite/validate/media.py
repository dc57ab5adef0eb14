"""Recordings of a panel: their files, and the words without which nobody who cannot hear or see gets them."""

from __future__ import annotations

from collections.abc import Container, Mapping

from cagsite.model import PARAGRAPHS, ConsentStatus, Locale, Medium, MediumWords
from cagsite.schema.types import Values
from cagsite.validate.folder import AUDIO, CAPTIONS, VIDEO, Folder, file_names, is_left_out
from cagsite.validate.rights import read_consent, read_status


def read_media(values: Values, folder: Folder, source: Locale, words: Container[str]) -> tuple[Medium, ...]:
    """The recordings, with their files looked at."""
    is_anonymous = values["people"] == "anonymous"
    posters = [photo["id"] for photo in values["photos"]]
    media = tuple(_medium(entry, folder, source, words, posters, is_anonymous) for entry in values["media"])
    named = [name for entry in values["media"] for name in file_names(entry, "file")]
    captions = [name for entry in values["media"] for name in file_names(entry, "captions")]
    folder.tell_of_unused(AUDIO.endings | VIDEO.endings, named, "unused-recording")
    folder.tell_of_unused(CAPTIONS.endings, captions, "unused-recording")
    return media


def _medium(
    entry: Values, folder: Folder, source: Locale, words: Container[str], posters: list[str], is_anonymous: bool
) -> Medium:
    is_video = entry["type"] == "video"
    file, files = folder.files(entry, "file", words, VIDEO if is_video else AUDIO)
    _, captions = folder.files(entry, "captions", words, CAPTIONS)
    has_speech = entry["speech"] is not False
    if is_video and has_speech:
        for tag in folder.languages_without(entry, "captions", words):
            entry.report("missing-captions", "captions", id=entry["id"], language=tag)
    if entry["poster"] and entry["poster"] not in posters:
        entry.report("unknown-photo", "poster", id=entry["poster"])
    consent = read_consent(entry)
    is_person = consent is not None and consent.status is ConsentStatus.GIVEN
    if is_anonymous and is_person and not entry["altered"]:
        entry.report("anonymous-recording", "id", id=entry["id"])
    if is_anonymous and entry["date"] is not None and entry["date"].is_finer_than_year:
        entry.report("anonymous-date", "date", value=entry["date"])
    return Medium(
        id=entry["id"],
        is_video=is_video,
        file=file or files.get(source) or next(iter(files.values()), None),
        files=files,
        captions=captions,
        poster=entry["poster"] if entry["poster"] in posters else None,
        seconds=_seconds(entry["duration"] or "0:00"),
        credit=entry["credit"],
        licence=entry["licence"],
        recorded=entry["date"],
        place=entry["place"],
        consent=consent,
        status=read_status(entry),
    )


def _seconds(duration: str) -> int:
    total = 0
    for part in duration.split(":"):
        total = total * 60 + int(part)
    return total


def check_medium_words(head: Values, facts: Values, tag: Locale) -> None:
    """Whoever cannot hear or see a recording reads it."""
    given = {entry["id"]: entry for entry in head["media"]}
    for medium in facts["media"]:
        words = given.get(medium["id"])
        if medium["status"] != "withdrawn" and (words is None or is_left_out(words, "transcript")):
            where = words.node if words is not None else head.place("media")
            head.context.report("missing-transcript", where, id=medium["id"], language=tag)


def read_medium_words(head: Values, facts: Values | None) -> Mapping[str, MediumWords]:
    """The words of every recording, in the order of the facts."""
    given = {entry["id"]: entry for entry in head["media"]}
    ids = [entry["id"] for entry in facts["media"]] if facts is not None else list(given)
    return {
        id: MediumWords(
            title=given[id]["title"] or "",
            caption=given[id]["caption"],
            transcript=tuple(PARAGRAPHS.split(given[id]["transcript"] or "")),
        )
        for id in ids
        if id in given
    }
