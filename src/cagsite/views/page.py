"""The view of a whole page: its head, its ways to other pages and languages, and what its kind shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from markupsafe import Markup

from cagsite.locales import conventions
from cagsite.marked import Text
from cagsite.model import Language, Locale, PanelId
from cagsite.permalinks import home_address
from cagsite.views.basic import Card, Nav
from cagsite.views.hall import Hall
from cagsite.views.panel import PanelView
from cagsite.views.structured import structured_data
from cagsite.views.subjects import PanelSubject, Subject
from cagsite.views.walks import Passing, passing
from cagsite.visit import Visit

LONGEST_TITLE = 70
"""Characters of a page's title: longer ones are cut where they are shown. First goes the site, then words."""

LONGEST_LISTING = 140
"""Characters of what a page lists, in its description: search engines show about as many."""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language."""

    code: Locale
    name: str
    dir: str
    url: str
    is_current: bool
    is_translated: bool
    title: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Leave:
    """A neutral place outside, to which one leaves at once."""

    address: str
    host: str


def _first(names: Sequence[str], longest: int) -> list[str]:
    """The names that fit into so many characters, at least one."""
    found: list[str] = []
    for name in names:
        longest -= len(name) + len(", ")
        if found and longest < 0:
            break
        found.append(name)
    return found


class PageView:
    """One page."""

    def __init__(self, visit: Visit, subject: Subject) -> None:
        self._visit = visit
        self._subject = subject
        self.kind = subject.kind
        self.lang = visit.locale
        self.dir = conventions(visit.locale).direction
        self.turn = [language.code for language in visit.languages].index(visit.locale) % 4

    @property
    def heading(self) -> Text:
        return self._subject.heading

    @property
    def pair(self) -> str:
        """The country in whose felts the page is set; what shows something of it need not say so again."""
        return self._subject.panel.pair if isinstance(self._subject, PanelSubject) else "common"

    @cached_property
    def _grounds(self) -> tuple[str, str]:
        turn = self.turn % 2
        own, common = (self._visit.bench.fact("style", f"ground/{pair}/{turn}") for pair in (self.pair, "common"))
        found: tuple[str, str] = own or common
        return found

    @property
    def ground(self) -> str:
        """What a browser may colour its own frame with, so that the felt goes on there."""
        return self._grounds[0]

    @property
    def ground_by_night(self) -> str | None:
        """The same in the dark; None where there is no difference."""
        day, night = self._grounds
        return None if night == day else night

    @cached_property
    def title(self) -> str:
        heading = self.heading.text
        if self.kind in ("home", "chooser"):
            return heading
        site = self._visit.localized(self._visit.read("setting", "title"))
        name = site.text if site else ""
        if isinstance(self._subject, PanelSubject) and self._subject.panel.document is not None:
            # a section and a theme can share a heading
            heading = f"{self._subject.panel.number}. {heading}"
            name = self._subject.panel.document.title.text
        whole = f"{heading} – {name}"
        return whole if len(whole) <= LONGEST_TITLE else _cut(heading, LONGEST_TITLE)

    @cached_property
    def description(self) -> str:
        """One or two sentences; for a page that lists something, its heading and what is listed first."""
        hall = self._subject.hall
        first = _first(hall.listed, LONGEST_LISTING) if hall else []
        return f"{self.heading.text}: {self._visit.conventions.listing(first)}" if first else self._subject.description

    # Addresses of this page

    @property
    def address(self) -> str | None:
        """Where a visitor meets this page, from the host's name on where it is known; None where nobody can say."""
        visit = self._visit
        return None if self.kind == "not-found" else visit.absolute(visit.address) or f"/{visit.address}"

    @cached_property
    def _written(self) -> list[tuple[Locale, str]]:
        """Languages in which the page is really written, with its address in each."""
        found = ((language.code, self._subject.address(language.code)) for language in self._visit.languages)
        return [(code, address) for code, address in found if address and self._subject.is_written_in(code)]

    @cached_property
    def canonical(self) -> str | None:
        """This page's own address, or its source's where the text is borrowed."""
        visit, subject = self._visit, self._subject
        if self.robots:
            return None
        if subject.is_written_in(visit.locale):
            return visit.absolute(visit.address)
        locale = subject.panel.lang if isinstance(subject, PanelSubject) else visit.languages[0].code
        return visit.absolute(subject.address(locale) or "")

    @cached_property
    def robots(self) -> str | None:
        return "noindex" if self.kind in ("not-found",) or self._visit.read("preview") else None

    @cached_property
    def alternates(self) -> list[tuple[str, str]]:
        """All languages of the page, itself among them, and the default; none where this page only borrows."""
        if self.robots or not self._subject.is_written_in(self._visit.locale):
            return []
        found = [(str(code), self._visit.absolute(address)) for code, address in self._written]
        links = [(code, url) for code, url in found if url]
        return [*links, ("x-default", self._default(links))] if links else []

    def _default(self, links: Sequence[tuple[str, str]]) -> str:
        if self.kind in ("home", "chooser"):
            return self._visit.absolute("") or ""
        order = [str(language.code) for language in self._visit.languages]
        return min(links, key=lambda link: order.index(link[0]))[1]

    @cached_property
    def languages(self) -> list[LanguageLink]:
        links = []
        for language in self._visit.languages:
            address = self._subject.address(language.code) or home_address(language.code)
            links.append(
                self._language_link(language, address, is_translated=self._subject.is_written_in(language.code))
            )
        return links

    def _language_link(self, language: Language, address: str, *, is_translated: bool) -> LanguageLink:
        known = conventions(language.code)
        read = self._visit.read
        return LanguageLink(
            code=language.code,
            name=known.own_name,
            dir=known.direction,
            url=self._visit.link(address),
            is_current=language.code == self._visit.locale and self.kind != "chooser",
            is_translated=is_translated,
            title=read("setting", "title").get(language.code, ""),
            summary=read("setting", "summary").get(language.code, ""),
        )

    @cached_property
    def breadcrumbs(self) -> list[Nav]:
        if self.kind in ("home", "chooser"):
            return []
        home = self._visit.localized(self._visit.read("setting", "title")) or Text("")
        return [Nav(home, self._visit.home_link), *self._subject.trail, Nav(self.heading, None)]

    # The route

    @cached_property
    def _rooms(self) -> tuple[PanelId, ...]:
        subject = self._subject
        if not isinstance(subject, PanelSubject):
            return ()
        if subject.panel.document is not None:
            return tuple(card.id for card in subject.panel.sections)
        rooms: tuple[PanelId, ...] = self._visit.read("setting", "rooms")
        return rooms

    @cached_property
    def position(self) -> tuple[int, int] | None:
        """Number of this room among all."""
        if isinstance(self._subject, PanelSubject) and self._subject.panel.id in self._rooms:
            return self._rooms.index(self._subject.panel.id) + 1, len(self._rooms)
        return None

    def _neighbour(self, step: int) -> Card | None:
        if self.position is None:
            return None
        index = self.position[0] - 1 + step
        return Card(self._visit, self._rooms[index]) if 0 <= index < len(self._rooms) else None

    @cached_property
    def previous(self) -> Card | None:
        return self._neighbour(-1)

    @cached_property
    def next(self) -> Card | None:
        return self._neighbour(1)

    @cached_property
    def passing(self) -> list[Passing]:
        """The other walks that pass here."""
        return passing(self._visit, self._subject.panel.id) if isinstance(self._subject, PanelSubject) else []

    @property
    def has_recordings(self) -> bool:
        """True where a page needs leave to play something."""
        return isinstance(self._subject, PanelSubject) and bool(self._subject.panel.recordings)

    @cached_property
    def leave(self) -> Leave | None:
        """Where one leaves to at once; None on a page that does not ask for it."""
        subject = self._subject
        if not isinstance(subject, PanelSubject) or not self._visit.read("panel", subject.panel.id, "has_quick_exit"):
            return None
        address = self._visit.chosen(self._visit.read("setting", "quick_exit"))
        return Leave(address, (urlsplit(address).hostname or "").removeprefix("www.")) if address else None

    # What machines read

    @cached_property
    def feed_title(self) -> str:
        site = self._visit.localized(self._visit.read("setting", "title"))
        return site.text if site else ""

    @cached_property
    def open_graph(self) -> list[tuple[str, str]]:
        visit, subject = self._visit, self._subject
        site = visit.localized(visit.read("setting", "title"))
        found = [
            ("og:type", "article" if isinstance(subject, PanelSubject) else "website"),
            ("og:title", self.heading.text),
            ("og:description", self.description),
            ("og:site_name", site.text if site else ""),
            ("og:locale", visit.conventions.open_graph),
        ]
        found += [
            ("og:locale:alternate", conventions(language.conventions).open_graph)
            for language in visit.languages
            if language.code != visit.locale and language.code in dict(self._written)
        ]
        if self.canonical:
            found.append(("og:url", self.canonical))
        return found + self._shown_image

    @cached_property
    def _shown_image(self) -> list[tuple[str, str]]:
        """The share card; where cards are not made, the picture that the page opens with."""
        fact, own, entrance = self._visit.bench.fact, self._subject.card, f"card/{self._visit.locale}/"
        card = next((id for id in (own, entrance) if fact(id, "path")), None)
        cover = self._subject.cover
        if self.robots:
            return []
        if card is not None:
            path, size, alt = fact(card, "path"), (fact(card, "width"), fact(card, "height")), fact(card, "alt")
        elif cover is not None:
            path, size, alt = cover.largest_path, (cover.width, cover.height), cover.alt.text
        else:
            return []
        address = self._visit.absolute(path)
        if address is None:
            return []
        found = [("og:image", address), ("og:image:width", str(size[0])), ("og:image:height", str(size[1]))]
        return found + ([("og:image:alt", alt)] if alt else [])

    @property
    def has_share_image(self) -> bool:
        return bool(self._shown_image)

    @cached_property
    def json_ld(self) -> Markup | None:
        data = structured_data(self._visit, self._subject, self)
        if data is None:
            return None
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
        for char, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028")):
            text = text.replace(char, escaped)
        return Markup(text)  # noqa: S704 - JSON in which nothing can end the element

    # By kind

    @cached_property
    def panel(self) -> PanelView:
        assert isinstance(self._subject, PanelSubject)
        return self._subject.panel

    @cached_property
    def hall(self) -> Hall:
        assert self._subject.hall is not None
        return self._subject.hall


def _cut(words: str, most: int) -> str:
    """As many of the words as so many characters hold, with a sign that there are more."""
    if len(words) <= most:
        return words
    kept = words[: most - 2]
    whole = kept if words[most - 2] == " " else kept.rpartition(" ")[0]
    return f"{whole or kept} …"
