"""The Jinja environment: strict, escaping, deterministic."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import jinja2
from markupsafe import Markup, escape

from cagsite.catalogues import Words
from cagsite.problems import ContentError, Location, Problem, Severity


@lru_cache(maxsize=2)
def environment(theme_file: Callable[[str], bytes]) -> jinja2.Environment:
    """One environment per process and state of the theme; each template is compiled once in it."""

    def source(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        try:
            return theme_file(f"templates/{name}").decode("utf-8"), name, lambda: True
        except KeyError:
            return None

    return jinja2.Environment(
        loader=jinja2.FunctionLoader(source),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def render(theme_file: Callable[[str], bytes], name: str, words: Words, **views: object) -> str:
    """A template with its views, in the words of the page's language."""

    def gettext(msgid: str, **values: object) -> str:
        return _filled(words.gettext(msgid), values)

    def pgettext(context: str, msgid: str, **values: object) -> str:
        return _filled(words.pgettext(context, msgid), values)

    def ngettext(singular: str, plural: str, number: int, **values: object) -> str:
        return _filled(words.ngettext(singular, plural, number), {"num": number, **values})

    try:
        template = environment(theme_file).get_template(name)
        return template.render(_=gettext, gettext=gettext, pgettext=pgettext, ngettext=ngettext, **views)
    except jinja2.TemplateSyntaxError as error:
        raise _mistake(error.name or name, error.lineno, error.message or "") from None
    except jinja2.TemplateNotFound as error:
        raise _mistake(name, 1, f"there is no template {error.name}") from None
    except jinja2.UndefinedError as error:
        raise _mistake(*_place(error, name), error.message or "") from None


def _place(error: BaseException, name: str) -> tuple[str, int]:
    """The template and line in which something undefined was asked for: the last frame that lies in a template."""
    found, trace = (name, 1), error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(".html"):
            found = (file, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _mistake(name: str, line: int, reason: str) -> ContentError:
    problem = Problem.make(
        Severity.ERROR,
        "bad-template",
        Location(f"templates/{name}", line),
        "this template cannot be used: {reason}",
        "mend the template, or delete your copy of it so that the one of cagsite is used",
        reason=reason,
    )
    return ContentError([problem])


def _filled(text: str, values: dict[str, object]) -> str:
    """A message with its values: itself HTML where one of them is."""
    if any(isinstance(value, Markup) for value in values.values()):
        return escape(text) % values
    return text % values if values else text
