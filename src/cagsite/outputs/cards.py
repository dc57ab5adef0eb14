"""Share cards: what others see of a page before they open it, per page and language, drawn as the page is."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from cagsite.digests import digest_bytes
from cagsite.locales import conventions
from cagsite.marked import Text
from cagsite.model import Exhibition, Kind, Locale, PanelId, Photo, SourceFile
from cagsite.output import Bench, Made, Output
from cagsite.permalinks import listed_names
from cagsite.photo_files import code_digest, file_in, outputs_of, redactions_of, remembered
from cagsite.problems import Location, Problem, Severity
from cagsite.views.basic import country_of, pair_of
from cagsite.views.subjects import HomeSubject, ListSubject, PanelSubject, Subject
from cagsite.visit import Visit
from cagsite.world import World

if TYPE_CHECKING:
    from PIL import Image

    from cagsite.drawing import Design, Lettering
    from cagsite.pictures import Recipe, Redaction

WEIGHT = 700
MOST_DOORS = 4
"""Languages of which each has room on the card of the chooser."""
CSS = "static/css/"


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """One per page that is written in a language; none without a base address, because others ask for full ones.

    A page that borrows its text has the card of its source, as its canonical address is that of its source.
    """
    if not exhibition.settings.base_address:
        return
    for panel in exhibition.panels.values():
        cover = next((photo for photo in panel.photos if photo.file is not None), None)
        if cover is not None:
            yield from outputs_of("cut", make_cut, panel.id, cover)
    for language in exhibition.settings.languages:
        locale = language.code
        yield _card(f"card/{locale}/", make_home_card, locale)
        for name in listed_names(World.of(exhibition).read):
            yield _card(f"card/{locale}/{name}", make_list_card, locale, name)
    for panel in exhibition.panels.values():
        for locale in sorted(panel.translations):
            yield _card(f"card/{locale}/{panel.id}", make_panel_card, locale, panel.id)
    if len(exhibition.settings.languages) in range(2, MOST_DOORS + 1):
        yield _card("card/", make_doors_card, exhibition.settings.languages[0].code)


def _card(id: str, maker: Callable[..., Made], *arguments: object) -> Output:
    return Output(id=id, maker=maker, arguments=arguments, rank=1)


def make_cut(bench: Bench, panel: PanelId, photo_id: str, locale: Locale | None) -> Made:
    """What cards show of a photo: opened once for all languages, redacted, around its focal point; not published."""
    from cagsite.drawing import CUT
    from cagsite.pictures import Qualities, Recipe, recipe_digest

    photo: Photo = bench.read("photo", panel, photo_id)
    file, redactions = file_in(photo, locale), redactions_of(photo)
    recipe = Recipe(widths=(CUT[0],), qualities=Qualities(jpeg=95))
    depends = (recipe_digest(file.digest, redactions, recipe), photo.focal_point, CUT, _own_code())
    return remembered(bench, depends, lambda: _cut(bench, file, redactions, photo.focal_point, recipe))


@cache
def _own_code() -> str:
    return code_digest(__file__)


def _cut(
    bench: Bench, file: SourceFile, redactions: tuple[Redaction, ...], focal_point: tuple[float, float], recipe: Recipe
) -> Made:
    from cagsite.drawing import CUT
    from cagsite.pictures import PictureError, crop, encode, limited, open_for_publishing

    try:
        with limited():
            # twice as wide, because a wide picture is cropped
            picture = open_for_publishing(bench.source(file), name=file.path, redactions=redactions, width=2 * CUT[0])
            digest = bench.store.put(encode(crop(picture, CUT, focal_point), "jpeg", recipe))
    except PictureError:
        return Made()  # the output of its renditions says so
    return Made(facts={"cut": digest}, kept=(digest,))


def make_home_card(bench: Bench, locale: Locale) -> Made:
    """The entrance hall, named for those who made the exhibition."""
    visit = Visit(bench, locale, "")
    organisation = visit.localized(bench.read("setting", "contact").organisation)
    return _made(visit, HomeSubject(visit), name=organisation, kicker="", pair="common")


def make_list_card(bench: Bench, locale: Locale, name: str) -> Made:
    """The index of a kind, or a list."""
    visit = Visit(bench, locale, "")
    return _made(visit, ListSubject(visit, name), name=_site(visit), kicker="", pair="common")


def make_panel_card(bench: Bench, locale: Locale, id: PanelId) -> Made:
    """A panel, in the felts of its country."""
    visit = Visit(bench, locale, "")
    subject = PanelSubject(visit, id)
    return _made(visit, subject, name=_site(visit), kicker=_kicker(visit, subject), pair=pair_of(visit, id))


def make_doors_card(bench: Bench, locale: Locale) -> Made:
    """The page on which one chooses a language."""
    from cagsite.drawing import Words, draw_doors, turned

    visit = Visit(bench, locale, "")
    design = _design(visit, "common")
    titles = bench.read("setting", "title")
    doors = []
    for number, language in enumerate(visit.languages):
        title = titles.get(language.code, "")
        title = "" if _missing(design.letters, title) else title
        words = Words(title=title, name="", kicker="", direction=conventions(language.code).direction)
        doors.append((words, turned(design.felts, number + design.turn)))
    card = draw_doors(doors, design.letters, design.cut)
    known = (titles[language.code] for language in visit.languages if language.code in titles)
    return _published(bench, card, " – ".join(dict.fromkeys(known)))


def _made(visit: Visit, subject: Subject, *, name: Text | None, kicker: str, pair: str) -> Made:
    from cagsite.drawing import Words, draw_card, turned

    design = _design(visit, pair)
    said = {"title": subject.heading.text, "name": name.text if name else "", "kicker": kicker}
    missing = {part: _missing(design.letters, text) for part, text in said.items()}
    words = Words(
        **{part: "" if missing[part] else text for part, text in said.items()},
        direction=conventions(visit.locale).direction,
    )
    design = replace(design, felts=turned(design.felts, design.turn))
    card = draw_card(words, design, _cover(visit, subject))
    alt = subject.heading.text
    if subject.cover is not None and subject.cover.alt:
        alt = f"{alt}. {subject.cover.alt.text}"
    return _published(visit.bench, card, alt, _problems(visit, subject, missing["title"]))


def _problems(visit: Visit, subject: Subject, missing: str) -> tuple[Problem, ...]:
    """A title in letters that no font of the theme has is left to the words around the card."""
    if not missing:
        return ()
    problem = Problem.make(
        Severity.NOTICE,
        "card-without-title",
        Location("static/cards/fonts.css"),
        "the share card of '{title}' shows no title: no font of the theme has {letters}",
        "add a font that has them to static/cards/fonts.css",
        title=subject.heading.text,
        letters=missing[:12],
    )
    return (problem,)


def _published(bench: Bench, card: Image.Image, alt: str, problems: tuple[Problem, ...] = ()) -> Made:
    from cagsite.drawing import encoded

    content = encoded(card)
    file = bench.file(f"media/{digest_bytes(content)[:16]}.jpg", content)
    facts = {"path": file.path, "alt": alt, "width": card.width, "height": card.height}
    return Made(files=(file,), facts=facts, problems=problems)


def _cover(visit: Visit, subject: Subject) -> Image.Image | None:
    """The picture that a page opens with, where it has one."""
    from PIL import Image

    if subject.cover is None:
        return None
    digest = visit.bench.fact(subject.cover.output.replace("picture/", "cut/", 1), "cut")
    if digest is None:
        return None
    with Image.open(io.BytesIO(visit.bench.store.fetch(digest)), formats=("JPEG",)) as cut:
        return cut.convert("RGB")


def _site(visit: Visit) -> Text | None:
    return visit.localized(visit.read("setting", "title"))


def _kicker(visit: Visit, subject: PanelSubject) -> str:
    """The kind of page and its country; for a section, its document."""
    if subject.panel.document is not None:
        return subject.panel.document.title.text
    kind = Kind(subject.kind)
    if kind is Kind.PAGE:
        return ""
    country = country_of(visit, subject.panel.id)
    words = [visit.words.gettext(kind.value.title())]
    if country is not None:
        words.append(visit.field(country, "title").text)
    return " · ".join(words)


def _missing(letters: Lettering, text: str) -> str:
    return letters.missing(letters.prepared(text))


def _design(visit: Visit, pair: str) -> Design:
    """The theme's, not yet turned; what it is read from is noted."""
    from cagsite.drawing import Design, Lettering, cut_of, faces_of, felts_of, label_family

    bench = visit.bench

    def sheet(path: str) -> str:
        return bench.theme_file(path).decode("utf-8")

    tokens = sheet(f"{CSS}tokens.css")
    faces = faces_of(sheet(f"{CSS}fonts.css"), CSS, label_family(tokens), WEIGHT)
    faces += faces_of(sheet("static/cards/fonts.css"), "static/cards")
    return Design(
        felts=felts_of(sheet(f"{CSS}pairs.css"), tokens, pair),
        letters=Lettering(faces, bench.theme_file, WEIGHT),
        cut=cut_of(sheet("templates/parts/ornament.html")),
        turn=[language.code for language in visit.languages].index(visit.locale) % 4,
    )
