"""What can be searched: folded words, learnt endings, other spellings, and the index of each language."""

from __future__ import annotations

import gzip
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from tests.editing import fill, picture, replace_in
from tests.exhibition import built_exhibition
from tests.recorded import recorded
from tests.site_from import Site, make_site
from tests.test_media import FACTS, VTT, WORDS

from cagsite.model import Locale
from cagsite.request import Request
from cagsite.run import run
from cagsite.search.endings import base, learn, stemmer
from cagsite.search.folding import fold, fold_anchor, words
from cagsite.search.spellings import ALIKE, _pairs

INDEX = re.compile(r"assets/search-(\w+)\.[0-9a-f]{12}\.js")
INFLECTED = {
    "sv": "flicka flickor flickorna fängelse fängelser fängelserna rätt rätten rättighet rättigheter rättigheterna",
    "en": "country countries activity activities body happy happiness defend defended defenders right rights women",
    "ru": "права правами человека человек журналист журналисты журналистам",
}


def index_of(files: dict[str, bytes], language: str) -> dict[str, Any]:
    """What the index of a language says."""
    path = next(path for path in files if (match := INDEX.fullmatch(path)) and match[1] == language)
    text = files[path].decode("utf-8")
    found: dict[str, Any] = json.loads(text.removeprefix(CALL).removesuffix("}))\n"))
    return found


CALL = "document.dispatchEvent(new CustomEvent('search-index',{detail:"


def column(index: dict[str, Any], name: str) -> list[str]:
    return str(index[name]).split("\n")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    found = make_site(tmp_path, {})
    fill(found)
    return found


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Människorättsförsvarare", "manniskorattsforsvarare"),
        ("Århus", "arhus"),
        ("Ysyk-Köl", "ysyk-kol"),
        ("Oʻzbekiston", "ozbekiston"),
        ("women’s", "womens"),
        ("Қазақстан", "казакстан"),
        ("Йәзё", "иазе"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("ΣΟΦΌΣ", "σοφοσ"),
        ("مُجتَمَع", "مجتمع"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_folding(word: str, folded: str) -> None:
    """Marks and letters that many leave out make no difference; vowels that are signs of their own do."""
    assert fold(word) == folded


def test_words() -> None:
    """Figures count, apostrophes and vowel signs do not divide, hyphens do."""
    text = "Women's t-tröjor 1999, O‘Reilly; हिन्दी (E\u0301tat)"
    assert list(words(text)) == ["Women's", "t", "tröjor", "1999", "O", "Reilly", "हिन्दी", "E\u0301tat"]


@pytest.mark.parametrize("language", INFLECTED)
def test_endings_cut_where_the_stemmer_does(language: str) -> None:
    """Words have one base exactly where the stemmer gives one stem."""
    stem = stemmer(Locale(language))
    assert stem is not None
    known = INFLECTED[language].split()
    table = learn(known, stem)
    bases = {word: base(table, fold(word)) for word in known}
    for one in known:
        for other in known:
            assert (bases[one] == bases[other]) == (fold(stem(one)) == fold(stem(other))), (one, other, bases)


def test_endings_cut_words_that_were_not_known() -> None:
    """Learnt from some words, the table cuts others of their kind."""
    stem = stemmer(Locale("sv"))
    assert stem is not None
    table = learn(["kvinna", "kvinnor", "kvinnorna", "gata", "gator", "gatorna", "skola", "skolor", "skolorna"], stem)
    assert base(table, "flickorna") == base(table, "flickor") == "flick"
    assert base(table, "or") == "or"


def test_a_language_without_a_stemmer() -> None:
    """Whether CLDR knows it or not; regional variants have that of their language."""
    assert stemmer(Locale("kk")) is None
    assert stemmer(Locale("x-klingon")) is None
    assert stemmer(Locale("nb")) is not None
    assert stemmer(Locale("pt-BR")) is not None


def test_what_is_taken_off_the_beginning_is_left_alone() -> None:
    """A table of endings cannot say it: such a word stays whole, and no word becomes nothing."""
    stem = stemmer(Locale("ar"))
    assert stem is not None
    known = ["المجتمع", "مجتمع", "المدني", "حقوق", "الحقوق"]
    table = learn(known, stem)
    assert all(len(base(table, fold(word))) > 2 for word in known)


@pytest.mark.parametrize(
    ("other", "name", "pairs"),
    [
        ("tamara kalayeva", "tamara kaleyeva", [("kalayeva", "kaleyeva")]),
        ("тамара калеева", "tamara kaleyeva", [("тамара", "tamara"), ("калеева", "kaleyeva")]),
        ("frunze", "bisjkek", [("frunze", "bisjkek")]),
        ("ferghana", "fergana valley", [("ferghana", "fergana")]),
        ("leningrad", "st petersburg", [("leningrad", "st petersburg")]),
        ("peter the great", "peter den store", [("peter the great", "peter den store")]),
        ("central asia", "centralasien", [("central asia", "centralasien")]),
        ("almaty", "almaty", []),
    ],
)
def test_spellings(other: str, name: str, pairs: list[tuple[str, str]]) -> None:
    """Word by word where two words are the same one, so that a surname alone is enough; else the whole."""
    assert ALIKE == 0.5
    found = _pairs(tuple(other.split()), tuple(name.split()))
    assert [(" ".join(typed), " ".join(meant)) for typed, meant in found] == pairs


def test_what_an_index_holds(site: Site) -> None:
    """Titles, summaries, headings, texts and what stands beside them; terms, events and places."""
    site.write(
        {
            "organisations/adil/panel.sv.md": (
                "---\ntitle: Adil\nslug: rosten\nsummary: En röst.\nhighlights:\n  - id: said\n"
                "    text: Ordet är fritt\n    speaker: Tamara\nphotos:\n  - id: cut\n    alt: Ett horn av filt.\n---\n"
                "Före[^1] rubriken.\n\n[^1]: Fotnoten.\n\n## Segrar i rätten\n\nVunna mål & **fler**.\n\n"
                "::: note 2026-01-02\nTillagt.\n:::\n"
            ),
            "organisations/adil/panel.en.md": (
                "---\ntitle: Adil\nsummary: A voice.\nhighlights:\n  - id: said\n    text: Speech is free\n"
                "photos:\n  - id: cut\n    alt: A horn of felt.\n---\nText.\n"
            ),
            "names.yaml": (
                "names:\n  - id: tamara\n    name:\n      sv: Tamara\n      en: Tamara\n    also:\n      - Тамара\n"
                "    panels:\n      - adil\n"
            ),
        }
    )
    index = index_of(site.build().files, "sv")
    row = column(index, "ids").index("adil")
    assert index["kinds"][int(column(index, "kind")[row])] == ["organisation", "", "sv/organisationer/"]
    assert column(index, "slugs")[row] == "rosten"
    assert column(index, "titles")[row] == "Adil"
    assert column(index, "countries")[row] == "kazakhstan"
    first = sum(int(count) for count in column(index, "parts")[:row])
    last = first + int(column(index, "parts")[row])
    assert column(index, "texts")[first:last] == [
        "Före rubriken.",
        "Vunna mål & fler. Redaktionens anmärkning, 2 januari 2026 Tillagt. Fotnoten.",
        "Ordet är fritt (Tamara). 1993. Ett horn av filt",
    ]
    assert column(index, "headings")[first:last] == ["", "Segrar i rätten", ""]
    assert column(index, "anchors")[first:last] == ["", "", ""]
    assert fold_anchor("Segrar i rätten") == "segrar-i-ratten"
    assert "тамара=tamara" in index["spellings"].split(",")
    assert "bread" in column(index, "ids")


def test_what_is_said_in_a_recording_is_found(site: Site) -> None:
    """Its title, its caption and its transcript, in each language."""
    files: dict[str, str | bytes] = {
        "panel.yaml": FACTS,
        "stage.png": picture(3),
        "talk.mp3": recorded(".mp3"),
        "film.webm": recorded(".webm"),
        **{f"panel.{tag}.md": WORDS.format(tag=tag) for tag in ("sv", "en")},
        **{f"film.{tag}.vtt": VTT.format(marker="", words="Ord") for tag in ("sv", "en")},
    }
    site.write({f"themes/music/{name}": content for name, content in files.items()})
    texts = " ".join(column(index_of(site.build().files, "sv"), "texts"))
    assert "Samtalet sv. Om visor sv. A: Du sjunger ”sant” sv. B: Alltid. (Skratt.). Filmen sv. En dans sv" in texts


def test_a_spelling_of_a_name_that_stands_nowhere_is_not_told(site: Site) -> None:
    """The name may have been taken out of the texts for a reason."""
    names = "names:\n  - id: t\n    name:\n      sv: Tamara\n      en: Tamara\n    also:\n      - Тамара\n"
    site.write({"names.yaml": names + "    panels:\n      - adil\n"})
    assert "тамара".encode() not in b"".join(site.build().files.values())


def test_an_index_is_made_again_only_when_texts_change(site: Site) -> None:
    """Neither the theme nor the order of rooms is read for it; a sentence is."""

    def remade() -> int:
        found: int = run(Request(project=site.project, today=site.today)).counts["remade"]
        return found

    def indexes() -> set[str]:
        return {path for path in site.build().files if INDEX.fullmatch(path)}

    before = indexes()
    settings = site.project.settings_file
    settings.write_text(settings.read_text(encoding="utf-8") + "rooms:\n  - adil\n", encoding="utf-8")
    assert remade() > 0
    assert indexes() == before
    body = site.path("organisations/adil/panel.sv.md")
    body.write_text(body.read_text(encoding="utf-8") + "\nEtt alldeles nytt ord.\n", encoding="utf-8")
    after = indexes()
    assert len(after & before) == 1
    assert len(after) == 2


def test_without_search(site: Site) -> None:
    """Where the exhibition asks for other outputs there is neither page nor link nor index."""
    settings = site.project.settings_file
    replace_in(settings, "  - search\n", "")
    built = site.build()
    assert not any(INDEX.fullmatch(path) or "/search/" in path for path in built.files)
    assert built.page("/sv/").all(".masthead .seek") == []


def test_the_page_lists_everything_without_script(site: Site) -> None:
    """By kind and name; the question is hidden until there is a script to answer it."""
    page = site.build().page("/sv/search/")
    links = {str(link["href"]) for link in page.all("[data-everything] a")}
    assert "../organisationer/adil/" in links
    assert "../glossary/#bread" in links
    assert page.one("form")["hidden"] == ""
    assert page.one(".masthead .seek")["aria-current"] == "page"


def test_order_makes_no_difference(site: Site) -> None:
    """The same entries in another order of files give the same table of endings."""
    stem = stemmer(Locale("sv"))
    assert stem is not None
    known = INFLECTED["sv"].split()
    shuffled = random.Random(3).sample(known, len(known))
    assert list(learn(known, stem).items()) == list(learn(shuffled, stem).items())


def test_the_index_of_the_exhibition_stays_small(tmp_path_factory: pytest.TempPathFactory) -> None:
    """At most 60 KB as transferred, for each language; and the one that phones keep of each."""
    folder = built_exhibition(tmp_path_factory).folder
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in folder.glob("assets/search-??.*.js")}
    assert len(sizes) == 4
    assert max(sizes.values()) <= 60_000, sizes


def test_the_scripts_stay_small() -> None:
    """At most 5 KB each as transferred."""
    for name in ("search", "find"):
        script = Path(__file__).parent.parent / f"static/js/{name}.js"
        assert len(gzip.compress(script.read_bytes(), 9)) <= 5_000
