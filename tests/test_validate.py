"""From files to the model: what authors wrote becomes typed values, and what has not changed is not read again."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagsite import load as loading
from cagsite import validate as validating
from cagsite.load import Remembered, load
from cagsite.model import (
    AppealDetails,
    ConsentStatus,
    CountryDetails,
    Link,
    Locale,
    OrganisationDetails,
    PanelId,
    Precision,
    ReportDetails,
    SectionDetails,
    State,
)
from cagsite.problems import ContentError
from cagsite.reading import scan
from cagsite.sources import Project
from cagsite.validate import Validated, load_and_validate

ROOT = Path(__file__).resolve().parent.parent
SV, EN = Locale("sv"), Locale("en")

FILES = {
    "exhibition.yaml": """format: 1
title: {sv: Grannar, en: Neighbours}
summary: {sv: Om grannar., en: About neighbours.}
languages:
  - code: sv
  - code: en
    fallback: [sv]
    conventions: en-GB
timezone: Europe/Stockholm
base_address: https://example.org/grannar/
rooms: [kazakhstan, group]
addresses:
  sv: {pages: '', countries: lander}
contact: {email: info@example.org, report: fel@example.org, organisation: {sv: Gruppen}}
licences: {text: CC BY 4.0}
""",
    "content/places.yaml": """places:
  - id: almaty
    name: {sv: Almaty, en: Almaty}
    country: kazakhstan
    kind: city
    latitude: 43.24
    longitude: 76.89
    approximate: true
    also: [Алматы, Alma-Ata]
""",
    "content/names.yaml": """names:
  - id: zhovtis
    name: {sv: Jevgenij Zjovtis, en: Evgeny Zhovtis}
    also: [Евгений Жовтис]
    panels: [group]
""",
    "content/glossary.yaml": """terms:
  - id: ngo
    term: {sv: ideell organisation, en: NGO}
    forms: {sv: [ideella organisationer], en: []}
    definition: {sv: En förening., en: An association.}
    also: [ngo]
    related: [group]
""",
    "content/timeline.yaml": """events:
  - id: t-2
    date: 1999
    place: almaty
    text: {sv: Gruppen bildas., en: The group is founded.}
    panels: [group]
  - id: t-1
    date: c18
    end: 1991-12-16
    text: {sv: Det ryska imperiet., en: The Russian Empire.}
    panels: [report#2]
    themes: [speech]
""",
    "content/tour.yaml": """stops:
  - id: library
    venue: {sv: Biblioteket, en: The library}
    start: 2016-09-01
    end: 2016-autumn
""",
    "content/themes/speech/panel.yaml": "",
    "content/themes/speech/panel.sv.md": "---\ntitle: Yttrandefrihet\nsummary: Om ord.\n---\n",
    "content/countries/kazakhstan/panel.yaml": """territory: KZ
facts:
  as_of: 2019
  area_km2: 2725000
  population: '18590691'
  population_year: 2019
  independence: 1991-12-16
  capital: almaty
  ethnic_groups:
    - id: kazakhs
      share: 66.5
""",
    "content/countries/kazakhstan/panel.sv.md": """---
title: Kazakstan
slug: kazakstan
aliases: [kasakstan]
summary: Om landet.
labels:
  - id: kazakhs
    text: kazaker
---
## Historia

Text.
""",
    "content/organisations/group/panel.yaml": """source: en
code: a7f3
themes: [speech]
related: [report#2]
places: [almaty]
also: [Топ]
as_of: 2016-2019
reviewed: 2026-11-22
country: kazakhstan
place: almaty
founded: 1999
photos:
  - id: office
    file: Office 1.jpg
    credit: no
    date: 2016-09
    consent: {status: given, by: p-1, date: 2026-01-01, uses: [web], expires: 2028-01-01}
    focal_point: [0.25, 0.75]
    redact:
      - area: [0, 0.5, 0.5, 0.5]
        style: blocks
  - id: ornament
    type: illustration
    file: ornament.png
    decorative: true
    consent: {status: not_needed, reason: an ornament}
  - id: crowd
    awaited: true
links:
  - {id: site, address: 'http://www.example.kz/site', languages: [ru, kk]}
  - {id: instagram, type: instagram, handle: '@group.kz'}
  - {id: telegram, type: telegram, handle: group}
  - {id: mail, type: email, address: info@example.kz}
  - {id: phone, type: phone, address: +7 (727) 123-45-67}
""",
    "content/organisations/group/panel.en.md": """---
title: 1984
summary: |
  About the group.
  It is small.
status: embargoed
embargo_until: 2027-01-01
highlights:
  - {id: words, text: They hold on., speaker: A member, role: founder}
photos:
  - {id: office, alt: An office., caption: Quiet.}
links:
  - {id: site, title: The site}
---

Text.
""",
    "content/organisations/group/panel.sv.md": """---
title: Gruppen
slug: gruppen
summary: Om gruppen.
highlights:
  - {id: words, text: De håller ut.}
photos:
  - {id: office, alt: Ett kontor.}
links:
  - {id: site, title: Webbplatsen}
---
Ord.
""",
    "content/organisations/group/Office 1.jpg": "not opened here",
    "content/organisations/group/ornament.png": "nor this",
    "content/documents/report/panel.yaml": """type: report
date: 2011
country: kazakhstan
chapters:
  - {id: A, sections: [2, 10]}
""",
    "content/documents/report/panel.sv.md": """---
title: Rapport
summary: En rapport.
labels:
  - {id: chapter-A, text: Första}
  - {id: source_name, text: Ett departement}
---
Text.
""",
    "content/documents/report/sections/2/panel.yaml": "",
    "content/documents/report/sections/2/panel.sv.md": "---\ntitle: Två\nsummary: Andra.\n---\nText.\n",
    "content/documents/report/sections/10/panel.yaml": "status: withdrawn\n",
    "content/documents/report/sections/10/panel.sv.md": "---\ntitle: Tio\nsummary: Tionde.\n---\nText.\n",
    "content/documents/appeal/panel.yaml": """type: appeal
date: 2014-03-17
case_code: KGZ 002 / 0314
issuers: [observatory]
events:
  - {id: rally, date: 2014-02-27}
demands:
  - {id: safety, articles: [Article 1]}
addressees: [president]
""",
    "content/documents/appeal/panel.sv.md": """---
title: Upprop
summary: Ett upprop.
labels:
  - {id: observatory, text: Observatoriet}
  - {id: event-rally, text: Ett möte}
  - {id: demand-safety, text: Skydd}
  - {id: addressee-president, text: Presidenten}
---
Text.
""",
}


def write(root: Path, files: Mapping[str, str]) -> Project:
    """A project of these files, all older than any clock's tick."""
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return Project(root=root, output=root / "public", cache=root / ".cagsite")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An exhibition with one of everything."""
    return write(tmp_path, FILES)


@pytest.fixture
def exhibition(project: Project) -> Validated:
    """The same, read."""
    return load_and_validate(project)


def test_settings(exhibition: Validated) -> None:
    """Languages with what they fall back to, an empty word kept as such."""
    settings = exhibition.exhibition.settings
    assert settings.title == {SV: "Grannar", EN: "Neighbours"}
    assert [(one.code, one.fallback, one.is_complete, one.conventions) for one in settings.languages] == [
        ("sv", (), False, "sv"),
        ("en", ("sv",), False, "en-GB"),
    ]
    assert settings.base_address == "https://example.org/grannar/"
    assert settings.rooms == ("kazakhstan", "group")
    assert settings.addresses == {SV: {"pages": "", "countries": "lander"}}
    contact = settings.contact
    assert (contact.email, contact.report) == ("info@example.org", "fel@example.org")
    assert contact.organisation == {SV: "Gruppen"}
    assert settings.licences == {"text": "CC BY 4.0"}


def test_panels_are_sorted_and_typed(exhibition: Validated) -> None:
    """By id; sections by their number, not by its digits."""
    panels = exhibition.exhibition.panels
    assert list(panels) == ["appeal", "group", "kazakhstan", "report", "report#2", "report#10", "speech"]
    assert {name: type(panel.details).__name__ for name, panel in panels.items() if "#" not in name} == {
        "appeal": "AppealDetails",
        "group": "OrganisationDetails",
        "kazakhstan": "CountryDetails",
        "report": "ReportDetails",
        "speech": "ThemeDetails",
    }
    section = panels[PanelId("report#10")]
    assert section.details == SectionDetails(document=PanelId("report"), number=10)
    assert section.status.state is State.WITHDRAWN
    assert section.translations[SV].slug == "10"


def test_an_organisation(exhibition: Validated) -> None:
    """Facts once, words per language, the source language as said."""
    panel = exhibition.exhibition.panels[PanelId("group")]
    assert panel.details == OrganisationDetails(country=PanelId("kazakhstan"), place="almaty", founded=1999)
    assert (panel.source, panel.code, panel.reviewed) == ("en", "a7f3", date(2026, 11, 22))
    assert panel.as_of is not None
    assert panel.as_of.end is not None
    assert (panel.as_of.start.year, panel.as_of.end.year) == (2016, 2019)
    assert list(panel.translations) == ["sv", "en"]
    english = panel.translations[EN]
    assert (english.title, english.slug, english.summary) == ("1984", "group", "About the group. It is small.")
    assert english.status.until == date(2027, 1, 1)
    assert (english.body, english.body_line) == ("\nText.\n", 15)
    assert english.highlights[0].speaker == "A member"
    assert english.photos["office"].caption == "Quiet."
    assert english.photos["crowd"].alt is None
    assert panel.translations[SV].slug == "gruppen"


def test_photos(exhibition: Validated) -> None:
    """With their digest, their consent, and what must not be seen."""
    office, ornament, crowd = exhibition.exhibition.panels[PanelId("group")].photos
    assert office.file is not None
    assert (office.file.path, office.file.size) == ("content/organisations/group/Office 1.jpg", 15)
    assert len(office.file.digest) == 40
    assert office.credit == "no"
    assert office.consent is not None
    assert office.consent.covers("web", date(2027, 1, 1))
    assert not office.consent.covers("print", date(2027, 1, 1))
    assert office.taken is not None
    assert office.taken.precision is Precision.MONTH
    assert office.focal_point == (0.25, 0.75)
    assert [(part.area, part.style) for part in office.redactions] == [((0.0, 0.5, 0.5, 0.5), "blocks")]
    assert (ornament.is_illustration, ornament.is_decorative) == (True, True)
    assert ornament.consent is not None
    assert ornament.consent.status is ConsentStatus.NOT_NEEDED
    assert (crowd.file, crowd.consent, crowd.focal_point) == (None, None, (0.5, 0.5))


def test_links(exhibition: Validated) -> None:
    """A name on a service becomes an address, and what is shown stays short."""
    links = exhibition.exhibition.panels[PanelId("group")].links
    assert [(link.address, link.shown) for link in links] == [
        ("http://www.example.kz/site", "example.kz"),
        ("https://www.instagram.com/group.kz/", "@group.kz"),
        ("https://t.me/group", "@group"),
        ("mailto:info@example.kz", "info@example.kz"),
        ("tel:+77271234567", "+7 (727) 123-45-67"),
    ]
    assert isinstance(links[0], Link)
    assert links[0].languages == ("ru", "kk")


def test_country_and_documents(exhibition: Validated) -> None:
    """Figures are numbers, whether or not they were quoted."""
    panels = exhibition.exhibition.panels
    country = panels[PanelId("kazakhstan")].details
    assert isinstance(country, CountryDetails)
    assert country.facts is not None
    assert (country.territory, country.facts.area_km2, country.facts.population) == ("KZ", 2725000, 18590691)
    assert country.facts.ethnic_groups[0].percent == 66.5
    report = panels[PanelId("report")].details
    assert isinstance(report, ReportDetails)
    assert report.chapters[0].sections == ("report#2", "report#10")
    appeal = panels[PanelId("appeal")].details
    assert isinstance(appeal, AppealDetails)
    assert (appeal.case_code, appeal.issuers, appeal.addressees) == ("KGZ 002 / 0314", ("observatory",), ("president",))
    assert appeal.demands[0].articles == ("Article 1",)


def test_lists(exhibition: Validated) -> None:
    """Sorted by time or id."""
    found = exhibition.exhibition
    assert [event.id for event in found.events] == ["t-1", "t-2"]
    assert found.events[0].span.start.year == 1700
    assert found.terms["ngo"].forms == {SV: ("ideella organisationer",)}
    assert found.places["almaty"].is_approximate
    assert found.stops[0].venue == {SV: "Biblioteket", EN: "The library"}


def test_other_spellings(exhibition: Validated) -> None:
    """Of a panel, a term, a place, and of names in the texts."""
    found = exhibition.exhibition
    assert found.panels[PanelId("group")].also == ("Топ",)
    assert found.terms["ngo"].also == ("ngo",)
    assert found.places["almaty"].also == ("Алматы", "Alma-Ata")
    assert [(name.name[EN], name.also, name.panels) for name in found.names] == [
        ("Evgeny Zhovtis", ("Евгений Жовтис",), ("group",))
    ]


def test_what_is_said_of_a_good_exhibition(exhibition: Validated) -> None:
    """Only notices: what is awaited, what is not translated yet."""
    assert sorted((problem.code, problem.subject) for problem in exhibition.problems) == [
        ("photo-awaited", "group"),
        ("text-untranslated", ""),
        *(
            ("translation-missing", panel)
            for panel in ("appeal", "kazakhstan", "report", "report#10", "report#2", "speech")
        ),
    ]


def test_the_model_travels(exhibition: Validated) -> None:
    """It can be sent to another process, and is equal there."""
    assert pickle.loads(pickle.dumps(exhibition)) == exhibition


def test_the_exhibition_of_this_repository() -> None:
    """The first exhibition has no errors and no warnings."""
    project = Project(root=ROOT, output=ROOT / "public", cache=ROOT / ".cagsite")
    found = load_and_validate(project)
    assert [str(problem.location) for problem in found.problems if problem.severity != "notice"] == []
    assert len(found.exhibition.panels) > 10


# what is remembered


def later(units: Mapping[str, Remembered]) -> dict[str, Remembered]:
    """As if they had been read a while after the files were written."""
    return {key: replace(unit, scanned_ns=unit.scanned_ns + 60 * 10**9) for key, unit in units.items()}


def test_nothing_changed_nothing_read(project: Project, exhibition: Validated, monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal rows: not a single file is opened, and the result is the same."""
    monkeypatch.setattr(loading, "read_file", _must_not_read)
    monkeypatch.setattr("cagsite.validate.folder.read_file", _must_not_read)
    again = load_and_validate(project, None, later(exhibition.units))
    assert again.exhibition == exhibition.exhibition
    assert again.problems == exhibition.problems


def _must_not_read(root: Path, path: str, limit: int) -> bytes:
    raise AssertionError(f"{path} was read")


def test_a_file_as_young_as_the_scan_is_read_again(project: Project, exhibition: Validated) -> None:
    """It may have been written once more in the same tick, which no row would show."""
    key = "content/organisations/group"
    unit = exhibition.units[key]
    young = {**later(exhibition.units), key: replace(unit, scanned_ns=unit.rows[0].mtime_ns + 1_000_000)}
    assert load(project, scan(project), young).changed == (key,)


EDITS: list[tuple[str, str, str]] = [
    ("content/organisations/group/panel.sv.md", "Om gruppen.", "Om den lilla gruppen."),
    ("content/organisations/group/panel.yaml", "1999", "1998"),
    ("content/organisations/group/Office 1.jpg", "opened", "closed"),
    ("content/places.yaml", "43.24", "43.25"),
    ("content/timeline.yaml", "date: 1999", "date: 1998"),
    ("exhibition.yaml", "Grannar,", "Grannarna,"),
    ("exhibition.yaml", "    conventions: en-GB\n", "    conventions: en-US\n"),
    ("content/documents/report/panel.yaml", "2011", "2012"),
]


@pytest.mark.parametrize(("path", "before", "after"), EDITS)
def test_reading_what_changed_is_reading_everything(project: Project, path: str, before: str, after: str) -> None:
    """After any edit, what is remembered and what is read anew give the same as a first reading."""
    remembered = later(load_and_validate(project).units)
    text = (project.root / path).read_text(encoding="utf-8")
    assert before in text
    (project.root / path).write_text(text.replace(before, after), encoding="utf-8")
    again = load_and_validate(project, None, remembered)
    fresh = load_and_validate(project)
    assert again.exhibition == fresh.exhibition
    assert again.problems == fresh.problems
    assert {key: unit.value for key, unit in again.units.items()} == {
        key: unit.value for key, unit in fresh.units.items()
    }


def test_an_edit_reads_one_unit(project: Project, exhibition: Validated) -> None:
    """A text changed is one panel read."""
    path = project.root / "content/organisations/group/panel.sv.md"
    path.write_text(path.read_text(encoding="utf-8") + "Mer.\n", encoding="utf-8")
    assert load(project, scan(project), later(exhibition.units)).changed == ("content/organisations/group",)


def test_an_unchanged_picture_is_not_read_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are large; their row says that they are the same."""
    remembered = later(load_and_validate(project).units)
    path = project.root / "content/organisations/group/panel.sv.md"
    path.write_text(path.read_text(encoding="utf-8") + "Mer.\n", encoding="utf-8")
    monkeypatch.setattr("cagsite.validate.folder.read_file", _must_not_read)
    again = load_and_validate(project, None, remembered)
    assert again.exhibition.panels[PanelId("group")].photos[0].file is not None


def test_another_language_reads_every_panel(project: Project, exhibition: Validated) -> None:
    """What a panel must have depends on the languages."""
    path = project.root / "exhibition.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("  - code: en\n", "  - code: ru\n  - code: en\n"))
    sources = load(project, scan(project), later(exhibition.units))
    assert len(sources.changed) == len(exhibition.units) - 1


def test_an_error_in_what_was_remembered_has_its_place(project: Project, exhibition: Validated) -> None:
    """A place taken away is an error in panels that have not changed, at the line where they name it."""
    path = project.root / "content/places.yaml"
    path.write_text("places: []\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_and_validate(project, None, later(exhibition.units))
    assert [str(problem.location) for problem in caught.value.problems if problem.code == "unknown-place"] == [
        "content/countries/kazakhstan/panel.yaml:8:12",
        "content/organisations/group/panel.yaml:5:10",
        "content/organisations/group/panel.yaml:10:8",
        "content/timeline.yaml:4:12",
    ]


def test_a_removed_panel_is_gone(project: Project, exhibition: Validated) -> None:
    """Nothing remembered brings it back."""
    for path in sorted((project.root / "content/documents/appeal").iterdir()):
        path.unlink()
    again = load_and_validate(project, None, later(exhibition.units))
    assert PanelId("appeal") not in again.exhibition.panels
    assert "content/documents/appeal" not in again.units


def test_many_panels_are_read_by_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes give what one gives, errors and all."""
    files = {"exhibition.yaml": FILES["exhibition.yaml"].replace("rooms: [kazakhstan, group]\n", "")}
    for number in range(120):
        files[f"content/themes/t{number}/panel.yaml"] = f"related: [t{(number + 1) % 120}]\n"
        files[f"content/themes/t{number}/panel.sv.md"] = f"---\ntitle: T {number}\nsummary: S.\n---\nText.\n"
    project = write(tmp_path, files)
    one = load_and_validate(project)
    monkeypatch.setattr(validating, "WORTH_A_POOL", 100)
    two = load_and_validate(project, jobs=2)
    assert two.exhibition == one.exhibition
    assert two.problems == one.problems
    (tmp_path / "content/themes/t7/panel.yaml").write_text("related: [t1000]\nstatsu: draft\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_and_validate(project, jobs=2)
    errors = [problem.code for problem in caught.value.problems if problem.severity == "error"]
    assert errors == ["unknown-panel", "unknown-field"]


def test_order_of_files_makes_no_difference(tmp_path: Path) -> None:
    """Written in another order, in another folder, read the same."""
    one = load_and_validate(write(tmp_path / "a", FILES))
    two = load_and_validate(write(tmp_path / "b", dict(reversed(FILES.items()))))
    assert one.exhibition == two.exhibition
    assert repr(one.exhibition) == repr(two.exhibition)
    assert one.problems == two.problems


def test_reading_content_imports_little() -> None:
    """A build that has nothing to do must not wait for libraries that it does not need."""
    heavy = {"babel", "jinja2", "PIL", "difflib", "pyromark"}
    code = f"import sys, cagsite.validate; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_random_bytes_in_every_file(project: Project) -> None:
    """Whatever a file is filled with, the answer is a list of problems that name it."""
    junk = [
        b"",
        b"\0",
        b"\xff\xfe",
        b"---",
        b"---\n---\n",
        b"[" * 2000,
        b"- - - -",
        b"a: b: c",
        b": :",
        b"\xef\xbb\xbf",
        b"%",
        b"? ?",
    ]
    for path in FILES:
        kept = (project.root / path).read_bytes()
        for data in junk:
            (project.root / path).write_bytes(data)
            try:
                load_and_validate(project)
            except ContentError as error:
                assert error.problems
                assert all(problem.says() and problem.advises() for problem in error.problems)
        (project.root / path).write_bytes(kept)
    assert load_and_validate(project)


TYPED = [
    '"',
    "'",
    ":",
    "- ",
    "\t",
    "@",
    "%",
    "*",
    "&",
    "!",
    "{",
    "}",
    "[",
    "]",
    "|",
    "#",
    "\n",
    "\r",
    "\0",
    "\u202e",
    "---\n",
]
EDITABLE = sorted(path for path in FILES if path.endswith((".yaml", ".md")))


@given(
    path=st.sampled_from(EDITABLE),
    at=st.floats(0, 1),
    cut=st.integers(0, 8),
    typed=st.sampled_from(TYPED) | st.text(max_size=3) | st.sampled_from(EDITABLE).map(FILES.__getitem__),
)
def test_any_slip_of_the_hand(path: str, at: float, cut: int, typed: str) -> None:
    """Something deleted, something typed, a file pasted into another: no fault of ours, and every word filled in."""
    text = FILES[path]
    position = int(at * len(text))
    with tempfile.TemporaryDirectory() as folder:
        project = write(Path(folder), FILES)
        changed = text[:position] + typed + text[position + cut :]
        (project.root / path).write_bytes(changed.encode("utf-8", "surrogatepass"))
        try:
            problems = load_and_validate(project).problems
        except ContentError as error:
            problems = error.problems
    for problem in problems:
        said = problem.says() + problem.advises()
        assert said.isprintable()
        assert not re.search(r"\{(?:name|value|suggestion|line|known|id|language|other|first)\}", said)
