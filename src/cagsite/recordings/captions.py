"""Captions of films as WebVTT: what is said, and when; nothing else of the file is kept."""

from __future__ import annotations

import re

from cagsite.recordings.errors import RecordingError

_TIME = r"(?:[0-9]{2,}:)?[0-5][0-9]:[0-5][0-9]\.[0-9]{3}"
_TIMES = re.compile(rf"({_TIME})[ \t]+-->[ \t]+({_TIME})((?:[ \t]+[a-z]+:[^\s]+)*)[ \t]*")
_SPOKEN = re.compile(r"\S")


def cleaned_captions(content: bytes) -> bytes:
    """Every caption with its times and places; notes, styles and names of captions are left out.

    Raises RecordingError with the line where something is wrong.
    """
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise RecordingError(
            "captions-not-utf8",
            "these captions are not saved as UTF-8",
            "save them as UTF-8 in the program that made them",
            line=content[: error.start].count(b"\n") + 1,
        ) from None
    lines = text.split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        raise RecordingError(
            "captions-other-format",
            "captions begin with a line of WEBVTT",
            "save them as WebVTT (.vtt) in the program that made them; SubRip (.srt) is something else",
            line=1,
        )
    found = ["WEBVTT\n"]
    for first, block in _blocks(lines):
        found += _caption(first, block)
    if len(found) == 1:
        raise RecordingError("captions-empty", "there is no caption here", "write what is said, and when", line=1)
    return "\n".join(found).encode("utf-8")


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Runs of lines between blank ones behind the head, with the number of their first line."""
    blocks: list[tuple[int, list[str]]] = []
    is_open = True
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            is_open = False
        elif is_open and blocks:
            blocks[-1][1].append(line)
        elif not is_open:
            blocks.append((number, [line]))
            is_open = True
    return blocks


def _caption(first: int, block: list[str]) -> list[str]:
    if block[0].split()[0] in ("NOTE", "STYLE", "REGION"):
        return []
    at = 0 if "-->" in block[0] else 1
    match = _TIMES.fullmatch(block[at].strip()) if at < len(block) else None
    if match is None:
        raise RecordingError(
            "captions-bad-times",
            "here the times of a caption are expected",
            "write them as 00:00:01.000 --> 00:00:04.500, with the words on the next line",
            line=first + min(at, len(block) - 1),
        )
    words = [line for line in block[at + 1 :] if _SPOKEN.search(line)]
    return [f"{match[1]} --> {match[2]}{match[3]}", *words, ""] if words else []
