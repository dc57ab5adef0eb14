"""Small texts with what must become of them, in `tests/markdown/*.md`; `python -m tests.texts` rewrites the results.

An example is a title, then between lines that hold one dot: what is typed, the HTML, and the problems, one per line.
Private-use signs around placeholders are written ⟦ ⟧, no-break spaces ⍽. `name.en.md` is set with English rules.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from cagsite.markdown import Terms, Text, Typography, convert

FOLDER = Path(__file__).resolve().parent / "markdown"

TYPOGRAPHIES = {
    "en": Typography(
        double_open="“",
        double_close="”",
        single_open="‘",
        single_close="’",
        no_break_before=("%", "km²", "million"),
        no_break_after=("§", "p.", "no."),
    ),
    "sv": Typography(
        double_open="”",
        double_close="”",
        single_open="’",
        single_close="’",
        no_break_before=("%", "km²", "kronor"),
        no_break_after=("§", "kl.", "s.", "nr"),
    ),
    "de": Typography(double_open="„", double_close="“", single_open="‚", single_close="‘"),
}
TERMS = Terms.of(
    {
        "osce": ("OSSE", "OSCE"),
        "cedaw": ("FN:s kvinnokonvention", "CEDAW"),
        "convention": ("konventionen", "konvention"),
        "torture": ("tortyrkonventionen", "konventionen mot tortyr"),
        "rights": ("mänskliga rättigheter", "children's rights"),
    }
)
FIRST_LINE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One text and what must become of it."""

    file: str
    title: str
    typed: str
    html: str
    problems: str

    @property
    def language(self) -> str:
        """From the file's name."""
        parts = self.file.split(".")
        return parts[1] if len(parts) > 2 else "sv"

    def convert(self) -> Text:
        """The text as it becomes."""
        return convert(self.typed, first_line=FIRST_LINE, typography=TYPOGRAPHIES[self.language], terms=TERMS)


def visible(html: str) -> str:
    """Signs that cannot be seen, as ones that can."""
    return html.replace("\ue000", "⟦").replace("\ue001", "⟧").replace("\u00a0", "⍽")


def problems_of(text: Text) -> str:
    """One line each: where, how bad, which."""
    return "".join(f"{p.line}:{p.column} {p.severity} {p.code}\n" for p in text.problems)


def read(path: Path) -> list[Example]:
    """All examples of a file."""
    parts: list[list[str]] = [[]]
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line == ".":
            parts.append([])
        else:
            parts[-1].append(line)
    assert len(parts) % 4 == 1, f"{path.name}: an example has four lines with a dot"
    examples = []
    for first in range(0, len(parts) - 1, 4):
        title, typed, html, problems = parts[first : first + 4]
        examples.append(
            Example(
                file=path.name,
                title=" ".join(line for line in title if line),
                typed="".join(f"{line}\n" for line in typed),
                html="".join(f"{line}\n" for line in html),
                problems="".join(f"{line}\n" for line in problems),
            )
        )
    return examples


def examples() -> list[Example]:
    """All examples, in the order of files and lines."""
    return [example for path in sorted(FOLDER.glob("*.md")) for example in read(path)]


def rewrite() -> None:
    """Writes what becomes of the texts now; the difference is then read like any other change."""
    for path in sorted(FOLDER.glob("*.md")):
        written = []
        for example in read(path):
            text = example.convert()
            html = visible(text.html)
            written.append(f"{example.title}\n.\n{example.typed}.\n{html}.\n{problems_of(text)}.\n")
        path.write_text("\n".join(written), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
    sys.exit(0)
