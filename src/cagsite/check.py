"""The result as a visitor would meet it: every link inside the site leads somewhere, every anchor is there once."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from cagsite.model import Exhibition
from cagsite.output import Made, MadeFile
from cagsite.permalinks import file_of
from cagsite.problems import Location, Problem, Severity


def check(made: Mapping[str, Made], exhibition: Exhibition) -> tuple[Problem, ...]:
    """Everything that a visitor would stumble over; before anything is written."""
    pages = {file.path: output for output in made.values() for file in output.files if file.path.endswith(".html")}
    files = {file.path for output in made.values() for file in output.files}
    anchors = {path: frozenset(output.facts["anchors"]) for path, output in pages.items()}
    base = urlsplit(exhibition.settings.base_address or "").path
    problems: list[Problem] = []
    for path, output in sorted(pages.items()):
        location = Location(path)
        problems += _repeated_anchors(location, output)
        problems += _dead_links(location, output, files, anchors, base)
        if not output.facts["lang"]:
            problems.append(
                Problem.make(
                    Severity.ERROR,
                    "page-without-language",
                    location,
                    "this page does not say its language",
                    _THEME_HINT,
                )
            )
    return tuple(problems)


_THEME_HINT = "the template of this page needs mending"


def _repeated_anchors(location: Location, output: Made) -> Iterator[Problem]:
    for anchor, count in sorted(Counter(output.facts["anchors"]).items()):
        if count > 1:
            yield Problem.make(
                Severity.ERROR,
                "repeated-anchor",
                location,
                "the anchor '{anchor}' stands {count} times on this page",
                "give one of the headings an anchor of its own: ## Heading {#other}",
                anchor=anchor,
                count=count,
            )


def _dead_links(
    location: Location, output: Made, files: set[str], anchors: Mapping[str, frozenset[str]], base: str
) -> Iterator[Problem]:
    for link in output.facts["links"]:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = _target(location.file, parts.path, base)
        if target is None or target not in files:
            yield Problem.make(
                Severity.ERROR,
                "dead-link",
                location,
                "the link to {link} leads nowhere in the site",
                "write the id of a panel, or take the link away",
                link=link,
            )
        elif parts.fragment and target in anchors and unquote(parts.fragment) not in anchors[target]:
            yield Problem.make(
                Severity.ERROR,
                "dead-anchor",
                location,
                "{target} has no anchor '{anchor}'",
                "write an anchor that stands there, or leave out what follows #",
                target=target,
                anchor=parts.fragment,
            )


def _target(page: str, path: str, base: str) -> str | None:
    """The file that a relative link leads to from a page; None where it leads out of the site."""
    if not path:
        return page
    path = unquote(path)
    if path.startswith("/"):
        if not path.startswith(base):
            return None
        found = path[len(base) :] if base else path[1:]
    else:
        found = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        found = "" if found == "." else found + ("/" if path.endswith("/") else "")
        if found.startswith("../"):
            return None
    return file_of(found)


def all_files(made: Mapping[str, Made]) -> tuple[MadeFile, ...]:
    """Every published file, once, by path."""
    found = {file.path: file for output in made.values() for file in output.files}
    return tuple(found[path] for path in sorted(found))
