"""The preview as a whole: edits reach the browser, mistakes leave the last good site standing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from tests.preview import until
from tests.site_from import TODAY, Site, make_site

from cagsite.preview import loop as loop_module
from cagsite.preview.board import Board, State
from cagsite.preview.loop import Loop, Outcome
from cagsite.preview.site import Site as PublishedSite
from cagsite.preview.watch import Watch, watched
from cagsite.problems import Severity
from cagsite.request import Report, Request
from cagsite.run import run

PANEL = "organisations/adil/panel.yaml"
WORDS = "organisations/adil/panel.sv.md"
FILES = {
    PANEL: "country: kazakhstan\n",
    WORDS: "---\ntitle: Adil\nsummary: Ett ord.\n---\nFritt ord.\n",
    "organisations/adil/panel.en.md": "---\ntitle: Adil\nsummary: A word.\n---\nFree words.\n",
}
ADDRESS = "sv/organisationer/adil/index.html"


@dataclass
class Running:
    """A loop in a thread of its own."""

    project: Site
    board: Board
    site: PublishedSite
    loop: Loop
    day: list[date]
    outcomes: list[Outcome] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def page(self, file: str = ADDRESS) -> str:
        content = self.site.read(file)
        return content.decode() if content is not None else ""

    def words(self, text: str) -> None:
        self.project.write({WORDS: f"---\ntitle: Adil\nsummary: Ett ord.\n---\n{text}\n"})

    def is_failed(self) -> bool:
        return self.board.state.is_settled and self.board.state.is_failed

    def is_good(self) -> bool:
        return self.board.state.is_settled and not self.board.state.is_failed


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts a preview of a project, and ends it with the test."""
    started: list[tuple[Running, threading.Thread]] = []

    def begin(files: dict[str, str] | None = None, *, strict: bool = False) -> Running:
        project = started[0][0].project if started else make_site(tmp_path, FILES if files is None else files)
        day = [TODAY]
        damaged = threading.Event()
        board = Board()
        site = PublishedSite(project.project.output, damaged.set)
        outcomes: list[Outcome] = []
        loop = Loop(
            request=Request(project=project.project, today=TODAY, is_preview=True, strict=strict),
            today=lambda: day[0],
            watch=Watch(watched(project.project)),
            site=site,
            board=board,
            damaged=damaged,
            tell=outcomes.append,
            translate=str,
        )
        running = Running(project, board, site, loop, day, outcomes)
        thread = threading.Thread(target=loop.run, args=(running.stop,))
        started.append((running, thread))
        thread.start()
        until(lambda: board.state.is_settled)
        return running

    yield begin
    for running, thread in started:
        running.stop.set()
        thread.join(30)
        assert not thread.is_alive()


def test_an_edit_reaches_the_site_and_those_who_wait(start: Callable[..., Running]) -> None:
    """The page that is open learns of it, too."""
    running = start()
    serial = running.board.serial

    running.words("Ett nytt ord.")

    until(lambda: "Ett nytt ord." in running.page())
    assert running.board.wait(serial, 10)
    assert running.is_good()


def test_a_mistake_leaves_the_last_good_site_and_is_told(start: Callable[..., Running]) -> None:
    """With its place, what is wrong and how to mend it; mended, nothing of it remains."""
    running = start()
    good = running.page()

    running.project.write({PANEL: "country: kazakhstan\nfonded: 1999\n"})
    until(running.is_failed)
    told = running.board.state.findings
    during = running.page()
    running.project.write({PANEL: "country: kazakhstan\nfounded: 1999\n"})
    until(lambda: running.is_good() and "1999" in running.page())

    assert during == good
    assert [(found.severity, found.code) for found in told] == [(Severity.ERROR, "unknown-field")]
    assert told[0].place == "content/organisations/adil/panel.yaml:2:1"
    assert "fonded" in told[0].message
    assert "founded" in told[0].hint
    assert not [found for found in running.board.state.findings if found.severity is Severity.ERROR]


def test_a_first_build_that_fails_can_be_mended(start: Callable[..., Running]) -> None:
    """There is no site yet, and no old one is shown in its place."""
    running = start({**FILES, PANEL: "country: kazakstan\n"})
    assert running.is_failed()
    assert not running.site.is_there

    running.project.write({PANEL: "country: kazakhstan\n"})

    until(lambda: running.is_good() and "Fritt ord." in running.page())


def test_notices_are_told_even_where_nothing_had_to_be_built(start: Callable[..., Running]) -> None:
    """A second preview of the same content knows what the first one knew, though its build looks at nothing."""
    files = {PANEL: FILES[PANEL], WORDS: FILES[WORDS]}
    first = start(files)
    start(files)  # by now every file is old enough to be trusted

    again = start(files)

    until(lambda: again.board.state.findings == first.board.state.findings)
    assert again.outcomes[0].report is not None and again.outcomes[0].report.is_unchanged
    assert [found.code for found in again.board.state.findings] == ["translation-missing"]


def test_strict_previews_show_no_site_with_warnings(start: Callable[..., Running]) -> None:
    """And the overlay lists what stands in the way, not what never does."""
    running = start(strict=True)
    until(running.is_good)

    running.words("Se [denna](panel:adil) och <b>detta</b>.")
    until(running.is_failed)

    assert {found.severity for found in running.board.state.findings} == {Severity.WARNING}


def test_of_a_burst_of_edits_the_last_state_is_built(start: Callable[..., Running]) -> None:
    """Five hundred edits, some of them broken, over twenty panels that come and go."""
    running = start()
    for number in range(500):
        panel = f"themes/burst-{number % 20}"
        text = f"---\ntitle: Burst\nsummary: Edit {number}.\n---\nEdit {number}.\n"
        running.project.write(
            {
                f"{panel}/panel.yaml": "status: published\n",
                f"{panel}/panel.sv.md": text if number % 7 else "---\nbroken",
            }
        )
        if number % 50 == 0:
            time.sleep(0.05)
    running.project.write(
        {f"themes/burst-{n}/panel.sv.md": f"---\ntitle: B\nsummary: S.\n---\nEnd {n}.\n" for n in range(19)}
    )
    for path in running.project.path("themes/burst-19").iterdir():
        path.unlink()
    running.project.path("themes/burst-19").rmdir()
    end = time.monotonic()

    until(lambda: all(f"End {n}." in running.page(f"sv/teman/burst-{n}/index.html") for n in range(19)))
    took = time.monotonic() - end

    until(running.is_good)
    assert running.page("sv/teman/burst-19/index.html") == ""
    longest = max(outcome.seconds for outcome in running.outcomes[1:])
    assert took < 2 + 2 * longest


def test_an_edit_during_a_build_is_built_next(start: Callable[..., Running], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the build has read of it."""
    running = start()
    real = run
    edits = iter(["Ett.", "Två.", "Tre."])

    def build_and_edit(request: Request) -> Report:
        report = real(request)
        text = next(edits, None)
        if text:
            running.words(text)
        return report

    monkeypatch.setattr("cagsite.preview.loop.run", build_and_edit)
    running.words("Början.")

    until(lambda: "Tre." in running.page())
    until(running.is_good)


def test_a_half_saved_file_is_not_told_of(start: Callable[..., Running], monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that failed over something that has changed meanwhile is done again before anybody hears of it."""
    running = start()
    real = run
    halves = iter([True, True])

    def build(request: Request) -> Report:
        if next(halves, False):
            running.project.write({PANEL: f"country: kazakhstan\nfonded: {time.time_ns()}\n"})
            try:
                return real(request)
            finally:
                running.project.write({PANEL: f"country: kazakhstan\n# {time.time_ns()}\n"})
        return real(request)

    posted: list[State] = []
    post = running.board.post

    def note(state: State) -> None:
        posted.append(state)
        post(state)

    monkeypatch.setattr(running.board, "post", note)
    monkeypatch.setattr("cagsite.preview.loop.run", build)
    running.words("Nytt.")

    until(lambda: "Nytt." in running.page() and posted and running.is_good())
    assert not [state for state in posted if state.is_failed]


def test_a_new_day_shows_what_it_allows(start: Callable[..., Running]) -> None:
    """Midnight passes in the exhibition's time zone while the preview runs."""
    running = start({**FILES, PANEL: "country: kazakhstan\nstatus: embargoed\nembargo_until: 2026-11-23\n"})
    assert running.is_good(), running.board.state.findings
    assert running.page() == ""

    running.day[0] = date(2026, 11, 23)

    until(lambda: "Fritt ord." in running.page())


def test_a_preview_that_was_deleted_is_built_again(start: Callable[..., Running]) -> None:
    """Somebody tidies up, or a build takes a preview away that knew too much: the next reader finds out."""
    running = start()
    output = running.project.project.output
    output.rename(output.with_name("elsewhere"))

    until(lambda: "Fritt ord." in running.page())
    assert (output / ADDRESS).is_file()


def test_a_fault_from_outside_is_told_and_tried_again(
    start: Callable[..., Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk does not end the preview; when there is room again it goes on by itself."""
    monkeypatch.setattr(loop_module, "AGAIN", 0.2)
    running = start()
    real = run
    failures = iter([OSError(28, "No space left on device")] * 3)

    def build(request: Request) -> Report:
        failure = next(failures, None)
        if failure is not None:
            raise failure
        return real(request)

    monkeypatch.setattr("cagsite.preview.loop.run", build)
    running.words("Nytt.")

    until(running.is_failed)
    assert "No space left" in running.board.state.findings[0].message
    assert running.board.state.findings[0].place == ""
    until(lambda: running.is_good() and "Nytt." in running.page())


def test_a_fault_of_ours_is_told_and_survived(start: Callable[..., Running], monkeypatch: pytest.MonkeyPatch) -> None:
    """The next edit may well go round it."""
    running = start()
    real = run

    def fail(request: Request) -> Report:
        raise KeyError("<script>")

    monkeypatch.setattr("cagsite.preview.loop.run", fail)
    running.words("Nytt.")
    until(running.is_failed)
    assert "KeyError" in running.board.state.findings[0].message
    assert isinstance(running.outcomes[-1].error, KeyError)

    monkeypatch.setattr("cagsite.preview.loop.run", real)
    running.words("Nyare.")
    until(lambda: running.is_good() and "Nyare." in running.page())
