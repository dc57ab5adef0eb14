"""What must not lie in a repository: pictures as a camera left them, and names that nobody may read there.

A published picture is clean in any case; but whoever gets the repository gets the file itself, with its whole history.
So a build warns, and `cagsite check`, which stands before the history, refuses.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cagsite.codes import problem
from cagsite.problems import Location, Problem, Severity

REFUSED = frozenset({"picture-place", "picture-person", "picture-device"})
"""Warnings of a build that are errors of a check."""
CAMERA_NAME = re.compile(
    r"(?i)_?(?:img|dsc[fn]?|dji|gopr|mvi|pict|pxl|sam|cimg|wp|imag|fb_img|signal|screenshot"
    r"|whatsapp image)[-_ ]?[0-9]{3,}.*"
    r"|[0-9]{8}[-_ .]?[0-9]{4,}.*|[0-9]{4}-[0-9]{2}-[0-9]{2}[-_ .][0-9]{2}[-_ .]?[0-9]{2}.*|[0-9]{6,}"
)
"""How cameras, phones and messengers name what they store: a word of their own, and a number or a time."""


def picture_problems(path: str, kinds: Iterable[str], subject: str = "") -> Iterator[Problem]:
    """What is wrong with a picture that tells so much; `kinds` as in `pictures.telling`."""
    name = path.rpartition("/")[2]
    for kind in kinds:
        yield problem(f"picture-{kind}", Location(path), None, subject, name=name)
    if CAMERA_NAME.fullmatch(os.path.splitext(name)[0]):
        yield problem("camera-name", Location(path), None, subject, name=name)


def as_refused(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems as a check weighs them."""
    return tuple(replace(found, severity=Severity.ERROR) if found.code in REFUSED else found for found in problems)
