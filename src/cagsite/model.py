"""Values that an author would recognise: panels, photos, terms, events, and the exhibition that holds them.

Everything here is frozen, complete from birth and picklable. Nothing depends on the clock: what depends on the day
takes it as an argument. Order is the author's where there is one, else by id.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, NewType

Locale = NewType("Locale", str)
"""A BCP 47 language tag, in its canonical case."""
PanelId = NewType("PanelId", str)
"""Folder name of a panel; a section is `document#number`."""

Localized = Mapping[Locale, str]
"""One text per language; may lack some."""


class Kind(StrEnum):
    """What a panel is about."""

    PAGE = "page"
    REGION = "region"
    COUNTRY = "country"
    ORGANISATION = "organisation"
    THEME = "theme"
    DOCUMENT = "document"
    SECTION = "section"

    @property
    def folder(self) -> str:
        """Name of the folder under `content/`, which is also the key in `addresses:`."""
        return {"country": "countries"}.get(self.value, self.value + "s")


class State(StrEnum):
    """The four values of `status:`."""

    PUBLISHED = "published"
    DRAFT = "draft"
    EMBARGOED = "embargoed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Whether a panel, a language of it or a photo may be shown."""

    state: State = State.PUBLISHED
    until: date | None = None
    """First day on which an embargoed one is shown; None only where the state is another."""

    def is_public(self, today: date, *, drafts: bool = False) -> bool:
        """True where it may be shown on that day; drafts only in a preview."""
        match self.state:
            case State.PUBLISHED:
                return True
            case State.DRAFT:
                return drafts
            case State.EMBARGOED:
                return self.until is not None and self.until <= today
            case _:
                return False


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


SEASONS = ("spring", "summer", "autumn", "winter")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date as exactly as it is known: a day, a month, a season, a year, a decade or a century."""

    precision: Precision
    year: int
    """The year; the first one of a decade (1990) or a century (1700 for the eighteenth)."""
    month: int | None = None
    """1-12, for day and month."""
    day: int | None = None
    season: str | None = None
    """One of SEASONS, for a season."""

    @property
    def order(self) -> tuple[int, int, int]:
        """Sorts by time; the less exact first (a century before its years)."""
        month = self.month or (SEASONS.index(self.season) * 3 + 2 if self.season else 0)
        return (self.year, month, self.day or 0)

    @property
    def is_finer_than_year(self) -> bool:
        """True for a day, a month and a season."""
        return self.precision in (Precision.DAY, Precision.MONTH, Precision.SEASON)

    @property
    def latest(self) -> tuple[int, int, int]:
        """The last day that it can mean, to be compared with `order` and with days."""
        if self.season:
            month = SEASONS.index(self.season) * 3 + 5
            return (self.year + month // 13, (month - 1) % 12 + 1, 31)
        years = {Precision.DECADE: 9, Precision.CENTURY: 99}.get(self.precision, 0)
        return (self.year + years, self.month or 12, self.day or 31)

    @property
    def first_day(self) -> date:
        """The first day that it can mean."""
        starts = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
        return date(self.year, self.month or (starts[self.season] if self.season else 1), self.day or 1)

    def __str__(self) -> str:
        match self.precision:
            case Precision.DAY:
                return f"{self.year:04}-{self.month:02}-{self.day:02}"
            case Precision.MONTH:
                return f"{self.year:04}-{self.month:02}"
            case Precision.SEASON:
                return f"{self.year:04}-{self.season}"
            case Precision.DECADE:
                return f"{self.year:04}s"
            case Precision.CENTURY:
                return f"c{self.year // 100 + 1}"
            case _:
                return f"{self.year:04}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A time with a beginning and, where it lasted, an end."""

    start: PartialDate
    end: PartialDate | None = None


class ConsentStatus(StrEnum):
    """The three values of `consent.status`."""

    GIVEN = "given"
    NOT_NEEDED = "not_needed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Who allowed what, until when; people are codes here, never names."""

    status: ConsentStatus
    by: str | None = None
    """Code of the person in the organisation's own register."""
    given_on: date | None = None
    uses: tuple[str, ...] = ()
    """Among `web`, `print`, `press`."""
    expires: date | None = None
    """Last day on which it holds."""
    reason: str | None = None
    """Why none is needed."""

    def covers(self, use: str, today: date) -> bool:
        """True where this record allows the use on that day."""
        match self.status:
            case ConsentStatus.NOT_NEEDED:
                return True
            case ConsentStatus.GIVEN:
                begun = self.given_on is None or self.given_on <= today
                return begun and use in self.uses and (self.expires is None or today <= self.expires)
            case _:
                return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A part of the upright picture that nobody may see."""

    area: tuple[float, float, float, float]
    """x, y, width, height as fractions (0-1) of the upright picture, or in pixels of it."""
    style: Literal["solid", "blocks"] = "solid"
    is_in_pixels: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """The source of a photo or a recording, as it lies in the panel's folder."""

    path: str
    """Relative to the project, forward slashes, NFC."""
    digest: str
    """blake2b-160 of its bytes, hexadecimal."""
    size: int
    """In bytes."""
    tells: tuple[str, ...] = ()
    """What a picture tells besides its pixels: see `pictures.telling`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture of a panel, or the wish for one."""

    id: str
    """Unique within its panel."""
    is_illustration: bool
    """Made for the exhibition; False for a photograph."""
    file: SourceFile | None
    """None where it is awaited; where there are words in the picture, the file of the panel's source language."""
    files: Mapping[Locale, SourceFile]
    """Where there are words in the picture, the file for each language that has its own; else empty."""
    credit: str | None
    licence: str | None
    taken: PartialDate | None
    """`date:` in the file."""
    place: str | None
    """Id in places.yaml."""
    consent: Consent | None
    """None counts as no consent."""
    focal_point: tuple[float, float]
    """x, y as fractions of the upright picture; the middle by default."""
    redactions: tuple[Redaction, ...]
    is_decorative: bool
    """Explicitly without alternative text."""
    status: Status

    def is_public(self, today: date, *, drafts: bool = False, use: str = "web") -> bool:
        """True where it has a file, may be shown and has a consent that covers the use."""
        return (
            self.file is not None
            and self.status.is_public(today, drafts=drafts)
            and self.consent is not None
            and self.consent.covers(use, today)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """A recording of a panel: sound, or a film."""

    id: str
    """Unique within its panel."""
    is_video: bool
    file: SourceFile | None
    """Where each language has its own, that of the panel's source language."""
    files: Mapping[Locale, SourceFile]
    """The file for each language that has its own; else empty."""
    captions: Mapping[Locale, SourceFile]
    """Of a film: what is said, and when, per language."""
    poster: str | None
    """Id of a photo of the panel, shown before a film begins."""
    seconds: int
    credit: str | None
    licence: str | None
    recorded: PartialDate | None
    """`date:` in the file."""
    place: str | None
    """Id in places.yaml."""
    consent: Consent | None
    """None counts as no consent."""
    status: Status

    def is_public(self, today: date, *, drafts: bool = False, use: str = "web") -> bool:
        """True where it has a file, may be shown and has a consent that covers the use."""
        return (
            self.file is not None
            and self.status.is_public(today, drafts=drafts)
            and self.consent is not None
            and self.consent.covers(use, today)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A way out of the exhibition: a web page or a handle."""

    id: str
    type: str
    """One of LINK_TYPES."""
    address: str
    """A full address, http(s), mailto or tel."""
    shown: str
    """What is printed when no title is given: the handle or the host."""
    languages: tuple[Locale, ...]
    """Languages that one meets there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A number to send money to."""

    id: str
    type: str
    """One of PAYMENT_TYPES."""
    number: str
    """As it is printed."""
    as_of: PartialDate
    """When it was known to be right."""
    verified: date | None
    """Day on which somebody asked whoever receives the money; None as long as nobody has."""


PAYMENT_TYPES: Mapping[str, str] = {"swish": "Swish", "bankgiro": "Bankgiro", "plusgiro": "Plusgiro", "iban": "IBAN"}
"""What people in every language call them."""
LINK_TYPES = ("web", "facebook", "instagram", "twitter", "youtube", "telegram", "email", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """What somebody holds, in indirect speech, set large."""

    id: str
    text: str
    speaker: str | None
    role: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoWords:
    """The words of a photo in one language."""

    alt: str | None
    """None where the photo is decorative or not shown."""
    caption: str | None


PARAGRAPHS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
"""What lies between the paragraphs of a transcript."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediumWords:
    """The words of a recording in one language."""

    title: str
    caption: str | None
    transcript: tuple[str, ...]
    """What is said and heard, in paragraphs; line ends inside one are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a translation was made from, as written down when it was last confirmed."""

    units: Mapping[str, tuple[str, str]]
    """By key of a unit: the source text as it was, and a digest of the translation as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The words of one panel in one language."""

    locale: Locale
    title: str
    slug: str
    """Last part of the address; the id where the author gave none."""
    aliases: tuple[str, ...]
    """Former slugs."""
    summary: str
    status: Status
    highlights: tuple[Highlight, ...]
    photos: Mapping[str, PhotoWords]
    """By photo id."""
    media: Mapping[str, MediumWords]
    """By the id of a recording."""
    links: Mapping[str, str]
    """Titles by link id."""
    labels: Mapping[str, str]
    """Words for the ids that the facts use."""
    body: str
    """Markdown, as typed, line ends normalised."""
    body_line: int
    """Line of the file on which the body starts."""
    file: str
    """Path of the file, relative to the project."""
    seen: Seen | None = None
    """None where nothing is remembered, and for the source itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of a population."""

    id: str
    """Its word stands in the labels of each translation."""
    percent: float
    """0-100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryFacts:
    """The fact box of a country."""

    as_of: PartialDate
    area_km2: int | None
    population: int | None
    population_year: int | None
    independence: date | None
    capital: str | None
    """Id in places.yaml: the name at the time."""
    ethnic_groups: tuple[Share, ...]
    religions: tuple[Share, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter of a report; its title is the label `chapter-<id>`."""

    id: str
    sections: tuple[PanelId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealEvent:
    """Something that an appeal reports; its words are the label `event-<id>`."""

    id: str
    date: PartialDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What an appeal asks for; its words are the label `demand-<id>`."""

    id: str
    articles: tuple[str, ...]
    """The articles it rests on, as cited; the words of `5 (a)` are the label `article-5-a`, where there are any."""


def article_label(article: str) -> str:
    """The label that holds the words of a cited article."""
    return "-".join(("article", *re.findall(r"[a-z0-9]+", article.lower())))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDetails:
    """A page about the exhibition itself."""

    role: str
    """`about`, `organiser`, `approach`, `support`, one of SERVICE_ROLES, or `other`."""
    payments: tuple[Payment, ...]

    @property
    def is_service(self) -> bool:
        """True for what a site owes its visitors: its footer leads there, and it is no part of the exhibition."""
        return self.role in SERVICE_ROLES


SERVICE_ROLES = ("privacy", "accessibility")
"""In the order of the footer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionDetails:
    """A region and the countries in it."""

    countries: tuple[PanelId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryDetails:
    """A country, with a fact box or only announced."""

    territory: str
    """ISO 3166-1 alpha-2."""
    is_announced: bool
    """Named by the exhibition, without a text of its own."""
    facts: CountryFacts | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDetails:
    """A group, an organisation or a network."""

    country: PanelId | None
    """None only in what may be shown, where the country may not."""
    place: str | None
    founded: int | None
    """Year; None where the organisation does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeDetails:
    """A theme: a way to group panels; its members name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDetails:
    """A report in chapters and numbered sections."""

    date: PartialDate
    country: PanelId | None
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDetails:
    """An urgent appeal, as history."""

    date: PartialDate
    country: PanelId | None
    case_code: str
    issuers: tuple[str, ...]
    """Label ids."""
    events: tuple[AppealEvent, ...]
    demands: tuple[Demand, ...]
    addressees: tuple[str, ...]
    """Label ids: offices, not people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionDetails:
    """A numbered section of a report."""

    document: PanelId
    number: int


Details = (
    PageDetails
    | RegionDetails
    | CountryDetails
    | OrganisationDetails
    | ThemeDetails
    | ReportDetails
    | AppealDetails
    | SectionDetails
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One panel of the exhibition: facts stored once, words once per language."""

    id: PanelId
    """Folder name; never shown, and stays when the title changes."""
    kind: Kind
    folder: str
    """Relative to the project."""
    source: Locale
    """The language that the others are translated from; always among the translations."""
    status: Status
    code: str | None
    """Opaque, for the short address that is printed."""
    themes: tuple[PanelId, ...]
    related: tuple[PanelId, ...]
    """As declared here; outputs read relations from both ends."""
    places: tuple[str, ...]
    also: tuple[str, ...]
    """Other names under which visitors look for it, in any language and alphabet."""
    as_of: Span | None
    """The time that the text speaks of."""
    reviewed: date | None
    is_anonymous: bool
    """`people: anonymous`: nobody may be recognised."""
    has_quick_exit: bool
    """`quick_exit: true`: whoever reads it may have to leave at once."""
    photos: tuple[Photo, ...]
    """In the order listed; the first one that may be shown is the cover."""
    media: tuple[Medium, ...]
    """Recordings, in the order listed."""
    links: tuple[Link, ...]
    details: Details
    translations: Mapping[Locale, Translation]
    """Always holds the source language; validate has made sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A glossary term."""

    id: str
    term: Localized
    forms: Mapping[Locale, tuple[str, ...]]
    """Further forms that are linked where they stand in a text."""
    definition: Localized
    also: tuple[str, ...]
    """Other words under which visitors look for it."""
    related: tuple[PanelId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A point or a stretch on the timeline."""

    id: str
    span: Span
    place: str | None
    text: Localized
    panels: tuple[PanelId, ...]
    themes: tuple[PanelId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place with its coordinates (WGS 84, degrees)."""

    id: str
    name: Localized
    country: PanelId | None
    kind: str
    """One of PLACE_KINDS."""
    latitude: float
    """-90 to 90."""
    longitude: float
    """-180 to 180."""
    is_approximate: bool
    is_hidden: bool
    """Not for the map."""
    also: tuple[str, ...]
    """Other spellings and former names, in any alphabet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """How a name in the texts is spelt elsewhere, so that visitors find it however they write it."""

    id: str
    name: Localized
    """As it stands in the texts of each language."""
    also: tuple[str, ...]
    """Other spellings, in any alphabet."""
    panels: tuple[PanelId, ...]
    """Where it stands; it is hidden with them."""


PLACE_KINDS = ("city", "region", "country", "site", "lake", "sea", "river", "dateline")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Where the exhibition can be seen."""

    id: str
    venue: Localized
    place: str | None
    span: Span

    def is_over(self, today: date) -> bool:
        """True where its last day, as exactly as it is known, lies before that day."""
        return (self.span.end or self.span.start).latest < (today.year, today.month, today.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language of the site."""

    code: Locale
    fallback: tuple[Locale, ...]
    """Languages to borrow from, in order, before a panel's source language."""
    is_complete: bool
    """A missing translation is an error here."""
    conventions: Locale
    """The language tag whose numbers and dates are used, as `en-GB` for `en`; the code itself by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How visitors reach the people behind the exhibition."""

    email: str | None
    report: str | None
    """Where visitors tell of what is wrong on a page; None where the address above serves for that too."""
    organisation: Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    """A piece of land on the map, as `map.geojson` has it."""

    country: PanelId | None
    """The country whose land it is; None for land that is drawn around those of the exhibition."""
    rings: tuple[tuple[tuple[float, float], ...], ...]
    """Closed lines of longitude and latitude (WGS 84, degrees), the first point not repeated at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSettings:
    """How the map is drawn, and what is said of it."""

    parallels: tuple[float, float] | None
    """Degrees north; None where they follow from what is drawn, as do the two below."""
    latitude: float | None
    longitude: float | None
    credit: str | None
    """Where the shapes come from."""
    note: Localized
    """What a reader of the map should know."""


REPOSITORY_HOSTS = ("github", "gitlab", "gitea", "forgejo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """Where the files of the exhibition are kept, for those who edit them in a browser."""

    host: str
    """One of REPOSITORY_HOSTS."""
    name: str
    """Owner and name, with a slash between."""
    branch: str | None
    """None for the repository's own."""
    address: str | None
    """Of the host; None for the one that is meant by its name alone."""
    sign_in: str | None
    """GitHub: address of a service of one's own, for a button instead of a token."""
    client: str | None
    """The other hosts: id of the application, for a button instead of a token."""
    is_reviewed: bool
    """True where a change waits until somebody else has looked at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """One walk through the exhibition among several."""

    id: str
    title: Localized
    summary: Localized
    rooms: tuple[PanelId, ...]
    """In its order; those of the exhibition where it names none of its own."""
    is_route: bool
    """The order of all rooms, which previous and next follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`exhibition.yaml`."""

    title: Localized
    short_title: Localized
    """For below an icon; empty where the title has to do."""
    summary: Localized
    languages: tuple[Language, ...]
    """The first one is the source language of panels that name none."""
    timezone: str
    base_address: str | None
    """With a closing slash; None where the site has no public address yet."""
    rooms: tuple[PanelId, ...]
    """The order of the rooms."""
    quick_exit: Localized
    """Per language, the address to which one leaves a panel that asks for it; empty where none does."""
    tours: tuple[Tour, ...]
    """Walks to choose from, in the author's order; empty where there is only the one."""
    addresses: Mapping[Locale, Mapping[str, str]]
    """Per language, the word in the address for each folder of kinds and each list; may be empty."""
    contact: Contact
    licences: Mapping[str, str]
    """By what they cover: `text`, `illustrations`."""
    outputs: tuple[str, ...]
    """Kinds of output to make; empty for all that the core has."""
    map: MapSettings
    has_admin: bool
    """True where the published site has `/admin/`."""
    repository: Repository | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibition:
    """The whole: settings, panels and lists. What may be shown of it is decided by `publishable`."""

    settings: Settings
    panels: Mapping[PanelId, Panel]
    """Sorted by id; sections by document and number."""
    terms: Mapping[str, Term]
    events: tuple[Event, ...]
    """By time, then id."""
    places: Mapping[str, Place]
    stops: tuple[Stop, ...]
    """By time, then id."""
    coming: tuple[Stop, ...]
    """Those that are not over; in what may be shown, on the day of the build."""
    names: tuple[Name, ...]
    """By id."""
    lands: tuple[Land, ...]
    """The map, in the order of its file; empty where there is none."""
