"""YAML as texts with positions: what was typed, where it stands, and the mended line where it cannot be read."""

from __future__ import annotations

import pickle

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cagsite import yamltree
from cagsite.problems import ContentError, Problem, sort_problems
from cagsite.yamltree import Mapping, Node, Scalar, Sequence, decode, parse, split_front_matter


def read(text: str, first_line: int = 1) -> tuple[Node | None, list[Problem]]:
    """The tree and the problems."""
    problems: list[Problem] = []
    return parse(text, "a.yaml", problems, first_line), problems


def fields(text: str) -> dict[str, str]:
    """The texts of a document of plain fields, which has no fault."""
    tree, problems = read(text)
    assert problems == []
    assert isinstance(tree, Mapping)
    return {name: value.text for name, (_, value) in tree.fields.items() if isinstance(value, Scalar)}


@pytest.fixture(params=["C", "Python"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers give the same: the fast one, and the one that is always there."""
    if request.param == "Python":
        monkeypatch.setattr(yamltree, "_Loader", yaml.SafeLoader)
    return str(request.param)


TYPED = ["no", "yes", "off", "1984", "0755", "22:30", "1.10", "1e3", "~", "null", "2026-02-31", "0x1F", ".5", "1_000"]


@pytest.mark.parametrize("text", [*TYPED, "NO", "true", "=", "https://a.example/#b", "a, b [c]", "-5"])
def test_text_stays_the_text_typed(loader: str, text: str) -> None:
    """What looks like a number, a truth or a date to YAML is a text until the field says what it is."""
    assert fields(f"a: {text}\n") == {"a": text}
    assert fields(f"no: {text}\n") == {"no": text}


def test_positions_of_names_and_values(loader: str) -> None:
    """Lines and columns from 1, counted in characters; the first line is that of the file."""
    tree, problems = read("å: {x: ö, y: [1, 2]}\nphotos:\n  - id: a\n    alt: 'b'\n", first_line=2)
    assert problems == []
    assert isinstance(tree, Mapping)
    assert tree[1:] == (2, 1)
    key, inner = tree.fields["å"]
    assert (key.line, key.column) == (2, 1)
    assert isinstance(inner, Mapping)
    assert inner.fields["y"][1] == Sequence(
        items=(Scalar("1", 2, 15, True), Scalar("2", 2, 18, True)), line=2, column=14
    )
    photos = tree.fields["photos"][1]
    assert photos == Sequence(
        items=(
            Mapping(
                {
                    "id": (Scalar("id", 4, 5, True), Scalar("a", 4, 9, True)),
                    "alt": (Scalar("alt", 5, 5, True), Scalar("b", 5, 10, False)),
                },
                4,
                5,
            ),
        ),
        line=4,
        column=3,
    )


def test_an_empty_document(loader: str) -> None:
    """Nothing at all, or only remarks."""
    for text in ("", "\n\n", "# a remark\n", "---\n"):
        tree, problems = read(text)
        assert problems == []
        assert tree is None or (isinstance(tree, Scalar) and tree.text == "")


FAULTS = [
    ("a: b\n\tc: d\n", "tab", 2, "  c: d"),
    ("links:\n  - id: a\n\t  type: web\n", "tab", 3, "    type: web"),
    ("title: One: two\n", "unquoted-colon", 1, 'title: "One: two"'),
    ("a:\n  - id: x\n    text: He said: no\n", "unquoted-colon", 3, 'text: "He said: no"'),
    ("- One: two: three\n", "unquoted-colon", 1, '- One: "two: three"'),
    ('title: "He" said: no\n', "open-quote", 1, "title: '\"He\" said: no'"),
    ("title: @cag\n", "needs-quotes", 1, 'title: "@cag"'),
    ("title: `code`\n", "needs-quotes", 1, 'title: "`code`"'),
    ("title: %20\n", "needs-quotes", 1, 'title: "%20"'),
    ("a: 1\ntitle: *bold* text\n", "needs-quotes", 2, 'title: "*bold* text"'),
    ("title: *bold\n", "yaml-feature", 1, 'title: "*bold"'),
    ("title: !important\n", "yaml-feature", 1, 'title: "!important"'),
    ("title: &co\n", "yaml-feature", 1, 'title: "&co"'),
    ("title: ]a\n", "needs-quotes", 1, 'title: "]a"'),
    ("title: [a] b\n", "needs-quotes", 1, 'title: "[a] b"'),
    ("title: {{ 7*7 }}\n", "bad-key", 1, 'title: "{{ 7*7 }}"'),
    ("title: [a, b\nnext: c\n", "open-bracket", 1, "title: [a, b]"),
    ("title: {a: b\nnext: c\n", "open-bracket", 1, "title: {a: b}"),
    ('one: 1\ntitle: "open\nnext: c\n', "open-quote", 2, 'title: "open"'),
    ("one: 1\ntitle: 'it''s\nnext: c\n", "open-quote", 2, 'title: "it\'s"'),
    ("title: 'it's'\nnext: c\n", "open-quote", 1, 'title: "it\'s"'),
    ('title: "a "b" c"\n', "open-quote", 1, "title: 'a \"b\" c'"),
    ("title:no space\nnext: c\n", "missing-space", 1, "title: no space"),
    ("title no colon\nnext: c\n", "missing-colon", 1, "title: no colon"),
    ("a:\n    - b: 1\n   c: 2\n", "bad-indent", 3, ""),
]


@pytest.mark.parametrize(("text", "code", "line", "mended"), FAULTS, ids=[text for text, *_ in FAULTS])
def test_a_fault_is_shown_mended(loader: str, text: str, code: str, line: int, mended: str) -> None:
    """The line that has to change, and how it reads then; mended so, the document can be read."""
    tree, problems = read(text)
    assert tree is None
    (problem,) = problems
    assert (problem.code, problem.location.line) == (code, line)
    if mended:
        assert dict(problem.parameters)["line"] == mended
        lines = text.split("\n")
        indent = lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip())]
        lines[line - 1] = mended if mended.startswith(" ") else indent.replace("\t", "") + mended
        assert read("\n".join(lines))[0] is not None or text == FAULTS[0][0]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\n  b: 2\n", 2),
        ("a:\n  - b\n  c: 1\n", 3),
        ("a: b\n- c\n", 2),
        ("a: 1\n}\n", 2),
        ("a: 'b'\nc: d\n  e: f\n", 3),
        ('a: [0.5, 0.4]\nb: "c"\n: d: e\n', 3),
        ("a: b\n\n\n  - c: d\n e\n", 5),
        ("? a\n? b: c: d\n", 2),
    ],
)
def test_other_faults_name_the_line(loader: str, text: str, line: int) -> None:
    """Within a line of the place, also where nothing better can be said."""
    tree, problems = read(text)
    assert tree is None
    (problem,) = problems
    assert abs(problem.location.line - line) <= 1
    assert problem.says()
    assert problem.advises()


@pytest.mark.parametrize(
    "text",
    [
        "a: !!str b\n",
        "a: ! b\n",
        "a: !!python/name:os.system\n",
        "a: !!binary aGVq\n",
        "!!set {a}\n",
        "- !local {a: b}\n",
    ],
)
def test_tags_are_refused(loader: str, text: str) -> None:
    """Nothing in a file says how it is read."""
    tree, (problem,) = read(text)
    assert tree is None
    assert problem.code == "yaml-feature"


def test_a_persons_code_is_never_repeated() -> None:
    """Where a name stands in place of the code and the line cannot be read, the name stays out of the message."""
    for text in (
        "by: Anna: A\n",
        "by: 'Anna\n",
        "by: @Anna\n",
        "by: {Anna\n",
        "by Anna\nx: 1\n",
        "by:Anna\nx: 1\n",
        "by: *Anna\n",
        "by: ]Anna\n",
    ):
        _, problems = read(text)
        said = " ".join(problem.says() + problem.advises() for problem in problems)
        assert said
        assert "Anna" not in said, text


def test_every_duplicate_is_named_with_the_first() -> None:
    """All of them at once; the first one counts."""
    tree, problems = read("a: 1\nb: 2\na: 3\nc:\n  d: 1\n  d: 2\na: 4\n")
    assert [(p.location.line, dict(p.parameters)) for p in sort_problems(problems)] == [
        (3, {"name": "a", "first": "1"}),
        (6, {"name": "d", "first": "5"}),
        (7, {"name": "a", "first": "1"}),
    ]
    assert isinstance(tree, Mapping)
    assert tree.fields["a"][1] == Scalar("1", 1, 4, True)


def test_depth() -> None:
    """Thirty levels are more than any file needs."""
    deep = "".join("  " * n + "a:\n" for n in range(28)) + "  " * 28 + "a: 1\n"
    assert read(deep)[1] == []
    assert [p.code for p in read("a: " + "[" * 30)[1]] == ["too-deep"]


def test_line_ends_and_marks() -> None:
    """A byte order mark, line ends of every system and U+2028 make no difference."""
    problems: list[Problem] = []
    wanted = "a: ett två\nb: c\n"
    for data in (
        wanted.encode(),
        wanted.encode("utf-8-sig"),
        wanted.replace("\n", "\r\n").encode(),
        wanted.replace("\n", "\r").encode(),
        wanted.replace("\n", "\r\n", 1).encode(),
        wanted.replace("ett två", "ett\u2028två").encode(),
    ):
        assert decode(data, "a", problems) == wanted
    assert problems == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("می‌خواهم", []),
        ("👩‍👩‍👧", []),
        ("שלום‎ 1", []),
        ("mjuk\u00adhet\u00a0nu", []),
        ("Ә Қ Ғ ҷ ʻ", []),
        ("a\u200cb", ["invisible-character"]),
        ("a\ufeffb", ["invisible-character"]),
        ("\u202eabc", ["direction-character"]),
        ("\U000e0041", ["control-character"]),
        ("\U00100000", ["private-character"]),
        ("\uf8ff", ["private-character"]),
        ("\x85", ["control-character"]),
        ("\ufffe", ["control-character"]),
        ("\x07" * 9, ["control-character"] * 5),
    ],
)
def test_characters(text: str, codes: list[str]) -> None:
    """What nobody can see and no script needs is told of, a few times per file."""
    problems: list[Problem] = []
    decode(text.encode(), "a", problems)
    assert [problem.code for problem in problems] == codes


def test_front_matter() -> None:
    """Between the first two lines of hyphens; the body keeps its own."""
    problems: list[Problem] = []
    parts = split_front_matter("---\ntitle: a\n--- \n\nText.\n\n---\n", "a.md", problems)
    assert problems == []
    assert parts == ("title: a", "\nText.\n\n---\n", 4)


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    """Random bytes give a tree or a problem, never a fault of ours; and problems can be sent to another process."""
    for front in (b"", b"---\na: "):
        problems: list[Problem] = []
        text = decode(front + data, "a", problems)
        if text is None:
            assert problems
            continue
        tree = parse(text, "a", problems)
        split_front_matter(text, "a", problems)
        assert tree is not None or problems or isinstance(tree, type(None))
        again = pickle.loads(pickle.dumps(ContentError(problems)))
        assert again.problems == sort_problems(problems)
        for problem in problems:
            assert problem.says().isprintable()
            assert problem.advises().isprintable()
            assert 1 <= problem.location.line <= text.count("\n") + 2


PIECES = [
    "a",
    "b",
    ":",
    " ",
    "  ",
    "\n",
    "- ",
    "'",
    '"',
    "[",
    "]",
    "{",
    "}",
    ",",
    "&x",
    "*x",
    "!y",
    "|",
    ">",
    "#",
    "\t",
    "?",
    "%",
    "@",
    "---",
    "...",
    "å",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_anything_that_looks_like_yaml(text: str) -> None:
    """Every text is read or told of; a fault has a place in the text and an advice."""
    tree, problems = read(text)
    if tree is None and problems == []:
        assert list(yaml.safe_load_all(text)) in ([], [None])
    for problem in problems:
        assert problem.advises()
        assert 1 <= problem.location.line <= text.count("\n") + 2


@given(
    st.dictionaries(
        st.from_regex(r"[a-z_]{1,8}", fullmatch=True),
        st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=60),
    )
)
def test_what_yaml_writes_is_read_back(values: dict[str, str]) -> None:
    """Whatever a text holds, written by YAML it is read back as it was."""
    assert fields(yaml.safe_dump(values, allow_unicode=True)) == values
