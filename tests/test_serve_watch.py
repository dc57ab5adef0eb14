"""Watching: every kind of edit is noticed, what editors leave behind is not, and little is looked at."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cagsite.preview import watch as watch_module
from cagsite.preview.watch import Watch, watched
from cagsite.sources import Project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project that was last edited a while ago."""
    for name in ("content/organisations/adil/panel.yaml", "content/glossary.yaml", "exhibition.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a: 1\n")
    for path in [tmp_path, *tmp_path.rglob("*")]:
        os.utime(path, (1_700_000_000.5, 1_700_000_000.5))
    time.sleep(0.03)  # the system's own date of a file cannot be set
    return tmp_path


def watch_of(root: Path) -> Watch:
    return Watch(watched(Project(root=root, output=root / "public", cache=root / ".cagsite")))


def write(path: Path, text: str = "b: 2\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def save_by_renaming(path: Path) -> None:
    """As most editors do: a new file takes the place of the old one, which may be kept beside it."""
    write(path.with_name("." + path.name + ".tmp"), "b: 2\n")
    path.rename(path.with_name(path.name + "~"))
    path.with_name("." + path.name + ".tmp").rename(path)


def touch_back(path: Path) -> None:
    """Other bytes, the same size and the same date: only the system's own date tells."""
    before = path.stat()
    path.write_text("a: 2\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def put_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def put_folder(path: Path) -> None:
    path.unlink()
    write(path / "x.yaml")


PANEL = "content/organisations/adil/panel.yaml"
EDITS: dict[str, Callable[[Path], object]] = {
    "edit": lambda root: write(root / PANEL),
    "edit of the same size and date": lambda root: touch_back(root / PANEL),
    "save by renaming": lambda root: save_by_renaming(root / PANEL),
    "new file": lambda root: write(root / "content/organisations/adil/panel.sv.md"),
    "new folder with a file": lambda root: write(root / "content/organisations/bilim/panel.yaml"),
    "new kind": lambda root: write(root / "content/themes/water/panel.yaml"),
    "deleted file": lambda root: (root / PANEL).unlink(),
    "deleted folder": lambda root: shutil.rmtree(root / "content/organisations/adil"),
    "deleted content": lambda root: shutil.rmtree(root / "content"),
    "renamed folder": lambda root: (root / "content/organisations/adil").rename(root / "content/organisations/bilim"),
    "settings": lambda root: write(root / "exhibition.yaml"),
    "deleted settings": lambda root: (root / "exhibition.yaml").unlink(),
    "first template": lambda root: write(root / "templates/base.html"),
    "first catalogue": lambda root: write(root / "locales/kk/LC_MESSAGES/cagsite.po"),
    "a link in place of a file": lambda root: put_link(root / PANEL),
    "a folder in place of a file": lambda root: put_folder(root / PANEL),
    "other permissions": lambda root: (root / PANEL).chmod(0o600),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_every_edit_is_noticed(root: Path, edit: Callable[[Path], object]) -> None:
    """By a glance, and by the look that follows; once it was seen it is no news."""
    watch = watch_of(root)
    assert not watch.glance()
    assert not watch.look()

    edit(root)

    assert watch.glance()
    assert watch.look()
    assert not watch.glance()
    assert not watch.look()


@pytest.mark.parametrize(
    "name", [".panel.yaml.swp", "panel.yaml~", "#panel.yaml#", "4913", ".DS_Store", "._panel.yaml"]
)
def test_what_editors_leave_behind_is_no_edit(root: Path, name: str) -> None:
    """Builds take no notice of such files, so they call for none."""
    watch = watch_of(root)

    write(root / "content/organisations/adil" / name)

    assert not watch.look()


def test_an_output_and_a_cache_are_not_watched(root: Path) -> None:
    """Or each build would call for the next."""
    watch = watch_of(root)

    write(root / ".cagsite/preview/public/sv/index.html")
    write(root / "public/index.html")
    write(root / "README.md")

    assert not watch.glance()
    assert not watch.look()


def test_edits_in_the_wake_of_another_are_noticed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files in a folder within one tick of the clock: the folder's date is the same for both."""
    real = watch_module._row

    def ticking(path: str) -> watch_module.Row:
        row = real(path)
        return row and (
            row[0],
            row[1],
            row[2] // 10_000_000 * 10_000_000 + 7,
            row[3] // 10_000_000 * 10_000_000,
            row[4],
        )

    monkeypatch.setattr(watch_module, "_row", ticking)
    watch = watch_of(root)
    for number in range(60):
        write(root / f"content/organisations/adil/panel.l{number}.md")
        assert watch.look(), number


def test_unrest_ends_and_is_never_long(root: Path) -> None:
    """A date from the future, as a wrong clock gives, does not stop the preview."""
    watch = watch_of(root)
    assert watch.unrest() == 0

    write(root / PANEL)
    watch.look()
    assert 0 <= watch.unrest() <= 0.02
    time.sleep(0.03)
    assert watch.unrest() == 0

    future = time.time() + 86_400.5
    os.utime(root / PANEL, (future, future))
    watch.look()
    assert watch.unrest() == 0


def test_a_disk_that_knows_whole_seconds_leaves_a_doubt(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second edit within the same second cannot be seen, so a build follows when that second is over."""
    second = time.time_ns() // 10**9 * 10**9
    monkeypatch.setattr(watch_module, "_row", lambda path: (0o100644, 5, second, second, 1))
    watch = watch_of(root)

    assert 0 < watch.doubt() <= 2


def test_a_large_project_is_looked_at_in_turns(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each glance costs little; every file has its turn, and where somebody is at work it is always its turn."""
    monkeypatch.setattr(watch_module, "BUDGET", 0.0)
    for number in range(400):
        write(root / f"content/organisations/org-{number:03}/panel.yaml")
    watch = watch_of(root)
    total = sum(1 for _ in root.rglob("*"))
    last = root / "content/organisations/org-399/panel.yaml"

    write(last, "c: 3\n")
    glances = next(number for number in range(100) if watch.glance())
    assert 0 < glances <= total / watch_module.PIECE + 1
    assert watch.look()

    for _ in range(10):
        write(last, f"d: {time.time_ns()}\n")
        assert watch.glance()
        assert watch.look()


def test_a_glance_at_a_large_project_costs_a_hundredth_of_a_second(root: Path) -> None:
    """A tenth of a core while somebody is at work, whatever the size of the exhibition."""
    for number in range(1500):
        write(root / f"content/organisations/org-{number:04}/panel.yaml")
    watch = watch_of(root)

    start = time.thread_time()
    for _ in range(20):
        assert not watch.glance()

    assert (time.thread_time() - start) / 20 < 2 * watch_module.BUDGET
