"""Languages are data: Kazakh and Arabic join a site by content alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site_from import EXHIBITION, Site, make_site

MORE = """\
  - code: kk
    fallback:
      - en
      - sv
  - code: ar
    fallback:
      - en
"""
KAZAKH = "---\ntitle: Әділ сөз\nslug: adil-soz-kk\nsummary: Сөз бостандығы.\n---\nЕркін сөз.\n"
ARABIC = "---\ntitle: كلمة عادلة\nsummary: حرية التعبير.\n---\nكلمة حرة.\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    exhibition = EXHIBITION.replace("timezone:", MORE + "timezone:")
    exhibition = exhibition.replace("en: The exhibition\n", "en: The exhibition\n  kk: Көрме\n  ar: المعرض\n")
    exhibition += "  kk:\n    organisations: uiymdar\n"
    panel = {
        "panel.yaml": "country: kazakhstan\nfounded: 1999\n",
        "panel.sv.md": "---\ntitle: Adil soz\nsummary: Ett fritt ord.\n---\nEtt fritt ord, 2 725 000 gånger.\n",
        "panel.en.md": "---\ntitle: Adil soz\nsummary: A free word.\n---\nA free word.\n",
        "panel.kk.md": KAZAKH,
        "panel.ar.md": ARABIC,
    }
    only_swedish = {
        "panel.yaml": "country: kazakhstan\nrelated:\n  - adil-soz\n",
        "panel.sv.md": "---\ntitle: Östens röst\nsummary: Bara på svenska.\n---\nEn text på svenska.\n",
    }
    files = {f"organisations/adil-soz/{name}": text for name, text in panel.items()}
    files |= {f"organisations/osten/{name}": text for name, text in only_swedish.items()}
    facts = "territory: KZ\nfacts:\n  as_of: 2019\n  area_km2: 2725000\n  population: 18590691\n"
    files["countries/kazakhstan/panel.yaml"] = facts + "  independence: 1991-12-16\n"
    return make_site(tmp_path_factory.mktemp("languages"), files, exhibition=exhibition).build()


def test_each_language_has_its_pages_with_lang_and_direction(site: Site) -> None:
    """Right to left comes with the language, not with the template."""
    for language, direction in (("sv", "ltr"), ("en", "ltr"), ("kk", "ltr"), ("ar", "rtl")):
        html = site.page(f"/{language}/").one("html")
        assert (html["lang"], html["dir"]) == (language, direction)


def test_addresses_follow_each_languages_words_and_slugs(site: Site) -> None:
    """The switch leads to the same panel, whatever it is called there."""
    page = site.page("/kk/uiymdar/adil-soz-kk/")
    assert page.alternates == {
        "sv": "https://example.org/sv/organisationer/adil-soz/",
        "en": "https://example.org/en/organisations/adil-soz/",
        "kk": "https://example.org/kk/uiymdar/adil-soz-kk/",
        "ar": "https://example.org/ar/organisations/adil-soz/",
        "x-default": "https://example.org/sv/organisationer/adil-soz/",
    }
    assert page.one('a[hreflang="ar"]')["href"] == "../../../ar/organisations/adil-soz/"


def test_fallback_goes_along_the_chain_and_is_honest(site: Site) -> None:
    """Kazakh borrows from English before Swedish; the country is not translated, so English is shown and marked."""
    page = site.page("/kk/countries/kazakhstan/")
    assert page.lang == "kk"
    assert page.shows("fallback")
    assert page.one("article .text")["lang"] == "en"
    assert page.one("h1 [lang]")["lang"] == "en"
    assert page.canonical == "https://example.org/en/countries/kazakhstan/"
    assert page.alternates == {}


def test_a_panel_in_one_language_is_reached_from_all(site: Site) -> None:
    """The chain ends at the source language."""
    page = site.page("/ar/organisations/osten/")
    assert page.one("article .text")["lang"] == "sv"
    assert page.one("article .text")["dir"] == "ltr"
    assert page.canonical == "https://example.org/sv/organisationer/osten/"


def test_the_sitemap_claims_no_borrowed_page(site: Site) -> None:
    """What is not translated stands there once, under its source."""
    sitemap = site.files["sitemap.xml"].decode()
    assert "https://example.org/sv/organisationer/osten/" in sitemap
    assert "https://example.org/en/organisations/osten/" not in sitemap
    assert sitemap.count("<loc>https://example.org/kk/uiymdar/adil-soz-kk/</loc>") == 1


def test_figures_follow_the_language(site: Site) -> None:
    """Separators, units and dates come from CLDR."""
    assert "2\u00a0725\u00a0000\u00a0km²" in site.page("/sv/lander/kazakhstan/").html
    assert "2,725,000\u00a0km²" in site.page("/en/countries/kazakhstan/").html
    assert "18\u00a0590\u00a0691" in site.page("/kk/countries/kazakhstan/").html
    assert "16 december 1991" in site.page("/sv/lander/kazakhstan/").html


def test_related_panels_are_read_from_both_ends(site: Site) -> None:
    """Declared once, shown on both pages."""
    assert "Östens röst" in site.page("/sv/organisationer/adil-soz/").text(".related")


def test_nothing_in_the_code_names_a_language() -> None:
    """No language tag stands as a word of its own in the code or the templates."""
    import re

    root = Path(__file__).resolve().parent.parent
    found = []
    for folder, pattern in ((root / "src", "*.py"), (root / "templates", "*.html")):
        for path in folder.rglob(pattern):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if re.search(r"""(["'])(sv|en|kk|ru|ar)\1""", line) and not re.search(r"BabelLocale|example=", line):
                    found.append(f"{path.relative_to(root)}:{number}: {line.strip()}")
    assert found == []
