"""Every page opened once on a phone: what is transferred before anybody scrolls, and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize

PHONE: ViewportSize = {"width": 360, "height": 740}
DENSITY = 2


@dataclass
class Visit:
    """One page load in a fresh window; bytes as transferred, head of each answer included."""

    address: str
    kind: str = ""
    bytes: dict[str, int] = field(default_factory=dict)
    """By the browser's type of resource: Document, Stylesheet, Script, Font, Image, …"""
    requests: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    """Third-party and failed requests, messages on the console, cookies and storage."""

    @property
    def frame(self) -> int:
        """Bytes without pictures and fonts."""
        return sum(size for kind, size in self.bytes.items() if kind not in ("Image", "Font"))

    @property
    def first_view(self) -> int:
        """Bytes with pictures, fonts apart."""
        return sum(size for kind, size in self.bytes.items() if kind != "Font")

    @property
    def frame_requests(self) -> int:
        """Requests of the frame, fonts apart."""
        return sum(number for kind, number in self.requests.items() if kind not in ("Image", "Font"))


KIND = "document.querySelector('.weave') ? 'themes' : document.body.dataset.kind"
"""The list of themes is woven, and no list like the others."""
KEPT = """async () => [
  document.cookie,
  localStorage.length,
  sessionStorage.length,
  (await indexedDB.databases()).length,
  (await caches.keys()).length,
].filter(Boolean)"""


def visit_all(browser: Browser, root: str, addresses: Sequence[str]) -> Iterator[Visit]:
    """Visits pages under a root, each in a window of its own."""
    for address in addresses:
        context = browser.new_context(viewport=PHONE, device_scale_factor=DENSITY, is_mobile=True, has_touch=True)
        page = context.new_page()
        found = Visit(address)
        _listen(context.new_cdp_session(page), found, root)
        _hear(page, found)
        page.goto(root + address, wait_until="networkidle")
        found.kind = page.evaluate(KIND) or ""
        found.wrong += [f"kept: {kept}" for kept in page.evaluate(KEPT)]
        context.close()
        yield found


def _hear(page: Page, found: Visit) -> None:
    page.on("console", lambda message: found.wrong.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: found.wrong.append(f"error: {error}"))


def _listen(session: CDPSession, found: Visit, root: str) -> None:
    types: dict[str, str] = {}

    def answered(event: dict[str, Any]) -> None:
        types[event["requestId"]] = event["type"]
        response = event["response"]
        if not response["url"].startswith(root):
            found.wrong.append(f"to {response['url']}")
        if response["status"] >= 400:
            found.wrong.append(f"{response['status']}: {response['url']}")

    def finished(event: dict[str, Any]) -> None:
        kind = types.get(event["requestId"], "Other")
        found.bytes[kind] = found.bytes.get(kind, 0) + int(event["encodedDataLength"])
        found.requests[kind] = found.requests.get(kind, 0) + 1

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    session.on("Network.loadingFailed", lambda event: found.wrong.append(f"failed: {event['errorText']}"))
    session.send("Network.enable")
