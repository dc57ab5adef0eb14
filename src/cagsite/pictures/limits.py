"""Bounds on what one picture may take of a worker process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def limited(*, seconds: int = 30, memory: int = 500_000_000) -> Iterator[None]:
    """Bounds the processor time and the memory of this process from here on, above what it has used already.

    Too much memory is a `MemoryError`, which opening a picture turns into an error about the picture. Too much time
    ends the process: whoever started it notices that. Where the system has no such limits, nothing happens.
    """
    if sys.platform == "win32":
        yield
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = {resource.RLIMIT_CPU: int(used.ru_utime + used.ru_stime) + 1 + seconds}
    mapped = _mapped_memory(resource.getpagesize())
    if mapped is not None:
        wanted[resource.RLIMIT_AS] = mapped + memory
    before = {limit: resource.getrlimit(limit) for limit in wanted}
    try:
        for limit, value in wanted.items():
            soft, hard = before[limit]
            bounds = [value, *(each for each in (soft, hard) if each != resource.RLIM_INFINITY)]
            resource.setrlimit(limit, (min(bounds), hard))
        yield
    finally:
        for limit, bounds_before in before.items():
            resource.setrlimit(limit, bounds_before)


def _mapped_memory(page: int) -> int | None:
    """Address space in use, on systems that tell; elsewhere a bound on it does not work either."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * page
    except OSError:
        return None
