"""A body to a `Text`: prepare, parse, render, in one pure function."""

from __future__ import annotations

from cagsite.markdown.assemble import assemble
from cagsite.markdown.blocks import DEPTH_LIMIT, TooMuchError
from cagsite.markdown.dialect import BODY_LIMIT, LINE_LIMIT, find_excess, prepare
from cagsite.markdown.render import Renderer
from cagsite.markdown.terms import Terms
from cagsite.markdown.text import MarkdownProblem, Text
from cagsite.markdown.typography import Typography


def convert(body: str, *, first_line: int, typography: Typography, terms: Terms | None = None) -> Text:
    """The text of a panel; `first_line` is the body's place in its file. A text with errors is not to be published."""
    excess = find_excess(body)
    if excess is not None:
        return _refused(excess[0], first_line + excess[1])
    problems: list[MarkdownProblem] = []
    try:
        renderer = Renderer(prepare(body, first_line, problems.append))
    except TooMuchError:
        return _refused("text-too-complex", first_line)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the engine's own failure; it has no name to import
            raise
        return _refused("text-unreadable", first_line)
    return assemble(renderer, typography, terms, problems)


_REFUSALS = {
    "text-too-long": (
        "the text is longer than {limit} bytes",
        "divide it into several panels",
        BODY_LIMIT,
    ),
    "line-too-long": (
        "a line is longer than {limit} bytes",
        "divide it into paragraphs with blank lines between",
        LINE_LIMIT,
    ),
    "text-too-complex": (
        "lists or quotations lie more than {limit} levels deep, or the text has too many parts",
        "write it with fewer levels",
        DEPTH_LIMIT,
    ),
    "text-unreadable": (
        "the text cannot be read",
        "undo the last change, or delete the text piece by piece to find what is in the way",
        0,
    ),
}


def _refused(code: str, line: int) -> Text:
    message, hint, limit = _REFUSALS[code]
    parameters = (("limit", f"{limit}"),)
    problem = MarkdownProblem(line=line, column=1, code=code, message=message, hint=hint, parameters=parameters)
    return Text(problems=(problem,))
