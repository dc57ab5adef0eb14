"""A page that one may have to leave at once: where its button stands and leads; what it says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.editing import fill, replace_in
from tests.site_from import EXHIBITION, Site, make_site

EXIT = "quick_exit:\n  sv: https://www.vader.example/\n  en: https://weather.example/today\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    found = make_site(tmp_path, {}, exhibition=EXHIBITION + EXIT)
    fill(found)
    path = found.path("organisations/adil/panel.yaml")
    path.write_text(path.read_text(encoding="utf-8") + "quick_exit: true\n", encoding="utf-8")
    return found


def test_a_panel_that_asks_for_it_has_a_plain_link_out(site: Site) -> None:
    """Second to be reached by keyboard; to the neutral place of the language, which is not told whence one comes."""
    built = site.build()
    for language, address in (("sv", "https://www.vader.example/"), ("en", "https://weather.example/today")):
        word = {"sv": "organisationer", "en": "organisations"}[language]
        page = built.page(f"/{language}/{word}/adil/")
        assert page.all("a")[1] is page.one("a.leave[data-leave]")
        assert page.one(".leave")["href"] == address
        assert page.one(".leave")["rel"] == ["noreferrer"]
        assert [str(tag["src"]).rpartition("/")[2].partition(".")[0] for tag in page.all("script[src]")] == ["leave"]
    assert page.text("[data-notice=leave]") == (
        "The button in the corner takes you to weather.example at once. So does Escape, pressed three times. "
        "The browser's history still remembers the page."
    )
    assert page.one("[data-leave-keys]").has_attr("hidden")


def test_other_pages_have_none(site: Site) -> None:
    """Neither button nor script nor words about it."""
    built = site.build()
    for address in ("/sv/", "/sv/organisationer/bilim/", "/sv/organisationer/", "/sv/404.html"):
        page = built.page(address)
        assert page.all(".leave, [data-leave], [data-notice=leave], script[src]") == []


def test_one_address_serves_every_language(site: Site) -> None:
    """Where it is written without languages; a language without its own borrows."""
    replace_in(site.path("/exhibition.yaml"), EXIT, "quick_exit: https://weather.example/\n")
    built = site.build()
    addresses = {f"/{language}/{word}/adil/" for language, word in (("sv", "organisationer"), ("en", "organisations"))}
    assert {built.page(address).one(".leave")["href"] for address in addresses} == {"https://weather.example/"}
    replace_in(site.path("/exhibition.yaml"), "quick_exit: https", "quick_exit:\n  sv: https")
    built = site.build()
    assert {built.page(address).one(".leave")["href"] for address in addresses} == {"https://weather.example/"}


def test_no_page_tells_other_sites_of_a_visit(site: Site) -> None:
    """A script that leaves has no `rel`, so the whole page says it; links out of the exhibition gain by it too."""
    built = site.build()
    for path in built.files:
        if path.endswith(".html"):
            assert built.page(path.removesuffix("index.html")).one("meta[name=referrer]")["content"] == "no-referrer"
