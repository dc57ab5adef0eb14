"""The forms of the CMS: every field of the model is in them, in the tool's languages, as the CMS wants them."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft7Validator
from tests.cms.program import program

from cagsite.forms import Subject, Subjects, backend_of, configuration, origins
from cagsite.forms.configuration import UNTOUCHED
from cagsite.forms.words import messages
from cagsite.model import Kind, Locale, PanelId, Repository
from cagsite.schema import files, record
from cagsite.schema.types import Boolean, Field, LanguageMap, ListOf, Record, Text, Type
from cagsite.translation import languages, translator

SUBJECTS = Subjects(
    title="Musik",
    languages=(Locale("sv"), Locale("en")),
    panels=(
        Subject(id=PanelId("kazakhstan"), kind=Kind.COUNTRY, title="Kazakstan"),
        Subject(id=PanelId("report"), kind=Kind.DOCUMENT, title="Rapporten"),
        Subject(id=PanelId("report#8"), kind=Kind.SECTION, title="Åtta"),
    ),
)
REPOSITORY = Repository(
    host="github", name="museum/exhibition", branch="main", address=None, sign_in=None, client=None, is_reviewed=False
)
Json = dict[str, Any]


def made(language: str = "", subjects: Subjects = SUBJECTS) -> Json:
    return configuration(subjects, REPOSITORY, translator(language))


def collection(found: Json, name: str) -> Json:
    named: Json = next(each for each in found["collections"] if each.get("name") == name)
    return named


def form(found: Json, kind: str) -> list[Json]:
    """The fields of one kind of file, as they are in a form."""
    fields: list[Json] = _within(found, kind)["fields"]
    return fields


def _within(found: Json, kind: str) -> Json:
    if kind == "words":
        return collection(found, "pages-words")
    if kind == "section":
        return collection(found, "documents-report-sections-facts")
    if kind == "exhibition" or kind in files.LISTS:
        within: list[Json] = collection(found, "settings" if kind == "exhibition" else "lists")["files"]
        return next(file for file in within if file["name"] == kind)
    return collection(found, f"{Kind(kind).folder}-facts")


def paths(type_: Type, prefix: str = "") -> Iterator[str]:
    """Every value that a file can hold, by the names of its fields; languages count as fields."""
    match type_:
        case Record(fields=fields):
            for field in fields:
                yield f"{prefix}{field.name}"
                yield from paths(field.type, f"{prefix}{field.name}.")
        case ListOf(of=of):
            yield from paths(of, prefix)
        case LanguageMap(of=of):
            for language in SUBJECTS.languages:
                yield f"{prefix}{language}"
                yield from paths(of, f"{prefix}{language}.")


def shown(fields: list[Json], prefix: str = "") -> Iterator[str]:
    """The same of a form."""
    for field in fields:
        yield f"{prefix}{field['name']}"
        yield from shown(field.get("fields", []), f"{prefix}{field['name']}.")


def every_field(fields: list[Json]) -> Iterator[Json]:
    for field in fields:
        yield field
        yield from every_field(field.get("fields", []))


@pytest.mark.parametrize("kind", [*(kind.value for kind in Kind), "words", *files.LISTS, "exhibition"])
def test_every_field_is_in_the_form(kind: str) -> None:
    """In the order of the files; of exhibition.yaml those that every address rests on are left alone."""
    expected = [path for path in paths(record(kind)) if kind != "exhibition" or path.split(".")[0] not in UNTOUCHED]
    found = list(shown(form(made(), kind)))
    assert found == expected + (["body"] if kind == "words" else [])


def test_a_new_field_appears_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the model is changed."""
    new = Field(name="nickname", type=LanguageMap(Text(50)), about="how friends call it", example="Adil")
    before = files.PANELS[Kind.ORGANISATION]
    monkeypatch.setitem(dict_of(files.PANELS), Kind.ORGANISATION, Record((*before.fields, new), before.rules))

    field = form(made(), "organisation")[-1]

    assert (field["name"], field["label"], field["hint"]) == ("nickname", "Nickname", "how friends call it (Adil)")
    assert [each["name"] for each in field["fields"]] == ["sv", "en"]


def dict_of(mapping: object) -> dict[Kind, Record]:
    assert isinstance(mapping, dict)
    return mapping


def test_the_cms_takes_it() -> None:
    """By the JSON Schema that the CMS itself ships, which knows every option and refuses others."""
    with tarfile.open(program()) as package:
        file = package.extractfile("package/schema/sveltia-cms.json")
        assert file is not None
        validator = Draft7Validator(json.load(file))
    assert list(validator.iter_errors(made())) == []
    empty = made(subjects=replace(SUBJECTS, panels=()))
    empty["collections"] = [collection(empty, name) for name in ("organisations-facts", "settings")]
    assert list(validator.iter_errors(empty)) == []
    empty["collections"][0]["colour"] = "red"
    assert list(validator.iter_errors(empty))


@pytest.mark.parametrize("language", languages())
def test_labels_hints_and_choices_are_translated(language: str) -> None:
    """Every word of a form comes from the catalogue; names of languages and ids stay."""
    english, translated = made(), made(language)
    say = translator(language)
    for kind in ("organisation", "words", "places"):
        pairs = zip(every_field(form(english, kind)), every_field(form(translated, kind)), strict=True)
        for first, second in pairs:
            if first["name"] in SUBJECTS.languages:
                continue
            assert second["label"] == say(first["label"])
            assert second["hint"] != first["hint"]
    status = form(translated, "organisation")[0]
    assert [option["label"] for option in status["options"]] == ["Publicerad", "Utkast", "Med spärrdatum", "Indragen"]
    assert [option["value"] for option in status["options"]] == ["published", "draft", "embargoed", "withdrawn"]


def test_messages_holds_what_forms_show() -> None:
    """So that the test of the catalogues misses none."""
    said: list[str] = []

    def noted(message: str) -> str:
        said.append(message)
        return message

    configuration(SUBJECTS, None, noted)
    abouts = {field.about for field in _all_fields()}
    assert set(said) - abouts <= set(messages())


def _all_fields() -> Iterator[Field]:
    def inside(type_: Type) -> Iterator[Field]:
        if isinstance(type_, Record):
            for field in type_.fields:
                yield field
                yield from inside(field.type)
        elif isinstance(type_, (ListOf, LanguageMap)):
            yield from inside(type_.of)

    for kind in (*(kind.value for kind in Kind), "words", *files.LISTS, "exhibition"):
        yield from inside(record(kind))


def test_texts_stand_side_by_side_and_facts_once() -> None:
    """A language is a file; a language without one gets none by opening the form."""
    found = made()
    assert found["i18n"]["locales"] == ["sv", "en"]
    assert found["i18n"]["initial_locales"] == "default"
    words = collection(found, "organisations-words")
    assert words["i18n"] is True and all(field["i18n"] is True for field in every_field(words["fields"]))
    assert "i18n" not in collection(found, "organisations-facts")


def test_review_is_a_setting() -> None:
    """Then a change waits on the git host until somebody else has looked at it."""
    assert "publish_mode" not in made()
    reviewed = configuration(SUBJECTS, replace(REPOSITORY, is_reviewed=True))
    assert reviewed["publish_mode"] == "editorial_workflow"


def test_relations_are_picked() -> None:
    """From the repository where the CMS can look, else among what is shown; never typed."""
    fields = {field["name"]: field for field in form(made(), "organisation")}
    assert (fields["country"]["widget"], fields["country"]["collection"]) == ("relation", "countries-words")
    assert (fields["place"]["widget"], fields["place"]["value_field"]) == ("relation", "places.*.id")
    assert fields["themes"]["multiple"] is True
    related = fields["related"]
    assert [option["value"] for option in related["options"]] == ["kazakhstan", "report", "report#8"]
    assert related["options"][2]["label"] == "Åtta · report 8"


def test_pictures_are_drawn_anew_and_other_files_say_that_they_are_not() -> None:
    """The picture of a photo loses what its file tells; a recording does not, and the form says so."""
    photos, media = (
        {field["name"]: field for field in list_["fields"]}
        for list_ in form(made(), "organisation")
        if list_["name"] in ("photos", "media")
    )
    assert photos["file"]["widget"] == "image"
    assert "where it cannot, the check refuses it" in photos["file"]["hint"]
    assert media["file"]["widget"] == "file"
    assert "kept as it is" in media["file"]["hint"]
    transformations = made()["media_libraries"]["default"]["config"]["transformations"]
    assert transformations["raster_image"]["format"] == "webp"


def test_a_choice_of_one_writes_nothing_by_itself() -> None:
    """A checkbox would write `false` into every photo; the only choice is what differs from the default."""
    for field in every_field(form(made(), "organisation")):
        assert field["widget"] not in ("boolean", "datetime")
    speech = next(field for field in every_field(form(made(), "organisation")) if field["name"] == "speech")
    assert speech["options"] == [{"label": "No", "value": False}]
    assert isinstance(files.MEDIUM.by_name["speech"].type, Boolean)


@pytest.mark.parametrize(
    ("repository", "backend", "hosts"),
    [
        (REPOSITORY, {"name": "github", "repo": "museum/exhibition", "branch": "main", "auth_methods": ["token"]},
         ("https://api.github.com",)),
        (replace(REPOSITORY, sign_in="https://in.example.org/"),
         {"name": "github", "repo": "museum/exhibition", "branch": "main", "base_url": "https://in.example.org"},
         ("https://api.github.com",)),
        (replace(REPOSITORY, host="forgejo", address="https://codeberg.org/", branch=None),
         {"name": "gitea", "repo": "museum/exhibition", "api_root": "https://codeberg.org/api/v1",
          "base_url": "https://codeberg.org", "auth_methods": ["token"]}, ("https://codeberg.org",)),
        (replace(REPOSITORY, host="gitlab", client="abc"),
         {"name": "gitlab", "repo": "museum/exhibition", "branch": "main", "app_id": "abc", "auth_type": "pkce"},
         ("https://gitlab.com",)),
        (None, {"name": "github", "repo": "on-this-computer/exhibition", "auth_methods": ["token"]}, ()),
    ],
)  # fmt: skip
def test_signing_in(repository: Repository | None, backend: Json, hosts: tuple[str, ...]) -> None:
    """Never by a third party: without a service or an application of one's own only a token is taken."""
    assert backend_of(repository) == backend
    assert origins(repository) == hosts
