"""Translations know their source: staleness unit by unit, and the round trip through a translator's catalogue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.editing import fill, replace_in
from tests.site_from import Site, make_site

from cagsite.cli import main
from cagsite.staleness import Freshness, compare, remember

SOURCE = {"title": "Ett", "1.1": "Första stycket.", "1.2": "Andra stycket.", "2.1": "Tredje."}
TARGET = {"title": "One", "1.1": "First paragraph.", "1.2": "Second paragraph.", "2.1": "Third."}


def states(source: dict[str, str], target: dict[str, str]) -> dict[str, Freshness]:
    found = compare(source, target, remember(SOURCE, TARGET))
    return {unit.key: unit.freshness for unit in found.units}


def test_nothing_changed_is_current() -> None:
    """And without a record nothing is known."""
    assert compare(SOURCE, TARGET, remember(SOURCE, TARGET)).freshness is Freshness.CURRENT
    assert compare(SOURCE, TARGET, None).freshness is Freshness.UNCONFIRMED


def test_one_edited_sentence_makes_one_unit_outdated() -> None:
    """The paragraph that was made from it, and no other."""
    assert states({**SOURCE, "1.2": "Andra stycket, nytt."}, TARGET) == {"1.2": Freshness.OUTDATED}


def test_when_both_changed_somebody_has_to_look() -> None:
    """Perhaps the translation already follows."""
    changed = {**SOURCE, "1.2": "Andra stycket, nytt."}
    assert states(changed, {**TARGET, "1.2": "Second paragraph, new."}) == {"1.2": Freshness.TO_CONFIRM}


def test_a_polished_translation_stays_current() -> None:
    """Only the source makes a translation old."""
    assert states(SOURCE, {**TARGET, "1.2": "The second paragraph."}) == {}


def test_a_moved_paragraph_is_no_change() -> None:
    """Two paragraphs change places, in both languages or in one."""
    moved = {**SOURCE, "1.1": SOURCE["1.2"], "1.2": SOURCE["1.1"]}
    assert states(moved, TARGET) == {}


def test_a_new_paragraph_is_outdated_until_it_is_translated() -> None:
    """The ones behind it, whose numbers moved, stay current."""
    longer = {"title": "Ett", "1.1": "Ny.", "1.2": SOURCE["1.1"], "1.3": SOURCE["1.2"], "2.1": "Tredje."}
    assert states(longer, TARGET) == {"1.1": Freshness.OUTDATED}
    translated = {"title": "One", "1.1": "New.", "1.2": TARGET["1.1"], "1.3": TARGET["1.2"], "2.1": "Third."}
    assert states(longer, translated) == {"1.1": Freshness.TO_CONFIRM}


def test_a_paragraph_that_was_taken_away_is_told_of() -> None:
    """As long as its translation still stands."""
    shorter = {"title": "Ett", "1.1": SOURCE["1.2"], "2.1": "Tredje."}
    assert states(shorter, TARGET) == {"1.1": Freshness.OUTDATED}
    assert states(shorter, {"title": "One", "1.1": TARGET["1.2"], "2.1": "Third."}) == {}


@given(st.dictionaries(st.sampled_from(["title", "1.1", "1.2", "2.1"]), st.sampled_from("abcd"), min_size=1))
def test_what_is_confirmed_is_current(texts: dict[str, str]) -> None:
    """Whatever the texts are, equal ones among them too."""
    target = {key: f"t{text}" for key, text in texts.items()}
    assert compare(texts, target, remember(texts, target)).freshness is Freshness.CURRENT


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
    return {str(path): path.read_text(encoding="utf-8") for path in sorted(site.project.content.rglob("*.md"))}


def test_an_outdated_translation_is_told_to_visitors_and_editors(
    site: Site, cagsite: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """Confirm, edit the source, and the page and `status` say so, with the words that changed."""
    assert cagsite("translation", "confirm", "all", "en") == 0
    assert not site.build().page("/en/organisations/adil/").shows("outdated")
    replace_in(site.path("organisations/adil/panel.sv.md"), "Se [grannen]", "Se gärna [grannen]")
    built = site.build()
    assert built.page("/en/organisations/adil/").shows("outdated")
    assert not built.page("/sv/organisationer/adil/").shows("outdated")
    capsys.readouterr()
    assert cagsite("status", "adil") == 0
    assert "{+gärna+}" in capsys.readouterr().out
    assert cagsite("translation", "confirm", "adil", "en", "1.1") == 0
    assert not site.build().page("/en/organisations/adil/").shows("outdated")


def test_a_build_never_writes_into_the_content(site: Site) -> None:
    """Only what a person asks for does."""
    before = {path: path.stat().st_mtime_ns for path in site.project.content.rglob("*")}
    site.build()
    assert before == {path: path.stat().st_mtime_ns for path in site.project.content.rglob("*")}


def test_export_and_import_without_an_edit_change_nothing(site: Site, cagsite: Callable[..., int]) -> None:
    """Not a byte of the texts."""
    assert cagsite("tidy") == 0
    before = content(site)
    assert cagsite("translation", "export", "en") == 0
    assert cagsite("translation", "import", "en", "en.po") == 0
    assert content(site) == before


def test_a_translated_unit_comes_back_into_its_place(site: Site, cagsite: Callable[..., int]) -> None:
    """A title, an alternative text, a heading, a paragraph and an item; the rest of the file stays."""
    assert cagsite("tidy") == 0
    assert cagsite("translation", "export", "en") == 0
    catalogue = polib.pofile("en.po")
    new = {
        "adil|title": "Justice",
        "adil|photo.cut.alt": "Felt, cut",
        "adil|1.0": "All about it",
        "adil|1.1": "Look at [them](panel:bilim).",
        "adil|1.2.2": "deux",
    }
    for entry in catalogue:
        if entry.msgctxt in new:
            entry.msgstr = new.pop(entry.msgctxt)
    assert new == {}
    catalogue.save()
    before = site.path("organisations/adil/panel.en.md").read_text(encoding="utf-8")
    assert cagsite("translation", "import", "en", "en.po") == 0
    after = site.path("organisations/adil/panel.en.md").read_text(encoding="utf-8")
    changed = [line for line in after.splitlines() if line not in before.splitlines()]
    assert changed == [
        "title: Justice",
        "    alt: Felt, cut",
        "## All about it",
        "Look at [them](panel:bilim).",
        "- deux",
    ]
    assert len(after.splitlines()) == len(before.splitlines())
    assert site.build().page("/en/organisations/adil/").text("h1") == "Justice"


def test_a_damaged_link_is_refused_with_its_line_and_nothing_is_taken(
    site: Site, cagsite: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """The translator's file is named."""
    assert cagsite("translation", "export", "en") == 0
    text = Path("en.po").read_text(encoding="utf-8").replace('(panel:bilim)."\n\n', '(panel:bilin)."\n\n', 1)
    Path("en.po").write_text(text, encoding="utf-8")
    before = content(site)
    assert cagsite("translation", "import", "en", "en.po") == 1
    assert "en.po:" in capsys.readouterr().err
    assert content(site) == before


def test_a_third_language_begins_with_a_catalogue(site: Site, cagsite: Callable[..., int]) -> None:
    """A panel translated in full is published; one translated in part is a draft."""
    replace_in(site.path("/exhibition.yaml"), "timezone:", "  - code: kk\ntimezone:")
    assert cagsite("translation", "export", "kk") == 0
    catalogue = polib.pofile("kk.po")
    for entry in catalogue:
        if entry.msgctxt.startswith("water|") or entry.msgctxt == "health|title":
            entry.msgstr = f"қ {entry.msgid}"
    catalogue.save()
    assert cagsite("translation", "import", "kk", "kk.po") == 0
    assert "status: draft" in site.path("themes/health/panel.kk.md").read_text(encoding="utf-8")
    page = site.build().page("/kk/themes/water/")
    assert page.text("h1") == "қ Tema water"
    assert not page.shows("fallback") and not page.shows("outdated")


def test_the_catalogue_is_one_that_gettext_reads(site: Site, cagsite: Callable[..., int]) -> None:
    """polib, which Weblate and others build on, finds language, contexts and places."""
    assert cagsite("translation", "export", "en", "out.po") == 0
    catalogue = polib.pofile("out.po")
    assert catalogue.metadata["Language"] == "en"
    entry = next(entry for entry in catalogue if entry.msgctxt == "adil|1.1")
    assert entry.occurrences[0][0] == "content/organisations/adil/panel.sv.md"
    assert cagsite("translation", "export", "en", "again.po") == 0
    assert Path("out.po").read_bytes() == Path("again.po").read_bytes()


HARD = """
Rad ett\\
rad två, 2\u00a0700 – åren 2016–2019 på 100 % av {allt}.

> En dikt
> på två rader

1. ett
2. två
    - inne
    - mer

En _lång_ [länk](panel:bilim) med `kod_a`.
"""


def test_a_text_is_sent_out_as_it_was_typed(site: Site, cagsite: Callable[..., int]) -> None:
    """Dashes, no-break spaces, line breaks and lists in lists come back in the units that were edited, too."""
    for language in ("sv", "en"):
        with site.path(f"organisations/adil/panel.{language}.md").open("a", encoding="utf-8") as file:
            file.write(HARD)
    assert cagsite("tidy") == 0
    assert cagsite("translation", "confirm", "adil", "en") == 0
    before = site.path("organisations/adil/panel.en.md").read_text(encoding="utf-8")
    assert cagsite("translation", "export", "en") == 0
    catalogue = polib.pofile("en.po")
    assert not [entry for entry in catalogue if set(entry.flags) - {"fuzzy"}]
    new = {"Rad ett": "Row one", "En dikt": "A poem", "inne": "inside", "En _lång_": "A _long_"}
    for entry in catalogue:
        for old, word in new.items():
            if entry.msgctxt.startswith("adil|"):
                entry.msgstr = entry.msgstr.replace(old, word)
    catalogue.save()
    assert cagsite("translation", "import", "en", "en.po") == 0
    for old, word in new.items():
        before = before.replace(old, word)
    after = site.path("organisations/adil/panel.en.md").read_text(encoding="utf-8")
    assert after == before.replace("> A poem\n> på två rader", "> A poem på två rader")
    assert cagsite("translation", "export", "en", "again.po") == 0
    assert not [entry for entry in polib.pofile("again.po") if "fuzzy" in entry.flags and "adil|" in entry.msgctxt]


def test_taking_the_mark_away_says_that_a_translation_still_holds(site: Site, cagsite: Callable[..., int]) -> None:
    """A long source that changed is marked, with its old words on one line; without the mark it counts as confirmed."""
    more = "Se gärna och länge, med många ord som ingen rad i en katalog kan hålla utan att brytas, [grannen]"
    replace_in(site.path("organisations/adil/panel.sv.md"), "Se [grannen]", more)
    assert cagsite("translation", "confirm", "all", "en") == 0
    replace_in(site.path("organisations/adil/panel.sv.md"), "gärna och", "gärna, också")
    assert cagsite("translation", "export", "en") == 0
    catalogue = polib.pofile("en.po")
    (stale,) = [entry for entry in catalogue if "fuzzy" in entry.flags]
    assert stale.msgctxt == "adil|1.1" and "gärna och länge" in (stale.previous_msgid or "")
    assert all(line.endswith('"') for line in Path("en.po").read_text("utf-8").splitlines() if line.startswith("#|"))
    assert cagsite("translation", "import", "en", "en.po") == 0
    assert site.build().page("/en/organisations/adil/").shows("outdated")
    stale.flags.remove("fuzzy")
    catalogue.save()
    before = content(site)
    assert cagsite("translation", "import", "en", "en.po") == 0
    assert content(site) == before
    assert not site.build().page("/en/organisations/adil/").shows("outdated")


def test_a_draft_asks_only_for_what_is_still_in_the_language_of_the_source(
    site: Site, cagsite: Callable[..., int]
) -> None:
    """A second catalogue has no Swedish in the place of the translation."""
    replace_in(site.path("/exhibition.yaml"), "timezone:", "  - code: kk\ntimezone:")
    assert cagsite("translation", "export", "kk") == 0
    catalogue = polib.pofile("kk.po")
    for entry in catalogue:
        if entry.msgctxt == "adil|title":
            entry.msgstr = "Әділ"
    catalogue.save()
    assert cagsite("translation", "import", "kk", "kk.po") == 0
    assert cagsite("translation", "export", "kk", "again.po") == 0
    found = {e.msgctxt: e.msgstr for e in polib.pofile("again.po") if e.msgctxt.startswith("adil|")}
    assert found.pop("adil|title") == "Әділ"
    assert found and set(found.values()) == {""}


def test_who_speaks_is_translated_too(site: Site, cagsite: Callable[..., int]) -> None:
    """A speaker may be `independent observers`, and names are written in other letters."""
    for language in ("sv", "en"):
        highlight = f"highlights:\n  - id: h\n    text: De anser det ({language}).\n    speaker: Oberoende bedömare\n"
        replace_in(site.path(f"organisations/adil/panel.{language}.md"), "summary:", highlight + "summary:")
    assert cagsite("translation", "export", "en") == 0
    entry = next(entry for entry in polib.pofile("en.po") if entry.msgctxt == "adil|highlight.h.speaker")
    assert entry.msgid == "Oberoende bedömare"
