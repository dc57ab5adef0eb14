"""The exhibition as an app, as a browser understands it; and its frame, which goes on with the felt of the page."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.exhibition import BuiltPage, BuiltSite, built_exhibition
from tests.static_host import hosted
from tests.visiting import PHONE, visit

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return built_exhibition(tmp_path_factory)


@pytest.fixture(scope="module")
def place(site: BuiltSite) -> Iterator[str]:
    with hosted(site.folder, "/some/path/") as address:
        yield address


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_browser_understands_the_manifest(language: str, browser: Browser, place: str) -> None:
    """From a page deep inside, under a path that nobody foresaw; every icon is there."""
    deep = {"sv": "sv/organisationer/adil-soz/", "en": "en/organisations/adil-soz/"}[language]
    with visit(browser, place + deep, PHONE) as page:
        session = page.context.new_cdp_session(page)
        answer = session.send("Page.getAppManifest")
        assert answer["errors"] == []
        assert answer["url"] == f"{place}{language}/app.webmanifest"
        understood = answer["manifest"]
        assert understood["startUrl"] == f"{place}{language}/"
        assert understood["scope"] == place
        assert len(json.loads(answer["data"])["short_name"]) <= 12
        icons = [icon["url"] for icon in understood["icons"]]
        assert len(icons) == 3
        sizes = page.evaluate(
            """urls => Promise.all(urls.map(url => {
              const image = new Image();
              image.src = url;
              return image.decode().then(() => image.naturalWidth);
            }))""",
            icons,
        )
        assert sizes == [192, 512, 512]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_frame_has_the_colour_of_the_masthead(scheme: str, browser: Browser, site: BuiltSite, place: str) -> None:
    """In the felts of every room and the common ones, in the cut and in its counterpart."""
    rooms: dict[tuple[str, str], BuiltPage] = {}
    for page in site.pages:
        if page.all(".masthead") and not page.is_not_found:
            rooms.setdefault((str(page.one("body")["data-pair"]), page.lang), page)
    assert len(rooms) >= 8
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    shown = context.new_page()
    for room in rooms.values():
        shown.goto(place + room.address)
        frame, head = shown.evaluate(
            """() => {
              const metas = [...document.querySelectorAll('meta[name=theme-color]')];
              const meta = metas.find(each => !each.media || matchMedia(each.media).matches);
              const channels = colour => {
                const canvas = new OffscreenCanvas(1, 1).getContext('2d');
                canvas.fillStyle = colour;
                canvas.fillRect(0, 0, 1, 1);
                return [...canvas.getImageData(0, 0, 1, 1).data];
              };
              const head = getComputedStyle(document.querySelector('.masthead'));
              return [meta.content, head.backgroundColor].map(channels);
            }"""
        )
        assert max(abs(one - other) for one, other in zip(frame, head, strict=True)) <= 1, room
    context.close()
