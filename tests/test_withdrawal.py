"""Whoever is withdrawn is gone from site, standby, caches and preview, at once; the receipt says what is true."""

from __future__ import annotations

import base64
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.editing import fill, picture, replace_in
from tests.exhibition import built_once
from tests.site_from import Site, make_site, tree
from tests.test_hidden import traces

from cagsite import cli
from cagsite.model import Locale, PanelId
from cagsite.problems import ContentError
from cagsite.request import Request
from cagsite.run import run
from cagsite.sources import Project, preview_of
from cagsite.withdrawal.receipt import Receipt, Way, as_json, as_text
from cagsite.withdrawal.told import Target
from cagsite.withdrawal.withdraw import UnknownTargetError, withdraw

SOURCE = Path(__file__).resolve().parent.parent / "src"
NAMES = (
    "Zhibek Öräz", "Ýlham Çarýew", "Łukasz Wąż", "Gülşat Ahmetowa", "Åke Sjöö", "Nurlan Žaqsy", "Dilnoza Qodirova",
    "Ñandú Ülkü", "Çınar Şeker", "Béla Kőváry", "Zoë Brontë", "Ásdís Þórsdóttir", "Đurđica Čop", "Ève Lÿon",
    "Jürgen Groß", "Mária Szűcs", "Oľga Ďurišová", "Øystein Bjærg", "Renée Façade", "Şirin Ağa",
)  # fmt: skip
"""Twenty people who do not exist."""


def slug(name: str) -> str:
    known = {"Ł": "L", "ł": "l", "ı": "i", "Þ": "Th", "Đ": "D", "đ": "d", "ß": "ss", "Ø": "O", "æ": "ae"}
    text = unicodedata.normalize("NFKD", "".join(known.get(letter, letter) for letter in name))
    return text.encode("ascii", "ignore").decode().lower().replace(" ", "-")


def person(name: str, seed: int) -> dict[str, str | bytes]:
    """An organisation that is one person: every field that can tell of her does."""
    id = f"p-{slug(name)}"
    photo = "  - id: portrait-{0}\n    file: portrait.png\n    credit: {1}\n    licence: CC BY 4.0\n"
    photo += "    consent:\n      status: given\n      by: p{2}\n      date: 2020-01-01\n      uses:\n        - web\n"
    files: dict[str, str | bytes] = {
        f"organisations/{id}/panel.yaml": (
            f"# {name}'s own page\ncountry: kazakhstan\nplace: by-{slug(name)}\nthemes:\n  - water\n"
            "related:\n  - adil\n"
            f"also:\n  - {name[::-1]}\ncode: k{seed:03}q\nphotos:\n" + photo.format(slug(name), name, seed)
        ),
        f"organisations/{id}/portrait.png": picture(100 + seed, (90, 60)),
    }
    for code in ("sv", "en"):
        files[f"organisations/{id}/panel.{code}.md"] = (
            f"---\ntitle: {name}\nslug: {slug(name)}-{code}\naliases:\n  - {slug(name)}-old-{code}\n"
            f"summary: {name} speaks {code}.\nhighlights:\n  - id: said\n    text: What {name} holds, {code}.\n"
            f"    speaker: {name}\nphotos:\n  - id: portrait-{slug(name)}\n    alt: {name} in a picture, {code}\n"
            f"---\n## About {name}\n\nThis is {name}, {code}.\n"
        )
    return files


def lists_of(names: tuple[str, ...]) -> dict[str, str]:
    """Places, events, terms and spellings that only one of them has."""
    places, events, terms, spellings = ["places:\n"], ["events:\n"], ["terms:\n"], ["names:\n"]
    for name in names:
        id, both = slug(name), "      sv: {0}\n      en: {0}\n"
        places.append(
            f"  - id: by-{id}\n    name:\n{both.format(name + 'by')}    kind: city\n"
            "    latitude: 43\n    longitude: 76\n"
        )
        events.append(
            f"  - id: e-{id}\n    date: 2016\n    text:\n{both.format(name + ' did something')}"
            f"    panels:\n      - p-{id}\n"
        )
        terms.append(
            f"  - id: t-{id}\n    term:\n{both.format('term of ' + name)}    definition:\n"
            f"{both.format('What ' + name + ' means')}    related:\n      - p-{id}\n"
        )
        spellings.append(
            f"  - id: n-{id}\n    name:\n{both.format(name)}    also:\n      - {name}sson\n"
            f"    panels:\n      - p-{id}\n"
        )
    return {
        "places.yaml": "".join(places),
        "timeline.yaml": "".join(events),
        "glossary.yaml": "".join(terms),
        "names.yaml": "".join(spellings),
    }


def forms(name: str) -> list[str]:
    """Every form in which the promise says that it is not to be found; `traces` tries cases and encodings of each."""
    nfd = unicodedata.normalize("NFD", name)
    bare = "".join(letter for letter in nfd if not unicodedata.combining(letter))
    codes = {base64.b64encode(b" " * k + text.encode())[4:-4].decode() for k in range(3) for text in (name, nfd)}
    escaped = json.dumps(name)[1:-1]
    return [
        name,
        nfd,
        bare,
        slug(name),
        quote(name),
        quote(nfd),
        escaped,
        name[::-1],
        *(code for code in codes if code),
    ]


def everything(site: Site) -> dict[str, bytes]:
    """Every byte that cagsite has written, preview and locks included."""
    root = site.project.root
    found = {f"public/{path}": content for path, content in site.files.items()}
    for folder in (root / ".cagsite", root / ".public.cagsite"):
        found |= {f"{folder.name}/{path}": content for path, content in tree(folder).items()}
    return found


def tell_of(site: Site, name: str) -> list[str]:
    files = everything(site)
    return sorted({f"{path}: {form}" for form in forms(name) for path in traces(files, form)})


def take_out(
    site: Site,
    id: str,
    *,
    now: bool = False,
    locale: str | None = None,
    photo: str | None = None,
    medium: str | None = None,
) -> Receipt:
    request = Request(project=site.project, today=site.today, jobs=1)
    part = Locale(locale) if locale is not None else None
    return withdraw(request, Target(panel=PanelId(id), locale=part, photo=photo, medium=medium), now=now)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return filled(tmp_path)


def filled(folder: Path) -> Site:
    found = make_site(folder, {}, drawn=True)
    fill(found)
    return found


@pytest.fixture
def people(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Three of them on the site, and in a preview."""
    built = built_once(tmp_path_factory, "people", _build_people)
    root = tmp_path / "project"
    shutil.copytree(built / "project", root, symlinks=True)
    return Site(Project(root=root, output=root / "public", cache=root / ".cagsite" / "build"))


def _build_people(folder: Path) -> None:
    with_people(filled(folder), NAMES[:3])


def with_people(site: Site, names: tuple[str, ...]) -> Site:
    for seed, name in enumerate(names):
        site.write(person(name, seed))
    site.write(lists_of(names))
    links = "".join(f"\nSe [grannen](panel:p-{slug(name)}) och [byn](place:by-{slug(name)}).\n" for name in names)
    body = site.path("organisations/adil/panel.sv.md")
    body.write_text(body.read_text(encoding="utf-8") + links, encoding="utf-8")
    run(Request(project=preview_of(site.project), today=site.today, drafts=True, is_preview=True))
    return site.build()


@pytest.mark.parametrize("names", [NAMES[::4], pytest.param(NAMES, marks=pytest.mark.long)], ids=["five", "twenty"])
def test_people_one_by_one(site: Site, names: tuple[str, ...]) -> None:
    """After each withdrawal nothing tells of her, in any form; the others are still there, and in the end as before."""
    with_people(site, names)
    for place, name in enumerate(names):
        assert tell_of(site, name), name
        receipt = take_out(site, f"p-{slug(name)}")
        assert tell_of(site, name) == [], name
        assert receipt.way is Way.BUILT
        assert receipt.was_edited
        assert (receipt.leftovers, receipt.emptied_caches, receipt.mentions.published) == ((), False, ())
        gone = {each.path for each in receipt.gone}
        assert {f"en/organisations/{slug(name)}-en/index.html", f"sv/organisationer/{slug(name)}-sv/index.html"} <= gone
        assert {"page", "picture"} <= {each.kind for each in receipt.gone}
        assert not gone & site.files.keys()
        if place + 1 < len(names):
            assert f"en/organisations/{slug(names[place + 1])}-en/index.html" in site.files
    left = site.files
    assert site.build(clean=True).files == left


def test_incremental_after_a_withdrawal_is_clean(people: Site) -> None:
    """And after somebody takes the status away again, the site is the one from before."""
    before = people.files
    yaml = people.path(f"organisations/p-{slug(NAMES[0])}/panel.yaml")
    text = yaml.read_bytes()
    take_out(people, f"p-{slug(NAMES[0])}")
    assert people.files == people.build(clean=True).files
    assert yaml.read_text(encoding="utf-8").splitlines()[1] == "status: withdrawn"
    yaml.write_bytes(text)
    assert people.build().files == before


def test_the_receipt_is_given_again(people: Site) -> None:
    """Nothing is done the second time; the addresses are told all the same."""
    id = f"p-{slug(NAMES[1])}"
    first = take_out(people, id)
    files = people.files
    again = take_out(people, id)
    assert people.files == files
    assert (again.was_edited, again.gone, again.changed, again.leftovers) == (False, (), (), ())
    assert again.addresses == first.addresses
    assert f"https://example.org/sv/organisationer/{slug(NAMES[1])}-sv/" in again.addresses
    assert f"https://example.org/sv/organisationer/{slug(NAMES[1])}-old-sv/" in again.purge


def test_one_language(people: Site) -> None:
    """The panel stays in its other language; what only the withdrawn one said is nowhere."""
    id = f"p-{slug(NAMES[0])}"
    receipt = take_out(people, id, locale="en")
    assert receipt.file == f"content/organisations/{id}/panel.en.md"
    assert receipt.line == 2
    files = everything(people)
    for text in (f"{slug(NAMES[0])}-en", f"{NAMES[0]} speaks en", f"This is {NAMES[0]}, en"):
        assert traces(files, text) == [], text
    assert traces(files, f"This is {NAMES[0]}, sv")
    assert people.page(f"/en/organisations/{slug(NAMES[0])}-sv/").shows("fallback")
    assert receipt.leftovers == ()
    assert people.files == people.build(clean=True).files


def test_one_photo(people: Site) -> None:
    """Its pixels, its alternative text and its id go; the panel stays with everything else."""
    id, photo = f"p-{slug(NAMES[2])}", f"portrait-{slug(NAMES[2])}"
    before = people.files
    receipt = take_out(people, id, photo=photo)
    kinds = {each.kind for each in receipt.gone}
    assert "picture" in kinds
    assert "page" not in kinds
    files = everything(people)
    for text in (photo, f"{NAMES[2]} in a picture"):
        assert traces(files, text) == [], text
    gone = [before[each.path] for each in receipt.gone]
    assert gone
    assert not [path for path, content in files.items() if content in gone]
    assert NAMES[2] in people.page(f"/sv/organisationer/{slug(NAMES[2])}-sv/").html
    assert receipt.leftovers == ()


def test_mentions_are_listed_and_stay(people: Site) -> None:
    """In prose and in the front matter: file, line, column and language of each, but never the name itself."""
    name, id = NAMES[0], f"p-{slug(NAMES[0])}"
    body = people.path("organisations/adil/panel.en.md")
    text = body.read_text(encoding="utf-8") + f"\nAn old friend of\n{unicodedata.normalize('NFD', name)}s family.\n"
    body.write_text(text, encoding="utf-8")
    replace_in(people.path("themes/water/panel.sv.md"), "title: Tema water", f"title: Tema {name}")
    receipt = take_out(people, id)
    last = text.count("\n")
    places = {(each.file, each.line, each.column, each.language) for each in receipt.mentions.published}
    assert ("content/organisations/adil/panel.en.md", last, 1, "en") in places
    assert ("content/themes/water/panel.sv.md", 2, 13, "sv") in places
    assert {each[0] for each in places} == {
        "content/organisations/adil/panel.en.md",
        "content/themes/water/panel.sv.md",
    }
    assert receipt.leftovers == ()
    assert tell_of(people, name)
    for shown in (str(receipt.mentioned), as_text(receipt, str)):
        assert name not in shown
    namings = {each.file for each in receipt.mentions.namings}
    assert namings == {
        "content/organisations/adil/panel.sv.md",
        "content/glossary.yaml",
        "content/names.yaml",
        "content/timeline.yaml",
    }


BROKEN = "---\ntitle: Bilim\nsummary: 'open\n---\nText.\n"


def break_another(site: Site) -> None:
    site.write({"organisations/bilim/panel.sv.md": BROKEN})


def test_without_now_nothing_happens_while_other_content_is_broken(people: Site) -> None:
    """The content says so from then on; the site is the old one, whole, and the command says that."""
    before = people.files
    break_another(people)
    with pytest.raises(ContentError):
        take_out(people, f"p-{slug(NAMES[0])}")
    assert people.files == before
    assert "status: withdrawn" in people.path(f"organisations/p-{slug(NAMES[0])}/panel.yaml").read_text(
        encoding="utf-8"
    )


def test_now_makes_the_last_good_site_without_it(people: Site) -> None:
    """The site is the one that the last good content gives without her; the broken panel stays as it was."""
    name, id = NAMES[0], f"p-{slug(NAMES[0])}"
    good = people.path("organisations/bilim/panel.sv.md").read_bytes()
    break_another(people)
    with pytest.raises(ContentError):
        people.build()
    receipt = take_out(people, id, now=True)
    assert receipt.way is Way.LAST_GOOD
    assert receipt.problems
    assert tell_of(people, name) == []
    assert receipt.leftovers == ()
    files = people.files
    with pytest.raises(ContentError):
        people.build()
    assert people.files == files
    people.write({"organisations/bilim/panel.sv.md": good})
    assert people.build().files == files
    assert people.build(clean=True).files == files


def test_now_hides_whatever_else_the_content_hides(people: Site) -> None:
    """What somebody withdrew, or whose folder was deleted, while the content was broken, does not stay either."""
    break_another(people)
    other, third = f"p-{slug(NAMES[1])}", f"p-{slug(NAMES[2])}"
    replace_in(people.path(f"organisations/{other}/panel.yaml"), "country:", "status: withdrawn\ncountry:")
    shutil.rmtree(people.path(f"organisations/{third}"))
    receipt = take_out(people, f"p-{slug(NAMES[0])}", now=True)
    assert receipt.way is Way.LAST_GOOD
    for name in NAMES[:3]:
        assert tell_of(people, name) == [], name


def test_now_for_a_folder_that_is_gone_already(people: Site) -> None:
    """Somebody deleted it, and the site could not be built since."""
    id = f"p-{slug(NAMES[0])}"
    break_another(people)
    shutil.rmtree(people.path(f"organisations/{id}"))
    receipt = take_out(people, id, now=True)
    assert receipt.way is Way.LAST_GOOD
    assert (receipt.file, receipt.folder) == ("", "")
    assert tell_of(people, NAMES[0]) == []


@pytest.mark.parametrize("what", ["settings", "list", "theme", "stray", "own"])
def test_now_whatever_is_broken(people: Site, what: str) -> None:
    """Settings, a list, a template, a file that does not belong there, or the panel's own file."""
    name, id = NAMES[0], f"p-{slug(NAMES[0])}"
    match what:
        case "settings":
            replace_in(people.path("/exhibition.yaml"), "timezone: Europe/Stockholm", "timezone: [")
        case "list":
            replace_in(
                people.path("tour.yaml" if people.path("tour.yaml").exists() else "glossary.yaml"), "terms:", "x:"
            )
        case "theme":
            people.write({"/templates/pages/panel.html": "{% if %}"})
        case "stray":
            people.write({"organisations/bilim/notes.txt": "mine"})
        case _:
            replace_in(people.path(f"organisations/{id}/panel.yaml"), "country: kazakhstan", "country: 'kazakhstan")
    receipt = take_out(people, id, now=True)
    assert receipt.way is not Way.UNPUBLISHED
    assert tell_of(people, name) == []
    assert receipt.leftovers == ()
    assert "sv/organisationer/bilim/index.html" in people.files


def test_now_where_only_a_person_can_write_the_status(people: Site) -> None:
    """Without --now it is refused before anything is done; with it the site is without her until the next build."""
    id = f"p-{slug(NAMES[0])}"
    yaml = people.path(f"organisations/{id}/panel.yaml")
    replace_in(yaml, "country:", "status:\n  published\ncountry:")
    people.build()
    before = people.files
    with pytest.raises(ContentError) as refusal:
        take_out(people, id)
    assert [(each.code, each.location.line) for each in refusal.value.problems] == [("status-by-hand", 2)]
    assert people.files == before
    receipt = take_out(people, id, now=True)
    assert (receipt.way, receipt.file) == (Way.LAST_GOOD, "")
    assert tell_of(people, NAMES[0]) == []
    assert "'status: withdrawn'" in as_text(receipt, str)
    assert people.build().files == before


def test_now_without_a_cache_takes_the_pages_away(people: Site) -> None:
    """Nobody knows what was good: her pages and pictures go, pages that tell of her give way, others stay."""
    name, id = NAMES[0], f"p-{slug(NAMES[0])}"
    before = people.files
    shutil.rmtree(people.project.cache.parent)
    break_another(people)
    receipt = take_out(people, id, now=True)
    assert receipt.way is Way.PAGES_AWAY
    assert tell_of(people, name) == []
    files = people.files
    assert f"sv/organisationer/{slug(name)}-sv/index.html" not in files
    neutral = people.page("/sv/organisationer/")
    assert neutral.html != before["sv/organisationer/index.html"].decode()
    assert neutral.lang == "sv"
    assert neutral.text("h1") == people.page("/sv/404.html").text("h1")
    assert files["sv/organisationer/charyn/index.html"] == before["sv/organisationer/charyn/index.html"]
    assert {path for path in files if path.startswith("media/")} < {
        path for path in before if path.startswith("media/")
    }
    assert set(files) < set(before)
    lists = {"sv/offline.json", "en/offline.json"}  # without them, phones forget what they have kept
    assert lists <= set(before)
    assert not lists & set(files)


def test_now_without_a_cache_leaves_links_that_lead_somewhere(people: Site) -> None:
    """On the neutral pages too, where the site has no address of its own."""
    replace_in(people.path("/exhibition.yaml"), "base_address: https://example.org/\n", "")
    people.build()
    shutil.rmtree(people.project.cache.parent)
    break_another(people)
    take_out(people, f"p-{slug(NAMES[0])}", now=True)
    root = people.project.output
    for place in root.rglob("*.html"):
        page = people.page(str(place.relative_to(root)))
        for link in page.all("a[href], link[href], img[src], script[src]"):
            target = str(link.get("href") or link.get("src")).partition("#")[0].partition("?")[0]
            if target and ":" not in target:
                found = place.parent / target
                assert found.is_file() or (found / "index.html").is_file(), (place, target)


def test_now_where_nothing_is_published(people: Site) -> None:
    """The content says so; there is nothing to take away."""
    shutil.rmtree(people.project.output)
    break_another(people)
    receipt = take_out(people, f"p-{slug(NAMES[0])}", now=True)
    assert receipt.way is Way.UNPUBLISHED
    assert tell_of(people, NAMES[0]) == []


def test_a_cache_of_another_version_is_purged(people: Site) -> None:
    """An update of cagsite does not know what lies there, and removes it."""
    cache = people.project.cache
    for name in ("state", "good"):
        content = (cache / name).read_bytes()
        (cache / name).write_bytes(content.replace(b"cagsite cache 1", b"cagsite cache 0"))
    (cache / ".tmpstate").write_bytes(content)
    (cache / "unsettled").touch()
    old = people.project.root / ".cagsite" / "v0"
    old.mkdir()
    (old / "pages.gz").write_bytes(gzip.compress(NAMES[0].encode()))
    receipt = take_out(people, f"p-{slug(NAMES[0])}")
    assert receipt.emptied_caches
    assert receipt.leftovers == ()
    assert tell_of(people, NAMES[0]) == []
    assert people.files == people.build(clean=True).files


def test_what_nobody_can_explain_is_told(people: Site) -> None:
    """A file that no build knows of: cagsite deletes nothing of others, and says where it lies."""
    id = f"p-{slug(NAMES[0])}"
    take_out(people, id)
    found = next(path for path in people.project.root.glob(".public.cagsite/*") if path.suffix == ".manifest")
    (found.parent / "notes").write_text(NAMES[0], encoding="utf-8")
    receipt = take_out(people, id)
    assert [(each.file, "title" in each.what) for each in receipt.leftovers] == [(".public.cagsite/notes", True)]


@pytest.mark.parametrize(
    ("id", "part", "what", "near"),
    [
        ("adill", {}, "panel", "adil"),
        ("adil", {"locale": "fi"}, "language", "sv"),
        ("adil", {"photo": "kut"}, "photo", "cut"),
        ("adil", {"medium": "x"}, "recording", None),
    ],
)
def test_what_is_not_there(site: Site, id: str, part: dict[str, str], what: str, near: str | None) -> None:
    """Nothing is changed, and the known ones are told."""
    before = tree(site.project.root)
    with pytest.raises(UnknownTargetError) as refusal:
        take_out(site, id, locale=part.get("locale"), photo=part.get("photo"), medium=part.get("medium"))
    assert refusal.value.what == what
    assert near is None or near in refusal.value.known
    after = {path: content for path, content in tree(site.project.root).items() if not path.endswith("lock")}
    assert after == before


# The command


def command(site: Site, *arguments: str) -> int:
    return cli.main(
        ["withdraw", *arguments, "--project", str(site.project.root), "--date", site.today.isoformat(), "--jobs", "1"]
    )


def test_the_command_in_words(people: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """In both languages, the same twice; nothing on standard error but how the work goes."""
    assert command(people, f"p-{slug(NAMES[0])}") == 0
    said = capsys.readouterr().out
    assert "now says 'status: withdrawn'" in said
    assert f"https://example.org/sv/organisationer/{slug(NAMES[0])}-sv/" in said
    assert "found nothing\n" in said
    assert command(people, f"p-{slug(NAMES[0])}", "--language", "sv") == 0
    said = capsys.readouterr().out
    assert "där stod det redan" in said
    assert "hittade ingenting\n" in said


def test_the_command_as_json(people: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """For programs: everything, lists whole."""
    assert command(people, f"p-{slug(NAMES[0])}", "--report", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["panel"] == f"p-{slug(NAMES[0])}"
    assert told["way"] == "built"
    assert told["content"]["edited"]
    assert {each["kind"] for each in told["gone"]} >= {"page", "picture"}
    assert told["leftovers"] == []
    assert told["purge"]["git"][0].endswith(f"--path content/organisations/p-{slug(NAMES[0])}")
    assert set(told["addresses"]) <= set(told["purge"]["addresses"])


def test_strict_mentions(people: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """The withdrawal is done, and the status says that somebody has to read on."""
    replace_in(people.path("themes/water/panel.sv.md"), "Om water.\n---\n", f"Om water.\n---\n{NAMES[0]}.\n")
    assert command(people, f"p-{slug(NAMES[0])}") == 0
    assert command(people, f"p-{slug(NAMES[0])}", "--strict-mentions") == 1
    assert "content/themes/water/panel.sv.md:5:1: error[mention]" in capsys.readouterr().err
    assert command(people, f"p-{slug(NAMES[0])}", "--strict-mentions", "--report", "github") == 1
    assert "::error file=content/themes/water/panel.sv.md,line=5" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("adill",), 2, "did you mean 'adil'?"),
        (("adil", "--in", "fi"), 2, "there are: en, sv"),
        (("adil", "--photo", "kut"), 2, "did you mean 'cut'?"),
        (("adil", "--photo", "cut", "--in", "sv"), 2, "not allowed with"),
        (("adil", "--drafts"), 2, "leave --drafts out"),
        ((), 2, "--help"),
        (("adil",), 1, "WARNING: what was published is still there"),
        (("adil", "--now"), 0, ""),
    ],
)
def test_exit_statuses(
    site: Site, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], status: int, said: str
) -> None:
    """Used wrongly 2, broken content 1, done 0; never a traceback."""
    site.build()
    break_another(site)
    assert command(site, *arguments) == status
    told = capsys.readouterr()
    assert said in told.err
    assert "Traceback" not in told.err


def test_status_and_check_know(people: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """A notice that stops nothing, and that a build's log does not repeat."""
    take_out(people, f"p-{slug(NAMES[0])}")
    take_out(people, f"p-{slug(NAMES[1])}", locale="en")
    take_out(people, f"p-{slug(NAMES[2])}", photo=f"portrait-{slug(NAMES[2])}")
    common = ["--project", str(people.project.root), "--date", people.today.isoformat(), "--jobs", "1"]
    capsys.readouterr()
    assert cli.main(["check", *common]) == 0
    assert capsys.readouterr().err.count("notice[withdrawn]") == 3
    assert cli.main(["status", *common, "--report", "json"]) == 0
    told = {line["panel"]: line for line in json.loads(capsys.readouterr().out)}
    assert told[f"p-{slug(NAMES[0])}"]["status"] == "withdrawn"
    assert told[f"p-{slug(NAMES[1])}"]["languages"]["en"] == "withdrawn"
    assert "withdrawn" in {note["code"] for note in told[f"p-{slug(NAMES[2])}"]["notes"]}
    assert cli.main(["build", *common, "--clean"]) == 0
    assert slug(NAMES[0]) not in capsys.readouterr().err


@pytest.mark.parametrize("turns", [3, pytest.param(30, marks=pytest.mark.long)])
def test_killed_in_the_middle_and_done_again(people: Site, tmp_path: Path, turns: int) -> None:
    """Whatever moment a kill meets, the site is the one before or the one after, and the next run needs no help."""
    root = people.project.root
    kept = tmp_path / "kept"
    shutil.copytree(root, kept, symlinks=True)
    before = people.files
    name, id = NAMES[0], f"p-{slug(NAMES[0])}"
    started = time.monotonic()
    expected = withdrawn_by_process(people, id, None)
    duration = time.monotonic() - started
    chance = random.Random(3)
    for turn in range(turns):
        shutil.rmtree(root)
        shutil.copytree(kept, root, symlinks=True)
        found = withdrawn_by_process(people, id, chance.uniform(0.2, duration))
        assert found in (before, expected), turn
        assert withdrawn_by_process(people, id, None) == expected
        assert tell_of(people, name) == []


def withdrawn_by_process(site: Site, id: str, killed_after: float | None) -> dict[str, bytes]:
    """What is published after the command, or after it was killed."""
    arguments = ["withdraw", id, "--project", str(site.project.root), "--date", site.today.isoformat()]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    process = subprocess.Popen(
        [sys.executable, "-m", "cagsite", *arguments],
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _, said = process.communicate(timeout=killed_after)
        assert process.returncode == 0, said.decode()
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    return site.files


def test_a_consent_that_ended_is_not_brought_back(people: Site) -> None:
    """The last good site is made as of today."""
    yaml = people.path(f"organisations/p-{slug(NAMES[1])}/panel.yaml")
    replace_in(yaml, "      uses:\n        - web\n", "      uses:\n        - web\n      expires: 2026-11-30\n")
    people.build()
    break_another(people)
    later = replace(people, today=date(2026, 12, 1))
    receipt = take_out(later, f"p-{slug(NAMES[0])}", now=True)
    assert receipt.way is Way.LAST_GOOD
    assert traces(everything(people), f"{NAMES[1]} in a picture") == []


def test_as_json_holds_everything(people: Site) -> None:
    """It can be kept: what the text cuts, it lists."""
    receipt = take_out(people, f"p-{slug(NAMES[0])}")
    assert len(json.loads(as_json(receipt))["gone"]) == len(receipt.gone)
