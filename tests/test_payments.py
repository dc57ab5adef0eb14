"""Numbers to send money to: on the page with their date, and on a volunteer's list until somebody has asked."""

from __future__ import annotations

import json

import pytest
from tests.site_from import Site, make_site

from cagsite.cli import main

GIVE = """\
role: support
payments:
  - id: swish
    type: swish
    number: 123 456 78 90
    as_of: 2019
  - id: gifts
    type: bankgiro
    number: 991-2346
    as_of: 2019
    verified: 2026-11-01
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    files = {
        "pages/give/panel.yaml": GIVE,
        "pages/give/panel.sv.md": "---\ntitle: Ge\nsummary: Om gåvor.\n---\nTack.\n",
        "pages/give/panel.en.md": "---\ntitle: Give\nsummary: About gifts.\n---\nThank you.\n",
    }
    return make_site(tmp_path_factory.mktemp("payments"), files).build()


def test_a_number_is_shown_with_its_date(site: Site) -> None:
    """As it is printed, and in each language with the same warning."""
    page = site.page("/en/pages/give/")

    assert (
        page.text("main .payments div:first-child")
        == "Swish 123 456 78 90 As of 2019, to be verified: ask before you give."
    )
    assert "123 456 78 90 Uppgift från 2019 som ska kontrolleras" in site.page("/sv/pages/give/").text("main .payments")


def test_a_verified_number_says_when(site: Site) -> None:
    assert (
        site.page("/en/pages/give/").text(".payments div:last-child") == "Bankgiro 991-2346 Verified November 1, 2026"
    )
    assert site.page("/sv/pages/give/").text(".payments time") == "1 november 2026"


def test_status_lists_what_is_to_be_verified(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """One line for the number that nobody has asked about, none for the other."""
    assert main(["status", "give", "--project", str(site.project.root), "--report", "json"]) == 0

    (panel,) = json.loads(capsys.readouterr().out)
    assert panel["notes"] == [
        {
            "code": "payment-unverified",
            "message": "the number of the payment 'swish' is as of 2019, and is still to be verified",
        }
    ]
