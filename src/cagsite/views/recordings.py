"""The view of a recording: where it lies, how long and how large it is, and its words for who cannot hear or see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cagsite.locales import conventions
from cagsite.marked import Text
from cagsite.model import Locale, Medium, MediumWords, PanelId
from cagsite.views.basic import PictureView, nearest
from cagsite.visit import Visit

TYPES = {
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".webm": "video/webm",
}


@dataclass(frozen=True, slots=True)
class Track:
    """Captions in one language."""

    lang: Locale
    name: str
    src: str
    is_default: bool


class RecordingView:
    """A recording; it exists only where it may be shown."""

    def __init__(self, visit: Visit, panel: PanelId, medium: Medium) -> None:
        self._visit = visit
        self._panel = panel
        self._medium = medium
        self._locale = visit.shown(panel)
        self.id = medium.id
        self.is_video = medium.is_video
        self.credit = medium.credit
        self.licence = medium.licence

    def _fact(self, name: str) -> Any:
        output = f"recording/{self._panel}/{self._medium.id}"
        if self._medium.files:
            output += f"/{nearest(self._visit, self._panel, self._medium.files)}"
        return self._visit.bench.fact(output, name)

    @cached_property
    def exists(self) -> bool:
        """False where the recording could not be made; a problem tells of it."""
        return self._fact("path") is not None

    @cached_property
    def src(self) -> str:
        return self._visit.link(self._fact("path"))

    @cached_property
    def type(self) -> str:
        path: str = self._fact("path")
        return TYPES[path[path.rindex(".") :]]

    @cached_property
    def size(self) -> str:
        return self._visit.conventions.megabytes(self._fact("size"))

    @cached_property
    def duration(self) -> str:
        minutes, seconds = divmod(self._medium.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"

    @property
    def machine_duration(self) -> str:
        """As HTML and schema.org want it."""
        return f"PT{self._medium.seconds // 60}M{self._medium.seconds % 60}S"

    @cached_property
    def poster(self) -> PictureView | None:
        photos = self._visit.read("panel", self._panel, "photos")
        found = next((photo for photo in photos if photo.id == self._medium.poster), None)
        view = PictureView(self._visit, self._panel, found) if found else None
        return view if view is not None and view.exists else None

    @cached_property
    def tracks(self) -> list[Track]:
        """Captions in every language, those of the page's words first in choice."""
        found = []
        for locale in self._medium.captions:
            path = self._visit.bench.fact(f"captions/{self._panel}/{self._medium.id}/{locale}", "path")
            if path is not None:
                name = conventions(locale).own_name
                found.append(Track(locale, name, self._visit.link(path), locale == self._locale))
        return found

    # Words

    @cached_property
    def _words(self) -> MediumWords | None:
        words: MediumWords | None = self._visit.read("words", self._panel, self._locale, "media").get(self._medium.id)
        return words

    @cached_property
    def title(self) -> Text:
        return self._visit.text(self._words.title if self._words else self.id, self._locale)

    @cached_property
    def caption(self) -> Text | None:
        caption = self._words.caption if self._words else None
        return self._visit.text(caption, self._locale) if caption else None

    @cached_property
    def transcript(self) -> list[Text]:
        return [self._visit.text(part, self._locale) for part in (self._words.transcript if self._words else ())]


def recordings_of(visit: Visit, panel: PanelId) -> list[RecordingView]:
    """All recordings of a panel that may be shown, in its order."""
    views = (RecordingView(visit, panel, medium) for medium in visit.read("panel", panel, "media"))
    return [view for view in views if view.exists]
