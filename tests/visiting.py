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
  const isBeyond = element => {
    const box = element.getBoundingClientRect();
    return box.width && (box.right > width + 1 || box.left < -1);
  };
  const scrolls = element => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
  const scroller = element => element && (scrolls(element) ? element : scroller(element.parentElement));
  const beyond = selector => [...document.body.querySelectorAll(selector)].filter(isBeyond);
  const cut = beyond('a, button, input, select, label, h1, h2, h3, p').filter(element =>
    !scroller(element) && element.checkVisibility({ visibilityProperty: true }) && !element.closest('.map'));
  const told = elements => elements.map(element => element.outerHTML.slice(0, 99)).slice(0, 9);
  const most = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
  return most > width ? [`${most} > ${width}`, ...told(beyond('*'))] : told(cut);
}"""
"""What is wider than the window, or cut off at its edge; nothing where nobody has to scroll sideways."""


FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body || element === document.documentElement) return null;
  window.order ??= new Map();
  if (!window.order.has(element)) window.order.set(element, window.order.size);
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  const isOwn = ([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (element.contains(top) || top.contains(element) && getComputedStyle(top).position === 'static');
  };
  const name = element.closest('.map') && element.querySelector('text:not(.map-count)');
  const parts = [...(name ?? element).getClientRects()].filter(part => part.width && part.height);
  const points = parts.map(part => [part.x + part.width / 2, part.y + part.height / 2]);
  const above = [...function* () { for (let up = element; up = up.parentElement;) yield up }()].slice(0, 2);
  const onMap = element.closest('.map') ? [...element.children] : [];  // a country is known and marked by its name
  const around = [element, ...onMap, ...above];
  return {
    number: window.order.get(element),
    html: element.outerHTML.slice(0, 120),
    isSeen: parts.length > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    isFree: points.every(isOwn),
    hasMark: around.some(other => {
      const { outlineStyle, outlineWidth } = getComputedStyle(other);
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    }),
  };
}"""
"""The element that has the focus: whether it was met before, and whether one sees that."""
TELL = f"""() => {{
  const focused = {FOCUSED};
  window.told = [];
  document.addEventListener('keydown', event => event.key === 'Tab' && window.told.push(focused()), true);
}}"""
"""Has every press of Tab tell first where the focus is: asking from outside after each would take twice the time."""
REACHABLE = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(element => element.checkVisibility({ visibilityProperty: true })).length"""
"""How many elements the keyboard must reach."""


COMPLETE = "() => !document.querySelector('[data-offline][hidden]')"
"""That a switch is there which a script shows once it has asked the browser whether it can work."""


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


def walk_through(page: Page) -> int:
    """Walks by keyboard over all that can be reached; each is met once, in view, not covered and marked. How many."""
    page.wait_for_function(COMPLETE)
    wanted: int = page.evaluate(REACHABLE)
    assert wanted >= 2
    page.evaluate(TELL)
    for _ in range(wanted + 1):
        page.keyboard.press("Tab")
    told: list[dict[str, Any] | None] = page.evaluate("window.told")
    assert len(told) == wanted + 1
    for number, focused in enumerate(told[1:]):
        assert focused, f"{page.url}: the keyboard is lost after {number} of {wanted}"
        faults = [name for name in ("isSeen", "isFree", "hasMark") if not focused[name]]
        assert (focused["number"], faults) == (number, []), f"{page.url}: {focused}"
    last = page.evaluate(FOCUSED)
    assert last is None or last["number"] == 0, f"{page.url}: the keyboard finds no way out"
    return wanted
