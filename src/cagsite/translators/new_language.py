"""A new language of an exhibition: what changes in its files, and what to translate first."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.messages.pofile import read_po

from cagsite.catalogues import ADDRESS, read_catalogue
from cagsite.entries import with_item, with_key
from cagsite.locales import conventions
from cagsite.model import Exhibition, Locale, PanelId, State
from cagsite.normal import scalar
from cagsite.reading import SETTINGS
from cagsite.theme import Theme
from cagsite.translation import ORIGINAL
from cagsite.translators.units import plain_units
from cagsite.yamltree import Mapping as Tree
from cagsite.yamltree import Node, Scalar
from cagsite.yamltree import Sequence as ListOf

CATALOGUE = "locales/{code}/LC_MESSAGES/cagsite.po"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLanguage:
    """What is written for a language."""

    files: Mapping[str, bytes]
    """By path in the project."""
    fallback: tuple[Locale, ...]
    has_words: bool
    """True where the theme speaks the language already."""
    messages: int
    """Words of the theme to be translated; 0 where it has them."""


def usual_fallback(exhibition: Exhibition, code: Locale) -> tuple[Locale, ...]:
    """Languages of the exhibition that many people know where the new one is spoken, and that of the theme's messages.

    The source of each panel follows by itself.
    """
    codes = [language.code for language in exhibition.settings.languages]
    near = (*conventions(code).neighbours, ORIGINAL.partition("-")[0])
    return tuple(Locale(other) for other in dict.fromkeys(near) if other in codes and other != code)


def new_language(
    exhibition: Exhibition, theme: Theme, settings: str, code: Locale, fallback: Sequence[Locale], today: date
) -> NewLanguage | None:
    """The changed settings, and a catalogue where the theme has none; None where the settings are written unusually."""
    entry: dict[str, Node] = {"code": scalar(code)}
    if fallback:
        entry["fallback"] = ListOf(tuple(scalar(other) for other in fallback), 1, 1)
    text = with_item(settings, kind="exhibition", list_name="languages", fields=entry)
    shipped = theme.catalogues(code)
    words = _address_words(shipped)
    if text is not None and words:
        fields: dict[str, tuple[Scalar, Node]] = {
            name: (Scalar(name, 1, 1, True), scalar(word)) for name, word in words.items()
        }
        text = with_key(text, kind="exhibition", name="addresses", key=code, value=Tree(fields, 1, 1))
    if text is None:
        return None
    files = {SETTINGS: text.encode("utf-8")}
    messages = 0
    if not shipped:
        skeleton, messages = catalogue_skeleton(theme, code, today)
        files[CATALOGUE.format(code=code)] = skeleton
    return NewLanguage(files=files, fallback=tuple(fallback), has_words=bool(shipped), messages=messages)


def _address_words(layers: Sequence[tuple[str, bytes]]) -> dict[str, str]:
    """The words for kinds and lists in addresses, as the theme proposes them."""
    words: dict[str, str] = {}
    for path, content in layers:
        for (context, id), word in read_catalogue(content, path, []).items():
            if context == ADDRESS:
                words[id] = word
    return words


def catalogue_skeleton(theme: Theme, code: Locale, today: date) -> tuple[bytes, int]:
    """Every message of the theme, empty, with CLDR's plural forms; and how many there are."""
    path = min((path for path in theme.files if path.endswith("/LC_MESSAGES/cagsite.po")), key=len)
    known = conventions(code)
    forms = int(known.plural_forms.partition("nplurals=")[2].partition(";")[0])
    parts = [
        f"# {known.english_name or code}: words of the theme. Fill in each msgstr; what stays empty falls back.\n"
        'msgid ""\nmsgstr ""\n"Project-Id-Version: cagsite\\n"\n'
        f'"PO-Revision-Date: {today.isoformat()} 00:00+0000\\n"\n"Last-Translator: unknown\\n"\n'
        f'"Language-Team: {code}\\n"\n"Language: {code}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {known.plural_forms}\\n"\n'
    ]
    messages = [message for message in read_po(io.BytesIO(theme(path))) if message.id]
    for message in messages:
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        lines = [f"#, {', '.join(sorted(message.flags))}"] if message.flags else []
        lines += [f"msgctxt {_quoted(message.context)}"] if message.context else []
        lines += [f"msgid {_quoted(ids[0])}"]
        lines += [f"msgid_plural {_quoted(id)}" for id in ids[1:]]
        lines += [f'msgstr[{form}] ""' for form in range(forms)] if ids[1:] else ['msgstr ""']
        parts.append("".join(f"{line}\n" for line in lines))
    return "\n".join(parts).encode("utf-8"), len(messages)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One panel to translate."""

    panel: PanelId
    words: int


def first_steps(exhibition: Exhibition, code: Locale) -> list[Step]:
    """Panels in the order in which a visitor meets them: countries and pages that the rooms name, in their order."""
    rooms = [id for id in exhibition.settings.rooms if id in exhibition.panels]
    order = [*rooms, *(id for id in exhibition.panels if id not in set(rooms))]
    found = []
    for id in order:
        panel = exhibition.panels[id]
        if panel.status.state is not State.WITHDRAWN and code not in panel.translations:
            texts = plain_units(panel.translations[panel.source]).values()
            found.append(Step(panel=id, words=len(" ".join(texts).split())))
    return found
