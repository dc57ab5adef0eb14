"""What only one kind of panel has, and the labels that its facts ask for."""

from __future__ import annotations

from typing import NamedTuple

from cagsite.model import (
    AppealDetails,
    AppealEvent,
    Chapter,
    CountryDetails,
    CountryFacts,
    Demand,
    Details,
    Kind,
    OrganisationDetails,
    PageDetails,
    PanelId,
    Payment,
    RegionDetails,
    ReportDetails,
    SectionDetails,
    Share,
    ThemeDetails,
    article_label,
)
from cagsite.schema.types import Values
from cagsite.validate.settings import UNREAD_DATE


class Labels(NamedTuple):
    """Ids of labels."""

    needed: tuple[str, ...]
    allowed: tuple[str, ...] = ()


def needed_labels(kind: Kind, values: Values) -> Labels:
    """What `labels:` must and may hold in every language."""
    if kind is Kind.COUNTRY and values["facts"] is not None:
        facts = values["facts"]
        shares = (*facts["ethnic_groups"], *facts["religions"])
        return Labels(tuple(dict.fromkeys(share["id"] for share in shares)))
    if kind is Kind.DOCUMENT and values["type"] == "report":
        chapters = [f"chapter-{chapter['id']}" for chapter in values["chapters"]]
        return Labels(tuple(chapters), ("source_name",))
    if kind is Kind.DOCUMENT:
        needed = list(values["issuers"])
        needed += [f"event-{event['id']}" for event in values["events"]]
        needed += [f"demand-{demand['id']}" for demand in values["demands"]]
        needed += [f"addressee-{addressee}" for addressee in values["addressees"]]
        cited = [article_label(article) for demand in values["demands"] for article in demand["articles"]]
        return Labels(tuple(needed), ("source_name", *cited))
    return Labels(())


def read_details(kind: Kind, values: Values, panel_id: PanelId) -> Details:
    """The details of one kind; what could not be read has a stand-in, because an error stands for it."""
    match kind:
        case Kind.PAGE:
            return PageDetails(
                role=values["role"] or "other", payments=tuple(_payment(entry) for entry in values["payments"])
            )
        case Kind.REGION:
            return RegionDetails(countries=tuple(PanelId(country) for country in values["countries"]))
        case Kind.COUNTRY:
            return CountryDetails(
                territory=values["territory"] or "",
                is_announced=bool(values["announced"]),
                facts=_facts(values["facts"]) if values["facts"] is not None else None,
            )
        case Kind.ORGANISATION:
            return OrganisationDetails(
                country=PanelId(values["country"] or ""), place=values["place"], founded=values["founded"]
            )
        case Kind.THEME:
            return ThemeDetails()
        case Kind.SECTION:
            document, _, number = panel_id.partition("#")
            return SectionDetails(document=PanelId(document), number=int(number))
        case Kind.DOCUMENT:
            return _document(values, panel_id)


def _payment(entry: Values) -> Payment:
    number, as_of = entry["number"] or "", entry["as_of"] or UNREAD_DATE
    if number and entry["type"] and not _is_whole(entry["type"], number):
        entry.report("bad-payment-number", "number", value=number)
    if entry["verified"] is None:
        entry.report("payment-unverified", "id", id=entry["id"], time=as_of)
    return Payment(id=entry["id"], type=entry["type"] or "", number=number, as_of=as_of, verified=entry["verified"])


def _is_whole(type_: str, number: str) -> bool:
    """False where digits are missing or mistyped, as far as the number itself tells."""
    signs = [int(sign, 36) for sign in number if sign.isalnum()]
    if type_ == "iban":
        return len(signs) > 14 and int("".join(map(str, [*signs[4:], *signs[:4]]))) % 97 == 1
    if max(signs) > 9:
        return False
    if type_ == "swish":
        return len(signs) == 10  # a telephone number for some: it has no check digit
    return sum(sum(divmod(sign * (1 + place % 2), 10)) for place, sign in enumerate(reversed(signs))) % 10 == 0


def _document(values: Values, panel_id: PanelId) -> ReportDetails | AppealDetails:
    country = PanelId(values["country"]) if values["country"] else None
    if values["type"] != "appeal":
        chapters = tuple(
            Chapter(
                id=chapter["id"],
                sections=tuple(PanelId(f"{panel_id}#{number}") for number in chapter["sections"]),
            )
            for chapter in values["chapters"]
        )
        return ReportDetails(date=values["date"] or UNREAD_DATE, country=country, chapters=chapters)
    return AppealDetails(
        date=values["date"] or UNREAD_DATE,
        country=country,
        case_code=values["case_code"] or "",
        issuers=values["issuers"],
        events=tuple(AppealEvent(id=event["id"], date=event["date"]) for event in values["events"]),
        demands=tuple(Demand(id=demand["id"], articles=demand["articles"]) for demand in values["demands"]),
        addressees=values["addressees"],
    )


def _facts(facts: Values) -> CountryFacts:
    return CountryFacts(
        as_of=facts["as_of"] or UNREAD_DATE,
        area_km2=facts["area_km2"],
        population=facts["population"],
        population_year=facts["population_year"],
        independence=facts["independence"],
        capital=facts["capital"],
        ethnic_groups=_shares(facts, "ethnic_groups"),
        religions=_shares(facts, "religions"),
    )


def _shares(facts: Values, name: str) -> tuple[Share, ...]:
    shares = tuple(Share(id=share["id"], percent=share["share"] or 0.0) for share in facts[name])
    total = sum(share.percent for share in shares)
    if total > 100.5:
        facts.report("shares-over-100", name, total=f"{total:g}")
    return shares
