"""Draws the exhibition's pictures into the content folder, or checks that they are as drawn."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from hashlib import sha256
from pathlib import Path

from illustrations.canvas import FULL_WIDTH
from illustrations.panels import COMPOSITIONS
from illustrations.pictures import draw, encode

FILES = {"cut": "cut.webp", "counter": "counter.webp"}
"""What is drawn, and what its file is called: the picture, and the same with figure and ground exchanged."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command `python -m illustrations`, run from the root of the repository."""
    parser = argparse.ArgumentParser(prog="python -m illustrations", description=__doc__)
    parser.add_argument("panels", nargs="*", metavar="PANEL", help="panel ids, such as adil-soz; default: all")
    parser.add_argument("--check", action="store_true", help="write nothing; compare the files with a fresh drawing")
    parser.add_argument("--into", type=Path, metavar="DIR", help="a folder instead of content/; made where missing")
    parser.add_argument("--only", choices=FILES, help="the picture or its counterpart; default: both")
    parser.add_argument("--width", type=int, default=FULL_WIDTH, metavar="PIXELS", help="needs --into")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="pictures drawn at once")
    parser.add_argument("--list", action="store_true", help="name the panels that have a composition")
    options = parser.parse_args(arguments)

    unknown = sorted(set(options.panels) - {panel.rpartition("/")[2] for panel in COMPOSITIONS})
    if unknown:
        parser.error(f"no composition for {', '.join(unknown)}; see --list")
    if options.into is None and options.width != FULL_WIDTH:
        parser.error("--width needs --into: the content holds full pictures alone")
    if options.width < 30 or options.width % 3:
        parser.error("--width must be a multiple of 3, and at least 30")
    if options.list:
        print("\n".join(COMPOSITIONS))
        return 0

    folder: Path = options.into or Path("content")
    wanted = [panel for panel in COMPOSITIONS if not options.panels or panel.rpartition("/")[2] in options.panels]
    # A panel's folder is made by who writes the panel, not by its picture.
    panels = [panel for panel in wanted if options.into is not None or (folder / panel).is_dir()]
    absent = [panel for panel in wanted if panel not in panels] if options.panels else []
    for panel in absent:
        print(f"{folder / panel} does not exist; nothing drawn for it (--into DIR draws elsewhere)", file=sys.stderr)

    different = 0
    drawings = [(panel, each) for panel in panels for each in FILES if options.only in (None, each)]
    for (panel, each), data in zip(drawings, _files(drawings, options.width, options.jobs), strict=True):
        path = folder / panel / FILES[each]
        if not options.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            print(f"{path}: {len(data) // 1000} kB")
        elif not path.is_file():
            different += 1
            print(f"{path}: missing")
        elif sha256(path.read_bytes()).digest() != sha256(data).digest():
            different += 1
            print(f"{path}: not as drawn here")
    if options.check:
        print(f"{len(drawings)} pictures checked, {different} of them missing or different")
    return 1 if different or absent else 0


def _files(drawings: list[tuple[str, str]], width: int, jobs: int) -> Iterator[bytes]:
    """The picture files in the order asked for."""
    work = partial(_file, width=width)
    if jobs < 2 or len(drawings) < 2:
        yield from map(work, drawings)
        return
    with ProcessPoolExecutor(jobs) as executor:
        yield from executor.map(work, drawings)


def _file(drawing: tuple[str, str], *, width: int) -> bytes:
    panel, each = drawing
    return encode(draw(panel, counter=each == "counter", width=width))


if __name__ == "__main__":
    sys.exit(main())
