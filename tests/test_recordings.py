"""Recordings without what must not be published: sound and picture stay as they are, to the frame."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest
from tests.recorded import CODECS, MARKER, frames_of, metadata_of, recorded

from cagsite.recordings import RecordingError, cleaned, cleaned_captions

HARMLESS = {"major_brand", "minor_version", "compatible_brands", "encoder"}
"""What a format must say of itself; the program that wrote it is empty then."""


def plain(ending: str) -> tuple[str, bytes]:
    return ending, recorded(ending)


def id3(frame: bytes) -> bytes:
    """An ID3v2 tag with one frame, as a cover is."""
    size = len(frame)
    return b"ID3\x03\0\0" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + frame


def ape(text: str) -> bytes:
    item = len(text).to_bytes(4, "little") + b"\0\0\0\0" + b"Artist\0" + text.encode()
    foot = (
        b"APETAGEX"
        + (2000).to_bytes(4, "little")
        + (len(item) + 32).to_bytes(4, "little")
        + b"\1\0\0\0".ljust(16, b"\0")
    )
    return item + foot


COVER = (
    b"APIC" + (900).to_bytes(4, "big") + b"\0\0\0image/jpeg\0\3\0" + b"\xff\xfb\x90\x64" * 200 + MARKER.encode() * 11
)
VARIANTS: dict[str, Callable[[], tuple[str, bytes]]] = {
    **{ending: partial(plain, ending) for ending in CODECS},
    "mp3 with a cover and tags at both ends": lambda: (
        ".mp3",
        id3(COVER[:1000]) + recorded(".mp3") + ape(MARKER) + f"TAG{MARKER}".encode().ljust(128, b" "),
    ),
    "mp4 that can begin at once": lambda: (".mp4", recorded(".mp4", movflags="faststart")),
    "mp4 in fragments": lambda: (".mp4", recorded(".mp4", movflags="frag_keyframe+empty_moov")),
    "mp4 as a phone tags it": lambda: (".mp4", recorded(".mp4", movflags="use_metadata_tags")),
    "webm of a live recording": lambda: (".webm", recorded(".webm", live="1")),
    "webm that can begin at once": lambda: (".webm", recorded(".webm", cues_to_front="1", reserve_index_space="2000")),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_nothing_is_left_but_sound_and_picture(variant: str) -> None:
    """No title, name, place, day, device or cover in any byte, nor in what another program reads out of it."""
    ending, original = VARIANTS[variant]()
    assert MARKER.encode() in original
    clean = cleaned(original, f"film{ending}")
    for secret in (MARKER.encode(), b"+43.2389", b"2016-05-04"):
        assert secret not in clean
    assert (b"Lavf" in clean) == (ending == ".mp3")  # in its first frame, which says how the sound is to be cut
    left = metadata_of(clean)
    assert {name for name in left if not name.endswith(" language")} <= HARMLESS
    assert not left.get("encoder")
    assert {words for name, words in left.items() if name.endswith(" language")} <= {"und"}


@pytest.mark.parametrize("variant", VARIANTS)
def test_it_plays_as_before(variant: str) -> None:
    """Every frame is the same; and what is clean stays as it is."""
    ending, original = VARIANTS[variant]()
    clean = cleaned(original, f"film{ending}")
    before = frames_of(recorded(".mp3") if ending == ".mp3" else original)  # its cover is none that could be shown
    assert len(before) > 4
    assert frames_of(clean) == before
    assert cleaned(clean, f"film{ending}") == clean


@pytest.mark.parametrize(("held", "named"), list(itertools.permutations(CODECS, 2)))
def test_another_name_does_not_make_another_format(held: str, named: str) -> None:
    """But for the two names of one format each."""
    if {held, named} in ({".m4a", ".mp4"}, {".ogg", ".opus"}):
        assert cleaned(recorded(held), f"a{named}")
    else:
        with pytest.raises(RecordingError) as caught:
            cleaned(recorded(held), f"a{named}")
        assert caught.value.code == "recording-other-format"
        assert f"a{named}" in str(caught.value)


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 5000, b"<html></html>" * 99, b"\xff" * 5000, b"ID3\3\0\0\0\0\0\x05title"]
)
@pytest.mark.parametrize("ending", CODECS)
def test_what_is_no_recording_is_refused(ending: str, content: bytes) -> None:
    """With the remedy, and no other error than this one."""
    with pytest.raises(RecordingError) as caught:
        cleaned(content, f"a{ending}")
    assert caught.value.code == "recording-other-format"


@pytest.mark.parametrize(
    ("ending", "old", "new", "kind"),
    [
        (".mp4", b"\0\0\0\0soun", b"\0\0\0\0meta", "meta"),
        (".mp4", b"\0\0\0\0vide", b"\0\0\0\0tmcd", "tmcd"),
        (".webm", b"\x83\x81\x02", b"\x83\x81\x11", "subtitles"),
        (".webm", b"\x83\x81\x02", b"\x83\x81\x21", "metadata"),
        (".ogg", b"\x01vorbis", b"\x80theora", "theora"),
    ],
)
def test_tracks_that_may_tell_of_a_place_are_refused(ending: str, old: bytes, new: bytes, kind: str) -> None:
    """Their samples lie among those of sound and picture, so the author takes them out; the remedy is one command."""
    original = recorded(ending)
    assert old in original
    with pytest.raises(RecordingError) as caught:
        cleaned(original.replace(old, new, 1), f"a{ending}")
    assert caught.value.code == "recording-other-track"
    assert kind in str(caught.value)
    assert "ffmpeg -i a" in caught.value.hint.format(**caught.value.parameters)


def test_a_film_that_lies_elsewhere_is_refused() -> None:
    """A reference to a path on somebody's disk would tell of it, and show nothing."""
    original = recorded(".mp4")
    start = original.index(b"url \0\0\0\1")
    with pytest.raises(RecordingError):
        cleaned(original[: start + 7] + b"\0" + original[start + 8 :], "a.mp4")


@pytest.mark.parametrize("ending", CODECS)
def test_whatever_is_wrong_with_a_file_is_said_and_nothing_else_happens(ending: str) -> None:
    """Cut anywhere, or with bytes changed anywhere: an answer of this kind, or a file that is no longer than it was."""
    original = recorded(ending)
    chance = random.Random(4)
    for _ in range(150):
        broken = bytearray(original[: chance.randrange(len(original))])
        if chance.random() < 0.5:
            broken = bytearray(original)
        for _ in range(chance.randrange(6)):
            if broken:
                broken[chance.randrange(min(len(broken), 900))] = chance.randrange(256)
        with suppress(RecordingError):
            assert len(cleaned(bytes(broken), f"a{ending}")) <= len(broken)


# Captions

CAPTIONS = """\ufeffWEBVTT - {marker} title

STYLE
::cue {{ color: red }}

NOTE {marker} wrote this at home

{marker}-id
00:01.000 --> 00:04.500 line:0 align:start
<v Aigul>We came here in 1999.
And stayed.

NOTE
many
lines of {marker}

00:00:05.000 --> 00:00:07.250
Nobody asked.
"""


def test_captions_keep_what_is_said_and_when() -> None:
    """Not their title, notes, styles and names."""
    clean = cleaned_captions(CAPTIONS.format(marker=MARKER).replace("\n", "\r\n").encode())
    assert clean.decode() == (
        "WEBVTT\n\n00:01.000 --> 00:04.500 line:0 align:start\n<v Aigul>We came here in 1999.\nAnd stayed.\n\n"
        "00:00:05.000 --> 00:00:07.250\nNobody asked.\n"
    )
    assert cleaned_captions(clean) == clean


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "captions-other-format", 1),
        ("1\n00:00:01,000 --> 00:00:02,000\nHej\n", "captions-other-format", 1),
        ("WEBVTT\n", "captions-empty", 1),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "captions-empty", 1),
        ("WEBVTT\n\n00:01,000 --> 00:02.000\nHej\n", "captions-bad-times", 3),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHej\n\nett\n00:03.000\nDu\n", "captions-bad-times", 7),
        ("WEBVTT\n\nHej\n", "captions-bad-times", 3),
    ],
)
def test_what_is_wrong_with_captions_is_said_with_its_line(text: str, code: str, line: int) -> None:
    """Where the author has to look."""
    with pytest.raises(RecordingError) as caught:
        cleaned_captions(text.encode())
    assert (caught.value.code, caught.value.parameters["line"]) == (code, line)


def test_captions_in_another_encoding_are_refused() -> None:
    """Rather than shown with wrong letters."""
    with pytest.raises(RecordingError) as caught:
        cleaned_captions("WEBVTT\n\n00:01.000 --> 00:02.000\nBlåbär\n".encode("latin-1"))
    assert (caught.value.code, caught.value.parameters["line"]) == ("captions-not-utf8", 4)
