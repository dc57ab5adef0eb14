"""Small views: pictures, cards, links, highlights, dates of events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from cagsite.marked import Text
from cagsite.model import (
    PAYMENT_TYPES,
    AppealDetails,
    CountryDetails,
    Event,
    Highlight,
    Kind,
    Link,
    Locale,
    OrganisationDetails,
    PanelId,
    Payment,
    Photo,
    PhotoWords,
    Precision,
    ReportDetails,
    SectionDetails,
    Stop,
)
from cagsite.permalinks import find_language
from cagsite.visit import Visit

MIME_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Nav:
    """A link in a navigation."""

    title: Text
    url: str | None
    is_current: bool = False


class PictureView:
    """A photo's renditions and words; it exists only where the photo may be shown."""

    def __init__(self, visit: Visit, panel: PanelId, photo: Photo) -> None:
        self._visit = visit
        self._panel = panel
        self._photo = photo
        self.id = photo.id
        self.is_decorative = photo.is_decorative
        self.is_illustration = photo.is_illustration
        self.credit = photo.credit
        self.licence = photo.licence

    @cached_property
    def output(self) -> str:
        """What was made of the photo: of the file in the language of the words, or what comes nearest."""
        name, files = f"picture/{self._panel}/{self._photo.id}", self._photo.files
        if not files:
            return name
        return f"{name}/{nearest(self._visit, self._panel, files)}"

    def _fact(self, name: str) -> Any:
        return self._visit.bench.fact(self.output, name)

    @cached_property
    def exists(self) -> bool:
        """False where the picture could not be made; a problem tells of it."""
        return self._fact("renditions") is not None

    @cached_property
    def _renditions(self) -> dict[str, list[tuple[int, int, str]]]:
        """By format, best first; from narrow to wide."""
        return dict(self._fact("renditions"))

    def sources(self, least: int, most: int, *, only_best: bool = False) -> list[tuple[str, str]]:
        """Media type and srcset, best format first, without the one that every browser knows.

        Only files between two widths, and the nearest one where there is none; a page with many small pictures names
        the best format alone, because it must stay light.
        """
        named = [name for name in self._renditions if name != "jpeg"]
        found = []
        for name in named[:1] if only_best else named:
            made = self._renditions[name]
            fitting = [each for each in made if least <= each[0] <= most]
            if not fitting:
                fitting = [min(made, key=lambda each: abs(each[0] - least))]
            srcset = ", ".join(f"{self._visit.link(path)} {width}w" for width, _, path in fitting)
            found.append((MIME_TYPES[name], srcset))
        return found

    def src(self, wanted: int) -> str:
        """For browsers without `picture`: the JPEG nearest to a width."""
        return self._visit.link(min(self._renditions["jpeg"], key=lambda each: abs(each[0] - wanted))[2])

    @cached_property
    def focus_class(self) -> str:
        """What must stay in view where the layout crops, in tenths, as classes of the theme; empty for the middle."""
        tenths = zip("xy", (round(10 * part) for part in self._photo.focal_point), strict=True)
        return " ".join(f"f{axis}-{tenth}" for axis, tenth in tenths if tenth != 5)

    @property
    def _largest(self) -> tuple[int, int, str]:
        return self._renditions["jpeg"][-1]

    @property
    def largest_path(self) -> str:
        return self._largest[2]

    @property
    def width(self) -> int:
        """Of the largest file, so that the page does not move when one comes."""
        return self._largest[0]

    @property
    def height(self) -> int:
        return self._largest[1]

    @cached_property
    def colour(self) -> str:
        return str(self._fact("colour"))

    @cached_property
    def colour_class(self) -> str:
        """The average colour in four levels per channel, as the class that the theme gives it."""
        levels = (round(int(self.colour[i : i + 2], 16) / 85) for i in (1, 3, 5))
        return "t-" + "".join(str(level) for level in levels)

    @cached_property
    def _words(self) -> tuple[PhotoWords | None, Any]:
        locale = self._visit.shown(self._panel)
        return self._visit.read("words", self._panel, locale, "photos").get(self._photo.id), locale

    @cached_property
    def alt(self) -> Text:
        words, locale = self._words
        return self._visit.text(words.alt if words and words.alt else "", locale)

    @cached_property
    def caption(self) -> Text | None:
        words, locale = self._words
        return self._visit.text(words.caption, locale) if words and words.caption else None


def nearest(visit: Visit, panel: PanelId, files: Mapping[Locale, Any]) -> Locale:
    """The language whose file goes with the words that are shown of a panel, or comes nearest to them."""
    shown = visit.shown(panel)
    source: Locale = visit.read("panel", panel, "source")
    order = (shown, *find_language(visit.read, shown).fallback, source, *files)
    return next(locale for locale in order if locale in files)


def pictures_of(visit: Visit, panel: PanelId) -> list[PictureView]:
    """All pictures of a panel that may be shown, in its order."""
    photos = visit.read("panel", panel, "photos")
    views = (PictureView(visit, panel, photo) for photo in photos)
    return [view for view in views if view.exists]


def pair_of(visit: Visit, panel: PanelId) -> str:
    """The country in whose colours a panel is set, else `common`."""
    if visit.read("panel", panel, "kind") is Kind.COUNTRY:
        return panel
    country = country_of(visit, panel)
    return country if country is not None else "common"


def country_of(visit: Visit, panel: PanelId) -> PanelId | None:
    """The country that a panel belongs to, through its document if it is a section; None where it may not be shown."""
    match visit.read("panel", panel, "details"):
        case OrganisationDetails(country=country) | ReportDetails(country=country) | AppealDetails(country=country):
            return country
        case SectionDetails(document=document):
            return country_of(visit, document)
        case _:
            return None


class Card:
    """Another panel in brief, with its link."""

    def __init__(self, visit: Visit, panel: PanelId) -> None:
        self._visit = visit
        self.id = panel

    @cached_property
    def kind(self) -> str:
        return str(self._visit.read("panel", self.id, "kind"))

    @cached_property
    def url(self) -> str:
        return self._visit.panel_link(self.id)

    @cached_property
    def title(self) -> Text:
        return self._visit.field(self.id, "title")

    @cached_property
    def summary(self) -> Text:
        return self._visit.field(self.id, "summary")

    @cached_property
    def picture(self) -> PictureView | None:
        pictures = pictures_of(self._visit, self.id)
        return pictures[0] if pictures else None

    @cached_property
    def country_title(self) -> Text | None:
        country = country_of(self._visit, self.id)
        return None if country is None else self._visit.field(country, "title")

    @cached_property
    def pair(self) -> str:
        return pair_of(self._visit, self.id)

    @cached_property
    def number(self) -> str | None:
        details = self._visit.read("panel", self.id, "details")
        return str(details.number) if isinstance(details, SectionDetails) else None

    @cached_property
    def is_fallback(self) -> bool:
        return self._visit.shown(self.id) != self._visit.locale

    @cached_property
    def is_announced(self) -> bool:
        details = self._visit.read("panel", self.id, "details")
        return isinstance(details, CountryDetails) and details.is_announced


@dataclass(frozen=True, slots=True)
class Group:
    """Cards under a heading, which may lead somewhere, or without one."""

    title: Text | None
    cards: list[Card]
    url: str | None = None


class HighlightView:
    """An attributed statement, set large."""

    def __init__(self, visit: Visit, highlight: Highlight, locale: Any) -> None:
        self.id = highlight.id
        self.text = visit.text(highlight.text, locale)
        self.speaker = highlight.speaker
        self.role = visit.text(highlight.role, locale) if highlight.role else None


class LinkView:
    """A way out, with a title in the page's language."""

    def __init__(self, visit: Visit, link: Link, title: Text | None) -> None:
        self.type = link.type
        self.address = link.address
        self.host = urlsplit(link.address).hostname or link.shown
        self.title = title or Text(link.shown)
        names = [visit.conventions.language_name(code) for code in link.languages]
        self.languages = visit.conventions.listing(names) if names else None


class PaymentView:
    """A number to send money to, and how sure it is."""

    def __init__(self, visit: Visit, payment: Payment) -> None:
        self.type = PAYMENT_TYPES[payment.type]
        self.number = payment.number
        self.as_of = visit.date(payment.as_of)
        self.verified = (payment.verified.isoformat(), visit.day(payment.verified)) if payment.verified else None


class EventView:
    """A point or a stretch on the timeline."""

    def __init__(self, visit: Visit, event: Event, *, country: PanelId | None = None) -> None:
        """On a page that is about a country, an event does not say again that it happened there."""
        self._visit = visit
        self._country = country
        self._event = event
        self.id = event.id
        self.anchor = event.id
        self.date = event.span.start if event.span.end is None else None
        """None where it lasted."""
        self.start = event.span.start
        self.when = visit.span(event.span)
        self.datetime = machine_date(event.span.start)

    @cached_property
    def text(self) -> Text:
        return self._visit.localized(self._event.text) or Text("")

    @cached_property
    def place(self) -> PlaceLink | None:
        place, read = self._event.place, self._visit.read
        goes_without_saying = (
            place is not None
            and self._country is not None
            and read("place", place, "kind") == "country"
            and read("place", place, "country") == self._country
        )
        return None if goes_without_saying else place_link(self._visit, place)

    @property
    def year(self) -> int | None:
        """The year it began; None where only its decade or century is known."""
        is_vague = self.start.precision in (Precision.DECADE, Precision.CENTURY)
        return None if is_vague else self.start.year

    @cached_property
    def countries(self) -> list[PanelId]:
        """The countries that its panels belong to, and the one in which it happened."""
        found = [panel if self._is_country(panel) else country_of(self._visit, panel) for panel in self._event.panels]
        if self._event.place is not None:
            found.append(self._visit.read("place", self._event.place, "country") or None)
        return [country for country in dict.fromkeys(found) if country is not None]

    def _is_country(self, panel: PanelId) -> bool:
        return self._visit.read("panel", panel, "kind") is Kind.COUNTRY

    @property
    def pair(self) -> str:
        return self.countries[0] if self.countries else "common"

    @cached_property
    def panels(self) -> list[Card]:
        return [Card(self._visit, panel) for panel in self._event.panels]

    @cached_property
    def themes(self) -> list[Card]:
        return [Card(self._visit, theme) for theme in self._event.themes]

    @property
    def url(self) -> str | None:
        """Its place on the timeline page."""
        index = self._visit.index_link("timeline")
        return None if index is None else f"{index}#{self.anchor}"


class StopView:
    """Where and when the exhibition can be seen."""

    def __init__(self, visit: Visit, stop: Stop) -> None:
        self.id = stop.id
        self.venue = visit.localized(stop.venue) or Text("")
        self.place = place_name(visit, stop.place)
        self.when = visit.span(stop.span)


def machine_date(value: Any) -> str | None:
    """The value of a `datetime` attribute; None for what HTML has no form for (season, decade, century)."""
    text = str(value)
    return text if text[-1].isdigit() and text[0].isdigit() else None


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A place, and where it stands in the list of places."""

    name: Text
    url: str | None


def place_link(visit: Visit, place: str | None) -> PlaceLink | None:
    """A place, where there is one to show."""
    name = place_name(visit, place)
    if name is None:
        return None
    index = visit.index_link("places")
    return PlaceLink(name, None if index is None else f"{index}#{place}")


def place_name(visit: Visit, place: str | None) -> Text | None:
    """The name of a place, where there is one to show."""
    if place is None:
        return None
    names = visit.read("place", place, "name")
    return visit.localized(names) if names else None
