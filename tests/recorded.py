"""Short recordings for tests: a tone and a moving colour, with everything in their tags that must not be published."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

import av
import numpy as np

MARKER = "qvarnhjul"
TAGS = {
    "title": f"{MARKER} title",
    "artist": f"{MARKER} name",
    "comment": f"{MARKER} comment",
    "location": "+43.2389+076.8897/",
    "creation_time": "2016-05-04T03:02:01.000000Z",
    "make": f"{MARKER} phone",
}
CODECS: Mapping[str, tuple[str, str | None, str | None]] = {
    ".mp3": ("mp3", "libmp3lame", None),
    ".m4a": ("ipod", "aac", None),
    ".mp4": ("mp4", "aac", "libx264"),
    ".ogg": ("ogg", "vorbis", None),
    ".opus": ("opus", "libopus", None),
    ".webm": ("webm", "libopus", "libvpx"),
}
"""Format, and coders of sound and picture, by the ending of the name."""


@cache
def recorded(ending: str, *, seconds: float = 0.5, tagged: bool = True, **options: str) -> bytes:
    """The bytes of one; options are those of ffmpeg's writer."""
    format, sound, picture = CODECS[ending]
    with (
        tempfile.NamedTemporaryFile(suffix=ending) as file,
        av.open(file.name, "w", format=format, options=dict(options)) as container,
    ):
        if tagged:
            container.metadata.update(TAGS)
        streams: list[Any] = []
        if picture:
            film = cast(Any, container.add_stream(picture, rate=10))
            film.width, film.height, film.pix_fmt = 64, 48, "yuv420p"
            streams.append(film)
        rate = 48_000 if sound == "libopus" else 44_100
        voice = cast(Any, container.add_stream(sound or "", rate=rate, options={"strict": "experimental"}))
        voice.layout = "mono" if sound != "vorbis" else "stereo"
        streams.append(voice)
        for stream in streams:
            if tagged:
                stream.metadata.update({"title": f"{MARKER} track", "handler_name": f"{MARKER} handler"})
        if picture:
            for number in range(int(seconds * 10)):
                frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), number * 20 % 255, np.uint8), format="rgb24")
                container.mux(film.encode(frame))
            container.mux(film.encode(None))
        container.mux([packet for part in _tone(voice, seconds) for packet in voice.encode(part)])
        container.mux(voice.encode(None))
        container.close()
        return file.read()


def _tone(voice: Any, seconds: float) -> list[av.AudioFrame]:
    rate = voice.rate
    wave = (np.sin(np.arange(int(rate * seconds)) * 440 * 2 * np.pi / rate) * 8000).astype(np.int16)
    parts = []
    for start in range(0, len(wave), 1024):
        frame = av.AudioFrame.from_ndarray(wave[None, start : start + 1024], format="s16", layout="mono")
        frame.sample_rate, frame.pts = rate, start
        parts.append(frame)
    resampler = av.AudioResampler(format=voice.format, layout=voice.layout, rate=rate)
    return [new for part in parts for new in resampler.resample(part)]


def frames_of(content: bytes) -> list[bytes]:
    """Everything that is seen and heard, decoded."""
    found: list[bytes] = []
    with av.open(io.BytesIO(content), "r") as container:
        for stream in container.streams:
            container.seek(0)
            found += [cast(Any, frame).to_ndarray().tobytes() for frame in container.decode(stream)]
    return found


def metadata_of(content: bytes) -> dict[str, str]:
    """Every word that a player would show of the file, its tracks and its chapters."""
    with av.open(io.BytesIO(content)) as container:
        found = dict(container.metadata)
        for stream in container.streams:
            found |= {f"{stream.type} {name}": words for name, words in stream.metadata.items()}
        for chapter in container.chapters():
            found |= {f"chapter {name}": words for name, words in chapter["metadata"].items()}
    return found
