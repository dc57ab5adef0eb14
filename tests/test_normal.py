"""The normal form: one way to write a file, the way of the forms that save it, read as it was read before."""

from __future__ import annotations

import pytest

from cagsite.markdown.marks import is_read_alike
from cagsite.normal import normal_body, tidied


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("as_of: 2019\n", "as_of: '2019'\n"),
        ("as_of: 2016-2019\n", "as_of: 2016-2019\n"),
        ("code: 0755\n", "code: '0755'\n"),
        ("reviewed: '2026-11-22'\n", "reviewed: 2026-11-22\n"),
        ("founded: '1999'\n", "founded: 1999\n"),
        ("country: no\nfounded:\nthemes: []\n", "country: no\n"),
        ("photos: [{id: a, awaited: 'true', decorative: false}]\n", "photos:\n  - id: a\n    awaited: true\n"),
        ("photos:\n- id: a\n  licence: 1.10\n", "photos:\n  - id: a\n    licence: '1.10'\n"),
        ("photos:\n- id: a\n  file: 1.10\n", "photos:\n  - id: a\n    file: '1.10'\n"),
        (
            "photos:\n- id: a\n  file: {sv: '1.png', en: 2.50}\n",
            "photos:\n  - id: a\n    file:\n      sv: 1.png\n      en: '2.50'\n",
        ),
        ('links:\n  - id: a\n    handle: "@a"\n', "links:\n  - id: a\n    handle: '@a'\n"),
        ('links:\n  - id: a\n    handle: "@it\'s"\n', 'links:\n  - id: a\n    handle: "@it\'s"\n'),
    ],
)
def test_quotation_marks_follow_the_type_of_the_field(typed: str, normal: str) -> None:
    """A form that knows YAML 1.2 alone must not make 755 of a code nor 1.1 of a version; and silence is not written."""
    assert tidied(typed, "panel.yaml", "organisation") == normal
    assert tidied(normal, "panel.yaml", "organisation") == normal


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("|\n      A: hej\n\n      'B' # x\n", "|\n      A: hej\n\n      'B' # x\n"),
        ("|-\n      A\n      B\n", "|-\n      A\n      B\n"),
        ('"A\\n\\n- B"\n', "|-\n      A\n\n      - B\n"),
        ('"A\\n\\n\\nB"\n', "|-\n      A\n\n\n      B\n"),
        ('"A \\nB"\n', '"A \\nB"\n'),
        ('" A\\nB"\n', '" A\\nB"\n'),
        ('"A\\nB\\n\\n"\n', '"A\\nB\\n\\n"\n'),
        ('"A\\tB\\nC"\n', '"A\\tB\\nC"\n'),
    ],
)
def test_lines_stand_below_one_another_where_they_can(typed: str, normal: str) -> None:
    """A transcript stays readable; what YAML would read otherwise is quoted."""
    head = "---\ntitle: A\nmedia:\n  - id: a\n    transcript: "
    tail = "labels:\n  - id: a\n    text: b\n---\n"
    assert tidied(head + typed + tail, "panel.sv.md", "words") == head + normal + tail
    assert tidied(head + normal + tail, "panel.sv.md", "words") == head + normal + tail


def test_a_file_of_nothing_but_silence_stays() -> None:
    """An empty list of stops is a list."""
    assert tidied("stops: []\n", "tour.yaml", "tour") == "stops: []\n"


def test_words_stand_below_a_blank_line() -> None:
    """Where there are any."""
    assert tidied("---\ntitle: A\n---\nText.\n", "panel.sv.md", "words") == "---\ntitle: A\n---\n\nText.\n"
    assert tidied("---\ntitle: A\n---\n\n", "panel.sv.md", "words") == "---\ntitle: A\n---\n"


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("Ett *ord* och __två__.", "Ett _ord_ och **två**."),
        ("o*rd*et, *a*b", "o*rd*et, *a*b"),
        ("`*a*` {{ *b* }} \\*c\\*", "`*a*` {{ *b* }} \\*c\\*"),
        ("ett  \ntvå", "ett\\\ntvå"),
        ("* a\n+ b", "* a\n+ b"),
        ("* a\n* b\n  1. c\n\n     d", "- a\n- b\n    1. c\n\n       d"),
        ("::: box Ett *ord*\nText.\n:::", "::: box Ett _ord_\nText.\n:::"),
        ("```\n*a*\n\n\nb\n```", "```\n*a*\n\n\nb\n```"),
    ],
)
def test_marks_are_typed_in_one_way_and_read_as_before(typed: str, normal: str) -> None:
    """Where another sign would be read otherwise, the typed one stays."""
    assert normal_body(typed) == f"{normal}\n"
    assert normal_body(normal) == f"{normal}\n"
    assert is_read_alike(typed, normal)
