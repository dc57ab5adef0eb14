"""What may not be shown cannot be found: markers in everything hidden are sought in every byte of output and cache."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from tests.editing import fill, organisation, picture, replace_in, words
from tests.site_from import Site, make_site, tree

from cagsite.request import Request
from cagsite.run import run
from cagsite.sources import preview_of

MARKER = "qvarnhjul"
PHOTO = """\
photos:
  - id: {id}
    file: {id}.png
    credit: {marker}kredit
    licence: CC BY 4.0
{consent}"""
NO_CONSENT = "    consent:\n      status: withdrawn\n"
EXPIRED = """\
    consent:
      status: given
      by: p7
      date: 2020-01-01
      uses:
        - web
      expires: 2026-01-01
"""


def panel(marker: str, status: str = "published") -> dict[str, str]:
    """A panel in which every text holds the marker."""
    return {
        "panel.yaml": (
            f"country: kazakhstan\nplace: {marker}by\nstatus: {status}\nthemes:\n  - water\nalso:\n  - {marker}namn\n"
        ),
        **{
            f"panel.{language}.md": (
                f"---\ntitle: {marker}titel {language}\nslug: {marker}-slug\naliases:\n  - {marker}-gammal\n"
                f"summary: {marker}ingress {language}.\n"
                f"highlights:\n  - id: said\n    text: {marker}utsaga {language}\n    speaker: {marker}person\n---\n"
                f"## {marker}rubrik\n\n{marker}text {language}.\n"
            )
            for language in ("sv", "en")
        },
    }


def hide(site: Site, id: str, status: str = "published") -> None:
    """A panel whose id and every word carry the marker, and what the lists tell of it."""
    site.write({f"organisations/{id}/{name}": text for name, text in panel(MARKER, status).items()})
    site.write(
        {
            "places.yaml": (
                "places:\n"
                f"  - id: {MARKER}by\n    name:\n      sv: {MARKER}byn\n      en: {MARKER} village\n    kind: city\n"
                "    latitude: 43\n    longitude: 76\n"
            ),
            "timeline.yaml": (
                f"events:\n  - id: t-{MARKER}\n    date: 2016\n    place: {MARKER}by\n    text:\n"
                f"      sv: {MARKER}händelse\n      en: {MARKER} event\n    panels:\n      - {id}\n"
            ),
            "glossary.yaml": (
                f"terms:\n  - id: {MARKER}term\n    term:\n      sv: {MARKER}ord\n      en: {MARKER} word\n"
                f"    definition:\n      sv: {MARKER} betyder.\n      en: {MARKER} means.\n    related:\n      - {id}\n"
            ),
            "names.yaml": (
                f"names:\n  - id: {MARKER}\n    name:\n      sv: {MARKER}sson\n      en: {MARKER}son\n"
                f"    also:\n      - {MARKER}ov\n    panels:\n      - {id}\n"
            ),
        }
    )
    replace_in(site.path("organisations/adil/panel.yaml"), "related:\n", f"related:\n  - {id}\n")
    body = site.path("organisations/adil/panel.sv.md")
    body.write_text(
        body.read_text(encoding="utf-8")
        + f"\nSe [grannen](panel:{id}) [här](place:{MARKER}by) och [så](term:{MARKER}term).\n",
        encoding="utf-8",
    )


def traces(files: dict[str, bytes], marker: str = MARKER) -> list[str]:
    """Where the marker stands: in names, in bytes of any encoding, inside archives and compressed files."""
    needles = {marker.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")} | {marker.upper().encode()}
    found = []
    for name, content in files.items():
        layers = [name.encode(), content, content.lower()]
        if content[:2] == b"\x1f\x8b":
            layers.append(gzip.decompress(content))
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                layers += [archive.read(entry) for entry in archive.namelist()]
        if any(needle in layer for needle in needles for layer in layers):
            found.append(name)
    return found


@pytest.fixture
def site(tmp_path: Path) -> Site:
    found = make_site(tmp_path, {}, drawn=True)
    fill(found)
    return found


def test_the_search_itself_finds_a_marker(site: Site) -> None:
    """A published panel's marker stands in pages, and in the cache: otherwise the tests below would prove nothing."""
    hide(site, f"{MARKER}-id")
    built = site.build()
    assert len(traces(built.files)) > 4
    assert traces(built.cached())


@pytest.mark.parametrize("status", ["withdrawn", "embargoed\nembargo_until: 2027-01-01"])
@pytest.mark.parametrize("was_public", [False, True])
def test_nothing_tells_of_a_hidden_panel(site: Site, status: str, was_public: bool) -> None:
    """Neither output nor cache nor standby holds a word of it, even where it was published before."""
    id = f"{MARKER}-id"
    if was_public:
        hide(site, id)
        assert traces(site.build().files)
        site.build()
        yaml = site.path(f"organisations/{id}/panel.yaml")
        replace_in(yaml, "status: published", f"status: {status}")
    else:
        hide(site, id, status)
    built = site.build()
    assert traces(built.files) == []
    assert traces(built.cached()) == []
    assert "grannen" in built.page("/sv/organisationer/adil/").html


def test_what_a_translation_was_made_from_forgets_a_hidden_panel(site: Site) -> None:
    """The record beside a translation names it in a link; the id stands in no cache for that."""
    id = f"{MARKER}-id"
    hide(site, id)
    text = f"Se [grannen](panel:{id}) [här](place:{MARKER}by)."
    seen = f"units:\n  - key: '1'\n    source: '{text}'\n    translation: 'abc'\n"
    head = "---\ntitle: Adil\nsummary: Ord.\nphotos:\n  - id: cut\n    alt: En bild\n---\n"
    site.write(
        {
            "organisations/adil/panel.sv.md": head + text + "\n",
            "organisations/adil/panel.en.md": head + "See the neighbour here.\n",
            "organisations/adil/panel.en.seen.yaml": seen,
        }
    )
    assert traces(site.build().cached())
    replace_in(site.path(f"organisations/{id}/panel.yaml"), "status: published", "status: withdrawn")
    built = site.build()
    assert traces(built.files) == []
    assert traces(built.cached()) == []


def test_a_panel_with_a_confirmed_translation_can_be_hidden(site: Site) -> None:
    """What compared it with its source is not asked for any more."""
    seen = "units:\n  - key: title\n    source: Charyn\n    translation: 'abc'\n"
    site.write({"organisations/charyn/panel.en.seen.yaml": seen})
    site.build()
    replace_in(site.path("organisations/charyn/panel.yaml"), "country:", "status: withdrawn\ncountry:")
    assert "sv/organisationer/charyn/index.html" not in site.build().files


def test_what_a_killed_build_was_writing_is_swept(site: Site) -> None:
    """Half a state lies in the cache under a name of its own, and may hold anything."""
    site.build()
    cache = site.project.cache
    (cache / ".tmpa1b2").write_text(MARKER, encoding="utf-8")
    (cache / "unsettled").touch()
    edit = site.path("organisations/adil/panel.sv.md")
    edit.write_text(edit.read_text(encoding="utf-8") + "\nMer.\n", encoding="utf-8")
    assert traces(site.build().cached()) == []


def test_a_draft_is_in_no_published_file(site: Site) -> None:
    """Only a preview with drafts shows it."""
    hide(site, f"{MARKER}-id", "draft")
    assert traces(site.build().files) == []


@pytest.mark.parametrize("status", ["withdrawn", "embargoed\nembargo_until: 2027-01-01"])
def test_nothing_tells_of_a_hidden_language(site: Site, status: str) -> None:
    """The panel stays, in its other language."""
    text = words(f"{MARKER}titel", "en", random.Random(1)).replace("---\n", f"---\nstatus: {status}\n", 1)
    site.write({"organisations/adil/panel.en.md": text})
    built = site.build()
    assert traces(built.files) == []
    assert traces(built.cached()) == []
    assert built.page("/en/organisations/adil/").shows("fallback")


@pytest.mark.parametrize("consent", [NO_CONSENT, EXPIRED, ""])
def test_nothing_tells_of_a_photo_without_consent(site: Site, consent: str) -> None:
    """Neither its pixels nor its alternative text, caption, credit or id; a notice names it, and the panel stays."""
    photo = f"{MARKER}-foto"
    facts = organisation("adil", random.Random(1)).partition("photos:")[0]
    site.write(
        {
            "organisations/adil/panel.yaml": facts + PHOTO.format(id=photo, marker=MARKER, consent=consent),
            f"organisations/adil/{photo}.png": picture(7),
            **{
                f"organisations/adil/panel.{language}.md": (
                    f"---\ntitle: Adil\nsummary: Ord {language}.\nphotos:\n  - id: {photo}\n"
                    f"    alt: {MARKER} {language} alt\n    caption: {MARKER} {language} bildtext\n---\n"
                    f"Text {language}.\n\n::: photo {photo}\n:::\n\nSlut.\n"
                )
                for language in ("sv", "en")
            },
        }
    )
    built = site.build()
    assert [problem.code for problem in built.problems if problem.code == "no-consent"]
    assert traces(built.files) == []
    assert traces(built.cached()) == []
    assert "Slut" in built.page("/sv/organisationer/adil/").html


def test_a_consent_that_ends_takes_the_photo_away_by_itself(site: Site) -> None:
    """On its last day the photo is there; on the next one it is gone, its renditions too."""
    facts = organisation("adil", random.Random(1)).replace(
        "    consent:\n      status: not_needed\n      reason: drawn\n", EXPIRED.replace("2026-01-01", "2026-11-22")
    )
    site.write({"organisations/adil/panel.yaml": facts})
    built = site.build()
    assert built.page("/sv/organisationer/adil/").all(".opening picture")
    with_photo = built.files
    without = site.on(date(2026, 11, 23)).build()
    assert not without.page("/sv/organisationer/adil/").all(".opening picture")
    gone = set(with_photo) - set(without.files)
    assert any(path.startswith("media/") for path in gone)
    kept = set(without.cached().values())
    assert not any(with_photo[path] in kept for path in gone)


def test_pixels_in_a_redacted_area_change_nothing(site: Site, tmp_path: Path) -> None:
    """Two sources that differ only there give the same bytes; and the colour that stood there is in no picture."""
    facts = organisation("adil", random.Random(1)) + "    redact:\n      - area: [0.4, 0.4, 0.2, 0.2]\n"
    trees = []
    for colour in ("#ff00ff", "#00ff00"):
        image = Image.new("RGB", (900, 600), "#777777")
        image.paste(colour, (380, 260, 520, 340))
        with io.BytesIO() as file:
            image.save(file, "PNG")
            site.write({"organisations/adil/panel.yaml": facts, "organisations/adil/cut.png": file.getvalue()})
        trees.append(site.build().files)
    assert trees[0] == trees[1]
    for path, content in {**trees[1], **site.build().cached()}.items():
        if path.endswith((".jpg", ".webp", ".avif")):
            with Image.open(io.BytesIO(content)) as shown:
                seen = shown.convert("RGB").getpixel((shown.width // 2, shown.height // 2))
                assert isinstance(seen, tuple)
                for marked in ((255, 0, 255), (0, 255, 0)):
                    assert sum(abs(one - other) for one, other in zip(seen, marked, strict=True)) > 120, path


def test_a_new_redaction_removes_what_was_made_without_it(site: Site) -> None:
    """Neither output nor cache nor standby keeps a rendition that shows what is redacted now."""
    before = site.build().files
    site.build()
    replace_in(
        site.path("organisations/adil/panel.yaml"),
        "    file: cut.png\n",
        "    file: cut.png\n    redact:\n      - area: [0.1, 0.1, 0.5, 0.5]\n",
    )
    built = site.build()
    gone = {path for path in before if path.startswith("media/")} - set(built.files)
    assert gone
    kept = set(built.cached().values())
    assert not any(before[path] in kept for path in gone)


def test_a_preview_forgets_what_has_been_withdrawn(site: Site) -> None:
    """Building the site also empties a preview that still knows it."""
    hide(site, f"{MARKER}-id")
    folder = site.project.cache.parent / "preview"
    project = preview_of(site.project)
    run(Request(project=project, today=site.today, drafts=True, is_preview=True))
    assert traces(tree(folder))
    replace_in(site.path(f"organisations/{MARKER}-id/panel.yaml"), "status: published", "status: withdrawn")
    site.build()
    assert traces(tree(folder)) == []


MAP = (
    '{{"type":"FeatureCollection","features":[\n'
    '{{"type":"Feature","id":"kazakhstan","geometry":{{"type":"Polygon","coordinates":'
    "[[[50,45],[80,45],[80,55],[50,55],[50,45]]]}}}},\n"
    '{{"type":"Feature","id":"{id}","geometry":{{"type":"Polygon","coordinates":'
    "[[[80,45],[90,45],[90,55],[80,55],[80,45]]]}}}}]}}\n"
)
"""Two countries side by side."""


@pytest.mark.parametrize("was_public", [False, True])
def test_a_hidden_country_is_land_without_a_name(site: Site, was_public: bool) -> None:
    """Neither its id nor its shape is left on the map, in the cache neither; its neighbour keeps its own."""
    id = f"{MARKER}-land"
    text = f"---\ntitle: {MARKER}land\nsummary: {MARKER} ingress.\n---\nText.\n"
    site.write({f"countries/{id}/panel.yaml": "territory: KG\n", f"countries/{id}/panel.sv.md": text})
    site.write({"map.geojson": MAP.format(id=id)})
    if was_public:
        assert traces(site.build().files)
    site.write({f"countries/{id}/panel.yaml": "territory: KG\nstatus: withdrawn\n"})
    built = site.build()
    assert traces(built.files) == []
    assert traces(built.cached()) == []


def test_a_hidden_section_takes_its_empty_chapter_along(site: Site) -> None:
    """The report stays; neither the section nor the chapter that held only it is left."""
    report = "type: report\ndate: 2011\nchapters:\n"
    report += "  - id: a\n    sections:\n      - 1\n  - id: b\n    sections:\n      - 2\n"
    words = (
        "---\ntitle: Rapport\nsummary: En rapport.\nlabels:\n  - id: chapter-a\n    text: Allmänt\n"
        f"  - id: chapter-b\n    text: {MARKER}kapitel\n---\nText.\n"
    )
    section = "---\ntitle: {}\nsummary: Ett avsnitt.\n---\nText.\n"
    site.write(
        {
            "documents/rapport/panel.yaml": report,
            "documents/rapport/panel.sv.md": words,
            "documents/rapport/sections/1/panel.yaml": "as_of: 2011\n",
            "documents/rapport/sections/1/panel.sv.md": section.format("Ett"),
            "documents/rapport/sections/2/panel.yaml": "status: withdrawn\n",
            "documents/rapport/sections/2/panel.sv.md": section.format(f"{MARKER}titel"),
        }
    )
    built = site.build()
    assert traces(built.files) == []
    assert "Allmänt" in built.page("/sv/documents/rapport/").html
