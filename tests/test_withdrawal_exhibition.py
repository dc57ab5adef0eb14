"""Panels of the exhibition of this checkout, withdrawn one by one from a copy of it, and sought by other means."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.exhibition import ROOT, BuiltSite
from tests.golden import DAY
from tests.site_from import Site, tree

from cagsite.digests import digest_bytes
from cagsite.model import PanelId
from cagsite.request import Request
from cagsite.sources import Project
from cagsite.withdrawal.receipt import Receipt, Way
from cagsite.withdrawal.told import Target
from cagsite.withdrawal.withdraw import withdraw

pytestmark = pytest.mark.long  # tests.test_withdrawal does the same on a small site, in every run
PARTS = ("content", "templates", "static", "locales")
PANELS = sorted(path.parent.name for path in (ROOT / "content").glob("*/*/panel.yaml"))


@pytest.fixture(scope="module")
def built(exhibition: BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A copy of the exhibition, built; pictures come from the cache of earlier runs."""
    assert exhibition.files
    root = tmp_path_factory.mktemp("whole") / "project"
    root.mkdir()
    for part in PARTS:
        shutil.copytree(ROOT / part, root / part)
    shutil.copy(ROOT / "exhibition.yaml", root)
    shutil.copytree(ROOT / ".cagsite" / "test" / "build", root / ".cagsite" / "build")
    yield site_in(root).build()
    shutil.rmtree(root)


@pytest.fixture
def whole(built: Site, tmp_path: Path) -> Iterator[Site]:
    """The same for one test: what cagsite writes anew in any case is linked, not copied."""
    root = tmp_path / "project"
    shutil.copytree(built.project.root, root, copy_function=os.link)
    for path in (root / "content").rglob("panel*"):
        text = path.read_bytes()
        path.unlink()
        path.write_bytes(text)
    yield site_in(root)
    shutil.rmtree(root)


def site_in(root: Path) -> Site:
    return Site(Project(root=root, output=root / "public", cache=root / ".cagsite" / "build"), today=DAY, jobs=2)


def of_its_own(root: Path, id: str) -> set[str]:
    """Texts of a panel's files, word for word, that stand in no other file from which the site is made."""
    folder = next(path.parent for path in root.glob(f"content/*/{id}/panel.yaml"))
    others = ""
    for path in sorted(root.rglob("*")):
        is_text = path.suffix in (".md", ".yaml", ".html", ".css", ".js", ".po") and path.is_file()
        if is_text and not path.is_relative_to(folder) and not path.is_relative_to(root / ".cagsite"):
            others += re.sub(r"(panel:|\n\s*- )" + re.escape(id), "", path.read_text(encoding="utf-8")).casefold()
    found = {id}
    for path in folder.rglob("panel.*.md"):
        text = path.read_text(encoding="utf-8")
        found |= {value.strip() for value in re.findall(r"(?m)^\s*(?:title|summary|speaker|alt|slug): (.{4,})$", text)}
    return {text for text in found if text.casefold() not in others}


def take_out(site: Site, id: str, *, now: bool = False) -> Receipt:
    return withdraw(Request(project=site.project, today=DAY, jobs=2), Target(panel=PanelId(id)), now=now)


@dataclass(frozen=True)
class Everything:
    """All that cagsite has written."""

    names: bytes
    texts: bytes
    """Of files that may hold some: not of pixels and fonts."""
    digests: frozenset[str]


PIXELS = (b"\xff\xd8\xff", b"RIFF", b"wOF2")


def everything(site: Site) -> Everything:
    names, texts, digests = [], [], set()
    for folder in ("public", ".public.cagsite", ".cagsite"):
        for path, content in tree(site.project.root / folder).items():
            names.append(path)
            digest = digest_bytes(content)
            if digest not in digests and not content.startswith(PIXELS) and content[4:8] != b"ftyp":
                texts.append(content)
            digests.add(digest)
    return Everything("\n".join(names).encode(), b"\n".join(texts), frozenset(digests))


@pytest.mark.parametrize("id", PANELS)
def test_nothing_of_its_own_is_left(whole: Site, id: str) -> None:
    """Neither a text that only it has, nor the bytes of its pictures, their names or their digests."""
    before = whole.files
    own = of_its_own(whole.project.root, id)
    receipt = take_out(whole, id)
    assert receipt.way is Way.BUILT
    assert receipt.leftovers == ()
    assert not receipt.emptied_caches
    left = everything(whole)
    lowered = left.texts.lower()
    assert own
    assert [text for text in own if text.lower().encode() in lowered or text.encode("utf-16-le") in left.texts] == []
    lost = [path for path in before if path not in whole.files]
    assert lost
    for path in lost:
        digest = digest_bytes(before[path])
        assert digest not in left.digests, path
        for held in (left.names, left.texts):
            assert bytes.fromhex(digest) not in held, path
            assert digest.encode() not in held, path
            if not path.endswith("index.html"):
                assert path.rpartition("/")[2].encode() not in held, path
    for line in {(each.file, each.line) for each in receipt.mentions.published}:
        assert len((ROOT / line[0]).read_text(encoding="utf-8").splitlines()) >= line[1]


def test_now_with_another_panel_broken(whole: Site) -> None:
    """The last good site, but for what tells of it, to the byte."""
    broken = whole.project.content / "organisations" / "bfi" / "panel.sv.md"
    text = broken.read_bytes()
    broken.write_text("no front matter\n", encoding="utf-8")
    receipt = take_out(whole, "kibhr", now=True)
    assert receipt.way is Way.LAST_GOOD
    assert receipt.leftovers == ()
    without = whole.files
    broken.write_bytes(text)
    whole.build()
    assert whole.files == without
