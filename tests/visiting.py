"""A visit in a browser, in which nothing may go wrong, and what axe says of a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Page, Request
from tests.exhibition import ROOT

AXE = ROOT / "tests/tools/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK, NARROW = (360, 740), (1280, 800), (320, 640)
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  const beyond = element => {
    const box = element.getBoundingClientRect();
    return box.width && (box.right > width + 1 || box.left < -1);
  };
  const found = [...document.body.querySelectorAll('*')].filter(beyond).map(element => element.outerHTML.slice(0, 99));
  const most = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
  return most > width ? [`${most} > ${width}`, ...found.slice(0, 9)] : [];
}"""
"""What is wider than the window; nothing where nobody has to scroll sideways."""


def watch(context: BrowserContext, place: str) -> list[str]:
    """What goes wrong in a browser window from now on: messages, failures, and requests that leave the site's host."""
    found: list[str] = []

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what leaving a page interrupts
            found.append(f"failed: {request.url} {request.failure}")

    context.on("console", lambda message: found.append(f"console: {message.text}"))
    context.on("weberror", lambda error: found.append(f"error: {error.error}"))
    context.on("requestfailed", failed)
    context.on("response", lambda reply: found.append(f"{reply.status}: {reply.url}") if reply.status > 399 else None)
    context.on("request", lambda request: None if request.url.startswith(place) else found.append(f"to {request.url}"))
    return found


@contextmanager
def visit(browser: Browser, url: str, size: tuple[int, int] = DESK, **options: Any) -> Iterator[Page]:
    """A page in a window of its own, in which nothing may go wrong."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    context.set_default_timeout(15_000)
    wrong = watch(context, urljoin(url, "/"))
    page = context.new_page()
    page.goto(url)
    yield page
    context.close()
    assert wrong == []


def with_axe(page: Page) -> None:
    """Gives a page that was visited with `bypass_csp` what `findings` asks."""
    page.evaluate(AXE.read_text(encoding="utf-8"))


def findings(page: Page) -> list[str]:
    """What axe says of the page as it is now; it must have been given to it by `with_axe`."""
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    result: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    assert len(result["passes"]) > 10
    return [
        f"{rule['id']}: {node['html']} {node['failureSummary']}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
