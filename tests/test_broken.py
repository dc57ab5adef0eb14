"""Broken projects: each is answered with exactly the sentences that its problems.txt holds, all at once."""

from __future__ import annotations

import os
import re
import socket
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from cagsite.codes import CODES
from cagsite.problems import ContentError
from cagsite.reporting import format_problems
from cagsite.sources import Project
from cagsite.validate import load_and_validate

BROKEN = Path(__file__).parent / "broken"
PROJECTS = sorted(path.name for path in BROKEN.iterdir() if path.is_dir())
THEME = "content/themes/folk"
SETTINGS = """format: 1
title:
  sv: Musik
summary:
  sv: Om musik.
languages:
  - code: sv
timezone: Europe/Stockholm
"""
WORDS = "---\ntitle: Folkmusik\nsummary: Om folkmusik.\n---\nText.\n"


def told(root: Path) -> str:
    """Everything that is said about a project, as text."""
    project = Project(root=root, output=root / "public", cache=root / ".cagsite")
    try:
        return format_problems(load_and_validate(project).problems)
    except ContentError as error:
        return format_problems(error.problems)


@pytest.mark.parametrize("name", PROJECTS)
def test_broken_project_is_answered_exactly(name: str) -> None:
    """Where, what, how to mend it: the lines of problems.txt, no more and no fewer."""
    assert told(BROKEN / name) == (BROKEN / name / "problems.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PROJECTS)
def test_every_line_names_a_file_and_a_remedy(name: str) -> None:
    """No problem without a place that exists, nor without advice."""
    lines = (BROKEN / name / "problems.txt").read_text(encoding="utf-8").splitlines()
    for said, advice in zip(lines[::2], lines[1::2], strict=True):
        match = re.match(r"([^:]+):[1-9]\d*:[1-9]\d*: (?:error|warning|notice)\[[a-z0-9-]+\]: \S", said)
        assert match, said
        assert name == "settings-missing" or os.path.lexists(BROKEN / name / match[1]), said
        assert re.match(r"  \S", advice), advice


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project without faults."""
    write(tmp_path, "exhibition.yaml", SETTINGS)
    write(tmp_path, f"{THEME}/panel.yaml", "")
    write(tmp_path, f"{THEME}/panel.sv.md", WORDS)
    return tmp_path


def write(root: Path, path: str, content: str | bytes) -> None:
    """One file, as bytes where the text would not be one."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.encode() if isinstance(content, str) else content)


def words(title: bytes) -> bytes:
    """The words of a panel with some bytes in the title."""
    return b"---\ntitle: " + title + b"\nsummary: Om folkmusik.\n---\nText.\n"


BYTES: dict[str, tuple[bytes, str, str]] = {
    "latin-1": (
        "---\ntitle: Folkvisor från Skåne\n".encode("latin-1"),
        "2:20: error[not-utf8]: this file is not saved as UTF-8",
        "save it as UTF-8; the line probably reads: title: Folkvisor från Skåne",
    ),
    "utf-16": (
        WORDS.encode("utf-16"),
        "1:1: error[not-utf8]: this file is not saved as UTF-8",
        "it seems to be UTF-16: in your editor, choose to save it as UTF-8",
    ),
    "utf-16 without a mark": (
        WORDS.encode("utf-16-le"),
        "1:1: error[not-utf8]: this file is not saved as UTF-8",
        "it seems to be UTF-16: in your editor, choose to save it as UTF-8",
    ),
    "overlong": (
        words(b"Folk\xc0\xaf"),
        "2:12: error[not-utf8]: this file is not saved as UTF-8",
        "save it as UTF-8; the line probably reads: title: FolkÀ¯",
    ),
    "lone surrogate": (
        words(b"Folk\xed\xa0\x80"),
        "2:12: error[not-utf8]: this file is not saved as UTF-8",
        "save it as UTF-8; the line probably reads: title: Folkí\\u00a0€",
    ),
    "null byte": (
        words(b"Folk\0musik"),
        "2:12: error[control-character]: there is an invisible control character here (U+0000)",
        "delete it, and type the word again",
    ),
    "terminal codes": (
        words(b"\x1b[31mFolk"),
        "2:8: error[control-character]: there is an invisible control character here (U+001B)",
        "delete it, and type the word again",
    ),
    "backspace after carriage returns": (
        WORDS.replace("\n", "\r\n").encode() + b"\r\rmer\x08\r",
        "8:4: error[control-character]: there is an invisible control character here (U+0008)",
        "delete it, and type the word again",
    ),
    "10 MB on a line": (
        words(b"x" * 10_000_000),
        "1:1: error[too-large]: this file is too large: 10.0 MB, at most 1.0 MB",
        "make it smaller, or divide it",
    ),
}


@pytest.mark.parametrize("name", BYTES)
def test_bytes_that_are_no_text(project: Path, name: str) -> None:
    """The line is named, and how to save the file; nothing of the bytes reaches the terminal."""
    content, said, advice = BYTES[name]
    write(project, f"{THEME}/panel.sv.md", content)
    assert told(project) == f"{THEME}/panel.sv.md:{said}\n  {advice}\n"


def test_thousands_of_levels_are_refused_at_once(project: Path) -> None:
    """Deep nesting costs neither time nor stack."""
    for opening, closing in ("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", ""):
        write(project, f"{THEME}/panel.yaml", "status: " * (opening == "[") + opening * 3000 + closing * 3000 + "\n")
        start = time.perf_counter()
        assert "error[" in told(project)
        assert time.perf_counter() - start < 2


def test_a_map_of_thousands_of_levels_is_refused(project: Path) -> None:
    """JSON is read by another reader than YAML; it too knows where to stop."""
    write(project, "content/map.geojson", "[" * 200_000)
    assert "content/map.geojson:1:1: error[too-deep]" in told(project)


def test_aliases_are_refused_before_they_unfold(project: Path) -> None:
    """A few lines that would mean billions of words are never made so."""
    lines = ["a0: &a0 [ha, ha]"] + [f"a{n}: &a{n} [{', '.join(f'*a{n - 1}' for _ in range(9))}]" for n in range(1, 30)]
    write(project, f"{THEME}/panel.yaml", "\n".join(lines))
    start = time.perf_counter()
    assert f"{THEME}/panel.yaml:1:5: error[yaml-feature]" in told(project)
    assert time.perf_counter() - start < 2


def symbolic_link(target: str, path: str) -> Callable[[Path], None]:
    """A builder that puts a link somewhere, in place of what is there."""

    def build(root: Path) -> None:
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_dir():
            place.rename(root / "moved")
        place.unlink(missing_ok=True)
        place.symlink_to(target)

    return build


def fifo(root: Path) -> None:
    """A pipe that nobody writes to: opening it would wait forever."""
    (root / THEME / "panel.sv.md").unlink()
    os.mkfifo(root / THEME / "panel.sv.md")


def unix_socket(root: Path) -> None:
    """A socket, bound from within the folder because its path may not be long."""
    here = Path.cwd()
    os.chdir(root / THEME)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("photo.jpg")
    finally:
        os.chdir(here)


def twice(first: str, second: str) -> Callable[[Path], None]:
    """Two files of almost the same name."""

    def build(root: Path) -> None:
        write(root, f"{THEME}/{first}", b"")
        write(root, f"{THEME}/{second}", b"")

    return build


NFC, NFD = unicodedata.normalize("NFC", "kafé.jpg"), unicodedata.normalize("NFD", "kafé.jpg")
BUILT: dict[str, tuple[Callable[[Path], None], list[str]]] = {
    "link to a file": (
        symbolic_link("/etc/passwd", f"{THEME}/panel.sv.md"),
        [f"{THEME}/panel.sv.md:1:1: error[symbolic-link]", f"{THEME}/panel.yaml:1:1: error[missing-source]"],
    ),
    "link to a picture": (symbolic_link("/etc/passwd", f"{THEME}/a.jpg"), [f"{THEME}/a.jpg:1:1: error[symbolic-link]"]),
    "dangling link": (symbolic_link("nowhere", f"{THEME}/a.jpg"), [f"{THEME}/a.jpg:1:1: error[symbolic-link]"]),
    "link to itself": (symbolic_link("a.jpg", f"{THEME}/a.jpg"), [f"{THEME}/a.jpg:1:1: error[symbolic-link]"]),
    "link to a panel's folder": (
        symbolic_link("folk", "content/themes/jazz"),
        ["content/themes/jazz:1:1: error[symbolic-link]"],
    ),
    "link to a folder of panels": (
        symbolic_link("themes", "content/pages"),
        ["content/pages:1:1: error[symbolic-link]"],
    ),
    "content is a link": (symbolic_link("moved", "content"), ["content:1:1: error[symbolic-link]"]),
    "link to the settings": (
        symbolic_link("/etc/hostname", "exhibition.yaml"),
        ["exhibition.yaml:1:1: error[symbolic-link]"],
    ),
    "link among templates": (symbolic_link("/etc", "templates/parts"), ["templates/parts:1:1: error[symbolic-link]"]),
    "templates is a file": (
        lambda root: write(root, "templates", ""),
        ["templates:1:1: error[not-a-folder]"],
    ),
    "pipe": (fifo, [f"{THEME}/panel.sv.md:1:1: error[not-a-file]", f"{THEME}/panel.yaml:1:1: error[missing-source]"]),
    "socket": (unix_socket, [f"{THEME}/photo.jpg:1:1: error[not-a-file]"]),
    "name in another encoding": (
        lambda root: os.close(os.open(os.fsencode(root / THEME) + b"/k\xe4lla.jpg", os.O_CREAT)),
        [f"{THEME}/k\\xe4lla.jpg:1:1: error[bad-name]"],
    ),
    "name with a line end": (
        lambda root: write(root, f"{THEME}/a\nb.jpg", b""),
        [f"{THEME}/a\\u000ab.jpg:1:1: error[bad-name]"],
    ),
    "name that turns its direction": (
        lambda root: write(root, f"{THEME}/a\u202egpj.exe", b""),
        [f"{THEME}/a\\u202egpj.exe:1:1: error[bad-name]"],
    ),
    "name of a device": (
        lambda root: write(root, "content/themes/con/panel.yaml", b""),
        ["content/themes/con:1:1: error[reserved-name]"],
    ),
}


@pytest.mark.parametrize("name", BUILT)
def test_files_that_are_no_files(project: Path, name: str) -> None:
    """Links, pipes and odd names are told of at once; nothing behind them is opened."""
    build, expected = BUILT[name]
    build(project)
    said = told(project).splitlines()[::2]
    assert [line.partition("]")[0] + "]" for line in said] == expected


@pytest.mark.parametrize(("first", "second"), [("a.jpg", "A.jpg"), (NFC, NFD), ("straße.jpg", "STRASSE.JPG")])
def test_names_that_are_the_same_elsewhere(project: Path, first: str, second: str) -> None:
    """Both files are named, because either may be the one to rename."""
    twice(first, second)(project)
    if len(os.listdir(project / THEME)) < 4:
        assert "name-collision" not in told(project)  # this file system keeps them as one
        return
    text = told(project)
    assert "error[name-collision]" in text
    assert all(unicodedata.normalize("NFC", name) in text for name in (first, second))


def test_a_decomposed_name_is_found(project: Path) -> None:
    """A picture whose file name is decomposed belongs to the photo that names it composed."""
    write(project, f"{THEME}/{NFD}", b"")
    write(project, f"{THEME}/panel.yaml", f"photos:\n  - id: a\n    file: {NFC}\n    decorative: true\n")
    assert told(project) == ""


def test_every_code_has_its_example() -> None:
    """No code is in the table without a project that shows it, here or in the tests of its module."""
    texts = [(BROKEN / name / "problems.txt").read_text(encoding="utf-8") for name in PROJECTS]
    texts += [line for _, lines in BUILT.values() for line in lines] + [said for _, said, _ in BYTES.values()]
    shown = set(re.findall(r": (?:error|warning|notice)\[([a-z0-9-]+)\]", " ".join(f": {text}" for text in texts)))
    elsewhere = {"name-collision", "missing-file", "outside-project", "unreadable-file", "changed-while-reading"}
    elsewhere |= {"mention", "status-by-hand"}  # told by a withdrawal, not by a build
    elsewhere |= {"term-otherwise"}  # tests/test_wording.py
    elsewhere |= {
        "bad-catalogue",
        "damaged-line",
        "damaged-placeholder",
        "bad-plural-forms",
    }  # in files of the theme's words
    elsewhere |= {"bad-form", "wrong-language", "foreign-file", "text-gone", "source-changed", "no-place", "lost-part"}
    elsewhere |= {"strange-part", "loose-mark", "lost-mark", "other-shape"}  # in files of translators
    assert shown | elsewhere == set(CODES)
