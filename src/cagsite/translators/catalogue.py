"""The texts of all panels as one gettext catalogue for a language, and what such a catalogue brings back."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from cagsite.catalogues import parse_catalogue
from cagsite.codes import problem
from cagsite.locales import conventions
from cagsite.model import Exhibition, Locale
from cagsite.problems import Location, Problem
from cagsite.translators.arrivals import Arrival, is_other_language
from cagsite.translators.rows import BEHIND, Row

_NO_BREAKS = 10_000_000
_HEADER = re.compile(r'^"(?:Generated-By|Report-Msgid-Bugs-To|Language):[^\n]*\n', re.MULTILINE)


def export_catalogue(exhibition: Exhibition, locale: Locale, rows: Iterable[Row], today: date) -> bytes:
    """The texts as a catalogue; a translation that is behind its source is marked as uncertain."""
    moment = datetime(today.year, today.month, today.day, tzinfo=UTC)
    catalog = Catalog(
        locale=None,
        project=next(iter(exhibition.settings.title.values()), ""),
        version=today.isoformat(),
        charset="utf-8",
        creation_date=moment,
        revision_date=moment,
        last_translator="unknown",
        language_team=locale,
        fuzzy=False,
    )
    catalog.header_comment = "#"
    for row in rows:
        is_behind = row.state in BEHIND
        message = catalog.add(
            row.source,
            row.words,
            locations=[(row.file, row.line)],
            flags=["fuzzy"] if is_behind else [],
            auto_comments=[f"{term.source} = {term.words}" for term in row.terms],
            previous_id=(row.before,) if is_behind and row.before else (),
            context=row.id,
        )
        # A brace or a per cent sign in a sentence is no format of a programming language.
        message.flags -= {"python-format", "python-brace-format"}
    with io.BytesIO() as file_like:
        # With a small width Babel breaks the lines of `#|` comments in the middle of a string, and gettext stops there.
        write_po(file_like, catalog, width=_NO_BREAKS, include_previous=True, omit_header=False)
        head, blank, rest = file_like.getvalue().decode("utf-8").partition("\n\n")
    address = exhibition.settings.contact.email or ""
    forms = conventions(locale).plural_forms
    ours = f'"Report-Msgid-Bugs-To: {address}\\n"\n"Language: {locale}\\n"\n"Plural-Forms: {forms}\\n"\n'
    head = _HEADER.sub("", head + "\n").replace('"MIME-Version:', ours + '"MIME-Version:', 1).rstrip("\n")
    return (head + blank + rest).encode("utf-8")


def read_arrivals(
    content: bytes, name: str, exhibition: Exhibition, locale: Locale, problems: list[Problem]
) -> list[Arrival]:
    """What is filled in and not uncertain; a file that is no catalogue, or one of another language, is refused."""
    catalog = parse_catalogue(content, name, problems)
    if catalog is None:
        return []
    tag = re.search(rb'^"Language:[ \t]*([\w@-]*)', content, re.MULTILINE)
    if tag and is_other_language(tag[1].decode(), locale, exhibition):
        line = content.count(b"\n", 0, tag.start()) + 1
        problems.append(problem("wrong-language", Location(name, line), found=tag[1].decode(), language=locale))
        return []
    return [
        Arrival(
            place=Location(name, message.lineno or 1),
            id=message.context or "",
            source=str(message.id),
            text=message.string if isinstance(message.string, str) and not message.fuzzy else "",
        )
        for message in catalog
        if message.id
    ]
