"""What a phone needs to keep a language of the exhibition where there is no network: a worker, and a list per language.

The list holds every page and file with its size and digest, so that only what has changed is fetched again, and nothing
that a host or a network has altered is kept.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from cagsite.model import Exhibition, Locale
from cagsite.output import Bench, Made, MadeFile, Output
from cagsite.permalinks import address_of, followed, home_address, index_address

WORKER = "offline-worker.js"
WIDTH, FORMAT = 680, "webp"
"""Of the pictures: enough for a phone, in a format that every browser with a worker knows."""
FONT = ".woff2"
DIGITS = 16
"""Of a file's digest: against accidents, not against forgers, who could change the list as well."""


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """The worker lies at the root, because it answers for all languages."""
    yield Output(id="offline/", maker=make_worker, addresses=(WORKER,), rank=0)
    for language in exhibition.settings.languages:
        yield Output(
            id=f"offline/{language.code}",
            maker=make_list,
            arguments=(language.code,),
            addresses=(_path(language.code),),
            rank=3,
        )


def _path(locale: Locale) -> str:
    return f"{home_address(locale)}offline.json"


def make_worker(bench: Bench) -> Made:
    """As it stands in the theme: its name must stay the same."""
    return Made(files=(bench.file(WORKER, bench.theme_file(f"static/{WORKER}")),))


def make_list(bench: Bench, locale: Locale) -> Made:
    """Everything that is kept of a language, in the order in which it is fetched; nothing for a preview."""
    page = index_address(bench.read, locale, "offline") or ""
    kept = Kept() if bench.read("preview") else keep(bench, locale, page)
    files = {
        path: (sha256(bench.store.fetch(file.digest)).hexdigest()[:DIGITS], file.size)
        for path, file in kept.files.items()
    }
    listed = {"page": page, "first": kept.first, "files": files, "instead": kept.instead}
    content = json.dumps(listed, separators=(",", ":")).encode("ascii") + b"\n"
    return Made(files=(bench.file(_path(locale), content),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a device keeps of a language, by address: for a page, that of its folder."""

    files: Mapping[str, MadeFile] = field(default_factory=dict)
    first: int = 0
    """How many of them the page about keeping needs; it stays when everything else has become too old."""
    instead: Mapping[str, list[str]] = field(default_factory=dict)
    """Kept files, and the other ones for which each stands in."""


def keep(bench: Bench, locale: Locale, about: str) -> Kept:
    """The pages of a language, and what they need: no recordings, and no page to leave at once."""
    pages: dict[str, MadeFile] = {}
    links: dict[str, set[str]] = {}
    for id in _pages(bench, locale):
        if not bench.read("panel", id.removeprefix(f"page/{locale}/"), "has_quick_exit"):
            (file,) = bench.files(id)
            address = address_of(file.path)
            pages[address] = file
            found = (followed(address, link) for link in bench.fact(id, "links"))
            links[address] = {path for path in found if path}
    linked = set().union(*links.values())
    assets = {file.path: file for id in ("style", "scripts", "app/") for file in bench.files(id)}
    pictures = dict(_pictures(bench, linked))
    search, whole = (bench.files(f"{name}/{locale}") for name in ("search-kept", "search"))
    needed = [file for path, file in assets.items() if path in linked or path.endswith(FONT)]
    frame = {about: pages[about]} | {path: assets[path] for path in sorted(links[about] & assets.keys())}
    rest = [*needed, *(search or whole), *pictures]
    return Kept(
        files=frame | dict(sorted(pages.items())) | {file.path: file for file in rest},
        first=len(frame),
        instead={file.path: others for file, others in pictures.items()}
        | {part.path: [all.path] for part, all in zip(search, whole)},
    )


def _pages(bench: Bench, locale: Locale) -> Iterator[str]:
    yield from bench.outputs(f"page/{locale}/")
    yield from bench.outputs(f"list/{locale}/")
    yield "chooser"


def _pictures(bench: Bench, linked: Container[str]) -> Iterator[tuple[MadeFile, list[str]]]:
    """Of each picture that pages show, the one file that is kept, and the others of it that pages name."""
    for id in bench.outputs("picture/"):
        made = dict(bench.fact(id, "renditions") or ())
        named = sorted(path for each in made.values() for _, _, path in each if path in linked)
        if named:
            _, _, best = min(made.get(FORMAT) or made["jpeg"], key=lambda each: abs(each[0] - WIDTH))
            (file,) = (file for file in bench.files(id) if file.path == best)
            yield file, [path for path in named if path != best]
