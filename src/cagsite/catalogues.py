"""The theme's own words per language: gettext catalogues read through Babel, kept as plain tables."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from typing import TYPE_CHECKING, Any

from cagsite.codes import problem
from cagsite.digests import digest_value
from cagsite.model import Language, Locale
from cagsite.problems import Location, Problem, Severity

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

Catalogue = Mapping[tuple[str, str], str]
"""Context (may be empty) and msgid to the words; plural forms under `msgid\\0number`."""

PLURAL = ("", "\0plural")
"""Where a catalogue keeps its rule for plural forms."""


ADDRESS = "address"
"""Context of the words that a new language gets in its addresses: the msgids are names under `addresses:`."""
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
ALSO = {"century": frozenset({"year"})}
"""By the first word of a context: placeholders that a translation may use in place of those of the message."""


def read_catalogue(content: bytes, file: str, problems: list[Problem]) -> Catalogue:
    """A table from the bytes of a .po file; untranslated, fuzzy and damaged messages are left out."""
    catalog = parse_catalogue(content, file, problems)
    if catalog is None or not _has_plural_rule(catalog, content, file, problems):
        return {}
    table: dict[tuple[str, str], str] = {}
    for message in catalog:
        if not message.id or message.fuzzy or not message.string:
            continue
        fault = damaged_placeholder(message, Location(file, message.lineno or 1))
        if fault:
            problems.append(fault)
            continue
        context = message.context or ""
        if isinstance(message.id, (tuple, list)):
            if all(message.string):
                table |= {(context, f"{message.id[0]}\0{n}"): text for n, text in enumerate(message.string)}
        else:
            table[context, str(message.id)] = str(message.string)
    table[PLURAL] = catalog.plural_expr
    return table


def parse_catalogue(content: bytes, file: str, problems: list[Problem]) -> Catalog | None:
    """The messages of a .po file; None, with the line, where it is not one."""
    from babel.messages.pofile import PoFileError, read_po

    damaged = damaged_line(content)
    if damaged:
        problems.append(problem("damaged-line", Location(file, damaged)))
        return None
    try:
        return read_po(io.BytesIO(content.removeprefix(b"\xef\xbb\xbf")), abort_invalid=True)
    except (PoFileError, ValueError, LookupError, SyntaxError) as error:  # LookupError: an encoding that nobody knows
        line = (getattr(error, "lineno", 0) or 0) if isinstance(error, PoFileError) else 0
        reason = str(error).rpartition(" on ")[0] or error
        problems.append(problem("bad-catalogue", Location(file, line + 1), reason=reason))
        return None


def _has_plural_rule(catalog: Catalog, content: bytes, file: str, problems: list[Problem]) -> bool:
    """True where the rule for plural forms can be asked, and answers with one of the forms."""
    try:
        rule = plural_rule(catalog.plural_expr)
        if all(0 <= rule(number) < catalog.num_plurals for number in range(200)):
            return True
    except (ValueError, ArithmeticError, RecursionError):
        pass
    line = content[: max(content.find(b"Plural-Forms"), 0)].count(b"\n") + 1
    problems.append(problem("bad-plural-forms", Location(file, line), rule=catalog.plural_expr))
    return False


_LINE = re.compile(
    rb'[ \t]*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[[0-9]+\])?)[ \t]*)?"(?:[^"\\]|\\.)*"[ \t]*)?'
)


def damaged_line(content: bytes) -> int:
    """The first line of a catalogue that is neither a comment nor a text in quotation marks; 0 where there is none."""
    lines = content.removeprefix(b"\xef\xbb\xbf").splitlines()
    return next((number for number, line in enumerate(lines, 1) if not _LINE.fullmatch(line)), 0)


def _all(texts: str | Sequence[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def damaged_placeholder(message: Message, place: Location) -> Problem | None:
    """What is wrong with the placeholders of a translation; a plural form may do without the number."""
    plural = not isinstance(message.id, str)
    ids, strings = (_all(message.id), _all(message.string))
    known = {name for text in ids for name in PLACEHOLDER.findall(text)}
    if not known:
        return None
    also = ALSO.get((message.context or "").partition(" ")[0], frozenset())
    for text in strings:
        found = set(PLACEHOLDER.findall(text))
        is_whole = PLACEHOLDER.sub("", text).replace("%%", "").count("%") == 0
        if not is_whole or found - known - also or (known - found and not plural and not also):
            return problem(
                "damaged-placeholder",
                place,
                message=ids[0],
                found=text,
                expected=", ".join(f"%({name})s" for name in sorted(known)),
            )
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the catalogues of a language hold, and by which bytes."""

    digest: bytes
    words: Catalogue
    problems: tuple[Problem, ...]


def read_catalogues(
    languages: Iterable[Language], layers: Callable[[str], list[tuple[str, bytes]]], before: Mapping[str, Known]
) -> Mapping[str, Known]:
    """The theme's words in each language; a project's own lie over the ones that come with cagsite."""
    found: dict[str, Known] = {}
    for language in languages:
        files = layers(language.code)
        digest = digest_value((language.code, files))
        known = before.get(language.code)
        found[language.code] = known if known and known.digest == digest else _read_layers(language.code, digest, files)
    return found


def _read_layers(code: Locale, digest: bytes, files: list[tuple[str, bytes]]) -> Known:
    words: dict[tuple[str, str], str] = {}
    problems: list[Problem] = []
    for path, content in files:
        words |= read_catalogue(content, f"locales/{path.replace(chr(92), '/').rpartition('/locales/')[2]}", problems)
    if not files:
        problems.append(
            Problem.make(
                Severity.NOTICE,
                "catalogue-missing",
                Location("exhibition.yaml"),
                "the theme has no words of its own in '{language}'; those of another language are shown",
                "add locales/{language}/LC_MESSAGES/cagsite.po",
                language=code,
            )
        )
    return Known(digest=digest, words=words, problems=tuple(problems))


UNREVIEWED = "not reviewed by a native reader"
"""A translator's comment with these words stands at each message that nobody has read whose language it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How far the theme's words are in a language."""

    messages: int
    translated: int
    unreviewed: int


def tally(layers: Iterable[bytes], asked: Iterable[bytes]) -> Tally:
    """Counts the messages of the catalogues of a language against those that the theme asks for in any."""
    from babel.messages.pofile import read_po

    known = {(m.context, _all(m.id)[0]) for content in asked for m in read_po(io.BytesIO(content)) if m.id}
    unreviewed: dict[tuple[str | None, str], bool] = {}
    for content in layers:
        for message in read_po(io.BytesIO(content)):
            if message.id and not message.fuzzy and all(_all(message.string)):
                is_new = any(UNREVIEWED in comment.lower() for comment in message.user_comments)
                unreviewed[message.context, _all(message.id)[0]] = is_new
    known |= unreviewed.keys()
    return Tally(messages=len(known), translated=len(unreviewed), unreviewed=sum(unreviewed.values()))


@cache
def plural_rule(expression: str) -> Callable[[int], int]:
    """Which plural form a number takes, from the rule of a catalogue (gettext's C expression)."""
    rule: Callable[[int], int] = c2py(re.sub(r"\s+", " ", expression))
    return rule


class Words:
    """Looks up the theme's words in a language, then in those it falls back to, then as they are in English."""

    def __init__(self, read: Callable[..., Any], locale: Locale, fallbacks: tuple[Locale, ...]) -> None:
        self._read = read
        self._locales = (locale, *fallbacks)

    def gettext(self, msgid: str) -> str:
        return self.pgettext("", msgid)

    def pgettext(self, context: str, msgid: str) -> str:
        for locale in self._locales:
            found = self._read("message", locale, context, msgid)
            if found:
                return str(found)
        return msgid

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.npgettext("", singular, plural, number)

    def npgettext(self, context: str, singular: str, plural: str, number: int) -> str:
        for locale in self._locales:
            rule = self._read("message", locale, *PLURAL)
            if rule:
                found = self._read("message", locale, context, f"{singular}\0{plural_rule(rule)(number)}")
                if found:
                    return str(found)
        return singular if number == 1 else plural
