"""The words of the exhibition: spelling, how hard the Swedish texts are to read, translations that keep up.

Nothing here is about what cagsite can do; it is about what visitors read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from tests.prose import Passage, blocks, exhibition, fields, passages, translations
from tests.spelling import DICTIONARIES, Vocabulary, WordList, word_list

from cagsite.model import Kind, Translation
from cagsite.staleness import Freshness, compare
from cagsite.translators.units import plain_units

LIX_LANGUAGE = "sv"
"""The measure was made for Swedish, and its limits hold for it."""
LIX_LIMIT = 50
LIX_LIMIT_REPORT = 58
"""For the sections of a report, which cannot do without the terms of the law."""
LONG_WORD = 6
"""A word of more letters is long."""
RUNNING_WORD = re.compile(r"[^\W_](?:[\w.,:'-]*[^\W_])?")
SENTENCE_END = re.compile(r"[.!?](?=[\s\")]|$)")
SENTENCES = re.compile(r"summary|(?:highlight|label)\..+")
"""Fields that hold whole sentences, or may."""


def in_language(language: str) -> list[Passage]:
    return [passage for passage in passages() if passage.language == language]


# Spelling


@pytest.mark.spelling
@pytest.mark.parametrize("language", DICTIONARIES)
def test_words_are_spelt_right(language: str) -> None:
    """What the dictionary does not know is mended, or added to the list in this folder where it is right."""
    words = word_list(language)
    wrong = Vocabulary.of(words, in_language(language)).wrong()
    told = [f"'{word}' is not in the dictionary ({passage})" for word, passage in wrong.items()]
    remedy = f"mend the words, or add those that are right to tests/words/{language}.txt"
    assert told == [], "\n".join([remedy, *told])


@pytest.mark.parametrize("language", DICTIONARIES)
def test_word_list_holds_what_is_used(language: str) -> None:
    """An entry that stands nowhere any more is taken out, or it would let a slip through one day."""
    words = word_list(language)
    unused = {*words.entries} - Vocabulary.of(words, in_language(language)).entries_met
    assert unused == set(), f"take these out of tests/words/{language}.txt"


@pytest.mark.parametrize("language", DICTIONARIES)
def test_word_list_is_in_order(language: str) -> None:
    """By letter, capitals or not; so nothing is there twice, and two changes meet without a quarrel."""
    entries = word_list(language).entries
    assert list(entries) == sorted({*entries}, key=lambda entry: (entry.casefold(), entry))


@pytest.mark.spelling
@pytest.mark.parametrize(
    ("language", "text", "wrong"),
    [
        ("sv", "Kvinorna och människorättsförsvararna", ["Kvinorna"]),
        ("sv", "HBTQI-personers, HBTQI-personernas, HBTQI-prsoner", ["HBTQI-prsoner"]),
        ("sv", "Labrys:s fond, Labryss fond, Labrysas fond", ["Labrysas"]),
        ("sv", "I Human Rights Watchs rapport; Human Rihgts Watch", ["Rihgts", "Watch"]),
        ("sv", "slut.Början", ["slut.Början"]),
        ("sv", "År 1990-talet, 2 725 000, 95,5", []),
        ("en", "The organisations of the 1990s, the 3rd wimen's group", ["wimen's"]),
        ("en", "Labrys's fund; www.labris.example", ["www.labris.example"]),
    ],
)
def test_slips_are_found(language: str, text: str, wrong: list[str]) -> None:
    """Also in parts of words, in genitives, and where a blank is missing."""
    words = WordList(language=language, entries=("HBTQI", "Human Rights Watch", "Labrys"))
    found = Vocabulary.of(words, [Passage(file="x", key="p", language=language, text=text)]).wrong()
    assert [*found] == wrong


# Readability


def lix(texts: Iterable[str]) -> float:
    """Words per sentence plus long words per hundred; a text without a full stop is one sentence."""
    words = sentences = long = 0
    for text in texts:
        found = RUNNING_WORD.findall(text)
        words += len(found)
        long += sum(sum(map(str.isalnum, word)) > LONG_WORD for word in found)
        sentences += max(1, len(SENTENCE_END.findall(text))) if found else 0
    return words / sentences + 100 * long / words


def running_text(words: Translation) -> list[str]:
    """What is read from beginning to end: no titles and headings, no names of links, nothing in another language."""
    told = [passage.text for passage in fields(words) if SENTENCES.fullmatch(passage.key)]
    told = [text for text in told if SENTENCE_END.search(text)]
    return told + [at.text for at in blocks(words) if at.language == words.locale and not at.key.startswith("h")]


def test_texts_are_easy_to_read() -> None:
    """Not harder than a newspaper; shorter sentences and everyday words bring the figure down."""
    hard = []
    for panel, words in translations():
        if words.locale == LIX_LANGUAGE:
            limit = LIX_LIMIT_REPORT if panel.kind is Kind.SECTION else LIX_LIMIT
            value = lix(running_text(words))
            if value > limit:
                hard.append(f"{words.file} has LIX {value:.1f}; the limit is {limit}")
    assert hard == [], "\n".join(hard)


def test_lix_by_hand() -> None:
    """Nine words in three sentences, two of them long: 3 + 22."""
    texts = ["Vi arbetar nu. Det är 2019!", "Hbtqi-rörelsen är fri"]
    assert lix(texts) == pytest.approx(9 / 3 + 100 * 2 / 9)


# Translations


def test_translations_are_current() -> None:
    """Each was confirmed since its source last changed: `cagsite translation confirm ID LANG`."""
    behind = []
    for panel, words in translations():
        if words.locale != panel.source:
            units = plain_units(panel.translations[panel.source]), plain_units(words)
            found = compare(*units, words.seen)
            if found.freshness is not Freshness.CURRENT:
                keys = ", ".join(unit.key for unit in found.units)
                behind.append(f"{words.file} is {found.freshness.value} ({keys})")
    assert behind == [], "\n".join(behind)


def test_nothing_waits_for_translation() -> None:
    """Every panel has every language of the exhibition."""
    languages = {language.code for language in exhibition().settings.languages}
    assert [panel.id for panel in exhibition().panels.values() if panel.translations.keys() < languages] == []
