"""`cagsite photo`: what comes in from a camera is clean, complete and asked about; else nothing is written."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from tests.drawn_pictures import RED, are_near, corner_colours, corners, environment, opened, saved, turned
from tests.site_from import make_site
from tests.small_sites import snapshot

from cagsite.cli import main

MARKER = "CAGSITE-MARKER-31c7"
PANEL = "content/organisations/adil"
FILES = {
    "places.yaml": (
        "places:\n"
        "- id: almaty\n  name:\n    sv: Almaty\n  kind: city\n  latitude: 43.24\n  longitude: 76.89\n"
        "- id: osj\n  name:\n    sv: Osj\n  kind: city\n  latitude: 40.53\n  longitude: 72.8\n"
    ),
    "organisations/adil/panel.yaml": (
        "country: kazakhstan   # as they say\n\nphotos:\n  - id: office\n    awaited: true\n"
    ),
    "organisations/adil/panel.sv.md": "---\ntitle: Adil\nsummary: Om Adil.\n---\nText.\n",
    "organisations/adil/panel.en.md": "---\ntitle: Adil\nsummary: About Adil.\n---\nText in English.\n",
}
ANSWERS = (
    *("--credit", "Foto: Ek", "--licence", "CC BY 4.0", "--alt", "sv=Ett kontor", "--alt", "en=An office"),
    *("--people", "none", "--consent", "not_needed", "--reason", "nobody is in it"),
)
Said = Callable[[], str]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "C")
    root = make_site(tmp_path, dict(FILES)).project.root
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A turned photo that tells everything that a phone writes."""
    exif = Image.Exif()
    exif.update({0x0112: 6, 0x013B: MARKER, 0x010E: f"{MARKER} at the office"})
    exif.get_ifd(0x8769).update({0xA431: MARKER, 0x927C: MARKER.encode()})
    exif.get_ifd(0x8825).update({1: "N", 2: (43.0, 14.0, 30.0), 3: "E", 4: (76.0, 53.0, 0.0)})
    packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/" dc:creator="{MARKER}"/>'.encode()
    path = tmp_path / "IMG_4711.jpg"
    picture = turned(corners(3200, 1600), 6)
    path.write_bytes(saved(picture, "JPEG", exif=exif, xmp=packet, comment=MARKER.encode(), quality=95))
    return path


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    def everything() -> str:
        captured = capsys.readouterr()
        return captured.out + captured.err

    return everything


def test_a_photo_comes_in_clean_and_upright(project: Path, photo: Path, said: Said) -> None:
    """Under a name of its own, no larger than needed, and with nothing but its pixels; the awaited one has come."""
    before = snapshot_of(project)
    assert main(["photo", "add", "adil", str(photo), *ANSWERS]) == 0
    after = snapshot_of(project)

    told = said()
    assert re.search(r"43\.2417, 76\.8833, 0\.6 km from Almaty", told)
    assert "names of people" in told and "which camera" in told and "description" in told
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {f"{PANEL}/{name}" for name in ("office.jpg", "panel.yaml", "panel.sv.md", "panel.en.md")}
    picture = opened(after[f"{PANEL}/office.jpg"])
    assert picture.size == (2560, 1280)
    assert are_near(corner_colours(picture), corner_colours(corners()))
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert not any(MARKER.encode() in content or b"4711" in content for content in after.values())
    assert after[f"{PANEL}/panel.yaml"].decode() == (
        "country: kazakhstan   # as they say\n\nphotos:\n  - id: office\n    file: office.jpg\n    credit: 'Foto: Ek'\n"
        "    licence: CC BY 4.0\n    consent:\n      status: not_needed\n      reason: nobody is in it\n"
        "    people: none\n"
    )
    words = before[f"{PANEL}/panel.en.md"].decode()
    entry = "photos:\n  - id: office\n    alt: An office\n---\nText"
    assert after[f"{PANEL}/panel.en.md"].decode() == words.replace("---\nText", entry)
    assert photo.exists()
    assert main(["check", "--strict", "--date", "2026-11-22"]) == 0


def snapshot_of(project: Path) -> dict[str, bytes]:
    """Every file of the content."""
    return {f"content/{path}": content for path, content in snapshot(project / "content").items() if content}


def test_a_second_photo_gets_the_next_name(project: Path, photo: Path) -> None:
    """Without a name given, and none awaited."""
    assert main(["photo", "add", "adil", str(photo), *ANSWERS]) == 0
    assert main(["photo", "add", "adil", str(photo), *ANSWERS]) == 0
    assert (project / PANEL / "photo-1.jpg").is_file()
    assert "photo-1" in (project / PANEL / "panel.sv.md").read_text()


@pytest.mark.parametrize("left_out", ["--credit", "--licence", "--people", "--consent", "--alt", "--reason"])
def test_an_answer_that_is_missing_is_named(project: Path, photo: Path, said: Said, left_out: str) -> None:
    """Without a terminal: exit status 2, every missing option, and not one byte written."""
    pairs = list(zip(ANSWERS[::2], ANSWERS[1::2], strict=True))
    given = [word for option, value in pairs if option != left_out for word in (option, value)]
    before = snapshot_of(project)
    assert main(["photo", "add", "adil", str(photo), *given]) == 2
    told = said()
    assert left_out in told and "nothing was written" in told
    assert snapshot_of(project) == before


@pytest.mark.parametrize(
    "wrong",
    [
        ("--place", "nowhere"),
        ("--taken", "31 May"),
        ("--focal-point", "2,3"),
        ("--id", "Kontor"),
        ("--alt", "de=Ein Büro"),
        ("--cover", "0.5,0.5,0.8,0.1"),
        ("--consent", "given", "--consent-by", "Anna Ek", "--consent-date", "2026-01-01", "--uses", "web"),
        ("--consent", "given", "--consent-by", "p-1", "--consent-date", "2026-01-01", "--uses", "everything"),
        ("--consent", "given", "--consent-by", "p-1", "--consent-date", "last week", "--uses", "web"),
    ],
)
def test_a_wrong_answer_writes_nothing(project: Path, photo: Path, said: Said, wrong: tuple[str, ...]) -> None:
    """Whatever is wrong with it is said in the words of the content's own checks, or of the option."""
    before = snapshot_of(project)
    assert main(["photo", "add", "adil", str(photo), *ANSWERS, *wrong]) in (1, 2)
    assert len(said().strip().splitlines()) > 1
    assert snapshot_of(project) == before


def test_a_file_that_is_no_picture(project: Path, tmp_path: Path, said: Said) -> None:
    """Told before any question, as a build tells it."""
    (tmp_path / "a.jpg").write_bytes(b"%PDF-1.4")
    before = snapshot_of(project)
    assert main(["photo", "add", "adil", str(tmp_path / "a.jpg"), *ANSWERS]) == 1
    assert "picture-pdf" in said()
    assert snapshot_of(project) == before


def test_an_original_inside_the_exhibition_is_refused(project: Path, photo: Path, said: Said) -> None:
    """A commit would take it along."""
    inside = project / PANEL / "x.jpg"
    inside.write_bytes(photo.read_bytes())
    assert main(["photo", "add", "adil", str(inside), *ANSWERS]) == 2
    assert "outside the exhibition" in said()


def test_what_is_covered_is_nowhere(project: Path, photo: Path) -> None:
    """Painted over before the picture is kept."""
    assert main(["photo", "add", "adil", str(photo), *ANSWERS, "--cover", "0,0,0.5,0.5"]) == 0
    colours = corner_colours(Image.open(project / PANEL / "office.jpg"))
    assert not are_near(colours[:1], [RED], 60)
    assert are_near(colours[1:], corner_colours(corners())[1:])


def test_a_failing_disk_leaves_everything(project: Path, photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the files are put back."""
    before = snapshot_of(project)
    replace, calls = os.replace, []

    def failing(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 3:
            raise OSError(28, "No space left on device", str(target))
        replace(source, target)

    monkeypatch.setattr("cagsite.intake.os.replace", failing)
    assert main(["photo", "add", "adil", str(photo), *ANSWERS]) == 3
    assert snapshot_of(project) == before


@pytest.mark.parametrize(("language", "question"), [("en", "Can anybody"), ("sv", "Kan någon")])
def test_a_person_at_a_terminal_is_asked(project: Path, photo: Path, language: str, question: str) -> None:
    """In her language, and only for what is not known; a wrong choice is asked for again."""
    answers = ["", "Foto: Ek", "CC BY 4.0", "9", "3", "1", "p-017", "2026-01-01", "web, print", "", "Ett rum", "A room"]
    command = [sys.executable, "-m", "cagsite", "photo", "add", "adil", str(photo), "--language", language]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=project, env=environment(TERM="dumb")
    ) as process:
        os.close(theirs)
        os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
        told = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:
                break
            if not part:
                break
            told += part
        assert process.wait(60) == 0, told.decode()
    os.close(ours)
    assert question in told.decode()
    facts = (project / PANEL / "panel.yaml").read_text()
    assert "people: recognisable" in facts and "by: p-017" in facts and "- print" in facts and "expires" not in facts
    assert "alt: Ett rum" in (project / PANEL / "panel.sv.md").read_text()
    assert main(["check", "--project", str(project), "--date", "2026-11-22"]) == 0


def test_a_picture_that_came_in_another_way(project: Path, photo: Path, said: Said) -> None:
    """A check refuses it, used or not; a build warns, for what it publishes is clean; `photo clean` mends it."""
    assert main(["photo", "add", "adil", str(photo), *ANSWERS]) == 0
    picture = project / PANEL / "office.jpg"
    picture.write_bytes(photo.read_bytes())
    (project / "content/countries/kazakhstan/loose.jpg").write_bytes(photo.read_bytes())
    said()

    assert main(["check", "--date", "2026-11-22"]) == 1
    told = said()
    for place in (f"{PANEL}/office.jpg", "content/countries/kazakhstan/loose.jpg"):
        for code in ("picture-place", "picture-person", "picture-device"):
            assert f"{place}:1:1: error[{code}]" in told
    assert main(["build", "--date", "2026-11-22"]) == 0
    assert "warning[picture-place]" in said()
    assert not any(MARKER.encode() in path.read_bytes() for path in (project / "public").rglob("*") if path.is_file())
    assert main(["build", "--strict", "--date", "2026-11-22"]) == 1

    assert main(["photo", "clean"]) == 0
    assert MARKER.encode() not in picture.read_bytes()
    assert are_near(corner_colours(Image.open(picture)), corner_colours(corners()))
    assert main(["check", "--date", "2026-11-22"]) == 0


def test_a_warm_build_reads_no_picture_again(project: Path, photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it tells was found out when its digest was made, and is told again without opening it."""
    assert main(["photo", "add", "adil", str(photo), *ANSWERS]) == 0
    picture = project / PANEL / "office.jpg"
    picture.write_bytes(photo.read_bytes())
    for path in (picture, *(project / "content").rglob("panel.*")):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    state = ["--date", "2026-11-22"]
    monkeypatch.setattr("cagsite.validate.is_settled", lambda rows, scanned: True)
    assert main(["build", *state]) == 0

    def refused(data: bytes) -> None:
        raise AssertionError("a picture was read again")

    monkeypatch.setattr("cagsite.pictures.telling.told_by", refused)
    facts = project / PANEL / "panel.yaml"
    facts.write_text(facts.read_text() + "founded: 1999\n")
    assert main(["check", *state]) == 1
    assert main(["build", *state]) == 0


def test_files_of_a_commit_are_looked_at_alone(tmp_path: Path, photo: Path, said: Said) -> None:
    """Without a project, in no time: what pre-commit calls."""
    clean = tmp_path / "office.png"
    clean.write_bytes(saved(corners(), "PNG"))
    (tmp_path / "notes.md").write_text("Text.\n")
    assert main(["check", "--files", str(clean), str(tmp_path / "notes.md"), str(tmp_path / "gone.jpg")]) == 0
    assert said().strip() == ""
    assert main(["check", "--files", str(clean), str(photo)]) == 1
    told = said()
    assert "error[picture-place]" in told and "warning[camera-name]" in told


def test_the_hook_for_pre_commit_calls_that(tmp_path: Path, photo: Path) -> None:
    """As pre-commit does: the entry, and the names of changed files that match."""
    import yaml

    hook = yaml.safe_load((Path(__file__).parent.parent / ".pre-commit-hooks.yaml").read_text())[0]
    assert re.search(hook["files"], "content/themes/water/a.jpg") and not re.search(hook["files"], "public/a.jpg")
    program, *words = hook["entry"].split()
    assert program == "cagsite"
    clean = tmp_path / "office.jpg"
    clean.write_bytes(saved(corners(), "JPEG"))
    for path, expected in ((clean, 0), (photo, 1)):
        command = [sys.executable, "-m", program, *words, str(path)]
        done = subprocess.run(command, capture_output=True, env=environment(), cwd=tmp_path, check=False)
        assert done.returncode == expected, done.stderr


def test_clean_leaves_what_tells_nothing(project: Path, said: Said) -> None:
    """To the byte."""
    path = project / PANEL / "plain.png"
    path.write_bytes(saved(corners(), "PNG"))
    before = path.read_bytes()
    assert main(["photo", "clean"]) == 0
    assert "no picture tells" in said()
    assert path.read_bytes() == before


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_clean_keeps_format_and_size(project: Path, format: str) -> None:
    """Turned upright, because what said how to turn it goes too."""
    exif = Image.Exif()
    exif.update({0x0112: 6, 0x013B: MARKER})
    path = project / PANEL / f"a.{format.lower()}"
    path.write_bytes(saved(turned(corners(300, 200), 6), format, exif=exif))
    assert main(["photo", "clean", str(path)]) == 0
    picture = Image.open(io.BytesIO(path.read_bytes()))
    assert (picture.format, picture.size) == (format, (300, 200))
    assert are_near(corner_colours(picture), corner_colours(corners()))
    assert MARKER.encode() not in path.read_bytes()
