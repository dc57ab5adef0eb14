"""What a page is, in schema.org's words (JSON-LD), with its language and what it is a translation of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cagsite.model import Kind, OrganisationDetails
from cagsite.views.basic import machine_date
from cagsite.views.halls import GlossaryHall
from cagsite.visit import Visit

if TYPE_CHECKING:
    from cagsite.views.page import PageView
    from cagsite.views.subjects import Subject

TYPES = {
    Kind.PAGE: "WebPage",
    Kind.REGION: "Article",
    Kind.COUNTRY: "Article",
    Kind.ORGANISATION: "ProfilePage",
    Kind.THEME: "CollectionPage",
    Kind.DOCUMENT: "Report",
    Kind.SECTION: "Article",
}
"""schema.org types of the page of each kind."""


def structured_data(visit: Visit, subject: Subject, page: PageView) -> dict[str, Any] | None:
    """A JSON-LD object, or None where the page has nothing to say to machines."""
    if page.robots:
        return None
    data: dict[str, Any] = {"@context": "https://schema.org", "@type": "WebPage", "name": page.heading.text}
    data["description"] = page.description
    data["inLanguage"] = visit.locale
    if page.canonical:
        data["url"] = page.canonical
    match page.kind:
        case "chooser":
            data["@type"] = "WebSite"
            data["inLanguage"] = [language.code for language in visit.languages]
        case "home":
            data["@type"] = "WebSite"
            data["about"] = {"@type": "ExhibitionEvent", "name": page.heading.text} | _organiser(visit)
        case "glossary":
            assert isinstance(page.hall, GlossaryHall)
            data["@type"] = "DefinedTermSet"
            data["hasDefinedTerm"] = [
                {
                    "@type": "DefinedTerm",
                    "name": term.term.text,
                    "description": term.definition.text,
                    "inLanguage": term.term.lang or visit.locale,
                }
                for term in page.hall.terms
            ]
        case "index" | "timeline" | "places" | "tours" | "search":
            data["@type"] = "CollectionPage"
        case "not-found":
            return None
        case "offline":
            pass
        case _:
            data |= _panel(visit, subject, page)
    return data


def _organiser(visit: Visit) -> dict[str, Any]:
    name = visit.localized(visit.read("setting", "contact").organisation)
    return {"organizer": {"@type": "Organization", "name": name.text}} if name else {}


def _panel(visit: Visit, subject: Subject, page: PageView) -> dict[str, Any]:
    panel = page.panel
    id = panel.id
    kind = Kind(panel.kind)
    data: dict[str, Any] = {"@type": TYPES[kind], "inLanguage": panel.lang}
    source = visit.read("panel", id, "source")
    written = visit.read("locales", id)
    links = {code: visit.absolute(subject.address(code) or "") for code in written}
    if panel.lang == source:
        others = [
            {"@type": TYPES[kind], "inLanguage": code, **({"url": links[code]} if links[code] else {})}
            for code in written
            if code != source
        ]
        if others:
            data["workTranslation"] = others
    elif source in links:
        data["translationOfWork"] = {
            "@type": TYPES[kind],
            "inLanguage": source,
            **({"url": links[source]} if links[source] else {}),
        }
    details = visit.read("panel", id, "details")
    reviewed = visit.read("panel", id, "reviewed")
    if reviewed is not None:
        data["lastReviewed" if TYPES[kind] in ("WebPage", "ProfilePage", "CollectionPage") else "dateModified"] = (
            reviewed.isoformat()
        )
    if isinstance(details, OrganisationDetails):
        organisation: dict[str, Any] = {"@type": "Organization", "name": panel.title.text}
        if details.founded:
            organisation["foundingDate"] = str(details.founded)
        addresses = [link.address for link in panel.links if link.type not in ("email", "phone")]
        if addresses:
            organisation["sameAs"] = addresses
        data["mainEntity"] = organisation
    if kind is Kind.DOCUMENT:
        when = machine_date(details.date)
        if when:
            data["temporalCoverage"] = when
    if panel.document is not None:
        data["isPartOf"] = {"@type": "Report", "name": panel.document.title.text}
    if panel.themes:
        data["keywords"] = [theme.title.text for theme in panel.themes]
    return data
