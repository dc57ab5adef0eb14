"""Recordings on the pages of a panel: what is published of them, their words, and who may not be heard or seen."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import av
import pytest
from tests.editing import picture, replace_in
from tests.recorded import MARKER, recorded
from tests.site_from import EXHIBITION, Site, make_site
from tests.test_hidden import traces

from cagsite.load import read_document
from cagsite.problems import ContentError
from cagsite.translators.editing import rewritten
from cagsite.translators.units import placed_units
from cagsite.validate import load_and_validate
from cagsite.yamltree import Mapping

VTT = "WEBVTT\n\nNOTE {marker}\n\n00:00.000 --> 00:00.400\n{words}\n"
CONSENT = "    consent:\n      status: given\n      by: p7\n      date: 2026-01-01\n      uses:\n        - web\n"
FACTS = f"""\
photos:
  - id: stage
    type: illustration
    file: stage.png
    consent:
      status: not_needed
      reason: drawn
media:
  - id: talk
    type: audio
    file: talk.mp3
    duration: '4:05'
    credit: Someone
    licence: CC BY 4.0
{CONSENT}  - id: film
    type: video
    file: film.webm
    captions:
      sv: film.sv.vtt
      en: film.en.vtt
    poster: stage
    duration: '1:04:05'
{CONSENT}"""
WORDS = """\
---
title: Musik {tag}
summary: Om musik {tag}.
photos:
  - id: stage
    alt: En scen {tag}.
media:
  - id: talk
    title: Samtalet {tag}
    caption: Om visor {tag}.
    transcript: |
      A: Du sjunger "sant" {tag}.
      B: Alltid.

      (Skratt.)
  - id: film
    title: Filmen {tag}
    transcript: En dans {tag}.
---
Först {tag}.

::: media film
:::

Sedan {tag}.
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A theme with something to hear, which its text does not place, and something to see, which it does."""
    found = make_site(tmp_path, {})
    found.write(
        {
            "themes/music/panel.yaml": FACTS,
            "themes/music/stage.png": picture(3),
            "themes/music/talk.mp3": recorded(".mp3"),
            "themes/music/film.webm": recorded(".webm"),
            **{f"themes/music/panel.{tag}.md": WORDS.format(tag=tag) for tag in ("sv", "en")},
            **{f"themes/music/film.{tag}.vtt": VTT.format(marker=MARKER, words=f"Ord {tag}") for tag in ("sv", "en")},
        }
    )
    return found


def test_a_player_waits_until_it_is_asked(site: Site) -> None:
    """The browser's own, with its words, its length and its weight; a film with its picture and its captions."""
    built = site.build()
    page = built.page("/sv/teman/music/")
    sound, film = page.one("audio"), page.one("video")
    for player in (sound, film):
        assert player.has_attr("controls")
        assert player["preload"] == "none"
        assert not player.has_attr("autoplay")
    assert sound["aria-label"] == "Samtalet sv"
    note = page.all(".recording")[1].select_one(".recording-note")
    assert note is not None
    assert note.get_text(" ", strip=True) == "Ljud, 4:05 , 0,1\u00a0MB. Ladda ner filen"
    assert page.all(".recording time")[0]["datetime"] == "PT64M5S"
    tracks = [(tag["srclang"], tag["label"], tag.has_attr("default")) for tag in page.all("track")]
    assert tracks == [("sv", "Svenska", True), ("en", "English", False)]
    assert str(film["poster"]).endswith(".jpg")
    assert int(str(film["width"])) > 0
    for address in (sound["src"], film["src"], film["poster"], *(tag["src"] for tag in page.all("track"))):
        assert str(address).removeprefix("../../../") in built.files


def test_the_transcript_is_on_the_page(site: Site) -> None:
    """In the language of the page, with its lines and paragraphs; so it can be read and found."""
    page = site.build().page("/en/themes/music/")
    parts = [part.get_text() for part in page.all(".recording")[1].select(".transcript p")]
    assert parts == ["A: Du sjunger “sant” en.\nB: Alltid.", "(Skratt.)"]
    assert page.all("summary")[1].get_text() == "Read what is said"


def test_the_text_says_where_a_recording_stands(site: Site) -> None:
    """One that it does not place stands after it."""
    text = site.build().page("/sv/teman/music/").text(".text")
    order = [text.index(words) for words in ("Först sv", "Filmen sv", "Sedan sv", "Samtalet sv")]
    assert order == sorted(order)


def test_only_pages_with_recordings_may_play(site: Site) -> None:
    """The policy of the others stays as strict as it is."""
    built = site.build()

    def policy(address: str) -> str:
        return str(built.page(address).one("meta[http-equiv=Content-Security-Policy]")["content"])

    assert policy("/sv/teman/music/").endswith("; media-src 'self'")
    assert "media-src" not in policy("/sv/") + policy("/sv/lander/kazakhstan/")


def test_nothing_of_a_recording_is_published_but_sound_and_picture(site: Site) -> None:
    """Neither tags nor notes of captions; its name comes from its own bytes, and it plays."""
    built = site.build()
    assert traces(built.files, MARKER) == []
    assert traces({name: content for name, content in built.files.items() if b"2016-05-04" in content}, "") == []
    names = {path.rpartition(".")[2]: path for path in built.files if path.startswith("media/")}
    for ending, count in (("mp3", 1), ("webm", 2)):
        with av.open(io.BytesIO(built.files[names[ending]])) as container:
            assert len(container.streams) == count
    assert not any("talk" in path or "film" in path for path in built.files)


def test_the_same_recording_in_two_languages_is_two_files(site: Site) -> None:
    """Each page plays its own; what borrows the words plays what goes with them."""
    settings = EXHIBITION.replace("timezone", "  - code: kk\n    fallback:\n      - en\ntimezone")
    site.write(
        {
            "/exhibition.yaml": settings,
            "themes/music/panel.yaml": FACTS.replace(
                "    file: talk.mp3\n", "    file:\n      sv: talk.mp3\n      en: talk.opus\n"
            ),
            "themes/music/talk.opus": recorded(".opus"),
        }
    )
    built = site.build()
    sources = {tag: str(built.page(f"/{tag}/{word}/music/").one("audio")["src"]) for tag, word in WORD.items()}
    assert sources["sv"].endswith(".mp3")
    assert sources["en"] == sources["kk"]
    assert sources["en"].endswith(".opus")


WORD = {"sv": "teman", "en": "themes", "kk": "themes"}


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("talk.mp3", recorded(".opus"), "recording-other-format"),
        ("talk.mp3", b"version https://git-lfs.github.com/spec/v1\n", "recording-other-format"),
        ("film.webm", recorded(".webm")[:300], "recording-damaged"),
        ("film.webm", recorded(".webm").replace(b"\x83\x81\x02", b"\x83\x81\x11"), "recording-other-track"),
        ("film.sv.vtt", b"1\n00:00:01,000\n", "captions-other-format"),
    ],
)
def test_what_cannot_be_published_is_an_error_with_its_place(site: Site, file: str, content: bytes, code: str) -> None:
    """And the site stays as it was."""
    before = site.build().files
    site.write({f"themes/music/{file}": content})
    with pytest.raises(ContentError) as caught:
        site.build()
    problem = next(problem for problem in caught.value.problems if problem.code == code)
    assert problem.location.file == f"content/themes/music/{file}"
    assert problem.says()
    assert site.files == before


# What may not be heard or seen


def hidden(facts: str) -> dict[str, str | bytes]:
    """The same panel with a marker in every word about its recordings."""
    name = MARKER
    return {
        "themes/music/panel.yaml": facts.replace("id: talk", f"id: {name}-talk")
        .replace("id: film", f"id: {name}-film")
        .replace("credit: Someone", f"credit: {name}"),
        **{
            f"themes/music/panel.{tag}.md": WORDS.format(tag=tag)
            .replace("id: talk", f"id: {name}-talk")
            .replace("id: film", f"id: {name}-film")
            .replace("media film", f"media {name}-film")
            .replace("Samtalet", name)
            .replace("Filmen", name)
            .replace("Alltid", name)
            .replace("En dans", name)
            for tag in ("sv", "en")
        },
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status: given", "status: withdrawn"),
        ("      uses:\n        - web\n", "      uses:\n        - press\n"),
        ("date: 2026-01-01\n", "date: 2026-01-01\n      expires: 2026-02-01\n"),
        ("    consent:\n", "    status: draft\n    consent:\n"),
        ("    consent:\n", "    status: embargoed\n    embargo_until: 2027-01-01\n    consent:\n"),
    ],
)
@pytest.mark.parametrize("was_public", [False, True])
def test_nothing_tells_of_a_recording_that_may_not_be_shown(site: Site, old: str, new: str, was_public: bool) -> None:
    """Neither its sound nor a word about it, in no file and no cache, even where it was public before."""
    site.write(hidden(FACTS))
    if was_public:
        assert traces(site.build().files, MARKER)
        site.build()
    shown, _, recordings = FACTS.partition("media:")
    site.write(hidden(f"{shown}media:{recordings.replace(old, new)}"))
    built = site.build()
    assert traces(built.files, MARKER) == []
    assert traces(built.cached(), MARKER) == []
    assert not [path for path in built.files if path.endswith((".mp3", ".webm", ".vtt"))]
    assert "media-src" not in built.page("/sv/teman/music/").html
    assert "Sedan sv" in built.page("/sv/teman/music/").html


def test_a_consent_that_ends_takes_the_recording_away_by_itself(site: Site) -> None:
    """A notice says so beforehand."""
    replace_in(
        site.path("themes/music/panel.yaml"), "date: 2026-01-01\n", "date: 2026-01-01\n      expires: 2026-11-22\n"
    )
    before = site.build()
    assert [problem.code for problem in before.problems if "recording" in problem.message] == ["consent-expiring"]
    assert before.page("/sv/teman/music/").all("audio")
    after = site.on(date(2026, 11, 23)).build()
    assert [problem.code for problem in after.problems if "recording" in problem.message] == ["no-consent"]
    assert not after.page("/sv/teman/music/").all("audio")
    assert after.page("/sv/teman/music/").all("video")


def test_a_film_goes_on_without_the_picture_before_it(site: Site) -> None:
    """Where that may not be shown any more."""
    replace_in(site.path("themes/music/panel.yaml"), "status: not_needed", "status: withdrawn")
    film = site.build().page("/sv/teman/music/").one("video")
    assert not film.has_attr("poster")


def test_captions_of_a_hidden_language_are_nowhere(site: Site) -> None:
    """Nor the words in them."""
    site.write({"themes/music/film.en.vtt": VTT.format(marker="x", words=f"{MARKER} said")})
    assert traces(site.build().files, MARKER)
    replace_in(site.path("themes/music/panel.en.md"), "title: Musik", "status: withdrawn\ntitle: Musik")
    built = site.build()
    assert traces(built.files, MARKER) == []
    assert traces(built.cached(), MARKER) == []


def test_translators_get_each_paragraph(site: Site) -> None:
    """And its lines come back as they were."""
    panels = load_and_validate(site.project).exhibition.panels
    panel = next(panel for panel in panels.values() if panel.id == "music")
    words = next(iter(panel.translations.values()))
    units = {key: unit.typed for key, unit in placed_units(words).items()}
    assert units["media.talk.title"] == "Samtalet sv"
    assert units["media.talk.transcript.1"] == 'A: Du sjunger "sant" sv.\nB: Alltid.'
    assert units["media.talk.transcript.2"] == "(Skratt.)"
    tree = read_document(site.project.root, words.file, []).tree
    assert isinstance(tree, Mapping)
    new = {"media.talk.transcript.2": "(Skratt och\nsång.)", "media.talk.title": "Talet"}
    site.write({"themes/music/panel.sv.md": rewritten(tree, words.body, words.body_line, placed_units(words), new)})
    transcript = site.build().page("/sv/teman/music/").all(".recording")[1]
    assert [part.get_text() for part in transcript.select(".recording-title, .transcript p")] == [
        "Talet",
        "A: Du sjunger ”sant” sv.\nB: Alltid.",
        "(Skratt och\nsång.)",
    ]
