"""Content files, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from cagsite.faults import outside


def replace_file(path: Path, text: str) -> None:
    """A text file in place of another one, or a new one; its folder is made where it is missing."""
    temporary = path.with_name(f".{path.name}.part")
    with outside(str(path)):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_text(text, encoding="utf-8", newline="\n")
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
