"""The same with libvips: `vips_pictures.py JOB.json`; one process per core, which is quicker than its threads."""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

os.environ["VIPS_CONCURRENCY"] = "1"
import pyvips


def make(path: str, job: dict[str, Any]) -> None:
    widths = sorted(job["widths"], reverse=True)
    # decoded once, no larger than needed, turned upright; each width from the one before
    image = pyvips.Image.thumbnail(path, widths[0], height=10_000_000).icc_transform("srgb").copy_memory()
    for width in widths:
        if width != widths[0]:
            image = image.thumbnail_image(width, height=10_000_000).copy_memory()
        for format in job["formats"]:
            target, quality = f"{job['output']}/{Path(path).stem}-{width}.{format}", job["qualities"][format]
            match format:
                case "avif":
                    image.heifsave(target, compression="av1", Q=quality, effort=1, subsample_mode="on", keep="none")
                case "webp":
                    image.webpsave(target, Q=quality, effort=2, keep="none")
                case "jpeg":
                    image.jpegsave(target, Q=quality, interlace=True, subsample_mode="on", keep="none")


if __name__ == "__main__":
    job = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for done in [pool.submit(make, path, job) for path in job["sources"]]:
            done.result()
