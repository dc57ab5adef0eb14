"""`/admin/`: the page on which the CMS runs, and what is said where its program is missing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path

from cagsite.forms.backend import origins
from cagsite.forms.configuration import Subjects, configuration
from cagsite.forms.package import COMMAND, VERSION
from cagsite.model import Repository
from cagsite.problems import fill
from cagsite.translation import languages, translator

STATIC = Path(__file__).parent / "static"
MISSING = "To edit in the browser, fetch its program once, in the folder of the exhibition: {command}"
SCRIPTLESS = "Editing in the browser needs JavaScript."


def policy(repository: Repository | None) -> str:
    """What the page may load: its own folder and the git host; styles are written by the program as it runs."""
    hosts = " ".join(("'self'", "blob:", "data:", *origins(repository)))
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' blob: data:",
            "media-src 'self' blob:",
            "font-src 'self'",
            f"connect-src {hosts}",
            "worker-src 'self' blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def page_files(subjects: Subjects, repository: Repository | None, program: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every file of `/admin/` by its path below it: the page, its forms in each language of the tool, the program."""
    forms = {
        f"forms{'.' if tag else ''}{tag}.json": json.dumps(
            configuration(subjects, repository, translator(tag)), ensure_ascii=False
        ).encode("utf-8")
        for tag in ("", *languages())
    }
    links = "".join(
        f'<link rel="alternate" type="application/json" href="{name}" data-forms="{name[6:-5]}">\n' for name in forms
    )
    head = f'{links}<script type="module" src="admin.js"></script>\n'
    body = "".join(f"<noscript>{paragraph}</noscript>\n" for paragraph in _said(SCRIPTLESS))
    return {
        "index.html": _html(subjects, policy(repository), head, body),
        "admin.js": (STATIC / "admin.js").read_bytes(),
        **forms,
        **{f"cms/{path}": content for path, content in program.items()},
    }


def missing_page(subjects: Subjects) -> bytes:
    """In a preview without the program: what to do."""
    return _html(subjects, "default-src 'none'", "", "".join(f"{line}\n" for line in _said(MISSING, command=COMMAND)))


def _said(message: str, **values: str) -> list[str]:
    """A message in every language of the tool; nobody has said yet which one the reader has."""
    lines = []
    for tag in ("", *languages()):
        words = escape(fill(translator(tag)(message), list(values.items())))
        lines.append(f'<p lang="{tag}">{words}</p>')
    return lines


def _html(subjects: Subjects, policy: str, head: str, body: str) -> bytes:
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(subjects.languages[0])}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex, nofollow">\n<meta name="referrer" content="no-referrer">\n'
        f'<meta name="generator" content="Sveltia CMS {VERSION}">\n'
        f"<title>{escape(subjects.title)}</title>\n{head}</head>\n<body>\n{body}</body>\n</html>\n"
    ).encode()
