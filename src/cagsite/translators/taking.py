"""Texts that came back, as files: tried in a copy of the content, and written only if all of them are sound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cagsite.codes import problem
from cagsite.load import read_document
from cagsite.model import Exhibition, Locale, Panel, Seen, Translation
from cagsite.normal import scalar
from cagsite.problems import Location, Problem, Severity
from cagsite.replacing import replace_file
from cagsite.seen import write_seen
from cagsite.sources import Project
from cagsite.staleness import carried, digest_unit, partners
from cagsite.translators.arrivals import Delivery
from cagsite.translators.editing import NewBlock, is_block, new_block, rewritten
from cagsite.translators.keeping import alone
from cagsite.translators.lists import FILES, with_words
from cagsite.translators.units import PlacedUnit, placed_units, plain_units
from cagsite.trial import problems_with
from cagsite.yamltree import Mapping as Tree
from cagsite.yamltree import Scalar


def take(
    project: Project, exhibition: Exhibition, locale: Locale, deliveries: Iterable[Delivery], problems: list[Problem]
) -> int:
    """Writes what was delivered and says how many texts that were; nothing where any of it would be an error."""
    files: dict[str, str] = {}
    by_file: dict[str, Delivery] = {}
    taken = 0
    for delivery in deliveries:
        if delivery.panel in FILES:
            made, keys = _list(project.root, locale, delivery, problems)
        else:
            panel = exhibition.panels[delivery.panel]
            made, keys = _Writing(root=project.root, panel=panel, locale=locale, delivery=delivery).files(problems)
        if keys:
            files |= made
            by_file |= dict.fromkeys(made, delivery)
            taken += len(keys)
    problems += _faults(project, files, by_file)
    if any(found.severity is Severity.ERROR for found in problems):
        return 0
    for path, text in files.items():
        if not _is_there(project.root / path, text):
            replace_file(project.root / path, text)
    return taken


def _list(root: Path, locale: Locale, delivery: Delivery, problems: list[Problem]) -> tuple[dict[str, str], list[str]]:
    """The new text of a file that holds all languages, and the keys that found a place."""
    path = FILES[delivery.panel][0]
    content, keys = with_words((root / path).read_bytes(), delivery.panel, locale, delivery.words)
    for key in delivery.words.keys() - set(keys):
        problems.append(problem("no-place", delivery.places[key], unit=f"{delivery.panel} {key}", file=path))
    return {path: content.decode("utf-8")}, keys


def _is_there(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writing:
    """One panel's file in the language, and what was delivered for it."""

    root: Path
    panel: Panel
    locale: Locale
    delivery: Delivery

    @property
    def source(self) -> Translation:
        return self.panel.translations[self.panel.source]

    @property
    def words(self) -> Translation | None:
        return self.panel.translations.get(self.locale)

    def files(self, problems: list[Problem]) -> tuple[dict[str, str], list[str]]:
        """The new texts of the file and of the record beside it; and the keys that found a place."""
        source, words = self.source, self.words
        units, now = placed_units(source), plain_units(source)
        tree = read_document(self.root, (words or source).file, []).tree
        assert isinstance(tree, Tree)
        if words is None:
            keys, is_confirmed = list(self.delivery.words), False
            text = _begun(tree, source, self.delivery.words)
        else:
            pairs = partners(now, plain_units(words), words.seen)
            keys, new = self._places(words, units, pairs, problems)
            by_place = {pairs[key]: self.delivery.words[key] for key in keys if pairs[key]}
            own = placed_units(words)
            text = rewritten(tree, words.body, words.body_line, own, by_place, new)
            is_confirmed = not new and all(key in own and own[key].typed == typed for key, typed in by_place.items())
        known = carried(now, words.seen if words is not None else None)
        taken = {key: (now[key], digest_unit(alone(units[key].kind, self.delivery.words[key]))) for key in keys}
        record = {key: (known | taken)[key] for key in [*now, *known] if key in taken or key in known}
        file = f"{self.panel.folder}/panel.{self.locale}"
        made = {f"{file}.seen.yaml": write_seen(Seen(units=record))}
        return (made if is_confirmed else {f"{file}.md": text, **made}), keys

    def _places(
        self, words: Translation, units: Mapping[str, PlacedUnit], pairs: dict[str, str], problems: list[Problem]
    ) -> tuple[list[str], list[NewBlock]]:
        """Keys of what can be written, and the blocks among them that the translation does not have yet."""
        own = placed_units(words)
        keys, new = [], []
        after = ""
        for key, unit in sorted(units.items(), key=lambda pair: pair[1].line):
            if not is_block(key):
                keys += [key] if key in self.delivery.words else []
                continue
            if pairs[key] in own and own[pairs[key]].kind == unit.kind:
                after = pairs[key]
            elif key in self.delivery.words:
                pairs[key] = ""
                if unit.kind == "box":
                    place = self.delivery.places[key]
                    problems.append(problem("no-place", place, unit=f"{self.panel.id} {key}", file=words.file))
                    continue
                new.append(new_block(self.source.body, self.source.body_line, unit, after, self.delivery.words[key]))
            if key in self.delivery.words:
                keys.append(key)
        return keys, new


def _begun(tree: Tree, source: Translation, delivered: Mapping[str, str]) -> str:
    """A new file: the source's, with the words that there are; a draft until there are all."""
    fields = {name: value for name, value in tree.fields.items() if name not in ("slug", "aliases")}
    if not set(plain_units(source)) <= set(delivered):
        fields["status"] = (Scalar("status", 1, 1, True), scalar("draft"))
    return rewritten(Tree(fields, 1, 1), source.body, source.body_line, placed_units(source), delivered)


def _faults(project: Project, files: Mapping[str, str], by_file: Mapping[str, Delivery]) -> list[Problem]:
    """Errors that the files would have, at the place in the translator's file from which they come."""
    if not files:
        return []
    found = problems_with(project, {path: text.encode("utf-8") for path, text in files.items()})
    return [
        replace(fault, location=_origin(fault.location, files[fault.location.file], by_file[fault.location.file]))
        for fault in found
        if fault.location.file in files and fault.severity is Severity.ERROR
    ]


def _origin(location: Location, text: str, delivery: Delivery) -> Location:
    """The place of the text that stands on that line; of the first one where none does."""
    line = text.split("\n")[location.line - 1]
    fitting = [key for key, typed in delivery.words.items() if typed.split("\n")[0][:40] in line]
    return delivery.places[fitting[0] if fitting else next(iter(delivery.words))]
