"""What would be wrong with an exhibition if some files were others: found in a copy, before anything is written."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from cagsite.denied import PLACE
from cagsite.problems import ContentError, Problem
from cagsite.reading import SETTINGS, TEXT_TYPES
from cagsite.sources import Project


def problems_with(project: Project, files: Mapping[str, bytes], whole: str = "") -> tuple[Problem, ...]:
    """Everything that validation finds with these files in place, by path in the project.

    Of pictures and recordings only those in the folder `whole` are there: who asks leaves the others' absence aside.
    """
    from cagsite.validate import load_and_validate

    with tempfile.TemporaryDirectory(prefix="cagsite-") as scratch:
        copy = Project(root=Path(scratch), output=Path(scratch, "public"), cache=Path(scratch, ".cagsite"))
        for path in _copied(project, whole):
            target = copy.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(project.root / path, target)
        for name, content in files.items():
            target = copy.root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        try:
            return load_and_validate(copy).problems
        except ContentError as error:
            return error.problems


def _copied(project: Project, whole: str) -> Iterator[Path]:
    yield Path(SETTINGS)
    if (project.root / PLACE).is_file():
        yield Path(PLACE)
    for folder, _, names in os.walk(project.content):
        inside = Path(folder).relative_to(project.root)
        for name in names:
            is_text = os.path.splitext(name)[1].lower() in TEXT_TYPES or name == "map.geojson"
            if is_text or inside.as_posix() == whole:
                yield inside / name
