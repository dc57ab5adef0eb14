"""The only view of the exhibition that outputs may have: what may not be shown on that day does not exist in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cagsite.digests import digest_value
from cagsite.model import (
    AppealDetails,
    ConsentStatus,
    CountryDetails,
    Details,
    Event,
    Exhibition,
    Locale,
    Medium,
    MediumWords,
    Name,
    OrganisationDetails,
    Panel,
    PanelId,
    Photo,
    PhotoWords,
    RegionDetails,
    ReportDetails,
    SectionDetails,
    Settings,
    State,
    Term,
    Translation,
)
from cagsite.problems import Location, Problem, Severity

EXPIRY_NOTICE = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishable:
    """What may be shown, and what a builder should know of the rest."""

    exhibition: Exhibition
    """Without anything withdrawn, embargoed, a draft or without consent, nor what would tell of it."""
    touched: frozenset[PanelId]
    """Public panels from which something was taken away; nothing of them may be cached as it was read."""
    complete_terms: bool
    complete_events: bool
    complete_places: bool
    complete_names: bool
    complete_lands: bool
    """True where nothing was taken from that list."""
    notices: tuple[Problem, ...]
    privacy: str
    """Changes whenever something must disappear: what is hidden, which panels there are, what is redacted."""


def publishable(exhibition: Exhibition, today: date, *, drafts: bool = False) -> Publishable:
    """The exhibition as it may be shown on that day."""
    notices: list[Problem] = []
    shown: dict[PanelId, Panel] = {}
    touched: set[PanelId] = set()
    for panel in exhibition.panels.values():
        visible = _show_panel(panel, exhibition, today, drafts, notices)
        if visible is not None:
            shown[panel.id] = visible
            if visible is not panel:
                touched.add(panel.id)
    hidden = frozenset(exhibition.panels) - frozenset(shown)
    places = _hidden_places(exhibition, shown, hidden)
    terms = _forget_in_terms(exhibition.terms, hidden)
    if hidden:
        secrets = _Secrets(panels=hidden, places=places, terms=frozenset(exhibition.terms) - frozenset(terms))
        for panel in list(shown.values()):
            cleared = _forget(panel, secrets)
            if cleared != panel:
                shown[panel.id] = cleared
                touched.add(panel.id)
    events = _forget_in_events(exhibition.events, hidden, places)
    view = replace(
        exhibition,
        settings=_forget_in_rooms(exhibition.settings, hidden),
        panels=shown,
        terms=terms,
        events=events,
        places={id: place for id, place in exhibition.places.items() if id not in places},
        stops=tuple(stop if stop.place not in places else replace(stop, place=None) for stop in exhibition.stops),
        names=_forget_in_names(exhibition.names, hidden),
    )
    view = replace(view, coming=tuple(stop for stop in view.stops if not stop.is_over(today)))
    if hidden:
        view = replace(
            view,
            places={
                id: place if place.country not in hidden else replace(place, country=None)
                for id, place in view.places.items()
            },
            lands=tuple(land if land.country not in hidden else replace(land, country=None) for land in view.lands),
        )
    return Publishable(
        exhibition=view,
        touched=frozenset(touched),
        complete_terms=terms == exhibition.terms,
        complete_events=events == exhibition.events,
        complete_places=view.places == exhibition.places,
        complete_names=view.names == exhibition.names,
        complete_lands=view.lands == exhibition.lands,
        notices=tuple(notices),
        privacy=_privacy(exhibition, view, hidden),
    )


def _show_panel(
    panel: Panel, exhibition: Exhibition, today: date, drafts: bool, notices: list[Problem]
) -> Panel | None:
    """The panel without the languages and photos that may not be shown; itself when nothing had to go."""
    if isinstance(panel.details, SectionDetails):
        document = exhibition.panels.get(panel.details.document)
        if document is None or not document.status.is_public(today, drafts=drafts):
            return None
    if not panel.status.is_public(today, drafts=drafts):
        if panel.status.state is State.EMBARGOED:
            notices.append(_notice(panel, "embargoed", "{id} is embargoed until {day}", day=panel.status.until))
        if panel.status.state is State.WITHDRAWN:
            notices.append(_notice(panel, "withdrawn", "{id} is withdrawn"))
        return None
    _tell_of_withdrawals(panel, notices)
    translations = {
        locale: translation
        for locale, translation in panel.translations.items()
        if translation.status.is_public(today, drafts=drafts)
    }
    if not translations:
        return None
    source = panel.source if panel.source in translations else min(translations)
    public = (photo for photo in panel.photos if photo.is_public(today, drafts=drafts))
    photos = tuple(shown for photo in public if (shown := _in_languages(photo, translations, source)) is not None)
    kept = {photo.id for photo in photos}
    open_media = (medium for medium in panel.media if medium.is_public(today, drafts=drafts))
    spoken = (_spoken_in(medium, translations, source, kept) for medium in open_media)
    media = tuple(medium for medium in spoken if medium is not None)
    _tell_of_consents(panel, today, drafts, notices)
    withheld = _Withheld(
        photos=frozenset({photo.id for photo in panel.photos} - kept),
        media=frozenset({medium.id for medium in panel.media} - {medium.id for medium in media}),
    )
    if len(translations) == len(panel.translations) and not withheld.photos and not withheld.media:
        return panel
    return replace(
        panel,
        photos=photos,
        media=media,
        source=source,
        translations={locale: _without(words, withheld) for locale, words in translations.items()},
    )


def _in_languages(photo: Photo, translations: Container[Locale], source: Locale) -> Photo | None:
    """The photo with the words of languages that may be shown; None where no such picture is left."""
    files = {locale: file for locale, file in photo.files.items() if locale in translations}
    if len(files) == len(photo.files):
        return photo
    return replace(photo, files=files, file=files.get(source) or next(iter(files.values()))) if files else None


def _spoken_in(
    medium: Medium, translations: Container[Locale], source: Locale, photos: Container[str]
) -> Medium | None:
    """The recording in languages that may be shown, behind a picture that may be; None where nothing of it is left."""
    files = {locale: file for locale, file in medium.files.items() if locale in translations}
    captions = {locale: file for locale, file in medium.captions.items() if locale in translations}
    poster = medium.poster if medium.poster in photos else None
    if medium.files and not files:
        return None
    file = files.get(source) or next(iter(files.values())) if files else medium.file
    return replace(medium, file=file, files=files, captions=captions, poster=poster)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Withheld:
    """Ids of photos and recordings of one panel that may not be shown."""

    photos: frozenset[str]
    media: frozenset[str]


def _without(words: Translation, withheld: _Withheld) -> Translation:
    photos: Mapping[str, PhotoWords] = {id: photo for id, photo in words.photos.items() if id not in withheld.photos}
    media: Mapping[str, MediumWords] = {id: medium for id, medium in words.media.items() if id not in withheld.media}
    body = _without_blocks(_without_blocks(words.body, "photo", withheld.photos), "media", withheld.media)
    return replace(words, photos=photos, media=media, body=body)


def _without_blocks(body: str, name: str, withheld: Collection[str]) -> str:
    """Blank lines in their place, so that line numbers stay."""
    for id in sorted(withheld):
        body = re.sub(
            rf"(?m)^:::[ \t]*{name}[ \t]+{re.escape(id)}[ \t]*\n(?:[ \t]*\n)*:::[ \t]*$",
            lambda match: "\n" * match[0].count("\n"),
            body,
        )
    return body


def _tell_of_withdrawals(panel: Panel, notices: list[Problem]) -> None:
    for locale, words in panel.translations.items():
        if words.status.state is State.WITHDRAWN:
            message = "the text of {id} in '{language}' is withdrawn"
            notices.append(_notice(panel, "withdrawn", message, language=locale))
    for photo in panel.photos:
        if photo.status.state is State.WITHDRAWN:
            notices.append(_notice(panel, "withdrawn", "photo {photo} of {id} is withdrawn", photo=photo.id))
    for medium in panel.media:
        if medium.status.state is State.WITHDRAWN:
            message = "recording {recording} of {id} is withdrawn"
            notices.append(_notice(panel, "withdrawn", message, recording=medium.id))


def _tell_of_consents(panel: Panel, today: date, drafts: bool, notices: list[Problem]) -> None:
    for photo in panel.photos:
        missing = ("no-consent", "photo {photo} has no consent for the web")
        ending = ("consent-expiring", "the consent for photo {photo} ends on {day}")
        _tell_of_consent(panel, photo, today, drafts, notices, missing, ending, photo=photo.id)
    for medium in panel.media:
        missing = ("no-consent", "recording {recording} has no consent for the web")
        ending = ("consent-expiring", "the consent for recording {recording} ends on {day}")
        _tell_of_consent(panel, medium, today, drafts, notices, missing, ending, recording=medium.id)


def _tell_of_consent(
    panel: Panel,
    shown: Photo | Medium,
    today: date,
    drafts: bool,
    notices: list[Problem],
    missing: tuple[str, str],
    ending: tuple[str, str],
    **names: str,
) -> None:
    if shown.file is None or not shown.status.is_public(today, drafts=drafts):
        return
    consent = shown.consent
    if consent is None or not consent.covers("web", today):
        notices.append(_notice(panel, *missing, **names))
    elif (
        consent.status is ConsentStatus.GIVEN
        and consent.expires is not None
        and consent.expires - today <= EXPIRY_NOTICE
    ):
        notices.append(_notice(panel, *ending, **names, day=consent.expires))


def _notice(panel: Panel, code: str, message: str, **parameters: object) -> Problem:
    hints = {
        "embargoed": "it appears by itself on that day",
        "withdrawn": "it is in nothing that is published; 'cagsite withdraw' gives the receipt again",
        "no-consent": "it is left out of everything that is published until a consent is recorded",
        "consent-expiring": "ask again, or it disappears by itself",
    }
    return Problem.make(
        Severity.NOTICE,
        code,
        Location(f"{panel.folder}/panel.yaml"),
        message,
        hints[code],
        subject=panel.id,
        id=panel.id,
        **parameters,
    )


def _hidden_places(
    exhibition: Exhibition, shown: Mapping[PanelId, Panel], hidden: Collection[PanelId]
) -> frozenset[str]:
    """Places that only what is hidden speaks of: a village on a map can tell of a person."""
    if not hidden:
        return frozenset()
    told = {place for panel in shown.values() for place in _places_of(panel)}
    told |= {event.place for event in exhibition.events if event.place and not _is_told_by(event.panels, hidden)}
    told |= {stop.place for stop in exhibition.stops if stop.place}
    secret = {place for id in hidden for place in _places_of(exhibition.panels[id])}
    return frozenset(secret - told)


def _places_of(panel: Panel) -> set[str]:
    places = set(panel.places) | {photo.place for photo in panel.photos if photo.place}
    places |= {medium.place for medium in panel.media if medium.place}
    match panel.details:
        case OrganisationDetails(place=str(place)):
            places.add(place)
        case CountryDetails(facts=facts) if facts is not None and facts.capital:
            places.add(facts.capital)
    return places


def _is_told_by(panels: tuple[PanelId, ...], hidden: Collection[PanelId]) -> bool:
    """True where an entry stands for hidden panels alone."""
    return bool(panels) and all(panel in hidden for panel in panels)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Secrets:
    """Ids of what does not exist for visitors."""

    panels: frozenset[PanelId]
    places: frozenset[str]
    terms: frozenset[str]


def _forget(panel: Panel, secrets: _Secrets) -> Panel:
    """The panel without its references to what is hidden."""
    return replace(
        panel,
        themes=_kept(panel.themes, secrets),
        related=_kept(panel.related, secrets),
        places=tuple(place for place in panel.places if place not in secrets.places),
        photos=tuple(replace(photo, place=None) if photo.place in secrets.places else photo for photo in panel.photos),
        media=tuple(replace(each, place=None) if each.place in secrets.places else each for each in panel.media),
        details=_forget_in_details(panel.details, secrets),
        translations={locale: _without_references(words, secrets) for locale, words in panel.translations.items()},
    )


def _kept(ids: Iterable[PanelId], secrets: _Secrets) -> tuple[PanelId, ...]:
    return tuple(id for id in ids if id not in secrets.panels)


def _forget_in_details(details: Details, secrets: _Secrets) -> Details:
    match details:
        case OrganisationDetails(country=country, place=place):
            return replace(
                details,
                country=None if country in secrets.panels else country,
                place=None if place in secrets.places else place,
            )
        case RegionDetails(countries=countries):
            return replace(details, countries=_kept(countries, secrets))
        case ReportDetails(country=country, chapters=chapters):
            left = (replace(chapter, sections=_kept(chapter.sections, secrets)) for chapter in chapters)
            return replace(
                details,
                country=None if country in secrets.panels else country,
                chapters=tuple(chapter for chapter in left if chapter.sections),
            )
        case AppealDetails(country=country):
            return replace(details, country=None if country in secrets.panels else country)
        case _:
            return details


def _without_references(words: Translation, secrets: _Secrets) -> Translation:
    """Links to what is hidden lead to `-`, which pages show as plain words; in what a translation was made from too."""
    body = _unlinked(words.body, secrets)
    seen = words.seen
    if seen is not None:
        units = {key: (_unlinked(text, secrets), digest) for key, (text, digest) in seen.units.items()}
        seen = seen if units == seen.units else replace(seen, units=units)
    return words if body == words.body and seen is words.seen else replace(words, body=body, seen=seen)


def _unlinked(text: str, secrets: _Secrets) -> str:
    for scheme, ids in (("panel", secrets.panels), ("place", secrets.places), ("term", secrets.terms)):
        for id in ids:
            if f"{scheme}:{id}" in text:
                text = re.sub(rf"(\]\(\s*<?){scheme}:{re.escape(id)}(?![\w-]|#\d)", rf"\1{scheme}:-", text)
    return text


def _forget_in_rooms(settings: Settings, hidden: Collection[PanelId]) -> Settings:
    """A walk of hidden rooms alone is hidden too: its title may tell of them."""
    left = (replace(tour, rooms=tuple(room for room in tour.rooms if room not in hidden)) for tour in settings.tours)
    return replace(
        settings,
        rooms=tuple(room for room in settings.rooms if room not in hidden),
        tours=tuple(tour for tour in left if tour.rooms),
    )


def _forget_in_terms(terms: Mapping[str, Term], hidden: Collection[PanelId]) -> Mapping[str, Term]:
    if not hidden:
        return terms
    return {
        id: replace(term, related=tuple(panel for panel in term.related if panel not in hidden))
        for id, term in terms.items()
        if not _is_told_by(term.related, hidden)
    }


def _forget_in_names(names: tuple[Name, ...], hidden: Collection[PanelId]) -> tuple[Name, ...]:
    if not hidden:
        return names
    return tuple(
        replace(name, panels=tuple(panel for panel in name.panels if panel not in hidden))
        for name in names
        if not _is_told_by(name.panels, hidden)
    )


def _forget_in_events(
    events: tuple[Event, ...], hidden: Collection[PanelId], places: Collection[str]
) -> tuple[Event, ...]:
    if not hidden:
        return events
    return tuple(
        replace(
            event,
            place=event.place if event.place not in places else None,
            panels=tuple(panel for panel in event.panels if panel not in hidden),
            themes=tuple(theme for theme in event.themes if theme not in hidden),
        )
        for event in events
        if not _is_told_by(event.panels, hidden)
    )


def _privacy(exhibition: Exhibition, view: Exhibition, hidden: Collection[PanelId]) -> str:
    withheld: list[object] = [sorted(hidden), sorted(view.panels), sorted(view.places), sorted(view.terms)]
    withheld.append([name.id for name in view.names])
    for id, panel in sorted(view.panels.items()):
        original = exhibition.panels[id]
        locales: list[Locale] = sorted(set(original.translations) - set(panel.translations))
        photos = sorted({photo.id for photo in original.photos} - {photo.id for photo in panel.photos})
        redacted = [(photo.id, photo.file, photo.files, photo.redactions) for photo in panel.photos]
        media = [(medium.id, medium.file, medium.files, medium.captions) for medium in panel.media]
        withheld.append((id, locales, photos, redacted, media, sorted(medium.id for medium in original.media)))
    return digest_value(withheld).hex()


def may_be_remembered(panel: Panel | None, original: Panel, view: Publishable) -> bool:
    """True where a panel was published as it was read, awaited photos apart; only then may a cache hold its sources."""
    if panel is None:
        return False
    if panel.id not in view.touched:
        return True
    awaited = {photo.id for photo in original.photos if photo.file is None and photo.status.state is State.PUBLISHED}
    withheld = _Withheld(photos=frozenset(awaited), media=frozenset())
    bare = {locale: _without(words, withheld) for locale, words in original.translations.items()}
    return (
        replace(original, photos=tuple(p for p in original.photos if p.id not in awaited), translations=bare) == panel
    )
