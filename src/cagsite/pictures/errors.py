"""What can be said of a picture: an error that stops it, or a remark that travels with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Parameter = str | int


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


class PictureError(Exception):
    """A picture that is not published; has the same four fields as `Remark`."""

    def __init__(self, code: str, message: str, hint: str, **parameters: Parameter) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.hint = hint
        self.parameters = parameters

    def __str__(self) -> str:
        return self.message.format(**self.parameters)

    def __reduce__(self) -> tuple[object, ...]:
        # exceptions are pickled by their positional arguments alone, and this one crosses from worker to parent
        return _rebuilt, (self.code, self.message, self.hint, self.parameters)


def _rebuilt(code: str, message: str, hint: str, parameters: dict[str, Parameter]) -> PictureError:
    return PictureError(code, message, hint, **parameters)
