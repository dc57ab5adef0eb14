"""`cagsite tidy`: content files in their normal form."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from cagsite import yamltree
from cagsite.commands._request import project_of
from cagsite.faults import outside
from cagsite.normal import has_comment, tidied
from cagsite.reading import LIST_FILES, SETTINGS, scan
from cagsite.replacing import replace_file
from cagsite.sources import Project
from cagsite.terminal import Terminal
from cagsite.validate.panels import identity


def add_arguments(parser: ArgumentParser) -> None:
    """Whether only to look."""
    parser.add_argument("--dry-run", action="store_true", help="only say which files would change")
    parser.add_argument("--drop-comments", action="store_true", help="tidy files with comments too, and lose those")


def run(options: Namespace, terminal: Terminal) -> int:
    """Rewrites what is not in normal form; a file with errors or comments is left alone and named."""
    project = project_of(options)
    changed = left = 0
    for path, kind in _files(project):
        file = project.root / path
        with outside(str(file)):
            text = yamltree.decode(file.read_bytes(), path, [])
        made = tidied(text, path, kind) if text is not None else None
        if text is None or made is None:
            terminal.say("{path}: has errors, left as it is; 'cagsite check' tells which", path=path)
            left += 1
        elif has_comment(_yaml_part(text, path)) and not options.drop_comments:
            terminal.say("{path}: has comments, left as it is; --drop-comments tidies it without them", path=path)
            left += 1
        elif made.encode("utf-8") != file.read_bytes():
            terminal.say("{path}: tidied" if not options.dry_run else "{path}: would be tidied", path=path)
            changed += 1
            if not options.dry_run:
                replace_file(file, made)
    terminal.say("{changed} files tidied, {left} left as they are", changed=changed, left=left)
    return 0


def _files(project: Project) -> Iterator[tuple[str, str]]:
    """Every file that people write, with the kind of its schema."""
    for key, rows in scan(project).units.items():
        for row in rows:
            name = row.path.rpartition("/")[2]
            if key == SETTINGS:
                yield row.path, "exhibition"
            elif name in LIST_FILES:
                yield row.path, name.removesuffix(".yaml")
            elif name == "panel.yaml":
                yield row.path, identity(key)[1].value
            elif name.endswith(".md"):
                yield row.path, "words"


def _yaml_part(text: str, path: str) -> str:
    if not path.endswith(".md"):
        return text
    parts = yamltree.split_front_matter(text, path, [])
    return parts.yaml if parts is not None else ""
