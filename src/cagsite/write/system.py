"""What the operating system can do and Python does not offer: exchange two folders, flush a disk, a folder's birth."""

import ctypes
import errno
import os
import stat
import struct
import sys
from functools import cache
from typing import Any

if sys.platform == "darwin":
    import fcntl

_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
_HERE = -100  # AT_FDCWD of Linux
_LINUX_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_MACOS_SWAP = 2  # RENAME_SWAP of renamex_np(2)
_SYMLINK_NOFOLLOW = 0x100
_STATX_BTIME = 0x800
_BIRTH = struct.Struct("=qI")
_BIRTH_OFFSET = 80  # of stx_btime in struct statx, the same on every architecture

CAN_FLUSH = hasattr(os, "sync")
"""Whether one call can flush everything; elsewhere each file is flushed when it is written."""


def mode_of(place: str) -> int:
    """Kind and permissions of what is there, links not followed, or 0 where nothing is.

    `os.path.exists` and its like take a broken disk for an empty one; nothing here may.
    """
    try:
        return os.lstat(place).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def is_folder(place: str) -> bool:
    """Whether a real folder is there, not a link to one."""
    return stat.S_ISDIR(mode_of(place))


@cache
def _c_library() -> Any:
    return None if sys.platform == "win32" else ctypes.CDLL(None, use_errno=True)


def write_all(handle: int, content: bytes) -> None:
    """Write until everything is written: a disk may take less than it is given."""
    done = os.write(handle, content)
    while done < len(content):
        more = os.write(handle, memoryview(content)[done:])
        if not more:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        done += more


def exchange_at_once(one: str, other: str) -> bool:
    """Exchange two folders in one step that no kill can split; False where this system or disk cannot."""
    library = _c_library()
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        failed = library.renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _LINUX_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(os.fsencode(one), os.fsencode(other), _MACOS_SWAP)
    else:
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), one)


def flush(handle: int, newest: str) -> None:
    """Everything written on the disk of this open folder is safe when it returns; `newest` was written last."""
    library = _c_library()
    if hasattr(library, "syncfs"):
        if library.syncfs(handle):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), newest)
    elif CAN_FLUSH:
        os.sync()
        if sys.platform == "darwin":  # where sync only asks for it
            file = os.open(newest, os.O_RDONLY)
            try:
                fcntl.fcntl(file, fcntl.F_FULLFSYNC)
            finally:
                os.close(file)


def birth(place: str) -> int:
    """When a folder came to be, in nanoseconds, or 0 where nobody knows: tells two folders of one inode apart."""
    library = _c_library()
    if sys.platform == "linux" and hasattr(library, "statx"):
        answer = ctypes.create_string_buffer(256)
        if library.statx(_HERE, os.fsencode(place), _SYMLINK_NOFOLLOW, _STATX_BTIME, answer):
            number = ctypes.get_errno()
            if number in _UNSUPPORTED or number == errno.EPERM:  # as containers answer that forbid the call
                return 0
            raise OSError(number, os.strerror(number), place)
        if not struct.unpack_from("=I", answer)[0] & _STATX_BTIME:
            return 0
        seconds, nanoseconds = _BIRTH.unpack_from(answer, _BIRTH_OFFSET)
        return int(seconds * 10**9 + nanoseconds)
    return int(getattr(os.lstat(place), "st_birthtime", 0) * 10**9)
