"""What a finished page links to and can be linked at: what checks compare between pages."""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(r"<(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?:\s+[^\s=>\"']+(?:=\"[^\"]*\")?)*)\s*>")
_ATTRIBUTE = re.compile(r"\s([^\s=>\"']+)=\"([^\"]*)\"")
_LINKING = {
    "a": ("href",),
    "link": ("href",),
    "img": ("src",),
    "script": ("src",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "track": ("src",),
    "form": ("data-finder",),
    "input": ("data-index",),
}


def page_facts(html: str) -> dict[str, object]:
    """What checks compare between pages: links, anchors, language. Sound for our own HTML, which escapes `>`."""
    links: set[str] = set()
    anchors: list[str] = []
    facts: dict[str, object] = {"lang": ""}
    for match in _TAG.finditer(html):
        name = match["name"]
        attributes = dict(_ATTRIBUTE.findall(match["attributes"]))
        if "id" in attributes:
            anchors.append(unescape(attributes["id"]))
        links.update(unescape(attributes[wanted]) for wanted in _LINKING.get(name, ()) if wanted in attributes)
        if "srcset" in attributes:
            links.update(unescape(part.split()[0]) for part in attributes["srcset"].split(", "))
        if name == "html":
            facts["lang"] = attributes.get("lang", "")
    facts["links"] = tuple(sorted(links))
    facts["anchors"] = tuple(anchors)
    return facts
