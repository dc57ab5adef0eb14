"""`status: withdrawn` in a content file: one line, and nothing else is touched."""

from __future__ import annotations

import pytest

from cagsite.withdrawal.status import NotEditableError, with_status

PANEL = "content/organisations/adil/panel.yaml"
WORDS = "content/organisations/adil/panel.en.md"
PHOTO = ("photos", "office")


@pytest.mark.parametrize(
    ("file", "steps", "before", "after"),
    [
        (PANEL, (), "country: kz\n", "status: withdrawn\ncountry: kz\n"),
        (PANEL, (), "# why\n\ncountry: kz # here\n", "# why\n\nstatus: withdrawn\ncountry: kz # here\n"),
        (PANEL, (), "a: b\nstatus: published\nc: d\n", "a: b\nstatus: withdrawn\nc: d\n"),
        (PANEL, (), "status: draft   # until May\na: b", "status: withdrawn   # until May\na: b"),
        (PANEL, (), "status: 'draft'\n", "status: withdrawn\n"),
        (PANEL, (), 'status: "published" # x\n', "status: withdrawn # x\n"),
        (PANEL, (), "status:\na: b\n", "status: withdrawn\na: b\n"),
        (PANEL, (), "status: # none\na: b\n", "status: withdrawn # none\na: b\n"),
        (PANEL, (), "", "status: withdrawn\n"),
        (PANEL, (), "# only a remark", "# only a remark\nstatus: withdrawn\n"),
        (PANEL, (), "a: b\r\nstatus: draft\r\n", "a: b\r\nstatus: withdrawn\r\n"),
        (PANEL, (), "a: b\r\n", "status: withdrawn\r\na: b\r\n"),
        (PANEL, (), "\ufeffa: b\n", "\ufeffstatus: withdrawn\na: b\n"),
        (PANEL, (), "{a: b, status: draft}\n", "{a: b, status: withdrawn}\n"),
        (
            PANEL,
            (),
            "status: embargoed\nembargo_until: 2027-01-01\na: b\n",
            "status: withdrawn\n# embargo_until: 2027-01-01\na: b\n",
        ),
        (WORDS, (), "---\ntitle: A\n---\nstatus: x\n", "---\nstatus: withdrawn\ntitle: A\n---\nstatus: x\n"),
        (WORDS, (), "---\ntitle: A\nstatus: draft\n---\n", "---\ntitle: A\nstatus: withdrawn\n---\n"),
        (
            PANEL,
            PHOTO,
            "photos:\n  - id: cut\n    file: a.png\n  - id: office # ours\n    file: b.png\n",
            "photos:\n  - id: cut\n    file: a.png\n  - id: office # ours\n    status: withdrawn\n    file: b.png\n",
        ),
        (PANEL, PHOTO, "photos:\n- file: b\n  id: office", "photos:\n- file: b\n  id: office\n  status: withdrawn\n"),
        (
            PANEL,
            PHOTO,
            "status: draft\nphotos:\n  - id: office\n    status: published\n",
            "status: draft\nphotos:\n  - id: office\n    status: withdrawn\n",
        ),
        (
            PANEL,
            PHOTO,
            "photos: [{id: cut}, {id: office, file: b.png}]\n",
            "photos: [{id: cut}, {status: withdrawn, id: office, file: b.png}]\n",
        ),
    ],
)  # fmt: skip
def test_one_line_is_changed(file: str, steps: tuple[str, ...], before: str, after: str) -> None:
    """Comments, order, quotation marks, line ends and the byte order mark stay."""
    made = with_status(before.encode(), file, steps)
    assert made is not None
    assert made.decode() == after
    assert with_status(made, file, steps) is None


@pytest.mark.parametrize("file", [PANEL, WORDS])
@pytest.mark.parametrize("said", ["status: withdrawn", "status: 'withdrawn'  # since May"])
def test_what_says_so_already_stays(file: str, said: str) -> None:
    """Doing it twice changes nothing."""
    text = f"{said}\ntitle: A\n"
    assert with_status((text if file == PANEL else f"---\n{text}---\n").encode(), file, ()) is None


def test_an_entry_that_is_not_there() -> None:
    """Nothing is added for it."""
    with pytest.raises(KeyError):
        with_status(b"photos:\n  - id: cut\n", PANEL, PHOTO)


@pytest.mark.parametrize(
    "before",
    [
        "status: >\n  draft\n",
        "status:\n  draft\n",
        "status: [draft]\n",
    ],
)
def test_what_cannot_be_done_by_one_line_is_refused(before: str) -> None:
    """Better a person than a guess."""
    with pytest.raises(NotEditableError):
        with_status(before.encode(), PANEL, ())


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        (PANEL, "a: 'open\nb: c\n", "status: withdrawn\na: 'open\nb: c\n"),
        (PANEL, "a: 'open\nstatus: published # x\n", "a: 'open\nstatus: withdrawn # x\n"),
        (WORDS, "---\ntitle: a: b\n---\nText\n", "---\nstatus: withdrawn\ntitle: a: b\n---\nText\n"),
    ],
)
def test_a_file_with_errors_gets_its_line_all_the_same(file: str, before: str, after: str) -> None:
    """Somebody's error elsewhere in the file must not keep a person online."""
    made = with_status(before.encode(), file, ())
    assert made is not None
    assert made.decode() == after
