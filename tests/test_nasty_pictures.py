"""The second exhibition: pictures that know too much, of which output, standby, preview and cache know nothing."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.drawn_pictures import PILLOW_SAYS_OF_ITS_OWN, check_structure, jpeg_segments, opened, saved, textured
from tests.editing import replace_in
from tests.exhibition import built_once
from tests.nasty_pictures import MARK, SITE, by_content, make_nasty, panels, traces
from tests.site_from import TODAY, Site, tree

from cagsite.problems import ContentError
from cagsite.request import Request
from cagsite.run import run
from cagsite.sources import Project, preview_of

PICTURES = {name: content for pictures in panels().values() for name, content in pictures.items()}


def everything(site: Site) -> dict[str, bytes]:
    """Output, standby, caches and the preview."""
    return {**tree(site.project.output), **site.cached(), **tree(site.project.cache.parent)}


def rasters(files: dict[str, bytes]) -> dict[str, Image.Image]:
    """What is a picture by its first bytes, whatever it is called; each once."""
    starts = (b"\xff\xd8", b"\x89PNG", b"GIF8", b"RIFF", b"II*\0", b"MM\0*")
    return {
        names[0]: opened(content)
        for content, names in by_content(files).items()
        if content.startswith(starts) or content[4:8] == b"ftyp"
    }


def magenta(image: Image.Image) -> int:
    """Pixels in the colour of what nobody may see."""
    red, green, blue = np.moveaxis(np.asarray(image.convert("RGB")).astype(int), 2, 0)
    return int(((red > 205) & (green < 80) & (blue > 205)).sum())


def _build(folder: Path) -> None:
    site = make_nasty(folder)
    site.build()
    text = site.path("themes/jpeg/panel.sv.md")
    text.write_text(text.read_text(encoding="utf-8") + "\nEn rad till.\n", encoding="utf-8")
    site.build()  # so that there is a standby, one build behind
    run(Request(project=preview_of(site.project), today=TODAY, drafts=True, is_preview=True))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = built_once(tmp_path_factory, "nasty-pictures", _build) / "project"
    return Site(Project(root=root, output=root / "public", cache=root / ".cagsite" / "build"))


@pytest.mark.parametrize("name", PICTURES)
def test_the_search_finds_what_a_source_tells(name: str) -> None:
    """Packed or not, in every format: otherwise the next tests would prove nothing."""
    if name not in {"blocks.png", "profile.png"} | {n for n in PICTURES if n.startswith("solid")}:
        assert f"{name}: marker" in traces({name: PICTURES[name]})
    assert len(PICTURES[name]) > 500


def test_every_kind_of_trace_is_in_some_source() -> None:
    """Markers, the place as numbers, and the time as text and as numbers."""
    found = {trace.partition(": ")[2] for trace in traces(PICTURES)}

    assert found == {"marker", "place", "time"}


def test_every_picture_is_published(site: Site) -> None:
    """In three formats, upright; what moved stands still, and the author is told."""
    shown = site.page("/sv/teman/jpeg/").all("main img")
    assert len(shown) == len(panels()["jpeg"])
    files = tree(site.project.output)
    media = [name for name in files if name.startswith("media/")]
    for ending in (".avif", ".webp", ".jpg"):
        assert sum(name.endswith(ending) for name in media) >= len(PICTURES)
    turned = str(shown[0].find_parent("picture"))
    assert re.search(r'height="240"', turned), turned


def test_nothing_tells_where_pictures_come_from(site: Site) -> None:
    """Not one byte of output, standby, preview and cache: no marker, no place, no time, packed or not."""
    found = everything(site)

    assert len(found) > 400
    assert traces(found) == []


def test_no_published_file_tells_the_name_of_a_source(site: Site) -> None:
    """Camera names tell the phone and the order; a stem of a word says nothing, and may stand in a text."""
    stems = [stem for stem in (name.rpartition(".")[0] for name in PICTURES) if len(stem) > 7]
    words = tuple(name.encode() for name in PICTURES) + tuple(stem.encode() for stem in stems)
    hidden = tree(site.project.output.with_name(f".{site.project.output.name}.cagsite"))

    assert any(name.startswith("IMG_") for name in stems)
    assert any("/media/" in name for name in hidden)
    assert traces({**tree(site.project.output), **hidden}, words) == []


def test_no_source_is_copied(site: Site) -> None:
    """Not a stretch of its bytes, into any file."""
    parts = tuple(
        content[place : place + 48]
        for content in PICTURES.values()
        for place in range(len(content) // 2, len(content) - 48, 4001)
    )
    tables = saved(textured(64, 64, seed=99), "JPEG")  # every JPEG has these
    distinct = tuple(part for part in parts if len(set(part)) > 24 and part not in tables)
    assert len(distinct) > len(PICTURES)

    assert [name for name, content in everything(site).items() if any(part in content for part in distinct)] == []


def test_published_pictures_hold_what_draws_them(site: Site) -> None:
    """By structure, and as Pillow reads them."""
    renditions = 0
    for name, image in rasters(tree(site.project.output)).items():
        content = (site.project.output / name).read_bytes()
        format = (image.format or "").lower()
        assert not image.getexif(), name
        assert set(image.info) <= PILLOW_SAYS_OF_ITS_OWN[format], name
        assert getattr(image, "n_frames", 1) == 1, name
        if re.fullmatch(r"media/[0-9a-f]{12}-\d+\.\w+", name):
            check_structure(format, content)
            renditions += 1
        elif format == "jpeg":  # a card, or whatever else is made of pictures
            assert set(jpeg_segments(content)) <= {0xE0, 0xDB, 0xC0, 0xC2, 0xC4}, name
            assert content.index(b"\xff\xd9") == len(content) - 2, name
    assert renditions >= 3 * len(PICTURES)


def test_no_pixel_of_what_is_hidden_is_kept(site: Site) -> None:
    """Covered faces, what an eraser took, further frames and pages: their colour is in no picture anywhere."""
    assert magenta(Image.open(io.BytesIO(PICTURES["solid.png"]))) > 3000
    for name, image in rasters(everything(site)).items():
        assert magenta(image) == 0, name


def with_few(site: Site) -> Site:
    """Only what is covered, and one format that is not."""
    for panel in panels().keys() - {"covered", "png"}:
        shutil.rmtree(site.path(f"themes/{panel}"))
        replace_in(site.path("/exhibition.yaml"), f"  - {panel}\n", "")
    return site


def test_a_redaction_purges_what_was_made_before_it(tmp_path: Path) -> None:
    """From output, standby, preview and cache: no file, no note of one, no name, no pixel."""
    site = with_few(make_nasty(tmp_path))
    facts = site.path("themes/covered/panel.yaml")
    redacted = facts.read_text(encoding="utf-8")
    facts.write_text(re.sub(r"    redact:\n(?:      .*\n)+", "", redacted), encoding="utf-8")
    site.build()
    preview = Request(project=preview_of(site.project), today=TODAY, drafts=True, is_preview=True)
    run(preview)
    site.build()
    before = everything(site)
    shows = {name for name, image in rasters(before).items() if magenta(image) > 20}
    assert {name.partition("/")[0] for name in shows} >= {"media"}
    published = {name for name in shows if name.startswith("media/")}
    assert len(published) >= 12

    facts.write_text(redacted, encoding="utf-8")
    site.build()

    after = everything(site)
    old = {before[name] for name in shows}
    assert [name for name, content in after.items() if content in old] == []
    assert [name for name, image in rasters(after).items() if magenta(image)] == []
    assert traces(after, tuple(name.encode() for name in published)) == []
    fresh = with_few(
        make_nasty(tmp_path / "fresh")
    )  # has never seen what is covered, and shows the same of all the rest
    fresh.build()
    held = b"\0".join(everything(fresh).values())
    stretches = tuple(part for content in old if (part := content[len(content) // 2 :][:40]) not in held)
    assert len(old) - len(stretches) < 4  # cards, whose JPEG is the same where the picture is
    assert [name for name, content in after.items() if any(part in content for part in stretches)] == []
    run(preview)
    assert [name for name, image in rasters(everything(site)).items() if magenta(image)] == []


def test_pictures_that_cannot_be_shown_are_named_in_one_run(site: Site, tmp_path: Path) -> None:
    """Truncated, mislabelled, bombs: file, what, how to mend it; the site of before stays as it was."""
    root = tmp_path / "project"
    shutil.copytree(site.project.root, root, symlinks=True)
    site = Site(Project(root=root, output=root / "public", cache=root / ".cagsite" / "build"))
    before = tree(site.project.output)
    broken = {
        "jpeg/DSC01234.jpg": (PICTURES["DSC01234.jpg"][:3000], "picture-damaged"),
        "jpeg/segments.jpg": (b"%PDF-1.7\n" + bytes(200), "picture-pdf"),
        "jpeg/polyglot.jpg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "picture-svg"),
        "png/chunks.png": (saved(textured(60, 40), "PNG")[:-40], "picture-damaged"),
        "png/profile.png": (b"", "picture-empty"),
        "others/scan.tif": (b"%!PS-Adobe-3.0 EPSF-3.0\n", "picture-eps"),
        "others/P3.avif": (b"\0\0\0\x18ftypqt  \0\0\0\0qt  \0\0\0\0", "picture-film"),
    }
    for name, (content, _) in broken.items():
        site.path(f"themes/{name}").write_bytes(content)

    with pytest.raises(ContentError) as caught:
        site.build()

    told = {problem.location.file: problem for problem in caught.value.problems if problem.severity.name == "ERROR"}
    assert {name: problem.code for name, problem in told.items()} == {
        f"content/themes/{name}": code for name, (_, code) in broken.items()
    }
    assert all(problem.hint for problem in told.values())
    assert tree(site.project.output) == before


def test_the_site_names_each_picture_once() -> None:
    """What is drawn is shown, and what is shown is drawn."""
    named = [
        (path.parent.name, name)
        for path in sorted(SITE.rglob("panel.yaml"))
        for name in re.findall(r"^    file: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert sorted(named) == sorted((panel, name) for panel, pictures in panels().items() for name in pictures)
    assert MARK not in "".join(path.read_text(encoding="utf-8") for path in SITE.rglob("*.*"))
