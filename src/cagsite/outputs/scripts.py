"""The theme's scripts, each under a name that its bytes give; classic ones, because modules do not run from a file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from cagsite.digests import digest_bytes
from cagsite.model import Exhibition
from cagsite.output import Bench, Made, Output

FOLDER = "static/js/"
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*(?:(?!\*/)[\s\S])*\*/[ \t]*)$", re.MULTILINE)


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """One output for all of them: they are few, and small."""
    yield Output(id="scripts", maker=make_scripts, rank=0)


def make_scripts(bench: Bench) -> Made:
    """A fact per script: `timeline` for `static/js/timeline.js` is where it is published."""
    files = []
    facts = {}
    for path in bench.read("theme-files", FOLDER):
        name, extension = posixpath.splitext(path.removeprefix(FOLDER))
        if extension != ".js":
            continue
        content = slim(bench.theme_file(path).decode("utf-8")).encode("utf-8")
        files.append(bench.file(f"assets/{name}.{digest_bytes(content)[:12]}.js", content))
        facts[name] = files[-1].path
    return Made(files=tuple(files), facts=facts)


def slim(script: str) -> str:
    """Comments that stand alone and indents away, nothing cleverer; a script with text over several lines stays."""
    if any(line.count("`") % 2 or line.endswith("\\") for line in script.split("\n")):
        return script
    lines = (line.strip() for line in _COMMENT.sub("", script).split("\n"))
    return "".join(f"{line}\n" for line in lines if line)
