"""Whether something may be shown, as its author has written it down: status and consent."""

from __future__ import annotations

from cagsite.model import Consent, ConsentStatus, State, Status
from cagsite.schema.types import Values


def read_status(values: Values) -> Status:
    """`status:` and `embargo_until:`; what cannot be read is not shown."""
    state = State(values["status"] or "withdrawn")
    return Status(state=state, until=values["embargo_until"] if state is State.EMBARGOED else None)


def read_consent(values: Values) -> Consent | None:
    """The record of a photo or a recording, or None where there is none or it cannot be read."""
    entry = values["consent"]
    if entry is None or entry["status"] is None:
        return None
    given, expires = entry["date"], entry["expires"]
    if given and expires and expires < given:
        entry.report("consent-dates", "expires")
    return Consent(
        status=ConsentStatus(entry["status"]),
        by=entry["by"],
        given_on=given,
        uses=entry["uses"],
        expires=expires,
        reason=entry["reason"],
    )
