"""The tool's own messages in other languages than English, from gettext catalogues that come with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from cagsite.problems import Translate

ORIGINAL = "en-001"
"""Language in which the messages stand in the code."""
CATALOGUES = Path(__file__).parent / "locales"
_ENTRY = re.compile(r'^(msgid|msgstr)((?:[ \t\n]*"(?:[^"\\\n]|\\.)*")+)', re.MULTILINE)
_TEXT = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def translator(language: str | None) -> Translate:
    """English messages to those of a language; as they are where there is no catalogue for it."""
    for tag in _tags(language):
        path = CATALOGUES / tag / "LC_MESSAGES" / "tool.po"
        if path.is_file():
            return _Lazy(path)
    return str


def languages() -> tuple[str, ...]:
    """Languages that there is a catalogue for."""
    return tuple(sorted(path.parent.parent.name for path in CATALOGUES.glob("*/LC_MESSAGES/tool.po")))


def _tags(language: str | None) -> tuple[str, ...]:
    tag = (language or "").replace("_", "-")
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", tag):
        return ()
    return tag, tag.partition("-")[0].lower()


def read_messages(text: str) -> Mapping[str, str]:
    """Messages and their translations from the text of a simple catalogue: no plural forms, no contexts."""
    messages: dict[str, str] = {}
    msgid = ""
    for kind, quoted in _ENTRY.findall(text):
        words = "".join(_TEXT.findall(quoted))
        words = re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[0]), words)
        if kind == "msgid":
            msgid = words
        elif msgid and words:
            messages[msgid] = words
    return messages


class _Lazy:
    """Reads its catalogue when the first message is asked for."""

    def __init__(self, path: Path) -> None:
        self.language = path.parent.parent.name
        """For whoever marks the words with their language, as the preview does."""
        self._path = path
        self._messages: Mapping[str, str] | None = None

    def __call__(self, message: str) -> str:
        if self._messages is None:
            self._messages = read_messages(self._path.read_text(encoding="utf-8"))
        return self._messages.get(message, message)
