"""What every page that gathers has in common."""

from __future__ import annotations

from cagsite.visit import Visit


class Hall:
    """A page that gathers what others show."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    @property
    def listed(self) -> list[str]:
        """What it names first, for the page's description."""
        return []

    @property
    def lead(self) -> str:
        """What it says first, where that is the page's description too."""
        return ""
