"""The letter in the footer of every page that tells of a problem with it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.editing import fill, replace_in
from tests.site_from import EXHIBITION, Page, Site, make_site

CONTACT = "contact:\n  email: hej@example.org\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    found = make_site(tmp_path, {}, exhibition=EXHIBITION + CONTACT)
    fill(found)
    return found


def letter(page: Page) -> tuple[str, str, str]:
    """To whom, about what, and what is written already, as a mail program reads it (RFC 6068)."""
    links = [str(link["href"]) for link in page.all("footer a") if str(link["href"]).startswith("mailto:")]
    found = urlsplit(next(link for link in links if "?" in link))
    assert " " not in found.query and "\n" not in found.query
    fields = parse_qs(found.query, strict_parsing=True)
    assert set(fields) == {"subject", "body"}
    return found.path, fields["subject"][0], fields["body"][0]


def test_it_names_the_page_in_the_language_of_the_page(site: Site) -> None:
    """Title and address, whatever signs the title holds."""
    replace_in(
        site.path("organisations/adil/panel.sv.md"), "title: Adil", "title: 'Ärligt & öppet: 100 % \"ja\" + mer?'"
    )
    built = site.build()
    assert letter(built.page("/sv/organisationer/adil/")) == (
        "hej@example.org",
        "Problem med sidan: Ärligt & öppet: 100\u00a0% ”ja” + mer?",
        "Sida: https://example.org/sv/organisationer/adil/\r\n\r\nVad som är fel:",
    )
    assert letter(built.page("/en/glossary/")) == (
        "hej@example.org",
        "Problem with the page: Glossary",
        "Page: https://example.org/en/glossary/\r\n\r\nWhat is wrong:",
    )


def test_a_borrowed_page_names_itself_and_not_its_source(site: Site) -> None:
    """The problem is where the visitor stands, which its canonical address does not say."""
    site.write({"organisations/adil/panel.en.md": None})
    page = site.build().page("/en/organisations/adil/")
    assert page.canonical == "https://example.org/sv/organisationer/adil/"
    assert "https://example.org/en/organisations/adil/" in letter(page)[2]


def test_where_no_base_address_is_known_the_path_stands_for_it(site: Site) -> None:
    """Which is what those who run the site know it by."""
    replace_in(site.path("/exhibition.yaml"), "base_address: https://example.org/\n", "")
    assert letter(site.build().page("/en/glossary/"))[2].startswith("Page: /en/glossary/\r\n")


def test_nobody_can_say_where_a_missing_page_was_sought(site: Site) -> None:
    """A host shows the page for it at any address, so the letter asks."""
    assert letter(site.build().page("/sv/404.html"))[2] == "Adress som jag letade efter:\r\n\r\nVad som är fel:"


def test_every_page_has_it(site: Site) -> None:
    """All but the choice of languages, which has no footer."""
    built = site.build()
    pages = [path for path in built.files if path.endswith(".html") and path != "index.html"]
    assert len(pages) > 30
    assert {letter(built.page(path.removesuffix("index.html")))[0] for path in pages} == {"hej@example.org"}


def test_it_can_have_an_address_of_its_own_or_none(site: Site) -> None:
    """`report:` goes before `email:`; without either there is no letter."""
    settings = site.path("/exhibition.yaml")
    replace_in(settings, CONTACT, CONTACT + "  report: fel@example.org\n")
    page = site.build().page("/sv/")
    assert letter(page)[0] == "fel@example.org"
    assert page.all('footer a[href="mailto:hej@example.org"]')
    replace_in(settings, CONTACT + "  report: fel@example.org\n", "")
    assert not site.build().page("/sv/").all('a[href^="mailto:"]')
