"""Recordings: what they hold besides sound and picture is taken out before they are published.

Sizes stay as they are wherever something points into a file: what must go is overwritten, not cut.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from cagsite.recordings import mp3, mp4, ogg, webm
from cagsite.recordings.captions import cleaned_captions
from cagsite.recordings.errors import RecordingError, damaged

__all__ = ["RecordingError", "cleaned", "cleaned_captions"]

_CLEANERS: Mapping[str, tuple[Callable[[bytes], bytes], str]] = {
    ".m4a": (mp4.cleaned, "M4A (AAC)"),
    ".mp3": (mp3.cleaned, "MP3"),
    ".mp4": (mp4.cleaned, "MP4"),
    ".ogg": (ogg.cleaned, "Ogg"),
    ".opus": (ogg.cleaned, "Opus"),
    ".webm": (webm.cleaned, "WebM"),
}


def cleaned(content: bytes, name: str) -> bytes:
    """The recording without titles, names, dates, places, devices, pictures of covers and whatever else is not needed.

    Raises RecordingError where the file is not what its name says, or holds what cannot be taken out.
    """
    clean, format = _CLEANERS[os.path.splitext(name)[1].lower()]
    try:
        return clean(content)
    except RecordingError as error:
        raise error.with_fields(name=name, format=format) from None
    except IndexError:  # a part that ends before it says all it should
        raise damaged().with_fields(name=name, format=format) from None
