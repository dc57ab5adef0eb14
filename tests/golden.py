"""Small sites with the pages that they must give; `python -m tests.golden` rewrites those, and the diff is reviewed."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from cagsite.request import Request
from cagsite.run import run
from cagsite.sources import Project

SITES = Path(__file__).resolve().parent / "sites"
DAY = date(2026, 11, 25)
_FINGERPRINT = re.compile(r"(assets/[\w-]+)\.[0-9a-f]{12}\.")
_BINARY = {"assets", "media"}
_LEFT_OUT = ("favicon", "offline")
_PICTURE = re.compile(r"media/[0-9a-f]{16}\.")


def names() -> list[str]:
    """The sites that say what they must give; a new one begins with an empty `expected`."""
    return sorted(path.name for path in SITES.iterdir() if (path / "expected").is_dir())


def build_site(name: str, folder: Path) -> dict[str, str]:
    """What a site gives, as text, without assets, pictures and what lists them; their fingerprints are left out."""
    root = folder / name
    shutil.copytree(SITES / name, root, ignore=shutil.ignore_patterns("expected"))
    project = Project(root=root, output=root / "public", cache=root / ".cagsite" / "build")
    run(Request(project=project, today=DAY))
    return {
        path.relative_to(project.output).as_posix(): _without_fingerprints(path.read_text(encoding="utf-8"))
        for path in sorted(project.output.rglob("*"))
        if path.is_file()
        and not path.name.startswith(_LEFT_OUT)
        and not _BINARY & set(path.relative_to(project.output).parts)
    }


def _without_fingerprints(text: str) -> str:
    return _PICTURE.sub("media/x.", _FINGERPRINT.sub(r"\1.", text))


def expected(name: str) -> dict[str, str]:
    folder = SITES / name / "expected"
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def main() -> int:
    for name in names():
        with tempfile.TemporaryDirectory() as folder:
            files = build_site(name, Path(folder))
        shutil.rmtree(SITES / name / "expected", ignore_errors=True)
        for path, text in files.items():
            target = SITES / name / "expected" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {len(files)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
