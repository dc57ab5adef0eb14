"""What the exhibition must not hold: ways to reach officials, stale payment numbers, words put into people's mouths."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.prose import ROOT, Passage, exhibition, fields, passages, translations

from cagsite.model import AppealDetails, PageDetails, Panel

HARMLESS = re.compile(r"(?:KGZ|OBS)[\s\d/.]*\d|\b\d{4}-\d\d-\d\d\b")
"""Codes of appeals, and days."""
CONTACTS = {
    "an e-mail address": r"[\w.+-]+@[\w-]+\.\w|mailto:",
    "a telephone or fax number": r"\+\s?\d|tel:|(?<![\d-])\(?\d(?:[ ()./-]*\d){6,}(?![\d-])",
    "a way to reach somebody": r"(?i)\b(?:(?:tele?)?fax|(?:tele)?phone|telefon|mobile?\b|e-?post|e-?mail)\w*",
    "a street": r"(?i)\b(?:rue d|avenue|boulevard|blvd|chaussée|prospekt|street|road|\d+\w?,? rue)\b",
    "a house": r"(?i)\b(?:ave|str|st|p\.? ?o\.? box|box|\w+gatan|\w+vägen)\b\.? ?\d",
    "a postal code": r"\b(?!(?:19|20)\d\d\b)\d{4,6} [A-ZÅÄÖ]\w|\b\d{3} \d\d [A-ZÅÄÖ]\w",
}
PAYMENT_NUMBER = re.compile(
    r"(?<![\d/.-])(?:123[ ]?\d{3}[ ]?\d{2}[ ]?\d{2}|\d{3,4}-\d{4}|[A-Z]{2}\d{2}(?: ?\d{4}){4,})(?![\d/.-])"
)
"""As Swish, bankgiro and banks abroad write them."""
YEARS = re.compile(r"(?:1[5-9]|20)\d\d-(?:1[5-9]|20)\d\d")
YEAR_OF_PAYMENT_NUMBERS = "2019"
QUOTATION = re.compile(r"[\"“”„«»‹›]|(?<!\w)['‘’‚](?=\w)")
"""Marks of any language; an apostrophe stands after a letter."""


def appeals() -> list[Panel]:
    return [panel for panel in exhibition().panels.values() if isinstance(panel.details, AppealDetails)]


def contact_data(text: str) -> Iterator[str]:
    """What a text holds of the kinds in CONTACTS."""
    rest = HARMLESS.sub(" ", text)
    for kind, pattern in CONTACTS.items():
        for match in re.finditer(pattern, rest):
            yield f"{kind}: {match[0]}"


def test_an_appeal_is_no_list_of_contacts() -> None:
    """In none of its files, comments included: offices stand there as history."""
    found = []
    assert appeals()
    for panel in appeals():
        for path in sorted((ROOT / panel.folder).glob("panel*")):
            if not path.name.endswith(".seen.yaml"):  # what it remembers of texts has been one of these
                text = path.read_text(encoding="utf-8")
                found += [f"{path.relative_to(ROOT)} holds {one}" for one in contact_data(text)]
        assert [link.id for link in panel.links if link.type in ("email", "phone")] == []
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "skriv till minister@example.org",
        "ring +996 312 00 00 00",
        "312 00 00 00",
        "0312-000000",
        "(0312) 000000",
        "Fax: se nedan",
        "Storgatan 1",
        "Main Street 1",
        "1 rue X",
        "Some Ave 1",
        "720000 Bisjkek",
    ],
)
def test_contact_data_is_found(text: str) -> None:
    """Each way to write it."""
    assert [*contact_data(text)]


@pytest.mark.parametrize(
    "text", ["KGZ 002 / 0314 / OBS 020", "KGZ 001/1012/100.2", "den 27 februari 2014", "2014-03-17"]
)
def test_codes_and_days_are_no_contact_data(text: str) -> None:
    """Nor are figures."""
    assert [*contact_data(text)] == []


def payment_numbers(text: str) -> list[str]:
    """Numbers to which one can send money."""
    return [number for number in PAYMENT_NUMBER.findall(text) if not YEARS.fullmatch(number)]


def is_support(passage: Passage) -> bool:
    """Whether it stands on a page that says how to give."""
    return any(
        isinstance(panel.details, PageDetails)
        and panel.details.role == "support"
        and passage.file.startswith(f"{panel.folder}/")
        for panel in exhibition().panels.values()
    )


def test_payment_numbers_stand_on_one_page_with_their_year() -> None:
    """Whoever reads one reads at once of which year it is."""
    numbers = [(passage, number) for passage in passages() for number in payment_numbers(passage.text)]
    assert [str(passage) for passage, _ in numbers if not is_support(passage)] == []
    assert [str(passage) for passage, _ in numbers if YEAR_OF_PAYMENT_NUMBERS not in passage.text] == []


@pytest.mark.parametrize("text", ["Swish 1230000000", "123 000 00 00", "BG 123-4567", "SE00 0000 0000 0000 0000 0000"])
def test_payment_numbers_are_found(text: str) -> None:
    """Years are none, and a case number of an appeal neither."""
    assert len(payment_numbers(text)) == 1
    assert payment_numbers("1990-1999, 2 725 000, KGZ 001/1012/100.2") == []


def test_highlights_quote_nobody() -> None:
    """They say in other words what somebody holds, so they hold no quotation marks."""
    highlights = [at for _, words in translations() for at in fields(words) if at.key.startswith("highlight.")]
    assert highlights
    assert [str(at) for at in highlights if QUOTATION.search(at.text)] == []


@pytest.mark.parametrize("text", ['Det "är" så', "Det ”är” så", "It is 'so'", "It is ‘so’", "«так»"])
def test_quotation_marks_are_found(text: str) -> None:
    """Of any kind; an apostrophe is none."""
    assert QUOTATION.search(text)
    assert not QUOTATION.search("The members' money, Labrys's fund")
