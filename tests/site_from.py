"""A whole small site from a dictionary of files, built in this process and read like a visitor."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from cagsite.problems import Problem
from cagsite.request import Report, Request
from cagsite.run import run
from cagsite.sources import Project

TODAY = date(2026, 11, 22)

EXHIBITION = """\
format: 1
title:
  sv: Utställningen
  en: The exhibition
summary:
  sv: En liten utställning.
  en: A small exhibition.
languages:
  - code: sv
  - code: en
    fallback:
      - sv
timezone: Europe/Stockholm
base_address: https://example.org/
addresses:
  sv:
    organisations: organisationer
    countries: lander
    themes: teman
"""
UNDRAWN = "outputs:\n  - feeds\n  - offline\n  - robots\n  - search\n  - sitemap\n"
"""All kinds of output but those that draw, which takes longer than all the rest of a small site."""
COUNTRY = {
    "countries/kazakhstan/panel.yaml": "territory: KZ\n",
    "countries/kazakhstan/panel.sv.md": "---\ntitle: Kazakstan\nsummary: Ett land.\n---\nStäppen.\n",
    "countries/kazakhstan/panel.en.md": "---\ntitle: Kazakhstan\nsummary: A country.\n---\nThe steppe.\n",
}


@dataclass(frozen=True)
class Page:
    """One page as a visitor gets it."""

    html: str

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser")

    def one(self, selector: str) -> Tag:
        found = self.soup.select_one(selector)
        assert found is not None, f"no {selector} in\n{self.html}"
        return found

    def all(self, selector: str) -> list[Tag]:
        return list(self.soup.select(selector))

    def text(self, selector: str) -> str:
        return self.one(selector).get_text(" ", strip=True)

    def shows(self, notice: str) -> bool:
        """True where a notice of that kind stands on the page."""
        return bool(self.soup.select(f'[data-notice="{notice}"]'))

    @property
    def lang(self) -> str:
        return str(self.one("html")["lang"])

    @property
    def canonical(self) -> str:
        return str(self.one('link[rel="canonical"]')["href"])

    @property
    def alternates(self) -> dict[str, str]:
        return {str(link["hreflang"]): str(link["href"]) for link in self.all('link[rel="alternate"][hreflang]')}


@dataclass(frozen=True)
class Site:
    """A project in a folder of its own, and what was built from it."""

    project: Project
    report: Report | None = None
    today: date = TODAY
    drafts: bool = False
    jobs: int = 1

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Changes files of the project; None removes one. Paths are under content/ unless they begin with `/`."""
        for name, content in files.items():
            path = self.path(name)
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def path(self, name: str) -> Path:
        return self.project.root / name[1:] if name.startswith("/") else self.project.content / name

    def build(self, *, clean: bool = False, strict: bool = False, writes: bool = True) -> Site:
        """The same project, built."""
        request = Request(
            project=self.project,
            today=self.today,
            drafts=self.drafts,
            clean=clean,
            strict=strict,
            writes=writes,
            jobs=self.jobs,
        )
        return replace(self, report=run(request))

    def on(self, day: date) -> Site:
        return replace(self, today=day)

    @property
    def problems(self) -> tuple[Problem, ...]:
        assert self.report is not None
        return self.report.problems

    @property
    def files(self) -> dict[str, bytes]:
        return tree(self.project.output)

    def page(self, address: str) -> Page:
        path = self.project.output / address.strip("/")
        return Page((path if path.suffix else path / "index.html").read_text(encoding="utf-8"))

    def cached(self) -> dict[str, bytes]:
        """Every byte that the caches and the standby hold, names of files included."""
        hidden = self.project.output.with_name(f".{self.project.output.name}.cagsite")
        return {**tree(self.project.cache), **tree(hidden)}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by path."""
    return {
        str(Path(base, name).relative_to(folder)): Path(base, name).read_bytes()
        for base, _, names in os.walk(folder)
        for name in names
    }


SiteFrom = Callable[..., Site]


def make_site(
    folder: Path,
    files: Mapping[str, str | bytes | None],
    *,
    exhibition: str = EXHIBITION,
    drawn: bool = False,
) -> Site:
    """A project in a folder, not yet built; the country of the examples is always there.

    Share cards and icons are drawn only for those who ask for them, or say themselves what outputs they want.
    """
    root = folder / "project"
    site = Site(Project(root=root, output=root / "public", cache=root / ".cagsite" / "build"))
    root.mkdir(parents=True)
    kinds = "" if drawn or "outputs:" in exhibition else UNDRAWN
    site.write({"/exhibition.yaml": exhibition + kinds, **COUNTRY, **files})
    return site
