"""Bounds on what one picture may take of a worker process."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def limited(*, seconds: float = 60, memory: int = 880_000_000) -> Iterator[None]:
    """Bounds the processor time and the memory of this process from here on, above what it has used already.

    Too much memory is a `MemoryError`, which opening a picture turns into an error about the picture. Too much time
    ends the process: whoever started it notices that. Where the system has no such limits, nothing happens.
    """
    if sys.platform == "win32":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    mapped = _mapped_memory(resource.getpagesize())
    # a timer, not RLIMIT_CPU: that counts from the start of the process, by a clock which nothing else shows
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        if mapped is not None:
            bounds = [mapped + memory, *(bound for bound in (soft, hard) if bound != resource.RLIM_INFINITY)]
            resource.setrlimit(resource.RLIMIT_AS, (min(bounds), hard))
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextmanager
def taking_turns(*, is_large: bool, patience: float = 60) -> Iterator[None]:
    """While a large picture is in memory, no other process of this installation holds one.

    Nobody waits for ever: a process that was stopped in the middle must not stop the others.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with open(__file__, "rb") as place:  # its bytes do not matter: a file that is always there
        wanted = fcntl.LOCK_EX if is_large else fcntl.LOCK_SH
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(place, wanted | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() < until:
                    time.sleep(0.01)
                    continue
            break
        yield


def _mapped_memory(page: int) -> int | None:
    """Address space in use, on systems that tell; elsewhere a bound on it does not work either."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * page
    except OSError:
        return None
