"""Runs makers through memory and workers; knows nothing of what they make.

An output is made again only when an answer that it read, or a fact that it asked another output for, has changed.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Any

from cagsite.cache import Store
from cagsite.digests import digest_value
from cagsite.output import Bench, Made, NotYet, Output, ReadSource, find_fact, find_outputs
from cagsite.problems import Location, Problem, Severity
from cagsite.world import Key, World

Progress = Callable[[int, int], None]
"""How many of how many outputs are settled."""

WORTH_A_POOL = 120
"""Outputs below which starting workers costs more than it saves (20 ms each against 1 ms a page)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What one output was made from, and what came of it."""

    signature: bytes
    """Of maker and arguments."""
    reads: tuple[int, ...]
    """Places in the memory's list of keys."""
    facts: tuple[tuple[str, str, bytes], ...]
    """Output, fact and digest of its value."""
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """All traces of a build, with the keys that they share."""

    keys: tuple[Key, ...] = ()
    digests: tuple[bytes, ...] = ()
    traces: Mapping[str, Trace] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What makers need besides the world."""

    store: Store
    source: ReadSource
    theme_file: Callable[[str], bytes]
    jobs: int
    """Worker processes, at least 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Everything that was asked for."""

    made: Mapping[str, Made]
    memory: Memory
    remade: tuple[str, ...]
    """Ids of outputs that were made in this run; the others were remembered."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Done:
    output_id: str
    made: Made | None
    """None where another output has to be made first."""
    reads: dict[Key, bytes]
    facts: dict[tuple[str, str], bytes]


def make(
    plan: Mapping[str, Output], world: World, memory: Memory, workshop: Workshop, progress: Progress = lambda *_: None
) -> Results:
    """Makes what must be made, in the order in which outputs need one another."""
    job = _Job(plan, world, memory, workshop, progress)
    job.run()
    return job.results()


class _Job:
    """One run of `make`."""

    def __init__(
        self, plan: Mapping[str, Output], world: World, memory: Memory, workshop: Workshop, progress: Progress
    ) -> None:
        self.plan = plan
        self.world = world
        self.memory = memory
        self.workshop = workshop
        self.progress = progress
        self.known = frozenset(plan)
        self.made: dict[str, Made] = {}
        self.done: dict[str, _Done] = {}
        self.problems: list[Problem] = []
        self.digests: dict[Key, bytes] = {}
        self.fact_digests: dict[tuple[str, str], bytes] = {}
        self.changed = frozenset(
            index for index, (key, digest) in enumerate(zip(memory.keys, memory.digests)) if self._digest(key) != digest
        )

    def run(self) -> None:
        waiting = sorted(self.plan.values(), key=lambda output: output.rank)
        while waiting:
            left: list[Output] = []
            for rank in sorted({output.rank for output in waiting}):
                left += self._settle([output for output in waiting if output.rank == rank])
            if len(left) == len(waiting):
                self._report_cycle(left)
                return
            waiting = left

    def results(self) -> Results:
        return Results(
            made={id: self.made[id] for id in self.plan if id in self.made},
            memory=self._remember(),
            remade=tuple(sorted(self.done)),
            problems=tuple(self.problems) + tuple(problem for made in self.made.values() for problem in made.problems),
        )

    def _settle(self, outputs: Sequence[Output]) -> list[Output]:
        """Settles what can be; returns those that wait for others."""
        waiting: list[Output] = []
        stale: list[Output] = []
        for output in outputs:
            try:
                made = self._remembered(output)
            except NotYet:
                waiting.append(output)
                continue
            if made is None:
                stale.append(output)
            else:
                self.made[output.id] = made
        self.progress(len(self.made), len(self.plan))
        for done in self._perform(stale):
            if done.made is None:
                waiting.append(self.plan[done.output_id])
            else:
                self.made[done.output_id] = done.made
                self.done[done.output_id] = done
                self.digests.update(done.reads)
                self.progress(len(self.made), len(self.plan))
        return waiting

    def _remembered(self, output: Output) -> Made | None:
        """What was made before, where all it was made from is as it was; raises NotYet."""
        trace = self.memory.traces.get(output.id)
        if trace is None or trace.signature != _signature(output) or not self.changed.isdisjoint(trace.reads):
            return None
        for output_id, name, digest in trace.facts:
            if self._fact_digest(output_id, name) != digest:
                return None
        return trace.made

    def _digest(self, key: Key) -> bytes:
        digest = self.digests.get(key)
        if digest is None:
            digest = self.digests[key] = digest_value(self.world.answer(key))
        return digest

    def _fact_digest(self, output_id: str, name: str) -> bytes:
        key = (output_id, name)
        digest = self.fact_digests.get(key)
        if digest is None:
            digest = self.fact_digests[key] = digest_value(_fact(self.made, self.known, output_id, name))
        return digest

    def _perform(self, outputs: Sequence[Output]) -> Iterator[_Done]:
        guarded = [output for output in outputs if output.is_guarded]
        plain = [output for output in outputs if not output.is_guarded]
        if guarded:
            yield from self._in_children(guarded)
        if len(plain) > WORTH_A_POOL and self.workshop.jobs > 1:
            yield from self._in_workers(plain)
        else:
            bench = _BenchMaker(self.world, self.workshop, self.made, self.known, self.digests)
            for output in plain:
                yield bench.make(output)

    def _in_workers(self, outputs: Sequence[Output]) -> Iterator[_Done]:
        with self._pool() as pool:
            for future in as_completed(_submit(pool, outputs, self.workshop.jobs)):
                yield from future.result()

    def _in_children(self, outputs: Sequence[Output]) -> Iterator[_Done]:
        """Each in a process with limits; one that brings its process down is tried once more, alone, and then named."""
        unfinished = {output.id: output for output in outputs}
        try:
            with self._pool() as pool:
                for future in as_completed(_submit(pool, outputs, len(outputs))):
                    for done in future.result():
                        del unfinished[done.output_id]
                        yield done
        except BrokenProcessPool:
            for output in list(unfinished.values()):
                yield self._alone(output)

    def _alone(self, output: Output) -> _Done:
        try:
            with self._pool(workers=1) as pool:
                found: list[_Done] = pool.submit(_make_in_worker, [output]).result()
                return found[0]
        except BrokenProcessPool:
            problem = Problem.make(
                Severity.ERROR,
                "too-heavy",
                Location(str(output.arguments[-1]) if output.arguments else output.id),
                "this file needs more time or memory than one file may take",
                "export it again, smaller, as JPEG",
            )
            return _Done(output.id, Made(problems=(problem,)), {}, {})

    def _pool(self, *, workers: int | None = None) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
        return ProcessPoolExecutor(
            workers or self.workshop.jobs,
            mp_context=context,
            initializer=_start_worker,
            initargs=(self.world, self.workshop, dict(self.made), self.known),
        )

    def _remember(self) -> Memory:
        """The traces of this build, with keys numbered anew so that none outlives its last reader."""
        numbers: dict[Key, int] = {}
        traces: dict[str, Trace] = {}
        for id, output in self.plan.items():
            if id in self.done:
                done = self.done[id]
                reads = tuple(numbers.setdefault(key, len(numbers)) for key in done.reads)
                facts = tuple((other, name, digest) for (other, name), digest in sorted(done.facts.items()))
                traces[id] = Trace(signature=_signature(output), reads=reads, facts=facts, made=self.made[id])
            elif id in self.made:
                trace = self.memory.traces[id]
                keys = self.memory.keys
                reads = tuple(numbers.setdefault(keys[index], len(numbers)) for index in trace.reads)
                traces[id] = Trace(signature=trace.signature, reads=reads, facts=trace.facts, made=trace.made)
        return Memory(keys=tuple(numbers), digests=tuple(self._digest(key) for key in numbers), traces=traces)

    def _report_cycle(self, outputs: Sequence[Output]) -> None:
        self.problems.append(
            Problem.make(
                Severity.ERROR,
                "output-cycle",
                Location("exhibition.yaml"),
                "these pages wait for one another: {ids}",
                "this is a fault of cagsite or of a theme: one of them must not ask for the other",
                ids=", ".join(output.id for output in outputs[:5]),
            )
        )


def _signature(output: Output) -> bytes:
    return digest_value((output.maker.__module__, output.maker.__qualname__, output.arguments))


def _fact(made: Mapping[str, Made], known: frozenset[str], output_id: str, name: str) -> Any:
    return find_outputs(known, output_id) if name == "*" else find_fact(made, known, output_id, name)


def _submit(pool: Executor, outputs: Sequence[Output], pieces: int) -> list[Future[list[_Done]]]:
    """In pieces small enough to spread evenly and large enough to be worth sending."""
    size = max(1, min(64, len(outputs) // (pieces * 4) or 1))
    return [pool.submit(_make_in_worker, list(outputs[start : start + size])) for start in range(0, len(outputs), size)]


class _BenchMaker:
    """Sets up one bench after another over the same world."""

    def __init__(
        self,
        world: World,
        workshop: Workshop,
        made: Mapping[str, Made],
        known: frozenset[str],
        digests: dict[Key, bytes],
    ) -> None:
        self._parts = (world, workshop.store, made, known, workshop.source, workshop.theme_file, digests)

    def make(self, output: Output) -> _Done:
        bench = Bench(*self._parts)
        try:
            made = output.maker(bench, *output.arguments)
        except NotYet:
            return _Done(output.id, None, {}, {})
        facts = {key: digest_value(value) for key, value in bench.facts_read.items()}
        return _Done(output.id, made, bench.reads(), facts)


_worker: _BenchMaker | None = None


def _start_worker(
    world: World,
    workshop: Workshop,
    made: Mapping[str, Made],
    known: frozenset[str],
) -> None:
    global _worker  # noqa: PLW0603 - one per worker process, set before its first task
    _worker = _BenchMaker(world, workshop, made, known, {})


def _make_in_worker(outputs: Iterable[Output]) -> list[_Done]:
    assert _worker is not None
    return [_worker.make(output) for output in outputs]


def default_jobs() -> int:
    """As many workers as this process may use cores."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
