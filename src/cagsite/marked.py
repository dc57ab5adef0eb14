"""A text with its language, as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Text:
    """Words on a page; they carry their language where it is not the page's own."""

    text: str
    lang: str | None = None
    dir: str | None = None

    def __html__(self) -> Markup:
        if self.lang is None:
            return escape(self.text)
        return Markup('<span lang="{}" dir="{}">{}</span>').format(self.lang, self.dir, self.text)

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)
