"""What goes wrong outside cagsite: a disk, a host, another process, a signal."""

import errno
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

PATIENCE = 3
"""Signals that do not disturb the tidying: a closing terminal sends more than one."""

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class OutsideError(Exception):
    """Something outside failed (exit status 3); the message is a msgid, its parameters are kept beside it."""

    def __init__(self, message: str, /, *, hint: str = "", **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.values: Mapping[str, str] = {name: printable(str(value)) for name, value in values.items()}

    def render(self, translate: Callable[[str], str] = str) -> tuple[str, str]:
        """Message and hint as a person reads them, in the language of `translate`."""
        hint = translate(self.hint) if self.hint else ""  # gettext answers an empty msgid with its own header
        return translate(self.message).format_map(self.values), hint.format_map(self.values)

    def __str__(self) -> str:
        return self.render()[0]


class RefusedError(OutsideError):
    """cagsite will not do this, because it could harm files that are not its own."""


class Interrupted(BaseException):
    """A signal asked the command to stop; `status` is the exit status that tells so."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
        self.status = 128 + number


def printable(text: str) -> str:
    """The text with everything escaped that a terminal would obey instead of show."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape", "surrogatepass").decode() for char in text
    )


def readable_size(size: int) -> str:
    """A number of bytes for people, rounded up: whoever frees that much has enough."""
    unit, name = next(((unit, name) for unit, name in _UNITS if size >= 10 * unit), (1, "B"))
    return f"{-(-size // unit)} {name}"


_UNITS = ((1000**3, "GB"), (1000**2, "MB"), (1000, "KB"))


def from_os_error(error: OSError, path: str, *, needed: int = 0) -> OutsideError:
    """What the operating system refused, said so that a person can mend it."""
    place = error.filename if isinstance(error.filename, str) else path
    reason = error.strerror or type(error).__name__
    if error.errno in _DISK_FULL:
        return OutsideError(
            "disk full writing {path}: {needed} needed",
            path=place,
            needed=readable_size(needed),
            hint="make room and start again; the published site was not changed",
        )
    if error.errno == errno.EFBIG:
        return OutsideError(
            "file size limit reached writing {path}: {needed} needed",
            path=place,
            needed=readable_size(needed),
            hint="raise the limit (ulimit -f unlimited) and start again; the published site was not changed",
        )
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return OutsideError(
            "too many open files at {path}",
            path=place,
            hint="raise the limit (ulimit -n 256) or close other programs, and start again",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return OutsideError(
            "no permission for {path}: {reason}",
            path=place,
            reason=reason,
            hint="let this user write there, or choose another folder with --output",
        )
    return OutsideError(
        "cannot read or write {path}: {reason}",
        path=place,
        reason=reason,
        hint="see that the disk is sound and that nobody else changes this folder, and start again",
    )


def is_disk_full(error: BaseException | None) -> bool:
    """Whether this fault, or the one that it tells of, is a lack of room."""
    return (isinstance(error, OSError) and error.errno in _DISK_FULL) or (
        isinstance(error, OutsideError) and is_disk_full(error.__cause__)
    )


_DISK_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


@contextmanager
def outside(path: str, *, needed: int = 0) -> Iterator[None]:
    """Turn what the operating system refuses inside this block into an OutsideError about `path`."""
    try:
        yield
    except OSError as error:
        raise from_os_error(error, path, needed=needed) from error


@contextmanager
def interruptible() -> Iterator[None]:
    """Inside this block the signals that end a command raise Interrupted, so that it can tidy up on the way out."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say what signals do
        return

    received: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        received.append(number)
        if len(received) == 1:
            raise Interrupted(number)
        if len(received) > PATIENCE:  # whoever insists is obeyed: a kill does no harm at any moment
            os._exit(128 + number)

    # What was started under nohup or in the background keeps ignoring what it was told to ignore.
    former = {number: signal.getsignal(number) for number in SIGNALS}
    former = {number: handler for number, handler in former.items() if handler not in (signal.SIG_IGN, None)}
    try:
        for number in former:
            signal.signal(number, stop)
            _taken.add(number)
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
            _taken.discard(number)


_taken: set[signal.Signals] = set()


def _give_back_in_child() -> None:
    """A forked worker has nothing to tidy: a signal simply ends it."""
    for number in _taken:
        signal.signal(number, signal.SIG_DFL)
    _taken.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_give_back_in_child)
