"""A new panel's files: the fields that its kind has, each with a sentence on what it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cagsite.model import Kind, Locale
from cagsite.problems import Translate
from cagsite.schema import record
from cagsite.schema.types import Choice, Field

SHOWN = frozenset(
    {
        "country",
        "place",
        "founded",
        "themes",
        "related",
        "territory",
        "role",
        "type",
        "date",
        "case_code",
        "as_of",
        "quick_exit",
    }
)
"""Optional fields that a skeleton shows, as comments; the others are in the documentation."""


def facts_skeleton(kind: Kind, known: Mapping[str, str], say: Translate) -> str:
    """`panel.yaml`: what is required with an example, the rest as comments; `known` names ids that exist."""
    lines = [f"# {say('What is the same in every language. Lines that begin with # are comments.')}"]
    lines += [
        f"# {say('A draft is shown in previews only; take this line away to publish the panel.')}",
        "status: draft",
    ]
    for field in record(kind.value).fields:
        if field.is_required:
            lines += [f"# {say(field.about)}", f"{field.name}: {known.get(field.name) or _example(field)}".rstrip()]
        elif field.name in SHOWN:
            lines += [f"# {say(field.about)}", *_commented(field)]
    return "\n".join(lines) + "\n"


def _commented(field: Field) -> list[str]:
    if getattr(field.type, "of", None) is not None:
        return [f"# {field.name}:", f"#   - {field.example}"]
    return [f"# {field.name}: {_example(field)}".rstrip()]


def _example(field: Field) -> str:
    return field.example or (field.type.words[0] if isinstance(field.type, Choice) else "")


def words_skeleton(id: str, locale: Locale, say: Translate) -> str:
    """`panel.<lang>.md`: title and summary to be replaced, and a place for the text."""
    title = title_of(id)
    return (
        "---\n"
        f"# {say('The words in one language')}: {locale}\n"
        f"title: {title}\n"
        f"# {say('One or two sentences: the lead, and the description for search engines.')}\n"
        f"summary: {title}.\n"
        "---\n"
        f"## {title}\n\n{title}.\n"
    )


def skeleton_units(id: str) -> dict[str, str]:
    """The units of such a file, which are the same in every language."""
    title = title_of(id)
    return {"title": title, "summary": f"{title}.", "1.0": title, "1.1": f"{title}."}


def title_of(id: str) -> str:
    """Something to begin with: the id as words."""
    words = re.sub(r"[-#]+", " ", id).strip()
    return words[:1].upper() + words[1:]
