"""How each kind of page looks: a screenshot, and a small picture of it that is kept and compared.

`python -m tests.screens` takes the small pictures anew, after a change that was meant; look at them before they are
committed. The screenshots themselves are left in build/screens, which CI keeps.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageStat
from playwright.sync_api import Browser
from tests.chrome import running_chrome
from tests.exhibition import ROOT, BuiltSite, exhibition_in
from tests.static_host import hosted
from tests.visiting import COMPLETE, DESK, PHONE

KEPT = ROOT / "tests/screens"
SHOTS = ROOT / "build/screens"
KINDS = sorted(path.stem for path in (ROOT / "templates/pages").glob("*.html") if path.stem not in ("panel", "chooser"))
SCALE = 8
"""A small picture has an eighth of a page's width and height: it shows composition and colour, and no letters, which
every build of a browser draws a little otherwise."""
TALLEST = 4800
"""Pixels from the top of a page that are compared; what follows repeats what is there."""
MOST = 3.0
"""Difference that passes, as the mean over the picture after a blur, of 255. `tests/test_screens.py` holds it against
changes that must not pass."""
READY = """async () => {
  for (const image of document.images) image.loading = 'eager';
  await document.fonts.ready;
  for (const image of document.images) await image.decode().catch(() => 0);
}"""


@dataclass(frozen=True)
class Look:
    """One kind of page as one visitor sees it."""

    kind: str
    language: str
    size: tuple[int, int]
    scheme: str

    def __str__(self) -> str:
        return f"{self.kind}-{self.language}-{'phone' if self.size == PHONE else 'desk'}-{self.scheme}"

    @property
    def kept(self) -> Path:
        return KEPT / f"{self}.webp"


LOOKS = [
    Look(kind, *seen)
    for kind in KINDS
    for seen in (
        ("sv", PHONE, "light"),
        ("sv", DESK, "dark"),
        ("en", PHONE, "dark"),
        ("en", DESK, "light"),
    )
]
"""Each kind in both languages, narrow and wide, by day and by night."""


def address(site: BuiltSite, look: Look) -> str:
    """The first page of the kind, so that new texts further on change nothing here."""
    return min(page.address for page in site.pages if (page.kind, page.lang) == (look.kind, look.language))


def screenshot(browser: Browser, root: str, place: str, look: Look, *, style: str = "") -> Image.Image:
    """The page from its top, with all its pictures; a `style` changes it before."""
    width, height = look.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if look.scheme == "dark" else "light",
        reduced_motion="reduce",
        bypass_csp=bool(style),
    )
    page = context.new_page()
    page.goto(root + place)
    if style:
        page.add_style_tag(content=style)
    page.evaluate(READY)
    page.wait_for_function(COMPLETE)
    whole = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    content = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": whole})
    context.close()
    return Image.open(io.BytesIO(content)).convert("RGB")


def small(shot: Image.Image) -> Image.Image:
    """What is kept of a screenshot."""
    return shot.resize((shot.width // SCALE, max(1, shot.height // SCALE)), Image.Resampling.BOX)


def difference(kept: Image.Image, now: Image.Image) -> float:
    """From 0 to 255: the mean over the page; what only one of the two has differs as white from black."""
    size = max(kept.width, now.width), max(kept.height, now.height)
    blurred = []
    for picture, ground in ((kept, "white"), (now, "black")):
        canvas = Image.new("RGB", size, ground)
        canvas.paste(picture)
        blurred.append(canvas.filter(ImageFilter.GaussianBlur(2)))
    means = ImageStat.Stat(ImageChops.difference(*blurred)).mean
    return sum(means) / len(means)


def shots(browser: Browser, site: BuiltSite, looks: list[Look]) -> Iterator[tuple[Look, Image.Image]]:
    """Each look's screenshot; it is left in `build/screens` too."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    with hosted(site.folder) as root:
        for look in looks:
            shot = screenshot(browser, root, address(site, look), look)
            shot.save(SHOTS / f"{look}.png")
            yield look, shot


def main() -> int:
    """Writes every small picture whose page looks otherwise than kept."""
    KEPT.mkdir(exist_ok=True)
    for path in KEPT.glob("*.webp"):
        if path not in {look.kept for look in LOOKS}:
            path.unlink()
    with tempfile.TemporaryDirectory() as folder, running_chrome() as browser:
        site = exhibition_in(Path(folder))
        for look, shot in shots(browser, site, LOOKS):
            now = small(shot)
            if look.kept.exists():
                with Image.open(look.kept) as kept:
                    if difference(kept.convert("RGB"), now) < 1:
                        continue
            now.save(look.kept, quality=80, method=6)
            print(look)
    return 0


if __name__ == "__main__":
    sys.exit(main())
