"""Whatever the window and its pixels, a browser fetches a picture that is sharp enough, and not much more than that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from PIL import Image
from playwright.sync_api import Browser, ViewportSize
from tests.drawn_pictures import saved, textured
from tests.exhibition import ROOT, BuiltSite, built_once
from tests.site_from import EXHIBITION, make_site
from tests.static_host import hosted

pytestmark = pytest.mark.browser

Windows = tuple[tuple[int, int], ...]
PHONE, TABLET, LAPTOP, DESK = WINDOWS = ((360, 740), (768, 1024), (1280, 800), (1920, 1080))
SCREENS = [
    pytest.param((LAPTOP, DESK), 1, id="laptop-and-desk"),
    pytest.param((PHONE, TABLET), 2, id="phone-and-tablet"),
    *(pytest.param(WINDOWS, density, marks=pytest.mark.long, id=f"all-{density}") for density in (1, 2, 3)),
]
"""What people have, in every run; all windows at all densities in the long form."""
MOST, LEAST = 1.5, 0.66
USES: dict[str, str] = dict(
    re.findall(r'^  "([a-z]+)": \("([^"]+)"', (ROOT / "templates/parts/picture.html").read_text("utf-8"), re.MULTILINE)
)
"""`sizes` of each use, as the theme has them."""
SHOWN = """async () => {
  for (const image of document.images) image.loading = 'eager';
  for (let tries = 0; tries < 200; tries++) {
    if ([...document.images].every(image => image.currentSrc && image.complete)) break;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  return [...document.images].map(image => ({
    box: [image.getBoundingClientRect().width, image.getBoundingClientRect().height],
    natural: [image.naturalWidth, image.naturalHeight],
    address: image.currentSrc,
    widths: [...image.closest('picture').querySelectorAll('source')].map(source => source.srcset)[0],
    sizes: image.closest('picture').querySelector('source').sizes,
  }));
}"""
PHOTO = """\
  - id: {id}
    file: {id}.png
    focal_point: [{x}, {y}]
    credit: Someone
    licence: CC BY 4.0
    consent:
      status: not_needed
      reason: drawn
"""
ROOMS = """\
rooms:
  - adil
  - kazakhstan
  - report
"""
COUNTRIES = {"kazakhstan": "KZ", "kyrgyzstan": "KG", "tajikistan": "TJ", "turkmenistan": "TM", "uzbekistan": "UZ"}


def panel(folder: str, facts: str, *photos: str) -> dict[str, str | bytes]:
    """A panel with pictures, each held at another point."""
    points = {"one": (0.5, 0.5), "two": (0.1, 0.9), "three": (0.8, 0.3)}
    words = "".join(f"  - id: {photo}\n    alt: Bild {photo}\n" for photo in photos)
    text = f"---\ntitle: {folder.title()}\nsummary: Om {folder}.\nphotos:\n{words}---\nText.\n\n::: photo two\n:::\n"
    photos_yaml = "".join(PHOTO.format(id=photo, x=points[photo][0], y=points[photo][1]) for photo in photos)
    files: dict[str, str | bytes] = {f"{folder}/{photo}.png": picture(f"{folder} {photo}") for photo in photos}
    text = text if "two" in photos else text.partition("\n:::")[0]
    return {**files, f"{folder}/panel.yaml": f"{facts}photos:\n{photos_yaml}", f"{folder}/panel.sv.md": text}


def picture(name: str) -> bytes:
    """As large as the largest file that is made, and like no other: a browser takes what it has already."""
    return saved(textured(480, 320, seed=crc32(name.encode())).resize((1920, 1280)), "PNG", compress_level=1)


def _build_wall(folder: Path) -> None:
    """A site in which every use of a picture has one, also those that the exhibition does not need at present."""
    files = panel("organisations/adil", "country: kazakhstan\n", "one", "two", "three")
    for name, code in COUNTRIES.items():
        files |= panel(f"countries/{name}", f"territory: {code}\n", "two")
    files |= panel("regions/central-asia", "countries:\n" + "".join(f"  - {name}\n" for name in COUNTRIES), "one")
    files |= panel("documents/report", "type: report\ndate: 2011\ncountry: kazakhstan\n", "three")
    for name in ("about", "cag", "rba", "support"):
        files |= panel(f"pages/{name}", "role: about\n" if name == "about" else "", "one")
    files["countries/kazakhstan/panel.en.md"] = files["countries/kazakhstan/panel.sv.md"]
    make_site(folder, files, exhibition=EXHIBITION + ROOMS).build()


@dataclass(frozen=True)
class Shown:
    """A picture as it stands on a page."""

    use: str
    file: int
    """Width of the file that the browser chose."""
    needed: float
    """Width that fills every device pixel that the picture covers, what the layout crops included."""
    widest: bool
    """True where there was no wider file to choose."""


@pytest.fixture(scope="module")
def wall(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    folder = built_once(tmp_path_factory, "picture-wall", _build_wall) / "project/public"
    return BuiltSite(name="wall", folder=folder, base="https://example.org/")


def shown(
    site: BuiltSite, addresses: list[str], browser: Browser, windows: Windows, density: int
) -> Iterator[tuple[str, Shown]]:
    """Every picture of these pages at these windows; each time a new visitor, because a browser shows what it has."""
    by_sizes = {sizes: use for use, sizes in USES.items()}
    with hosted(site.folder) as root:
        for address, (width, height) in product(addresses, windows):
            size = ViewportSize(width=width, height=height)
            context = browser.new_context(viewport=size, device_scale_factor=density)
            page = context.new_page()
            page.goto(root + address)
            for found in page.evaluate(SHOWN):
                at = f"/{address} at {width} px, {density}×: {found['sizes']}"
                yield at, _shown(site.folder / found["address"].removeprefix(root), found, by_sizes, density)
            page.goto("about:blank")  # what is still on its way is given up in good order
            context.close()


def _shown(file: Path, found: Any, by_sizes: dict[str, str], density: int) -> Shown:
    with Image.open(file) as image:
        size = image.size
    assert abs(found["natural"][0] / found["natural"][1] - size[0] / size[1]) < 0.02
    width, height = found["box"]
    assert width > 0
    assert height > 0
    offered = [int(each.rpartition(" ")[2].removesuffix("w")) for each in found["widths"].split(", ")]
    assert size[0] in offered
    needed = max(width, height * size[0] / size[1]) * density
    return Shown(by_sizes[found["sizes"]], size[0], needed, size[0] == max(offered))


def check(site: BuiltSite, addresses: list[str], browser: Browser, windows: Windows, density: int) -> set[str]:
    """Fails where a picture is too large or too small; returns the uses that were met."""
    wrong, uses = [], set()
    for at, picture in shown(site, addresses, browser, windows, density):
        uses.add(picture.use)
        if picture.file > picture.needed * MOST:
            wrong.append(f"{at}: {picture.file} of {picture.needed:.0f}, too large")
        if picture.file < picture.needed * LEAST and not picture.widest:
            wrong.append(f"{at}: {picture.file} of {picture.needed:.0f}, too small")
    assert wrong == []
    return uses


@pytest.mark.parametrize(("windows", "density"), SCREENS)
def test_the_exhibition_fetches_pictures_of_the_right_size(
    windows: Windows, density: int, exhibition: BuiltSite, browser: Browser
) -> None:
    """The page with most pictures of each kind, at four windows: at most 1.5 times the pixels that it shows."""
    richest: dict[str, tuple[int, str]] = {}
    for page in exhibition.pages:
        number = len(page.all("img"))
        if number and page.lang == "sv":
            richest[page.kind] = max(richest.get(page.kind, (0, "")), (number, page.address))

    uses = check(exhibition, sorted(address for _, address in richest.values()), browser, windows, density)

    assert {"home", "country", "organisation", "region", "index", "theme", "document"} <= set(richest)
    assert {"cover", "entrance", "card", "patch", "row"} <= uses


@pytest.mark.parametrize(("windows", "density"), SCREENS)
def test_every_use_of_a_picture_has_its_size(windows: Windows, density: int, wall: BuiltSite, browser: Browser) -> None:
    """Those too that the exhibition has no example of."""
    pages = [
        "sv/",
        "sv/organisationer/adil/",
        "sv/regions/central-asia/",
        "sv/organisationer/",
        "sv/lander/kazakhstan/",
    ]

    assert check(wall, pages, browser, windows, density) == set(USES)


POSITIONS = """() => [...document.images].map(image => [
  getComputedStyle(image).objectPosition, image.currentSrc || image.src, image.closest('a, div, figure').className,
])"""


def test_crops_of_the_layout_keep_the_focal_point(wall: BuiltSite, browser: Browser) -> None:
    """Where the style sheet crops, it holds on to the point that the photo names."""
    with hosted(wall.folder) as root:
        page = browser.new_page()
        page.goto(root + "sv/")
        positions = {
            position for position, _, where in page.evaluate(POSITIONS) if where in ("card-cut", "")
        }  # cards, and patches of the walk
        page.close()

    assert {"10% 90%", "80% 30%", "50% 50%"} <= positions
