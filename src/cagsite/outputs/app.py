"""What a phone needs to keep the exhibition among its apps: a manifest per language, and icons from the theme's cut."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cagsite.digests import digest_bytes
from cagsite.locales import conventions
from cagsite.marked import Text
from cagsite.model import Exhibition, Locale
from cagsite.output import Bench, Made, Output
from cagsite.permalinks import home_address, relative_link
from cagsite.visit import Visit

if TYPE_CHECKING:
    from cagsite.drawing import Cut, Felts

ICONS = ((192, "any"), (512, "any"), (512, "maskable"))
"""What browsers ask for, in pixels; phones may cut the last one to any shape."""
TOUCH_ICON = 180
"""For phones that look for none of them."""
SUFFIXES = {"any": "", "maskable": "-maskable", "touch": ""}
FAVICON = 32


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """One per language, and all icons together: a few kilobytes."""
    yield Output(id="app/", maker=make_icons, addresses=("favicon.ico",), rank=0)
    for language in exhibition.settings.languages:
        path = _path(language.code)
        yield Output(
            id=f"app/{language.code}", maker=make_manifest, arguments=(language.code,), addresses=(path,), rank=1
        )


def _path(locale: Locale) -> str:
    return f"{home_address(locale)}app.webmanifest"


def make_icons(bench: Bench) -> Made:
    """The mark in undyed wool, and its counterpart; none where the theme has another kind of ornament."""
    from cagsite.drawing import cut_of, draw_icon, encoded_favicon, felts_of, turned

    def read(path: str) -> str:
        return bench.theme_file(path).decode("utf-8")

    cut = cut_of(read("templates/parts/ornament.html"))
    if cut is None:
        return Made()
    felts = felts_of(read("static/css/pairs.css"), read("static/css/tokens.css"), "common")
    favicon = bench.file("favicon.ico", encoded_favicon(draw_icon(cut, felts, FAVICON)))
    files, facts = {favicon.path: favicon}, dict[str, object]()
    for turn in (0, 1):
        icons = [*ICONS, (TOUCH_ICON, "touch")]
        contents = [_drawn(cut, turned(felts, turn), side, purpose) for side, purpose in icons]
        made = [
            bench.file(f"assets/icon-{side}{SUFFIXES[purpose]}.{digest_bytes(content)[:12]}.png", content)
            for (side, purpose), content in zip(icons, contents)
        ]
        files |= {file.path: file for file in made}
        facts[f"icons/{turn}"] = tuple((*icon, file.path) for icon, file in zip(ICONS, made))
        facts[f"touch/{turn}"] = made[-1].path
    return Made(files=tuple(files.values()), facts=facts)


def _drawn(cut: Cut, felts: Felts, side: int, purpose: str) -> bytes:
    from cagsite.drawing import draw_icon, encoded_icon

    return encoded_icon(draw_icon(cut, felts, side, is_masked=purpose == "maskable"))


def make_manifest(bench: Bench, locale: Locale) -> Made:
    """The exhibition as an app that begins in a language; others belong to it too, so its scope is the whole site.

    It keeps the browser's way back and its address (`minimal-ui`): an exhibition is pages, and whoever has to leave
    one at once must get out of the app as well.
    """
    visit = Visit(bench, locale, home_address(locale))
    turn = [language.code for language in visit.languages].index(locale) % 2
    title = visit.localized(bench.read("setting", "title")) or Text("")
    short = visit.localized(bench.read("setting", "short_title")) or title
    summary = visit.localized(bench.read("setting", "summary")) or Text("")
    day, _ = bench.fact("style", f"ground/common/{turn}")
    described = {
        "name": title.text,
        "short_name": short.text,
        "description": summary.text,
        "lang": title.lang or locale,
        "dir": title.dir or conventions(locale).direction,
        "start_url": "./",
        "scope": relative_link(visit.address, ""),
        "display": "minimal-ui",
        "theme_color": day,
        "background_color": day,
        "icons": [
            {"src": visit.link(path), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
            for side, purpose, path in bench.fact("app/", f"icons/{turn}") or ()
        ],
    }
    content = json.dumps(described, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"
    facts = {"path": _path(locale), "touch_icon": bench.fact("app/", f"touch/{turn}")}
    return Made(files=(bench.file(_path(locale), content),), facts=facts)
