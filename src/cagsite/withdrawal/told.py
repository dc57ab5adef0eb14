"""What is withdrawn, and by what it would be found: the difference between what was shown before and what is now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cagsite.model import (
    Exhibition,
    Locale,
    Medium,
    Panel,
    PanelId,
    Photo,
    SectionDetails,
    SourceFile,
    State,
    Status,
    Translation,
)
from cagsite.permalinks import former_addresses, panel_address
from cagsite.withdrawal.layers import plain
from cagsite.withdrawal.search import SENTENCE, Needle
from cagsite.world import World

_MARKS = re.compile(r"[\[\]()*_`<>#:|{}\\\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What shall be withdrawn: a panel, or one language, photo or recording of it."""

    panel: PanelId
    locale: Locale | None = None
    photo: str | None = None
    medium: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What tells of it."""

    needles: frozenset[Needle]
    addresses: tuple[str, ...]
    """Of pages that there are no more, as paths in the site, sorted."""


def with_state(exhibition: Exhibition, target: Target, state: State) -> Exhibition:
    """The exhibition with another status of the target; itself where there is no such thing."""
    panel = exhibition.panels.get(target.panel)
    if panel is None:
        return exhibition
    return replace(exhibition, panels={**exhibition.panels, panel.id: _with_state(panel, target, Status(state=state))})


def _with_state(panel: Panel, target: Target, status: Status) -> Panel:
    if target.locale is not None:
        words = panel.translations.get(target.locale)
        changed = {} if words is None else {target.locale: replace(words, status=status)}
        return replace(panel, translations={**panel.translations, **changed})
    if target.photo is not None:
        photos = (replace(each, status=status) if each.id == target.photo else each for each in panel.photos)
        return replace(panel, photos=tuple(photos))
    if target.medium is not None:
        media = (replace(each, status=status) if each.id == target.medium else each for each in panel.media)
        return replace(panel, media=tuple(media))
    return replace(panel, status=status)


def told_between(before: Exhibition, after: Exhibition) -> Told:
    """What only the first of two exhibitions, as they may be shown, has to tell."""
    gone = set(_needles_of_lists(before)) - set(_needles_of_lists(after))
    for id, panel in before.panels.items():
        left = after.panels.get(id)
        if left is not panel:
            stays = {plain(each.text) for each in _needles_of_panel(left)} if left is not None else set()
            gone |= {each for each in _needles_of_panel(panel) if plain(each.text) not in stays}
    kept = {needle.text for panel in after.panels.values() for needle in _pictures_of(panel)}
    ids = {photo.id for panel in after.panels.values() for photo in panel.photos}
    ids |= {medium.id for panel in after.panels.values() for medium in panel.media}
    needles = (each for each in gone if not (each.what == "picture" and each.text in kept))
    needles = (each for each in needles if not (each.what == "photo" and each.text in ids))
    addresses = _addresses(before) - _addresses(after)
    return Told(
        needles=frozenset(each for each in needles if _is_telling(each))
        | {Needle("address", address) for address in addresses},
        addresses=tuple(sorted(addresses)),
    )


def _is_telling(needle: Needle) -> bool:
    held = plain(needle.text).strip()
    return len(held) >= (SENTENCE if needle.what == "text" else 2) and not held.isdecimal()


def _needles_of_panel(panel: Panel) -> Iterator[Needle]:
    yield Needle("id", panel.id)
    for other in panel.also:
        yield Needle("name", other)
    for locale in panel.translations:
        yield from needles_of_words(panel.translations[locale])
    for photo in panel.photos:
        yield Needle("photo", photo.id)
    for medium in panel.media:
        yield Needle("photo", medium.id)
    yield from _pictures_of(panel)


def needles_of_words(words: Translation) -> Iterator[Needle]:
    """Everything of a panel in one language."""
    yield Needle("title", words.title)
    yield Needle("slug", words.slug)
    for alias in words.aliases:
        yield Needle("alias", alias)
    yield from _sentences(words.summary)
    for highlight in words.highlights:
        yield from _sentences(highlight.text)
        if highlight.speaker:
            yield Needle("name", highlight.speaker)
    for photo in words.photos.values():
        yield from _sentences(photo.alt, photo.caption)
    for medium in words.media.values():
        yield from _sentences(medium.title, medium.caption, *medium.transcript)
    yield from _sentences(*words.labels.values())
    yield from _sentences(*(max(_MARKS.split(block), key=len) for block in re.split(r"\n\s*\n", words.body)))


def _sentences(*texts: str | None) -> Iterator[Needle]:
    """Texts that are somebody's own; a whole one, because half of it may stand elsewhere."""
    for text in texts:
        if text:
            yield Needle("text", text.strip())


def _pictures_of(panel: Panel) -> Iterator[Needle]:
    for file in _files_of((*panel.photos, *panel.media)):
        yield Needle("picture", file.digest)
        yield Needle("picture", file.path)


def _files_of(shown: Iterable[Photo | Medium]) -> Iterator[SourceFile]:
    for each in shown:
        if each.file is not None:
            yield each.file
        yield from each.files.values()
        if isinstance(each, Medium):
            yield from each.captions.values()


def _needles_of_lists(exhibition: Exhibition) -> Iterator[Needle]:
    """What the lists tell: of a name or a place that only hidden panels speak of, nothing may be left."""
    for term in exhibition.terms.values():
        yield from _sentences(*term.definition.values())
    for event in exhibition.events:
        yield from _sentences(*event.text.values())
    for place in exhibition.places.values():
        for text in (*place.name.values(), *place.also):
            yield Needle("place", text)
    for name in exhibition.names:
        for text in (*name.name.values(), *name.also):
            yield Needle("name", text)
    for tour in exhibition.settings.tours:
        yield from _sentences(*tour.title.values(), *tour.summary.values())


def _addresses(exhibition: Exhibition) -> set[str]:
    """Of every panel in every language, former ones too."""
    read = World.of(exhibition).read
    found: set[str] = set()
    for language in exhibition.settings.languages:
        for panel in exhibition.panels.values():
            if isinstance(panel.details, SectionDetails) and panel.details.document not in exhibition.panels:
                continue
            found.add(panel_address(read, language.code, panel.id))
            found.update(former_addresses(read, language.code, panel.id))
    return found


def of_panel_alone(panel: Panel) -> Told:
    """Where nothing is known of the exhibition around it: what its own files tell."""
    needles = (needle for needle in _needles_of_panel(panel) if needle.what != "photo" and _is_telling(needle))
    return Told(needles=frozenset(needles), addresses=())
