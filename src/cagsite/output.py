"""Everything that is published is an output: an address, a pure maker, and a record of what the maker read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from cagsite.cache import Store
from cagsite.model import SourceFile
from cagsite.problems import Problem
from cagsite.world import Key, Reader, World


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFile:
    """One published file."""

    path: str
    """Under the site's root, forward slashes, NFC."""
    digest: str
    """Where its bytes lie in the cache."""
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a maker made: files, and facts that other outputs may ask for."""

    files: tuple[MadeFile, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Plain values; large ones as digests into the cache, listed in `kept`."""
    kept: tuple[str, ...] = ()
    """Digests in the cache that facts refer to."""
    problems: tuple[Problem, ...] = ()


class Maker(Protocol):
    """A module-level function; what it returns depends on what it reads at the bench and on nothing else."""

    def __call__(self, bench: Bench, *arguments: Any) -> Made: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One thing to make."""

    id: str
    """Unique in the plan, as in `page/sv/adil-soz`."""
    maker: Callable[..., Made]
    arguments: tuple[Any, ...] = ()
    addresses: tuple[str, ...] = ()
    """Paths of its files, where they are known before it is made."""
    rank: int = 1
    """Outputs of a lower rank are made first: a hint that saves waiting, not a rule."""
    is_guarded: bool = False
    """True where a maker opens what somebody sent in: it runs in a child process with limits."""


FILES = "files"
"""The fact that every output has: what it publishes."""


class NotYet(Exception):  # noqa: N818 - not an error: a reason to make another one first
    """A maker asked for facts of an output that has not been made; it is made first."""

    def __init__(self, output_id: str) -> None:
        self.output_id = output_id
        super().__init__(output_id)


class ReadSource(Protocol):
    """Reads a picture's source through the one function for reading a project."""

    def __call__(self, file: SourceFile) -> bytes: ...


class Bench:
    """Where one output is made: the only way from a maker to the world."""

    def __init__(
        self,
        world: World,
        store: Store,
        made: Mapping[str, Made],
        known: frozenset[str],
        source: ReadSource,
        theme_file: Callable[[str], bytes],
        digests: dict[Key, bytes],
    ) -> None:
        self._reader = Reader(world, digests)
        self._made = made
        self._known = known
        self.store = store
        self.source = source
        """Bytes of a picture file; its digest is part of what was read."""
        self.theme_source = theme_file
        """Reads the theme without noting it, for engines that load what a noted file includes."""
        self.facts_read: dict[tuple[str, str], Any] = {}

    def read(self, *key: Any) -> Any:
        """An answer of the world, noted."""
        return self._reader.read(*key)

    def reads(self) -> dict[Key, bytes]:
        """What was read from the world."""
        return self._reader.reads()

    def theme_file(self, path: str) -> bytes:
        """The bytes of a template or asset of the theme, noted."""
        self.read("theme", path)
        return self.theme_source(path)

    def fact(self, output_id: str, name: str) -> Any:
        """A fact of another output, noted; None where no such output is in the plan or it has no such fact.

        Raises NotYet where that output has still to be made.
        """
        key = (output_id, name)
        if key not in self.facts_read:
            self.facts_read[key] = find_fact(self._made, self._known, output_id, name)
        return self.facts_read[key]

    def files(self, output_id: str) -> tuple[MadeFile, ...]:
        """The files of another output, noted like its facts."""
        return self.fact(output_id, FILES) or ()

    def outputs(self, prefix: str) -> tuple[str, ...]:
        """Ids of all outputs in the plan that begin so, sorted; noted."""
        key = (prefix, "*")
        if key not in self.facts_read:
            self.facts_read[key] = find_outputs(self._known, prefix)
        ids: tuple[str, ...] = self.facts_read[key]
        return ids

    def file(self, path: str, content: bytes) -> MadeFile:
        """Puts the bytes of a published file into the cache."""
        return MadeFile(path=path, digest=self.store.put(content), size=len(content))


def find_fact(made: Mapping[str, Made], known: frozenset[str], output_id: str, name: str) -> Any:
    """The fact, None where there is no such output or fact; raises NotYet."""
    if output_id not in known:
        return None
    if output_id not in made:
        raise NotYet(output_id)
    return made[output_id].files if name == FILES else made[output_id].facts.get(name)


@lru_cache(maxsize=64)
def find_outputs(known: frozenset[str], prefix: str) -> tuple[str, ...]:
    """Sorted ids that begin so."""
    return tuple(sorted(id for id in known if id.startswith(prefix)))
