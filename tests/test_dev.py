"""`./dev` says what it can do, and takes the arguments it is given."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHELLS = [shell for shell in ("dash", "bash", "busybox") if shutil.which(shell)] or ["sh"]


def dev(*words: str, shell: str = "sh") -> subprocess.CompletedProcess[str]:
    """What `./dev` does with some words."""
    command = [shell, *(["sh"] if shell == "busybox" else []), str(ROOT / "dev"), *words]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)


@pytest.mark.parametrize("shell", SHELLS)
def test_help_names_every_word(shell: str) -> None:
    """Help, asked for or not, lists exactly the words that the script knows."""
    listed = set(re.findall(r"^\./dev (\w+)", dev("help", shell=shell).stdout, re.MULTILINE))
    cases = (ROOT / "dev").read_text(encoding="utf-8").partition("\ncase $verb in\n")[2]
    known = {word for line in re.findall(r"^([a-z| -]+)\)", cases, re.MULTILINE) for word in line.split(" | ")}
    assert listed == known - {"--help", "-h"}
    assert dev(shell=shell).stdout == dev("--help", shell=shell).stdout != ""


def test_unknown_word_is_wrong_use() -> None:
    """A word that does not exist gets the list and status 2."""
    answer = dev("tset")
    assert answer.returncode == 2
    assert "'tset'" in answer.stderr
    assert "./dev test" in answer.stderr


def test_makefile_has_the_same_words() -> None:
    """`make WORD` is `./dev WORD`, for each word that works without more words after it."""
    make = re.search(r"^VERBS = (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert make
    listed = set(re.findall(r"^\./dev (\w+)", dev("help").stdout, re.MULTILINE))
    assert set(make[1].split()) == listed - {"cagsite", "help"}
