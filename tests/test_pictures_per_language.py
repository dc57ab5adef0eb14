"""A picture with words in it: each language shows its own, and what a hidden language shows is nowhere."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from tests.site_from import Page, Site, make_site

from cagsite.drawing import CUT, HEIGHT, WIDTH

COLOURS = {"sv": (200, 30, 30), "en": (30, 160, 30), "kk": (30, 30, 200)}
EXHIBITION = """\
format: 1
title:
  sv: Utställningen
summary:
  sv: En liten utställning.
languages:
  - code: sv
  - code: en
    fallback:
      - sv
  - code: kk
    fallback:
      - en
timezone: Europe/Stockholm
base_address: https://example.org/
"""
FACTS = """\
photos:
  - id: map
    type: illustration
    file:
{files}    credit: Someone
    licence: CC BY 4.0
    consent:
      status: not_needed
      reason: drawn
"""


def flat(colour: tuple[int, int, int]) -> bytes:
    with io.BytesIO() as file:
        Image.new("RGB", (600, 400), colour).save(file, "PNG")
        return file.getvalue()


def facts(*languages: str) -> str:
    return FACTS.format(files="".join(f"      {tag}: map.{tag}.png\n" for tag in languages))


def words(tag: str, status: str = "published") -> str:
    return (
        f"---\ntitle: Karta {tag}\nstatus: {status}\nsummary: Om kartan {tag}.\n"
        f"photos:\n  - id: map\n    alt: Kartan {tag}.\n---\nText {tag}.\n"
    )


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A theme whose cover has words in Swedish and in English; Kazakh borrows."""
    found = make_site(tmp_path, {}, exhibition=EXHIBITION)
    found.write(
        {
            "themes/map/panel.yaml": facts("sv", "en"),
            **{f"themes/map/panel.{tag}.md": words(tag) for tag in ("sv", "en")},
            **{f"themes/map/map.{tag}.png": flat(COLOURS[tag]) for tag in ("sv", "en")},
        }
    )
    return found


def shown(site: Site, page: Page, selector: str = ".opening img") -> tuple[str, str]:
    """The language whose picture stands there, by its colour, and the alternative text."""
    image = page.one(selector)
    path = str(image["src"]).lstrip("./")
    with Image.open(io.BytesIO(site.files[path])) as picture:
        colour = picture.convert("RGB").getpixel((10, 10))
    assert isinstance(colour, tuple)
    near = [tag for tag, own in COLOURS.items() if sum(abs(a - b) for a, b in zip(colour, own, strict=True)) < 30]
    assert len(near) == 1
    return near[0], str(image["alt"])


def seen_in(files: dict[str, bytes]) -> set[str]:
    """Languages whose picture is shown by any published one, share cards among them: by the colour in its corner."""
    found = set()
    for path, content in files.items():
        if path.endswith((".jpg", ".webp", ".avif")):
            with Image.open(io.BytesIO(content)) as picture:
                corner = WIDTH - CUT[0] if picture.size == (WIDTH, HEIGHT) else 0
                colour = picture.convert("RGB").getpixel((corner + 10, 10))
            assert isinstance(colour, tuple)
            found |= {tag for tag, own in COLOURS.items() if sum(abs(a - b) for a, b in zip(colour, own)) < 40}
    return found


def test_each_language_shows_its_own_picture(site: Site) -> None:
    """On the page of the panel and on cards of it; whoever borrows the words gets the picture they speak of."""
    built = site.build()
    for tag in ("sv", "en"):
        assert shown(built, built.page(f"/{tag}/themes/map/")) == (tag, f"Kartan {tag}.")
    assert shown(built, built.page("/kk/themes/map/")) == ("en", "Kartan en.")
    own = {tag: built.page(f"/{tag}/themes/map/").one("meta[property='og:image']")["content"] for tag in ("sv", "en")}
    assert own["sv"] != own["en"]
    cards = {tag: built.page(f"/{tag}/themes/").one(".card img")["src"] for tag in ("sv", "en")}
    assert cards["sv"] != cards["en"]
    assert not [problem for problem in built.problems if problem.subject == "map" and problem.code.startswith("pict")]


def test_a_language_without_its_own_shows_the_next(site: Site) -> None:
    """In the order in which it borrows texts, then the source's; a notice says what is missing."""
    site.write(
        {
            "themes/map/panel.yaml": facts("en"),
            "themes/map/panel.kk.md": words("kk"),
            "themes/map/map.sv.png": None,
        }
    )
    built = site.build()
    assert shown(built, built.page("/sv/themes/map/")) == ("en", "Kartan sv.")
    assert shown(built, built.page("/kk/themes/map/")) == ("en", "Kartan kk.")
    told = [
        dict(problem.parameters)["language"] for problem in built.problems if problem.code == "picture-untranslated"
    ]
    assert sorted(told) == ["kk", "sv"]


@pytest.mark.parametrize("status", ["withdrawn", "draft", "embargoed\nembargo_until: 2027-01-01"])
@pytest.mark.parametrize("was_public", [False, True])
def test_the_picture_of_a_hidden_language_is_nowhere(site: Site, status: str, was_public: bool) -> None:
    """Neither published nor kept; the page that borrows shows the picture of the words that it borrows."""
    if was_public:
        before = site.build().files
        assert seen_in(before) == {"sv", "en"}
        site.build()
    site.write({"themes/map/panel.en.md": words("en", status)})
    built = site.build()
    assert shown(built, built.page("/en/themes/map/")) == ("sv", "Kartan sv.")
    assert seen_in(built.files) == {"sv"}
    if was_public:
        gone = {content for path, content in before.items() if path not in built.files and "media/" in path}
        assert gone and not gone & set(built.cached().values())


def test_a_photo_of_hidden_languages_alone_is_absent(site: Site) -> None:
    """Nothing is left that might be shown."""
    site.write({"themes/map/panel.yaml": facts("en"), "themes/map/panel.en.md": words("en", "withdrawn")})
    built = site.build()
    assert built.page("/sv/themes/map/").all(".opening img") == []
    assert seen_in(built.files) == set()


def test_redaction_and_consent_hold_for_every_file(site: Site) -> None:
    """What nobody may see is covered in each of them, and without consent none is shown."""
    redacted = facts("sv", "en") + "    redact:\n      - area: [0, 0, 0.2, 0.2]\n"
    site.write({"themes/map/panel.yaml": redacted})
    assert seen_in(site.build().files) == set()  # the corner that is looked at is covered
    site.write({"themes/map/panel.yaml": facts("sv", "en").replace("not_needed", "withdrawn")})
    assert seen_in(site.build().files) == set()


def test_a_new_picture_for_one_language_makes_that_one_alone(site: Site) -> None:
    """The other language's pictures and pages stay as they are."""
    before = site.build().files
    site.write({"themes/map/map.en.png": flat((90, 90, 10))})
    after = site.build().files
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    assert any(path.startswith("media/") for path in changed)
    assert not any(path.startswith("sv/") for path in changed)
