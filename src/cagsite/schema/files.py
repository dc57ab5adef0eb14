"""What may stand in each content file: the one description for checks, JSON Schema, skeletons, tidy order and docs."""

from __future__ import annotations

from collections.abc import Mapping

from cagsite.model import LINK_TYPES, PAYMENT_TYPES, PLACE_KINDS, REPOSITORY_HOSTS, SERVICE_ROLES, Kind, State
from cagsite.schema.territories import TERRITORIES
from cagsite.schema.types import (
    EMAIL_PATTERN,
    LABEL_PATTERN,
    Boolean,
    Choice,
    Day,
    Field,
    Fractions,
    Id,
    Language,
    LanguageMap,
    ListOf,
    MapOf,
    Matching,
    Needs,
    Number,
    OneOf,
    OneOrPerLanguage,
    Only,
    Partial,
    Period,
    PixelArea,
    Record,
    Reference,
    Rule,
    Text,
    Type,
    WebAddress,
    Year,
)

FORMAT = "1"
SUMMARY_LIMIT = 300
FILE_PATTERN = r"[^/\\:*?\"<>|%~\x00-\x1f][^/\\:*?\"<>|%\x00-\x1f]{0,200}"
FILE_CODE = "bad-file-name"
"""The problem of a name that no file beside a panel can have; fields of this code name such a file."""
SLUG_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
PAYMENT_PATTERN = r"[A-Z]{0,2}[0-9]+(?:[ -]?[A-Z0-9]+)*"
USES = ("web", "print", "press")
PEOPLE = ("none", "recognisable", "unrecognisable")
ROLES = ("about", "organiser", "approach", "support", *SERVICE_ROLES, "other")
ADDRESS_NAMES = (
    *(kind.folder for kind in Kind if kind is not Kind.SECTION),
    *("glossary", "timeline", "places", "tour", "tours", "search", "offline"),
)


def _field(
    name: str, type_: Type, about: str, *, required: bool = False, default: object = None, example: str = ""
) -> Field:
    return Field(name=name, type=type_, about=about, is_required=required, default=default, example=example)


def _many(name: str, of: Type, about: str, example: str = "") -> Field:
    return Field(name=name, type=ListOf(of), about=about, default=(), example=example)


STATUS: tuple[Field, ...] = (
    _field("status", Choice(tuple(State)), "published, draft, embargoed or withdrawn", default="published"),
    _field("embargo_until", Day(), "first day on which an embargoed one is shown", example="2027-01-01"),
)
STATUS_RULES: tuple[Rule, ...] = (
    Needs("status", "embargoed", ("embargo_until",), "embargo-without-date"),
    Only("status", "embargoed", ("embargo_until",)),
)

_label_id = Id("bad-label-id", LABEL_PATTERN)

CONSENT = Record(
    (
        _field("status", Choice(("given", "not_needed", "withdrawn")), "given, not_needed or withdrawn", required=True),
        _field("by", Matching(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*", "consent-name", 40),
               "code of the person in your own register, never a name", example="p-017"),
        _field("date", Day(), "day on which it was given", example="2026-01-31"),
        _many("uses", Choice(USES), "what it covers: web, print, press"),
        _field("expires", Day(), "last day on which it holds", example="2028-01-31"),
        _field("reason", Text(500), "why none is needed", example="illustration without persons"),
    ),
    (
        Needs("status", "given", ("by", "date", "uses"), "consent-incomplete"),
        Needs("status", "not_needed", ("reason",), "consent-incomplete"),
    ),
    is_private=True,
)  # fmt: skip

REDACTION = Record(
    (
        _field("area", Fractions(4, is_area=True), "x, y, width, height as fractions of the upright picture",
               example="[0.1, 0.2, 0.3, 0.4]"),
        _field("pixels", PixelArea(), "the same in pixels of the upright picture, in place of area",
               example="[640, 200, 320, 400]"),
        _field("style", Choice(("solid", "blocks")), "solid, or coarse blocks", default="solid"),
    ),
    (OneOf(("area", "pixels")),),
)  # fmt: skip

PHOTO = Record(
    (
        _field("id", Id(), "unique in the panel", required=True, example="office"),
        _field("type", Choice(("photograph", "illustration")), "photograph or illustration", default="photograph"),
        _field("file", OneOrPerLanguage(Matching(FILE_PATTERN, FILE_CODE, 200)),
               "name of the picture file in this folder; one per language where there are words in the picture",
               example="office.jpg"),
        _field("awaited", Boolean(), "true while there is no file yet", default=False),
        _field("credit", Text(300), "who made it"),
        _field("licence", Text(100), "under which licence", example="CC BY 4.0"),
        _field("date", Partial(), "when it was taken, as exactly as it is known", example="2016"),
        _field("place", Reference("place"), "id of a place in places.yaml", example="almaty"),
        _field("consent", CONSENT, "who allowed what, until when"),
        _field("people", Choice(PEOPLE),
               "none, recognisable or unrecognisable: who can be seen; needed in an anonymous panel", example="none"),
        _field("focal_point", Fractions(2), "what must stay in view: x, y as fractions of the upright picture",
               default=(0.5, 0.5), example="[0.5, 0.4]"),
        _field("decorative", Boolean(), "true for a picture that says nothing; it then has no alternative text",
               default=False),
        _field("redact", ListOf(REDACTION), "parts of the picture that nobody may see", default=()),
        _field("must_redact", Boolean(), "true where a person must not be recognised", default=False),
        *STATUS,
    ),
    (*STATUS_RULES, Needs("must_redact", True, ("redact",), "redaction-missing")),
)  # fmt: skip

DURATION_PATTERN = r"(?:[1-9][0-9]?:[0-5][0-9]|[0-9]|[1-5][0-9]):[0-5][0-9]"
MEDIUM = Record(
    (
        _field("id", Id(), "unique in the panel", required=True, example="interview"),
        _field("type", Choice(("audio", "video")), "audio or video", required=True),
        _field("file", OneOrPerLanguage(Matching(FILE_PATTERN, FILE_CODE, 200)),
               "name of the recording in this folder; one per language where it is spoken anew", required=True,
               example="interview.mp3"),
        _field("captions", LanguageMap(Matching(FILE_PATTERN, FILE_CODE, 200)),
               "of a film: what is said and when, as a .vtt file per language"),
        _field("speech", Boolean(), "false for a film in which nobody speaks; it needs no captions", default=True),
        _field("poster", Id(), "of a film: id of the photo that is shown before it begins", example="office"),
        _field("duration", Matching(DURATION_PATTERN, "bad-duration", 8), "how long it is, in minutes and seconds",
               required=True, example="4:05"),
        _field("altered", Boolean(), "true where voices and faces have been changed so that nobody is recognised",
               default=False),
        _field("credit", Text(300), "who made it"),
        _field("licence", Text(100), "under which licence", example="CC BY 4.0"),
        _field("date", Partial(), "when it was recorded, as exactly as it is known", example="2016"),
        _field("place", Reference("place"), "id of a place in places.yaml", example="almaty"),
        _field("consent", CONSENT, "who allowed what, until when"),
        *STATUS,
    ),
    (*STATUS_RULES, Only("type", "video", ("captions", "speech", "poster"))),
)  # fmt: skip

LINK = Record((
    _field("id", Id(), "unique in the panel", required=True, example="site"),
    _field("type", Choice(LINK_TYPES), "web, or the name of the service", default="web"),
    _field("address", Text(2000), "full address, or an e-mail address or phone number", example="https://example.org/"),
    _field("handle", Text(100), "name on the service, in quotation marks", example="'@example'"),
    _many("languages", Language(), "languages of what one meets there"),
))  # fmt: skip

PAYMENT = Record((
    _field("id", Id(), "unique in the panel", required=True, example="gifts"),
    _field("type", Choice(tuple(PAYMENT_TYPES)), "swish, bankgiro, plusgiro or iban", required=True),
    _field("number", Matching(PAYMENT_PATTERN, "bad-payment-number", 42), "the number, as it is printed",
           required=True, example="991-2346"),
    _field("as_of", Partial(), "when the number was known to be right", required=True, example="2019"),
    _field("verified", Day(), "day on which you asked whoever receives the money", example="2026-11-22"),
))  # fmt: skip

_COMMON: tuple[Field, ...] = (
    *STATUS,
    _field("source", Language(), "language that the others are translated from; by default the exhibition's first"),
    _field("code", Matching(r"[a-z0-9]{2,16}", "bad-code", 16),
           "opaque code for the printed short address", example="a7f3"),
    _many("themes", Reference("theme"), "themes that it belongs to", "freedom-of-expression"),
    _many("related", Reference("panel or section"), "related panels or sections; declare a relation once",
          "report-kazakhstan-2011#8"),
    _many("places", Reference("place"), "ids of places in places.yaml", "almaty"),
    _many("also", Text(200), "other names under which visitors look for it, in any language", "Адил соз"),
    _field("as_of", Period(), "the time that the text speaks of", example="2016-2019"),
    _field("reviewed", Day(), "day of the last review", example="2026-11-22"),
    _field("people", Choice(("named", "anonymous")), "anonymous where nobody may be recognised", default="named"),
    _field("quick_exit", Boolean(), "true where a reader may have to leave the page at once", default=False,
           example="true"),
)  # fmt: skip
_PICTURES_AND_LINKS: tuple[Field, ...] = (
    _field("photos", ListOf(PHOTO), "photos, the cover first", default=()),
    _field("media", ListOf(MEDIUM), "recordings to listen to or to watch", default=()),
    _field("links", ListOf(LINK), "ways out of the exhibition", default=()),
)

SHARE = Record((
    _field("id", _label_id, "its word stands under labels in panel.<language>.md", required=True, example="kazakhs"),
    _field("share", Number(0, 100), "per cent", required=True, example="65.5"),
))  # fmt: skip
_SQUARE_KILOMETRES = Number(0, 100_000_000, is_whole=True)
FACTS = Record((
    _field("as_of", Partial(), "when the figures were valid", required=True, example="2019"),
    _field("area_km2", _SQUARE_KILOMETRES, "area in square kilometres, digits only", example="2725000"),
    _field("population", Number(0, 10_000_000_000, is_whole=True), "inhabitants, digits only", example="18590691"),
    _field("population_year", Year(), "year of that figure", example="2019"),
    _field("independence", Day(), "day of independence", example="1991-12-16"),
    _field("capital", Reference("place"), "id of a place in places.yaml", example="nur-sultan"),
    _field("ethnic_groups", ListOf(SHARE), "ethnic groups and their shares", default=()),
    _field("religions", ListOf(SHARE), "religions and their shares", default=()),
))  # fmt: skip

CHAPTER = Record((
    _field("id", _label_id, "its title is the label chapter-<id>", required=True, example="A"),
    _field("sections", ListOf(Number(1, 9999, is_whole=True)), "numbers of its sections", required=True, default=()),
))  # fmt: skip
APPEAL_EVENT = Record((
    _field("id", _label_id, "its words are the label event-<id>", required=True),
    _field("date", Partial(), "when it happened"),
))  # fmt: skip
DEMAND = Record((
    _field("id", _label_id, "its words are the label demand-<id>", required=True),
    _many("articles", Text(200), "articles that it cites; the words of 5 (a) may stand in the label article-5-a"),
))  # fmt: skip

_REPORT_ONLY = ("chapters",)
_APPEAL_ONLY = ("case_code", "issuers", "events", "demands", "addressees")

_BY_KIND: Mapping[Kind, tuple[tuple[Field, ...], tuple[Rule, ...]]] = {
    Kind.PAGE: (
        (
            _field("role", Choice(ROLES), "what the page is for", default="other"),
            _field("payments", ListOf(PAYMENT), "numbers to send money to", default=()),
        ),
        (),
    ),
    Kind.REGION: ((_many("countries", Reference("country"), "the countries in it", "kazakhstan"),), ()),
    Kind.COUNTRY: (
        (
            _field("territory", Matching("|".join(TERRITORIES), "bad-territory", 2), "ISO 3166 code in two letters",
                   required=True, example="KZ"),
            _field("announced", Boolean(), "true where the country is named without a text of its own", default=False),
            _field("facts", FACTS, "the fact box"),
        ),
        (),
    ),
    Kind.ORGANISATION: (
        (
            _field("country", Reference("country"), "id of the country's panel", required=True, example="kazakhstan"),
            _field("place", Reference("place"), "id of a place in places.yaml", example="almaty"),
            _field("founded", Year(), "year in which it was founded", example="1999"),
        ),
        (),
    ),
    Kind.THEME: ((), ()),
    Kind.DOCUMENT: (
        (
            _field("type", Choice(("report", "appeal")), "report or appeal", required=True),
            _field("date", Partial(), "date of the document", required=True, example="2011"),
            _field("country", Reference("country"), "id of the country's panel", example="kazakhstan"),
            _field("chapters", ListOf(CHAPTER), "report: its chapters", default=()),
            _field("case_code", Text(100), "appeal: its code"),
            _many("issuers", _label_id, "appeal: who issued it; ids of labels"),
            _field("events", ListOf(APPEAL_EVENT), "appeal: what it reports", default=()),
            _field("demands", ListOf(DEMAND), "appeal: what it asks for", default=()),
            _many("addressees", _label_id, "appeal: offices it is sent to; ids of labels addressee-<id>"),
        ),
        (
            Needs("type", "appeal", ("case_code",), "missing-field"),
            Only("type", "report", _REPORT_ONLY),
            Only("type", "appeal", _APPEAL_ONLY),
        ),
    ),
    Kind.SECTION: ((), ()),
}  # fmt: skip

PANELS: Mapping[Kind, Record] = {
    kind: Record((*_COMMON, *fields, *_PICTURES_AND_LINKS), (*STATUS_RULES, *rules))
    for kind, (fields, rules) in _BY_KIND.items()
}

SLUG = Matching(SLUG_PATTERN, "bad-slug", 80)

HIGHLIGHT = Record((
    _field("id", Id(), "the same in every language", required=True, example="assembly"),
    _field("text", Text(600), "what somebody holds, in indirect speech", required=True),
    _field("speaker", Text(200), "who holds it"),
    _field("role", Text(200), "as what"),
))  # fmt: skip
PHOTO_WORDS = Record((
    _field("id", Id(), "id of the photo in panel.yaml", required=True, example="office"),
    _field("alt", Text(1000), "what the picture shows, in one or two sentences"),
    _field("caption", Text(1000), "text below the picture"),
))  # fmt: skip
MEDIUM_WORDS = Record((
    _field("id", Id(), "id of the recording in panel.yaml", required=True, example="interview"),
    _field("title", Text(200), "its title", required=True),
    _field("caption", Text(1000), "what it is about, in one or two sentences"),
    _field("transcript", Text(200_000, has_lines=True),
           "everything that is said, and what else one hears or sees; a blank line between paragraphs"),
))  # fmt: skip
LINK_WORDS = Record((
    _field("id", Id(), "id of the link in panel.yaml", required=True, example="site"),
    _field("title", Text(200), "text of the link", required=True),
))  # fmt: skip
LABEL = Record((
    _field("id", _label_id, "id that panel.yaml uses", required=True, example="kazakhs"),
    _field("text", Text(2000), "its word or words", required=True),
))  # fmt: skip

WORDS = Record(
    (
        _field("title", Text(200), "title of the panel", required=True),
        _field("slug", SLUG, "last part of the address; by default the panel's id", example="adil-soz"),
        _many("aliases", SLUG, "former slugs, which still lead here"),
        *STATUS,
        _field("summary", Text(SUMMARY_LIMIT), "one or two sentences: lead, and description in search engines",
               required=True),
        _field("highlights", ListOf(HIGHLIGHT), "attributed statements, without quotation marks", default=()),
        _field("photos", ListOf(PHOTO_WORDS), "the words of the photos", default=()),
        _field("media", ListOf(MEDIUM_WORDS), "the words of the recordings", default=()),
        _field("links", ListOf(LINK_WORDS), "the words of the links", default=()),
        _field("labels", ListOf(LABEL), "words for the ids that panel.yaml uses", default=()),
    ),
    STATUS_RULES,
)  # fmt: skip

TERM = Record((
    _field("id", Id(), "unique in the list", required=True, example="cedaw"),
    _field("term", LanguageMap(Text(200)), "the term, per language", required=True),
    _field("forms", LanguageMap(ListOf(Text(200))), "further forms that are linked in texts, per language"),
    _field("definition", LanguageMap(Text(2000, has_lines=True)), "what it means, per language", required=True),
    _many("also", Text(200), "other words under which visitors look for it, in any language"),
    _many("related", Reference("panel or section"), "panels where it matters"),
))  # fmt: skip
EVENT = Record((
    _field("id", Id(), "unique in the list", required=True, example="t-001"),
    _field("date", Partial(), "when, as exactly as it is known", required=True, example="1991-12-16"),
    _field("end", Partial(), "when it ended"),
    _field("place", Reference("place"), "id of a place in places.yaml"),
    _field("text", LanguageMap(Text(1000)), "what happened, per language", required=True),
    _many("panels", Reference("panel or section"), "panels that tell of it"),
    _many("themes", Reference("theme"), "themes that it belongs to"),
))  # fmt: skip
PLACE = Record((
    _field("id", Id(), "unique in the list", required=True, example="almaty"),
    _field("name", LanguageMap(Text(200)), "its name, per language", required=True),
    _field("country", Reference("country"), "id of the country's panel", example="kazakhstan"),
    _field("kind", Choice(PLACE_KINDS), "what sort of place", required=True, example="city"),
    _field("latitude", Number(-90, 90), "degrees north", required=True, example="43.24"),
    _field("longitude", Number(-180, 180), "degrees east", required=True, example="76.89"),
    _field("approximate", Boolean(), "true where the position is not exact", default=False),
    _field("hidden", Boolean(), "true where it is not for the map", default=False),
    _many("also", Text(200), "other spellings and former names, in any alphabet", "Алматы"),
))  # fmt: skip
NAME = Record((
    _field("id", Id(), "unique in the list", required=True, example="kaleyeva"),
    _field("name", LanguageMap(Text(200)), "the name as the texts write it, per language", required=True),
    Field(name="also", type=ListOf(Text(200)), about="other spellings, in any alphabet", is_required=True, default=(),
          example="Калеева"),
    Field(name="panels", type=ListOf(Reference("panel or section")), about="panels in which it stands",
          is_required=True, default=(), example="adil-soz"),
))  # fmt: skip
STOP = Record((
    _field("id", Id(), "unique in the list", required=True),
    _field("venue", LanguageMap(Text(300)), "where it can be seen, per language", required=True),
    _field("place", Reference("place"), "id of a place in places.yaml"),
    _field("start", Partial(), "first day", required=True, example="2016-09-01"),
    _field("end", Partial(), "last day"),
))  # fmt: skip


def _list_file(name: str, entry: Record, about: str) -> Record:
    return Record((Field(name=name, type=ListOf(entry), about=about, default=()),))


LISTS: Mapping[str, Record] = {
    "glossary": _list_file("terms", TERM, "the terms of the glossary"),
    "timeline": _list_file("events", EVENT, "the events of the timeline"),
    "places": _list_file("places", PLACE, "the places of the exhibition"),
    "tour": _list_file("stops", STOP, "where and when the exhibition can be seen"),
    "names": _list_file("names", NAME, "names that are spelt in several ways, for those who search"),
}

LANGUAGE = Record((
    _field("code", Language(), "language tag", required=True, example="sv"),
    _field("conventions", Language(), "language tag whose numbers and dates are used; by default the code itself",
           example="en-GB"),
    _many("fallback", Language(), "languages to show instead, in order, where a text is missing"),
    _field("complete", Boolean(), "true where a missing translation stops the build", default=False),
))  # fmt: skip

TOUR = Record((
    _field("id", Id(), "unique in the list", required=True, example="twenty-minutes"),
    _field("title", LanguageMap(Text(200)), "name of the walk, per language", required=True),
    _field("summary", LanguageMap(Text(SUMMARY_LIMIT)), "one or two sentences about it, per language", required=True),
    _many("rooms", Reference("panel"), "its rooms in order: ids of panels; by default all rooms of the exhibition"),
))  # fmt: skip

REPOSITORY = Record(
    (
        _field("host", Choice(REPOSITORY_HOSTS), "github, gitlab, gitea or forgejo", required=True),
        _field("name", Matching(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)+", "bad-repository", 200),
               "owner and name, with a slash between", required=True, example="our-museum/exhibition"),
        _field("branch", Matching(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*", "bad-branch", 200),
               "the branch that is published; by default the repository's own", example="main"),
        _field("address", WebAddress(), "address of the host, where it is not github.com or gitlab.com",
               example="https://codeberg.org"),
        _field("sign_in", WebAddress(), "github: address of your own service for signing in with a button",
               example="https://sign-in.example.org"),
        _field("client", Text(200), "gitlab, gitea, forgejo: id of the application for signing in with a button"),
        _field("review", Boolean(), "github, gitlab: true where somebody else looks at a change before it is published",
               default=False),
    ),
    (
        Needs("host", "gitea", ("address",), "missing-field"),
        Needs("host", "forgejo", ("address",), "missing-field"),
        Only("host", "github", ("sign_in",)),
    ),
)  # fmt: skip

SETTINGS = Record((
    _field("format", Choice((FORMAT,)), "version of the content format", required=True),
    _field("title", LanguageMap(Text(200)), "title of the exhibition, per language", required=True),
    _field("short_title", LanguageMap(Text(30)),
           "its name below an icon, where there is room for about twelve letters, per language; by default title"),
    _field("summary", LanguageMap(Text(SUMMARY_LIMIT)), "one or two sentences about it, per language", required=True),
    _field("languages", ListOf(LANGUAGE), "languages of the site; the first is the source of panels that name none",
           required=True, default=()),
    _field("timezone", Matching(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}", "unknown-timezone", 60),
           "name of the time zone", required=True, example="Europe/Stockholm"),
    _field("base_address", WebAddress(), "public address of the site, with a closing slash",
           example="https://exhibition.example.org/"),
    _many("rooms", Reference("panel"), "order of the rooms: ids of panels"),
    _field("tours", ListOf(TOUR), "walks that visitors can choose among, over the same panels", default=()),
    _field("addresses", LanguageMap(MapOf(SLUG, ADDRESS_NAMES, keeps_blank=True)),
           "words for kinds and lists in addresses, per language; '' for none, by default the folder's name"),
    _field("contact", Record((
        _field("email", Matching(EMAIL_PATTERN, "bad-email", 200), "e-mail address for visitors"),
        _field("report", Matching(EMAIL_PATTERN, "bad-email", 200),
               "e-mail address for what is wrong on a page; by default the one above"),
        _field("organisation", LanguageMap(Text(200)), "who stands behind the exhibition, per language"),
    )), "how visitors reach you"),
    _field("quick_exit", OneOrPerLanguage(WebAddress()),
           "address that tells nothing, to which one leaves panels with quick_exit: true; for all, or per language",
           example="https://www.smhi.se/"),
    _field("licences", MapOf(Text(100)), "licences by what they cover: text, illustrations"),
    _field("map", Record((
        _field("parallels", ListOf(Number(-90, 90)), "degrees north of the two parallels along which it is true",
               default=(), example="37"),
        _field("latitude", Number(-90, 90), "degrees north of its middle", example="45"),
        _field("longitude", Number(-180, 180), "degrees east of the meridian that runs straight up", example="66"),
        _field("credit", Text(200), "where the shapes come from", example="Natural Earth"),
        _field("note", LanguageMap(Text(500)), "what a reader of the map should know, per language"),
    )), "how the map of map.geojson is drawn; by default from what it shows"),
    _many("outputs", Id(), "kinds of output to make; by default all of the core"),
    _field("admin", Boolean(), "true where the published site has /admin/, to be edited in a browser", default=False),
    _field("repository", REPOSITORY, "where the files are kept, for those who edit in a browser"),
))  # fmt: skip
