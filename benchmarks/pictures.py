"""Measures pictures per second beside libvips and sharp, at equal likeness, and prints Markdown tables.

    ./dev bench pictures

Sixty photos of 2000×1500 are drawn. The quality of each rival's encoders is the lowest at which its files are as like
the source as cagsite's are (mean structural similarity of luma). Then all three make the same widths and formats,
three times by turns; the best run of each counts. Last, a whole build is repeated from its cache, and what it decodes
is counted. Needs the packages of requirements/bench.txt and benchmarks/package.json; Linux, for the memory.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from picture_quality import crowd, landscape, lowest, portrait, poster, scan, similarity
from PIL import Image, ImageEnhance
from playwright._impl._driver import compute_driver_executable

import cagsite.pictures
from cagsite.pictures import Qualities, open_for_publishing
from cagsite.request import Request
from cagsite.run import run
from cagsite.sources import Project

ROOT = Path(__file__).resolve().parent.parent
RIVALS = ROOT / "benchmarks/rivals"
BENCH = ROOT / ".venv/bench"
SIZE, NUMBER, WIDTHS = (2000, 1500), 60, (480, 960, 1360)
TASKS = (("webp", "jpeg"), ("avif", "webp", "jpeg"))
ROUNDS = 3
OWN = {name: getattr(Qualities(), name) for name in ("avif", "webp", "jpeg")}


def commands() -> dict[str, list[str]]:
    """How each is started."""
    return {
        "cagsite": [sys.executable, str(RIVALS / "cagsite_pictures.py")],
        "libvips": [sys.executable, str(RIVALS / "vips_pictures.py")],
        "sharp": [compute_driver_executable()[0], str(RIVALS / "sharp_pictures.mjs")],
    }


def photos(folder: Path) -> list[str]:
    """Five kinds of pictures, each in twelve versions that differ in every pixel."""
    found = []
    for kind in (landscape, portrait, crowd, poster, scan):
        drawn = kind().resize(SIZE, Image.Resampling.LANCZOS)
        for version in range(NUMBER // 5):
            image = drawn.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if version % 2 else drawn
            image = ImageEnhance.Brightness(image).enhance(0.8 + 0.04 * version)
            found.append(str(folder / f"{kind.__name__}{version}.jpg"))
            image.save(found[-1], "JPEG", quality=92)
    return found


@dataclass(frozen=True)
class Measured:
    """One run of one of the three."""

    seconds: float
    processor: float
    megabytes: int
    """Largest memory of all its processes together, shared pages counted once."""
    files: int
    """Bytes of all that it made."""


def perform(name: str, job: Mapping[str, Any], folder: Path) -> Measured:
    """Runs one of the three over a job, and watches it."""
    output = folder / "made" / name
    output.mkdir(parents=True, exist_ok=True)
    for path in output.iterdir():
        path.unlink()
    order = folder / f"{name}.json"
    order.write_text(json.dumps({**job, "output": str(output)}), "utf-8")
    paths = os.pathsep.join([str(ROOT / "src"), str(BENCH)])
    before = os.times()
    begun = time.perf_counter()
    process = subprocess.Popen([*commands()[name], str(order)], env={**os.environ, "PYTHONPATH": paths})
    most = 0
    while process.poll() is None:
        most = max(most, sum(map(proportional, family(process.pid))))
        time.sleep(0.02)
    seconds = time.perf_counter() - begun
    if process.returncode:
        raise SystemExit(f"{name} failed")
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Measured(seconds, processor, most // 1000, sum(path.stat().st_size for path in output.iterdir()))


def family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [child for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def proportional(pid: int) -> int:
    """Kilobytes of memory, of shared pages a share."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def likeness(name: str, sources: list[str], qualities: Mapping[str, int], formats: list[str], folder: Path) -> float:
    """Mean similarity of what is made to the source, at the middle width."""
    width = WIDTHS[1]
    perform(name, {"sources": sources, "widths": [width], "formats": formats, "qualities": qualities}, folder)
    total = 0.0
    for source in sources:
        with Image.open(source) as image:
            wanted = image.resize((width, width * 3 // 4), Image.Resampling.LANCZOS)
        for format in formats:
            with Image.open(folder / "made" / name / f"{Path(source).stem}-{width}.{format}") as made:
                total += similarity(wanted, made)
    return total / len(sources) / len(formats)


def equal_qualities(name: str, sources: list[str], folder: Path) -> dict[str, int]:
    """The lowest quality per format at which a rival is as like the source as cagsite."""
    found = {}
    for format in OWN:
        goal = likeness("cagsite", sources, OWN, [format], folder)
        found[format] = lowest(
            lambda quality, f=format, g=goal: likeness(name, sources, {f: quality}, [f], folder) >= g  # type: ignore[misc]
        )
    return found


EXHIBITION = """\
format: 1
title:
  en: Photos
summary:
  en: Photos.
languages:
  - code: en
timezone: Europe/Stockholm
"""
PHOTO = "  - id: p{0}\n    file: {1}\n    credit: drawn\n    consent:\n      status: not_needed\n      reason: drawn\n"


def warm(sources: list[str], folder: Path) -> tuple[float, float, int]:
    """Seconds of a cold build with all widths, of one after an update of cagsite, and what that one decodes."""
    root = folder / "project"
    panel = root / "content/themes/photos"
    panel.mkdir(parents=True)
    (root / "exhibition.yaml").write_text(EXHIBITION)
    entries = "".join(PHOTO.format(number, Path(source).name) for number, source in enumerate(sources))
    words = "".join(f"  - id: p{number}\n    alt: A photo\n" for number in range(len(sources)))
    (panel / "panel.yaml").write_text(f"photos:\n{entries}")
    (panel / "panel.en.md").write_text(f"---\ntitle: Photos\nsummary: Photos.\nphotos:\n{words}---\nText.\n")
    for source in sources:
        os.link(source, panel / Path(source).name)
    counted = folder / "decoded"
    real = open_for_publishing

    def counting(*arguments: Any, **options: Any) -> Any:
        with counted.open("a") as file:
            file.write("1")
        return real(*arguments, **options)

    # makers look it up there, also in the processes that are forked
    setattr(cagsite.pictures, "open_for_publishing", counting)  # noqa: B010
    project = Project(root=root, output=root / "public", cache=root / ".cagsite" / "build")
    request = Request(project=project, today=date(2026, 11, 25), jobs=len(os.sched_getaffinity(0)))
    seconds = []
    for _ in range(2):
        counted.write_text("")
        begun = time.perf_counter()
        run(request)
        seconds.append(time.perf_counter() - begun)
        for name in ("state", "standing"):  # what an update makes worthless
            (project.cache / name).unlink()
    return seconds[0], seconds[1], len(counted.read_text())


def table(job: Mapping[str, Any], qualities: Mapping[str, Mapping[str, int]], folder: Path) -> None:
    """Runs all three by turns and prints the best of each."""
    best: dict[str, Measured] = {}
    for number in range(ROUNDS):
        for name in commands():
            print(f"{name}, round {number + 1} of {ROUNDS}", file=sys.stderr)
            found = perform(name, {**job, "qualities": qualities[name]}, folder)
            if name not in best or found.seconds < best[name].seconds:
                best[name] = found
    ours = best["libvips"]
    widths, formats = ", ".join(map(str, WIDTHS)), " + ".join(job["formats"])
    print(f"\n{NUMBER} photos of {SIZE[0]}×{SIZE[1]}, widths {widths}, {formats}\n")
    print("| | quality | wall, s | of libvips | processor, s | of libvips | pictures/s | memory, MB | files, MB |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, found in best.items():
        chosen = ", ".join(str(qualities[name][format]) for format in job["formats"])
        print(
            f"| {name} | {chosen} | {found.seconds:.1f} | {found.seconds / ours.seconds:.2f} | {found.processor:.1f} | "
            f"{found.processor / ours.processor:.2f} | {NUMBER / found.seconds:.1f} | {found.megabytes} | "
            f"{found.files / 1e6:.1f} |"
        )


def main() -> None:
    """Prints the tables."""
    about = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(": ")[2] for line in about if line.startswith("model name")), "?")
    cores = len(os.sched_getaffinity(0))
    print(f"{model}, {cores} cores, {platform.system()} {platform.release()}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "photos").mkdir()
        sources = photos(folder / "photos")
        sample = sources[2 :: NUMBER // 5]
        qualities: dict[str, Mapping[str, int]] = {"cagsite": OWN}
        for name in ("libvips", "sharp"):
            qualities[name] = equal_qualities(name, sample, folder)
            print(f"{name} at equal likeness: {qualities[name]}", file=sys.stderr)
        for formats in TASKS:
            table({"sources": sources, "widths": WIDTHS, "formats": formats}, qualities, folder)
        cold, again, decoded = warm(sources, folder)
        print(f"\nwhole build, 8 widths × 3 formats: {cold:.1f} s cold, {again:.1f} s warm, then {decoded} decoded")


if __name__ == "__main__":
    main()
