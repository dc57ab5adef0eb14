"""What can be said of a picture: an error that stops it, or a remark that travels with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cagsite.refusal import Parameter, RefusalError


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a picture that its author should know; words stay apart from what fills them."""

    code: str
    """Stable name, for reports and documentation."""
    message: str
    """English msgid with named parameters in braces."""
    hint: str
    """How to mend it: a msgid as well."""
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    """What fills the braces of both."""


class PictureError(RefusalError):
    """A picture that is not published; has the same four fields as `Remark`."""
