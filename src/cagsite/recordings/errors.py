"""What can be wrong with a recording or its captions."""

from __future__ import annotations

Parameter = str | int


class RecordingError(Exception):
    """A recording that is not published: a code, English msgids of what is wrong and of how to mend it, and fields."""

    def __init__(self, code: str, message: str, hint: str, **parameters: Parameter) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.hint = hint
        self.parameters = parameters

    def about(self, name: str, format: str = "") -> RecordingError:
        """The same of a file by name."""
        return RecordingError(self.code, self.message, self.hint, **self.parameters, name=name, format=format)

    def __str__(self) -> str:
        return self.message.format(**self.parameters)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (self.code, self.message, self.hint, self.parameters)


def _rebuilt(code: str, message: str, hint: str, parameters: dict[str, Parameter]) -> RecordingError:
    return RecordingError(code, message, hint, **parameters)


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
