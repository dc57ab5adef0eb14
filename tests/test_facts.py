"""What the exhibition has to tell stands on its pages, in each of its languages.

`tests/facts/<sheet>.yaml` names, per fact and language, the words and figures that a visitor must find:

    page: kazakhstan            # a panel, or a list: glossary, timeline, places
    facts:
      kz-36:
        sv: ["Folkmängd (2019) 18 590 691"]
        en: ["Population (2019) 18,590,691"]
        page: central-asia      # only where another page tells this one

Phrases are looked for in the text of the page's `<main>`, with white space folded, soft hyphens dropped and quotation
marks straight. Each begins where a word begins and cuts no figure short; else they are taken as they stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from tests.exhibition import BuiltPage, BuiltSite, built_exhibition
from tests.prose import exhibition

from cagsite.model import Locale, PanelId
from cagsite.permalinks import LISTS, exists, index_address, panel_address
from cagsite.world import World

FOLDER = Path(__file__).resolve().parent / "facts"

COUNTS: Mapping[str, Mapping[str, int]] = {
    "panel-about": {"about": 12},
    "panel-cag": {"cag": 21},
    "panel-rba": {"rba": 12},
    "panel-support": {"sup": 13},
    "region": {"reg": 31},
    "country-kazakhstan": {"kz": 40},
    "country-turkmenistan": {"tm": 40},
    "country-kyrgyzstan": {"kg": 41},
    "org-adil-soz": {"as": 28},
    "org-alma-tq": {"atq": 27},
    "org-feminita": {"fem": 24},
    "org-shyrak": {"shy": 23},
    "org-kibhr": {"kibhr": 28},
    "org-green-salvation": {"gs": 28},
    "org-medianet": {"mn": 27},
    "org-institute-equal-rights": {"ier": 21},
    "org-bfi": {"bfi": 18},
    "org-center-protection-children": {"cpc": 20},
    "org-nazik-kyz": {"nk": 21},
    "org-bir-duino": {"bd": 22},
    "report-kazakhstan-2011": {
        "r1": 11,
        "r2": 11,
        "r3": 14,
        "r4": 4,
        "r5": 3,
        "r6": 11,
        "r7": 4,
        "r8": 11,
        "r9": 8,
        "r10": 6,
        "r11": 19,
        "r12": 8,
        "r13": 4,
        "r14": 5,
        "r15": 7,
        "r16": 14,
        "r17": 6,
        "r18": 7,
        "r19": 5,
        "r20": 16,
        "r21": 4,
        "r22": 5,
        "r23": 4,
    },
    "appeal-kgz-002-0314": {"app": 27},
    "org-labrys": {"lab": 3},
    "org-girl-activists": {"gak": 2},
}
"""Per sheet, how many facts there are under each beginning of an id: `kz-01` to `kz-40`."""

PHRASING = frozenset({"a", "abbr", "b", "bdi", "cite", "dfn", "em", "i", "mark", "q", "s", "small", "strong", "time"})
"""Elements that do not part what stands before them from what stands after."""
SIGNS = str.maketrans({"\N{SOFT HYPHEN}": "", "’": "'", "‘": "'", "“": '"', "”": '"'})
"""What typography adds to a text."""
SHORTEST = 4
"""Signs of a phrase without a figure."""


class Loader(yaml.SafeLoader):
    """Plain YAML in which no key comes twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        again = [key for key, times in Counter(key.value for key, _ in node.value).items() if times > 1]
        if again:
            raise yaml.constructor.ConstructorError(None, None, f"more than once: {again}", node.start_mark)
        return super().construct_mapping(node, deep)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A fact with the words that tell it."""

    id: str
    page: str
    """A panel or a list."""
    phrases: Mapping[str, list[str]]
    """By language."""


@cache
def facts_of(sheet: str) -> tuple[Fact, ...]:
    """What a file says, in its order."""
    read = yaml.load((FOLDER / f"{sheet}.yaml").read_text(encoding="utf-8"), Loader)
    assert set(read) == {"page", "facts"}
    return tuple(
        Fact(
            id=id,
            page=said.get("page", read["page"]),
            phrases={language: phrases for language, phrases in said.items() if language != "page"},
        )
        for id, said in read["facts"].items()
    )


def languages() -> list[Locale]:
    return [language.code for language in exhibition().settings.languages]


def address(locale: Locale, page: str) -> str:
    """Where a panel or a list lies in a language."""
    read = World.of(exhibition()).read
    found = index_address(read, locale, page) if page in LISTS else None
    if found is None:
        assert exists(read, PanelId(page)), f"there is no panel {page}"
        found = panel_address(read, locale, PanelId(page))
    return found


def folded(text: str) -> str:
    return " ".join(text.translate(SIGNS).split())


def is_phrasing(element: Tag) -> bool:
    return element.name in PHRASING or (element.name in ("span", "sub", "sup") and not element.get("class"))


def visible_text(html: str) -> str:
    """What can be read in the main part of a page, with a blank wherever the layout parts two texts."""
    main = BeautifulSoup(html, "html.parser").select_one("main")
    assert main is not None
    for unseen in main.select("script, style, template, svg, [hidden], [aria-hidden=true]"):
        unseen.decompose()
    for element in main.find_all(True):
        if not is_phrasing(element):
            element.insert_before(" ")
            element.insert_after(" ")
    return folded(main.get_text())


@cache
def text_of(page: BuiltPage) -> str:
    return visible_text(page.html)


def tells(text: str, phrase: str) -> bool:
    """True where a phrase stands in a text, at the beginning of a word and with its figures whole."""
    wanted = folded(phrase)
    before = r"(?<!\w)(?<!\d[.,])" if wanted[0].isalnum() else ""
    after = r"(?!\d|[.,]\d)" if wanted[-1].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, text) is not None


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return built_exhibition(tmp_path_factory)


def missing(sheet: str, site: BuiltSite) -> Iterator[str]:
    for fact in facts_of(sheet):
        for locale in languages():
            page = site.page(address(locale, fact.page))
            for phrase in fact.phrases[locale]:
                if not tells(text_of(page), phrase):
                    yield f"{fact.id} {locale}: {phrase!r} is not on /{page.address}"


@pytest.mark.parametrize("sheet", COUNTS)
def test_every_fact_is_told_in_every_language(sheet: str, site: BuiltSite) -> None:
    """All that is missing of a sheet, at once."""
    found = list(missing(sheet, site))

    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("sheet", COUNTS)
def test_every_fact_of_a_sheet_has_its_words(sheet: str) -> None:
    """Each id once, none left out, none made up, and words in each language of the exhibition."""
    expected = [f"{start}-{number:02}" for start, count in COUNTS[sheet].items() for number in range(1, count + 1)]
    facts = facts_of(sheet)

    assert sorted(fact.id for fact in facts) == sorted(expected)
    assert {fact.id: set(fact.phrases) for fact in facts if set(fact.phrases) != set(languages())} == {}
    assert [fact.id for fact in facts if not all(fact.phrases.values())] == []


@pytest.mark.parametrize("sheet", COUNTS)
def test_phrases_are_telling(sheet: str) -> None:
    """None is empty or a syllable, and no two facts of a sheet are told by the same words."""
    facts = facts_of(sheet)
    phrases = [(fact.id, phrase) for fact in facts for told in fact.phrases.values() for phrase in told]

    assert [each for each in phrases if not isinstance(each[1], str)] == [], "write these in quotation marks"
    weak = [each for each in phrases if len(each[1].strip()) < SHORTEST and not re.search(r"\d", each[1])]
    assert weak == []
    for locale in languages():
        alike = Counter(frozenset(fact.phrases[locale]) for fact in facts)
        assert [sorted(told) for told, times in alike.items() if times > 1] == []


def test_every_file_belongs_to_a_sheet() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} <= set(COUNTS)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Over <b>one</b>\n million</p><p>Kazakhs</p>", "Over one million Kazakhs"),
        ("<dl><div><dt>Area</dt><dd>2\u00a0725\u202f000 km²</dd></div></dl>", "Area 2 725 000 km²"),
        ("<p>Hu\u00admanRights <a href='#'>Watch</a>.</p>", "HumanRights Watch."),
        ("<figcaption>CAG<span class='role'>founder</span></figcaption>", "CAG founder"),
        ("<p>seen<svg><title>unseen</title></svg><span hidden>unseen</span></p>", "seen"),
    ],
)
def test_text_is_what_a_reader_sees(html: str, text: str) -> None:
    """Blocks part words, inline elements do not; what is hidden does not count."""
    assert visible_text(f"<h1>no</h1><main>{html}</main>") == text


@pytest.mark.parametrize(
    ("phrase", "is_told"),
    [
        ("Kazaker 63 %", True),
        ("3 %", False),
        ("63", True),
        ("2 725", True),
        ("18", False),
        ("590,691", False),
        ("kazaker", False),
        ("azaker", False),
        ("i Kazakst", True),
        ('"aktivist"', True),
    ],
)
def test_phrases_are_found_whole(phrase: str, is_told: bool) -> None:
    """A figure that is part of another one is not told by it."""
    text = folded("Kazaker 63 % av 18,590,691 i Kazakstan, på 2 725 000 km². Märk gåvan ”aktivist”.")

    assert tells(text, phrase) is is_told
