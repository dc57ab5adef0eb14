"""Where pages lie: the one function for addresses, and the one for links between them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from cagsite.model import Kind, Language, Locale, PanelId
from cagsite.world import ABSENT

Read = Callable[..., Any]
"""Answers a key of the world."""

LISTS = ("tours", "glossary", "timeline", "places")
"""Pages that are made from a list rather than from panels."""
OFFERED = ("search", "offline")
"""Pages about a kind of output, where it is made; they are not part of the exhibition."""
INDEXED = tuple(kind for kind in Kind if kind is not Kind.SECTION)
"""Kinds that have an index of their own, where their addresses have a word."""


def address_word(read: Read, locale: Locale, name: str) -> str:
    """The word for a kind's folder or a list in a language's addresses; the folder's own name where none is given."""
    words = read("setting", "addresses").get(locale, {})
    return str(words.get(name, name))


def home_address(locale: Locale) -> str:
    """The home page of a language."""
    return f"{locale}/"


def index_address(read: Read, locale: Locale, name: str) -> str | None:
    """The page that lists a kind (`organisations`) or a list (`glossary`); None for a kind at the language's root."""
    word = address_word(read, locale, name)
    return f"{locale}/{word}/" if word else None


def listed_names(read: Read) -> list[str]:
    """The kinds and lists that have something to show, in the order of the navigation; then what is offered besides."""
    names = [kind.folder for kind in INDEXED if read("listed", kind.value)]
    lists = {"tours": ("setting", "tours"), "glossary": ("terms",), "timeline": ("events",), "places": ("places",)}
    outputs = read("setting", "outputs")
    offered = [name for name in OFFERED if not outputs or name in outputs]
    return names + [name for name in LISTS if read(*lists[name])] + offered


def panel_address(read: Read, locale: Locale, id: PanelId) -> str:
    """The page of a panel in a language, also where its text is borrowed from another one."""
    details = read("panel", id, "details")
    kind: Kind = read("panel", id, "kind")
    slug = read("words", id, shown_locale(read, locale, id), "slug")
    if kind is Kind.SECTION:
        return f"{panel_address(read, locale, details.document)}{slug}/"
    word = address_word(read, locale, kind.folder)
    return f"{locale}/{word}/{slug}/" if word else f"{locale}/{slug}/"


def former_addresses(read: Read, locale: Locale, id: PanelId) -> tuple[str, ...]:
    """Where a panel stood before its slug or its document's was changed; each once, and not where it stands now."""
    kind: Kind = read("panel", id, "kind")
    shown = shown_locale(read, locale, id)
    slugs = [read("words", id, shown, "slug"), *(read("words", id, shown, "aliases") if shown == locale else ())]
    if kind is Kind.SECTION:
        document = read("panel", id, "details").document
        folders = [panel_address(read, locale, document), *former_addresses(read, locale, document)]
    else:
        word = address_word(read, locale, kind.folder)
        folders = [f"{locale}/{word}/" if word else f"{locale}/"]
    found = [f"{folder}{slug}/" for folder in folders for slug in slugs]
    return tuple(dict.fromkeys(found[1:]))


def find_language(read: Read, locale: Locale) -> Language:
    """The settings of a language of the site."""
    languages: tuple[Language, ...] = read("setting", "languages")
    return next(language for language in languages if language.code == locale)


def shown_locale(read: Read, locale: Locale, id: PanelId) -> Locale:
    """The language in which a panel's words are shown to readers of another: itself, a fallback, or the source."""
    having: tuple[Locale, ...] = read("locales", id)
    if locale in having:
        return locale
    for candidate in find_language(read, locale).fallback:
        if candidate in having:
            return candidate
    source: Locale = read("panel", id, "source")
    return source if source in having else having[0]


def exists(read: Read, id: PanelId) -> bool:
    """True where there is such a panel to show."""
    return read("panel", id, "kind") is not ABSENT


def relative_link(from_address: str, to_path: str) -> str:
    """The link from a page's address (a folder with closing slash) to a path of the site; works under any sub-path."""
    here, there = from_address.split("/")[:-1], to_path.split("/")
    shared = 0
    while shared < len(here) and shared < len(there) - 1 and here[shared] == there[shared]:
        shared += 1
    return "../" * (len(here) - shared) + "/".join(there[shared:]) or "./"


def followed(address: str, link: str) -> str | None:
    """The path of the site that a relative link on a page leads to; None where it leads elsewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return None
    if not parts.path:
        return address
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(address), parts.path))[1:]
    return path + "/" if path and parts.path.endswith(("/", ".")) else path


def address_of(path: str) -> str:
    """Where a page is asked for: the folder of its file."""
    return path.removesuffix("index.html")


def file_of(address: str) -> str:
    """The file that a host serves at an address."""
    return address + "index.html" if address == "" or address.endswith("/") else address
