"""Small sites for the tests of writing: bytes by path, published as a build would."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path

from cagsite.digests import digest_bytes
from cagsite.write import PublishedFile, WriteReport, write

Pages = Mapping[str, bytes]


def listed(pages: Pages) -> list[PublishedFile]:
    """What a build would ask to be published."""
    return [
        PublishedFile(path=path, digest=digest_bytes(content), size=len(content)) for path, content in pages.items()
    ]


def publish(
    output: Path, pages: Pages, *, privacy: str = "none", about: Mapping[str, str] | None = None, durable: bool = True
) -> WriteReport:
    """Write a site whose bytes come from memory instead of a cache."""
    store = {digest_bytes(content): content for content in pages.values()}
    return write(
        listed(pages), output=output, fetch=store.__getitem__, privacy=privacy, about=about or {}, durable=durable
    )


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes; a folder counts too, and a wrong mode is an error."""
    found = {}
    for place in sorted(root.rglob("*")):
        path = place.relative_to(root).as_posix()
        mode = place.lstat().st_mode
        if stat.S_ISDIR(mode):
            assert stat.S_IMODE(mode) == 0o755, path
            found[path + "/"] = b""
        else:
            assert mode == stat.S_IFREG | 0o644, path
            found[path] = place.read_bytes()
    return found


def as_published(pages: Pages) -> dict[str, bytes]:
    """What `snapshot` sees where exactly this site is published."""
    folders = {f"{parent.as_posix()}/" for path in pages for parent in Path(path).parents if parent != Path()}
    return dict(sorted({**dict.fromkeys(folders, b""), **pages}.items()))


def site_of(name: str) -> dict[str, bytes]:
    """A site like others of another name: some files the same, some changed, some only here."""
    words = name.encode()
    return {
        "404.html": b"not here",
        "en/index.html": b"page " + words,
        "en/organisations/index.html": b"list",
        f"en/organisations/{name}/index.html": b"about " + words * 50,
        "sv/index.html": b"sida " + words * (1 + len(name)),
        f"assets/{name}.css": words,
    }
