"""WebM: elements that are not needed to play it become empty ones of the same length (RFC 8794, RFC 9559)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cagsite.recordings.errors import RecordingError, damaged, other_format, other_track
from cagsite.recordings.ogg import emptied_vorbis

EBML, DOCTYPE, SEGMENT, VOID = 0x1A45DFA3, 0x4282, 0x18538067, 0xEC
SEEK_HEAD, INFO, TRACKS, CLUSTER, CUES = 0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1F43B675, 0x1C53BB6B
TIMESTAMP_SCALE, DURATION, MUXING_APP, WRITING_APP = 0x2AD7B1, 0x4489, 0x4D80, 0x5741
TRACK, TRACK_TYPE, CODEC, CODEC_PRIVATE, VIDEO, AUDIO = 0xAE, 0x83, 0x86, 0x63A2, 0xE0, 0xE1
NUMBER, UID, ENABLED, DEFAULT, FORCED, LACING, LANGUAGE = 0xD7, 0x73C5, 0xB9, 0x88, 0x55AA, 0x9C, 0x22B59C
DEFAULT_DURATION, CODEC_DELAY, SEEK_PREROLL, MAX_ADDITION = 0x23E383, 0x56AA, 0x56BB, 0x55EE

IN_SEGMENT = frozenset({SEEK_HEAD, INFO, TRACKS, CLUSTER, CUES})
IN_INFO = frozenset({TIMESTAMP_SCALE, DURATION, MUXING_APP, WRITING_APP})
IN_TRACK = frozenset(
    {TRACK_TYPE, CODEC, CODEC_PRIVATE, VIDEO, AUDIO, NUMBER, UID, ENABLED, DEFAULT, FORCED, LACING, LANGUAGE}
    | {DEFAULT_DURATION, CODEC_DELAY, SEEK_PREROLL, MAX_ADDITION}
)
KINDS = {1: "picture", 2: "sound", 0x11: "subtitles", 0x21: "metadata"}


class Element(NamedTuple):
    """An element: where it begins, where its content lies."""

    id: int
    start: int
    content: int
    end: int


def cleaned(data: bytes) -> bytes:
    """Without tags, titles, dates, names of programs and tracks, attachments and chapters."""
    if not data.startswith(EBML.to_bytes(4, "big")):
        raise other_format()
    top = _elements(data, 0, len(data))
    head = next(top)
    if _doctype(data, head) != b"webm":
        raise other_format()
    found = bytearray(data)
    kept = head.end
    tracks = 0
    for element in top:
        if element.id != SEGMENT:
            _empty(found, element)
        else:
            tracks += _clean_segment(data, found, element)
        kept = element.end
    if not tracks:
        raise damaged()
    return bytes(found[:kept])


def _doctype(data: bytes, head: Element) -> bytes:
    texts = (
        data[each.content : each.end].rstrip(b"\0")
        for each in _elements(data, head.content, head.end)
        if each.id == DOCTYPE
    )
    return next(texts, b"")


def _clean_segment(data: bytes, found: bytearray, segment: Element) -> int:
    """The number of tracks."""
    tracks = 0
    for element in _elements(data, segment.content, segment.end):
        if element.id == INFO:
            _clean_info(data, found, element)
        elif element.id == TRACKS:
            for track in _elements(data, element.content, element.end):
                if track.id == TRACK:
                    _clean_track(data, found, track)
                    tracks += 1
                else:
                    _empty(found, track)
        elif element.id not in IN_SEGMENT:
            _empty(found, element)
    return tracks


def _clean_info(data: bytes, found: bytearray, info: Element) -> None:
    for element in _elements(data, info.content, info.end):
        if element.id in (MUXING_APP, WRITING_APP):  # they must be there, but may say nothing
            found[element.content : element.end] = bytes(element.end - element.content)
        elif element.id not in IN_INFO:
            _empty(found, element)


def _clean_track(data: bytes, found: bytearray, track: Element) -> None:
    parts = {element.id: element for element in _elements(data, track.content, track.end)}
    kind = parts.get(TRACK_TYPE)
    number = int.from_bytes(data[kind.content : kind.end], "big") if kind else 0
    if number not in (1, 2):
        raise other_track(KINDS.get(number, str(number)))
    codec, private = parts.get(CODEC), parts.get(CODEC_PRIVATE)
    for element in _elements(data, track.content, track.end):
        if element.id not in IN_TRACK:
            _empty(found, element)
    if codec and private and data[codec.content : codec.end].startswith(b"A_VORBIS"):
        start, end = _second_header(data, private)
        found[start:end] = emptied_vorbis(data[start:end])


def _second_header(data: bytes, private: Element) -> tuple[int, int]:
    """Of the three headers of Vorbis, which lie one after the other behind the lengths of the first two."""
    position, sizes = private.content + 1, [0, 0]
    for index in range(2):
        while position < private.end and data[position] == 255:
            sizes[index] += 255
            position += 1
        sizes[index] += data[position] if position < private.end else 0
        position += 1
    start = position + sizes[0]
    if start + sizes[1] > private.end:
        raise damaged()
    return start, start + sizes[1]


def _empty(found: bytearray, element: Element) -> None:
    """A void element in its place, as long as it was."""
    length = element.end - element.start
    if length < 10:
        head = bytes((VOID, 0x80 | length - 2))
    else:
        head = bytes((VOID, 0x01)) + (length - 9).to_bytes(7, "big")
    found[element.start : element.end] = head.ljust(length, b"\0")


def _elements(data: bytes, start: int, end: int) -> Iterator[Element]:
    """The elements between two places. A segment or a cluster of unknown length ends where it can hold no more."""
    while start < end:
        id, position = _number(data, start, end, keeps_marker=True)
        size, position = _number(data, position, end)
        if size is None:
            if id == SEGMENT:
                stop = end
            elif id == CLUSTER:
                stop = _end_of_cluster(data, position, end)
            else:
                raise damaged()
        else:
            stop = position + size
        if stop > end or id is None:
            raise damaged()
        yield Element(id, start, position, stop)
        start = stop


def _end_of_cluster(data: bytes, start: int, end: int) -> int:
    """Where the next cluster or another element of its level begins."""
    try:
        while start < end:
            id, position = _number(data, start, end, keeps_marker=True)
            if id in IN_SEGMENT or (id is not None and id > 0xFFFFFF):
                return start
            size, position = _number(data, position, end)
            if size is None or position + size > end:
                break
            start = position + size
    except RecordingError:
        pass  # a recording that was broken off ends in the middle of something
    return start


def _number(data: bytes, start: int, end: int, *, keeps_marker: bool = False) -> tuple[int | None, int]:
    """A number of variable length, and where it ends; None for one that says that it is unknown."""
    if start >= end or not data[start]:
        raise damaged()
    length = 9 - data[start].bit_length()
    if start + length > end:
        raise damaged()
    value = int.from_bytes(data[start : start + length], "big")
    if keeps_marker:
        return value, start + length
    value &= (1 << 7 * length) - 1
    return (None if value == (1 << 7 * length) - 1 else value), start + length
