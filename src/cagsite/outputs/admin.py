"""`/admin/`, where the exhibition is edited in a browser: in every preview, published only where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from cagsite.forms.configuration import subjects_of
from cagsite.forms.package import COMMAND, FILE, OtherPackageError, unpack
from cagsite.forms.page import missing_page, page_files
from cagsite.model import Exhibition
from cagsite.output import Bench, Made, Output
from cagsite.problems import Location, Problem, Severity

FOLDER = "admin/"
FACTS = {"anchors": (), "links": ()}
"""It is no page of the exhibition: it has no addresses that could be dead."""


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """One, which in most sites is nothing."""
    yield Output(id="admin", maker=make_admin, addresses=(f"{FOLDER}index.html",), rank=3)


def make_admin(bench: Bench) -> Made:
    """The page, its forms and its program."""
    is_published = bench.read("setting", "has_admin")
    if not is_published and not bench.read("served"):
        return Made()
    subjects = subjects_of(bench.read)
    try:
        program = unpack(bench.theme_file(FILE)) if FILE in bench.read("theme-files", FOLDER) else None
    except OtherPackageError:
        return Made(problems=(_problem("admin-other-package", "this is not the program that /admin/ needs"),))
    if program is None and not bench.read("served"):
        return Made(problems=(_problem("admin-package-missing", "the program of /admin/ is missing"),))
    files = (
        {"index.html": missing_page(subjects)}
        if program is None
        else page_files(subjects, bench.read("setting", "repository"), program)
    )
    made = tuple(bench.file(f"{FOLDER}{path}", content) for path, content in files.items())
    return Made(files=made, facts={**FACTS, "lang": subjects.languages[0]})


def _problem(code: str, message: str) -> Problem:
    hint = "in the folder of the exhibition: {command}"
    return Problem.make(Severity.ERROR, code, Location(FILE), message, hint, command=COMMAND)
