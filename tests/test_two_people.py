"""Two people edit the same panel, each in a clone of their own: nobody's work is lost, and never in silence."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.site_from import COUNTRY, EXHIBITION, TODAY

from cagsite.cli import main

FILES = {
    "exhibition.yaml": EXHIBITION,
    **{f"content/{path}": text for path, text in COUNTRY.items()},
    "content/organisations/adil-soz/panel.yaml": "country: kazakhstan\nfounded: 1999\n",
    "content/organisations/adil-soz/panel.sv.md": (
        "---\ntitle: Adil Soz\nsummary: En organisation.\n---\n\nDen första meningen.\n\nDen andra meningen.\n"
    ),
    "content/organisations/adil-soz/panel.en.md": (
        "---\ntitle: Adil Soz\nsummary: An organisation.\n---\n\nThe first sentence.\n\nThe second sentence.\n"
    ),
}
FACTS, SWEDISH, ENGLISH = (f"content/organisations/adil-soz/panel.{name}" for name in ("yaml", "sv.md", "en.md"))


@dataclass(frozen=True)
class Clone:
    """The repository as one person has it."""

    root: Path

    def git(self, *words: str) -> subprocess.CompletedProcess[str]:
        names = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "pull.rebase=false")
        return subprocess.run(["git", *names, *words], cwd=self.root, capture_output=True, text=True, check=False)

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def edit(self, path: str, before: str, after: str) -> None:
        """Changes something and saves it, as the form does: one change, in one file."""
        assert before in self.text(path)
        (self.root / path).write_text(self.text(path).replace(before, after), encoding="utf-8")
        assert self.git("commit", "--all", "--message", after).returncode == 0

    def check(self) -> int:
        return main(["check", "--quiet", "--project", str(self.root), "--date", TODAY.isoformat()])


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Clone, Clone]:
    """Two of one repository, which has the panel in both languages."""
    host = tmp_path / "host.git"
    first, second = Clone(tmp_path / "first"), Clone(tmp_path / "second")
    here = Clone(tmp_path)
    assert here.git("init", "--quiet", "--bare", "--initial-branch=main", str(host)).returncode == 0
    assert here.git("clone", "--quiet", str(host), str(first.root)).returncode == 0
    for path, text in FILES.items():
        (first.root / path).parent.mkdir(parents=True, exist_ok=True)
        (first.root / path).write_text(text, encoding="utf-8")
    first.git("checkout", "--quiet", "-b", "main")
    first.git("add", "--all")
    assert first.git("commit", "--message", "begin").returncode == 0
    assert first.git("push", "--quiet", "origin", "main").returncode == 0
    assert here.git("clone", "--quiet", str(host), str(second.root)).returncode == 0
    return first, second


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ((FACTS, "1999", "2001"), (SWEDISH, "första", "allra första")),
        ((SWEDISH, "första", "allra första"), (ENGLISH, "first", "very first")),
        ((SWEDISH, "första", "allra första"), (SWEDISH, "andra", "nya andra")),
    ],
    ids=["facts and a language", "two languages", "two places of a language"],
)
def test_what_lies_apart_comes_together(
    clones: tuple[Clone, Clone], mine: tuple[str, str, str], theirs: tuple[str, str, str]
) -> None:
    """Whoever is second is told, takes in what the first has done, and both changes are there."""
    first, second = clones
    first.edit(*mine)
    assert first.git("push", "origin", "main").returncode == 0
    second.edit(*theirs)

    refused = second.git("push", "origin", "main")
    assert refused.returncode != 0
    assert "rejected" in refused.stderr
    assert second.git("pull", "--no-edit", "origin", "main").returncode == 0
    assert second.git("push", "origin", "main").returncode == 0

    for path, _, words in (mine, theirs):
        assert words in second.text(path)
    assert second.check() == 0


def test_the_same_sentence_is_a_conflict_that_nobody_can_miss(
    clones: tuple[Clone, Clone], capsys: pytest.CaptureFixture[str]
) -> None:
    """Git keeps both versions, the check refuses to publish either, and what is decided has lost nothing."""
    first, second = clones
    first.edit(SWEDISH, "Den första meningen.", "Den första meningen, som Anna vill ha den.")
    assert first.git("push", "origin", "main").returncode == 0
    second.edit(SWEDISH, "Den första meningen.", "Den första meningen, som Bo vill ha den.")

    assert second.git("push", "origin", "main").returncode != 0
    assert second.git("pull", "--no-edit", "origin", "main").returncode != 0
    both = second.text(SWEDISH)
    assert "som Anna vill ha den" in both
    assert "som Bo vill ha den" in both
    capsys.readouterr()
    assert second.check() == 1
    assert "error[merge-conflict]" in capsys.readouterr().err

    decided = FILES[SWEDISH].replace("Den första meningen.", "Den första meningen, som båda vill ha den.")
    (second.root / SWEDISH).write_text(decided, encoding="utf-8")
    assert second.git("commit", "--all", "--no-edit").returncode == 0
    assert second.git("push", "origin", "main").returncode == 0
    assert second.check() == 0
    history = second.git("log", "--format=%s").stdout
    assert "som Anna vill ha den" in history
    assert "som Bo vill ha den" in history
