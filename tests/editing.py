"""A small site for tests of whole builds, and random edits of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from tests.recorded import recorded
from tests.site_from import Site

THEMES = ("freedom", "health", "water")
ORGANISATIONS = ("adil", "bilim", "charyn", "dostyk")


def picture(seed: int, size: tuple[int, int] = (420, 280)) -> bytes:
    """A drawn picture that compresses quickly and differs by its seed."""
    chance = random.Random(seed)
    image = Image.new("RGB", size, tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(6):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        draw.ellipse((x, y, x + 120, y + 90), fill=tuple(chance.randrange(256) for _ in range(3)))
    with BytesIO() as file:
        image.save(file, "PNG")
        return file.getvalue()


def organisation(id: str, chance: random.Random) -> str:
    themes = "".join(f"  - {theme}\n" for theme in chance.sample(THEMES, 2))
    others = "".join(f"  - {other}\n" for other in chance.sample([o for o in ORGANISATIONS if o != id], 1))
    photo = "photos:\n  - id: cut\n    type: illustration\n    file: cut.png\n    credit: Someone\n"
    photo += "    licence: CC BY 4.0\n    consent:\n      status: not_needed\n      reason: drawn\n"
    return f"country: kazakhstan\nfounded: {chance.randrange(1990, 2020)}\nthemes:\n{themes}related:\n{others}{photo}"


def words(title: str, language: str, chance: random.Random) -> str:
    first = chance.choice(["steppe", "river", "voice", "law", "bread"])
    text = {
        "sv": f"## Om {title}\n\nEn {first} är en {first}. Se [grannen](panel:bilim).\n\n- ett\n"
        f"- två {chance.random()}\n",
        "en": f"## About {title}\n\nA {first} is a {first}. See [the neighbour](panel:bilim).\n\n- one\n- two\n",
    }[language]
    alt = {"sv": "En bild av filt", "en": "A picture of felt"}[language]
    return (
        f"---\ntitle: {title}\nsummary: {first.title()} {chance.randrange(99)}.\n"
        f"photos:\n  - id: cut\n    alt: {alt}\n---\n{text}"
    )


GLOSSARY = """\
terms:
  - id: {id}
    term:
      sv: {sv}
      en: {en}
    definition:
      sv: Något som {sv} betyder.
      en: What {en} means.
"""
TIMELINE = """\
events:
  - id: t-1
    date: 1991-12-16
    text:
      sv: Självständighet.
      en: Independence.
    panels:
      - kazakhstan
  - id: t-2
    date: {year}
    text:
      sv: Något hände.
      en: Something happened.
    panels:
      - {panel}
"""


def fill(site: Site, seed: int = 1) -> None:
    """Four organisations with pictures, three themes, a glossary and a timeline, in two languages."""
    chance = random.Random(seed)
    for theme in THEMES:
        site.write(
            {
                f"themes/{theme}/panel.yaml": "status: published\n",
                f"themes/{theme}/panel.sv.md": f"---\ntitle: Tema {theme}\nsummary: Om {theme}.\n---\nOm {theme}.\n",
                f"themes/{theme}/panel.en.md": f"---\ntitle: Theme {theme}\nsummary: On {theme}.\n---\nOn {theme}.\n",
            }
        )
    for index, id in enumerate(ORGANISATIONS):
        site.write(
            {
                f"organisations/{id}/panel.yaml": organisation(id, chance),
                f"organisations/{id}/panel.sv.md": words(id.title(), "sv", chance),
                f"organisations/{id}/panel.en.md": words(id.title(), "en", chance),
                f"organisations/{id}/cut.png": picture(index),
            }
        )
    site.write(
        {
            "glossary.yaml": GLOSSARY.format(id="bread", sv="bröd", en="bread"),
            "timeline.yaml": TIMELINE.format(year=2016, panel="adil"),
        }
    )


def replace_in(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


Edit = Callable[[Site, random.Random], None]


def edit_body(site: Site, chance: random.Random) -> None:
    path = site.path(f"organisations/{chance.choice(ORGANISATIONS)}/panel.{chance.choice(['sv', 'en'])}.md")
    if path.exists():
        path.write_text(path.read_text(encoding="utf-8") + f"\nEn rad till {chance.random()}.\n", encoding="utf-8")


def edit_words(site: Site, chance: random.Random) -> None:
    id = chance.choice(ORGANISATIONS)
    title = f"{id.title()} {chance.randrange(9)}"
    site.write({f"organisations/{id}/panel.{language}.md": words(title, language, chance) for language in ("sv", "en")})


def edit_facts(site: Site, chance: random.Random) -> None:
    id = chance.choice(ORGANISATIONS)
    site.write({f"organisations/{id}/panel.yaml": organisation(id, chance)})


def drop_or_restore_translation(site: Site, chance: random.Random) -> None:
    id = chance.choice(ORGANISATIONS)
    name = f"organisations/{id}/panel.en.md"
    site.write({name: None if site.path(name).exists() else words(id.title(), "en", chance)})


def change_status(site: Site, chance: random.Random) -> None:
    id = chance.choice(ORGANISATIONS)
    status = chance.choice(
        [
            "published",
            "draft",
            "withdrawn",
            "embargoed\nembargo_until: 2027-01-01",
            "embargoed\nembargo_until: 2026-01-01",
        ]
    )
    site.write({f"organisations/{id}/panel.yaml": f"status: {status}\n" + organisation(id, chance)})


def change_picture(site: Site, chance: random.Random) -> None:
    site.write({f"organisations/{chance.choice(ORGANISATIONS)}/cut.png": picture(chance.randrange(40))})


def change_picture_of_a_language(site: Site, chance: random.Random) -> None:
    """One file for both languages becomes two, or the other way round."""
    id = chance.choice(ORGANISATIONS)
    facts = site.path(f"organisations/{id}/panel.yaml").read_text(encoding="utf-8")
    own, common = "    file:\n      sv: cut.png\n      en: cut-en.png\n", "    file: cut.png\n"
    if own in facts:
        site.write({f"organisations/{id}/panel.yaml": facts.replace(own, common)})
    else:
        site.write(
            {
                f"organisations/{id}/panel.yaml": facts.replace(common, own),
                f"organisations/{id}/cut-en.png": picture(chance.randrange(40)),
            }
        )


def change_recording(site: Site, chance: random.Random) -> None:
    """A theme gets something to hear, another one, one without consent, or none."""
    folder, consent = "themes/water", chance.choice(["not_needed", "withdrawn"])
    facts = "media:\n  - id: talk\n    type: audio\n    file: talk.mp3\n    duration: '0:01'\n    consent:\n"
    facts += f"      status: {consent}\n      reason: nobody speaks\n"
    words = f"media:\n  - id: talk\n    title: Samtal\n    transcript: Brus {chance.randrange(3)}.\n"
    if chance.random() < 0.3:
        facts = words = ""
    site.write({f"{folder}/panel.yaml": f"status: published\n{facts}"})
    if facts:
        site.write({f"{folder}/talk.mp3": recorded(".mp3", seconds=chance.choice([0.4, 0.5]))})
    for language in ("sv", "en"):
        site.write(
            {f"{folder}/panel.{language}.md": f"---\ntitle: Vatten\nsummary: Om vatten.\n{words}---\nOm vatten.\n"}
        )


def change_glossary(site: Site, chance: random.Random) -> None:
    sv, en = chance.choice([("bröd", "bread"), ("röst", "voice"), ("lag", "law")])
    site.write({"glossary.yaml": GLOSSARY.format(id=en, sv=sv, en=en)})


def change_timeline(site: Site, chance: random.Random) -> None:
    panel = chance.choice(ORGANISATIONS)
    site.write({"timeline.yaml": TIMELINE.format(year=chance.randrange(1990, 2026), panel=panel)})


def change_settings(site: Site, chance: random.Random) -> None:
    path = site.path("/exhibition.yaml")
    text = path.read_text(encoding="utf-8")
    text = "".join(line for line in text.splitlines(True) if not line.startswith("rooms:"))
    rooms = ", ".join(chance.sample(ORGANISATIONS, chance.randrange(1, 4)))
    path.write_text(text + f"rooms: [{rooms}]\n", encoding="utf-8")


def change_template(site: Site, chance: random.Random) -> None:
    path = site.path("/templates/parts/notice.html")
    if path.exists() and chance.random() < 0.5:
        path.unlink()
    else:
        site.write(
            {
                "/templates/parts/notice.html": "{% macro notice(panel) %}<p>"
                + str(chance.random())
                + "</p>{% endmacro %}"
            }
        )


def change_words_of_theme(site: Site, chance: random.Random) -> None:
    site.write(
        {
            "/locales/sv/LC_MESSAGES/cagsite.po": 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
            f'msgid "Menu"\nmsgstr "Meny {chance.randrange(9)}"\n'
        }
    )


def add_or_remove_panel(site: Site, chance: random.Random) -> None:
    folder = f"themes/extra{chance.randrange(3)}"
    if site.path(folder).exists():
        site.write({f"{folder}/{name}": None for name in ("panel.yaml", "panel.sv.md")})
        site.path(folder).rmdir()
    else:
        text = f"---\ntitle: Extra {chance.random()}\nsummary: Mer.\n---\nMer om bröd.\n"
        site.write({f"{folder}/panel.yaml": "status: published\n", f"{folder}/panel.sv.md": text})


def change_slug(site: Site, chance: random.Random) -> None:
    path = site.path("countries/kazakhstan/panel.sv.md")
    title = chance.choice(["Kazakstan", "Landet", "Stäppen"])
    slug = chance.choice(["kazakstan", "landet", "kz"])
    path.write_text(f"---\ntitle: {title}\nslug: {slug}\nsummary: Ett land.\n---\nStäppen.\n", encoding="utf-8")


EDITS: tuple[Edit, ...] = (
    edit_body,
    edit_words,
    edit_facts,
    drop_or_restore_translation,
    change_status,
    change_picture,
    change_picture_of_a_language,
    change_recording,
    change_glossary,
    change_timeline,
    change_settings,
    change_template,
    change_words_of_theme,
    add_or_remove_panel,
    change_slug,
)
