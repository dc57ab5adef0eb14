"""Files of a project, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from cagsite.faults import outside


def replace_file(path: Path, content: str | bytes) -> None:
    """A file in place of another one, with its permissions, or a new one; its folder is made where it is missing."""
    temporary = path.with_name(f".{path.name}.part")
    with outside(str(path)):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
            with contextlib.suppress(FileNotFoundError):
                os.chmod(temporary, os.stat(path).st_mode & 0o7777)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
