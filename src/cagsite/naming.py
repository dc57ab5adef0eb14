"""Small helpers for names and for words in messages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ID_LIMIT = 80
DEVICE_NAMES = frozenset(("con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))))
"""What Windows does not accept as the name of a file or a folder."""


def plain_id(name: str) -> str:
    """A name as an id: without accents, lower case, hyphens; empty where nothing is left."""
    decomposed = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", decomposed).strip("-")[:ID_LIMIT].rstrip("-")
    return plain if ID.fullmatch(plain) and plain not in DEVICE_NAMES else ""


def suggestion(name: str, known: Iterable[str]) -> str:
    """The known name that is most likely meant, or an empty string."""
    import difflib  # only needed when something is wrong

    lowered = {candidate.casefold(): candidate for candidate in sorted(known, reverse=True)}
    wanted = name[:100].casefold()
    if wanted in lowered:
        return lowered[wanted]
    near = difflib.get_close_matches(wanted, sorted(lowered), n=1, cutoff=0.6)
    return lowered[near[0]] if near else ""


def quoted(value: str) -> str:
    """A value in quotation marks, as YAML reads it back unchanged."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"
