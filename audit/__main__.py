"""Builds the exhibition, measures it, prints the table; `--write` keeps it in docs/quality.md."""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from playwright._impl._driver import compute_driver_executable
from tests.chrome import chrome_path, running_chrome
from tests.static_host import hosted

from audit.checkers import axe, html_validate, nu
from audit.visits import Visit, visit_all

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "docs/quality.md"
SAMPLES = (
    "sv/",
    "en/",
    "sv/lander/kazakstan/",
    "en/organisations/shyrak/",
    "sv/organisationer/feminita/",
    "en/documents/human-rights-in-kazakhstan-2011/",
    "sv/dokument/upprop-kgz-002-0314/",
    "en/timeline/",
)
"""The pages that Lighthouse visits; every other figure is taken on every page."""
LARGE = ("timeline", "glossary", "theme", "themes", "places")
CATEGORIES = {
    "performance": "Performance",
    "accessibility": "Accessibility",
    "best-practices": "Best practices",
    "seo": "SEO",
}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    goal: str
    measured: str
    is_met: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 where a goal is not met."""
    parser = argparse.ArgumentParser(prog="./dev audit", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of Lighthouse per page; the median counts")
    parser.add_argument("--only", choices=("visits", "checkers", "lighthouse"), action="append", help="a part of it")
    parser.add_argument("--write", action="store_true", help="write docs/quality.md")
    options = parser.parse_args(arguments)
    parts = options.only or ["visits", "checkers", "lighthouse"]
    rows: list[Row] = []
    details: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        site = built(Path(folder))
        addresses = sorted(page_address(path, site) for path in site.rglob("*.html"))
        with hosted(site, packs=True) as root:
            if "visits" in parts:
                with running_chrome() as browser:
                    rows += weights(list(told(visit_all(browser, root, addresses), len(addresses), "visited")), site)
            if "checkers" in parts:
                with running_chrome() as browser:
                    rows.append(
                        findings("axe-core, WCAG 2.0-2.2 A/AA and best practices", axe(browser, root, addresses))
                    )
                rows.append(findings("Nu checker, errors and warnings", nu(site)))
                rows.append(findings("html-validate, recommended rules", html_validate(node(), site)))
            if "lighthouse" in parts:
                more, details = scores(root, options.runs)
                rows += more
    table = "\n".join(table_of(rows))
    print(table)
    print("\n".join(details))
    if options.write:
        REPORT.write_text(report(table, details, len(addresses)), encoding="utf-8")
    return 0 if all(row.is_met for row in rows) else 1


def built(folder: Path) -> Path:
    """The exhibition of this checkout, in a folder of its own; `/admin/` is somebody else's program, and no page."""
    command = (sys.executable, "-m", "cagsite", "build", "--project", str(ROOT), "--output", str(folder / "public"))
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, stdout=sys.stderr)
    shutil.rmtree(folder / "public/admin", ignore_errors=True)
    return folder / "public"


def page_address(path: Path, site: Path) -> str:
    return path.relative_to(site).as_posix().removesuffix("index.html")


def told(visits: Iterator[Visit], number: int, what: str) -> Iterator[Visit]:
    for count, visit in enumerate(visits, 1):
        if count % 20 == 0 or count == number:
            print(f"{what} {count} of {number}", file=sys.stderr)
        yield visit


def node() -> Path:
    """The Node that comes with Playwright: new enough for all of it."""
    return Path(compute_driver_executable()[0])


# Weights


def weights(visits: list[Visit], site: Path) -> list[Row]:
    """What a page costs, on a phone of 360 px and two device pixels each, before anybody scrolls."""
    html = {visit.address: (site / visit.address / "index.html") for visit in visits}
    sizes = {
        visit.address: path.stat().st_size
        for visit in visits
        if (path := html[visit.address] if html[visit.address].is_file() else site / visit.address).is_file()
    }
    large = [visit for visit in visits if visit.kind in LARGE]
    usual = [visit for visit in visits if visit.kind not in LARGE]
    first = [visit.first_view for visit in visits]
    wrong = [f"{visit.address}: {each}" for visit in visits for each in visit.wrong]
    for line in wrong[:20]:
        print(line, file=sys.stderr)
    return [
        most("frame without pictures and fonts, KB", 15_000, {visit.address: visit.frame for visit in usual}),
        most("fonts, KB", 60_000, {visit.address: visit.bytes.get("Font", 0) for visit in visits}),
        most("requests of the frame, fonts apart", 5, {visit.address: visit.frame_requests for visit in visits}, 1),
        Row("first view with pictures, median, KB", "60", f"{median(first) / 1000:.1f}", median(first) <= 60_000),
        most("first view with pictures, KB", 150_000, {visit.address: visit.first_view for visit in visits}),
        most("HTML of a page, raw, KB", 30_000, {visit.address: sizes[visit.address] for visit in usual}),
        most(
            "HTML of timeline, glossary, themes, places, raw, KB", 80_000, {v.address: sizes[v.address] for v in large}
        ),
        most("style sheets as transferred, KB", 10_000, {v.address: v.bytes.get("Stylesheet", 0) for v in visits}),
        most("scripts as transferred, KB", 5_000, {v.address: v.bytes.get("Script", 0) for v in visits}),
        findings("third-party or failed requests, console messages, cookies, storage", wrong),
    ]


def most(what: str, limit: int, values: dict[str, int], unit: int = 1000) -> Row:
    """The worst page."""
    address = max(values, key=lambda each: values[each])
    worst = values[address]
    figure = f"{worst / unit:.1f}" if unit > 1 else str(worst)
    return Row(f"{what}, worst page", str(limit // unit), f"{figure} (/{address})", worst <= limit)


def findings(what: str, found: list[str]) -> Row:
    for line in found[:20]:
        print(line, file=sys.stderr)
    return Row(what, "0", str(len(found)), not found)


# Lighthouse


def scores(root: str, runs: int) -> tuple[list[Row], list[str]]:
    """Medians per sample page; the rows tell the worst of them."""
    command = [str(node()), str(ROOT / "audit/lighthouse.mjs"), chrome_path(), str(runs)]
    addresses = [root + sample for sample in SAMPLES]
    found: dict[str, list[dict[str, Any]]] = {}
    with subprocess.Popen([*command, *addresses], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            result = json.loads(line)
            print(result["address"], result["scores"], *result["failed"], result["error"] or "", file=sys.stderr)
            found.setdefault(result["address"].removeprefix(root), []).append(result)
    assert process.returncode == 0, "Lighthouse stopped"
    rows = []
    for id, name in CATEGORIES.items():
        medians = {each: median(result["scores"][id] for result in results) for each, results in found.items()}
        worst = min(medians, key=lambda each: medians[each])
        rows.append(Row(f"Lighthouse {name}", "100", f"{medians[worst]:.0f} (/{worst})", medians[worst] >= 100))
    for key, name, limit, unit in (
        ("lcp", "LCP on slow 4G, s", 1000, 1000),
        ("tbt", "blocking time, ms", 50, 1),
        ("cls", "CLS", 0, 1),
    ):
        medians = {each: median(result[key] for result in results) for each, results in found.items()}
        worst = max(medians, key=lambda each: medians[each])
        figure = f"{medians[worst] / unit:.2f} (/{worst})"
        rows.append(Row(name, f"{limit / unit:g}", figure, medians[worst] <= limit))
    details = [
        "",
        "| page | " + " | ".join(CATEGORIES.values()) + " | LCP s | blocking ms | CLS |",
        "|---|" + "---|" * 7,
    ]
    for each, results in found.items():
        cells = [f"{median(result['scores'][id] for result in results):.0f}" for id in CATEGORIES]
        cells += [f"{median(result['lcp'] for result in results) / 1000:.2f}"]
        cells += [f"{median(result[key] for result in results):.{digits}f}" for key, digits in (("tbt", 0), ("cls", 3))]
        details.append(f"| /{each} | " + " | ".join(cells) + " |")
    return rows, details


# The report


def table_of(rows: list[Row]) -> Iterator[str]:
    yield "| measure | goal | measured | |"
    yield "|---|---|---|---|"
    for row in rows:
        yield f"| {row.what} | {row.goal} | {row.measured} | {'met' if row.is_met else 'not met'} |"


def report(table: str, details: list[str], number: int) -> str:
    """The page docs/quality.md; what stands below its line of stars is written by people and stays."""
    kept = REPORT.read_text(encoding="utf-8") if REPORT.exists() else ""
    rest = re.split(r"^\* \* \*$", kept, maxsplit=1, flags=re.MULTILINE)
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    with chromium() as version:
        measured = f"Last measured on {date.today().isoformat()} by `./dev audit --write`"
        head = (
            f"# How good the visit is, measured\n\n{measured}: {number} pages,\n{machine}, {version}.\n"
            "Sizes are those transferred (gzip) at 360 px and two device pixels each, before anybody scrolls. The\n"
            "host is this machine; Lighthouse simulates its slow 4G and a phone four times slower.\n\n"
        )
    text = head + table + "\n" + "\n".join(details) + "\n"
    return text + ("\n* * *" + rest[1] if len(rest) > 1 else "")


@contextmanager
def chromium() -> Iterator[str]:
    with running_chrome() as browser:
        yield f"Chromium {browser.version}"


if __name__ == "__main__":
    sys.exit(main())
