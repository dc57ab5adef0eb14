"""The configuration of the CMS for one exhibition: where its texts lie, which forms they have, who takes them in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cagsite.forms.backend import backend_of
from cagsite.forms.fields import Forms
from cagsite.forms.words import FACTS, LISTS, SECTIONS, SETTINGS, TEXT, TEXT_HINT, WORDS, label
from cagsite.model import Kind, Locale, Localized, PanelId, Repository
from cagsite.problems import Translate, fill
from cagsite.schema import record
from cagsite.schema.files import LISTS as LIST_FILES

Json = dict[str, Any]

UNTOUCHED = frozenset(
    {"format", "languages", "timezone", "base_address", "addresses", "outputs", "admin", "repository"}
)
"""Fields of exhibition.yaml on which every address and every file rests: no form for them, and no form changes them."""
LARGEST = 2560
"""Pixels of the longer side of a picture that comes in by a form; the largest rendition is smaller."""
QUALITY = 90
BUTTONS = ("bold", "italic", "link", "heading-two", "heading-three", "heading-four", "quote", "bulleted-list",
           "numbered-list")  # fmt: skip
"""What the dialect has."""
ICONS = {
    "pages": "article", "regions": "public", "countries": "flag", "organisations": "groups", "themes": "label",
    "documents": "description", "sections": "toc",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A panel that others can refer to."""

    id: PanelId
    kind: Kind
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """What of an exhibition its forms depend on."""

    title: str
    languages: Sequence[Locale]
    """The first one is the source."""
    panels: Sequence[Subject] = ()
    """Sections among them, as `report#8`."""

    @property
    def reports(self) -> tuple[Subject, ...]:
        """Documents that have sections."""
        owners = {panel.id.partition("#")[0] for panel in self.panels if panel.kind is Kind.SECTION}
        return tuple(panel for panel in self.panels if panel.id in owners)


def subjects_of(read: Callable[..., Any]) -> Subjects:
    """By what a world answers: what may not be shown is not in it, and forms are published too."""
    languages = tuple(language.code for language in read("setting", "languages"))

    def title(id: PanelId) -> str:
        texts = {code: read("words", id, code, "title") for code in read("locales", id)}
        return _in_first(texts, languages)

    return Subjects(
        title=_in_first(read("setting", "title"), languages),
        languages=languages,
        panels=tuple(Subject(id=id, kind=kind, title=title(id)) for kind in Kind for id in read("ids", kind)),
    )


def _in_first(texts: Localized, languages: Sequence[Locale]) -> str:
    return next((texts[code] for code in languages if code in texts), "")


def configuration(subjects: Subjects, repository: Repository | None, translate: Translate = str) -> Json:
    """Everything that the CMS reads, in a reader's language."""
    forms = Forms(translate=translate, languages=subjects.languages, relations=_relations(subjects, translate))
    return {
        "load_config_file": False,
        "backend": backend_of(repository),
        **({"publish_mode": "editorial_workflow"} if repository and repository.is_reviewed else {}),
        "app_title": subjects.title,
        "media_folder": "content",
        "media_libraries": {
            "all": {"slugify_filename": True},
            "default": {
                "config": {
                    "slugify_filename": True,
                    "transformations": {
                        "raster_image": {"format": "webp", "quality": QUALITY, "width": LARGEST, "height": LARGEST}
                    },
                }
            },
            "stock_assets": False,
        },
        "slug": {"encoding": "ascii", "clean_accents": True},
        "show_preview_links": False,
        "editor": {"preview": False},
        # A language without a file has none until somebody asks for it: fallback is honest.
        "i18n": {
            "structure": "multiple_files",
            "locales": list(subjects.languages),
            "default_locale": subjects.languages[0],
            "initial_locales": "default",
        },
        "output": {"omit_empty_optional_fields": True, "yaml": {"quote": "none"}},
        "collections": [*_panels(subjects, forms), {"divider": True}, _lists(forms), _settings(forms)],
    }


def _panels(subjects: Subjects, forms: Forms) -> Iterator[Json]:
    """Two collections over one folder: the facts, which are the same in every language, and the texts."""
    say = forms.translate
    for kind in Kind:
        if kind is not Kind.SECTION:
            yield from _panel(kind, f"content/{kind.folder}", say(label(kind.folder)), forms)
    for report in subjects.reports:  # a collection per report: the id of a section is only a number
        name = fill(say(SECTIONS), [("report", report.title)])
        yield from _panel(Kind.SECTION, f"content/documents/{report.id}/sections", name, forms)


def _panel(kind: Kind, folder: str, name: str, forms: Forms) -> Iterator[Json]:
    say = forms.translate
    icon = ICONS[kind.folder]
    words = [_in_languages(forms.field(field)) for field in record("words").fields]
    body = {
        "name": "body",
        "label": say(TEXT),
        "hint": say(TEXT_HINT),
        "widget": "richtext",
        "required": False,
        "i18n": True,
        "buttons": list(BUTTONS),
        "editor_components": [],
    }
    yield _collection(
        folder,
        "words",
        fill(say(WORDS), [("kind", name)]),
        [*words, body],
        icon=icon,
        extension="md",
        format="yaml-frontmatter",
        i18n=True,
        summary="{{title}}",
    )
    yield _collection(
        folder,
        "facts",
        fill(say(FACTS), [("kind", name)]),
        [forms.field(field) for field in record(kind.value).fields],
        icon=icon,
        extension="yaml",
        format="yaml",
        summary="{{slug}}",
        # Pictures lie beside the facts, under their names alone.
        media_folder="",
        public_folder="",
    )


def _collection(folder: str, part: str, label: str, fields: Sequence[Json], **more: object) -> Json:
    return {
        "name": f"{folder.removeprefix('content/').replace('/', '-')}-{part}",
        "label": label,
        "folder": folder,
        # With a file name of its own, an entry of `documents` is not a section below it.
        "path": "{{slug}}/panel",
        "slug": {"template": "{{slug}}", "editable": False},
        # A panel is made and taken away by commands, which know all its files.
        "create": False,
        "delete": False,
        "duplicate": False,
        "aliases_field": False,
        "sortable_fields": [],
        "fields": list(fields),
        **more,
    }


def _in_languages(field: Json) -> Json:
    """The field in each language's file; so are those in it, or their entries would be empty there."""
    found = {**field, "i18n": True}
    if "fields" in field:
        found["fields"] = [_in_languages(each) for each in field["fields"]]
    if "field" in field:
        found["field"] = _in_languages(field["field"])
    return found


def _lists(forms: Forms) -> Json:
    """Glossary, timeline, places, tour and names: in each, a text is a map of languages."""
    files = [
        {
            "name": name,
            "label": forms.translate(label(name)),
            "file": f"content/{name}.yaml",
            "fields": [forms.field(field) for field in record(name).fields],
        }
        for name in LIST_FILES
    ]
    return {"name": "lists", "label": forms.translate(LISTS), "icon": "list", "format": "yaml", "files": files}


def _settings(forms: Forms) -> Json:
    fields = [forms.field(field) for field in record("exhibition").fields if field.name not in UNTOUCHED]
    file = {
        "name": "exhibition",
        "label": forms.translate(SETTINGS),
        "file": "exhibition.yaml",
        "fields": fields,
    }
    return {
        "name": "settings",
        "label": forms.translate(SETTINGS),
        "icon": "settings",
        "format": "yaml",
        "files": [file],
    }


def _relations(subjects: Subjects, translate: Translate) -> dict[str, Json]:
    """How each kind of reference is picked.

    A reference into one folder reads that folder in the repository, so what is new there can be picked at once. One
    into all folders is a choice among what this site shows: no picker of the CMS looks into several.
    """

    def entries(kind: Kind) -> Json:
        return {
            "widget": "relation",
            "collection": f"{kind.folder}-words",
            "value_field": "{{slug}}",
            "display_fields": ["title"],
            "search_fields": ["title"],
        }

    def among(panels: Iterable[Subject]) -> Json:
        return {
            "widget": "select",
            "options": [{"label": _named(panel, translate), "value": panel.id} for panel in panels],
        }

    source = subjects.languages[0]
    relations = {
        "theme": entries(Kind.THEME),
        "country": entries(Kind.COUNTRY),
        "place": {
            "widget": "relation",
            "collection": "lists",
            "file": "places",
            "value_field": "places.*.id",
            "display_fields": [f"places.*.name.{source}"],
            "search_fields": [f"places.*.name.{source}", "places.*.id"],
        },
        "panel": among(panel for panel in subjects.panels if panel.kind is not Kind.SECTION),
        "panel or section": among(subjects.panels),
    }
    return {to: widget for to, widget in relations.items() if widget.get("options", True)}


def _named(panel: Subject, translate: Translate) -> str:
    document, _, number = panel.id.partition("#")
    place = f"{document} {number}" if number else translate(label(panel.kind.folder))
    return f"{panel.title} · {place}"
