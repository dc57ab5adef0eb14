"""The page that a translator fills in: round trip without a browser, and with one as somebody uses it from a disk."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.editing import fill, replace_in
from tests.site_from import Site, make_site
from tests.visiting import DESK, NARROW, TOO_WIDE, findings, visit, with_axe

from cagsite.cli import main


@pytest.fixture
def site(tmp_path: Path) -> Site:
    found = make_site(tmp_path, {})
    fill(found)
    return found


@pytest.fixture
def cagsite(site: Site, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    monkeypatch.chdir(site.project.root)
    return lambda *arguments: main([*arguments, "--date", "2026-11-22", "--quiet"])


def content(site: Site) -> dict[str, str]:
    return {str(path): path.read_text(encoding="utf-8") for path in sorted(site.project.content.rglob("panel.*"))}


def field(id: str, text: str) -> Callable[[str], str]:
    """Fills one field of a page, as a browser would save it."""
    return lambda page: re.sub(rf'(data-unit="{re.escape(id)}"[^>]*>)[^<]*', lambda found: found[1] + text, page)


def test_a_page_that_nobody_touched_changes_nothing(site: Site, cagsite: Callable[..., int]) -> None:
    """Whatever stands in the texts, and with one that is outdated."""
    body = 'A "b" <c> & d\\\ne\n\n- f\n    - g\n\n> h\n> i\n'
    site.write({f"themes/water/panel.{t}.md": f"---\ntitle: A & <b>\nsummary: c\n---\n{body}" for t in ("sv", "en")})
    assert cagsite("tidy") == 0
    assert cagsite("translation", "confirm", "all", "en") == 0
    replace_in(site.path("themes/health/panel.sv.md"), "Om health.", "Nytt om health.")
    before = content(site)
    assert cagsite("translation", "export", "en", "out.html") == 0
    page = Path("out.html").read_text(encoding="utf-8")
    assert "<del>Om</del>" in page and "<ins>Nytt om</ins>" in page
    assert page.count('data-state="outdated"') == page.count("data-holds=") == 1
    assert cagsite("translation", "import", "en", "out.html") == 0
    assert content(site) == before


def test_what_is_filled_in_comes_back_and_a_tick_confirms(site: Site, cagsite: Callable[..., int]) -> None:
    """One text is new, one holds as it is, one is damaged: then nothing is taken."""
    assert cagsite("translation", "confirm", "all", "en") == 0
    replace_in(site.path("themes/health/panel.sv.md"), "Om health.\n", "Nytt om health.\n")
    assert cagsite("translation", "export", "en", "out.html", "health", "adil") == 0
    page = Path("out.html").read_text(encoding="utf-8")
    assert 'data-unit="water|title"' not in page
    page = field("adil|title", "Justice &amp; <law>".replace("<", "&lt;"))(page)
    ticked = page.replace('data-holds="', 'checked="" data-holds="')
    before = content(site)
    Path("bad.html").write_text(field("adil|1.1", "See [them](panel:nobody).")(ticked), encoding="utf-8")
    assert cagsite("translation", "import", "en", "bad.html") == 1
    assert content(site) == before
    Path("good.html").write_text(ticked, encoding="utf-8")
    assert cagsite("translation", "import", "en", "good.html") == 0
    assert "title: Justice & <law>" in site.path("organisations/adil/panel.en.md").read_text(encoding="utf-8")
    assert "Nytt om health." in site.path("themes/health/panel.en.seen.yaml").read_text(encoding="utf-8")
    assert site.path("themes/health/panel.en.md").read_text(encoding="utf-8") in before.values()


def test_another_page_is_refused_with_its_place(
    site: Site, cagsite: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """A page of the site, one in another language, one saved as something else than UTF-8, a damaged text."""
    assert cagsite("translation", "export", "en", "out.html") == 0
    page = Path("out.html").read_text(encoding="utf-8")
    Path("a.html").write_text("<!doctype html><html><textarea>x</textarea></html>", encoding="utf-8")
    Path("b.html").write_text(page.replace('data-language="en"', 'data-language="kk"'), encoding="utf-8")
    Path("c.html").write_bytes(field("adil|title", "Rättvisa")(page).encode("latin-1", "replace"))
    Path("d.html").write_text(field("adil|1.1", "One.")(page), encoding="utf-8")
    line = page[: page.index('data-unit="adil|1.1"')].count("\n") + 1
    for name, place in (("a", "1:1: error[bad-form]"), ("b", "2:1: error[wrong-language]"), ("d", f"{line}:1: error")):
        assert cagsite("translation", "import", "en", f"{name}.html") == 1
        assert f"{name}.html:{place}" in capsys.readouterr().err
    assert cagsite("translation", "import", "en", "c.html") == 1
    assert "error[not-utf8]" in capsys.readouterr().err


def saved(page: Page, folder: Path) -> Path:
    """The file that the page makes of itself."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Spara").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


@pytest.mark.browser
def test_somebody_fills_it_in_from_a_disk(
    site: Site, cagsite: Callable[..., int], tmp_path: Path, browser: Browser
) -> None:
    """Writes, ticks, saves, opens the saved page again, goes on, saves; the second file is taken over."""
    replace_in(site.path("/exhibition.yaml"), "timezone:", "  - code: ar\ntimezone:")
    assert cagsite("translation", "confirm", "all", "en") == 0
    replace_in(site.path("themes/health/panel.sv.md"), "Om health.\n", "Nytt om health.\n")
    assert cagsite("translation", "export", "en", "en.html", "--language", "sv") == 0
    assert cagsite("translation", "export", "ar", "ar.html") == 0
    with visit(browser, Path("en.html").resolve().as_uri(), DESK, accept_downloads=True) as page:
        outdated = page.locator('[data-state="outdated"]')
        count = page.locator("[data-count]")
        total = page.locator("textarea").count()
        expect(count).to_have_text(f"{total - 1} av {total} texter är klara")
        page.get_by_label("Bara det som återstår").check()
        expect(page.locator(".unit:visible")).to_have_count(1)
        outdated.get_by_label("Översättningen gäller som den är").check()
        expect(count).to_have_text(f"{total} av {total} texter är klara")
        page.get_by_label("Bara det som återstår").uncheck()
        page.locator('[data-unit="adil|title"]').fill('Justice & "law" </textarea>')
        first = saved(page, tmp_path)
    with visit(browser, first.as_uri(), DESK, accept_downloads=True) as page:
        expect(page.locator('[data-unit="adil|title"]')).to_have_value('Justice & "law" </textarea>')
        expect(page.locator("[data-holds]")).to_be_checked()
        page.locator('[data-unit="adil|title"]').fill("Justice")
        page.locator('[data-unit="water|summary"]').fill("About\nwater.")
        second = saved(page, tmp_path)
    assert cagsite("translation", "import", "en", str(second)) == 0
    assert "title: Justice\n" in site.path("organisations/adil/panel.en.md").read_text(encoding="utf-8")
    assert "summary: About water.\n" in site.path("themes/water/panel.en.md").read_text(encoding="utf-8")
    assert "Nytt om health." in site.path("themes/health/panel.en.seen.yaml").read_text(encoding="utf-8")


@pytest.mark.browser
def test_everybody_can_use_it_and_print_it(site: Site, cagsite: Callable[..., int], browser: Browser) -> None:
    """Nothing for axe to find, no scrolling sideways; on paper the texts stand where the fields are."""
    replace_in(site.path("/exhibition.yaml"), "timezone:", "  - code: ar\ntimezone:")
    assert cagsite("translation", "confirm", "all", "en") == 0
    replace_in(site.path("themes/health/panel.sv.md"), "Om health.\n", "Nytt om health.\n")
    for tag, size, scheme in (("en", DESK, "light"), ("ar", NARROW, "dark")):
        assert cagsite("translation", "export", tag, f"{tag}.html") == 0
        address = Path(f"{tag}.html").resolve().as_uri()
        with visit(browser, address, size, bypass_csp=True, color_scheme=scheme) as page:
            assert page.evaluate(TOO_WIDE) == []
            with_axe(page)
            assert findings(page) == []
            text = page.locator("textarea").first
            expect(text).to_have_attribute("dir", "rtl" if tag == "ar" else "ltr")
            text.fill("On paper")
            page.emulate_media(media="print")
            expect(text).to_be_hidden()
            expect(page.locator(".paper").first).to_be_visible()
            expect(page.locator(".paper").first).to_have_text("On paper")
            expect(page.get_by_role("button", name="Save")).to_be_hidden()
    with visit(browser, address, DESK, java_script_enabled=False) as page:
        expect(page.locator(".note")).to_be_visible()
        expect(page.get_by_role("button", name="Save")).to_be_hidden()
