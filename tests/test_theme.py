"""The default theme: its words, its style sheet, its fonts, and what its templates may not contain."""

from __future__ import annotations

import gzip
import re
import unicodedata
from functools import cache
from pathlib import Path

import jinja2
import jinja2.meta
import jinja2.nodes
import pytest
from babel.core import Locale
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract
from tests.translating import complaints, msgfmt

from cagsite.catalogues import ADDRESS, plural_rule, read_catalogue, tally
from cagsite.outputs.scripts import slim
from cagsite.outputs.style import squeeze
from cagsite.problems import Problem
from cagsite.schema.files import ADDRESS_NAMES

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CSS = ROOT / "static/css"
PAGE_SHEETS = sorted((CSS / "pages").glob("*.css"))
FONTS = ROOT / "static/fonts"
CATALOGUES = sorted((ROOT / "locales").glob("*/LC_MESSAGES/cagsite.po"))
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
FIELD = re.compile(r"%\(\w+\)s")

IMPORT = re.compile(r'{% from "[^"]+" import ([\w, ]+) with context %}')

WRITTEN = ("sv", "en")
"""Languages in which the people who made the theme wrote it."""
Message = tuple[str, str]
"""Context (may be empty) and msgid."""


def messages_of(template: Path) -> set[Message]:
    """Every msgid that a template asks for."""
    found: set[Message] = set()
    with template.open("rb") as file:
        for _, function, arguments, _ in babel_extract(file, list(KEYWORDS), [], {"silent": "false"}):
            words = [arguments] if isinstance(arguments, str) else [word for word in arguments or () if word]
            found.add((words[0], words[1]) if function == "pgettext" else ("", words[0]))
    return found


@cache
def words_of(catalogue: Path) -> dict[Message, str]:
    """A catalogue's messages with their translations."""
    with catalogue.open("rb") as file:
        found = {}
        for message in read_po(file):
            if isinstance(message.id, str):
                found[message.context or "", message.id] = str(message.string)
            elif all(message.string):
                # one form or several: what is said of the plural holds for the last of them
                found[message.context or "", message.id[0]] = message.string[0]
                found[message.context or "", message.id[1]] = message.string[-1]
    return {message: words for message, words in found.items() if message[1]}


@cache
def sheet() -> str:
    """The style sheet as it is published, but for the names of the files it asks for."""
    names = (CSS / "order.txt").read_text(encoding="utf-8").split()
    return squeeze("\n".join((CSS / name).read_text(encoding="utf-8") for name in names))


def template_id(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


def language_id(path: Path) -> str:
    return path.parts[-3]


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=language_id)
def test_every_word_of_the_templates_is_in_each_catalogue(catalogue: Path) -> None:
    """A visitor meets no English word on a page of another language."""
    asked = {message for template in TEMPLATES for message in messages_of(template)}
    translated = {message for message, words in words_of(catalogue).items() if words}

    assert len(asked) > 40
    assert asked - translated == set()


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=language_id)
def test_translations_keep_the_fields_of_their_message(catalogue: Path) -> None:
    """A field that a translation invents would break the page; a century may say its year instead of its number."""
    for (context, msgid), words in words_of(catalogue).items():
        allowed = set(FIELD.findall(msgid)) | ({"%(year)s"} if context.startswith("century") else set())
        assert set(FIELD.findall(words)) <= allowed, msgid
        if not context.startswith("century"):
            assert set(FIELD.findall(words)) == set(FIELD.findall(msgid)), msgid


def test_catalogues_hold_the_same_messages() -> None:
    """A message that one language has and another lacks is a message forgotten."""
    first, *others = (set(words_of(catalogue)) for catalogue in CATALOGUES)

    assert others
    assert all(other == first for other in others)


def test_the_theme_speaks_the_languages_of_its_region() -> None:
    """And Swedish and English, in which it was made."""
    assert {language_id(catalogue) for catalogue in CATALOGUES} >= {"sv", "en", "ru", "kk", "ky", "uz", "tg", "tk"}


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=language_id)
def test_plural_forms_are_those_of_cldr(catalogue: Path) -> None:
    """A form for each category that a whole number can have, and no other; every one of them is filled in."""
    with catalogue.open("rb") as file:
        read = read_po(file)
    rule, known = plural_rule(read.plural_expr), Locale.parse(language_id(catalogue)).plural_form
    pairs = {(known(number), rule(number)) for number in range(1200)}
    categories, forms = {category for category, _ in pairs}, {form for _, form in pairs}
    assert len(pairs) == len(categories) == len(forms) == read.num_plurals
    for message in read:
        if not isinstance(message.id, str):
            assert len(message.string) == read.num_plurals
            assert all(message.string)


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=language_id)
def test_a_catalogue_is_whole_and_says_who_has_read_it(catalogue: Path) -> None:
    """gettext has nothing to complain of, and every message without a native reader is marked, or none is."""
    assert msgfmt(catalogue) == ""
    content = catalogue.read_bytes()
    problems: list[Problem] = []
    read_catalogue(content, str(catalogue), problems)
    assert problems == []
    found = tally([content], [path.read_bytes() for path in CATALOGUES])
    assert found.translated == found.messages
    assert found.unreviewed == (0 if language_id(catalogue) in WRITTEN else found.messages)


def test_programs_for_translators_find_no_damage(tmp_path: Path) -> None:
    """In any of the catalogues."""
    assert complaints(*CATALOGUES, into=tmp_path / "found") == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=language_id)
def test_words_are_spelt_in_the_letters_of_their_language(catalogue: Path) -> None:
    """No letter of a neighbour's alphabet has crept in; names of services, units and addresses are left aside."""
    words = words_of(catalogue)
    alphabet = set(words["typography", "alphabet"].replace(" ", ""))
    script = {unicodedata.name(letter).split()[0] for letter in alphabet}
    assert len(script) == 1
    for (context, msgid), text in words.items():
        if context not in ("typography", "address") and msgid != text:
            plain = FIELD.sub("", text).replace("Esc", "").replace("é", "e").casefold()
            letters = {letter for letter in plain if letter.isalpha() and unicodedata.category(letter) != "Lm"}
            ours = {letter for letter in letters if unicodedata.name(letter).split()[0] in script}
            assert ours <= alphabet, text
            assert ours == letters, text


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=language_id)
def test_words_for_addresses_are_slugs(catalogue: Path) -> None:
    """One for each kind and list, each its own."""
    proposed = {msgid: text for (context, msgid), text in words_of(catalogue).items() if context == ADDRESS}
    assert set(proposed) == {name for name in ADDRESS_NAMES if name != "tour"}
    assert len(set(proposed.values())) == len(proposed)
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", text) for text in proposed.values())


@pytest.mark.parametrize("template", TEMPLATES, ids=template_id)
def test_templates_see_nothing_but_site_and_page(template: Path) -> None:
    """A template gets two names and the words of the theme; anything else would fail on a page nobody looked at."""
    syntax = jinja2.Environment(autoescape=True).parse(template.read_text(encoding="utf-8"))
    imported = {
        name for other in TEMPLATES for line in IMPORT.findall(other.read_text("utf-8")) for name in line.split(", ")
    }

    targets = (block.target for block in syntax.find_all(jinja2.nodes.AssignBlock))
    filled = {target.name for target in targets if isinstance(target, jinja2.nodes.Name)}
    undeclared = jinja2.meta.find_undeclared_variables(syntax) - filled

    assert undeclared - imported <= {"site", "page", "_", "ngettext", "pgettext", "caller", "cards_of", "filter"}


FORBIDDEN = {
    "style attribute": re.compile(r"\sstyle\s*="),
    "style element": re.compile(r"<style\b"),
    "inline script": re.compile(r'<script(?! type="application/ld\+json"| defer src=)'),
    "event handler": re.compile(r"\son[a-z]+\s*="),
    "outside address": re.compile(r"(?:https?:)?//[a-z]", re.IGNORECASE),
    "trust in a string": re.compile(r"\|\s*safe\b"),
    "fixed language": re.compile(r'\b(?:lang|hreflang|dir)="[a-z]'),
    "picture without alt": re.compile(r"<img(?![^>]*\balt=)"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_templates_hold_none_of(what: str) -> None:
    """The content security policy and the languages of an exhibition both depend on it."""
    found = [
        template_id(template)
        for template in TEMPLATES
        if FORBIDDEN[what].search(re.sub(r"{#.*?#}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL))
    ]

    assert found == []


def test_the_order_names_every_part_of_the_sheet_once() -> None:
    """A part that is not listed is a part that is not published."""
    listed = (CSS / "order.txt").read_text(encoding="utf-8").split()

    parts = (path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css"))
    assert sorted(listed) == sorted(part for part in parts if not part.startswith("pages/"))


def test_the_sheet_stays_small() -> None:
    """At most 10 KB as transferred, with the largest sheet of a kind of page."""
    largest = max(len(gzip.compress(path.read_bytes(), 9)) for path in PAGE_SHEETS)
    assert len(gzip.compress(sheet().encode("utf-8"), 9)) + largest <= 10_000


@pytest.mark.parametrize("name", ["site", *(path.stem for path in PAGE_SHEETS)])
def test_every_rule_stands_in_a_layer(name: str) -> None:
    """Rules outside of layers would win over all that are in one."""
    rules = sheet() if name == "site" else squeeze((CSS / f"pages/{name}.css").read_text(encoding="utf-8"))
    depth, outside = 0, ""
    for char in rules:
        depth += {"{": 1, "}": -1}.get(char, 0)
        outside += char if depth == 0 else ""

    assert depth == 0
    assert re.fullmatch(r"(?:\s*@layer [\w, ]+[;}]|\s*})*", outside)


@pytest.mark.parametrize(
    ("script", "published"),
    [
        ("// What it does.\nfirst(); // here\n\n  second();\n", "first(); // here\nsecond();\n"),
        (
            "/* What\n   it does. */\n  /* More. */\nfirst();\n/* a */ second(); /* b */\n",
            "first();\n/* a */ second(); /* b */\n",
        ),
        ("first(`of\n  // two lines`);\n", "first(`of\n  // two lines`);\n"),
        ('first("of\\\n  two lines");\n', 'first("of\\\n  two lines");\n'),
    ],
    ids=["lines", "blocks", "template", "continued"],
)
def test_scripts_are_published_without_what_is_for_people(script: str, published: str) -> None:
    """Comments that have a line of their own and indents; where these may be part of a text, all of it stays."""
    assert slim(script) == published


def test_no_script_of_the_theme_is_published_as_it_is_written() -> None:
    """Each would be larger than it has to be."""
    scripts = [path.read_text(encoding="utf-8") for path in (ROOT / "static/js").glob("*.js")]
    assert scripts
    assert all(len(slim(script)) < 0.95 * len(script) for script in scripts)


def test_the_first_fonts_stay_small() -> None:
    """What a page in the Latin letters of the core needs: at most 60 KB, the italic included."""
    files = [path for path in FONTS.glob("*-latin-*.woff2") if "ext" not in path.name]

    assert len(files) == 3
    assert sum(path.stat().st_size for path in files) <= 60_000


def test_the_sheet_asks_for_every_font_and_for_nothing_else() -> None:
    """No file lies there unused, and none is missing."""
    asked = re.findall(r'url\("\.\./fonts/([^"]+)"\)', sheet())

    assert sheet().count("url(") == len(asked)
    assert sorted(asked) == sorted(path.name for path in FONTS.glob("*.woff2"))


def test_letters_of_a_family_come_from_one_file_each() -> None:
    """Two files for one letter would be fetched both."""
    faces = re.findall(
        r'font-family:([A-Z]\w+);font-style:(\w+);[^}]*?url\("[^"]*"\)[^}]*?unicode-range:([^;]+);', sheet()
    )
    seen: dict[tuple[str, str], set[int]] = {}
    for family, style, ranges in faces:
        letters = seen.setdefault((family, style), set())
        for part in ranges.split(","):
            first, _, last = part.removeprefix("U+").partition("-")
            points = set(range(int(first, 16), int(last or first, 16) + 1))
            assert not letters & points, (family, style, part)
            letters |= points

    assert len(seen) == 3


def luminance(colour: str) -> float:
    """How light a colour is, as WCAG reckons it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def colour(name: str, text: str) -> str:
    match = re.search(rf"--{name}: (#[0-9a-f]{{6}})", text)
    assert match
    return match[1]


def test_felts_can_be_read() -> None:
    """Deep on paper 7, bright on night 10, the two on each other 3 (large type), ink and paper on the felts 7."""
    tokens = (CSS / "tokens.css").read_text(encoding="utf-8")
    paper, night = colour("paper", tokens), colour("night", tokens)
    ink, cream = colour("ink", tokens), colour("cream", tokens)
    pairs = re.findall(r"--deep: (#\w+);\s+--bright: (#\w+)", (CSS / "pairs.css").read_text(encoding="utf-8"))

    assert len(pairs) >= 6
    for deep, bright in pairs:
        assert contrast(deep, paper) >= 7
        assert contrast(bright, night) >= 10
        assert contrast(deep, bright) >= 4
        assert contrast(deep, cream) >= 6
        assert contrast(bright, ink) >= 7
    assert contrast(paper, ink) >= 15
    assert contrast(night, cream) >= 15


def test_each_average_colour_has_its_class() -> None:
    """Four levels per channel, and no style attribute anywhere."""
    placeholders = (CSS / "pages/placeholders.css").read_text(encoding="utf-8")
    classes = dict(re.findall(r"\.(t-[0-3]{3}) { background-color: #([05af]{3}); }", placeholders))

    assert len(classes) == 64
    assert classes["t-000"] == "000"
    assert classes["t-123"] == "5af"
