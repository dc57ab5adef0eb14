"""One command at a time, and a way out for whoever is stopped by a signal."""

from __future__ import annotations

import errno
import fcntl
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import SOURCE

from cagsite.faults import (
    Interrupted,
    OutsideError,
    RefusedError,
    from_os_error,
    interruptible,
    outside,
    printable,
    readable_size,
)
from cagsite.locking import Holder, lock

HOLD = """
import sys, time
from pathlib import Path
from cagsite.locking import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""

FORK = """
import os, sys, time
from pathlib import Path
from cagsite.locking import lock
with lock(Path(sys.argv[1])):
    child = os.fork()
    if not child:
        time.sleep(60)
        os._exit(0)
    print(child, flush=True)
    time.sleep(60)
"""

WAIT_FOR_SIGNAL = """
import os, sys, time
from cagsite.faults import Interrupted, interruptible
try:
    with interruptible():
        try:
            print("ready", flush=True)
            time.sleep(60)
        finally:
            os.kill(os.getpid(), int(sys.argv[1]))  # a second one while tidying
            time.sleep(0.05)
            print("tidied", flush=True)
except Interrupted as stop:
    sys.exit(stop.status)
"""


@contextmanager
def program(text: str, *arguments: object, ignored: signal.Signals | None = None) -> Iterator[subprocess.Popen[str]]:
    """A Python process that has said its first line, killed at the end."""
    process = subprocess.Popen(
        [sys.executable, "-c", text, *map(str, arguments)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=None if ignored is None else lambda: signal.signal(ignored, signal.SIG_IGN) and None,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "state" / "lock"


def test_a_lock_that_is_let_go_says_nothing(place: Path) -> None:
    """What a command was asked for, as the id of somebody, is in no file afterwards."""
    with lock(place):
        assert place.read_bytes()
        with lock(place):
            pass
        assert place.read_bytes()
    assert place.read_bytes() == b""


def test_a_lock_keeps_others_out_and_names_its_holder(place: Path) -> None:
    """After the wait a message says which process holds it, since when, and what it does."""
    told: list[Holder] = []
    with program(HOLD, place) as process:
        assert first_line(process) == "held"
        started = time.monotonic()
        with pytest.raises(OutsideError) as refusal, lock(place, wait=0.3, on_wait=told.append):
            pass
        waited = time.monotonic() - started

    assert 0.3 <= waited < 5
    assert [holder.pid for holder in told] == [process.pid]
    assert refusal.value.values["pid"] == str(process.pid)
    assert refusal.value.values["seconds"] == "0.3"
    message, hint = refusal.value.render()
    assert f"process {process.pid}, since 20" in message
    assert "-c" in message
    assert hint


def test_a_lock_is_taken_over_after_a_kill(place: Path) -> None:
    """The kernel lets go for the dead."""
    with program(HOLD, place) as process:
        assert first_line(process) == "held"
        process.kill()
        process.wait()
        with lock(place, wait=0):
            pass


def test_a_worker_that_outlives_its_command_holds_nothing(place: Path) -> None:
    """Forked workers inherit open files; a lock would live as long as the last of them."""
    with program(FORK, place) as process:
        child = int(first_line(process))
        try:
            with pytest.raises(OutsideError), lock(place, wait=0):
                pass
            process.kill()
            process.wait()
            with lock(place, wait=20):  # the child lets go as soon as it runs
                os.kill(child, 0)  # and it lives
        finally:
            os.kill(child, signal.SIGKILL)


def test_a_lock_is_waited_for(place: Path) -> None:
    """Who waits goes on as soon as the other is done."""
    with program(HOLD, place) as process:
        assert first_line(process) == "held"
        timer = threading.Timer(0.2, process.kill)
        timer.start()
        with lock(place, wait=20):
            assert process.wait() != 0
        timer.join()


def test_a_thread_may_take_its_lock_again_and_another_may_not(place: Path) -> None:
    """A command holds it around a stage that takes it too."""
    refused: list[OutsideError] = []

    def intrude() -> None:
        try:
            with lock(place, wait=0):
                pass
        except OutsideError as error:
            refused.append(error)

    with lock(place), lock(place, wait=0):
        thread = threading.Thread(target=intrude)
        thread.start()
        thread.join()
    assert len(refused) == 1
    intrude()
    assert len(refused) == 1


def test_a_failure_inside_releases_the_lock(place: Path) -> None:
    """Also when nobody has planned it."""
    with pytest.raises(RuntimeError), lock(place):
        raise RuntimeError
    with program(HOLD, place) as process:
        assert first_line(process) == "held"


def test_a_lock_whose_file_was_deleted_keeps_nobody_in_doubt(place: Path) -> None:
    """A new file is a new lock; who waits for the old one notices."""
    with lock(place):
        place.unlink()
        with program(HOLD, place) as process:
            assert first_line(process) == "held"
            assert place.exists()


def test_a_lock_on_a_file_that_is_gone_is_no_lock(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deleted between opening and locking: the next in line would lock another file."""
    real = fcntl.flock
    calls: list[int] = []

    def unlucky(handle: int, operation: int) -> None:
        if not calls:
            place.unlink()
        calls.append(operation)
        real(handle, operation)

    monkeypatch.setattr(fcntl, "flock", unlucky)
    with lock(place):
        assert len(calls) == 2
        assert place.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"pid": null}', b"\xff"])
def test_an_unsigned_lock_is_waited_for_all_the_same(place: Path, content: bytes) -> None:
    """A holder that has not signed yet is nameless, and holds it."""
    with program(HOLD, place) as process:
        assert first_line(process) == "held"
        place.write_bytes(content)
        with pytest.raises(OutsideError, match=r"process 0, since \?"), lock(place, wait=0):
            pass


def test_a_place_where_no_lock_can_be_is_said_so(tmp_path: Path) -> None:
    """A file in the way, or a link."""
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("file")
    for place in [tmp_path / "file" / "lock", tmp_path / "link"]:
        with pytest.raises(OutsideError), lock(place, wait=0):
            pass


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_signals_end_with_their_status_after_tidying(number: signal.Signals, status: int) -> None:
    """A second signal does not disturb."""
    with program(WAIT_FOR_SIGNAL, int(number)) as process:
        assert first_line(process) == "ready"
        process.send_signal(number)
        said, complaints = process.communicate(timeout=20)
        assert (process.returncode, said, complaints) == (status, "tidied\n", "")


def test_whoever_insists_is_obeyed() -> None:
    """Tidying a large tree on a slow disk may take long; a kill does no harm."""
    stubborn = """
import time
from cagsite.faults import interruptible
with interruptible():
    try:
        print("ready", flush=True)
        time.sleep(60)
    finally:
        print("tidying", flush=True)
        time.sleep(60)
"""
    with program(stubborn) as process:
        assert first_line(process) == "ready"
        process.send_signal(signal.SIGINT)
        assert first_line(process) == "tidying"
        for _ in range(200):
            process.send_signal(signal.SIGINT)
            time.sleep(0.05)
            if process.poll() is not None:
                break
        assert process.returncode == 130


def test_what_nohup_ignores_stays_ignored() -> None:
    """A closed terminal does not stop what was started to survive it."""
    with program(WAIT_FOR_SIGNAL, 0, ignored=signal.SIGHUP) as process:
        assert first_line(process) == "ready"
        process.send_signal(signal.SIGHUP)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 143


def test_signals_are_as_before_afterwards_and_in_children() -> None:
    """Only the block is guarded, only in the process that asked for it."""
    before = signal.getsignal(signal.SIGTERM)
    with interruptible():
        child = os.fork()
        if not child:
            os.kill(os.getpid(), signal.SIGTERM)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGTERM
        with pytest.raises(Interrupted) as stop:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(20)
        assert stop.value.status == 143
    assert signal.getsignal(signal.SIGTERM) is before


def test_only_the_main_thread_takes_signals() -> None:
    """A thread may use the same code, and is left alone."""
    reached: list[bool] = []

    def work() -> None:
        with interruptible():
            reached.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert reached == [True]


def test_a_message_is_translated_before_it_is_filled() -> None:
    """The msgid is one for all paths."""
    error = OutsideError("no {thing} at {path}", hint="bring {thing}", thing="tea", path="home\x1b[2J")
    words = {"no {thing} at {path}": "inget {thing} vid {path}", "bring {thing}": "ta med {thing}"}
    assert error.render(words.__getitem__) == ("inget tea vid home\\x1b[2J", "ta med tea")
    assert str(error) == "no tea at home\\x1b[2J"
    assert OutsideError("bare").render({"bare": "bart"}.__getitem__) == ("bart", "")


def test_a_fault_survives_the_way_between_processes() -> None:
    """Workers send their faults home."""
    error = pickle.loads(pickle.dumps(RefusedError("no {thing}", hint="bring {thing}", thing="tea")))
    assert isinstance(error, RefusedError)
    assert error.render() == ("no tea", "bring tea")


@given(st.text())
def test_nothing_that_a_terminal_obeys_gets_through(text: str) -> None:
    """Whatever a file is called."""
    assert printable(text).isprintable()
    assert printable("å" + text.replace("\\", "")).startswith("å")


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 B"), (9_999, "9999 B"), (10_001, "11 KB"), (10_000_000, "10 MB"), (10**11, "100 GB")]
)
def test_sizes_are_rounded_up(size: int, words: str) -> None:
    """Whoever frees that much has enough."""
    assert readable_size(size) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ENOSPC", "disk full writing /there: 5000 B needed"),
        ("EDQUOT", "disk full writing /there"),
        ("EFBIG", "file size limit"),
        ("EMFILE", "too many open files"),
        ("EROFS", "no permission for /there"),
        ("EACCES", "no permission"),
        ("EIO", "cannot read or write /there"),
    ],
)
def test_what_the_system_refuses_is_said_in_words(name: str, words: str) -> None:
    """With the file, and with what to do."""
    number = getattr(errno, name)
    error = from_os_error(OSError(number, os.strerror(number)), "/there", needed=5000)
    assert words in str(error)
    assert error.render()[1]
    with pytest.raises(OutsideError, match="/elsewhere") as raised, outside("/there"):
        raise OSError(number, os.strerror(number), "/elsewhere")
    assert isinstance(raised.value.__cause__, OSError)
