"""The Jinja environment: strict, escaping, deterministic."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import jinja2

from cagsite.catalogues import Words


@lru_cache(maxsize=2)
def environment(theme_file: Callable[[str], bytes]) -> jinja2.Environment:
    """One environment per process and theme; each template is compiled once in it."""

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

    template = environment(theme_file).get_template(name)
    return template.render(_=gettext, gettext=gettext, pgettext=pgettext, ngettext=ngettext, **views)


def _filled(text: str, values: dict[str, object]) -> str:
    return text % values if values else text
