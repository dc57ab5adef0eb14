"""The pictures: what they are made of, and that they are always made alike."""

from pathlib import Path

import numpy as np
import pytest
from illustrations import draw, encode
from illustrations.__main__ import FILES, main
from illustrations.canvas import FULL_WIDTH, Canvas, lay
from illustrations.pairs import to_linear
from illustrations.panels import COMPOSITIONS
from illustrations.pictures import LARGEST
from numpy.typing import NDArray
from PIL import Image

ROOT = Path(__file__).parent.parent
PICTURES = sorted((ROOT / "content").glob("*/*/c*.webp"))


def medians(panel: str, image: Image.Image) -> list[NDArray[np.float64]]:
    """The median colour where the composition has ground, and where it has figure."""
    canvas = Canvas(image.width)
    figure = lay(canvas, COMPOSITIONS[panel]().form)
    m = canvas.margin
    inner = figure[m : canvas.height - m, m : canvas.width - m]
    pixels = np.asarray(image).astype(np.float64)
    return [np.median(pixels[inner < 0.01], axis=0), np.median(pixels[inner > 0.99], axis=0)]


def rgb(hexadecimal: str) -> list[int]:
    return list(bytes.fromhex(hexadecimal[1:]))


@pytest.mark.parametrize("panel", COMPOSITIONS)
def test_every_composition_keeps_to_its_pair(panel: str) -> None:
    """Ground is the deep felt, figure the bright one, at any size."""
    image = draw(panel, width=90)
    pair = COMPOSITIONS[panel]().pair

    assert (image.size, image.mode) == ((90, 60), "RGB")
    ground, figure = medians(panel, image)
    assert np.abs(ground - rgb(pair.deep)).max() < 32
    assert np.abs(figure - rgb(pair.bright)).max() < 40


def test_no_colour_comes_from_outside_the_pair() -> None:
    """Light and shade change how bright a felt is, never its hue: each pixel mixes the two colours of the pair."""
    pair = COMPOSITIONS["organisations/alma-tq"]().pair
    pixels = np.asarray(draw("organisations/alma-tq", width=240), dtype=np.float64).reshape(-1, 3) / 255
    light = np.where(pixels <= 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4)
    across = np.cross(to_linear(pair.deep), to_linear(pair.bright)).astype(np.float64)

    assert np.abs(light @ (across / np.linalg.norm(across))).max() < 0.02


def test_counterpart_exchanges_figure_and_ground() -> None:
    """The counterpart is the same form in the other felts."""
    panel = "pages/about"
    pair = COMPOSITIONS[panel]().pair
    ground, figure = medians(panel, draw(panel, width=240, counter=True))

    assert np.abs(ground - rgb(pair.bright)).max() < 30
    assert np.abs(figure - rgb(pair.deep)).max() < 30


def test_same_panel_same_bytes_without_metadata() -> None:
    """A second drawing is the first one, and the file is one plain chunk of picture."""
    first, second = (encode(draw("regions/central-asia", width=90)) for _ in range(2))

    assert first == second
    assert first[:4] + first[8:16] == b"RIFFWEBPVP8 "
    assert len(first) == 20 + int.from_bytes(first[16:20], "little") + first[16] % 2


def test_each_panel_has_its_own_chance() -> None:
    """Two panels with one composition would still be two pieces of felt."""
    first, second = (draw(panel, width=60).tobytes() for panel in ("organisations/shyrak", "organisations/kibhr"))

    assert first[:180] != second[:180]


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_committed_picture_is_whole_and_small_enough(path: Path) -> None:
    """What lies in the content is a full picture of a known composition."""
    with Image.open(path) as image:
        assert (image.format, image.size) == ("WEBP", (FULL_WIDTH, FULL_WIDTH * 2 // 3))
        assert not image.getexif() and not {"icc_profile", "exif", "xmp"} & set(image.info)
    assert path.stat().st_size < LARGEST
    assert f"{path.parent.parent.name}/{path.parent.name}" in COMPOSITIONS
    assert {other.name for other in path.parent.glob("c*.webp")} == set(FILES.values())


def test_check_tells_a_changed_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The check passes on what was just drawn, and names a file that was changed or is missing."""
    options = ["about", "rba", "--into", str(tmp_path), "--width", "60", "--jobs", "1"]

    assert main(options) == 0
    assert main([*options, "--check"]) == 0
    (tmp_path / "pages/about/cut.webp").write_bytes(b"another")
    (tmp_path / "pages/rba/cut.webp").unlink()
    assert main([*options, "--check"]) == 1
    assert "about/cut.webp: not as drawn" in (told := capsys.readouterr().out)
    assert "rba/cut.webp: missing" in told


def test_panel_without_a_folder_is_not_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A picture never makes the folder of a panel that does not exist."""
    monkeypatch.chdir(tmp_path)

    assert main(["about"]) == 1
    assert "does not exist" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_readme_lists_every_focal_point() -> None:
    """The table that croppers read says what the compositions say."""
    rows = [line.split("|") for line in (ROOT / "illustrations/README.md").read_text("utf-8").splitlines()]
    table = {row[1].strip(): row[2].split() for row in rows if len(row) == 5 and "/" in row[1]}

    assert table == {panel: [str(v) for v in composition().focus] for panel, composition in COMPOSITIONS.items()}
