"""`cagsite language add`: a language that works at once, with every other byte of the settings as it was."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from tests.editing import replace_in
from tests.site_from import EXHIBITION, Site, make_site

from cagsite.cli import main
from cagsite.entries import with_item, with_key
from cagsite.locales import conventions, find_tag
from cagsite.model import Locale
from cagsite.normal import scalar
from cagsite.yamltree import Mapping, Scalar

COMMENTED = EXHIBITION.replace("languages:", "# who reads it\nlanguages:").replace(
    "    fallback:", "    fallback: # why"
)
COMMENTED = COMMENTED.replace("    themes: teman\n", "    themes: teman\n# the end\n").replace("\n", "\r\n")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    words = "---\ntitle: Vatten\nsummary: Om vatten.\n---\nEtt ord.\n"
    panel = {"themes/water/panel.yaml": "", "themes/water/panel.sv.md": words}
    return make_site(tmp_path, panel, exhibition=COMMENTED)


@pytest.fixture
def cagsite(site: Site, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    monkeypatch.chdir(site.project.root)
    return lambda *arguments: main([*arguments, "--date", "2026-11-22"])


@pytest.mark.parametrize(("tag", "direction", "name"), [("ar", "rtl", "العربية"), ("kk", "ltr", "Қазақ тілі")])
def test_the_site_has_the_language_at_once(
    site: Site, cagsite: Callable[..., int], capsys: pytest.CaptureFixture[str], tag: str, direction: str, name: str
) -> None:
    """Its pages, its name in itself, its figures, borrowed texts that say so; and what to translate first is told."""
    before = site.path("/exhibition.yaml").read_bytes().decode()
    assert cagsite("language", "add", tag) == 0
    after = site.path("/exhibition.yaml").read_bytes().decode()
    entry = f"  - code: {tag}\r\n    fallback:\r\n      - en\r\n"
    assert entry in after
    added = [line for line in after.splitlines() if line not in before.splitlines()]
    kept = [line for line in after.splitlines() if line not in added]
    assert [line for line in before.splitlines() if line not in kept] == []
    assert all(line.startswith("  ") for line in added)
    told = capsys.readouterr().err
    assert told.index("exhibition.yaml") < told.index("kazakhstan, ") < told.index("terms, events")
    assert "water, 5 words" in told
    built = site.build()
    page = built.page(f"/{tag}/")
    assert (page.one("html")["lang"], page.one("html")["dir"]) == (tag, direction)
    assert name in page.html
    country = next(file for file in built.files if file.startswith(f"{tag}/") and "/kazakhstan/" in file)
    assert built.page(f"/{country.removesuffix('index.html')}").shows("fallback")


def test_a_language_that_the_theme_does_not_speak_gets_a_catalogue(site: Site, cagsite: Callable[..., int]) -> None:
    """Every word of the theme, empty, with as many plural forms as CLDR has for the language."""
    assert cagsite("language", "add", "ar", "--fallback", "sv", "--quiet") == 0
    path = site.path("/locales/ar/LC_MESSAGES/cagsite.po")
    done = subprocess.run(["msgfmt", "-c", "-o", "-", str(path)], capture_output=True, check=True)
    assert done.stderr == b""
    catalogue = polib.pofile(str(path))
    english = polib.pofile(str(Path(__file__).parent.parent / "locales/en/LC_MESSAGES/cagsite.po"))
    assert {(e.msgctxt, e.msgid) for e in catalogue} == {(e.msgctxt, e.msgid) for e in english}
    assert {len(entry.msgstr_plural) for entry in catalogue if entry.msgid_plural} == {6}
    assert "    fallback:\r\n      - sv\r\n" in site.path("/exhibition.yaml").read_bytes().decode()


def test_status_tells_of_words_that_are_missing(
    site: Site, cagsite: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """One word is translated, and one of those of the theme in Swedish has a reader still to find."""
    assert cagsite("language", "add", "ar", "--quiet") == 0
    replace_in(
        site.path("/locales/ar/LC_MESSAGES/cagsite.po"), 'msgid "Menu"\nmsgstr ""', 'msgid "Menu"\nmsgstr "قائمة"'
    )
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    marked = '# Not reviewed by a native reader.\nmsgid "Menu"\nmsgstr "Meny"\n'
    site.write({"/locales/sv/LC_MESSAGES/cagsite.po": head + marked})
    capsys.readouterr()
    assert cagsite("status") == 0
    told = capsys.readouterr().out
    assert "the theme's words in 'ar': 1 of " in told
    assert "sv (1)" in told


@pytest.mark.parametrize(
    ("tag", "hint"), [("xx", "use a tag"), ("Kazakh", "did you mean 'kk'?"), ("sv", "status"), ("../kk", "use a tag")]
)
def test_what_is_no_new_language_is_refused(
    site: Site, cagsite: Callable[..., int], capsys: pytest.CaptureFixture[str], tag: str, hint: str
) -> None:
    """And nothing is written."""
    before = site.path("/exhibition.yaml").read_bytes()
    assert cagsite("language", "add", tag) == 2
    assert hint in capsys.readouterr().err
    assert cagsite("language", "add", "kk", "--fallback", "fi") == 2
    assert site.path("/exhibition.yaml").read_bytes() == before
    assert not site.path("/locales").exists()


def test_settings_that_are_written_unusually_are_left_alone(site: Site, cagsite: Callable[..., int]) -> None:
    """A list on one line cannot be added to line by line."""
    path = site.path("/exhibition.yaml")
    path.write_text(
        EXHIBITION.replace("languages:\n  - code: sv\n  - code: en\n    fallback:\n      - sv\n", ""), "utf-8"
    )
    replace_in(path, "timezone:", "languages: [{code: sv}, {code: en}]\ntimezone:")
    before = path.read_bytes()
    assert cagsite("language", "add", "ar", "--quiet") == 2
    assert path.read_bytes() == before


def test_a_key_joins_a_map() -> None:
    """With the indentation that is there; where the map is missing it is made; one on one line is left alone."""
    value = Mapping({"pages": (Scalar("pages", 1, 1, True), scalar("om"))}, 1, 1)

    def joined(text: str) -> str | None:
        return with_key(text, kind="exhibition", name="addresses", key="kk", value=value)

    assert joined("addresses:\n    sv:\n        pages: om # x\n\n# y\na: b\n") == (
        "addresses:\n    sv:\n        pages: om # x\n    kk:\n      pages: om\n\n# y\na: b\n"
    )
    assert joined("a: b") == "a: b\naddresses:\n  kk:\n    pages: om\n"
    assert joined("addresses: {sv: {pages: om}}\n") is None
    assert joined("addresses:\n  kk:\n    pages: om\n") is None
    assert with_item("a: b\n", kind="exhibition", list_name="languages", fields={"code": scalar("kk")}) == (
        "a: b\nlanguages:\n  - code: kk\n"
    )


@pytest.mark.parametrize(
    ("tag", "count"),
    [("ru", 3), ("kk", 2), ("ky", 2), ("uz", 2), ("tg", 1), ("tk", 2), ("ar", 6), ("sv", 2), ("pl", 3)],
)
def test_plural_forms_of_whole_numbers(tag: str, count: int) -> None:
    """As many as CLDR has; a form that only fractions take has no place in a catalogue."""
    assert conventions(Locale(tag)).plural_forms.startswith(f"nplurals={count};")


def test_languages_by_their_names_and_neighbours() -> None:
    """For whoever knows no tags; and what a reader of Kazakh is likely to read too."""
    assert find_tag("kazakh", ()) == find_tag("Kazakiska", [Locale("sv")]) == "kk"
    assert find_tag("kazakiska", ()) == find_tag("", ()) == ""
    assert conventions(Locale("kk")).neighbours[0] == "ru"
    assert "en" not in conventions(Locale("ky")).neighbours
