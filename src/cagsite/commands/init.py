"""`cagsite init DIR`: a small working exhibition, with comments that teach the format."""

from __future__ import annotations

import os
import shutil
from argparse import ArgumentParser, Namespace
from pathlib import Path

from cagsite.cli import WrongUseError
from cagsite.faults import outside
from cagsite.terminal import Terminal

STARTER = Path(__file__).resolve().parent.parent / "starter"


def add_arguments(parser: ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("folder", metavar="DIR")


def run(options: Namespace, terminal: Terminal) -> int:
    """Fills a new or empty folder; nothing is ever overwritten."""
    folder = Path(options.folder)
    with outside(str(folder)):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise WrongUseError(
                "{folder} is there already and not empty", "name a folder that does not exist yet", folder=folder
            )
        for path in sorted(STARTER.rglob("*")):
            if path.is_file():
                target = folder / path.relative_to(STARTER)
                target = target.with_name(".gitignore") if target.name == "gitignore" else target
                os.makedirs(target.parent, exist_ok=True)
                shutil.copyfile(path, target)
    terminal.say("an exhibition is ready in {folder}", folder=folder)
    terminal.say("  cagsite serve --project {folder}   shows it while you write", folder=folder)
    terminal.say("  cagsite build --project {folder}   makes the site in {folder}/public", folder=folder)
    return 0
