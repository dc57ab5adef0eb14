"""Names that may stand nowhere: found however they are written, told by nobody, and looked for anew as they change."""

from __future__ import annotations

import io
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.drawn_pictures import corners, saved
from tests.site_from import make_site

from cagsite.cli import main
from cagsite.denied import PLACE, Denied, read_denied, with_names, written

NAME = "Gulnára Öst-Ek"
DAY = ("--date", "2026-11-22")
Said = Callable[[], str]
LIST = with_names(None, [NAME, "Åke"])


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "C")
    root = make_site(tmp_path, {}).project.root
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    def everything() -> str:
        captured = capsys.readouterr()
        return captured.out + captured.err

    return everything


@pytest.mark.parametrize(
    "text",
    [
        NAME,
        "GULNARA ÖST EK",
        "gulnara ost-ek",
        unicodedata.normalize("NFD", NAME),
        "Öst-Ek, Gulnara",
        "with Gulnara *Ost*\n  Ek.",
        "Gulnara Öst-Eks hus",
        "/gulnara-ost-ek/",
        "Gul\u00adnara Öst-Ek",
        "said Åke!",
        "Åkes",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    """In capitals, without accents, over a line's end, in an address, in the genitive."""
    assert list(LIST.places(text)), text


@pytest.mark.parametrize("text", ["Gulnara", "Öst Ek", "Gulnara Ek", "Åker", "make", "Gulnara, Öst och Ek"])
def test_other_words_are_no_names(text: str) -> None:
    """A part of a name is somebody else's."""
    assert list(LIST.places(text)) == []


def test_line_and_column_are_told() -> None:
    """As in an editor."""
    assert list(LIST.places("Ja.\n\n  och Gulnara\nÖst-Ek, Åke")) == [(3, 7), (4, 9)]


def test_the_list_holds_no_name_and_two_lists_are_not_alike(project: Path) -> None:
    """A salt of its own, so that nobody can look names up in a table."""
    (project / PLACE).parent.mkdir()
    (project / PLACE).write_text(written(LIST))
    assert read_denied(project) == LIST
    for word in ("gulnara", "ake", "ost", "åke"):
        assert word not in written(LIST).casefold()
    assert not LIST.digests & with_names(None, [NAME, "Åke"]).digests


def test_the_command_keeps_the_list_out_of_git(project: Path, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the project tells git; and says none of the names."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{NAME}\n\nÅke\n"))
    assert main(["deny"]) == 0
    assert main(["deny", "--quiet"]) == 0  # nothing more to read
    assert "Gulnára" not in said()
    known = read_denied(project)
    assert isinstance(known, Denied) and list(known.places(NAME)) and list(known.places("Åke"))
    assert (project / PLACE).stat().st_mode & 0o077 == 0
    subprocess.run(["git", "init", "-q"], check=True, cwd=project)
    shown = subprocess.run(
        ["git", "status", "--short", "-uall"], check=True, cwd=project, capture_output=True, text=True
    )
    assert "content/" in shown.stdout and ".private" not in shown.stdout


def test_every_command_that_reads_refuses_the_name(project: Path, tmp_path: Path, said: Said) -> None:
    """Where it stands, not which; a longer list makes what is remembered be read again, and a shorter one too."""
    words = project / "content/countries/kazakhstan/panel.en.md"
    words.write_text(words.read_text() + f"\nSaid by {NAME}.\n")
    names = tmp_path / "names.txt"
    names.write_text("Someone Else\n")
    assert main(["deny", str(names)]) == 0
    assert main(["build", *DAY]) == 0
    names.write_text(NAME)
    assert main(["deny", str(names)]) == 0
    said()
    for command in ("build", "check"):
        assert main([command, *DAY]) == 1
        told = said()
        assert "content/countries/kazakhstan/panel.en.md:7:9: error[denied-name]" in told
        assert "Gulnára" not in told and "Öst" not in told
    (project / PLACE).unlink()
    assert main(["build", *DAY]) == 0


def test_before_a_commit(project: Path, tmp_path: Path, said: Said) -> None:
    """In the files of the commit, of whatever kind, and in their names."""
    names = tmp_path / "names.txt"
    names.write_text(NAME)
    assert main(["deny", str(names)]) == 0
    (project / "notes.txt").write_text(f"Hej {NAME}\n")
    (project / "gulnara-ost-ek.png").write_bytes(saved(corners(), "PNG"))
    (project / "fine.md").write_text("Hej.\n")
    said()
    assert main(["check", "--files", "notes.txt", "gulnara-ost-ek.png", "fine.md"]) == 1
    told = said()
    assert "notes.txt:1:5: error[denied-name]" in told and "error[denied-name-of-file]" in told and "fine" not in told
    assert main(["check", "--files", "fine.md"]) == 0


def test_alternative_texts_of_a_new_photo_too(project: Path, tmp_path: Path, said: Said) -> None:
    """Before anything is written."""
    names = tmp_path / "names.txt"
    names.write_text(NAME)
    assert main(["deny", str(names)]) == 0
    (tmp_path / "a.jpg").write_bytes(saved(corners(), "JPEG"))
    answers = ("--credit", "E", "--licence", "CC0", "--people", "none", "--consent", "not_needed", "--reason", "none")
    alts = ("--alt", f"en={NAME} at the office", "--alt", "sv=Ett kontor")
    before = sorted(project.rglob("*"))
    assert main(["photo", "add", "kazakhstan", str(tmp_path / "a.jpg"), *answers, *alts]) == 1
    assert "error[denied-name]" in said()
    assert sorted(project.rglob("*")) == before


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-11-30", None),
        ("2026-12-01", "consent-expiring"),
        ("2026-12-31", "consent-expiring"),
        ("2027-01-01", "no-consent"),
    ],
)
def test_a_consent_ends_after_thirty_days_of_warning(project: Path, said: Said, day: str, told: str | None) -> None:
    """`status` tells thirty days before the last day and on it; the day after, the photo is in no page."""
    folder = project / "content/countries/kazakhstan"
    (folder / "office.png").write_bytes(saved(corners(), "PNG"))
    consent = "status: given\n    by: p-017\n    date: 2026-01-01\n    uses:\n    - web\n    expires: 2026-12-31\n"
    (folder / "panel.yaml").write_text(
        f"territory: KZ\nphotos:\n- id: office\n  file: office.png\n  consent:\n    {consent}"
    )
    for tag in ("sv", "en"):
        path = folder / f"panel.{tag}.md"
        path.write_text(path.read_text().replace("summary", f"photos:\n- id: office\n  alt: Kontor {tag}\nsummary"))
    assert main(["status", "--report", "json", "--date", day, "kazakhstan"]) == 0
    report = said()
    assert [code for code in ("consent-expiring", "no-consent") if f'"{code}"' in report] == ([told] if told else [])
    assert "p-017" not in report
    assert main(["build", "--date", day]) == 0
    is_shown = "Kontor sv" in (project / "public/sv/lander/kazakhstan/index.html").read_text()
    assert is_shown == (told != "no-consent")
