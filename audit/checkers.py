"""What other people's checkers say of every page: axe-core, the Nu checker, html-validate."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser
from tests.nu import HARMLESS, checked
from tests.visiting import findings, with_axe

ROOT = Path(__file__).resolve().parent.parent
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SCREENS = [(width, scheme) for width in (360, 1280) for scheme in SCHEMES]


def axe(browser: Browser, root: str, addresses: Sequence[str]) -> list[str]:
    """A line per element at fault, at both widths and in both schemes."""
    found = []
    for width, scheme in SCREENS:
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        for address in addresses:
            page.goto(root + address)
            with_axe(page)
            found += [f"{address} {width} {scheme}: {fault}" for fault in findings(page)]
        context.close()
    return found


def nu(folder: Path) -> list[str]:
    """A line per error or warning of the Nu HTML checker."""
    messages = checked(sorted(folder.rglob("*.html")))
    return [
        f"{message['url']}: {message['message']}"
        for message in messages
        if not any(harmless.match(message["message"]) for harmless in HARMLESS)
    ]


def html_validate(node: Path, folder: Path) -> list[str]:
    """A line per finding of html-validate with its recommended rules."""
    program = ROOT / "audit/node_modules/html-validate/bin/html-validate.mjs"
    with tempfile.TemporaryDirectory() as scratch:
        told = Path(scratch) / "findings.json"  # a pipe would be cut where the program ends
        options = ("--config", str(ROOT / "audit/html-validate.json"), "--formatter", f"json={told}")
        command = [str(node), str(program), *options, f"{folder}/**/*.html"]
        subprocess.run(command, check=False, capture_output=True, cwd=ROOT / "audit")
        reports = json.loads(told.read_text(encoding="utf-8"))
    return [
        f"{report['filePath']}:{message['line']}: {message['ruleId']}: {message['message']}"
        for report in reports
        for message in report["messages"]
    ]
