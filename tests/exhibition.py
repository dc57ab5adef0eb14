"""The exhibition of this checkout and the golden sites, built once per run, for tests of what visitors get."""

from __future__ import annotations

import os
import posixpath
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from bs4 import Tag
from tests.golden import DAY, SITES, build_site, names
from tests.site_from import Page

from cagsite.locking import lock

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class BuiltPage(Page):
    """A page of a built site."""

    address: str
    """`sv/` or `404.html`."""
    site: str

    def __str__(self) -> str:
        return f"{self.site}: /{self.address}"

    @property
    def kind(self) -> str:
        """The template that made it."""
        return str(self.one("body")["data-kind"])

    @property
    def is_not_found(self) -> bool:
        return self.kind == "not-found"

    @property
    def own_canonical(self) -> str | None:
        """Its canonical address, where it has one."""
        found = self.all('link[rel="canonical"]')
        return str(found[0]["href"]) if found else None


@dataclass(frozen=True)
class BuiltSite:
    """A site as it lies on disk."""

    name: str
    folder: Path
    base: str
    """Its base address; empty where it has none."""

    def __str__(self) -> str:
        return self.name

    @cached_property
    def pages(self) -> tuple[BuiltPage, ...]:
        """Every page, by address."""
        paths = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        return tuple(self.page(path.removesuffix("index.html")) for path in sorted(paths))

    def page(self, address: str) -> BuiltPage:
        path = self.folder / address
        text = (path / "index.html" if path.is_dir() else path).read_text(encoding="utf-8")
        return BuiltPage(html=text, address=address, site=self.name)

    @cached_property
    def by_url(self) -> dict[str, BuiltPage]:
        """Pages by their full address, where the site has a base address."""
        return {self.base + page.address: page for page in self.pages} if self.base else {}

    @cached_property
    def files(self) -> frozenset[str]:
        """Path of every file."""
        return frozenset(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())


def resolved(page: BuiltPage, link: str, base: str) -> str:
    """The path in the site that a link leads to; pages for what is not there are served from the base address."""
    path = unquote(urlsplit(link).path)
    if path.startswith("/"):
        folder = urlsplit(base).path
        assert path.startswith(folder), f"{page}: {link} leads out of the site"
        return path[len(folder) :]
    if not path:
        return page.address
    found = posixpath.normpath(posixpath.join("/", posixpath.dirname(page.address), path))[1:]
    return found + "/" if found and path.endswith(("/", ".")) else found


def links_of(page: BuiltPage, element: Tag, base: str) -> set[str]:
    """Where an element leads within the site: `en/glossary/#cedaw`."""
    found = (str(link["href"]) for link in element.select("a[href]"))
    return {
        resolved(page, link, base) + (f"#{anchor}" if (anchor := urlsplit(link).fragment) else "")
        for link in found
        if not urlsplit(link).scheme
    }


def built_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], None]) -> Path:
    """A folder that whoever comes first fills; workers of one run share it, and wait for one another."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, done = base / "built" / name, base / "built" / f"{name}.done"
    with lock(base / "built" / f"{name}.lock", wait=600):
        if not done.exists():
            folder.mkdir(parents=True)
            build(folder)
            done.touch()
    return folder


def _build_exhibition(folder: Path) -> None:
    """By the command, in a process of its own: whoever tests a browser here forks no workers."""
    command = (sys.executable, "-m", "cagsite", "build", "--project", str(ROOT), "--date", DAY.isoformat())
    kept = ROOT / ".cagsite" / "test"  # pictures of earlier runs; what a cache may change has tests of its own
    places = ("--output", str(folder / "public"), "--cache", str(kept))
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8"}
    with lock(ROOT / ".cagsite" / "test.lock", wait=900):
        done = subprocess.run([*command, *places], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr


def _site(name: str, project: Path, output: Path) -> BuiltSite:
    settings = yaml.safe_load((project / "exhibition.yaml").read_text(encoding="utf-8"))
    return BuiltSite(name=name, folder=output, base=settings.get("base_address", ""))


def built_exhibition(factory: pytest.TempPathFactory) -> BuiltSite:
    """The exhibition of this checkout, with its pictures."""
    return _site("exhibition", ROOT, built_once(factory, "exhibition", _build_exhibition) / "public")


def exhibition_in(folder: Path) -> BuiltSite:
    """The same outside of tests, in a folder that is there."""
    _build_exhibition(folder)
    return _site("exhibition", ROOT, folder / "public")


def built_golden_sites(factory: pytest.TempPathFactory) -> tuple[BuiltSite, ...]:
    """The small sites of `tests/sites`."""

    def build(folder: Path) -> None:
        for name in names():
            build_site(name, folder)

    folder = built_once(factory, "golden", build)
    return tuple(_site(name, SITES / name, folder / name / "public") for name in names())
