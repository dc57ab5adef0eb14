"""Former addresses: they lead on to where a panel stands now, and tell nothing of what may not be shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.site_from import Site, make_site
from tests.static_host import hosted

NEW = "organisations/adil"
WORDS = "---\ntitle: Adil\nsummary: Om Adil.\nslug: adil-soz\naliases:\n  - adil\n  - adilsoz\n---\nText.\n"
REPORT = {
    "documents/report/panel.yaml": "type: report\ndate: 2011\ncountry: kazakhstan\n",
    "documents/report/panel.sv.md": (
        "---\ntitle: Rapporten\nsummary: Läget.\nslug: rapporten\naliases:\n  - rapport\n---\nText.\n"
    ),
    "documents/report/sections/1/panel.yaml": "reviewed: 2026-01-01\n",
    "documents/report/sections/1/panel.sv.md": "---\ntitle: Läget\nsummary: Kort.\n---\nText.\n",
}


def site_with(folder: Path, status: str = "published") -> Site:
    facts = f"country: kazakhstan\nstatus: {status}\n"
    return make_site(folder, {f"{NEW}/panel.yaml": facts, f"{NEW}/panel.sv.md": WORDS}).build()


def test_a_former_address_leads_to_the_present_one(tmp_path: Path) -> None:
    site = site_with(tmp_path)

    for former in ("adil", "adilsoz"):
        page = site.page(f"/sv/organisationer/{former}/")
        assert page.one('meta[http-equiv="refresh"]')["content"] == "0; url=../adil-soz/"
        assert page.one("h1 a")["href"] == "../adil-soz/"
        assert page.one('link[rel="canonical"]')["href"] == "https://example.org/sv/organisationer/adil-soz/"
        assert page.one('meta[name="robots"]')["content"] == "noindex"
        assert page.one("title").get_text() == "Adil"


def test_former_addresses_are_not_listed(tmp_path: Path) -> None:
    """Neither search engines nor feeds are told of them."""
    site = site_with(tmp_path)

    for path, content in site.files.items():
        if "organisationer/adil/" not in path and "organisationer/adilsoz/" not in path:
            assert b"organisationer/adil/" not in content, path
            assert b"organisationer/adilsoz/" not in content, path


def test_a_language_that_borrows_the_text_has_no_former_addresses(tmp_path: Path) -> None:
    assert not [path for path in site_with(tmp_path).files if path.startswith("en/") and "adilsoz" in path]


def test_sections_move_with_their_document(tmp_path: Path) -> None:
    site = make_site(tmp_path, REPORT).build()

    page = site.page("/sv/documents/rapport/1/")
    assert page.one("h1 a")["href"] == "../../rapporten/1/"


@pytest.mark.parametrize("status", ["withdrawn", "draft"])
def test_what_may_not_be_shown_leads_nowhere(status: str, tmp_path: Path) -> None:
    """The former address of a panel that was taken away answers like any unknown one."""
    site = site_with(tmp_path, status)

    assert [path for path in site.files if "adil" in path] == []


@pytest.mark.browser
def test_a_browser_goes_on_by_itself(tmp_path: Path, browser: Browser) -> None:
    """Without script, under a path that nobody foresaw."""
    site = site_with(tmp_path)
    with hosted(site.project.output, "/sub/") as root:
        page = browser.new_page(java_script_enabled=False)  # not watched: what it leaves at once it does not load
        page.goto(root + "sv/organisationer/adil/", wait_until="commit")
        page.wait_for_url("**/sv/organisationer/adil-soz/")
        assert page.title().startswith("Adil")
        page.close()
