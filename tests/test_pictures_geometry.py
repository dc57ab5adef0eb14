"""Widths, boxes and attributes, by table."""

from __future__ import annotations

from itertools import pairwise

import pytest

from cagsite.pictures.geometry import (
    Area,
    Box,
    Point,
    Size,
    block_edges,
    covered_box,
    crop_box,
    is_inside,
    joined,
    rendition_widths,
    scaled_height,
)


@pytest.mark.parametrize(
    ("size", "wished", "widths"),
    [
        ((4000, 3000), (400, 800, 1600), (400, 800, 1600)),
        ((1600, 1200), (400, 800, 1600), (400, 800, 1600)),
        ((1599, 1200), (400, 800, 1600), (400, 800, 1599)),
        ((1200, 900), (400, 800, 1600), (400, 800, 1200)),
        ((800, 600), (400, 800, 1600), (400, 800)),
        ((399, 300), (400, 800, 1600), (399,)),
        ((1, 1), (400,), (1,)),
        ((2000, 1000), (800, 400, 800), (400, 800)),
        ((1000, 40_000), (400, 800), (400, 409)),
        ((1, 40_000), (400, 800), (1,)),
    ],
)
def test_renditions_are_never_wider_than_the_source(
    size: Size, wished: tuple[int, ...], widths: tuple[int, ...]
) -> None:
    """What the source cannot fill is replaced by the source's own width, and no height bursts WebP."""
    assert rendition_widths(size, wished) == widths


@pytest.mark.parametrize(
    ("size", "width", "height"),
    [((3000, 2000), 400, 267), ((3000, 2000), 3000, 2000), ((2000, 1), 400, 1), ((3, 2), 1, 1), ((1000, 1250), 2, 3)],
)
def test_heights_keep_the_shape(size: Size, width: int, height: int) -> None:
    """Rounded to the nearest pixel, halves up, and never nothing."""
    assert scaled_height(size, width) == height


@pytest.mark.parametrize(
    ("size", "shape", "focal_point", "box"),
    [
        ((400, 300), (4, 3), (0.5, 0.5), (0, 0, 400, 300)),
        ((400, 300), (1, 1), (0.5, 0.5), (50, 0, 350, 300)),
        ((400, 300), (1, 1), (0.0, 0.5), (0, 0, 300, 300)),
        ((400, 300), (1, 1), (1.0, 0.5), (100, 0, 400, 300)),
        ((400, 300), (1, 1), (0.4, 0.9), (10, 0, 310, 300)),
        ((300, 400), (2, 1), (0.5, 0.25), (0, 25, 300, 175)),
        ((300, 400), (1200, 630), (0.5, 1.0), (0, 243, 300, 400)),
        ((1, 1), (1200, 630), (0.5, 0.5), (0, 0, 1, 1)),
        ((5000, 2), (1, 3), (0.5, 0.5), (2500, 0, 2501, 2)),
    ],
)
def test_crops_hold_the_focal_point(size: Size, shape: Size, focal_point: Point, box: Box) -> None:
    """As large as the shape allows, and moved only as far as the edges make it."""
    assert crop_box(size, shape, focal_point) == box


@pytest.mark.parametrize(
    ("area", "inside"),
    [
        ((0, 0, 1, 1), True),
        ((0.7, 0.1, 0.1 + 0.2, 0.9), True),
        ((0.1, 0.2, 0.3, 0.4), True),
        ((-0.01, 0, 0.5, 0.5), False),
        ((0, -0.01, 0.5, 0.5), False),
        ((0.6, 0, 0.5, 0.5), False),
        ((0, 0.6, 0.5, 0.5), False),
        ((0, 0, 0, 0.5), False),
        ((0, 0, 0.5, 0), False),
        ((0.5, 0.5, -0.1, 0.1), False),
        ((float("nan"), 0, 0.5, 0.5), False),
        ((0, 0, float("inf"), 0.5), False),
    ],
)
def test_areas_lie_inside_the_picture(area: Area, inside: bool) -> None:
    """Anything else is a mistake, and a mistake here shows a face."""
    assert is_inside(area) is inside


@pytest.mark.parametrize(
    ("area", "margin", "box"),
    [
        ((0.25, 0.25, 0.5, 0.5), 0, (25, 20, 75, 60)),
        ((0.251, 0.251, 0.5, 0.5), 0, (25, 20, 76, 61)),
        ((0.25, 0.25, 0.5, 0.5), 8, (17, 12, 83, 68)),
        ((0.0, 0.9, 0.1, 0.1), 8, (0, 64, 18, 80)),
        ((0.999, 0.999, 0.0001, 0.0001), 0, (99, 79, 100, 80)),
    ],
)
def test_areas_cover_every_pixel_they_touch(area: Area, margin: int, box: Box) -> None:
    """Rounded outwards, with the margin, as far as the picture goes."""
    assert covered_box(area, (100, 80), margin) == box


@pytest.mark.parametrize(
    ("boxes", "result"),
    [
        ([], ()),
        ([(0, 0, 10, 10), (10, 0, 20, 10)], ((0, 0, 10, 10), (10, 0, 20, 10))),
        ([(0, 0, 10, 10), (9, 9, 20, 20)], ((0, 0, 20, 20),)),
        ([(30, 0, 40, 10), (0, 0, 10, 10), (5, 5, 35, 8)], ((0, 0, 40, 10),)),
        # the hull of the first two reaches the third
        ([(0, 0, 10, 10), (8, 8, 30, 12), (20, 0, 25, 4)], ((0, 0, 30, 12),)),
    ],
)
def test_overlapping_boxes_become_one(boxes: list[Box], result: tuple[Box, ...]) -> None:
    """In any order, and until none overlap."""
    assert joined(boxes) == result
    assert joined(reversed(boxes)) == result


@pytest.mark.parametrize("length", [*range(1, 60), 97, 100, 1001])
def test_no_block_is_shorter_than_a_sixth(length: int) -> None:
    """However badly the side divides, and without a gap."""
    edges = block_edges(7, 7 + length)

    assert (edges[0], edges[-1]) == (7, 7 + length)
    assert all((right - left) * 6 >= length for left, right in pairwise(edges))
