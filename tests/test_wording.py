"""The glossary as the list of agreed terms: a translation that says one otherwise is warned of, in its place."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from tests.prose import exhibition
from tests.site_from import make_site

from cagsite.cli import main
from cagsite.markdown import Terms
from cagsite.model import Locale
from cagsite.search.endings import stemmer
from cagsite.staleness import partners
from cagsite.translators.units import plain_units
from cagsite.wording import said_otherwise

SWEDISH = Terms.of({"ngo": ("frivilligorganisation", "frivilligorganisationer"), "law": ("lag",), "none": ("bröd",)})
ENGLISH = {"ngo": ("non-governmental organisation", "NGO"), "law": ("law",)}
TEXTS = [
    ("En frivilligorganisation.", "A non-governmental organisation.", []),
    ("Två frivilligorganisationer.", "Two non-governmental and other organisations.", []),
    ("Två frivilligorganisationer.", "Two NGOs of a kind.", ["ngo"]),
    ("En frivilligorganisation.", "An NGO.", []),
    ("En frivilligorganisation.", "A charity.", ["ngo"]),
    ("En frivilligorganisation.", "A [charity](term:ngo).", []),
    ("En frivilligorganisation.", "A [charity](term:law).", ["ngo"]),
    ("En frivilligorganisation och en lag.", "A charity and a rule.", ["ngo", "law"]),
    ("En lag.", "The lawful way.", ["law"]),
    ("Ett bröd.", "A loaf.", []),
    ("En lagning.", "A repair.", []),
    ("En lag.", "", []),
]


@pytest.mark.parametrize(("source", "text", "ids"), TEXTS)
def test_terms_that_a_text_says_otherwise(source: str, text: str, ids: list[str]) -> None:
    """In any agreed form, with words in between, or linked on purpose; a term without a word here is free."""
    found = said_otherwise({"1.1": source}, {"1.1": text}, SWEDISH, ENGLISH, None)
    assert list(found) == [("1.1", id) for id in ids]


def test_inflected_words_are_known() -> None:
    """By the stemmer of the language, or by an ending after a word of some length; titles are worded for themselves."""
    russian = {"law": ("право",), "ngo": ("неправительственная организация",)}
    text = {"1.1": "Он говорит о праве и о неправительственных организациях."}
    source = {"1.1": "Om lag och frivilligorganisationer."}
    assert list(said_otherwise(source, text, SWEDISH, russian, stemmer(Locale("ru")))) == []
    assert len(list(said_otherwise(source, text, SWEDISH, russian, None))) == 2
    kazakh = {"law": ("заңнама",)}
    assert list(said_otherwise({"1.1": "En lag"}, {"1.1": "заңнамада"}, SWEDISH, kazakh, None)) == []
    assert list(said_otherwise({"title": "En lag"}, {"title": "Тәртіп"}, SWEDISH, kazakh, None)) == []


@pytest.mark.parametrize("text", ["the Convention against Torture", "under CAT", "a shelter", "two refuges"])
def test_a_term_with_several_names_is_said_by_each(text: str) -> None:
    """As glossaries write them: with a short name in brackets, or one after the other."""
    forms = {"law": ("Convention against Torture (CAT)", "shelter, refuge")}
    assert list(said_otherwise({"1.1": "En lag"}, {"1.1": text}, SWEDISH, forms, None)) == []
    assert list(said_otherwise({"1.1": "En lag"}, {"1.1": "another convention"}, SWEDISH, forms, None)) == [
        ("1.1", "law")
    ]


GLOSSARY = """\
terms:
  - id: bread
    term:
      sv: bröd
      en: bread
    forms:
      sv:
        - brödet
    definition:
      sv: Mat.
      en: Food.
"""
HEAD = "---\ntitle: {0}\nsummary: {0}.\n---\n"


def test_a_build_warns_with_the_place(tmp_path: Path) -> None:
    """File and line of the translation; not of a text that is outdated anyway; nothing once the form is agreed on."""
    words = {"sv": HEAD.format("Mat") + "Ett.\n\nÄt brödet.\n", "en": HEAD.format("Food") + "One.\n\nEat the loaf.\n"}
    panel = {f"themes/food/panel.{language}.md": text for language, text in words.items()}
    site = make_site(tmp_path, {"themes/food/panel.yaml": "", **panel, "glossary.yaml": GLOSSARY}).build()
    found = [problem for problem in site.problems if problem.code == "term-otherwise"]
    assert [str(problem.location) for problem in found] == ["content/themes/food/panel.en.md:7:1"]
    assert found[0].says() == "in 0.2, 'bröd' is not translated as agreed: 'bread'"
    site.write(
        {"glossary.yaml": GLOSSARY.replace("        - brödet\n", "        - brödet\n      en:\n        - loaf\n")}
    )
    assert [problem for problem in site.build().problems if problem.code == "term-otherwise"] == []


def test_translators_are_told_what_is_agreed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside the text in the catalogue and on the page, and with the line of their file when they chose otherwise."""
    words = {"sv": HEAD.format("Mat") + "Ett.\n\nÄt brödet.\n", "en": HEAD.format("Food") + "One.\n\nEat the bread.\n"}
    panel = {f"themes/food/panel.{language}.md": text for language, text in words.items()}
    site = make_site(tmp_path, {"themes/food/panel.yaml": "", **panel, "glossary.yaml": GLOSSARY})
    catalogue, page = tmp_path / "en.po", tmp_path / "en.html"
    for file in (catalogue, page):
        assert main(["translation", "export", "en", str(file), "--project", str(site.project.root), "--quiet"]) == 0
    entry = next(entry for entry in polib.pofile(str(catalogue)) if entry.msgctxt == "food|0.2")
    assert entry.comment == "bröd = bread"
    assert '<span lang="sv" dir="ltr">bröd</span> = <span lang="en" dir="ltr">bread</span>' in page.read_text("utf-8")
    catalogue.write_text(catalogue.read_text("utf-8").replace("Eat the bread.", "Eat the loaf."), "utf-8")
    assert main(["translation", "import", "en", str(catalogue), "--project", str(site.project.root)]) == 0
    assert "warning[term-otherwise]: in food 0.2, 'bröd' is not" in capsys.readouterr().err


def test_the_exhibition_says_its_terms_as_agreed() -> None:
    """Every panel in every language."""
    terms = exhibition().terms.values()
    forms = {
        language.code: {
            term.id: (
                *([term.term[language.code]] if language.code in term.term else []),
                *term.forms.get(language.code, ()),
            )
            for term in terms
        }
        for language in exhibition().settings.languages
    }
    used = 0
    for panel in exhibition().panels.values():
        source = plain_units(panel.translations[panel.source])
        for locale, words in panel.translations.items():
            if locale != panel.source:
                own = plain_units(words)
                pairs = partners(source, own, words.seen)
                spoken = {key: own.get(pairs[key], "") for key in source}
                known = Terms.of(forms[panel.source])
                assert list(said_otherwise(source, spoken, known, forms[locale], stemmer(locale))) == [], panel.id
                nothing = dict.fromkeys(spoken, "…")
                used += len(list(said_otherwise(source, nothing, known, forms[locale], None)))
    assert used > 100
