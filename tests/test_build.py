"""A whole build, seen from outside: what it makes, what it makes again, what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.editing import fill, replace_in
from tests.site_from import Site, make_site

from cagsite.problems import ContentError


@pytest.fixture
def site(tmp_path: Path) -> Site:
    found = make_site(tmp_path, {})
    fill(found)
    return found


def test_untranslated_panel_falls_back_and_says_so(site: Site) -> None:
    """A missing translation shows the source text, marked for the eye and for the screen reader."""
    site.write({"organisations/adil/panel.en.md": None})
    built = site.build()
    page = built.page("/en/organisations/adil/")
    assert page.lang == "en"
    assert page.one("article .text")["lang"] == "sv"
    assert page.shows("fallback")
    assert page.canonical == "https://example.org/sv/organisationer/adil/"
    assert [problem.code for problem in built.problems if problem.subject == "adil"] == ["translation-missing"]


def test_a_build_with_nothing_to_do_does_nothing(site: Site) -> None:
    """The same content a second time: no output made, no file touched."""
    site.build()
    settled = site.build()  # files as young as the first scan are looked at once more
    assert settled.report is not None
    before = {path: path.stat().st_mtime_ns for path in site.project.output.rglob("*")}
    again = site.build()
    assert again.report is not None and again.report.is_unchanged
    assert before == {path: path.stat().st_mtime_ns for path in site.project.output.rglob("*")}


def test_an_edited_body_makes_its_own_pages_only(site: Site) -> None:
    """Besides the search nothing else shows the words of a body: its page, the index of each language that can find it,
    the page of the search that names its index, and the list by which a phone notices, are written."""
    site.build()
    path = site.path("organisations/adil/panel.sv.md")
    path.write_text(path.read_text(encoding="utf-8") + "\nEn rad till.\n", encoding="utf-8")
    built = site.build()
    assert built.report is not None
    assert built.report.counts["written"] == 6
    assert built.report.counts["remade"] <= 12


def test_an_edited_title_makes_every_page_that_shows_it(site: Site) -> None:
    """The neighbour that links to it and the index are made too."""
    site.build()
    replace_in(site.path("organisations/bilim/panel.en.md"), "title: Bilim", "title: Knowledge")
    built = site.build()
    assert "Knowledge" in built.page("/en/organisations/").html
    assert "Knowledge" in built.page("/en/").html
    assert "Knowledge" not in built.page("/sv/organisationer/").html


def test_a_published_file_that_was_damaged_is_mended(site: Site) -> None:
    """What lies in the output is compared with what was written."""
    expected = site.build().files
    page = site.project.output / "sv" / "index.html"
    page.write_text("spoiled", encoding="utf-8")
    assert site.build().files == expected


def test_a_damaged_cache_changes_nothing(site: Site) -> None:
    """Every file of the cache in turn is cut or has a byte turned; the site stays the same."""
    expected = site.build().files
    cached = sorted(path for path in site.project.cache.rglob("*") if path.is_file() and path.name != "lock")
    assert len(cached) > 50
    for number, path in enumerate(cached):
        content = path.read_bytes()
        if content:
            middle = len(content) // 2
            spoiled = content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]
            path.write_bytes(content[:middle] if number % 2 else spoiled)
    site.write({"themes/water/panel.sv.md": "---\ntitle: Tema water\nsummary: Om water.\n---\nOm water.\n"})
    assert site.build().files == expected


def test_every_problem_of_every_kind_is_told_in_one_run(site: Site) -> None:
    """A misspelt field, a dead reference and raw HTML in a text stand in one list, and the site stays."""
    before = site.build().files
    replace_in(site.path("organisations/adil/panel.yaml"), "founded:", "fonded:")
    site.write(
        {
            "themes/health/panel.sv.md": "---\ntitle: Hälsa\nsummary: Om hälsa.\n---\nText <b>fet</b>.\n",
            "themes/water/panel.en.md": "---\ntitle: Water\nsummary: On water.\n---\n# Water\n",
        }
    )
    with pytest.raises(ContentError) as caught:
        site.build()
    codes = {problem.code for problem in caught.value.problems}
    assert {"unknown-field", "raw-html"} <= codes
    assert any(problem.location.file == "content/themes/water/panel.en.md" for problem in caught.value.problems)
    assert site.files == before


def test_a_dead_reference_in_a_text_is_an_error_with_a_suggestion(site: Site) -> None:
    """Line and column lead to it."""
    replace_in(site.path("organisations/adil/panel.sv.md"), "panel:bilim", "panel:bilin")
    with pytest.raises(ContentError) as caught:
        site.build()
    problem = next(problem for problem in caught.value.problems if problem.code == "unknown-reference")
    assert problem.location.file == "content/organisations/adil/panel.sv.md"
    assert "bilim" in problem.advises()


def test_strict_refuses_warnings(site: Site) -> None:
    """A picture that no panel names is only a warning."""
    site.write({"organisations/adil/spare.png": site.path("organisations/adil/cut.png").read_bytes()})
    assert [p.code for p in site.build().problems if p.severity == "warning"] == ["unused-picture"]
    with pytest.raises(ContentError):
        site.build(strict=True)


def test_check_writes_nothing_and_finds_the_same(site: Site) -> None:
    """No output folder appears."""
    checked = site.build(writes=False)
    assert not site.project.output.exists()
    assert checked.problems == site.build().problems


def test_a_picture_that_cannot_be_read_is_named_with_the_remedy(site: Site) -> None:
    """A HEIC photo under a JPEG's name, as phones send it."""
    site.write({"organisations/adil/cut.png": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)})
    with pytest.raises(ContentError) as caught:
        site.build()
    (problem,) = caught.value.problems
    assert problem.location.file == "content/organisations/adil/cut.png"
    assert "JPEG" in problem.advises()


def test_pages_stay_within_the_site(site: Site) -> None:
    """No page asks anybody else for anything: every address that a browser loads is relative."""
    for path, content in site.build().files.items():
        if path.endswith(".html"):
            page = content.decode()
            for loaded in ('src="http', 'src="//', "url(http", "@import", "style=", "onclick", "<script src"):
                assert loaded not in page, (path, loaded)


def test_a_project_may_override_a_template_and_a_word(site: Site) -> None:
    """File by file for templates, message by message for words."""
    site.write(
        {
            "/templates/parts/footer.html": "<footer><p>{{ _('Menu') }} egen fot</p></footer>",
            "/locales/sv/LC_MESSAGES/cagsite.po": (
                'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Menu"\nmsgstr "Innehåll"\n'
            ),
        }
    )
    built = site.build()
    assert built.page("/sv/").text("footer") == "Innehåll egen fot"
    assert built.page("/en/").text("footer") == "Menu egen fot"
    assert "Organisationer" in built.page("/sv/").html


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        ("<p>{% if %}</p>\n", 1, "Expected an expression"),
        ("<p>\n{{ page.nonsense }}</p>\n", 2, "nonsense"),
        ('{% include "parts/gone.html" %}\n', 1, "parts/gone.html"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_line(site: Site, template: str, line: int, words: str) -> None:
    """As a problem of the project, not as a fault of cagsite."""
    before = site.build().files
    site.write({"/templates/parts/footer.html": template})
    with pytest.raises(ContentError) as caught:
        site.build()
    (problem,) = caught.value.problems
    assert problem.code == "bad-template"
    assert words in problem.says()
    if "gone" not in words:
        assert (problem.location.file, problem.location.line) == ("templates/parts/footer.html", line)
    assert site.files == before


def test_an_update_of_cagsite_makes_no_picture_again(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pictures depend on their source, their recipe and the code that makes them, not on all the rest of cagsite."""
    before = site.build()
    monkeypatch.setattr("cagsite.memory.stamp", lambda: "another version")
    counted = tmp_path / "made"
    monkeypatch.setattr("cagsite.pictures.make_renditions", lambda *_: counted.touch())

    after = site.build()

    assert before.report and after.report
    assert after.report.counts["remade"] >= before.report.counts["pages"] > 0 < after.report.counts["pictures"]
    assert after.files == before.files
    assert not counted.exists()
