"""A hostile picture costs little: seconds and megabytes, counted in a process of its own."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.drawn_pictures import environment, jpeg_with, oriented, png, png_header, png_with, saved, textured
from tests.site_from import make_site

from cagsite.pictures.limits import taking_turns

SECONDS, MEGABYTES = 5, 500
END = (b"IEND", b"")
OPEN = """
import sys
from cagsite.pictures import PictureError, open_for_publishing
try:
    open_for_publishing(sys.stdin.buffer.read(), name="photo.png")
except PictureError as error:
    print(error.code)
"""


@cache
def zeros(megabytes: int) -> bytes:
    """Nothing, a thousand times smaller."""
    compressor = zlib.compressobj(9)
    parts = [compressor.compress(bytes(1_000_000)) for _ in range(megabytes)]
    return b"".join(parts) + compressor.flush()


def huge_tiff() -> bytes:
    """A picture of 65535 pixels to a side, according to its tags."""
    tags = ((256, 65535), (257, 65535), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 65535), (279, 1))
    entries = b"".join(tag.to_bytes(2, "little") + b"\4\0\1\0\0\0" + value.to_bytes(4, "little") for tag, value in tags)
    return b"II*\0\x08\0\0\0" + len(tags).to_bytes(2, "little") + entries + b"\0" * 4


def with_size(data: bytes, before: bytes, size: bytes) -> bytes:
    """A header that claims another size: the bytes behind a landmark are replaced."""
    place = data.index(before) + len(before)
    return data[:place] + size + data[place + len(size) :]


@cache
def picture(format: str, **options: Any) -> bytes:
    """A small and honest file."""
    return saved(textured(64, 64), format, **options)


def many_scans() -> bytes:
    """A progressive JPEG of 64 megapixels in half a megabyte, whose last scan stands there a thousand times."""
    data = saved(Image.new("L", (8000, 8000), 99), "JPEG", progressive=True, quality=50)
    last = data.rindex(b"\xff\xc4", 0, data.rindex(b"\xff\xda"))
    return data[:-2] + data[last:-2] * 1000 + data[-2:]


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "PNG of 400 megapixels": (
        lambda: png(png_header(20_000, 20_000, colour=0), (b"IDAT", zeros(200)), END),
        "picture-too-many-pixels",
    ),
    "PNG of one bit": (
        lambda: png(png_header(100_000, 100_000, depth=1, colour=0), (b"IDAT", zeros(200)), END),
        "picture-too-many-pixels",
    ),
    "PNG just above": (
        lambda: png(png_header(10_000, 10_001), (b"IDAT", zeros(200)), END),
        "picture-too-many-pixels",
    ),
    "PNG with too little in it": (lambda: png(png_header(7000, 7000), (b"IDAT", zeros(1)), END), "picture-damaged"),
    "zTXt": (lambda: png_with(picture("PNG"), (b"zTXt", b"Comment\0\0" + zeros(200))), "picture-damaged"),
    "many zTXt": (lambda: png_with(picture("PNG"), *[(b"zTXt", b"Comment\0\0" + zeros(1))] * 300), "picture-damaged"),
    "zTXt behind the pixels": (
        lambda: picture("PNG")[:-12] + png((b"zTXt", b"Comment\0\0" + zeros(200)), END)[8:],
        "picture-damaged",
    ),
    "iTXt": (lambda: png_with(picture("PNG"), (b"iTXt", b"Comment\0\1\0\0\0" + zeros(200))), "picture-damaged"),
    "iCCP": (lambda: png_with(picture("PNG"), (b"iCCP", b"profile\0\0" + zeros(200))), "picture-damaged"),
    "JPEG": (
        lambda: with_size(picture("JPEG"), b"\xff\xc0\0\x11\x08", b"\xff\xff\xff\xff"),
        "picture-too-many-pixels",
    ),
    "JPEG of many scans": (many_scans, "picture-too-many-scans"),
    "JPEG of many segments": (
        lambda: jpeg_with(picture("JPEG"), *[(0xE9, b"")] * 1_000_000),
        "picture-too-many-scans",
    ),
    "GIF": (lambda: with_size(picture("GIF"), b"GIF87a", b"\xff\xff\xff\xff"), "picture-too-many-pixels"),
    "TIFF": (huge_tiff, "picture-too-many-pixels"),
    "WebP": (lambda: with_size(picture("WEBP"), b"\x9d\x01\x2a", b"\xff\x3f\xff\x3f"), "picture-too-many-pixels"),
    "WebP canvas": (
        lambda: with_size(picture("WEBP", xmp=b"x"), b"VP8X\n\0\0\0\4\0\0\0", b"\xff\x3f\0" * 2),
        "picture-too-many-pixels",
    ),
    "AVIF": (
        lambda: with_size(picture("AVIF"), b"ispe\0\0\0\0", b"\0\0\x3f\xff" * 2),
        "picture-too-many-pixels",
    ),
}


TELL = """
import re, resource, time
try:
    found = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())
    peak = int(found[1]) // 1000
except OSError:  # elsewhere than on Linux; what the system counts here begins before the program does
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_000_000
print("took", time.process_time(), peak)
"""


def run(program: str, data: bytes = b"", *arguments: str) -> tuple[str, int, float, int]:
    """What a program prints, how it ends, its seconds of processor time and its largest memory in megabytes."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", program + TELL, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    )
    printed, mark, told = process.communicate(data)[0].decode().rpartition("took ")
    if not mark:  # it was ended before it could tell
        printed, told = told, f"{time.monotonic() - begun} 0"
    seconds, peak = told.split()
    return printed.strip(), process.returncode, float(seconds), int(peak)


@pytest.mark.parametrize("kind", BOMBS)
def test_bombs_do_not_go_off(kind: str) -> None:
    """Refused for what they are, soon, and before there is a crater."""
    make, code = BOMBS[kind]

    printed, status, seconds, megabytes = run(OPEN, make())

    assert (printed, status) == (code, 0)
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


LARGE = """
import sys
from cagsite.pictures import Recipe, Redaction, limited, make_renditions, open_for_publishing
areas = [Redaction(area=(0.4, 0.4, 0.2, 0.2), style=style) for style in sys.argv[1:]]
with limited():
    picture = open_for_publishing(sys.stdin.buffer.read(), name="photo", redactions=areas, width=800)
    print(picture.source_size, len(make_renditions(picture, Recipe(widths=(400, 800)))))
"""


@pytest.mark.parametrize("areas", [(), ("solid",)], ids=["whole", "redacted"])
@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_the_largest_picture_fits_the_limits(format: str, areas: tuple[str, ...]) -> None:
    """A hundred megapixels, turned: every pixel once in memory."""
    options = {"compress_level": 1} if format == "PNG" else {}
    data = oriented(textured(100, 80).resize((11_000, 9_000)), format, 6, **options)

    printed, status, _, megabytes = run(LARGE, data, *areas)

    assert (printed, status) == ("(11000, 9000) 6", 0)
    assert megabytes < 1000


def test_large_pictures_are_opened_one_at_a_time() -> None:
    """Two processes never hold one each; a small one waits too, and nobody for ever."""
    began = time.monotonic()
    with taking_turns(is_large=True):
        waiting = subprocess.Popen([sys.executable, "-c", TURN], env=environment(), stdout=subprocess.PIPE)
        assert waiting.stdout is not None
        time.sleep(1.5)
        ready = time.time()
    taken = float(waiting.stdout.read())
    waiting.stdout.close()
    assert waiting.wait() == 0
    assert taken >= ready

    with taking_turns(is_large=True), taking_turns(is_large=False, patience=0.1):
        pass
    assert time.monotonic() - began < 60


TURN = """
import time
from cagsite.pictures.limits import taking_turns
with taking_turns(is_large=False):
    print(time.time())
"""


PHOTO = """\
  - id: {id}
    file: {id}.{ending}
    credit: drawn
    consent:
      status: not_needed
      reason: drawn
    redact:
      - pixels: [5000, 4000, 800, 900]
        style: {style}
"""


@pytest.mark.long
def test_a_build_of_the_largest_pictures_stays_below_a_gigabyte(tmp_path: Path) -> None:
    """Three at once for two workers; all processes together, pages that they share counted once."""
    image = textured(100, 80).resize((11_000, 9_000))
    files: dict[str, str | bytes] = {
        "themes/large/a.jpg": oriented(image, "JPEG", 6),
        "themes/large/b.png": saved(image, "PNG", compress_level=1),
        "themes/large/c.png": saved(image.convert("RGBA"), "PNG", compress_level=1),
    }
    photos = [("a", "jpg", "solid"), ("b", "png", "blocks"), ("c", "png", "solid")]
    facts = "".join(PHOTO.format(id=id, ending=ending, style=style) for id, ending, style in photos)
    words = "".join(f"  - id: {id}\n    alt: En bild\n" for id, _, _ in photos)
    files["themes/large/panel.yaml"] = f"photos:\n{facts}"
    files["themes/large/panel.sv.md"] = f"---\ntitle: Stort\nsummary: Stort.\nphotos:\n{words}---\nStort.\n"
    site = make_site(tmp_path, files)
    command = [sys.executable, "-m", "cagsite", "build", "--project", str(site.project.root), "--jobs", "2"]

    process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
    most = 0
    while process.poll() is None:
        most = max(most, sum(map(memory, family(process.pid))))
        time.sleep(0.02)

    assert process.returncode == 0
    assert len(list((site.project.output / "media").glob("*.avif"))) == 24
    assert most < 1_000_000
    assert most > 300_000 or sys.platform != "linux"  # elsewhere nobody tells


def family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    with contextlib.suppress(OSError):  # it has ended meanwhile
        for task in list(Path(f"/proc/{pid}/task").iterdir()):
            for child in (task / "children").read_text("ascii").split():
                yield from family(int(child))


def memory(pid: int) -> int:
    """Kilobytes, of shared pages a share."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


MEMORY = """
import sys
from cagsite.pictures import PictureError, limited, open_for_publishing
data = sys.stdin.buffer.read()
try:
    with limited(memory=30_000_000):
        open_for_publishing(data, name="photo")
except PictureError as error:
    print(error.code)
print(open_for_publishing(data, name="photo").image.size)
"""


def test_too_much_memory_is_an_error_about_the_picture() -> None:
    """The worker lives on, and the next picture has the limits of before."""
    printed, status, _, _ = run(MEMORY, saved(textured(40, 30).resize((4000, 3000)), "PNG", compress_level=1))

    assert (printed.splitlines(), status) == (["picture-memory", "(4000, 3000)"], 0)


TIME = """
from cagsite.pictures import limited
with limited(seconds=1):
    while True:
        pass
"""


def test_too_much_time_ends_the_worker() -> None:
    """By a signal that its parent sees."""
    _, status, seconds, _ = run(TIME)

    assert status < 0
    assert seconds < 30


TWICE = """
import time
from cagsite.pictures import limited
for _ in range(3):
    with limited(seconds=2):
        until = time.process_time() + 1
        while time.process_time() < until:
            pass
print("alive")
"""


def test_each_picture_has_its_own_time() -> None:
    """A worker that opens many pictures is not worn out by them."""
    assert run(TWICE)[:2] == ("alive", 0)
