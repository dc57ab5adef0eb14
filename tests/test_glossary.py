"""The glossary: words under the letter where one looks for them, and back to where they are found."""

from __future__ import annotations

import pytest
from tests.site_from import Page, Site, make_site

from cagsite.locales import first_letter

SWEDISH = "a b c d e f g h i j k l m n o p q r s t u v w x y z å ä ö"


def term(id: str, word: str, related: str = "") -> str:
    """A term as it stands in the content."""
    lines = [f"  - id: {id}", "    term:", f"      sv: {word}", "    definition:", f"      sv: Vad {id} är."]
    lines += ["    related:", f"      - {related}"] if related else []
    return "\n".join(lines) + "\n"


def section(number: str, text: str) -> dict[str, str]:
    """A section of the report."""
    folder = f"documents/report/sections/{number}"
    return {
        f"{folder}/panel.yaml": "status: published\n",
        f"{folder}/panel.sv.md": f"---\ntitle: Avsnitt {number}\nsummary: Om.\n---\n{text}\n",
    }


FILES = {
    "glossary.yaml": "terms:\n"
    + term("river", "älv")
    + term("island", "öst-ö")
    + term("water", "vatten", "kazakhstan")
    + term("well", "våg")
    + term("number", "9 september"),
    "organisations/adil/panel.yaml": "country: kazakhstan\n",
    "organisations/adil/panel.sv.md": "---\ntitle: Adil\nsummary: Om.\n---\nEn älv och [så](term:water).\n",
    "organisations/hidden/panel.yaml": "country: kazakhstan\nstatus: draft\n",
    "organisations/hidden/panel.sv.md": "---\ntitle: Dold\nsummary: Om.\n---\nMera vatten.\n",
    "documents/report/panel.yaml": "type: report\ndate: 2011\ncountry: kazakhstan\n"
    "chapters:\n  - id: a\n    sections:\n      - 2\n      - 10\n",
    "documents/report/panel.sv.md": "---\ntitle: Rapporten\nsummary: Om.\n"
    "labels:\n  - id: chapter-a\n    text: Allt\n---\nOm.\n",
    **section("10", "Vatten, vatten."),
    **section("2", "Ett vatten."),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return make_site(tmp_path_factory.mktemp("glossary"), FILES).build()


@pytest.fixture(scope="module")
def page(site: Site) -> Page:
    return site.page("/sv/glossary/")


def test_words_stand_under_their_letters(page: Page) -> None:
    """As the language sorts them; each letter is a heading that the row of letters leads to."""
    found = {
        group.select("h2")[0].text: [word.text for word in group.select("dt")] for group in page.all("section.letter")
    }
    assert found == {"#": ["9 september"], "V": ["vatten", "våg"], "Ä": ["älv"], "Ö": ["öst-ö"]}
    links = {link.text: str(link["href"]) for link in page.all(".letters a")}
    assert list(links) == list(found)
    assert [page.one(href).text for href in links.values()] == list(found)


def test_a_word_leads_back_to_where_it_is_found(page: Page) -> None:
    """Panels that the term names and panels whose text links it; sections last, by number; none that is hidden."""
    links = [(link.get_text(" ", strip=True), str(link["href"])) for link in page.all("#water .lines a")]
    assert links == [
        ("Adil", "../organisationer/adil/"),
        ("Kazakstan", "../lander/kazakhstan/"),
        ("2 Avsnitt 2", "../documents/report/2/"),
        ("10 Avsnitt 10", "../documents/report/10/"),
    ]
    assert [link.text for link in page.all("#river .lines a")] == ["Adil"]
    assert page.all("#well .lines") == []
    assert "Dold" not in page.html


def test_a_text_leads_to_the_glossary_and_explains_beside_it(site: Site) -> None:
    """The list beside the text has what the note in place shows, with the same address as the word in the text."""
    page = site.page("/sv/organisationer/adil/")
    in_text = {str(link["href"]) for link in page.all("a.term")}
    beside = {
        str(entry.select("dt a")[0]["href"]): entry.dd.text for entry in page.all("[data-terms] > div") if entry.dd
    }
    assert in_text == {"../../glossary/#river", "../../glossary/#water"}
    assert {href: beside[href] for href in in_text} == {
        "../../glossary/#river": "Vad river är.",
        "../../glossary/#water": "Vad water är.",
    }
    assert page.one("script[src*=terms]")
    assert site.page("/sv/documents/report/").all("script[src*=terms]") == []


@pytest.mark.parametrize(
    ("word", "letter"),
    [
        ("älv", "Ä"),
        ("École", "E"),
        ("(in)tolerance", "I"),
        ("9/11", "#"),
        ("", "#"),
        ("Øst", "Ø"),
        ("жер", "Ж"),
    ],
)
def test_the_letter_of_a_word(word: str, letter: str) -> None:
    """As Swedish has it: its own letters stand alone, the others with their base."""
    assert first_letter(word, SWEDISH) == letter
