"""What can be wrong with a recording or its captions."""

from __future__ import annotations

from cagsite.refusal import RefusalError


class RecordingError(RefusalError):
    """A recording, or the captions of one, that is not published."""


def other_format() -> RecordingError:
    """The first bytes are of something else."""
    return RecordingError(
        "recording-other-format",
        "{name} is not a recording in the format {format}, whatever its name says",
        "export it as {format} in the program that made it; another name is not enough",
    )


def damaged() -> RecordingError:
    """What should lead from part to part does not."""
    return RecordingError(
        "recording-damaged",
        "{name} is damaged, or not whole",
        "export it again in the program that made it",
    )


def other_track(kind: str) -> RecordingError:
    """Neither sound nor picture: where a phone went while it filmed, the time of day, subtitles."""
    return RecordingError(
        "recording-other-track",
        "{name} holds a track of the kind '{kind}', which is neither sound nor picture and may tell where it was made",
        "take it out, for example with: ffmpeg -i {name} -map 0:v? -map 0:a? -map_metadata -1 -c copy new-{name}",
        kind=kind,
    )
