"""Whether a translation still says what its source says, unit by unit; no git is needed for it.

A unit is a one-line field of the front matter or a block of the body. What a translation was made from is remembered
in `panel.<lang>.seen.yaml`: per unit the source text as it was, and a digest of the translation as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from cagsite.model import Seen, Translation

Units = Mapping[str, str]
"""Text by key, in order: `title`, `photo.cut.alt`, `2.3`."""


class Freshness(StrEnum):
    """How a translation stands to its source; the later ones outweigh the earlier ones."""

    CURRENT = "current"
    UNCONFIRMED = "unconfirmed"
    """Nothing is remembered of what it was made from."""
    TO_CONFIRM = "to-confirm"
    """Both have changed since."""
    OUTDATED = "outdated"
    """The source has changed since, the translation has not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleUnit:
    """A unit that is not current."""

    key: str
    freshness: Freshness
    before: str
    """The source as it was."""
    now: str
    """The source as it is; empty where the unit is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One translation against its source."""

    freshness: Freshness
    units: tuple[StaleUnit, ...]

    @classmethod
    def unconfirmed(cls) -> Comparison:
        """Nothing is known."""
        return cls(freshness=Freshness.UNCONFIRMED, units=())


def units_of(words: Translation, blocks: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Everything of a panel in one language that a translator writes; `blocks` are key and text of the body's units."""
    return {key: plain(text) for key, text in fields_of(words).items()} | dict(blocks)


def fields_of(words: Translation) -> dict[str, str]:
    """The texts of the front matter, each on one line."""
    units = {"title": words.title, "summary": words.summary}
    for highlight in words.highlights:
        units[f"highlight.{highlight.id}.text"] = highlight.text
        if highlight.speaker:
            units[f"highlight.{highlight.id}.speaker"] = highlight.speaker
        if highlight.role:
            units[f"highlight.{highlight.id}.role"] = highlight.role
    for id, photo in words.photos.items():
        if photo.alt:
            units[f"photo.{id}.alt"] = photo.alt
        if photo.caption:
            units[f"photo.{id}.caption"] = photo.caption
    for id, medium in words.media.items():
        units[f"media.{id}.title"] = medium.title
        if medium.caption:
            units[f"media.{id}.caption"] = medium.caption
        units |= {f"media.{id}.transcript.{n}": text for n, text in enumerate(medium.transcript, 1)}
    units |= {f"link.{id}": title for id, title in words.links.items()}
    units |= {f"label.{id}": text for id, text in words.labels.items()}
    return {key: " ".join(text.split()) for key, text in units.items()}


_SIGNS = str.maketrans(
    dict.fromkeys("”“„«»", '"') | dict.fromkeys("’‘‚‹›", "'") | dict.fromkeys("–—‑", "-") | {"…": "...", "\u00ad": ""}
)


def plain(text: str) -> str:
    """A text in which neither blanks nor the shape of signs make a difference."""
    return " ".join(text.translate(_SIGNS).split())


def digest_unit(text: str) -> str:
    """Short, because it stands in a file that people may look at (blake2b-64)."""
    return blake2b(" ".join(text.split()).encode("utf-8"), digest_size=8).hexdigest()


def remember(source: Units, translation: Units) -> Seen:
    """What to write down when a translation is confirmed as it is now."""
    return Seen(units={key: (text, digest_unit(translation.get(key, ""))) for key, text in source.items()})


def compare(source: Units, translation: Units, seen: Seen | None) -> Comparison:
    """Each unit of the source against what the translation was made from.

    A text that only moved is no change: it is looked for under every key before its own unit counts as changed.
    """
    if seen is None:
        return Comparison.unconfirmed()
    origins = _origins(source, seen)
    changed = [key for key in source if key not in origins]
    lost = seen.units.keys() - origins.values()
    before_digests = {digest for _, digest in seen.units.values()}
    now_digests = {digest_unit(text) for text in translation.values()}
    found = []
    for key in changed:
        before, digest = seen.units[key] if key in lost else ("", "")
        translated = digest_unit(translation.get(key, ""))
        is_as_it_was = translated == digest if digest else translated in before_digests
        freshness = Freshness.OUTDATED if is_as_it_was or not translation.get(key) else Freshness.TO_CONFIRM
        found.append(StaleUnit(key=key, freshness=freshness, before=before, now=source[key]))
    for key in lost - set(changed):
        text, digest = seen.units[key]
        if digest in now_digests:
            found.append(StaleUnit(key=key, freshness=Freshness.OUTDATED, before=text, now=""))
    units = tuple(sorted(found, key=lambda unit: _key_order(unit.key)))
    order = list(Freshness)
    worst = max((unit.freshness for unit in units), key=order.index, default=Freshness.CURRENT)
    return Comparison(freshness=worst, units=units)


def partners(source: Units, translation: Units, seen: Seen | None) -> dict[str, str]:
    """Key of each unit of the source to that of its translation: another one where a text was moved in one language.

    A text that stands where it stood is translated where it was, and so is everything of which nothing is known; a new
    one whose place is another one's translation has none yet.
    """
    origins = _origins(source, seen)
    places: dict[str, list[str]] = {}
    for key, text in translation.items():
        places.setdefault(digest_unit(text), []).append(key)
    found = {
        key: next(iter(places.get(seen.units[origin][1], ())), key)
        for key, origin in origins.items()
        if seen is not None and key != origin
    }
    taken = set(found.values())
    return {key: found.get(key, "" if key in taken else key) for key in source}


def carried(source: Units, seen: Seen | None) -> dict[str, tuple[str, str]]:
    """What is remembered, under the keys where the texts stand now; a text that is gone keeps its key if it can."""
    if seen is None:
        return {}
    origins = _origins(source, seen)
    found = {key: seen.units[origin] for key, origin in origins.items()}
    used = set(origins.values())
    return found | {key: unit for key, unit in seen.units.items() if key not in used and key not in found}


def _origins(source: Units, seen: Seen | None) -> dict[str, str]:
    """Key of each text that has not changed to the key under which it is remembered, if possible its own."""
    stood: dict[str, list[str]] = {}
    for key, (text, _) in (seen.units if seen is not None else {}).items():
        stood.setdefault(plain(text), []).append(key)
    found = {}
    for key, text in source.items():
        if key in stood.get(plain(text), ()):
            stood[plain(text)].remove(key)
            found[key] = key
    for key, text in source.items():
        if key not in found and stood.get(plain(text)):
            found[key] = stood[plain(text)].pop(0)
    return found


def _key_order(key: str) -> tuple[tuple[int, str], ...]:
    """Fields first, then blocks by their ordinals."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in key.split("."))
