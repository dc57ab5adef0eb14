"""The command line as a newcomer meets it: messages, exit statuses, forms of reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.editing import replace_in

from cagsite.cli import COMMANDS, main
from cagsite.model import Kind

SOURCE = Path(__file__).resolve().parent.parent / "src"
DAY = ("--date", "2026-11-22")


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "C")
    folder = tmp_path / "demo"
    assert main(["init", str(folder)]) == 0
    monkeypatch.chdir(folder)
    return folder


Said = Callable[[], "tuple[str, str]"]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    def both() -> tuple[str, str]:
        captured = capsys.readouterr()
        return captured.out, captured.err

    return both


def status(*arguments: str) -> int:
    try:
        return main(arguments)
    except SystemExit as stop:
        assert isinstance(stop.code, int)
        return stop.code


def test_init_gives_an_exhibition_that_builds_without_a_word(demo: Path, said: Said) -> None:
    """No error, no warning; the one awaited photo is told of in a line."""
    said()
    assert main(["build", "--strict", *DAY]) == 0
    _, told = said()
    assert "awaited" in told and "warning" not in told
    assert (demo / "public" / "sv" / "organisationer" / "alvvakten" / "index.html").is_file()


def test_init_never_overwrites(demo: Path, said: Said) -> None:
    """A folder with something in it is refused with status 2."""
    assert main(["init", str(demo)]) == 2
    assert "not empty" in said()[1]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.SECTION])
def test_new_makes_a_draft_of_every_kind_that_builds(demo: Path, kind: Kind, said: Said) -> None:
    """In every language, with comments; only a preview shows it; its translation is current until somebody writes."""
    assert main(["new", kind.value, "something-new"]) == 0
    said()
    assert main(["check", "--strict", *DAY]) == 0, said()[1]
    folder = demo / "content" / kind.folder / "something-new"
    names = {"panel.yaml", "panel.sv.md", "panel.en.md", "panel.en.seen.yaml"}
    assert {path.name for path in folder.iterdir()} == names
    said()
    assert main(["status", "something-new", "--report", "json", "--drafts", *DAY]) == 0
    (line,) = json.loads(said()[0])
    assert (line["status"], line["languages"]) == ("draft", {"sv": "source", "en": "current"})


def test_new_makes_a_section_of_a_report(demo: Path, said: Said) -> None:
    """Its folder is named by its number."""
    assert main(["new", "document", "the-report"]) == 0
    assert main(["new", "section", "the-report#4"]) == 0
    assert (demo / "content/documents/the-report/sections/4/panel.yaml").is_file()
    assert "chapter" in said()[1]


@pytest.mark.parametrize("id", ["Åsa Öst", "con", "../x", "a/b", "UPPER", "x" * 90, "river-watch"])
def test_new_refuses_what_cannot_be_an_id(demo: Path, id: str, said: Said) -> None:
    """Nothing is written."""
    before = sorted(demo.rglob("*"))
    assert main(["new", "organisation", id]) == 2
    assert sorted(path for path in demo.rglob("*") if ".cagsite" not in path.parts) == before


def test_tidy_twice_changes_nothing_and_the_site_stays(demo: Path, said: Said) -> None:
    """Files with comments are left alone unless asked."""
    assert main(["build", *DAY]) == 0
    before = {path: path.read_bytes() for path in (demo / "public").rglob("*") if path.is_file()}
    assert main(["tidy"]) == 0
    assert "has comments" in said()[1]
    assert main(["tidy", "--drop-comments"]) == 0
    assert main(["build", *DAY]) == 0
    assert before == {path: path.read_bytes() for path in (demo / "public").rglob("*") if path.is_file()}
    said()
    assert main(["tidy"]) == 0
    assert said()[1].strip().splitlines() == ["0 files tidied, 0 left as they are"]


def test_an_error_has_status_1_and_leaves_the_site(demo: Path, said: Said) -> None:
    """Place, code, sentence and remedy; a count at the end."""
    assert main(["build", *DAY]) == 0
    said()
    replace_in(demo / "content/organisations/river-watch/panel.yaml", "founded:", "fonded:")
    assert main(["build", *DAY]) == 1
    told = said()[1]
    assert "content/organisations/river-watch/panel.yaml:4:1: error[unknown-field]: unknown field 'fonded'" in told
    assert "  did you mean 'founded'?" in told
    assert "1 problem; what is published was not changed" in told


def test_messages_come_in_swedish(demo: Path, said: Said) -> None:
    """By option or by the environment of the person."""
    replace_in(demo / "content/organisations/river-watch/panel.yaml", "founded:", "fonded:")
    said()
    assert main(["build", "--language", "sv", *DAY]) == 1
    told = said()[1]
    assert "okänt fält" in told and "menade du" in told
    assert "unknown" not in told.replace("unknown-field", "")


@pytest.mark.parametrize("form", ["json", "github", "sarif"])
def test_reports_come_in_the_forms_that_machines_read(demo: Path, form: str, said: Said) -> None:
    """On standard output, with nothing else there."""
    replace_in(demo / "content/organisations/river-watch/panel.yaml", "founded:", "fonded:")
    said()
    assert main(["check", "--report", form, *DAY]) == 1
    out = said()[0]
    if form == "github":
        assert out.startswith("::error file=content/organisations/river-watch/panel.yaml,line=4")
    else:
        assert "unknown-field" in json.dumps(json.loads(out))


@pytest.mark.parametrize(
    ("arguments", "expected", "words"),
    [
        (["bild"], 2, "did you mean 'build'?"),
        ([], 2, "usage"),
        (["build", "--date", "2026-02-31"], 2, "is not a day"),
        (["build", "--jobs", "0"], 2, "from 1 upwards"),
        (["build", "--nonsense"], 2, "--nonsense"),
        (["build", "--project", "/nowhere/at/all"], 2, "exhibition.yaml"),
        (["build", "--output", "/"], 3, "choose another folder"),
        (["build", "--output", "content"], 3, "choose another folder"),
        (["translation", "export", "xx"], 2, "not a language"),
    ],
)
def test_wrong_use_is_answered_with_the_remedy(
    demo: Path, said: Said, arguments: list[str], expected: int, words: str
) -> None:
    """Status 2 for a wrong call, 3 for what cagsite will not do to the disk."""
    said()
    assert status(*arguments) == expected
    assert words in said()[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, said: Said) -> None:
    """With status 0."""
    assert status(command, "--help") == 0
    assert "--project" in said()[0]


def test_foreign_files_in_the_output_are_named_and_kept(demo: Path, said: Said) -> None:
    """Status 3; nothing is deleted."""
    assert main(["build", *DAY]) == 0
    (demo / "public" / "mine.txt").write_text("mine", encoding="utf-8")
    replace_in(demo / "content/pages/about/panel.sv.md", "Ändra", "Rätta")
    said()
    assert main(["build", *DAY]) == 3
    assert "mine.txt" in said()[1]
    assert (demo / "public" / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_module_and_script_are_the_same_program(tmp_path: Path) -> None:
    """`python -m cagsite`."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-m", "cagsite", "--version"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert result.stdout.startswith("cagsite ")
