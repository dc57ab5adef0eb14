"""What every open page is told: one state at a time, and who waits for the next."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from cagsite.preview.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How the latest build went."""

    is_settled: bool = True
    """False while the first build is still running."""
    is_failed: bool = False
    findings: tuple[Finding, ...] = ()


class Board:
    """Holds the state; threads wait here for another one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._serial = 0
        self._state = State(is_settled=False)
        self._is_closed = False

    @property
    def state(self) -> State:
        """The latest."""
        return self._state

    @property
    def serial(self) -> int:
        """Grows with each post, so that who waits can tell."""
        return self._serial

    @property
    def is_closed(self) -> bool:
        """True when nothing will be posted any more."""
        return self._is_closed

    def post(self, state: State) -> None:
        """Tell everybody, also where only the site has changed."""
        with self._changed:
            self._state = state
            self._serial += 1
            self._changed.notify_all()

    def close(self) -> None:
        """Let everybody go."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def wait(self, serial: int, seconds: float) -> bool:
        """Whether something newer than `serial` was posted within that time."""
        with self._changed:
            self._changed.wait_for(lambda: self._serial != serial or self._is_closed, seconds)
            return self._serial != serial
