"""The texts of all panels as one page that a translator prints or fills in, and what the filled page brings back."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path

from cagsite.changes import Piece, changes
from cagsite.codes import problem
from cagsite.locales import conventions
from cagsite.model import Exhibition, Locale, PanelId
from cagsite.problems import Location, Problem, Translate, fill
from cagsite.staleness import plain
from cagsite.translation import ORIGINAL
from cagsite.translators.arrivals import Arrival, is_other_language
from cagsite.translators.lists import FILES
from cagsite.translators.rows import BEHIND, MISSING, Agreed, Row

_STATIC = Path(__file__).parent / "static"
_NAME = re.compile(r"[^A-Za-z0-9.-]+")
_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'"
LINE = 60
"""Letters that stand on a line of a field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """A row as the page shows it."""

    number: int
    id: str
    key: str
    kind: str
    state: str
    sign: str
    source: str
    words: str
    digest: str
    changes: tuple[Piece, ...]
    is_behind: bool
    lines: int
    terms: tuple[Agreed, ...]


def export_form(exhibition: Exhibition, locale: Locale, rows: Iterable[Row], name: str, say: Translate) -> bytes:
    """One page with everything in it: it asks nothing of any other place, and a policy inside makes sure of that."""
    from jinja2 import Environment, FileSystemLoader

    style, script = ((_STATIC / f"form.{ending}").read_text(encoding="utf-8") for ending in ("css", "js"))
    numbers = iter(range(1, 1_000_000))
    panels = [
        _part(exhibition, id, [_unit(next(numbers), row, say) for row in group], say)
        for id, group in groupby(rows, key=lambda row: row.panel)
    ]
    environment = Environment(
        loader=FileSystemLoader(_STATIC), autoescape=True, trim_blocks=True, lstrip_blocks=True, newline_sequence="\n"
    )
    text = environment.get_template("form.html").render(
        locale=locale,
        direction=conventions(locale).direction,
        file=f"{_NAME.sub('-', Path(name).stem)}.html",
        policy=f"{_NOTHING}; style-src '{_hashed(style)}'; script-src '{_hashed(script)}'",
        style=_Raw(style),
        script=_Raw(script),
        panels=panels,
        say=_words(exhibition, locale, say),
    )
    return text.encode("utf-8")


class _Raw(str):
    """Our own style or script, which is no text to be escaped."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def _hashed(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode()}"


def _part(exhibition: Exhibition, id: PanelId, units: list[_Unit], say: Translate) -> Mapping[str, object]:
    """A panel, or a file that holds texts in all languages."""
    panel = exhibition.panels.get(id)
    source = panel.source if panel else exhibition.settings.languages[0].code
    lists = {
        "exhibition.yaml": say("The exhibition"),
        "glossary.yaml": say("Terms"),
        "timeline.yaml": say("Events"),
        "places.yaml": say("Places"),
        "tour.yaml": say("Tour"),
        "names.yaml": say("Names"),
    }
    return {
        "anchor": f"panel-{_NAME.sub('-', id)}",
        "title": panel.translations[source].title if panel else lists.get(id, id),
        "title_language": source if panel else getattr(say, "language", ORIGINAL),
        "language": source,
        "direction": conventions(source).direction,
        "rows": units,
        "open": sum(unit.state == MISSING or unit.is_behind for unit in units),
    }


def _unit(number: int, row: Row, say: Translate) -> _Unit:
    signs = {MISSING: say("not translated yet"), "outdated": say("outdated"), "to-confirm": say("to confirm")}
    return _Unit(
        number=number,
        id=row.id,
        key="" if row.key in ("title", "summary") else row.key,
        kind=_kind(row, say),
        state=row.state,
        sign=signs.get(row.state, ""),
        source=row.source,
        words=row.words,
        digest=row.digest,
        changes=tuple(changes(row.before, plain(row.source))) if row.before else (),
        is_behind=row.state in BEHIND,
        terms=row.terms,
        lines=max(2, len(row.source) // LINE + 1, len(row.words) // LINE + 1),
    )


def _kind(row: Row, say: Translate) -> str:
    """What a text is, for somebody who knows no keys."""
    kinds = {
        "term": say("Term"),
        "definition": say("What it means"),
        "text": say("What happened"),
        "name": say("Name"),
        "venue": say("Where it can be seen"),
        "title": say("Title"),
        "summary": say("Summary"),
        "highlight": say("Highlight"),
        "photo": say("Picture"),
        "media": say("Recording"),
        "link": say("Title of a link"),
        "label": say("Label"),
        "heading": say("Heading"),
        "paragraph": say("Paragraph"),
        "item": say("Item of a list"),
        "quote": say("Quotation"),
        "box": say("Title of a box"),
        "footnote": say("Footnote"),
    }
    if row.kind != "field":
        return kinds.get(row.kind, "")
    return kinds.get(row.key.rpartition(".")[2] if row.panel in FILES else row.key.partition(".")[0], "")


def _words(exhibition: Exhibition, locale: Locale, say: Translate) -> Mapping[str, str]:
    """Everything that the page says itself, in the language of the tool's messages."""
    spoken = Locale(getattr(say, "language", ORIGINAL))
    titles = exhibition.settings.title
    title = titles.get(spoken) or titles.get(Locale(spoken.partition("-")[0])) or next(iter(titles.values()), "")
    named = [("language", conventions(spoken).language_name(locale)), ("exhibition", title), ("tag", locale)]
    return {
        "language": spoken,
        "title": fill(say("Translation into {language}: {exhibition}"), named),
        "guide": say(
            "The original stands on one side, your translation on the other. Write what is missing and what has "
            "changed; leave empty what you do not know. Save now and then: that makes a file, which you can open again "
            "and go on with, and send back."
        ),
        "marks": say(
            "Keep the signs around words as they are: **bold**, _emphasis_, and in [a word](address) whatever stands "
            "between ( and )."
        ),
        "needs_script": say(
            "Here nothing can be saved, because scripts are off; the page can be printed and filled in."
        ),
        "bar": say("Saving"),
        "progress": say("{done} of {count} texts are ready"),
        "saved": say("Saved as {file}, where your browser puts downloads"),
        "only_open": say("Only what is left to do"),
        "save": say("Save"),
        "print": say("Print"),
        "contents": say("Contents"),
        "changed": say("What changed:"),
        "agreed": say("Agreed words:"),
        "translation": say("Translation"),
        "holds": say("The translation holds as it is"),
        "ending": fill(
            say("Whoever gets the file back takes it over with: cagsite translation import {tag} FILE"), named
        ),
    }


def read_form(
    content: bytes, name: str, exhibition: Exhibition, locale: Locale, problems: list[Problem]
) -> list[Arrival]:
    """What is filled in; a page that is not ours, or one of another language, is refused."""
    try:
        text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        problems.append(problem("not-utf8", Location(name, content.count(b"\n", 0, error.start) + 1)))
        return []
    page = _Page()
    page.feed(text)
    page.close()
    if page.language is None:
        problems.append(problem("bad-form", Location(name)))
        return []
    if is_other_language(page.language, locale, exhibition):
        problems.append(problem("wrong-language", Location(name, 2), found=page.language, language=locale))
        return []
    return [field.arrival(name) for field in page.fields]


@dataclass(slots=True, kw_only=True)
class _Filled:
    """One field of a page."""

    line: int
    id: str
    digest: str
    text: str = ""
    holds: bool = False

    def arrival(self, name: str) -> Arrival:
        return Arrival(
            place=Location(name, self.line), id=self.id, source=self.digest, text=self.text, is_confirmed=self.holds
        )


class _Page(HTMLParser):
    """Fields and ticks of a page, as a browser has saved them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.language: str | None = None
        self.fields: list[_Filled] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag == "html" and values.get("data-cagsite") == "translation":
            self.language = values.get("data-language", "")
        elif tag == "textarea" and "data-unit" in values:
            line = self.getpos()[0]
            self.fields.append(_Filled(line=line, id=values["data-unit"], digest=values.get("data-source", "")))
            self._is_inside = True
        elif "data-holds" in values and "checked" in values and self.fields:
            self.fields[-1].holds = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._is_inside = False

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.fields[-1].text += data
