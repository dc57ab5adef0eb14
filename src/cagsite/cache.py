"""What an earlier build found out, by digest of what it used; never trusted over the truth.

Everything is verified when it is read: a damaged, foreign or older cache gives a slower build, not another one.
Nothing here may outlive the right to show it: `keep_only` removes what the last build did not use, and what belongs
to a panel that may not be shown is never put in.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import tempfile
from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from typing import Any

from cagsite.digests import digest_bytes

MAGIC = b"cagsite cache 1\n"


class DamagedCacheError(Exception):
    """Something that the cache should hold is gone or damaged; the build starts again without it."""


class Store:
    """Bytes by digest, one file each; safe with several writers."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folders: set[str] = set()

    def __reduce__(self) -> tuple[type[Store], tuple[Path]]:
        return (Store, (self._root,))

    def put(self, content: bytes) -> str:
        """Keeps the bytes and returns their digest."""
        digest = digest_bytes(content)
        path = self._path(digest)
        if os.path.exists(path) and self.get(digest) is not None:
            return digest
        folder = os.path.dirname(path)
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)
            self._folders.add(folder)
        _write_whole(path, content)
        return digest

    def get(self, digest: str) -> bytes | None:
        """The bytes, or None where they are missing or damaged."""
        try:
            with open(self._path(digest), "rb") as file:
                content = file.read()
        except FileNotFoundError:
            return None
        return content if digest_bytes(content) == digest else None

    def fetch(self, digest: str) -> bytes:
        """The bytes; raises DamagedCacheError where they are missing or damaged."""
        content = self.get(digest)
        if content is None:
            raise DamagedCacheError(digest)
        return content

    def note(self, name: str, value: object) -> None:
        """Keeps a value under a name that its maker chose: a digest of all that the value depends on."""
        save(Path(self._path(name)), value)

    def noted(self, name: str) -> Any:
        """The value kept under that name; None where there is none, or not a whole one."""
        return load(Path(self._path(name)))

    def holds(self, digests: Iterable[str]) -> bool:
        """True where all of these are there, whole."""
        return all(self.get(digest) is not None for digest in digests)

    def keep_only(self, digests: Iterable[str]) -> int:
        """Removes everything else, halves of interrupted writes too; returns how many files went."""
        wanted = set(digests)
        removed = 0
        for folder, _, names in os.walk(self._root):
            prefix = os.path.basename(folder)
            for name in names:
                if prefix + name not in wanted:
                    with contextlib.suppress(FileNotFoundError):
                        os.unlink(os.path.join(folder, name))
                        removed += 1
        return removed

    def forget(self, digests: Iterable[str]) -> None:
        """Removes these."""
        for digest in digests:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self._path(digest))

    def _path(self, digest: str) -> str:
        return os.path.join(self._root, digest[:2], digest[2:])


def save(path: Path, value: object) -> None:
    """A value into one checked file, whole or not at all."""
    buffer = io.BytesIO()
    _PlainEnums(buffer, protocol=5).dump(value)
    payload = buffer.getvalue()
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_whole(str(path), MAGIC + digest_bytes(payload).encode() + b"\n" + payload)


def load(path: Path) -> Any:
    """The value saved there, or None where there is none, or not a whole one, or of another version."""
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    head = len(MAGIC) + 41
    payload = content[head:]
    if not content.startswith(MAGIC) or content[len(MAGIC) : head] != digest_bytes(payload).encode() + b"\n":
        return None
    try:
        return _OwnRecords(io.BytesIO(payload)).load()
    except (pickle.UnpicklingError, AttributeError, ImportError, TypeError, ValueError, EOFError, IndexError, KeyError):
        return None


class _PlainEnums(pickle.Pickler):
    """Some versions of Python 3.11 pickle a member of an enum as an attribute of it, which is refused when read."""

    def reducer_override(self, value: Any) -> Any:
        return (type(value), (value.value,)) if isinstance(value, Enum) else NotImplemented


class _OwnRecords(pickle.Unpickler):
    """Unpickles our own records and plain values only: a cache from elsewhere must not run anything."""

    _plain = frozenset(
        {("datetime", "date"), ("builtins", "set"), ("builtins", "frozenset"), ("pathlib", "PurePosixPath")}
    )

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in self._plain:
            return super().find_class(module, name)
        if module.split(".", 1)[0] == "cagsite" and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _write_whole(path: str, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".")
    try:
        with open(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
