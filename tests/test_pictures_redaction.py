"""What is covered is gone: from every rendition, crop and colour, whatever the file and however it was held."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageFilter
from tests.drawn_pictures import LOSSLESS, SOURCE_FORMATS, opened, oriented, saved, textured, tiff_of

from cagsite.pictures import (
    Picture,
    PictureError,
    Recipe,
    Redaction,
    crop,
    make_renditions,
    open_for_publishing,
    placeholder_colour,
)
from cagsite.pictures.geometry import Area, Box, block_edges, covered_box, joined

FACE: Area = (0.31, 0.27, 0.23, 0.29)
SIZE = (240, 160)
MAGENTA = (255, 0, 255)
RECIPE = Recipe(widths=(60, 120, 240))


def box_of(area: Area, margin: int = 0) -> Box:
    """The pixels of an area in the pictures of this page."""
    return covered_box(area, SIZE, margin)


def with_inside(image: Image.Image, inside: Image.Image, area: Area = FACE) -> Image.Image:
    """The same picture with other pixels in an area."""
    changed = image.copy()
    box = box_of(area)
    changed.paste(inside.crop(box), box)
    return changed


def everything(picture: Picture) -> list[Any]:
    """All that is ever made of a picture."""
    card = crop(picture, (120, 63), (0.4, 0.4))
    made = [*make_renditions(picture, RECIPE), *make_renditions(card, Recipe(widths=(120,)))]
    return [placeholder_colour(picture), placeholder_colour(card), *(each.content for each in made)]


def published(image: Image.Image, format: str, *redactions: Redaction, **options: Any) -> list[Any]:
    """All that is made of a picture that arrives in a format."""
    return everything(open_for_publishing(saved(image, format, **options), name="photo", redactions=redactions))


@pytest.mark.parametrize("format", LOSSLESS)
def test_what_lies_under_a_solid_area_changes_no_byte(format: str) -> None:
    """Of anything that is made."""
    image = textured(*SIZE)
    faces = (image, with_inside(image, textured(*SIZE, seed=7)), with_inside(image, Image.new("RGB", SIZE, MAGENTA)))
    options = LOSSLESS[format]

    results = [published(face, format, Redaction(area=FACE), **options) for face in faces]

    assert results[0] == results[1] == results[2]
    assert published(faces[0], format, **options) != published(faces[1], format, **options)


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
@pytest.mark.parametrize("corner", [(0.1, 0.1), (0.315, 0.277), (0.402, 0.513)])
def test_not_even_what_jpeg_smears_of_it(corner: tuple[float, float], subsampling: str, progressive: bool) -> None:
    """A changed pixel reaches to the end of its block, 16 pixels wide; the margin reaches further."""
    area = (*corner, 0.2, 0.2)
    image = textured(*SIZE)
    faces = (image, with_inside(image, Image.new("RGB", SIZE, MAGENTA), area))
    options = {"quality": 60, "subsampling": subsampling, "progressive": progressive}

    results = [published(face, "JPEG", Redaction(area=area), **options) for face in faces]

    assert results[0] == results[1]


def test_jpeg_in_tiff_smears_as_much() -> None:
    """The same blocks in another file."""
    image = textured(*SIZE)
    faces = (image, with_inside(image, Image.new("RGB", SIZE, MAGENTA)))

    pictures = [
        open_for_publishing(
            tiff_of(saved(face, "JPEG", subsampling="4:2:0"), *SIZE), name="scan", redactions=[Redaction(area=FACE)]
        )
        for face in faces
    ]

    assert everything(pictures[0]) == everything(pictures[1])


def test_transparency_under_an_area_changes_no_byte() -> None:
    """A cut-out silhouette is a silhouette."""
    results = []
    for hole in ((100, 60, 101, 61), (80, 50, 120, 85)):
        image = textured(*SIZE).convert("RGBA")
        image.paste((0, 0, 0, 0), hole)
        results.append(published(image, "PNG", Redaction(area=FACE)))

    assert results[0] == results[1]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", LOSSLESS)
def test_areas_are_measured_on_the_upright_picture(format: str, orientation: int) -> None:
    """The same pixels are covered however the camera was held, and no others."""
    image = textured(*SIZE)
    data = oriented(image, format, orientation, **LOSSLESS[format])

    picture = open_for_publishing(data, name="photo", redactions=[Redaction(area=FACE)])

    expected = image.copy()
    expected.paste("black", box_of(FACE, margin=8))
    assert ImageChops.difference(picture.image, expected).getbbox() is None


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("style", ["solid", "blocks"])
@pytest.mark.parametrize("format", SOURCE_FORMATS)
def test_no_rendition_shows_a_marked_face(format: str, style: Any, orientation: int) -> None:
    """A face of stripes in a colour that is nowhere else: not one pixel of it is left."""
    image = Image.new("RGB", SIZE, (90, 110, 90))
    stripes = image.copy()
    for x in range(0, SIZE[0], 8):
        stripes.paste(MAGENTA, (x, 0, x + 2, SIZE[1]))
    data = oriented(with_inside(image, stripes), format, orientation)

    def marked(picture: Picture) -> list[int]:
        shown = [opened(each.content).convert("RGB") for each in make_renditions(picture, RECIPE)]
        return [sum(r - g > 90 and b - g > 90 for r, g, b in each.get_flattened_data()) for each in shown]  # type: ignore[misc]

    # what makes the test worth something: without redaction the face is there
    assert max(marked(open_for_publishing(data, name="photo"))) > 100
    redacted = open_for_publishing(data, name="photo", redactions=[Redaction(area=FACE, style=style)])
    assert max(marked(redacted)) == 0


@pytest.mark.parametrize("style", ["solid", "blocks"])
@pytest.mark.parametrize("format", ["JPEG", *LOSSLESS])
def test_areas_are_covered_before_anything_is_made_smaller(format: str, style: Any) -> None:
    """Decoding or averaging to a quarter first would mix the area into its surroundings."""
    image = textured(960, 640)
    box = covered_box(FACE, image.size, 0)
    swapped = image.copy()
    part = image.crop(box)
    swapped.paste(Image.new("RGB", part.size, MAGENTA) if style == "solid" else part, box)
    options = LOSSLESS.get(format, {"quality": 95})

    small, other = (
        open_for_publishing(
            saved(face, format, **options), name="photo", width=100, redactions=[Redaction(area=FACE, style=style)]
        )
        for face in (image, swapped)
    )

    assert small.source_size == (960, 640)
    assert small.image.width == 240
    assert small.image.tobytes() == other.image.tobytes()
    left, top, right, bottom = covered_box(FACE, small.image.size, 0)
    inside = small.image.crop((left + 1, top + 1, right - 1, bottom - 1))
    assert len(inside.getcolors(10_000) or ()) <= (1 if style == "solid" else 36 + 2 * 6 * (right - left))


PIXELS: Box = (74, 43, 56, 47)
"""About where FACE is."""


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("style", ["solid", "blocks"])
def test_areas_in_pixels_are_those_of_the_upright_picture(style: Any, orientation: int) -> None:
    """Exactly these, and the margin; the same as in parts of the picture, and however the camera was held."""
    image = textured(*SIZE)
    data = oriented(image, "PNG", orientation)
    x, y, width, height = PIXELS
    across, down = SIZE
    parts = ((x + 0.01) / across, (y + 0.01) / down, (width - 0.02) / across, (height - 0.02) / down)

    by_pixels, by_parts = (
        open_for_publishing(data, name="photo", redactions=[redaction]).image
        for redaction in (
            Redaction(area=PIXELS, style=style, is_in_pixels=True),
            Redaction(area=parts, style=style),
        )
    )

    assert by_pixels.tobytes() == by_parts.tobytes()
    box = (x - 8, y - 8, x + width + 8, y + height + 8)
    expected = image.copy()
    expected.paste(by_pixels.crop(box), box)
    assert expected.tobytes() == by_pixels.tobytes()
    assert len(by_pixels.crop(box).getcolors() or ()) <= (1 if style == "solid" else 36)


@pytest.mark.parametrize(
    "area", [(200, 10, 41, 10), (10, 150, 10, 11), (-1, 0, 5, 5), (240, 160, 1, 1), (0, 0, 0, 5), (0.1, 0.1, 0, 0.2)]
)
def test_pixels_outside_the_picture_are_errors(area: Area) -> None:
    """Measured on the upright picture, whose size the message tells."""
    data = oriented(textured(*SIZE), "PNG", 6)

    with pytest.raises(PictureError) as caught:
        open_for_publishing(data, name="face.png", redactions=[Redaction(area=area, is_in_pixels=True)])

    assert caught.value.code == "redaction-outside-picture"
    assert "240 × 160 pixels" in caught.value.hint.format(**caught.value.parameters)
    held = Redaction(area=(0, 0, 240, 160), is_in_pixels=True)
    assert open_for_publishing(data, name="face.png", redactions=[held]).image.getextrema() == ((0, 0),) * 3


@st.composite
def recipes(draw: st.DrawFn) -> tuple[tuple[int, int], list[Redaction]]:
    """A size, and areas that lie inside it."""
    size = draw(st.integers(24, 130)), draw(st.integers(24, 130))
    found = []
    for _ in range(draw(st.integers(1, 3))):
        left, right = sorted(draw(st.lists(st.integers(0, size[0]), min_size=2, max_size=2, unique=True)))
        top, bottom = sorted(draw(st.lists(st.integers(0, size[1]), min_size=2, max_size=2, unique=True)))
        area: Area = (left, top, right - left, bottom - top)
        is_in_pixels = draw(st.booleans())
        if not is_in_pixels:
            area = (area[0] / size[0], area[1] / size[1], area[2] / size[0], area[3] / size[1])
        style: Any = draw(st.sampled_from(["solid", "blocks"]))
        found.append(Redaction(area=area, style=style, is_in_pixels=is_in_pixels))
    return size, found


@settings(deadline=None, database=None)
@given(recipes(), st.sampled_from(range(1, 9)), st.sampled_from(["PNG", "TIFF", "WEBP"]), st.integers(0, 2**30))
def test_any_recipe_keeps_its_promise(
    recipe: tuple[tuple[int, int], list[Redaction]], orientation: int, format: str, seed: int
) -> None:
    """Whatever lies under solid areas, and however pixels lie in the blocks, not one published byte tells of it."""
    size, redactions = recipe
    image = textured(*size, seed=seed + 1)
    changed = image.copy()
    covered = {style: [_box(each, size) for each in redactions if each.style == style] for style in ("solid", "blocks")}
    for box in joined(covered["blocks"]):
        solid_inside = any(_meet(box, other) for other in covered["solid"])
        if not solid_inside:
            changed = shuffled(changed, _cut(box), seed)
    for box in covered["solid"]:
        changed.paste(textured(*size, seed=seed + 2).crop(box), box)
    options = LOSSLESS[format]

    results = [
        open_for_publishing(oriented(face, format, orientation, **options), name="photo", redactions=redactions)
        for face in (image, changed)
    ]

    assert results[0].image.tobytes() == results[1].image.tobytes()
    small = Recipe(widths=(20, 40))
    made = [[each.content for each in make_renditions(result, small)] for result in results]
    assert made[0] == made[1]
    assert placeholder_colour(results[0]) == placeholder_colour(results[1])
    for box in joined([*covered["solid"], *covered["blocks"]]):
        assert len(results[0].image.crop(box).getcolors(1 << 16) or ()) < max(40, (box[2] - box[0]) * (box[3] - box[1]))


def _box(redaction: Redaction, size: tuple[int, int]) -> Box:
    return covered_box(redaction.area, size, 8, whole=redaction.whole(size))


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _cut(box: Box) -> list[Box]:
    return [
        (x0, y0, x1, y1)
        for y0, y1 in pairwise(block_edges(box[1], box[3]))
        for x0, x1 in pairwise(block_edges(box[0], box[2]))
    ]


def shuffled(image: Image.Image, blocks: list[Box], seed: int) -> Image.Image:
    """The same pixels in each block, in another order."""
    result = image.copy()
    for box in blocks:
        block = image.crop(box)
        pixels: list[Any] = list(block.get_flattened_data())
        random.Random(seed).shuffle(pixels)
        block.putdata(pixels)
        result.paste(block, box)
    return result


def blocks_of(area: Area) -> list[Box]:
    """The blocks that an area becomes."""
    return _cut(box_of(area, margin=8))


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_of_blocks_only_the_means_matter(mode: str) -> None:
    """Shuffled pixels within each block change no byte."""
    image = textured(*SIZE).convert(mode)
    if mode == "RGBA":
        image.putalpha(textured(*SIZE, seed=5).convert("L"))
    redaction = Redaction(area=FACE, style="blocks")

    results = [published(shuffled(image, blocks_of(FACE), seed), "PNG", redaction) for seed in (1, 2)]

    assert results[0] == results[1]
    assert results[0] != published(image.transpose(Image.Transpose.ROTATE_180), "PNG", redaction)


def test_blocks_are_even_and_few() -> None:
    """At most six to a side, each of one colour, and that is the mean of what lay there."""
    image = textured(*SIZE)

    shown = open_for_publishing(
        saved(image, "PNG"), name="photo", redactions=[Redaction(area=FACE, style="blocks")]
    ).image

    blocks = blocks_of(FACE)
    assert len(blocks) <= 36
    for box in blocks:
        (count, colour), *others = shown.crop(box).getcolors()  # type: ignore[misc]
        assert not others
        pixels: list[Any] = list(image.crop(box).get_flattened_data())
        assert all(abs(sum(p[c] for p in pixels) / count - colour[c]) <= 0.5 for c in range(3))  # type: ignore[index]
    untouched = image.copy()
    box = box_of(FACE, margin=8)
    untouched.paste(shown.crop(box), box)
    assert untouched.tobytes() == shown.tobytes()


def test_blocks_count_colours_as_they_show() -> None:
    """Half transparent, half red is a faint red, not a dark one."""
    image = Image.new("RGBA", SIZE, (200, 0, 0, 255))
    for y in range(0, SIZE[1], 2):
        image.paste((0, 0, 0, 0), (0, y, SIZE[0], y + 1))
    redaction = Redaction(area=(0, 0, 1, 1), style="blocks")

    shown = open_for_publishing(saved(image, "PNG"), name="drawing", redactions=[redaction]).image

    red, green, blue, alpha = shown.getpixel((120, 80))  # type: ignore[misc]
    assert (green, blue) == (0, 0)
    assert abs(red - 200) < 8
    assert 110 < alpha < 146


def test_overlapping_blocks_are_averaged_once() -> None:
    """Two grids over the same face would give more means than one may."""
    image = textured(*SIZE)
    areas = ((0.2, 0.2, 0.3, 0.3), (0.35, 0.35, 0.3, 0.3))
    hull = (0.2, 0.2, 0.45, 0.45)

    shown = open_for_publishing(
        saved(image, "PNG"), name="photo", redactions=[Redaction(area=area, style="blocks") for area in areas]
    ).image

    assert len(shown.crop(box_of(hull, margin=8)).getcolors() or ()) <= 36


def test_solid_areas_win_over_blocks() -> None:
    """What lies under the solid one does not even count in the means around it."""
    image = textured(*SIZE)
    around = Redaction(area=(0.2, 0.2, 0.5, 0.5), style="blocks")
    faces = (image, with_inside(image, Image.new("RGB", SIZE, MAGENTA)))

    for order in ([around, Redaction(area=FACE)], [Redaction(area=FACE), around]):
        results = [published(face, "PNG", *order) for face in faces]
        assert results[0] == results[1]
        shown = open_for_publishing(saved(image, "PNG"), name="photo", redactions=order).image
        assert shown.crop(box_of(FACE, margin=8)).getextrema() == ((0, 0), (0, 0), (0, 0))


def test_blurring_cannot_be_undone_by_looking_at_another_crop() -> None:
    """Every crop takes the covered pixels, so two crops tell no more than one."""
    image = textured(*SIZE)
    redactions = [Redaction(area=FACE, style="blocks")]
    one = open_for_publishing(saved(image, "PNG"), name="photo", redactions=redactions)
    other = open_for_publishing(saved(shuffled(image, blocks_of(FACE), 3), "PNG"), name="photo", redactions=redactions)

    for focal_point in ((0.0, 0.0), (0.35, 0.4), (1.0, 1.0)):
        pair = [crop(picture, (90, 160), focal_point).image.tobytes() for picture in (one, other)]
        assert pair[0] == pair[1]


@pytest.mark.parametrize(
    "area",
    [(-0.1, 0, 0.5, 0.5), (0.6, 0.1, 0.5, 0.5), (0, 0.9, 0.1, 0.2), (0, 0, 0, 0.5), (0.1, 0.1, float("nan"), 0.1)],
)
@pytest.mark.parametrize("style", ["solid", "blocks"])
def test_areas_outside_the_picture_are_errors(style: Any, area: Area) -> None:
    """A slip of the pen must not publish a face."""
    redactions = [Redaction(area=FACE), Redaction(area=area, style=style)]

    with pytest.raises(PictureError) as caught:
        open_for_publishing(saved(textured(*SIZE), "PNG"), name="face.png", redactions=redactions)

    assert caught.value.code == "redaction-outside-picture"
    assert str(caught.value) == "area 2 to redact does not lie inside face.png"


@pytest.mark.parametrize("size", [(1, 1), (3, 50), (17, 9)])
@pytest.mark.parametrize("style", ["solid", "blocks"])
def test_tiny_pictures_are_covered_too(size: tuple[int, int], style: Any) -> None:
    """A whole picture as one area leaves nothing of it but means."""
    image = textured(*size).filter(ImageFilter.GaussianBlur(1))
    redaction = Redaction(area=(0, 0, 1, 1), style=style)

    shown = open_for_publishing(saved(image, "PNG"), name="photo", redactions=[redaction]).image

    assert shown.size == size
    assert len(shown.getcolors() or ()) <= (1 if style == "solid" else 36)
