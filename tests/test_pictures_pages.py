"""Pictures on pages: which files a page names, what it holds on to where it crops, and where each photo stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.drawn_pictures import corners, saved
from tests.site_from import Site, make_site

PHOTO = """\
  - id: {id}
    file: {id}.png
    focal_point: {focal}
    credit: {id} Larsson
    licence: CC BY 4.0
    consent:
      status: not_needed
      reason: drawn
"""
ORGANISATION = "organisations/adil"
OPENING = "/sv/organisationer/adil/"


def panel(folder: str, facts: str, body: str = "Text.\n", /, **photos: str) -> dict[str, str | bytes]:
    """A panel with photos and the points that must stay in view."""
    words = "".join(f"  - id: {photo}\n    alt: Bild {photo}\n" for photo in photos)
    entries = "".join(PHOTO.format(id=photo, focal=focal) for photo, focal in photos.items())
    return {
        **{f"{folder}/{photo}.png": saved(corners(1200, 800), "PNG") for photo in photos},
        f"{folder}/panel.yaml": f"{facts}photos:\n{entries}",
        f"{folder}/panel.sv.md": f"---\ntitle: Adil\nsummary: Om Adil.\nphotos:\n{words}---\n{body}",
    }


def built(folder: Path, files: dict[str, str | bytes]) -> Site:
    return make_site(folder, files).build()


@pytest.mark.parametrize(
    ("focal", "classes"),
    [
        ("[0.5, 0.5]", []),
        ("[0.54, 0.46]", []),
        ("[0.5, 0.2]", ["fy-2"]),
        ("[0, 1]", ["fx-0", "fy-10"]),
        ("[0.34, 0.68]", ["fx-3", "fy-7"]),
    ],
)
def test_a_focal_point_is_a_class_of_the_theme(focal: str, classes: list[str], tmp_path: Path) -> None:
    """In tenths, because the policy of the pages forbids styles of their own."""
    site = built(tmp_path, panel(ORGANISATION, "country: kazakhstan\n", one=focal))

    assert list(site.page(OPENING).one(".opening img").get("class") or []) == classes
    sheets = b" ".join(content for path, content in site.files.items() if path.endswith(".css")).decode()
    rules = dict(re.findall(r"\.(f[xy]-\d+){(--focus-[xy]:\d+%);}", sheets))
    expected = {f"f{axis}-{n}": f"--focus-{axis}:{10 * n}%" for axis in "xy" for n in range(11) if n != 5}
    assert rules == expected


def test_photos_that_the_text_does_not_place_stand_below_it(tmp_path: Path) -> None:
    """The first at the head, one where the text has it, the others at the end; each once."""
    body = "Före.\n\n::: photo two\n:::\n\nEfter.\n"
    middle = "[0.5, 0.5]"
    site = built(
        tmp_path, panel(ORGANISATION, "country: kazakhstan\n", body, one=middle, two=middle, three=middle, four=middle)
    )

    page = site.page(OPENING)

    assert [str(tag["alt"]) for tag in page.all("main img")] == ["Bild one", "Bild two", "Bild three", "Bild four"]
    text = page.text(".text")
    order = [text.index(word) for word in ("Före", "two Larsson", "Efter", "three Larsson", "four Larsson")]
    assert order == sorted(order)


def test_the_files_of_a_photo_share_a_name(tmp_path: Path) -> None:
    """With the width of each behind it: a page that names many of them packs better."""
    site = built(tmp_path, panel(ORGANISATION, "country: kazakhstan\n", one="[0.5, 0.5]"))

    sources = site.page(OPENING).all(".opening source")
    named = [each.split() for source in sources for each in str(source["srcset"]).split(", ")]
    assert len(named) > 6
    assert len({address.rpartition("-")[0] for address, _ in named}) == 1
    assert all(address.rpartition(".")[0].endswith(f"-{width.removesuffix('w')}") for address, width in named)
