"""cagsite's own renditions: `cagsite_pictures.py JOB.json`; one process per core, as `make` has them."""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from cagsite.pictures import Qualities, Recipe, make_renditions, open_for_publishing, placeholder_colour


def make(path: str, job: dict[str, Any]) -> None:
    recipe = Recipe(widths=tuple(job["widths"]), formats=tuple(job["formats"]), qualities=Qualities(**job["qualities"]))
    picture = open_for_publishing(Path(path).read_bytes(), name=path, width=max(recipe.widths))
    placeholder_colour(picture)
    for rendition in make_renditions(picture, recipe):
        name = f"{Path(path).stem}-{rendition.width}.{rendition.format}"
        Path(job["output"], name).write_bytes(rendition.content)


if __name__ == "__main__":
    job = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for done in [pool.submit(make, path, job) for path in job["sources"]]:
            done.result()
