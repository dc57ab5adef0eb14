"""Privacy and accessibility: the footer of every page leads there, and nothing else counts them to the exhibition."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.editing import fill, replace_in
from tests.site_from import EXHIBITION, Page, Site, make_site

EXIT = "quick_exit: https://weather.example/\n"


def words(title: str) -> str:
    return f"---\ntitle: {title}\nsummary: Hur besökare behandlas.\n---\nText om {title}.\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    found = make_site(tmp_path, {}, exhibition=EXHIBITION + EXIT)
    fill(found)
    found.write(
        {
            "pages/seen/panel.yaml": "role: accessibility\n",
            "pages/seen/panel.sv.md": words("Tillgänglighet"),
            "pages/seen/panel.en.md": words("Accessibility"),
            "pages/unseen/panel.yaml": "role: privacy\nreviewed: 2026-11-20\n",
            "pages/unseen/panel.sv.md": words("Integritet"),
            "pages/about/panel.yaml": "role: about\n",
            "pages/about/panel.sv.md": words("Om oss"),
        }
    )
    return found


def ways(page: Page) -> list[tuple[str, str]]:
    """What the footer leads to, apart from lists and the page of the switch: words and address."""
    return [
        (link.get_text(), str(link["href"]))
        for link in page.all(".footer-licences a:not([type]):not([href$='offline/'])")
    ]


def test_every_footer_leads_there(site: Site) -> None:
    """In one order, in the language of the page or borrowed, from the page for what is missing too."""
    built = site.build()
    assert ways(built.page("/sv/themes/water/".replace("themes", "teman"))) == [
        ("Integritet", "../../pages/unseen/"),
        ("Tillgänglighet", "../../pages/seen/"),
    ]
    assert ways(built.page("/en/404.html")) == [
        ("Integritet", "/en/pages/unseen/"),
        ("Accessibility", "/en/pages/seen/"),
    ]
    assert built.page("/en/").one('.footer a[href="pages/unseen/"] span')["lang"] == "sv"
    pages = [path for path in built.files if path.endswith("/index.html") and "/offline/" not in path]
    assert {len(ways(built.page(path.removesuffix("index.html")))) for path in pages} == {2}
    here = built.page("/sv/pages/unseen/").all(".footer [aria-current=page]")
    assert [link.get_text() for link in here] == ["Integritet"]


def test_they_are_neither_listed_nor_rooms(site: Site) -> None:
    """Not at the entrance, not in the index of pages, which they do not claim as theirs either."""
    built = site.build()
    for address in ("/sv/", "/sv/pages/"):
        links = [str(link["href"]) for link in built.page(address).all("main a")]
        assert any("about" in link for link in links)
        assert not any("seen" in link for link in links)
    page = built.page("/sv/pages/seen/")
    assert page.all(".route, .menu [aria-current]") == []
    assert [link.get_text() for link in page.all(".breadcrumbs a")] == ["Utställningen"]
    assert b"https://example.org/sv/pages/unseen/" in built.files["sitemap.xml"]


def test_without_other_pages_there_is_no_index_of_pages(site: Site) -> None:
    """Nothing would stand in it."""
    site.write({"pages/about/panel.yaml": None, "pages/about/panel.sv.md": None})
    built = site.build()
    assert "sv/pages/index.html" not in built.files
    assert "sv/pages/seen/index.html" in built.files
    assert not built.page("/sv/").all('a[href="pages/"]')


@pytest.mark.parametrize("status", ["withdrawn", "draft"])
def test_what_is_hidden_is_not_linked(site: Site, status: str) -> None:
    """Another page of the same role takes its place, where there is one."""
    replace_in(site.path("pages/unseen/panel.yaml"), "role", f"status: {status}\nrole")
    assert [words for words, _ in ways(site.build().page("/sv/"))] == ["Tillgänglighet"]
    site.write({"pages/zebra/panel.yaml": "role: privacy\n", "pages/zebra/panel.sv.md": words("Andra")})
    assert [words for words, _ in ways(site.build().page("/sv/"))] == ["Andra", "Tillgänglighet"]


def test_whoever_can_leave_at_once_is_told_what_that_does_not_undo(site: Site) -> None:
    """By a link to the page about privacy."""
    path = site.path("organisations/adil/panel.yaml")
    path.write_text(path.read_text(encoding="utf-8") + "quick_exit: true\n", encoding="utf-8")
    page = site.build().page("/sv/organisationer/adil/")
    assert page.one("[data-notice=leave] a")["href"] == "../../pages/unseen/"
