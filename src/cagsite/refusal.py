"""What a file that somebody sent in is refused with: words apart from what fills them, for reports in any language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, Self

from cagsite.problems import Location, Problem, Severity

Parameter = str | int


class RefusalError(Exception):
    """A file that is not published: a code, English msgids of what is wrong and of how to mend it, and fields."""

    def __init__(self, code: str, message: str, hint: str, **parameters: Parameter) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.hint = hint
        self.parameters: Mapping[str, Parameter] = parameters

    def with_fields(self, **parameters: Parameter) -> Self:
        """The same, knowing more."""
        return type(self)(self.code, self.message, self.hint, **{**self.parameters, **parameters})

    def __str__(self) -> str:
        return self.message.format(**self.parameters)

    def __reduce__(self) -> tuple[object, ...]:
        # exceptions are pickled by their positional arguments alone, and these cross from worker to parent
        return _rebuilt, (type(self), self.code, self.message, self.hint, dict(self.parameters))


class Told(Protocol):
    """A refusal, or a remark that stops nothing."""

    @property
    def code(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def hint(self) -> str: ...
    @property
    def parameters(self) -> Mapping[str, Parameter]: ...


def problem_of(told: Told, path: str, severity: Severity = Severity.ERROR) -> Problem:
    """What is said of a file, as a problem of it; a field `line` is where."""
    parameters = {name: str(value) for name, value in told.parameters.items() if name != "line"}
    location = Location(path, int(told.parameters.get("line", 1)))
    return Problem.make(severity, told.code, location, told.message, told.hint, **parameters)


def _rebuilt(
    kind: type[RefusalError], code: str, message: str, hint: str, parameters: dict[str, Parameter]
) -> RefusalError:
    return kind(code, message, hint, **parameters)
