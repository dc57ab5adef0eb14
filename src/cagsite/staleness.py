"""Whether a translation still says what its source says, unit by unit; no git is needed for it.

A unit is a one-line field of the front matter or a block of the body. What a translation was made from is remembered
in `panel.<lang>.seen.yaml`: per unit the source text as it was, and a digest of the translation as it was.
"""

from __future__ import annotations

from collections import Counter
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
    return {key: " ".join(text.split()) for key, text in units.items()} | dict(blocks)


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
    changed, lost = _unmatched(source, seen)
    before_digests = {digest for _, digest in seen.units.values()}
    now_digests = {digest_unit(text) for text in translation.values()}
    found = []
    for key in changed:
        before, digest = seen.units[key] if key in lost else ("", "")
        translated = digest_unit(translation.get(key, ""))
        is_as_it_was = translated == digest if digest else translated in before_digests
        freshness = Freshness.OUTDATED if is_as_it_was or not translation.get(key) else Freshness.TO_CONFIRM
        found.append(StaleUnit(key=key, freshness=freshness, before=before, now=source[key]))
    for key in lost - changed.keys():
        text, digest = seen.units[key]
        if digest in now_digests:
            found.append(StaleUnit(key=key, freshness=Freshness.OUTDATED, before=text, now=""))
    units = tuple(sorted(found, key=lambda unit: _key_order(unit.key)))
    order = list(Freshness)
    worst = max((unit.freshness for unit in units), key=order.index, default=Freshness.CURRENT)
    return Comparison(freshness=worst, units=units)


def _unmatched(source: Units, seen: Seen) -> tuple[dict[str, None], set[str]]:
    """Keys of source units that are new or changed, in order; and remembered keys whose text stands nowhere now."""
    now = Counter(source.values())
    lost = set()
    for key, (text, _) in seen.units.items():
        if now[text]:
            now[text] -= 1
        else:
            lost.add(key)
    before = Counter(text for text, _ in seen.units.values())
    changed: dict[str, None] = {}
    for key, text in source.items():
        if before[text]:
            before[text] -= 1
        else:
            changed[key] = None
    return changed, lost


def _key_order(key: str) -> tuple[tuple[int, str], ...]:
    """Fields first, then blocks by their ordinals."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in key.split("."))
