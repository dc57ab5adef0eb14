"""The browser that tests drive: the system's own Chromium or Chrome, quiet and without a network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def chrome_path() -> str:
    """Where the browser lies."""
    chrome = os.environ.get("CHROME") or next(filter(None, map(shutil.which, NAMES)), None)
    assert chrome, "Chromium is missing; ./dev test installs it"
    return chrome


@contextmanager
def running_chrome() -> Iterator[Browser]:
    """One browser; modules must not hold it longer than themselves, because a thread has room for one Playwright."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chrome_path(), args=list(FLAGS))
        yield browser
        browser.close()
