"""The files that lie beside a panel.yaml, found by the names that it gives."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cagsite.codes import HINTS, problem
from cagsite.digests import digest_bytes
from cagsite.guard import picture_problems
from cagsite.load import Source
from cagsite.model import Locale, SourceFile
from cagsite.naming import suggestion
from cagsite.problems import ContentError, Location
from cagsite.reading import CAPTION_TYPES, PICTURE_TYPES, Row, read_file
from cagsite.schema.types import Context, Values, is_blank
from cagsite.validate.settings import Languages, codes_of
from cagsite.yamltree import Mapping as Fields
from cagsite.yamltree import Node

FILE_LIMIT = 64_000_000
"""Bytes of a picture or a recording."""

Known = Mapping[Row, SourceFile]
"""Files that are known from before, by the row they had."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a field of a panel wants of a file, and the codes of what can be wrong."""

    endings: frozenset[str]
    wrong: str
    missing: str
    kind: str = ""
    """Of recording, for the message."""


PICTURE = Wanted(PICTURE_TYPES, "not-a-picture", "missing-picture")
AUDIO = Wanted(frozenset({".m4a", ".mp3", ".ogg", ".opus"}), "not-a-recording", "missing-recording", "audio")
VIDEO = Wanted(frozenset({".mp4", ".webm"}), "not-a-recording", "missing-recording", "video")
CAPTIONS = Wanted(CAPTION_TYPES, "not-captions", "missing-captions-file")


class Folder:
    """One panel's folder."""

    def __init__(self, source: Source, languages: Languages, root: Path, context: Context, known: Known) -> None:
        self.source = source
        self.languages = languages
        self.root = root
        self.context = context
        self.known = known

    def file(self, given: str, node: Node, wanted: Wanted) -> SourceFile | None:
        """The file, which lies in the folder under exactly that name."""
        name = unicodedata.normalize("NFC", given)
        row = self.source.files.get(name)
        if _ending(name) not in wanted.endings:
            hint = HINTS.get(f"{wanted.wrong}-{wanted.kind}")
            self.context.report(wanted.wrong, node, hint, name=name)
            return None
        if row is None:
            near = suggestion(name, [other for other in self.source.files if _ending(other) in wanted.endings])
            self.context.report(
                wanted.missing, node, HINTS["did-you-mean"] if near else None, name=name, suggestion=near
            )
            return None
        file = self.known.get(row) or self.read(row, wanted)
        if file is not None and wanted is PICTURE:
            for found in picture_problems(file.path, file.tells, self.context.subject):
                if found not in self.context.problems:  # one file may stand for several languages
                    self.context.problems.append(found)
        return file

    def read(self, row: Row, wanted: Wanted) -> SourceFile | None:
        """A file that is not known from before; what a picture tells is found out once, when its digest is made."""
        try:
            data = read_file(self.root, row.path, FILE_LIMIT)
        except ContentError as error:
            self.context.problems.extend(error.problems)
            return None
        tells: tuple[str, ...] = ()
        if wanted is PICTURE:
            from cagsite.pictures.telling import told_by  # a build that reads no picture needs none of it

            tells = told_by(data).kinds
        return SourceFile(path=row.path, digest=digest_bytes(data), size=len(data), tells=tells)

    def files(
        self, entry: Values, name: str, words: Container[str], wanted: Wanted
    ) -> tuple[SourceFile | None, Mapping[Locale, SourceFile]]:
        """What a field names: one file for every language, or those of the languages in which the panel is written."""
        given, node = entry[name], entry.place(name)
        if not given:
            return None, {}
        if not isinstance(given, dict):
            return self.file(given, node, wanted), {}
        assert isinstance(node, Fields)
        found: dict[Locale, SourceFile] = {}
        for tag, file_name in given.items():
            is_written = f"panel.{tag}.md" in words
            if not is_written:
                self.context.report("file-without-words", node.fields[tag][0], id=entry["id"], language=tag)
            file = self.file(file_name, node.fields[tag][1], wanted)
            if file is not None and is_written:
                found[tag] = file
        return None, found

    def languages_without(self, entry: Values, name: str, words: Container[str]) -> list[Locale]:
        """Languages in which the panel is written and for which a field names no file."""
        node = entry.node.fields[name][1] if name in entry.node.fields else None
        named = node.fields if isinstance(node, Fields) else {}
        return [tag for tag in codes_of(self.languages) or () if tag not in named and f"panel.{tag}.md" in words]

    def tell_of_unused(self, endings: frozenset[str], named: Iterable[str], code: str) -> None:
        """What lies here and is named nowhere is not published."""
        known = {unicodedata.normalize("NFC", name) for name in named}
        for name in sorted(self.source.files):
            if _ending(name) in endings and name not in known:
                row = self.source.files[name]
                self.context.problems.append(problem(code, Location(row.path), name=name))
                if endings is PICTURE.endings and (file := self.read(row, PICTURE)) is not None:
                    self.context.problems.extend(picture_problems(row.path, file.tells))


def file_names(entry: Values, name: str) -> Iterable[str]:
    """Every file that a field names."""
    given: str | dict[Locale, str] | None = entry[name]
    return given.values() if isinstance(given, dict) else [given] if given else []


def is_left_out(entry: Values, name: str) -> bool:
    """True for a field that nobody has filled in; a value that could not be read is another matter."""
    found = entry.node.fields.get(name)
    return found is None or is_blank(found[1]) or (isinstance(found[1], Fields) and not found[1].fields)


def _ending(name: str) -> str:
    return os.path.splitext(name)[1].lower()
