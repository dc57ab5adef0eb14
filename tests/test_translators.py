"""What comes back from translators: whole texts are taken, damaged ones refused with their place, the rest stays."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from tests.editing import fill, replace_in
from tests.prose import exhibition
from tests.site_from import TODAY, Site, make_site
from tests.translating import complaints, msgfmt

from cagsite.catalogues import damaged_line, read_catalogue
from cagsite.cli import main
from cagsite.model import Locale, Panel
from cagsite.problems import Location, Problem
from cagsite.staleness import carried, compare, partners, remember
from cagsite.translators.arrivals import compare_arrivals
from cagsite.translators.catalogue import export_catalogue, read_arrivals
from cagsite.translators.form import export_form, read_form
from cagsite.translators.keeping import damage
from cagsite.translators.lists import find_list_rows
from cagsite.translators.rows import find_rows
from cagsite.translators.units import placed_units, ranges
from cagsite.validate import load_and_validate

ROOT = Path(__file__).resolve().parent.parent
EN = Locale("en")
PLACE = Location("kk.po", 7)
LINK = "Se [grannen](panel:bilim) och **lagen**[^1]."
DAMAGE = [
    ("paragraph", LINK, "See **the law**[^1] and [the neighbour](panel:bilim).", []),
    ("paragraph", LINK, "See [the neighbour](panel:bilin) and **the law**[^1].", ["lost-part", "strange-part"]),
    ("paragraph", LINK, "See [the neighbour](panel:bilim and **the law**[^1].", ["lost-part"]),
    ("paragraph", LINK, "See the neighbour](panel:bilim) and **the law**[^1].", ["loose-mark"]),
    ("paragraph", LINK, "See [the neighbour](panel:bilim) and **the law[^1].", ["loose-mark"]),
    ("paragraph", LINK, "See [the neighbour](panel:bilim) and the law[^1].", ["lost-mark"]),
    ("paragraph", LINK, "See [the neighbour](panel:bilim) and **the law**.", ["lost-part"]),
    ("paragraph", LINK, "See [the neighbour](panel:bilim) and **the law**[^2].", ["lost-part", "strange-part"]),
    ("paragraph", "Ett", "One <b>bold</b>", ["raw-html"]),
    ("paragraph", "Ett", "One\n\nTwo", ["other-shape"]),
    ("paragraph", "Ett", "- One", ["other-shape"]),
    ("paragraph", "Ett", "[One](javascript:x)", ["strange-part"]),
    ("paragraph", "Av {allt} och %(num)s", "Of {all} and %(num)s", ["lost-part", "strange-part"]),
    ("paragraph", "En [ros]{lang=fr}", "A rose", []),
    ("paragraph", "Skriv till <mailto:a@b.org>", "Write to <mailto:a@c.org>", ["lost-part", "strange-part"]),
    ("paragraph", "Se https://a.org/b.", "See https://a.org/c.", ["lost-part", "strange-part"]),
    ("paragraph", "Ett", "One \u202etwo", ["direction-character"]),
    ("paragraph", "Ett", "One \x07two", ["control-character"]),
    ("paragraph", "{{ 7*7 }} ett", "one {{ 7*7 }}", []),
    ("paragraph", "{{ 7*7 }} ett", "one {{ 7*8 }}", ["lost-part", "strange-part"]),
    ("paragraph", "Ett [a](panel:x), [b](panel:y)", "[B](panel:y) and [a](panel:x)", []),
    ("paragraph", "Ett", "One ![x](https://e.org/x.png)", ["strange-part"]),
    ("paragraph", "Ett", "One\n===", ["other-shape"]),
    ("item", "ett\n- inne", "one\n- inside", []),
    ("item", "ett\n- inne", "one - inside", ["lost-mark"]),
    ("quote", "En _dikt_", "A _poem_", []),
    ("quote", "En _dikt_", "A poem_", ["loose-mark"]),
    ("heading", "Om oss", "About us", []),
    ("box", "Fakta", "Facts", []),
    ("footnote", "En [not](panel:a)", "A [note](panel:a)", []),
    ("field", "En *titel", "A title", []),
    ("field", "Se https://a.org/b", "See https://a.org/c", ["lost-part", "strange-part"]),
]


@pytest.mark.parametrize(("kind", "source", "text", "codes"), DAMAGE)
def test_what_a_translation_has_to_keep(kind: str, source: str, text: str, codes: list[str]) -> None:
    """Addresses, notes and placeholders; marks around words; the kind of block; no signs that nobody sees."""
    found = damage(kind, "adil 1.1", source, text, PLACE)
    assert sorted(problem.code for problem in found) == codes
    assert all(problem.location == PLACE for problem in found)


def test_texts_that_moved_in_one_language_find_their_translation() -> None:
    """By what was confirmed; a new text has no translation, and gives none away."""
    source, target = {"1.1": "ett", "1.2": "två", "1.3": "tre"}, {"1.1": "one", "1.2": "two", "1.3": "three"}
    seen = remember(source, target)
    assert partners(source, target, seen) == {"1.1": "1.1", "1.2": "1.2", "1.3": "1.3"}
    moved = {"1.1": "tre", "1.2": "ett", "1.3": "två"}
    assert partners(moved, target, seen) == {"1.1": "1.3", "1.2": "1.1", "1.3": "1.2"}
    longer = {"1.1": "noll", "1.2": "ett", "1.3": "två", "1.4": "tre"}
    assert partners(longer, target, seen) == {"1.1": "", "1.2": "1.1", "1.3": "1.2", "1.4": "1.3"}
    assert carried(longer, seen) == dict(zip(["1.2", "1.3", "1.4"], seen.units.values()))
    assert partners(longer, target, None) == {key: key for key in longer}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    found = make_site(tmp_path, {})
    fill(found)
    return found


@pytest.fixture
def cagsite(site: Site, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    monkeypatch.chdir(site.project.root)
    return lambda *arguments: main([*arguments, "--date", "2026-11-22", "--quiet"])


def content(site: Site) -> dict[str, str]:
    return {str(path): path.read_text(encoding="utf-8") for path in sorted(site.project.content.rglob("panel.*"))}


def fill_in(file: str, words: dict[str, str]) -> None:
    """Writes translations into a catalogue, as a program for translators does: lines broken, nothing uncertain."""
    catalogue = polib.pofile(file, wrapwidth=60)
    left = dict(words)
    for entry in catalogue:
        if entry.msgctxt in left:
            entry.msgstr = left.pop(entry.msgctxt)
            entry.flags = []
    assert left == {}
    catalogue.save()


DAMAGED = {
    "a link": ("msgstr", '(panel:bilim)."\n\n', '(panel:bilin)."\n\n', "lost-part"),
    "a quotation mark": ("line", 'msgstr "Health"', 'msgstr "Health', "damaged-line"),
    "something else": ("line", 'msgstr "Health"', "Health", "damaged-line"),
    "another language": ("line", '"Language: en', '"Language: kk', "wrong-language"),
    "an encoding that nobody knows": ("line", "charset=utf-8", "charset=utf-99", "bad-catalogue"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damage_is_refused_with_its_line_and_nothing_is_taken(
    site: Site, cagsite: Callable[..., int], capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """File and line are the translator's own; not one text of the file is taken, and the content stays."""
    _, old, new, code = DAMAGED[name]
    assert cagsite("translation", "export", "en") == 0
    fill_in("en.po", {"health|title": "Health", "adil|title": "Justice"})
    text = Path("en.po").read_text(encoding="utf-8")
    assert old in text
    Path("en.po").write_text(text.replace(old, new, 1), encoding="utf-8")
    before = content(site)
    assert cagsite("translation", "import", "en", "en.po") == 1
    told = re.search(rf"^en\.po:(\d+):\d+: error\[{code}\]", capsys.readouterr().err, re.MULTILINE)
    assert told is not None
    if code != "bad-catalogue":
        line = text[: text.index(old)].count("\n") + 1
        assert line - 12 <= int(told[1]) <= line  # the entry begins some lines above its translation
    assert content(site) == before


def test_a_file_of_another_project_is_refused(
    site: Site, cagsite: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """A catalogue of a program, a picture, an empty file."""
    Path("gimp.po").write_text('msgid "File"\nmsgstr "Fil"\n', encoding="utf-8")
    Path("empty.po").write_bytes(b"")
    Path("cut.po").write_bytes(site.path("organisations/adil/cut.png").read_bytes())
    for name, code in (("gimp", "foreign-file"), ("empty", "foreign-file"), ("cut", "damaged-line")):
        assert cagsite("translation", "import", "en", f"{name}.po") == 1
        assert f"{name}.po:1:1: error[{code}]" in capsys.readouterr().err
    assert cagsite("translation", "import", "en", "nowhere.po") == 3


def test_what_would_be_an_error_in_the_content_is_refused_too(
    site: Site, cagsite: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """A title that is too long breaks no later build: it never gets there."""
    assert cagsite("translation", "export", "en") == 0
    fill_in("en.po", {"adil|title": "long " * 90, "health|title": "Health"})
    before = content(site)
    assert cagsite("translation", "import", "en", "en.po") == 1
    catalogue = polib.pofile("en.po")
    line = next(entry.linenum or 0 for entry in catalogue if entry.msgctxt == "adil|title")
    told = re.search(r"^en\.po:(\d+):\d+: error", capsys.readouterr().err, re.MULTILINE)
    assert told is not None and abs(int(told[1]) - line) <= 2
    assert content(site) == before


def test_a_partial_import_keeps_the_rest(site: Site, cagsite: Callable[..., int]) -> None:
    """One filled entry of a file with two: everything that it does not name stays, byte for byte."""
    assert cagsite("tidy") == 0
    assert cagsite("translation", "export", "en") == 0
    catalogue = polib.pofile("en.po")
    kept = [entry for entry in catalogue if entry.msgctxt in ("adil|title", "adil|summary")]
    assert len(kept) == 2
    kept[0].msgstr, kept[1].msgstr = "Justice", ""
    part = polib.POFile()
    part.metadata = catalogue.metadata
    part.extend(kept)
    part.save("part.po")
    before = content(site)
    assert cagsite("translation", "import", "en", "part.po") == 0
    after = content(site)
    changed = [Path(name).name for name in after if after[name] != before.get(name)]
    assert sorted(changed) == ["panel.en.md", "panel.en.seen.yaml"]
    name = str(site.path("organisations/adil/panel.en.md"))
    assert after[name].replace("title: Justice", "title: Adil") == before[name]


def test_a_new_paragraph_finds_its_place_and_a_moved_one_its_translation(
    site: Site, cagsite: Callable[..., int]
) -> None:
    """The author adds a paragraph, an item and a heading, and moves one; only what is new is to be translated."""
    sv, en = (site.path(f"themes/water/panel.{tag}.md") for tag in ("sv", "en"))
    head = "---\ntitle: {0}\nsummary: {0}.\n---\n"
    sv.write_text(head.format("Vatten") + "Ett.\n\nTvå.\n\n- a\n- b\n\nTre.\n", encoding="utf-8")
    en.write_text(head.format("Water") + "One.\n\nTwo.\n\n- A\n- B\n\nThree.\n", encoding="utf-8")
    assert cagsite("translation", "confirm", "water", "en") == 0
    sv.write_text(
        head.format("Vatten") + "Två.\n\nNytt.\n\nEtt.\n\n- a\n- c\n- b\n\n## Mer\n\nTre.\n", encoding="utf-8"
    )
    assert cagsite("translation", "export", "en") == 0
    pairs = {e.msgid: e.msgstr for e in polib.pofile("en.po") if e.msgctxt.startswith("water|")}
    assert {id: pairs[id] for id in ("Ett.", "Två.", "Tre.", "Nytt.", "c", "Mer")} == {
        "Ett.": "One.", "Två.": "Two.", "Tre.": "Three.", "Nytt.": "", "c": "", "Mer": "",
    }  # fmt: skip
    keys = {e.msgid: e.msgctxt for e in polib.pofile("en.po") if e.msgctxt.startswith("water|")}
    fill_in("en.po", {keys["Nytt."]: "New.", keys["c"]: "C", keys["Mer"]: "More", keys["Ett."]: "One and only."})
    assert cagsite("translation", "import", "en", "en.po") == 0
    assert en.read_text(encoding="utf-8").partition("---\n\n")[2] == (
        "One and only.\n\nTwo.\n\nNew.\n\n- A\n- C\n- B\n\n## More\n\nThree.\n"
    )


def test_programs_for_translators_find_nothing_to_complain_of(tmp_path: Path) -> None:
    """The check of gettext, and those of translate-toolkit, on which Weblate builds, over all of the exhibition."""
    file = tmp_path / "en.po"
    assert main(["translation", "export", "en", str(file), "--project", str(ROOT), "--quiet"]) == 0
    assert msgfmt(file) == ""
    assert complaints(file, into=tmp_path / "whole") == []
    text = file.read_text(encoding="utf-8").replace("](panel:", "](panel:\\n", 1)
    file.write_text(text, encoding="utf-8")
    assert complaints(file, into=tmp_path / "damaged") != []


PLACEHOLDERS = [
    ('msgid "%(a)s of %(b)s"\nmsgstr "%(b)s %(a)s"', []),
    ('msgid "%(a)s of %(b)s"\nmsgstr "%(a)s"', [4]),
    ('msgid "%(a)s of %(b)s"\nmsgstr "%(a)s %(b)s %(c)s"', [4]),
    ('msgid "%(a)s of %(b)s"\nmsgstr "%(a)s %(b) s"', [4]),
    ('msgid "%(a)s of"\nmsgstr "100 % %(a)s"', [4]),
    ('msgid "%(num)s room"\nmsgid_plural "%(num)s rooms"\nmsgstr[0] "ett rum"\nmsgstr[1] "%(num)s rum"', []),
    ('msgid "%(num)s room"\nmsgid_plural "%(num)s rooms"\nmsgstr[0] "ett rum"\nmsgstr[1] "%(n)s rum"', [4]),
    ('msgctxt "century one"\nmsgid "%(number)sth century"\nmsgstr "%(year)s-talet"', []),
    ('#, fuzzy\nmsgid "%(a)s"\nmsgstr "x"', []),
    ('msgctxt "typography"\nmsgid "no-break before"\nmsgstr "% kr"', []),
]


@pytest.mark.parametrize(("entry", "lines"), PLACEHOLDERS)
def test_placeholders_of_the_themes_words(entry: str, lines: list[int]) -> None:
    """A damaged message is an error with its line, before any page is made from it."""
    problems: list[Problem] = []
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=n!=1;\\n"\n\n'
    table = read_catalogue((head + entry + "\n").encode(), "locales/kk/LC_MESSAGES/cagsite.po", problems)
    assert [(found.code, found.location.line) for found in problems] == [("damaged-placeholder", n) for n in lines]
    assert bool(lines) or len(table) > 1 or "fuzzy" in entry


RULES = {"n != 1": [], "n %": ["bad-plural-forms"], "n % 10": ["bad-plural-forms"], "n / 0": ["bad-plural-forms"]}


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_for_plural_forms(rule: str) -> None:
    """One that cannot be asked, or that answers with a form that is not there, is an error with its line."""
    problems: list[Problem] = []
    content = f'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=({rule});\\n"\n\nmsgid "a"\nmsgstr "b"\n'
    read_catalogue(content.encode(), "x.po", problems)
    assert [found.code for found in problems] == RULES[rule]
    assert all(found.location.line == 2 for found in problems)


def test_a_message_without_its_translation_is_told_of_with_its_line() -> None:
    """As in a file that was cut off."""
    problems: list[Problem] = []
    read_catalogue(b'msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\n', "x.po", problems)
    assert [(found.code, found.location.line) for found in problems] == [("bad-catalogue", 7)]


SNIPPETS = [
    b'"',
    b"\\",
    b"\n",
    b"msgid",
    b"msgstr[1] ",
    b"#, fuzzy\n",
    b"%(",
    b"](",
    b"**",
    b"\xff",
    b"\0",
    b"&#x110000;",
]
SNIPPETS += [
    b"charset=utf-16",
    b"Plural-Forms: nplurals=99; plural=n/0;",
    b"\xe2\x80\xae",
    b'msgctxt "',
    b"#| ",
    b"<",
    b"{",
]


def test_whatever_is_done_to_a_file_it_is_read_or_refused(site: Site) -> None:
    """Catalogues and pages, cut and stirred: problems, but never a fault of ours."""
    whole = load_and_validate(site.project).exhibition
    rows = [*find_rows(whole, EN), *find_list_rows(site.project.root, whole, EN)]
    files = [
        (export_catalogue(whole, EN, rows, TODAY), read_arrivals),
        (export_form(whole, EN, rows, "x.html", str), read_form),
    ]
    chance = random.Random(5)
    refused = 0
    for _ in range(60):
        for content, read in files:
            stirred = bytearray(content)
            for _ in range(chance.randrange(1, 6)):
                at = chance.randrange(len(stirred))
                stirred[at : at + chance.choice([0, 0, 1, 9])] = chance.choice([b"", *SNIPPETS])
            problems: list[Problem] = []
            arrivals = read(bytes(stirred), "x", whole, EN, problems)
            refused += bool(problems)
            compare_arrivals(arrivals, "x", rows, EN, problems)
            read_catalogue(bytes(stirred), "x", problems)
    assert 20 < refused < 100


def test_the_first_damaged_line_of_a_catalogue() -> None:
    """Comments, texts over several lines and old messages are whole."""
    good = '\ufeff# a\n#~ msgid "old"\nmsgctxt "a|b"\nmsgid ""\n"x \\"y\\"\\n"\n\tmsgstr[10] "z"\r\n'
    assert damaged_line(good.encode()) == 0
    for bad in ('msgid "a', "<html>", 'msgid "a" "b"', 'msgtext "a"', "<<<<<<< HEAD", 'msgid "a"b"'):
        assert damaged_line(f"{good}{bad}\n".encode()) == 7, bad


def test_only_typography_is_no_change(
    site: Site, cagsite: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """Quotation marks, dashes and blanks of another shape, in a field and in a paragraph, make nothing outdated."""
    for tag in ("sv", "en"):
        path = site.path(f"themes/water/panel.{tag}.md")
        path.write_text('---\ntitle: A - "b"\nsummary: c...\n---\nD - "e" don\'t.\n', encoding="utf-8")
    assert cagsite("translation", "confirm", "water", "en") == 0
    path = site.path("themes/water/panel.sv.md")
    path.write_text("---\ntitle: A – ”b”\nsummary: c…\n---\nD —\n“e”   don’t.\n", encoding="utf-8")
    capsys.readouterr()
    assert cagsite("status", "water", "--report", "json") == 0
    assert '"units": []' in capsys.readouterr().out
    replace_in(path, "don’t", "do")
    assert cagsite("status", "water", "--report", "json") == 0
    assert capsys.readouterr().out.count('"unit":') == 1


LISTED = {
    "exhibition.yaml|title": "Көрме",
    "glossary.yaml|terms.bread.term": "нан: ақ",
    "glossary.yaml|terms.bread.definition": "Тағам.",
    "timeline.yaml|events.t-2.text": "Бірдеңе болды.",
}


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_terms_events_and_titles_go_out_and_come_back(site: Site, cagsite: Callable[..., int], ending: str) -> None:
    """A line each, beside the other languages; comments and every other byte stay."""
    replace_in(site.path("/exhibition.yaml"), "timezone:", "  - code: kk # new\ntimezone:")
    files = {name: site.path(name) for name in ("/exhibition.yaml", "glossary.yaml", "timeline.yaml")}
    for path in files.values():
        text = path.read_text(encoding="utf-8").replace("      en: ", "      # why\n      en: ", 1)
        path.write_bytes(text.replace("\n", ending).encode())
    before = {name: path.read_bytes().decode() for name, path in files.items()}
    assert cagsite("translation", "export", "kk") == 0
    assert cagsite("translation", "import", "kk", "kk.po") == 0
    assert {name: path.read_bytes().decode() for name, path in files.items()} == before
    fill_in("kk.po", LISTED)
    assert cagsite("translation", "import", "kk", "kk.po") == 0
    new = {name: path.read_bytes().decode().split(ending) for name, path in files.items()}
    added = {name: [line for line in new[name] if line not in before[name].split(ending)] for name in files}
    assert added == {
        "/exhibition.yaml": ["  kk: Көрме"],
        "glossary.yaml": ["      kk: 'нан: ақ'", "      kk: Тағам."],
        "timeline.yaml": ["      kk: Бірдеңе болды."],
    }
    assert all([line for line in new[name] if line not in added[name]] == before[name].split(ending) for name in files)
    assert new["glossary.yaml"][new["glossary.yaml"].index("      kk: Тағам.") - 1] == "      en: What bread means."
    assert cagsite("translation", "export", "kk") == 0
    fill_in("kk.po", {"exhibition.yaml|title": "Үлкен көрме"})
    assert cagsite("translation", "import", "kk", "kk.po") == 0
    again = files["/exhibition.yaml"].read_bytes().decode()
    assert again == before["/exhibition.yaml"].replace(
        f"  en: The exhibition{ending}", f"  en: The exhibition{ending}  kk: Үлкен көрме{ending}"
    )


def test_a_list_on_one_line_is_left_to_a_person(
    site: Site, cagsite: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told of, and the rest is taken; what would be an error there is refused."""
    replace_in(site.path("/exhibition.yaml"), "timezone:", "  - code: kk\ntimezone:")
    replace_in(
        site.path("/exhibition.yaml"), "title:\n  sv: Utställningen\n  en: The exhibition", "title: {sv: U, en: T}"
    )
    assert cagsite("translation", "export", "kk") == 0
    fill_in("kk.po", {"exhibition.yaml|title": "Көрме", "glossary.yaml|terms.bread.term": "нан"})
    assert cagsite("translation", "import", "kk", "kk.po") == 0
    assert "warning[no-place]" in capsys.readouterr().err
    assert "      kk: нан\n" in site.path("glossary.yaml").read_text(encoding="utf-8")
    before = site.path("glossary.yaml").read_bytes()
    fill_in("kk.po", {"glossary.yaml|terms.bread.term": "нан " * 90})
    assert cagsite("translation", "import", "kk", "kk.po") == 1
    assert re.search(r"kk\.po:\d{3}:1: error\[too-long\]", capsys.readouterr().err)
    assert site.path("glossary.yaml").read_bytes() == before


def panels_with_paragraphs() -> list[Panel]:
    """Those of the exhibition that have something to change places with."""
    return [panel for panel in exhibition().panels.values() if len(paragraphs(panel)) > 1]


def paragraphs(panel: Panel) -> list[tuple[str, int, int]]:
    """Key and lines of each paragraph that stands in no list and no box."""
    words = panel.translations[panel.source]
    blocks = [(unit.key, unit.kind, unit.line) for unit in placed_units(words).values() if unit.kind != "field"]
    found = ranges(words.body.split("\n"), words.body_line, blocks)
    return [(key, start, end) for key, kind, start, end in found if kind == "paragraph" and key.count(".") == 1]


def stale(panel: Panel, lines: list[str]) -> dict[str, list[str]]:
    """What would be outdated in each translation with that body, by the texts of the source that are told."""
    changed = replace(panel.translations[panel.source], body="\n".join(lines))
    source = {key: unit.text for key, unit in placed_units(changed).items()}
    found: dict[str, list[str]] = {}
    for locale, words in panel.translations.items():
        if locale != panel.source:
            own = {key: unit.text for key, unit in placed_units(words).items()}
            found[locale] = [unit.now for unit in compare(source, own, words.seen).units]
    return found


@pytest.mark.parametrize("panel", panels_with_paragraphs(), ids=lambda panel: panel.id)
def test_one_sentence_makes_one_paragraph_outdated_and_a_move_makes_none(panel: Panel) -> None:
    """With the texts of the exhibition: a word into a sentence, another one out, a paragraph elsewhere."""
    lines = panel.translations[panel.source].body.split("\n")
    chance = random.Random(panel.id)
    _, start, end = chance.choice(paragraphs(panel))
    words = lines[start].split(" ")
    edited = [*lines[:start], " ".join([words[0], "alldeles", *words[1:]]), *lines[start + 1 :]]
    found = stale(panel, edited)
    assert found and all(len(texts) == 1 and "alldeles" in texts[0] for texts in found.values())
    block, rest = lines[start:end], lines[:start] + lines[end:]
    others = [place for _, place, _ in paragraphs(panel) if place != start]
    place = chance.choice(others)
    place -= len(block) if place > start else 0
    moved = [*rest[:place], *block, "", *rest[place:]]
    assert moved != lines
    assert stale(panel, moved) == {locale: [] for locale in found}
    reflowed = [*lines[:start], *"\n".join(lines[start:end]).replace(" ", "\n", 1).split("\n"), *lines[end:]]
    assert stale(panel, reflowed) == {locale: [] for locale in found}
