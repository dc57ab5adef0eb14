"""Texts: a small Markdown dialect to HTML with open references, typography, glossary links and translation units."""

from __future__ import annotations

from cagsite.markdown.convert import convert
from cagsite.markdown.terms import Terms, find_terms
from cagsite.markdown.text import Heading, Link, MarkdownProblem, Reference, Text, Unit
from cagsite.markdown.typography import Typography, polish

__all__ = [
    "Heading",
    "Link",
    "MarkdownProblem",
    "Reference",
    "Terms",
    "Text",
    "Typography",
    "Unit",
    "convert",
    "find_terms",
    "polish",
]
