"""Every name is spelt in one way per language, the one of `tests/words/names.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import combinations

import pytest
import yaml
from tests.prose import Passage, passages
from tests.spelling import DICTIONARIES, FOLDER, word_list

BEGINNING = r"(?<![\w@.])"
"""Of a word; a name in an address is written as addresses are."""
ALIKE = 0.8
"""How much of two names in a list may be the same; a letter or two between them is a slip."""
NAMESAKES = {("Nur-Sultan", "Nursultan")}
"""The capital as it was called after the president, and the president."""


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name as it is written in one language."""

    language: str
    right: str
    wrong: tuple[str, ...]

    @property
    def pattern(self) -> str:
        """Finds a wrong form; one of a name that is written small may begin a sentence."""
        forms = list(self.wrong)
        if self.right[0].islower():
            forms += [form[0].upper() + form[1:] for form in self.wrong]
        ends = [re.escape(form.rstrip("*")) + (r"[\w-]*" if form.endswith("*") else r"(?!\w)") for form in forms]
        return "|".join(ends)


@cache
def names() -> tuple[Name, ...]:
    """The names of the table, each in each language."""
    found = []
    for row in yaml.safe_load((FOLDER / "names.yaml").read_text(encoding="utf-8")):
        wrong = row["wrong"]
        for language in DICTIONARIES:
            forms = wrong[language] if isinstance(wrong, Mapping) else wrong
            found.append(Name(language=language, right=row[language], wrong=tuple(forms)))
    return tuple(found)


@cache
def names_of(language: str) -> tuple[re.Pattern[str], tuple[Name, ...]]:
    """What finds a wrong form of any name, and the names; asked one by one they take seconds."""
    own = tuple(name for name in names() if name.language == language)
    return re.compile(f"{BEGINNING}(?:{'|'.join(name.pattern for name in own)})"), own


def slips(texts: Iterable[Passage]) -> Iterator[str]:
    """Every wrong form, with the right one and its place."""
    for passage in texts:
        if passage.language not in DICTIONARIES or passage.is_marked:
            continue
        any_name, own = names_of(passage.language)
        if not any_name.search(passage.text):
            continue
        rest, _ = word_list(passage.language).without_phrases(passage.text)
        for name in own:
            for match in re.finditer(f"{BEGINNING}(?:{name.pattern})", rest):
                yield f"'{match[0]}' is written {name.right} in '{passage.language}': {passage}"


def said(language: str, text: str) -> Passage:
    """A passage for a test of the tests."""
    return Passage(file="x", key="p", language=language, text=text)


def test_names_are_spelt_in_one_way() -> None:
    """Outside official names and what is marked as another language."""
    found = [*slips(passages())]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", DICTIONARIES)
def test_each_wrong_form_is_found(language: str) -> None:
    """And no right one is taken for a wrong one, in the genitive neither."""
    genitive = {"sv": "s", "en": "'s"}[language]
    for name in names_of(language)[1]:
        for form in name.wrong:
            found = [*slips([said(language, f"Om {form.rstrip('*')} och annat.")])]
            assert any(f"is written {name.right} in" in slip for slip in found), form
        assert [*slips([said(language, f"({name.right}), {name.right}{genitive}.")])] == []


@pytest.mark.parametrize("language", DICTIONARIES)
def test_names_of_the_table_stand_in_the_exhibition(language: str) -> None:
    """A name that nobody uses needs no rule."""
    whole = "\n".join(passage.text for passage in passages() if passage.language == language)
    assert [name.right for name in names() if name.language == language and name.right not in whole] == []


@pytest.mark.parametrize("language", DICTIONARIES)
def test_no_name_stands_in_the_list_in_two_spellings(language: str) -> None:
    """The word list lets no second spelling in."""
    listed = [entry for entry in word_list(language).entries if entry[0].isupper() and len(entry) > 5]
    pairs = {(a, b) for a, b in combinations(listed, 2) if SequenceMatcher(None, a, b).ratio() > ALIKE}
    assert {(a, b) for a, b in pairs - NAMESAKES if not b.startswith(a)} == set()
