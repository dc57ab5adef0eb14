"""What a phone needs to keep the exhibition among its apps: manifests, icons, and the colours of a browser's frame."""

from __future__ import annotations

import io
import json
import posixpath
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.editing import fill, replace_in
from tests.site_from import EXHIBITION, Page, Site, make_site

from cagsite.drawing import Cut, cut_of, draw_icon, felts_of, grounds_of, turned

ROOT = Path(__file__).resolve().parent.parent
TOUCH = "apple-touch-icon"
DEEP, BRIGHT = (0x3B, 0x34, 0x2F), (0xE7, 0xD9, 0xC4)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(
        tmp_path_factory.mktemp("app"), {}, exhibition=with_short_title("sv: Kort\n  en: Short"), drawn=True
    )
    fill(site)
    return site.build()


def with_short_title(texts: str) -> str:
    return EXHIBITION.replace("summary:", f"short_title:\n  {texts}\nsummary:")


def pixels(image: Image.Image) -> list[tuple[int, ...]]:
    channels = image.convert("RGB").tobytes()
    return list(zip(channels[::3], channels[1::3], channels[2::3], strict=True))


def manifest(site: Site, language: str) -> dict[str, Any]:
    described: dict[str, Any] = json.loads(site.files[f"{language}/app.webmanifest"])
    return described


def icons(site: Site, language: str) -> dict[tuple[str, str], Image.Image]:
    """By size and purpose, found as a browser finds them."""
    found = {}
    for icon in manifest(site, language)["icons"]:
        path = posixpath.normpath(posixpath.join(language, icon["src"]))
        with Image.open(io.BytesIO(site.files[path])) as image:
            assert (image.format, icon["type"]) == ("PNG", "image/png")
            assert "transparency" not in image.info
            found[icon["sizes"], icon["purpose"]] = image.convert("RGB")
    return found


def test_each_language_is_an_app_that_begins_at_its_entrance(built: Site) -> None:
    """By addresses that hold under any path of a host; the other languages belong to it."""
    for language, title, short in (("sv", "Utställningen", "Kort"), ("en", "The exhibition", "Short")):
        described = manifest(built, language)
        assert described.pop("icons")
        assert described == {
            "name": title,
            "short_name": short,
            "description": {"sv": "En liten utställning.", "en": "A small exhibition."}[language],
            "lang": language,
            "dir": "ltr",
            "start_url": "./",
            "scope": "../",
            "display": "minimal-ui",
            "theme_color": {"sv": "#3b342f", "en": "#e7d9c4"}[language],
            "background_color": {"sv": "#3b342f", "en": "#e7d9c4"}[language],
        }


def test_the_title_serves_where_there_is_no_short_one(tmp_path: Path) -> None:
    """And a title that is borrowed keeps its own language and direction."""
    text = EXHIBITION.replace("  - code: en\n", "  - code: ar\n  - code: en\n")
    site = make_site(tmp_path, {}, exhibition=text, drawn=True).build()
    assert manifest(site, "en")["short_name"] == "The exhibition"
    assert (manifest(site, "ar")["name"], manifest(site, "ar")["lang"]) == ("Utställningen", "sv")
    assert manifest(site, "ar")["dir"] == "ltr"
    replace_in(site.path("/exhibition.yaml"), "  en: The exhibition", "  en: The exhibition\n  ar: المعرض")
    assert (manifest(site.build(), "ar")["lang"], manifest(site, "ar")["dir"]) == ("ar", "rtl")


def test_every_page_of_a_language_leads_to_its_manifest(built: Site) -> None:
    """Not the one on which a language is still to be chosen."""
    pages = [path for path in built.files if path.endswith(".html")]
    assert len(pages) > 25
    for path in pages:
        page = Page(built.files[path].decode())
        links = {rel: [str(tag["href"]) for tag in page.all(f'link[rel="{rel}"]')] for rel in ("manifest", TOUCH)}
        if path == "index.html":
            assert links == {"manifest": [], TOUCH: []}
            continue
        start = "/" if path.endswith("404.html") else path  # a page that is shown at any address
        found = {
            rel: posixpath.normpath(posixpath.join(posixpath.dirname(start), *link)) for rel, link in links.items()
        }
        assert found["manifest"].removeprefix("/") == f"{page.lang}/app.webmanifest"
        with Image.open(io.BytesIO(built.files[found[TOUCH].removeprefix("/")])) as icon:
            assert (icon.format, icon.size) == ("PNG", (180, 180))


def test_icons_are_the_cut_in_the_felts_and_each_second_language_has_the_counterpart(built: Site) -> None:
    """What is deep in one is bright in the other, at every point but the soft edge between them."""
    swedish, english = icons(built, "sv"), icons(built, "en")
    assert set(swedish) == set(english) == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    for name, icon in swedish.items():
        assert f"{icon.width}x{icon.height}" == name[0]
        pairs = list(zip(pixels(icon), pixels(english[name]), strict=True))
        exchanged = sum(pair in ((DEEP, BRIGHT), (BRIGHT, DEEP)) for pair in pairs)
        assert exchanged > 0.95 * len(pairs)
        assert 0.35 < sum(first == DEEP for first, _ in pairs) / len(pairs) < 0.65
        assert icon.getpixel((icon.width // 2, 2)) == DEEP  # above the edge, as in the masthead
        assert icon.getpixel((icon.width // 2, icon.height - 3)) == BRIGHT


def test_a_phone_may_cut_an_icon_to_a_circle(built: Site) -> None:
    """Outside the circle that is always seen, there is nothing of the motif, only its edge going on to both sides."""
    icon = icons(built, "sv")["512x512", "maskable"]
    whole = icons(built, "sv")["512x512", "any"]

    def seen(image: Image.Image) -> int:
        """Deep pixels below the middle, outside the circle: what would be cut off of the motif."""
        return sum(
            image.getpixel((x, y)) == DEEP
            for y in range(300, 512, 4)
            for x in range(100, 412, 4)
            if (x - 256) ** 2 + (y - 256) ** 2 > (0.4 * 512) ** 2
        )

    assert seen(whole) > 0
    assert seen(icon) == 0


def test_the_root_has_an_icon_for_those_who_only_look_there(built: Site) -> None:
    """The same mark, small."""
    with Image.open(io.BytesIO(built.files["favicon.ico"])) as icon:
        assert (icon.format, icon.size) == ("ICO", (32, 32))
        assert {DEEP, BRIGHT} <= set(pixels(icon))


def test_a_theme_with_another_ornament_has_no_icons(tmp_path: Path) -> None:
    """Nor empty places where they would be; the icon of browser tabs is a file of its own."""
    ornament = (ROOT / "templates/parts/ornament.html").read_text(encoding="utf-8").replace("cut-", "other-")
    site = make_site(tmp_path, {"/templates/parts/ornament.html": ornament}, drawn=True).build()
    assert manifest(site, "sv")["icons"] == []
    assert "favicon.ico" not in site.files
    assert site.page("/sv/").all(f'link[rel="{TOUCH}"]') == []
    assert len(site.page("/sv/").all('link[rel="icon"]')) == 1


def test_who_wants_no_app_has_none(tmp_path: Path) -> None:
    """By naming the kinds that are wanted."""
    site = make_site(tmp_path, {}, exhibition=EXHIBITION + "outputs:\n  - sitemap\n").build()
    assert not [path for path in site.files if path.endswith((".webmanifest", ".ico", ".png"))]
    assert site.page("/sv/").all(f'link[rel="manifest"], link[rel="{TOUCH}"]') == []
    assert site.page("/sv/").one("meta[name=theme-color]")["content"] == "#3b342f"


def test_a_cut_needs_no_rim() -> None:
    """An icon has the felts' two colours, and steps between them where the edge is soft; nothing else."""
    cut = cut_of((ROOT / "templates/parts/ornament.html").read_text(encoding="utf-8"))
    assert isinstance(cut, Cut)
    felts = turned(felts_of('[data-pair="x"] { --deep: #000000; --bright: #ffffff; }', "", "x"), 1)
    colours = set(pixels(draw_icon(cut, felts, 96)))
    assert {(0, 0, 0), (255, 255, 255)} < colours
    assert all(red == green == blue for red, green, blue in colours)


@pytest.mark.parametrize(
    ("pair", "turn", "found"),
    [
        ("room", 0, ("#204060", "#204060")),
        ("room", 1, ("#ffee00", "#182030")),
        ("room", 3, ("#ffee00", "#182030")),
        ("elsewhere", 0, ("#3b342f", "#3b342f")),
    ],
)
def test_the_frame_of_a_browser_goes_on_with_the_felt(pair: str, turn: int, found: tuple[str, str]) -> None:
    """By night a bright felt is mixed with the night, by as much as the style sheet says."""
    pairs = '[data-pair="room"] { --deep: #204060; --bright: #ffee00; }'
    night = "[data-turn] { --color-ground: color-mix(in srgb, var(--deep) 50%, var(--night)); }"
    assert grounds_of(pairs + night, ":root { --night: #100000; }", pair, turn) == found
