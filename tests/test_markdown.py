"""Texts: what is typed, what comes out, and what can never come out."""

from __future__ import annotations

import pickle
import re
import time
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.payloads import ADDRESSES, FRAGMENTS, TAGS
from tests.texts import TERMS, TYPOGRAPHIES, Example, examples, problems_of, visible

from cagsite.markdown import Reference, Terms, Text, Typography, convert, polish

SWEDISH, ENGLISH = TYPOGRAPHIES["sv"], TYPOGRAPHIES["en"]

ATTRIBUTES = {
    "a": {"class", "href", "id", "role", "aria-label"},
    "aside": {"class", "aria-labelledby", "role"},
    "blockquote": set(),
    "br": set(),
    "code": set(),
    "div": {"class", "role", "tabindex", "aria-label"},
    "em": set(),
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "h5": {"id"},
    "hr": set(),
    "li": {"id"},
    "ol": {"start"},
    "p": {"class"},
    "pre": {"tabindex"},
    "section": {"class", "role", "aria-label"},
    "span": {"lang", "dir"},
    "strong": set(),
    "sup": set(),
    "table": set(),
    "tbody": set(),
    "td": {"class"},
    "th": {"scope", "class"},
    "thead": set(),
    "time": {"datetime"},
    "tr": set(),
    "ul": set(),
}
"""All that may come out."""
HREF = re.compile(
    r"https?://\w[^\s\\]*|mailto:[^\s\\]+@[^\s\\]+|tel:\+?[0-9][0-9().-]*|#[a-z0-9_-]+|"
    r"\ue000(?:panel|term|place):(?:-|[a-z0-9-]+(?:#[a-z0-9-]+)?)\ue001",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(
    r"\ue000(?:(?:panel|term|place|photo|media|highlight):(?:-|[a-z0-9-]+(?:#[a-z0-9-]+)?)"
    r"|date:[0-9]{4}-[0-9]{2}-[0-9]{2}|message:(?:table|footnotes|back to text|Editor's note))\ue001"
)
INTERNAL = re.compile("[\x00-\x08\x0b-\x1f\ue000-\uefff]")


class Checker(HTMLParser):
    """Reads HTML as a browser does, and fails on anything that is not on the list."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []
        assert len(self.ids) == len(set(self.ids))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ATTRIBUTES
        for name, value in attrs:
            assert name in ATTRIBUTES[tag], (tag, name)
            assert value is not None
            if name == "href":
                assert HREF.fullmatch(value), value
            elif name == "id":
                self.ids.append(value)
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def made(body: str, typography: Typography = SWEDISH, terms: Terms | None = None, first_line: int = 1) -> Text:
    """A text, with everything checked that holds for any text."""
    text = convert(body, first_line=first_line, typography=typography, terms=terms)
    Checker(text.html)
    assert INTERNAL.search(PLACEHOLDER.sub("", text.html)) is None
    assert INTERNAL.search(text.plain) is None
    lines = body.count("\n") + body.count("\r") + 1
    placed = [[place.line for place in places] for places in (text.problems, text.units, text.headings)]
    placed += [[place.line for place in places] for places in (text.references, text.links)]
    assert all(first_line <= line < first_line + lines for found in placed for line in found)
    assert len({unit.key for unit in text.units}) == len(text.units)
    assert list(text.problems) == sorted(text.problems, key=lambda problem: (problem.line, problem.column))
    for problem in text.problems:
        fields = set(re.findall(r"(?<!\{)\{([a-z]+)\}(?!\})", problem.message + problem.hint))
        assert fields <= dict(problem.parameters).keys() | {"lang"}, problem
    return text


@pytest.mark.parametrize("example", examples(), ids=lambda example: f"{example.file}: {example.title}")
def test_example(example: Example) -> None:
    """`python -m tests.texts` rewrites the results; the difference is then read like any other change."""
    text = made(example.typed, TYPOGRAPHIES[example.language], TERMS)
    assert visible(text.html) == example.html
    assert problems_of(text) == example.problems


def test_the_page_for_authors_shows_what_is_read() -> None:
    """Each of its examples is free of problems."""
    page = (Path(__file__).resolve().parent.parent / "docs" / "dialect.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```markdown\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert len(shown) > 6
    for example in shown:
        assert made(example).problems == (), example


def test_lines_are_those_of_the_file() -> None:
    """A body begins after the front matter; comments and Windows line ends do not shift it."""
    text = made(
        "a\r\n<!-- x\r\ny\r\n-->\r\n\r\n## B\r\n\r\n[c](panel:d) [e](f:g) [h](https://i.org)\r\n", first_line=12
    )
    assert text.headings[0].line == 17
    assert text.references == (Reference(scheme="panel", target="d", line=19, column=1),)
    assert [(link.address, link.line, link.column) for link in text.links] == [("https://i.org", 19, 23)]
    assert [(problem.line, problem.column) for problem in text.problems] == [(19, 14)]


def test_line_ends_make_no_difference() -> None:
    """Windows, old Macintosh, Unix: the same text."""
    unix = made("Ett\ntvå\n\n## Tre\n\n- a\n- b\n")
    assert unix == made("Ett\r\ntvå\r\n\r\n## Tre\r\n\r\n- a\r\n- b\r\n")
    assert made("a  \nb").html == made("a\\\nb").html == "<p>a<br>\nb</p>\n"
    assert unix == made("Ett\rtvå\r\r## Tre\r\r- a\r- b\r")


def test_characters_that_cannot_be_shown_are_replaced_and_reported() -> None:
    """Control characters, and those that carry placeholders, also as entities."""
    text = made("a\x08b \x1b[31m c\ue000d \ud800 &#xE001; &#x202E;")
    assert text.html == "<p>a\ufffdb \ufffd[31m c\ufffdd \ufffd \ufffd \ufffd</p>\n"
    assert {problem.code for problem in text.problems} == {"reserved-character"}
    assert [problem.column for problem in text.problems] == [2, 5, 12, 15, 17, 26]


def test_columns_count_characters() -> None:
    """An editor counts å as one."""
    text = made("åäö 日本 😀 [a](panel:b)")
    assert text.references[0].column == 10


def test_references_name_photos_and_highlights_too() -> None:
    """All that the caller must look up, in the order of the text."""
    text = made("[a](term:b) [c](place:d)\n\n::: photo e\n:::\n\n::: highlight f\n:::\n\n[g](panel:h#8)")
    assert [(r.scheme, r.target, r.line) for r in text.references] == [
        ("term", "b", 1),
        ("place", "d", 1),
        ("photo", "e", 3),
        ("highlight", "f", 6),
        ("panel", "h#8", 9),
    ]


def test_units_count_headings_and_the_blocks_under_each() -> None:
    """A block that is added shifts only what follows it under the same heading; an item only its own list."""
    text = made(
        "Ingress.\n\n- a\n- b\n  - c\n\n## Ett {#x}\n\n> Ord\n> till\n\n::: box Rutan\nText.\n\n1. d\n:::\n\n"
        "Efter[^n].\n\n### Två\n\n|a  |b|\n|---|:---:|\n|1|2|\n\n::: photo p\n:::\n\n::: note 2026-01-01\nNy.\n:::\n\n"
        "Sist.\n\n[^n]: Not.\n"
    )
    assert [(unit.key, unit.kind, unit.text, unit.line) for unit in text.units] == [
        ("0.1", "paragraph", "Ingress.", 1),
        ("0.2.1", "item", "a", 3),
        ("0.2.2", "item", "b - c", 4),
        ("1.0", "heading", "Ett", 7),
        ("1.1", "quote", "Ord till", 9),
        ("1.2", "box", "Rutan", 12),
        ("1.2.1", "paragraph", "Text.", 13),
        ("1.2.2.1", "item", "d", 15),
        ("1.3", "paragraph", "Efter[^n].", 18),
        ("2.0", "heading", "Två", 20),
        ("2.1", "table", "|a|b||-|-||1|2|", 22),
        ("2.2.1", "paragraph", "Ny.", 30),
        ("2.3", "paragraph", "Sist.", 33),
        ("footnote.n", "footnote", "Not.", 35),
    ]


@pytest.mark.parametrize(
    ("typed", "typed_otherwise"),
    [
        ("Ett två\ntre.", "Ett\ntvå   tre."),
        ('"Hej" - sa hon...', "”Hej” – sa hon…"),
        ("It's", "It’s"),
        ("- a\n- b", "* a\n* b"),
        ("1. a\n2. b", "1) a\n2) b"),
        ("## Rubrik", "##   Rubrik ## "),
        ("## Rubrik {#ett}", "### Rubrik {#två}"),
        ("> a\n> b", ">a b"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "|a   |b|\n|-|-------|\n|1|2  |"),
        ("[^1]: Not.\n\na[^1]", "[^1]:   Not.\n\na[^1]"),
        ("10 000 <b>", "10\u00a0000 <b>"),
        ("a <!-- b --> c", "a c"),
    ],
)
def test_units_are_the_same_however_typed(typed: str, typed_otherwise: str) -> None:
    """A translation is not outdated because somebody set a line anew."""
    one, other = ([unit.text for unit in made(body).units] for body in (typed, typed_otherwise))
    assert one == other


@pytest.mark.parametrize(
    ("before", "after"),
    [("Ett.", "Två."), ("a [b](panel:c)", "a [b](panel:d)"), ("a *b*", "a b"), ("a", "A"), ("{{ a }}", "{{ b }}")],
)
def test_units_differ_when_the_text_does(before: str, after: str) -> None:
    """Also in what is not seen as words."""
    one, other = ([unit.text for unit in made(body).units] for body in (before, after))
    assert one != other


def test_plain_text_is_what_a_reader_hears() -> None:
    """One line per block, in the language's typography, without marks."""
    text = made(
        '## En "rubrik"\n\nEtt *kort*\nstycke & <b>[länk](panel:a)</b>, `kod`[^1].\n\n- 10 000\n\n'
        "::: photo p\n:::\n\n[^1]: Not."
    )
    assert text.plain == "En ”rubrik”\nEtt kort stycke & <b>länk</b>, kod.\n10\u00a0000\nNot."
    assert text.words == 10


def test_headings_and_anchors() -> None:
    """Contents lists show headings; addresses may end with boxes too."""
    text = made("## A *b* & {{ c }}\n\n::: box D\ne\n:::\n\n### E {#f}\n")
    assert [(h.level, h.id, h.text) for h in text.headings] == [(2, "a-b-c", "A b & {{ c }}"), (3, "f", "E")]
    assert text.anchors == ("a-b-c", "d", "f")


def test_terms_used_are_in_the_order_of_their_links() -> None:
    """Whether the author linked them or the glossary did."""
    text = made("Konvention. [x](term:zeta) OSSE, CEDAW [y](term:-) [z](term:cedaw)", terms=TERMS)
    assert text.terms_used == ("convention", "zeta", "osce", "cedaw")


def test_a_form_of_two_terms_belongs_to_the_first_id() -> None:
    """And nothing depends on the order in which terms are given."""
    one = Terms.of({"b": ["ord", "ord till"], "a": ["ord"]})
    assert one == Terms.of({"a": ["ord"], "b": ["ord till", "ord"]})
    assert "⟦term:a⟧" in visible(made("Ord.", terms=one).html)
    assert Terms.of({"a": ["", " ", "–"]}) == Terms.of({})


def test_letters_whose_small_form_is_longer_do_not_shift_links() -> None:
    """İ has two letters in lower case."""
    html = visible(made("İİİİ osse OSSE konvention", terms=TERMS).html)
    assert html == (
        '<p>İİİİ osse <a class="term" href="⟦term:osce⟧">OSSE</a> '
        '<a class="term" href="⟦term:convention⟧">konvention</a></p>\n'
    )


def test_a_text_is_a_value() -> None:
    """It travels between processes, and the same text gives the same."""
    body = "\n\n".join(example.typed for example in examples())
    text = made(body, ENGLISH, TERMS)
    assert text == convert(body, first_line=1, typography=ENGLISH, terms=pickle.loads(pickle.dumps(TERMS)))
    assert pickle.loads(pickle.dumps(text)) == text


@pytest.mark.parametrize(
    ("line", "polished"),
    [
        ('Mottot "Tillsammans är vi starka"', "Mottot ”Tillsammans är vi starka”"),
        ("*inte* [länk](x) <b> & {#a}", "*inte* [länk](x) <b> & {#a}"),
        ('{{ 7*7 }} "a" {% "b" %}', '{{ 7*7 }} ”a” {% "b" %}'),
        ("1990-1999 - 25 %", "1990–1999 – 25\u00a0%"),
        ("", ""),
    ],
)
def test_lines_are_polished_and_not_read(line: str, polished: str) -> None:
    """Titles, captions and alternative texts are words alone."""
    assert polish(line, SWEDISH) == polished


@pytest.mark.parametrize("payload", TAGS)
def test_no_text_becomes_markup(payload: str) -> None:
    """Alone, inside a sentence, and in every kind of block; `made` checks what comes out."""
    for body in (
        payload,
        f"a {payload} b",
        f"- {payload}",
        f"> {payload}",
        f"::: box T\n{payload}\n:::",
        f"## {payload}",
    ):
        html = made(body, terms=TERMS).html
        assert "<script" not in html.lower()
        assert re.search(r"<[^>]*\son\w+\s*=", html) is None


def test_raw_html_is_shown_and_reported() -> None:
    """Every tag that could do something reads as it was typed."""
    for payload in TAGS[:60]:
        line = payload.replace("\n", " ")
        text = made(f"före {line} efter")
        assert {problem.code for problem in text.problems} == {"raw-html"}, payload
        shown = "".join(Checker(text.html).words).strip()
        straight = shown.replace("”", '"').replace("’", "'")
        assert straight == f"före {unescape(line)} efter"


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_link_leads_elsewhere(address: str) -> None:
    """Each address in every way to write a link; the words stay."""
    for body in (
        f"[ord]({address})",
        f"[ord](<{address}>)",
        f"[ord]\n\n[ord]: {address}",
        f"[ord][x]\n\n[x]: <{address}>",
    ):
        text = made(body)
        assert "href" not in text.html, body
        assert "ord" in text.html
        assert (text.links, text.references) == ((), ())
    assert "href" not in made(f"<{address}>").html


@pytest.mark.parametrize("address", ADDRESSES[:8])
def test_a_bad_link_is_reported(address: str) -> None:
    """As a link that leads nowhere, or as one that is none."""
    codes = {problem.code for problem in made(f"[ord](<{address}>)").problems}
    assert codes & {"bad-link", "broken-link", "reserved-character"}


def test_the_same_problem_tells_how_to_mend_it() -> None:
    """Unknown names come with the one that is probably meant."""
    [block] = made("::: fotos a\n:::").problems
    assert (block.code, dict(block.parameters)["near"]) == ("unknown-block", "photo")
    [anchor] = made("## Bakgrund\n\n[a](#bakgrunden)").problems
    assert (anchor.code, dict(anchor.parameters)["near"]) == ("unknown-anchor", "bakgrund")


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("a\n\n" * 400_000, "text-too-long", 1),
        ("å" * 600_000, "text-too-long", 1),
        ("a\n" + "b" * 100_001, "line-too-long", 2),
        ("a\nb\n" + "å" * 50_001 + "\nc", "line-too-long", 3),
        ("> " * 60 + "a", "text-too-complex", 1),
        ("- " * 60 + "a", "text-too-complex", 1),
        ("*a* " * 24_000 + "\n" + "*a* " * 24_000 + "\n" + "*a* " * 24_000, "text-too-complex", 1),
        ("::: box a\n" * 60, "text-too-complex", 1),
    ],
)
def test_what_nobody_could_read_is_refused(body: str, code: str, line: int) -> None:
    """One short problem, and nothing else."""
    text = convert(body, first_line=1, typography=SWEDISH)
    assert [(problem.code, problem.line) for problem in text.problems] == [(code, line)]
    assert replace(text, problems=()) == Text()


def test_the_limits_are_far_from_any_real_text() -> None:
    """A hundred thousand words in paragraphs, and a line of many words, are read."""
    assert made("ord " * 20_000).problems == ()
    assert made("ord ord ord ord ord ord ord ord ord ord\n\n" * 10_000).problems == ()


def _filled(part: str) -> str:
    line = part * (90_000 // len(part.encode()))
    return f"{line}\n" * (900_000 // len(line.encode()))


BLOW_UPS = {
    "brackets": "[" * 10_000,
    "brackets, closed": "[" * 10_000 + "a" + "]" * 10_000,
    "brackets with addresses": "[a](" * 10_000,
    "quotations": "> " * 10_000 + "a",
    "lists": "".join(" " * depth + "- a\n" for depth in range(1000)),
    "emphasis": "*a _b " * 20_000,
    "stars": "*" * 40_000 + "a" + "*" * 40_000,
    "backticks": "".join("`" * number + " " for number in range(1, 1200)),
    "rows": "|a|b|\n|-|-|\n" + "|x|y|\n" * 20_000,
    "columns": "|" + "a|" * 2000 + "\n|" + "-|" * 2000 + "\n" + "a\n" * 2000,
    "footnotes": "".join(f"a[^{n}]\n\n[^{n}]: b[^{n + 1}]\n\n" for n in range(8000)),
    "one footnote": "[^a] " * 10_000 + "\n\n[^a]: x\n",
    "labels": "[a]: /u\n" * 20_000 + "[a]" * 10_000,
    "comments": "<!-- " * 20_000,
    "comments, one per paragraph": "<!--\n\n" * 20_000,
    "short comments": _filled("<!-- -->"),
    "headings of one name": "## a\n" * 30_000,
    "boxes": "::: box a\n:::\n" * 20_000,
    "ends": ":::\n" * 100_000,
    "quotes": _filled("\"'a"),
    "tags": _filled("<b"),
    "expressions": _filled("{{"),
    "entities": _filled("&#1;"),
    "languages": _filled("[a]{lang=1}"),
    "numbers": _filled("1 990 "),
    "terms": _filled("osse OSSE konventionen mot "),
    "bad links": _filled("[a](b)"),
    "control characters": _filled("\x01"),
    "[^ at line ends": "[^\n" * 200_000,
    "tags over lines": "<a [^\n" * 100_000,
}


@pytest.mark.parametrize("name", BLOW_UPS)
def test_no_text_takes_long(name: str) -> None:
    """Up to the limit of a megabyte; measured under 2 s each on a busy machine, where a real text takes 0.0005 s."""
    start = time.process_time()
    convert(BLOW_UPS[name], first_line=1, typography=SWEDISH, terms=TERMS)
    assert time.process_time() - start < 8


def test_an_engine_that_fails_is_a_problem_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its failures are no exceptions that one could import."""
    failure = type("PanicException", (BaseException,), {})

    def fail(source: str) -> None:
        raise failure(source)

    engine = type("Engine", (), {"events_with_range": staticmethod(fail)})
    monkeypatch.setattr("cagsite.markdown.render._ENGINE", engine)
    assert [problem.code for problem in convert("a", first_line=7, typography=SWEDISH).problems] == ["text-unreadable"]


PARTS = st.one_of(
    st.sampled_from(FRAGMENTS),
    st.text(max_size=8),
)


@given(st.lists(PARTS, max_size=40).map("".join), st.sampled_from(sorted(TYPOGRAPHIES)))
def test_any_text_gives_safe_html(body: str, language: str) -> None:
    """Whatever is typed: no traceback, only tags and addresses of the list, balanced, each id once."""
    text = made(body, TYPOGRAPHIES[language], TERMS)
    assert text == convert(body, first_line=1, typography=TYPOGRAPHIES[language], terms=TERMS)


@given(st.lists(PARTS, max_size=20).map("".join), st.sampled_from(sorted(TYPOGRAPHIES)))
def test_polishing_twice_is_polishing_once(line: str, language: str) -> None:
    """Some words pass through more than one hand."""
    once = polish(line, TYPOGRAPHIES[language])
    assert polish(once, TYPOGRAPHIES[language]) == once
