"""`/admin/` as a volunteer meets it: in a browser, on the files of a folder, with nobody else asked for anything."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Locator, Page
from tests.cms.folder import FILL, GRANT, READ
from tests.cms.program import program
from tests.preview import Preview, preview_of
from tests.site_from import COUNTRY, TODAY, Site, make_site

from cagsite.cli import main
from cagsite.preview.board import State
from cagsite.request import Request
from cagsite.run import run
from cagsite.sources import preview_of as preview_project

pytestmark = pytest.mark.browser

FACTS = """\
status: published
themes:
  - freedom-of-expression
related:
  - kazakhstan
places:
  - almaty
also:
  - Адил соз
as_of: 2016-2019
country: kazakhstan
place: almaty
founded: 1999
photos:
  - id: cut
    type: illustration
    file:
      sv: cut.png
      en: counter.png
    credit: Centralasiengrupperna
    consent:
      status: not_needed
      reason: illustration without persons
links:
  - id: facebook
    type: facebook
    handle: '@adilsoz.kz'
    languages:
      - ru
"""
SWEDISH = """\
---
title: Adil Soz
summary: En av de äldsta rättighetsorganisationerna i Kazakstan.
highlights:
  - id: assembly
    text: Det fanns en tid då det gick att samla till möten.
    speaker: Tamara Kaleyeva
photos:
  - id: cut
    alt: Klippt filt. En ljudvåg och ett pappersark.
links:
  - id: facebook
    title: Adil Soz på Facebook
---

## Journalister under press {#press}

Filmen [Together]{lang=en} är "bra" – hela 2\u00a0700 tittare. Basen är [Almaty](place:almaty), landets största stad.

::: highlight assembly
:::

- bevaka kränkningar
- ge **juridisk** hjälp

De auktoritära dragen blir starkare.
"""
ENGLISH = """\
---
title: Adil Soz
summary: One of the oldest rights organisations in Kazakhstan.
highlights:
  - id: assembly
    text: There was a time when one could gather for meetings.
    speaker: Tamara Kaleyeva
photos:
  - id: cut
    alt: Cut felt. A sound wave and a sheet of paper.
links:
  - id: facebook
    title: Adil Soz on Facebook
---

## Journalists under pressure {#press}

The film [Together]{lang=en} is "good" – all of 2,700 viewers. Its base is [Almaty](place:almaty), the largest city.

::: highlight assembly
:::

- watch violations
- give **legal** help

The authoritarian features grow stronger.
"""
PLACES = """\
places:
  # Somebody has written this by hand.
  - id: almaty
    name: {sv: Almaty, en: Almaty}
    kind: city
    latitude: 43.24
    longitude: 76.89
"""
HERE = "organisations/adil-soz"
CONTENT: dict[str, str | bytes | None] = {
    **COUNTRY,
    "places.yaml": PLACES,
    "themes/freedom-of-expression/panel.yaml": "status: published\n",
    "themes/freedom-of-expression/panel.sv.md": "---\ntitle: Yttrandefrihet\nsummary: Ett tema.\n---\n\nFritt.\n",
    "themes/freedom-of-expression/panel.en.md": "---\ntitle: Expression\nsummary: A theme.\n---\n\nFree.\n",
    f"{HERE}/panel.yaml": FACTS,
    f"{HERE}/panel.sv.md": SWEDISH,
    f"{HERE}/panel.en.md": ENGLISH,
}


NEW_FACTS = """\
  - id: office
    file: kontoret.webp
    credit: Adil Soz
    consent:
      status: not_needed
      reason: a room without persons
"""
CARET = """(editor, words) => {
  const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() && !walker.currentNode.data.includes(words));
  editor.focus();
  getSelection().collapse(walker.currentNode, walker.currentNode.data.indexOf(words) + words.length);
}"""


def with_photo(text: str, alt: str) -> str:
    return text.replace("links:\n", f"  - id: office\n    alt: {alt}\nlinks:\n")


def picture(color: str, form: str, **more: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (1200, 800), color).save(target, form, **more)
    return target.getvalue()


def photo_with_position() -> bytes:
    """As a phone makes it: the camera, and where it was."""
    told = Image.Exif()
    told[0x010F], told[0x0110] = "Phones Ltd", "Phone 7"
    told.get_ifd(0x8825).update({1: "N", 2: (43.0, 14.0, 24.0), 3: "E", 4: (76.0, 53.0, 24.0)})
    return picture("teal", "JPEG", exif=told)


@dataclass(frozen=True)
class Desk:
    """An exhibition on a disk, its preview, and the folder in the browser that stands for the disk."""

    site: Site
    preview: Preview
    page: Page
    asked: list[str]
    """Addresses that the page has asked for."""
    refused: list[str]
    """What the page's policy has kept it from."""

    def build(self) -> None:
        request = Request(project=preview_project(self.site.project), today=TODAY, drafts=True, is_preview=True)
        run(request)
        self.preview.site.refresh()
        self.preview.board.post(State())

    def open(self, collection: str, entry: str) -> None:
        self.page.goto(f"http://127.0.0.1:{self.preview.port}/admin/#/collections/{collection}/entries/{entry}/panel")
        self.page.locator('[data-key-path="status"]').first.wait_for()

    def pane(self, language: str) -> Locator:
        """The column of a language; facts have one for all of them."""
        return self.page.locator(f'.pane[data-mode="edit"][data-locale="{language or "_default"}"]')

    def field(self, path: str, language: str = "") -> Locator:
        return self.pane(language).locator(f'[data-key-path="{path}"]').first

    def add(self, to: str, language: str = "") -> None:
        """The button has marks around the name of its list, for texts that run the other way."""
        self.pane(language).get_by_role("button", name=re.compile(f"Lägg till .?{to}")).click()

    def type_after(self, words: str, more: str) -> None:
        """Puts the caret behind some words of the Swedish text, where a click would put it, and types."""
        editor = self.field("body", "sv").locator("[contenteditable=true]")
        editor.evaluate(CARET, words)
        self.page.keyboard.type(more)
        self.page.wait_for_timeout(500)  # the editor hands its text on with a delay

    def save(self) -> None:
        self.page.get_by_role("button", name="Spara", exact=True).click()
        self.page.wait_for_url(re.compile("^(?!.*/entries/)"))

    def folder(self) -> dict[str, bytes]:
        """What lies in the folder now."""
        return {path: base64.b64decode(data) for path, data in self.page.evaluate(READ)}


@pytest.fixture(scope="module")
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Opened, with the folder chosen."""
    folder = tmp_path_factory.mktemp("desk")
    pictures = {f"{HERE}/cut.png": picture("red", "PNG"), f"{HERE}/counter.png": picture("blue", "PNG")}
    site = make_site(folder, {**CONTENT, **pictures})
    program()  # a checkout's own serves every project
    context = browser.new_context(locale="sv-SE", viewport={"width": 1200, "height": 2400}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(60_000)
    asked: list[str] = []
    refused: list[str] = []
    with preview_of(preview_project(site.project).output, pages=None) as preview:
        here = f"http://127.0.0.1:{preview.port}/"
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
        desk = Desk(site, preview, page, asked, refused)
        desk.build()
        page.add_init_script(GRANT)
        page.goto(f"{here}admin/")
        page.evaluate(FILL, files(site.project.root))
        page.get_by_role("button", name="Arbeta med lokalt").click()
        page.get_by_text("Organisationer: fakta").first.wait_for()
        yield desk
    context.close()


def files(root: Path) -> list[tuple[str, str]]:
    """What the CMS is given, in base64, as in a folder that git looks after."""
    paths = [path for path in sorted(root.rglob("content/**/*")) if path.is_file()] + [root / "exhibition.yaml"]
    found = [(path.relative_to(root).as_posix(), base64.b64encode(path.read_bytes()).decode()) for path in paths]
    return [*found, (".git/HEAD", base64.b64encode(b"ref: refs/heads/main\n").decode())]


@pytest.fixture(scope="module")
def saved(desk: Desk) -> dict[str, bytes]:
    """The folder after a figure, a sentence and a photo with its words were typed and saved."""
    desk.open("organisations-facts", "adil-soz")
    desk.field("founded").locator("input").fill("2001")
    desk.field("photos").locator('button[aria-label="Expandera"]').first.click()  # its field for one file is empty
    desk.field("photos.0.file").wait_for()
    desk.add("Foton")
    desk.field("photos.1.id").locator("input").fill("office")
    desk.field("photos.1.file").get_by_role("button", name="Bläddra").click()
    sent = FilePayload(name="Kontoret.jpg", mimeType="image/jpeg", buffer=photo_with_position())
    desk.page.locator("dialog input[type=file]").first.set_input_files(sent)
    desk.page.get_by_role("button", name="Infoga").click()
    desk.page.get_by_text("kontoret.webp").wait_for()
    desk.field("photos.1.credit").locator("input").fill("Adil Soz")
    desk.field("photos.1.consent").get_by_role("checkbox").click()
    desk.field("photos.1.consent.status").get_by_text("Behövs inte", exact=True).click()
    desk.field("photos.1.consent.reason").locator("textarea").fill("a room without persons")
    desk.save()

    desk.open("organisations-words", "adil-soz")
    for language, alt in (("sv", "Ett rum med tre stolar."), ("en", "A room with three chairs.")):
        desk.add("Foton", language)
        desk.field("photos.1.id", language).locator("input").fill("office")
        desk.field("photos.1.alt", language).locator("textarea").fill(alt)
    desk.type_after("dragen blir starkare.", " Varje år.")
    desk.save()
    return desk.folder()


def test_exactly_the_change_is_in_the_files(desk: Desk, saved: dict[str, bytes]) -> None:
    """To the byte, where the file was in normal form before; so `tidy` has nothing to do there."""
    root = desk.site.project.root
    before = {path: base64.b64decode(data) for path, data in files(root)}
    expected = {
        "panel.yaml": FACTS.replace("founded: 1999", "founded: 2001").replace("links:\n", NEW_FACTS + "links:\n"),
        "panel.sv.md": with_photo(SWEDISH, "Ett rum med tre stolar.").replace("starkare.", "starkare. Varje år."),
        "panel.en.md": with_photo(ENGLISH, "A room with three chairs."),
    }
    changed = {path.removeprefix(f"content/{HERE}/"): saved[path] for path in saved if saved[path] != before.get(path)}
    assert changed.keys() == {*expected, "kontoret.webp"}
    assert {name: changed[name].decode() for name in expected} == expected
    for name, content in changed.items():
        (root / "content" / HERE / name).write_bytes(content)
    assert main(["tidy", "--project", str(root)]) == 0
    assert {name: (root / "content" / HERE / name).read_text(encoding="utf-8") for name in expected} == expected


def test_no_place_reaches_the_folder(desk: Desk, saved: dict[str, bytes]) -> None:
    """The photo was drawn anew before it was saved; the check, which would refuse it, has nothing to say."""
    sent, kept = photo_with_position(), saved[f"content/{HERE}/kontoret.webp"]
    with Image.open(io.BytesIO(sent)) as image:
        assert image.getexif().get_ifd(0x8825)
    with Image.open(io.BytesIO(kept)) as image:
        assert (image.format, image.size) == ("WEBP", (1200, 800))
        assert not image.getexif()
    assert b"Phone 7" in sent
    assert b"Phone 7" not in kept
    assert main(["check", "--project", str(desk.site.project.root), "--date", TODAY.isoformat()]) == 0


def test_the_preview_shows_it(desk: Desk, saved: dict[str, bytes]) -> None:
    """After the next build, which the preview makes by itself."""
    desk.build()
    for address, words in (
        ("/sv/organisationer/adil-soz/", ("2001", "starkare. Varje år.", "Ett rum med tre stolar.")),
        ("/en/organisations/adil-soz/", ("2001", "A room with three chairs.")),
    ):
        page = desk.preview.ask(address).text
        assert [word for word in words if word not in page] == []


def test_nobody_else_is_asked(desk: Desk, saved: dict[str, bytes]) -> None:
    """From the start to the last save: no font, no check for versions, no status of a host."""
    own = f"http://127.0.0.1:{desk.preview.port}/"
    assert len(desk.asked) > 10
    assert [address for address in desk.asked if not address.startswith((own, f"blob:{own}", "data:"))] == []
    assert desk.refused == []
