"""Share cards: one per page and language, in the exhibition's design, light, showing only what may be shown."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from tests.drawn_pictures import jpeg_segments
from tests.editing import fill, organisation, picture, replace_in
from tests.site_from import EXHIBITION, Page, Site, make_site

from cagsite.digests import digest_bytes
from cagsite.drawing import (
    CUT,
    HEIGHT,
    WIDTH,
    Cut,
    Design,
    Lettering,
    Words,
    cut_of,
    draw_card,
    faces_of,
    felts_of,
    label_family,
    rosette,
    turned,
)
from cagsite.drawing.card import MARGIN, MOST_BYTES, TITLE_SIZES, TRACKING
from cagsite.drawing.order import drawn, is_right_to_left, joined
from cagsite.drawing.setting import fit
from cagsite.theme import Theme

ROOT = Path(__file__).resolve().parent.parent
BASE = "https://example.org/"


def shown(page: Page) -> dict[str, str]:
    """What a page tells of its image."""
    return {
        str(tag["property"]): str(tag["content"])
        for tag in page.all("meta[property]")
        if str(tag["property"]).startswith("og:image")
    }


def card_file(page: Page) -> str:
    return shown(page)["og:image"].removeprefix(BASE)


def card_of(site: Site, address: str) -> Image.Image:
    with Image.open(io.BytesIO(site.files[card_file(site.page(address))])) as card:
        return card.convert("RGB")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(tmp_path_factory.mktemp("cards"), {}, drawn=True)
    fill(site)
    site.path("organisations/dostyk/panel.en.md").unlink()
    return site.build()


def indexed(site: Site) -> Iterator[tuple[str, Page]]:
    for path, content in site.files.items():
        if path.endswith(".html") and 'content="noindex"' not in content.decode():
            yield path, Page(content.decode())


# What pages say of them


def test_every_page_that_may_be_found_has_a_card(built: Site) -> None:
    """With its size, with words for those who do not see it, and named by its own bytes."""
    pages = list(indexed(built))
    assert len(pages) > 25
    for path, page in pages:
        said = shown(page)
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630"), path
        heading = page.one("h1").get_text()
        assert heading.strip() in said["og:image:alt"] or page.one("body")["data-kind"] == "chooser", path
        assert page.one('meta[name="twitter:card"]')["content"] == "summary_large_image"
        content = built.files[card_file(page)]
        assert card_file(page) == f"media/{digest_bytes(content)[:16]}.jpg"


def test_each_page_and_language_has_its_own(built: Site) -> None:
    """No two pages share one, except where one borrows its text."""
    found: dict[str, list[str]] = {}
    for path, page in indexed(built):
        found.setdefault(card_file(page), []).append(path)
    shared = [sorted(paths) for paths in found.values() if len(paths) > 1]
    assert shared == [["en/organisations/dostyk/index.html", "sv/organisationer/dostyk/index.html"]]


def test_the_words_for_a_card_tell_of_its_picture_in_the_pages_language(built: Site) -> None:
    """The title, and the alternative text of the picture."""
    assert shown(built.page("/sv/organisationer/adil/"))["og:image:alt"] == "Adil. En bild av filt"
    assert shown(built.page("/en/organisations/adil/"))["og:image:alt"] == "Adil. A picture of felt"


def test_the_page_for_what_is_missing_has_none(built: Site) -> None:
    """Nobody shares it, and nothing may be told of what was there."""
    page = built.page("/sv/404.html")
    assert shown(page) == {}
    assert page.all('meta[name="twitter:card"]') == []


def test_cards_are_light_and_know_nothing_of_their_making(built: Site) -> None:
    """A JPEG of at most 100 KB with its pixels and tables, and no segment besides."""
    for path in {card_file(page) for _, page in indexed(built)}:
        content = built.files[path]
        assert len(content) <= MOST_BYTES == 100_000
        assert set(jpeg_segments(content)) <= {0xE0, 0xDB, 0xC0, 0xC4}, path


def test_felt_with_much_grain_stays_light(tmp_path: Path) -> None:
    """Even noise, of which no JPEG makes little."""
    noise = Image.effect_noise((1400, 900), 120).convert("RGB")
    with io.BytesIO() as file:
        noise.save(file, "PNG")
        site = make_site(tmp_path, {}, drawn=True)
        fill(site)
        site.write({"organisations/adil/cut.png": file.getvalue()})
    assert len(site.build().files[card_file(site.page("/sv/organisationer/adil/"))]) <= MOST_BYTES


def test_without_a_base_address_there_are_none(tmp_path: Path) -> None:
    """A card is asked for by its full address."""
    site = make_site(tmp_path, {}, exhibition=EXHIBITION.replace(f"base_address: {BASE}\n", ""), drawn=True)
    fill(site)
    built = site.build()
    assert shown(built.page("/sv/organisationer/adil/")) == {}
    assert not any(id in built.page("/sv/").html for id in ("og:image", "twitter:card"))


def test_an_exhibition_can_do_without_cards(tmp_path: Path) -> None:
    """By naming its outputs without them; the picture of the page is shown in their place."""
    site = make_site(tmp_path, {}, exhibition=EXHIBITION + "outputs: [feeds, sitemap]\n")
    fill(site)
    built = site.build()
    said = shown(built.page("/sv/organisationer/adil/"))
    assert (said["og:image:width"], said["og:image:height"]) == ("420", "280")
    assert said["og:image:alt"] == "En bild av filt"
    assert shown(built.page("/sv/")) == {}


# What may be shown


def test_a_photo_without_consent_leaves_no_trace_on_a_card(tmp_path: Path) -> None:
    """The card is the one that the panel has without any photo, to the byte."""
    site = make_site(tmp_path, {}, drawn=True)
    fill(site)
    with_photo = card_file(site.build().page("/sv/organisationer/adil/"))
    facts = site.path("organisations/adil/panel.yaml")
    replace_in(facts, "      status: not_needed\n      reason: drawn\n", "      status: withdrawn\n")
    withheld = site.build()
    path = card_file(withheld.page("/sv/organisationer/adil/"))
    assert path != with_photo
    assert with_photo not in withheld.files
    facts.write_text(facts.read_text(encoding="utf-8").partition("photos:")[0], encoding="utf-8")
    for name in ("sv", "en"):
        words = site.path(f"organisations/adil/panel.{name}.md")
        text = words.read_text(encoding="utf-8")
        start, end = text.index("photos:"), text.index("---\n", 4)
        words.write_text(text[:start] + text[end:], encoding="utf-8")
    assert card_file(site.build().page("/sv/organisationer/adil/")) == path


def test_a_card_takes_consent_for_the_web(tmp_path: Path) -> None:
    """A photo that may only be printed is on no card."""
    site = make_site(tmp_path, {}, drawn=True)
    fill(site)
    consent = "      status: given\n      by: p7\n      date: 2026-01-01\n      uses:\n        - {use}\n"
    facts = site.path("organisations/adil/panel.yaml")
    replace_in(facts, "      status: not_needed\n      reason: drawn\n", consent.format(use="web"))
    may = card_file(site.build().page("/sv/organisationer/adil/"))
    replace_in(facts, "        - web\n", "        - print\n")
    assert may not in site.build().files


def test_the_card_of_a_withdrawn_panel_is_nowhere(tmp_path: Path) -> None:
    """Neither in the site nor in a cache, and what was cut for it neither."""
    site = make_site(tmp_path, {}, drawn=True)
    fill(site)
    before = site.build().files
    site.build()
    paths = [card_file(site.page(address)) for address in ("/sv/organisationer/adil/", "/en/organisations/adil/")]
    with Image.open(io.BytesIO(before[paths[0]])) as card:
        corner = card.convert("RGB").crop((WIDTH - CUT[0], 0, WIDTH, CUT[1]))
    replace_in(site.path("organisations/adil/panel.yaml"), "country:", "status: withdrawn\ncountry:")
    built = site.build()
    assert not set(paths) & set(built.files)
    left = built.cached().values()
    assert not {before[path] for path in paths} & set(left)
    for content in left:
        if content.startswith(b"\xff\xd8"):
            with Image.open(io.BytesIO(content)) as kept:
                if kept.size == CUT:
                    difference = ImageChops.difference(kept.convert("RGB"), corner).convert("L")
                    assert sum(difference.histogram()[40:]) > CUT[0] * CUT[1] // 20


@pytest.mark.parametrize("area", ["area: [0.44, 0.41, 0.12, 0.18]", "pixels: [396, 246, 108, 108]"])
def test_what_is_redacted_is_not_on_a_card(area: str, tmp_path: Path) -> None:
    """A marker in a colour that nothing else has; without the redaction it is there. The rest of the picture stays."""
    site = make_site(tmp_path, {}, drawn=True)
    fill(site)
    image = Image.new("RGB", (900, 600), "#777777")
    image.paste("#ff00ff", (400, 250, 500, 350))
    image.paste("#00ff00", (550, 250, 650, 350))
    with io.BytesIO() as file:
        image.save(file, "PNG")
        site.write({"organisations/adil/cut.png": file.getvalue()})
    assert magenta(card_of(site.build(), "/sv/organisationer/adil/")) > 1000
    replace_in(
        site.path("organisations/adil/panel.yaml"),
        "    file: cut.png\n",
        f"    file: cut.png\n    redact:\n      - {area}\n",
    )
    assert green(card_of(site.build(), "/sv/organisationer/adil/")) > 1000
    for _, page in indexed(site):
        with Image.open(io.BytesIO(site.files[card_file(page)])) as card:
            assert magenta(card.convert("RGB")) == 0


def magenta(card: Image.Image) -> int:
    """Pixels with much more red and blue than green."""
    red, green, blue = card.split()
    return sum(ImageChops.subtract(ImageChops.darker(red, blue), green).histogram()[80:])


def green(card: Image.Image) -> int:
    """Pixels with much more green than red and blue."""
    red, middle, blue = card.split()
    return sum(ImageChops.subtract(middle, ImageChops.lighter(red, blue)).histogram()[80:])


def test_the_focal_point_is_in_view(tmp_path: Path) -> None:
    """Of a picture that is far too wide, the part around it."""
    site = make_site(tmp_path, {}, drawn=True)
    fill(site)
    image = Image.new("RGB", (2400, 600), "#00ff00")
    image.paste("#ff0000", (0, 0, 600, 600))
    with io.BytesIO() as file:
        image.save(file, "PNG")
        site.write({"organisations/adil/cut.png": file.getvalue()})
    middle = (WIDTH - CUT[0] // 2, CUT[1] // 2)
    assert near(card_of(site.build(), "/sv/organisationer/adil/").getpixel(middle), (0, 255, 0))
    facts = site.path("organisations/adil/panel.yaml")
    replace_in(facts, "    file: cut.png\n", "    file: cut.png\n    focal_point: [0.0, 0.5]\n")
    assert near(card_of(site.build(), "/sv/organisationer/adil/").getpixel(middle), (255, 0, 0))


def near(seen: object, wanted: tuple[float, ...]) -> bool:
    assert isinstance(seen, tuple)
    return bool(sum(abs(one - other) for one, other in zip(seen, wanted)) < 40)


def test_a_new_title_opens_no_picture_again(tmp_path: Path) -> None:
    """What was cut from it is kept; only pages and cards that show the title are made anew."""
    site = make_site(tmp_path, {}, drawn=True)
    fill(site)
    site.build()
    words = site.path("organisations/adil/panel.sv.md")
    replace_in(words, "title: Adil", "title: Adil och vänner")
    before = pictures_in_cache(site)
    built = site.build()
    assert pictures_in_cache(site) - before == {built.files[card_file(built.page("/sv/organisationer/adil/"))]}
    assert shown(built.page("/sv/organisationer/adil/"))["og:image:alt"].startswith("Adil och vänner.")


def pictures_in_cache(site: Site) -> set[bytes]:
    """Every JPEG that the cache holds."""
    return {
        content
        for path, content in site.cached().items()
        if path.startswith("objects/") and content.startswith(b"\xff\xd8")
    }


# How they are drawn


@pytest.fixture(scope="module")
def theme() -> Theme:
    return Theme(ROOT)


def text_of(theme: Theme, path: str) -> str:
    return theme(path).decode("utf-8")


@pytest.fixture(scope="module")
def letters(theme: Theme) -> Lettering:
    family = label_family(text_of(theme, "static/css/tokens.css"))
    assert family == "commissioner"
    faces = faces_of(text_of(theme, "static/css/fonts.css"), "static/css/", family, 700)
    assert len(faces) == 5
    return Lettering((*faces, *faces_of(text_of(theme, "static/cards/fonts.css"), "static/cards")), theme, 700)


def cut(theme: Theme) -> Cut:
    found = cut_of(text_of(theme, "templates/parts/ornament.html"))
    assert found is not None
    return found


def design(theme: Theme, letters: Lettering, turn: int, pair: str = "kazakhstan") -> Design:
    felts = felts_of(text_of(theme, "static/css/pairs.css"), text_of(theme, "static/css/tokens.css"), pair)
    return Design(felts=turned(felts, turn), letters=letters, cut=cut(theme), turn=turn)


LONG = {
    "sv": "Rätten till hälsa, utbildning och försörjning för personer med funktionsnedsättning i Kazakstans glesbygd "
    "och städer 2016–2019",
    "one word": "Yttrandefrihetsorganisationssamarbetskommittéordförandeskapskandidaturutredningsbetänkandeinledningen"
    "sförstasidesrubriken",
    "ru": "Права человека в Центральной Азии: доклады неправительственных организаций и общественных объединений за "
    "2011–2019 годы, часть первая",
    "kk": "Құқықтарды қорғау ұйымдары мен бастамашыл топтардың Қазақстандағы қызметі туралы толық есеп, екі мың он "
    "алтыншы жыл, қорытынды",
    "ar": "كلمة عادلة: حرية التعبير في كازاخستان (2016–2019) ومنظمة Adil soz التي تراقب قضايا الصحفيين أمام المحاكم في "
    "البلاد كلها منذ عام",
}


@pytest.mark.parametrize("language", LONG)
def test_long_titles_stay_in_their_column(language: str, theme: Theme, letters: Lettering) -> None:
    """120 characters: whatever the words change on a card lies within the margins, and all of it is there."""
    title = LONG[language]
    assert len(title) >= 120
    assert letters.missing(letters.prepared(title)) == ""
    direction = "rtl" if is_right_to_left(title) else "ltr"
    drawing = design(theme, letters, 0)
    empty = draw_card(Words(title="", name="", kicker="", direction=direction), drawing, None)
    full = draw_card(Words(title=title, name=title, kicker=title, direction=direction), drawing, None)
    box = ImageChops.difference(empty, full).getbbox()
    assert box is not None
    left, right = (CUT[0] + MARGIN, WIDTH - MARGIN) if direction == "rtl" else (MARGIN, WIDTH - CUT[0] - MARGIN)
    assert left - 4 <= box[0], box
    assert box[2] <= right + 4, box
    assert MARGIN - 20 <= box[1] < box[3] <= HEIGHT - 80, box


@pytest.mark.parametrize("language", LONG)
def test_a_long_title_loses_nothing(language: str, letters: Lettering) -> None:
    """Every letter stands in one of the lines, hyphens apart."""
    text = letters.prepared(LONG[language])
    setting = fit(letters.width, text, WIDTH - CUT[0] - 2 * MARGIN, 330, TITLE_SIZES)
    assert "".join(setting.lines).replace("-", "").replace(" ", "") == text.replace("-", "").replace(" ", "")


def test_a_title_is_as_large_as_it_can_be(letters: Lettering) -> None:
    """And comes to an end with an ellipsis where even the smallest letters are too many."""
    assert fit(letters.width, "Feminita", 512, 330, TITLE_SIZES).size == TITLE_SIZES[0]
    setting = fit(letters.width, "ord " * 300, 512, 330, TITLE_SIZES)
    assert setting.size == TITLE_SIZES[-1]
    assert setting.lines[-1].endswith("…")
    assert all(letters.width(line) * setting.size <= 512 for line in setting.lines)
    assert len(setting.lines) * setting.step <= 330 + setting.step


def test_lines_are_of_like_length() -> None:
    """No word is left alone at the end where the lines above have room for company."""
    assert fit(len, "Ett fritt ord i dag", 17, 3, (1,)).lines == ("Ett fritt", "ord i dag")


def test_letters_that_no_font_has_are_not_drawn_as_boxes(tmp_path: Path) -> None:
    """The card keeps its picture and leaves the title out; the words around it still say it, and a notice tells why."""
    site = make_site(tmp_path, {}, drawn=True)
    fill(site)
    words = site.path("organisations/adil/panel.sv.md")
    replace_in(words, "title: Adil", "title: საქართველო")
    built = site.build()
    assert [problem.code for problem in built.problems if problem.code == "card-without-title"]
    assert shown(built.page("/sv/organisationer/adil/"))["og:image:alt"].startswith("საქართველო.")
    strange = card_of(built, "/sv/organisationer/adil/")
    replace_in(words, "title: საქართველო", "title: ქართული")
    assert card_of(site.build(), "/sv/organisationer/adil/").tobytes() == strange.tobytes()


@pytest.mark.parametrize(
    ("written", "forms"),
    [
        ("سلام", "\ufeb3\ufefc\ufee1"),
        ("ولد", "\ufeed\ufedf\ufeaa"),
        ("مَكْتَب", "\ufee3\ufedc\ufe98\ufe90"),
        ("ئۇيغۇر", "\ufe8b\ufbd8\ufef3\ufed0\ufbd8\ufead"),
        ("گە", "\ufb94\ufeea"),
        ("می\u200cخواهم", "\ufee3\ufbfd\ufea7\ufeee\ufe8d\ufeeb\ufee2"),
        ("Almaty, Алматы", "Almaty, Алматы"),
    ],
)
def test_arabic_letters_are_joined(written: str, forms: str) -> None:
    """As the letters beside them ask for; lam and alef become one, vowel signs are left out."""
    assert joined(written) == forms


@pytest.mark.parametrize(
    ("written", "direction", "order"),
    [
        ("abc", "ltr", "abc"),
        ("אבג", "rtl", "גבא"),
        ("אב abc גד", "rtl", "דג abc בא"),
        ("abc אב def", "ltr", "abc בא def"),
        ("אב 2016 גד", "rtl", "דג 2016 בא"),
        ("אב 1,5 גד", "rtl", "דג 1,5 בא"),
        ("אב 12% גד", "rtl", "דג 12% בא"),
        ("(אב)", "rtl", "(בא)"),
        ("abc (1) אב", "rtl", "בא (abc (1"),
        ("אב!", "rtl", "!בא"),
        ("אב!", "ltr", "בא!"),
        ("abc", "rtl", "abc"),
        ("abc.", "rtl", ".abc"),
    ],
)
def test_lines_run_as_unicode_says(written: str, direction: str, order: str) -> None:
    """UAX 9, for what stands in titles: words of the other direction, numbers, brackets, signs at the end."""
    assert drawn(written, direction) == order


def test_the_counterpart_exchanges_figure_and_ground(theme: Theme, letters: Lettering) -> None:
    """In every second language; the third is a mirror image of the first."""
    words = Words(title="", name="", kicker="", direction="ltr")
    cards = [draw_card(words, design(theme, letters, turn), None) for turn in range(4)]
    deep, bright = (0x0A, 0x5A, 0x6B), (0xF4, 0xB7, 0x1E)
    assert [card.getpixel((5, 300)) for card in cards] == [deep, bright, deep, bright]
    assert [card.getpixel((5, HEIGHT - 5)) for card in cards] == [bright, deep, bright, deep]
    edge = (0, HEIGHT - 80, WIDTH, HEIGHT)
    mirrored = cards[2].crop(edge).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert ImageChops.difference(cards[0].crop(edge), mirrored).getbbox() is None
    assert ImageChops.difference(cards[0].crop(edge), cards[2].crop(edge)).getbbox() is not None


def test_the_rosette_is_cut_from_the_themes_own_ornament(theme: Theme) -> None:
    """Of the same form in each quarter, with its counterpart in the middle."""
    mask = rosette(cut(theme), 200)
    turned_mask = mask.transpose(Image.Transpose.ROTATE_90)
    difference = ImageChops.difference(mask, turned_mask).histogram()
    assert sum(difference[64:]) < 200 * 200 // 100
    assert mask.getpixel((100, 100)) == 0
    assert mask.getpixel((100, 40)) == 255
    assert cut_of("<svg></svg>") is None


def test_a_theme_of_another_kind_gets_cards_in_its_own_colours(tmp_path: Path) -> None:
    """A project that has other ornaments and felts: no cut of ours, and its own ground."""
    site = make_site(tmp_path, {}, drawn=True)
    fill(site)
    pairs = (ROOT / "static/css/pairs.css").read_text(encoding="utf-8").replace("#0a5a6b", "#123456")
    plain = "{% macro cuts(with_rays) %}{% endmacro %}{% macro frieze(id) %}{% endmacro %}"
    plain += "".join(f"{{% macro {name}() %}}{{% endmacro %}}" for name in ("rosette", "mark", "lens"))
    site.write({"/static/css/pairs.css": pairs, "/templates/parts/ornament.html": plain})
    card = card_of(site.build(), "/sv/organisationer/adil/")
    assert near(card.getpixel((20, 200)), (0x12, 0x34, 0x56))
    assert near(card.getpixel((20, HEIGHT - 75)), (0xF4, 0xB7, 0x1E))


def test_a_small_picture_fills_its_room(tmp_path: Path) -> None:
    """Enlarged rather than left with a frame of nothing."""
    site = make_site(tmp_path, {}, drawn=True)
    fill(site)
    site.write({"organisations/adil/cut.png": picture(3, (90, 60))})
    card = card_of(site.build(), "/sv/organisationer/adil/")
    ground = card.getpixel((5, 5))
    assert isinstance(ground, tuple)
    edge = card.getpixel((WIDTH - CUT[0] + 3, 3))
    assert not near(edge, ground)


def test_facts_of_an_organisation_stay_out_of_its_card(tmp_path: Path) -> None:
    """Cards are drawn from titles and pictures: a change of other facts makes none anew."""
    import random

    site = make_site(tmp_path, {}, drawn=True)
    fill(site)
    before = card_file(site.build().page("/sv/organisationer/adil/"))
    facts = organisation("adil", random.Random(5))
    site.write({"organisations/adil/panel.yaml": facts})
    assert card_file(site.build().page("/sv/organisationer/adil/")) == before
    assert TRACKING < 0
