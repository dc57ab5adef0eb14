"""The last resort: what is published, without a single page or file that tells of what is withdrawn.

For when neither the content can be built nor the cache knows what was good before. A page that only mentions it gives
way to the page for what is not there, until the next good build; another file, as a feed or an index, is taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cagsite import memory
from cagsite.digests import digest_bytes
from cagsite.request import Request
from cagsite.withdrawal.last_good import keeping, publish
from cagsite.withdrawal.layers import has_pixels
from cagsite.withdrawal.search import WORDS, Needle, Search
from cagsite.write import Manifest, PublishedFile

BARE = b'<!DOCTYPE html>\n<html lang="zxx"><meta charset="utf-8"><title>404</title><h1>404</h1></html>\n'
"""A page in no language, where not even the page for what is not there may stay."""
KEPT = "/offline.json"
"""What devices go by that keep the site: where it is gone they forget everything."""
_LINK = re.compile(rb"""\b(href|src)="(?![a-zA-Z][a-zA-Z0-9+.-]*:|[/#"])""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """What is left of a site."""

    files: Mapping[str, bytes] = field(repr=False)
    """New contents by path; what is not here is as it was."""
    gone: frozenset[str]


def take_pages_away(request: Request, known: Manifest, needles: Iterable[Needle]) -> None:
    """Publishes what is left; and empties the cache, which might know the rest."""
    fetch = keeping(request.project, known, None)
    away = left_of({path: fetch(digest) for path, digest in known.digest_of.items()}, needles)
    new = {digest_bytes(content): content for content in away.files.values()}
    files = [
        PublishedFile(path=path, digest=digest_bytes(away.files[path]), size=len(away.files[path]))
        if path in away.files
        else PublishedFile(path=path, digest=known.digest_of[path], size=known.size_of[path])
        for path in known.paths
        if path not in away.gone
    ]

    def find(digest: str) -> bytes:
        return new[digest] if digest in new else fetch(digest)

    publish(request, files, find, digest_bytes(repr(sorted(away.gone)).encode()))
    memory.forget(request.project.cache)


def left_of(site: Mapping[str, bytes], needles: Iterable[Needle]) -> Away:
    """Which files go, and which give way to a neutral page."""
    needles = tuple(needles)
    names = {needle.text for needle in needles if needle.what in ("id", "slug", "alias")}
    texts = {path: content for path, content in site.items() if not has_pixels(content)}
    own = {path for path in site if _is_own(path, names)}
    told = _those_that_tell(texts, needles, _linked(names, site)) - own
    neutral = {path for path in told if path.endswith(".html")}
    gone = own | (told - neutral) | {path for path in site if path.endswith(KEPT)}
    gone |= _only_there(site, texts, gone | neutral)
    away = gone | neutral
    return Away(files={path: _neutral_page(path, texts, away) for path in neutral}, gone=frozenset(gone))


def _is_own(path: str, names: Iterable[str]) -> bool:
    """True for the page in a folder of that name, and for what lies below it where that is no list of others."""
    folders = path.split("/")[:-1]
    return any(name in folders[2:] or folders[1:] == [name] for name in names)


def _linked(names: Iterable[str], site: Mapping[str, bytes]) -> tuple[re.Pattern[bytes], ...]:
    """Links to such folders; a name that is also the word for a kind of pages says nothing."""
    words = {path.split("/")[1] for path in site if path.count("/") > 2}
    return tuple(re.compile(rb"(?<![\w-])%b/" % re.escape(name.encode())) for name in sorted(set(names) - words))


def _those_that_tell(
    texts: Mapping[str, bytes], needles: Iterable[Needle], links: Iterable[re.Pattern[bytes]]
) -> set[str]:
    strong = [
        needle for needle in needles if needle.what in WORDS | {"text", "address", "picture"} or "-" in needle.text
    ]
    search = Search(strong)
    return {
        path
        for path, content in texts.items()
        if search.in_file(path, content) or any(link.search(content) for link in links)
    }


def _only_there(site: Mapping[str, bytes], texts: Mapping[str, bytes], away: set[str]) -> set[str]:
    """Pictures and other files that only pages now away have named."""
    left = b"\n".join(content for path, content in texts.items() if path not in away)
    named = b"\n".join(content for path, content in texts.items() if path in away)
    files = (path for path in site if path not in away and not path.endswith(".html"))
    return {path for path in files if (name := path.rpartition("/")[2].encode()) in named and name not in left}


def _neutral_page(path: str, texts: Mapping[str, bytes], away: set[str]) -> bytes:
    """The page for what is not there, in the language of the folder; its links lead on from where it stands now."""
    for source in (f"{path.partition('/')[0]}/404.html", "404.html"):
        if source in texts and source not in away:
            back = "../" * path.count("/") + source.removesuffix("404.html")
            return _LINK.sub(rb"\g<0>" + back.encode(), texts[source])
    return BARE
