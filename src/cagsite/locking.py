"""One command at a time: a lock that says who holds it, and that no kill can leave behind."""

import errno
import json
import os
import shlex
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from cagsite.faults import OutsideError, outside

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PAUSE = 0.05
_LOCKED_BYTE = 1 << 30  # Windows keeps a locked byte from readers, so it lies far behind the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The process that holds a lock, as it wrote itself down."""

    pid: int
    started: str
    """When it took the lock, UTC."""
    command: str


@dataclass(slots=True)
class _Held:
    handle: int
    thread: int
    depth: int


_held: dict[str, _Held] = {}


@contextmanager
def lock(path: Path, *, wait: float = 30.0, on_wait: Callable[[Holder], None] | None = None) -> Iterator[None]:
    """Hold the lock at `path`; the thread that holds it may take it again, anybody else waits for `wait` seconds."""
    place = os.path.abspath(path)
    mine = _held.get(place)
    if mine is None or mine.thread != threading.get_ident():
        with outside(place):
            os.makedirs(os.path.dirname(place), mode=0o700, exist_ok=True)
            handle = _take(place, wait, on_wait)
        mine = _held[place] = _Held(handle, threading.get_ident(), 0)
    mine.depth += 1
    try:
        yield
    finally:
        mine.depth -= 1
        if mine.depth == 0 and _held.get(place) is mine:  # a forked child has let go already
            del _held[place]
            with suppress(OSError):  # what a command was asked for, as an id, is nobody's business afterwards
                os.ftruncate(mine.handle, 0)
            with suppress(OSError):  # closing releases it whatever it answers, and there is nothing in it to lose
                os.close(mine.handle)


def _take(place: str, wait: float, on_wait: Callable[[Holder], None] | None) -> int:
    deadline = time.monotonic() + wait
    told = False
    while True:
        handle = os.open(place, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            if _try(handle):
                if _is_still_there(handle, place):
                    _sign(handle)
                    return handle
                os.close(handle)
                continue
            holder = _read_holder(handle)
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        if on_wait is not None and not told:
            on_wait(holder)
            told = True
        if time.monotonic() >= deadline:
            raise OutsideError(
                "another command is still running after {seconds} s: process {pid}, since {started}: {command}",
                seconds=f"{wait:g}",
                pid=holder.pid,
                started=holder.started,
                command=holder.command,
                hint="wait until it is done, or end it, and start again",
            )
        time.sleep(_PAUSE)


def _try(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
            return False
        raise
    return True


def _is_still_there(handle: int, place: str) -> bool:
    """False when somebody deleted the file meanwhile: then this lock keeps nobody out."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(place))
    except FileNotFoundError:
        return False


def _sign(handle: int) -> None:
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    holder = Holder(pid=os.getpid(), started=now, command=shlex.join(sys.argv))
    os.lseek(handle, 0, os.SEEK_SET)
    os.ftruncate(handle, 0)
    os.write(handle, json.dumps(asdict(holder)).encode())


def _read_holder(handle: int) -> Holder:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        text = json.loads(os.read(handle, 1 << 16))
        return Holder(pid=int(text["pid"]), started=str(text["started"]), command=str(text["command"]))
    except (ValueError, KeyError, TypeError):
        return Holder(pid=0, started="?", command="?")  # it has only just taken the lock and not signed yet


def _let_go_in_child() -> None:
    """A forked worker may outlive a killed command: it must not keep the lock that it was born with."""
    for held in _held.values():
        os.close(held.handle)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go_in_child)
