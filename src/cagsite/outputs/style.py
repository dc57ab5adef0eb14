"""The style sheets and the files they need, under names that their bytes give, so that hosts may keep them for ever.

One sheet serves every page; a sheet in `static/css/pages/` only the pages that ask for it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from cagsite.digests import digest_bytes
from cagsite.drawing import grounds_of, pairs_in
from cagsite.model import Exhibition
from cagsite.output import Bench, Made, Output
from cagsite.problems import Location, Problem, Severity

ORDER = "static/css/order.txt"
PAGES = "static/css/pages/"
_URL = re.compile(r"url\(\s*([\"']?)([^)\"']+)\1\s*\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SQUEEZED = re.compile(r"""(?P<string>"[^"]*"|'[^']*')|\s*(?P<mark>[{};,])\s*|(?P<colon>:)\s+|\s+""")


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """One output: the sheet, with fonts and ornaments."""
    yield Output(id="style", maker=make_style, rank=0)


def make_style(bench: Bench) -> Made:
    """The parts of the sheet joined in their order; addresses in them rewritten."""
    names = bench.theme_file(ORDER).decode("utf-8").split()
    files = {}
    problems = []

    def rewritten(match: re.Match[str]) -> str:
        target = match[2]
        if target.startswith(("data:", "#")):
            return match[0]
        path = posixpath.normpath(posixpath.join("static/css", target.partition("#")[0]))
        try:
            content = bench.theme_file(path)
        except KeyError:
            problems.append(
                Problem.make(
                    Severity.ERROR,
                    "missing-asset",
                    Location(path),
                    "the style sheet asks for {path}, which is not there",
                    "put the file there, or take the address out of static/css",
                    path=path,
                )
            )
            return match[0]
        stem, extension = posixpath.splitext(posixpath.basename(path))
        name = f"{stem}.{digest_bytes(content)[:12]}{extension}"
        files[path] = bench.file(f"assets/{name}", content)
        fragment = target.partition("#")[2]
        return f"url({name}{'#' + fragment if fragment else ''})"

    parts = [bench.theme_file(f"static/css/{name}").decode("utf-8") for name in names]
    sheets = {"site": _URL.sub(rewritten, squeeze("\n".join(parts)))}
    for name in bench.read("theme-files", PAGES):
        sheets[posixpath.splitext(name.removeprefix(PAGES))[0]] = squeeze(bench.theme_file(name).decode("utf-8"))
    made = {}
    for name, sheet in sheets.items():
        content = sheet.encode("utf-8")
        made[name] = bench.file(f"assets/{name}.{digest_bytes(content)[:12]}.css", content)
    fonts = tuple(file.path for name, file in sorted(files.items()) if _is_preloaded(name))
    icon = bench.theme_file("static/icon.svg")
    icon_path = f"assets/icon.{digest_bytes(icon)[:12]}.svg"
    return Made(
        files=(*made.values(), *(files[name] for name in sorted(files)), bench.file(icon_path, icon)),
        facts={
            "stylesheet": made.pop("site").path,
            "fonts": fonts,
            "icon": icon_path,
            **{f"sheet/{name}": sheet.path for name, sheet in made.items()},
            **_grounds(bench),
        },
        problems=tuple(problems),
    )


def _grounds(bench: Bench) -> dict[str, tuple[str, str]]:
    """For every room and turn, the colour that the head of its pages has by day and by night."""
    pairs, tokens = (bench.theme_file(f"static/css/{name}.css").decode("utf-8") for name in ("pairs", "tokens"))
    return {
        f"ground/{pair}/{turn}": grounds_of(pairs, tokens, pair, turn)
        for pair in ("common", *pairs_in(pairs))
        for turn in (0, 1)
    }


def _is_preloaded(path: str) -> bool:
    """The upright Latin files: every page of every language needs them for its first line."""
    name = posixpath.basename(path)
    return path.endswith(".woff2") and "-latin-" in name and "ext" not in name and "italic" not in name


def squeeze(sheet: str) -> str:
    """Comments away, and the white space that CSS does not need; strings stay, and nothing cleverer is done.

    Spaces before a colon and around combinators and operators have a meaning and stay, one each.
    """
    return _SQUEEZED.sub(
        lambda match: match["string"] or match["mark"] or match["colon"] or " ", _COMMENT.sub("", sheet)
    ).strip()
