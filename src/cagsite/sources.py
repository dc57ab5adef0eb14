"""Where a project lies, and what was read from it: files as values with line positions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The folders of one exhibition."""

    root: Path
    """Absolute; holds exhibition.yaml."""
    output: Path
    """Absolute; where the site is published."""
    cache: Path
    """Absolute; may be deleted at any time."""

    @property
    def content(self) -> Path:
        """What the authors wrote."""
        return self.root / "content"

    @property
    def settings_file(self) -> Path:
        """What makes a folder a project."""
        return self.root / "exhibition.yaml"


def preview_of(project: Project) -> Project:
    """The same exhibition with folders of its own for what is only shown here; they lie where caches lie."""
    folder = project.cache.parent / "preview"
    return Project(root=project.root, output=folder / "public", cache=folder / "cache")


def find_project(start: Path) -> Path | None:
    """The nearest folder upwards that holds exhibition.yaml."""
    for folder in (start, *start.parents):
        if (folder / "exhibition.yaml").is_file():
            return folder
    return None
