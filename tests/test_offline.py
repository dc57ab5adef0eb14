"""What a phone is told to keep of a language: every page but those to leave at once, one file of each picture."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.editing import fill, picture, replace_in
from tests.recorded import recorded
from tests.site_from import EXHIBITION, Page, Site, make_site

from cagsite.permalinks import file_of, followed

EXIT = "quick_exit: https://weather.example/\n"
OUTPUTS = "outputs:\n  - app\n  - feeds\n  - offline\n  - search\n  - sitemap\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return filled(tmp_path_factory.mktemp("offline")).build()


@pytest.fixture
def site(built: Site, tmp_path: Path) -> Site:
    """One to change, that has been built before."""
    return copy_of(built, tmp_path)


def copy_of(site: Site, folder: Path) -> Site:
    """With all that it has kept of former builds."""
    shutil.copytree(site.project.root, folder / "project")
    project = replace(
        site.project,
        root=folder / "project",
        output=folder / "project" / site.project.output.relative_to(site.project.root),
        cache=folder / "project" / site.project.cache.relative_to(site.project.root),
    )
    return Site(project=project)


def filled(folder: Path) -> Site:
    """A small site in which one panel asks for a way out."""
    site = make_site(folder, {}, exhibition=EXHIBITION + EXIT + OUTPUTS)
    fill(site)
    path = site.path("organisations/charyn/panel.yaml")
    path.write_text(path.read_text(encoding="utf-8") + "quick_exit: true\n", encoding="utf-8")
    return site


def listed(site: Site, language: str = "sv") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(site.files[f"{language}/offline.json"])
    return found


def pages_of(site: Site, language: str) -> set[str]:
    """Every page of a language by its address, apart from the one for what is missing."""
    paths = {path for path in site.files if path.startswith(f"{language}/") and path.endswith(".html")}
    return {path.removesuffix("index.html") for path in paths if not path.endswith("404.html")}


def test_every_page_of_a_language_is_listed(built: Site) -> None:
    """And the one on which languages are chosen; apart from one to leave at once, and what only that one needs."""
    for language, word in (("sv", "organisationer"), ("en", "organisations")):
        files = listed(built, language)["files"]
        pages = {path for path in files if not path.startswith(("assets/", "media/"))}
        assert len(pages) > 12
        assert pages == (pages_of(built, language) | {""}) - {f"{language}/{word}/charyn/"}
        assert built.page(f"/{language}/{word}/charyn/").all('script[src*="assets/leave."]')
        assert not [path for path in files if path.startswith("assets/leave.")]


def test_each_file_is_listed_with_what_tells_it_from_others(built: Site) -> None:
    """Its size and its digest, as a browser counts them."""
    files = built.files
    for path, (digest, size) in listed(built)["files"].items():
        content = files[file_of(path)]
        assert (size, digest) == (len(content), sha256(content).hexdigest()[:16])


def test_what_pages_need_is_listed(built: Site) -> None:
    """Style sheets, scripts, typefaces, icons: whatever a kept page names, and what the style sheet names."""
    files = listed(built)["files"]
    for address in pages_of(built, "sv") & files.keys():
        page = built.page(f"/{address}")
        names = [
            tag.get("href") or tag.get("src") for tag in page.all("link[rel~=stylesheet], link[rel~=icon], script")
        ]
        names += [tag["href"] for tag in page.all('link[rel="preload"], link[rel="apple-touch-icon"]')]
        for name in names:
            assert name is None or followed(address, str(name)) in files, (address, name)
    sheet = next(built.files[path].decode() for path in files if path.startswith("assets/site."))
    fonts = {f"assets/{name}" for name in re.findall(r"url\(([^)]+)\)", sheet)}
    assert fonts and fonts <= files.keys()


def test_one_file_of_each_picture_stands_in_for_the_others(built: Site) -> None:
    """One that every browser with a worker knows, about as wide as a phone."""
    found = listed(built)
    kept = [path for path in found["files"] if path.startswith("media/")]
    assert kept == [path for path in found["instead"] if path.startswith("media/")]
    assert all(path.endswith(".webp") for path in kept)
    stand_ins = {other: path for path in kept for other in (path, *found["instead"][path])}
    named = set()
    for address in pages_of(built, "sv"):
        for shown in built.page(f"/{address}").all("picture") if address in found["files"] else ():
            sets = [part.split()[0] for tag in shown.select("source") for part in str(tag["srcset"]).split(", ")]
            paths = {followed(address, link) for link in (*sets, *(str(tag["src"]) for tag in shown.select("img")))}
            assert len({stand_ins[path] for path in paths if path}) == 1  # they are of one picture
            named |= paths
    assert named | set(kept) == stand_ins.keys()
    assert len(kept) == 4  # also that of the page to leave at once: others show it


def test_what_a_page_to_leave_at_once_shows_alone_is_not_kept(site: Site) -> None:
    """A second picture, which stands on no other page."""
    photo = "  - id: more\n    type: illustration\n    file: more.png\n    credit: Someone\n    licence: CC BY 4.0\n"
    photo += "    consent:\n      status: not_needed\n      reason: drawn\n"
    replace_in(site.path("organisations/charyn/panel.yaml"), "quick_exit", f"{photo}quick_exit")
    site.write({"organisations/charyn/more.png": picture(77)})
    for language in ("sv", "en"):
        words = site.path(f"organisations/charyn/panel.{language}.md")
        replace_in(words, "  - id: cut\n", "  - id: more\n    alt: Mer\n  - id: cut\n")
        replace_in(words, "- ett\n" if language == "sv" else "- one\n", "\n::: photo more\n:::\n\n- first\n")
    before = site.files.keys()
    found = listed(site.build())
    added = {path for path in site.files.keys() - before if path.startswith("media/")}
    assert added
    assert not added & (found["files"].keys() | {path for others in found["instead"].values() for path in others})


def test_the_kept_search_knows_nothing_of_pages_to_leave_at_once(site: Site) -> None:
    """Its index holds the texts themselves, so there is another one, which stands in for it without a network."""
    replace_in(site.path("organisations/charyn/panel.sv.md"), "- ett\n", "- Kakelugn\n")
    found = listed(site.build())
    (kept,) = [path for path in found["files"] if path.startswith("assets/search-sv.")]
    (whole,) = found["instead"][kept]
    assert "kakelugn" in site.files[whole].decode().lower()
    assert "kakelugn" not in site.files[kept].decode().lower()
    assert "Bilim" in site.files[kept].decode()
    finder = site.page("/sv/search/").one("[data-finder]")
    assert followed("sv/search/", str(finder["data-finder"])) in found["files"]
    address = site.page("/sv/search/").one("[data-index]")["data-index"]
    assert followed("sv/search/", str(address)) == whole


def test_without_pages_to_leave_at_once_there_is_one_search(site: Site) -> None:
    """Nor is there a second one where phones keep nothing."""
    path, settings = site.path("organisations/charyn/panel.yaml"), site.path("/exhibition.yaml")
    facts = path.read_text(encoding="utf-8")
    path.write_text(facts.replace("quick_exit: true\n", ""), encoding="utf-8")
    found = listed(site.build())
    assert len([path for path in site.files if path.startswith("assets/search-sv.")]) == 1
    assert len([path for path in found["files"] if path.startswith("assets/search-sv.")]) == 1
    path.write_text(facts, encoding="utf-8")
    replace_in(settings, "  - offline\n", "")
    site.build()
    assert len([path for path in site.files if path.startswith("assets/search-sv.")]) == 1


def test_first_comes_what_says_that_something_is_not_there(built: Site) -> None:
    """The page about keeping, and what it needs."""
    found = listed(built)
    first = list(found["files"])[: found["first"]]
    assert first[0] == found["page"] == "sv/offline/"
    assert {path.partition(".")[0] for path in first[1:]} >= {"assets/site", "assets/offline", "assets/icon"}
    assert not [path for path in first if path.startswith("media/")]


def test_recordings_and_feeds_are_not_kept(site: Site) -> None:
    """They are large, and tell of what pages have said."""
    facts = "media:\n  - id: talk\n    type: audio\n    file: talk.mp3\n    duration: '0:01'\n"
    facts += "    consent:\n      status: not_needed\n      reason: nobody speaks\n"
    words = "media:\n  - id: talk\n    title: Samtal\n    transcript: Brus.\n"
    page = f"---\ntitle: Vatten\nsummary: Om vatten.\n{words}---\nOm vatten.\n"
    texts = {f"themes/water/panel.{language}.md": page for language in ("sv", "en")}
    site.write({"themes/water/panel.yaml": facts, "themes/water/talk.mp3": recorded(".mp3"), **texts})
    files = listed(site.build())["files"]
    assert "sv/teman/water/" in files
    kinds = {Path(path).suffix for path in files if not path.endswith("/")}
    assert kinds == {"", ".css", ".js", ".png", ".svg", ".webp", ".woff2"}
    assert {".mp3", ".xml", ".webmanifest"} <= {Path(path).suffix for path in site.files}


def test_a_change_changes_what_it_must(site: Site) -> None:
    """A word in a text touches its page and what is searched, not the pages that only name it."""
    before = listed(site.build())["files"]
    text = site.path("organisations/bilim/panel.sv.md").read_text(encoding="utf-8")
    site.path("organisations/bilim/panel.sv.md").write_text(text + "\nEn rad till.\n", encoding="utf-8")
    after = listed(site.build())["files"]
    changed = {path for path in after if after[path] != before.get(path)}
    assert {path.partition(".")[0] for path in changed} == {
        "sv/organisationer/bilim/",
        "sv/search/",
        "assets/search-sv",
    }
    assert {path.partition(".")[0] for path in before.keys() - after.keys()} == {"assets/search-sv"}


def test_what_is_withdrawn_is_listed_no_more(site: Site) -> None:
    """Neither its page nor its picture."""
    before = listed(site.build())
    replace_in(site.path("organisations/adil/panel.yaml"), "country:", "status: withdrawn\ncountry:")
    after = listed(site.build())
    gone = before["files"].keys() - after["files"].keys()
    assert "sv/organisationer/adil/" in gone
    assert len([path for path in gone if path.startswith("media/")]) == 1
    assert len(before["instead"]) - len(after["instead"]) == 1


def test_a_preview_keeps_nothing(site: Site) -> None:
    """What has not been decided on must not be on phones; and a preview's pages are not those of the site."""
    drafts = Site(project=site.project, drafts=True).build()
    assert listed(drafts) == {"page": "sv/offline/", "first": 0, "files": {}, "instead": {}}


def test_who_does_not_offer_it_has_no_trace_of_it(tmp_path: Path) -> None:
    """No worker, no list, no page, and no way to one."""
    site = make_site(tmp_path, {}, exhibition=EXHIBITION + "outputs:\n  - sitemap\n").build()
    assert not [path for path in site.files if "offline" in path and not path.startswith("assets/")]
    assert "offline" not in site.page("/sv/").html


def test_every_page_leads_to_it(built: Site) -> None:
    """From its footer, in the language's own words; it is no part of the exhibition's lists."""
    for address in sorted(pages_of(built, "en"))[::3]:
        page = built.page(f"/{address}")
        links = {followed(address, str(link["href"])): link.get_text() for link in page.all(".footer-licences a")}
        assert links["en/offline/"] == "The exhibition on your phone"
        lists = {followed(address, str(link["href"])) for link in page.all(".menu a, .footer-index a")}
        assert "en/organisations/" in lists
        assert "en/offline/" not in lists
    assert Page(built.files["sv/offline/index.html"].decode()).text("h1") == "Utställningen i telefonen"


def test_only_its_page_may_begin_a_worker(built: Site) -> None:
    """By its policy; what no page needs, no page may."""
    for path, content in built.files.items():
        if path.endswith(".html"):
            assert (b"; worker-src 'self'\">" in content) == path.endswith("/offline/index.html"), path


@pytest.mark.parametrize(
    ("address", "link", "found"),
    [
        ("sv/", "../assets/a.css", "assets/a.css"),
        ("sv/ord/", "./", "sv/ord/"),
        ("sv/ord/", "../../", ""),
        ("", "sv/", "sv/"),
        ("sv/ord/", "#a", "sv/ord/"),
        ("sv/ord/", "../b/#a", "sv/b/"),
        ("sv/ord/", "https://example.org/", None),
        ("sv/404.html", "/sub/sv/", None),
        ("sv/ord/", "mailto:a@example.org", None),
    ],
)
def test_a_link_is_followed(address: str, link: str, found: str | None) -> None:
    """Within the site, as a browser does it."""
    assert followed(address, link) == found
