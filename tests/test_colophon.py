"""Every panel says when its text was last reviewed, whatever it is about."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site_from import Site, make_site

WORDS = "---\ntitle: {}\nsummary: En panel.\nlabels: []\n---\nText om {}.\n"
PANELS = {
    "pages/about": "role: about\n",
    "pages/privacy": "role: privacy\n",
    "regions/steppe": "countries: [kazakhstan]\n",
    "countries/uzbekistan": "territory: UZ\nannounced: true\n",
    "organisations/adil": "country: kazakhstan\n",
    "themes/water": "",
    "documents/report": "type: report\ndate: 2011\n",
    "documents/report/sections/1": "",
    "documents/appeal": "type: appeal\ndate: 2014\ncase_code: KGZ 1\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(Path(tmp_path_factory.mktemp("colophon")), {})
    for number, (folder, facts) in enumerate(PANELS.items(), 1):
        site.write(
            {
                f"{folder}/panel.yaml": f"reviewed: 2026-11-{number:02}\nas_of: 2019\n{facts}",
                f"{folder}/panel.sv.md": WORDS.format(folder, folder),
            }
        )
    return site.build()


@pytest.mark.parametrize("folder", PANELS)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_day_of_the_last_review_is_shown(built: Site, folder: str, language: str) -> None:
    """For people in their language, for machines in numbers; where the text is borrowed too."""
    number = list(PANELS).index(folder) + 1
    words = {"sv": {"organisations": "organisationer", "countries": "lander", "themes": "teman"}, "en": {}}[language]
    kind, _, rest = folder.replace("/sections", "").partition("/")
    page = built.page(f"/{language}/{words.get(kind, kind)}/{rest}/")
    day = {"sv": f"Senast granskad {number} november 2026", "en": f"Last reviewed November {number}, 2026"}[language]
    assert day in page.text(".colophon").replace("\u00a0", " ")
    assert page.one(".colophon time")["datetime"] == f"2026-11-{number:02}"
    assert "2019" in page.text(".colophon")


def test_what_was_never_reviewed_claims_nothing(built: Site) -> None:
    """The country of every small site has no such day."""
    assert not built.page("/sv/lander/kazakhstan/").all(".colophon")
