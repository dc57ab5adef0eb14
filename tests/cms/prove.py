"""Carries three panels through a save by Sveltia CMS in a browser, and says what came back otherwise than expected.

A tool for developers, not one of the tests: it needs Chromium and the program of `/admin/`, and no network.

    ./dev editor
    python -m tests.cms.prove [--mode rich_text|raw] [--keep FOLDER]

The exhibition itself is never touched: a copy of it is, with a chapter of every construct added to one panel.
"""

from __future__ import annotations

import argparse
import base64
import difflib
import json
import mimetypes
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright
from tests.cms.folder import FILL, GRANT, READ
from tests.cms.program import program

from cagsite.forms import Subjects
from cagsite.forms.package import unpack
from cagsite.forms.page import page_files
from cagsite.model import Locale

PROJECT = Path(__file__).parents[2]
LANGUAGES = ["sv", "en"]
HARD_FACTS = """code: '0755'
as_of: 2016-2019
founded: 1999
"""
HARD_PHOTO = """    date: 2016-05
    credit: no
    licence: '1.10'
    consent:
      status: given
      by: p-017
      date: 2026-01-31
      uses:
        - web
    focal_point:
      - 0.5
      - 0.4
    redact:
      - area:
          - 0.1
          - 0.2
          - 0.3
          - 0.25
        style: blocks
"""
HARD_TEXT = """
## Prov av formen {#form}

Filmen [Together]{lang=en} är "bra" – hela 2\u00a0700 km² stor[^kalla]. Här är *kursiv*, **fet**, _annan_ och `kod <b>`.

Se [avsnitt 8](panel:report-kazakhstan-2011#8), [Almaty](place:almaty) och <https://example.org/a_b>.

Rad ett\x20\x20
rad två\\
rad tre

> En dikt
> på två rader

1. ett
2. två
   - inne
   - mer

::: box "Ruta" med *betoning*
Text i en ruta.

- a
- b
:::

::: photo action-mamay
:::

::: note 2026-11-22
Ett tillägg.
:::

| År | Antal |
| --- | ---: |
| 1999 | 10 000 |

\\* ingen lista. 3 * 4 * 5 och a_b_c, [inte en länk], {{ 7*7 }}.

[^kalla]: Ja
"""


class Edit(NamedTuple):
    """One change that a person makes in a form."""

    collection: str
    entry: str
    field: str
    """Path of the field; `body` means that a sentence is typed at the end of a paragraph."""
    before: str
    after: str
    file: str
    expected: tuple[str, str]
    """A text in the file, and the same after the change."""


SECTION = "documents/report-kazakhstan-2011/sections"
EDITS = (
    Edit("organisations-facts", "adil-soz", "founded", "1999", "2001",
         "content/organisations/adil-soz/panel.yaml", ("founded: 1999", "founded: 2001")),
    Edit("countries-facts", "kazakhstan", "facts.population", "18590691", "18600000",
         "content/countries/kazakhstan/panel.yaml", ("population: 18590691", "population: 18600000")),
    Edit("countries-facts", "kazakhstan", "facts.ethnic_groups.0.share", "63", "63.5",
         "content/countries/kazakhstan/panel.yaml", ("share: 63\n", "share: 63.5\n")),
    Edit("documents-report-kazakhstan-2011-sections-facts", "8", "as_of", "2011", "2011-2012",
         f"content/{SECTION}/8/panel.yaml", ("as_of: '2011'\n", "as_of: 2011-2012\n")),
    Edit("organisations-words", "adil-soz", "highlights.0.text", "Hon berättar att", "Hon minns att",
         "content/organisations/adil-soz/panel.sv.md", ("Hon berättar att", "Hon minns att")),
    Edit("organisations-words", "adil-soz", "body", "svårare och svårare.", " En ny mening.",
         "content/organisations/adil-soz/panel.sv.md",
         ("svårare och svårare.\n", "svårare och svårare. En ny mening.\n")),
    Edit("countries-words", "kazakhstan", "highlights.0.text", "under 2018", "under år 2018",
         "content/countries/kazakhstan/panel.sv.md", ("Kazakstan under 2018", "Kazakstan under år 2018")),
    Edit("countries-words", "kazakhstan", "body", "Ratel.kz 2018.", " En ny mening.",
         "content/countries/kazakhstan/panel.sv.md", ("Ratel.kz 2018.\n", "Ratel.kz 2018. En ny mening.\n")),
    Edit("documents-report-kazakhstan-2011-sections-words", "8", "highlights.0.text", "De bedömde", "De ansåg",
         f"content/{SECTION}/8/panel.sv.md", ("De bedömde", "De ansåg")),
    Edit("documents-report-kazakhstan-2011-sections-words", "8", "body", "det plats 162.", " En ny mening.",
         f"content/{SECTION}/8/panel.sv.md", ("det plats 162.\n", "det plats 162. En ny mening.\n")),
)  # fmt: skip


def main() -> int:
    """Copy, edit, compare, tidy, compare, check."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=("rich_text", "raw"), default="rich_text", help="how texts are edited")
    parser.add_argument("--keep", type=Path, help="a new folder in which the edited copy stays")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = options.keep or Path(temporary) / "copy"
        make_copy(root)
        before = texts_of(root)
        forms = json.dumps(configuration(root, options.mode)).encode()
        saved = dict(edited(root, forms))
        for path, text in saved.items():
            if path in before:
                (root / path).write_text(text, encoding="utf-8", newline="\n")
        expected = dict(before)
        for edit in EDITS:
            old, new = edit.expected
            assert old in expected[edit.file], edit
            expected[edit.file] = expected[edit.file].replace(old, new, 1)
        show("as the CMS wrote it", expected, saved)
        cagsite(root, "tidy")
        left = show("after cagsite tidy", expected, texts_of(root))
        return cagsite(root, "check", "--quiet") or left


def make_copy(root: Path) -> None:
    """The exhibition in normal form, with everything that the format knows in one panel."""
    shutil.copytree(PROJECT / "content", root / "content")
    shutil.copytree(PROJECT / "locales", root / "locales")
    shutil.copy(PROJECT / "exhibition.yaml", root)
    folder = root / "content/organisations/adil-soz"
    facts = folder / "panel.yaml"
    text = facts.read_text(encoding="utf-8").replace("as_of: 2016-2019\n", HARD_FACTS)
    photo = "  - id: chair-office\n    type: photograph\n    awaited: true\n"
    assert photo in text
    facts.write_text(text.replace(photo, photo + HARD_PHOTO), encoding="utf-8")
    for language in LANGUAGES:
        with (folder / f"panel.{language}.md").open("a", encoding="utf-8") as words:
            words.write(HARD_TEXT)
    cagsite(root, "tidy")
    cagsite(root, "check", "--quiet")


def cagsite(root: Path, *arguments: str) -> int:
    """Runs a command in the copy."""
    print(f"$ cagsite {' '.join(arguments)}", flush=True)
    return subprocess.run([sys.executable, "-m", "cagsite", *arguments], cwd=root, check=False).returncode


def configuration(root: Path, mode: str) -> object:
    """What `cagsite schema --cms` makes, with one way to edit texts, and with every list open."""
    command = [sys.executable, "-m", "cagsite", "schema", "--cms", "--language", "en"]
    made = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    forms = json.loads(made.replace('"collapsed": true', '"collapsed": false'))
    for collection in forms["collections"]:
        for field in collection.get("fields", []):
            if field["name"] == "body":
                field["modes"] = [mode]
    return forms


def texts_of(root: Path) -> dict[str, str]:
    """Every text file of the content."""
    paths = [path for path in sorted(root.glob("content/**/*")) if path.suffix in (".md", ".yaml")]
    return {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in paths}


def show(title: str, expected: Mapping[str, str], found: Mapping[str, str]) -> int:
    """Prints what differs from the base with exactly the edits in it; returns how many files do."""
    differing = [path for path in expected if expected[path] != found.get(path, "")]
    print(f"\n== {title}: {len(differing)} files differ from the edit alone")
    for path in differing:
        sides = expected[path].split("\n"), found.get(path, "").split("\n")
        lines = list(difflib.unified_diff(*sides, n=0, lineterm=""))[2:]
        print(path, *(line.replace("\u00a0", "⍽") for line in lines), sep="\n  ")
    return len(differing)


@contextmanager
def served(forms: bytes) -> Iterator[str]:
    """`/admin/` on this machine alone, with these forms in each language."""
    subjects = Subjects(title="CMS", languages=[Locale(language) for language in LANGUAGES])
    files = page_files(subjects, None, unpack(program().read_bytes()))

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.partition("?")[0][1:] or "index.html"
            content = forms if name.startswith("forms") else files.get(name)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Type", mimetypes.guess_type(name)[0] or "application/octet-stream")
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def edited(root: Path, forms: bytes) -> list[tuple[str, str]]:
    """All texts as they are after every edit was typed and saved."""
    chromium = os.environ.get("CHROME") or shutil.which("chromium") or shutil.which("google-chrome")
    files = [(path, base64.b64encode(text.encode()).decode()) for path, text in texts_of(root).items()]
    files.append((".git/HEAD", base64.b64encode(b"ref: refs/heads/main\n").decode()))
    alone = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
    with served(forms) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", alone])
        page = browser.new_page(
            viewport={"width": 1500, "height": 12000}, locale="en-GB"
        )  # fields out of sight are not made
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: print("error in the page:", error))
        page.add_init_script(GRANT)
        page.goto(address)
        page.evaluate(FILL, files)
        page.get_by_role("button", name="Work with Local Repository").click()
        page.get_by_role("row").first.wait_for()
        entries: dict[tuple[str, str], list[Edit]] = {}
        for edit in EDITS:
            entries.setdefault((edit.collection, edit.entry), []).append(edit)
        for (collection, entry), edits in entries.items():
            page.goto(f"{address}#/collections/{collection}/entries/{entry}/panel")
            for edit in edits:
                type_in(page, edit)
            page.get_by_role("button", name="Save", exact=True).click()
            page.wait_for_url(re.compile("^(?!.*/entries/)"))
        found: list[tuple[str, str]] = page.evaluate(READ)
        result = [(path, base64.b64decode(data).decode()) for path, data in found if path.endswith((".md", ".yaml"))]
        browser.close()
    return result


def type_in(page: Page, edit: Edit) -> None:
    """One edit, as a person makes it."""
    field = page.locator(f'[data-key-path="{edit.field}"]').first
    if edit.field != "body":
        box = field.locator("input, textarea").first
        text = box.input_value()
        assert edit.before in text, (edit, text)
        box.fill(text.replace(edit.before, edit.after))
        return
    editor = field.locator("[contenteditable=true]:visible, textarea:visible").first
    editor.wait_for()
    if editor.evaluate("(editor) => editor.localName") == "textarea":
        text = editor.input_value()
        assert edit.before in text, edit
        editor.fill(text.replace(edit.before, edit.before + edit.after, 1))
        return
    # The caret is put behind the words, where a click and the End key would put it.
    editor.evaluate(
        """(editor, words) => {
          const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
          while (walker.nextNode() && !walker.currentNode.data.includes(words));
          const node = walker.currentNode;
          editor.focus();
          getSelection().collapse(node, node.data.indexOf(words) + words.length);
        }""",
        edit.before,
    )
    page.wait_for_timeout(300)
    page.keyboard.type(edit.after)
    page.wait_for_timeout(800)  # the editor hands its text on with a delay


if __name__ == "__main__":
    sys.exit(main())
