"""A disk that fails, or a power switch that is thrown, at one chosen file operation.

Run as a program it forks one child after another, each of which meets its trouble one operation later than the one
before, until a child gets through; it prints what went wrong as JSON. A process of its own, because forking is safe
only where no other thread runs.
"""

from __future__ import annotations

import builtins
import errno
import functools
import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.small_sites import as_published, publish, site_of, snapshot

from cagsite.faults import OutsideError
from cagsite.write import catch_up, published, purge_standby, recover, system

OPERATIONS = (
    *("access", "chmod", "close", "fstat", "fsync", "ftruncate", "listdir", "lstat", "mkdir", "open", "read"),
    *("rename", "replace", "rmdir", "scandir", "stat", "statvfs", "unlink", "utime", "write"),
)
ALLOCATING = frozenset({"open", "write", "mkdir", "rename", "replace", "fsync", "flush", "ftruncate", "utime"})
OPENING = frozenset({"open", "scandir", "listdir", "file"})

Action = Callable[[str, Callable[..., Any], tuple[Any, ...], dict[str, Any]], Any]


def kill(name: str, operation: Callable[..., Any], positional: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """Die before the operation; a write dies half done."""
    if name == "write":
        operation(positional[0], bytes(positional[1])[: len(positional[1]) // 2])
    os.kill(os.getpid(), signal.SIGKILL)


def shorten(name: str, operation: Callable[..., Any], positional: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """Take only half of what is written."""
    if name == "write":
        return operation(positional[0], bytes(positional[1])[: max(1, len(positional[1]) // 2)])
    return operation(*positional, **named)


def refuse(number: int, names: frozenset[str] | None) -> Action:
    """Answer with an error where the system could; a handle is closed even then."""

    def answer(name: str, operation: Callable[..., Any], positional: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if names is not None and name not in names:
            return operation(*positional, **named)
        if name == "close":
            operation(*positional, **named)
        raise OSError(number, os.strerror(number))

    return answer


ACTIONS: dict[str, Action] = {
    "KILL": kill,
    "SHORT": shorten,
    "EIO": refuse(errno.EIO, None),
    "ENOSPC": refuse(errno.ENOSPC, ALLOCATING),
    "EMFILE": refuse(errno.EMFILE, OPENING),
}


class Trouble:
    """Counts file operations, and strikes at one of them, or at it and all later ones."""

    def __init__(self, action: Action, at: int, *, sticky: bool) -> None:
        self.action = action
        self.at = at
        self.sticky = sticky
        self.count = 0

    def install(self) -> None:
        """From here on; this process is not used for anything else."""
        for name in OPERATIONS:
            setattr(os, name, self.wrap(name, getattr(os, name)))
        builtins.open = self.wrap("file", builtins.open)
        system.exchange_at_once = self.wrap("rename", system.exchange_at_once)
        system.flush = self.wrap("flush", system.flush)

    def wrap(self, name: str, operation: Callable[..., Any]) -> Any:
        """The operation with its risk."""

        @functools.wraps(operation)
        def risky(*positional: Any, **named: Any) -> Any:
            self.count += 1
            if self.count == self.at or (self.sticky and self.count > self.at):
                return self.action(name, operation, positional, named)
            return operation(*positional, **named)

        return risky


class Bench:
    """One output folder in which three sites of the same shape follow one another."""

    names = ("one", "two", "six")

    def __init__(self, base: Path, *, private: bool) -> None:
        base.mkdir()
        self.output = base / "public"
        self.private = private
        self.turn = 0
        self.say = open(base / "said.txt", "w+", encoding="utf-8")  # noqa: SIM115 - as long as the bench
        self.failures: list[str] = []

    def publish(self, turn: int) -> None:
        """The site of this turn."""
        name = self.names[turn % 3]
        publish(self.output, site_of(name), privacy=name if self.private else "none")

    def expected(self, turn: int) -> dict[str, bytes]:
        """What the folder holds then."""
        return as_published(site_of(self.names[turn % 3]))

    def is_whole(self, turn: int) -> bool:
        """Whether exactly this turn's site is published; nothing at all before the first."""
        if turn < 0:
            return not self.output.exists()
        return self.output.exists() and snapshot(self.output) == self.expected(turn)

    def in_child(self, work: Callable[[], object], trouble: Trouble) -> int:
        """The wait status of a child that works in trouble."""
        child = os.fork()
        if child:
            return os.waitpid(child, 0)[1]
        status = 1
        try:
            trouble.install()
            work()
            status = 0
        except OutsideError:
            status = 3
        except BaseException:
            traceback.print_exc(file=self.say)
            self.say.flush()
        finally:
            os._exit(status)

    def has_secrets(self, turn: int) -> bool:
        """Whether beside the published folder anything is left of the site before this one, which may not be shown."""
        name = f"organisations/{self.names[(turn - 1) % 3]}"
        state = self.output.parent / ".public.cagsite"
        return any(
            name in place.as_posix() or (place.is_file() and name.encode() in place.read_bytes())
            for place in state.rglob("*")
        )

    def expect(self, is_so: bool, what: str) -> None:
        """Note a failure and go on."""
        if not is_so:
            self.failures.append(what)


SCENARIOS = ("edit", "withdrawal", "two renames", "first", "fresh standby", "catch up", "restored", "recovery")


def prepare(bench: Bench, scenario: str) -> Callable[[], object]:
    """Put the bench in the state before the trouble, and tell what to do in it; the next turn's site is written."""
    turn = bench.turn
    if scenario == "first":
        shutil.rmtree(bench.output, ignore_errors=True)
        shutil.rmtree(bench.output.parent / ".public.cagsite", ignore_errors=True)
    elif not bench.output.exists():
        bench.publish(turn - 2)
        bench.publish(turn - 1)
    if scenario == "fresh standby":
        purge_standby(bench.output)
    elif scenario == "restored":
        shutil.copytree(bench.output, bench.output.parent / "copy")
        shutil.rmtree(bench.output)
        (bench.output.parent / "copy").rename(bench.output)
    elif scenario == "recovery":
        # killed before in the middle of writing, and once more while putting that in order
        bench.in_child(lambda: bench.publish(turn), Trouble(kill, 60, sticky=False))
    elif scenario == "catch up":
        store = {file.digest: bench.expected(turn - 1)[file.path] for file in published(bench.output).files}  # type: ignore[union-attr]
        return lambda: catch_up(bench.output, fetch=store.__getitem__)
    return lambda: bench.publish(turn)


def every_operation(bench: Bench, scenario: str, action: str, *, sticky: bool, step: int) -> int:
    """Trouble at each operation in turn; returns how many there are."""
    at = 0
    while True:
        at += step
        bench.turn += 1
        work = prepare(bench, scenario)
        before = -1 if scenario == "first" else bench.turn - 1
        trouble = Trouble(ACTIONS[action], at, sticky=sticky)
        status = bench.in_child(work, trouble)
        where = f"{scenario}, {action}{' for good' if sticky else ''} at operation {at}: "
        if scenario == "two renames" and (action == "KILL" or sticky):
            recover(bench.output)  # between the two renames nothing is published, until the next command
        stayed, changed = bench.is_whole(before), bench.is_whole(bench.turn)
        bench.expect(stayed or changed, where + "neither the old site nor the new one")
        if bench.private and changed and not stayed:
            recover(bench.output)
            bench.expect(not bench.has_secrets(bench.turn), where + "something withdrawn is left after recovery")
        if action == "KILL":
            bench.expect(os.WIFSIGNALED(status) or status == 0, where + f"ended with {status}")
        else:
            code = os.waitstatus_to_exitcode(status)
            bench.expect(code in (0, 3), where + f"ended with {code}")
            bench.expect(code != 0 or changed or scenario == "catch up", where + "done, and the old site stands there")
        try:
            bench.publish(bench.turn)
        except Exception as error:
            bench.expect(False, where + f"then {type(error).__name__}: {error}")
            shutil.rmtree(bench.output, ignore_errors=True)
            shutil.rmtree(bench.output.parent / ".public.cagsite", ignore_errors=True)
            continue
        bench.expect(bench.is_whole(bench.turn), where + "the next write did not mend it")
        if bench.private:
            bench.expect(not bench.has_secrets(bench.turn), where + "something withdrawn is left")
        tidy_up = sorted(name for name in os.listdir(bench.output.parent / ".public.cagsite") if "." not in name)
        bench.expect(tidy_up in (["lock"], ["lock", "standby"]), where + f"left over: {tidy_up}")
        if action == "KILL" and not os.WIFSIGNALED(status):
            return at
        if action != "KILL" and operations(bench, scenario) < at:
            return at


@functools.cache
def operations(bench: Bench, scenario: str) -> int:
    """How many operations a write without trouble takes; a few more than any."""
    bench.turn += 1
    work = prepare(bench, scenario)
    read, write = os.pipe()
    trouble = Trouble(kill, 0, sticky=False)

    def count() -> None:
        work()
        os.write(write, str(trouble.count).encode())

    bench.in_child(count, trouble)
    bench.publish(bench.turn)
    found = int(os.read(read, 100))
    os.close(read)
    os.close(write)
    return found


def random_kills(bench: Bench, count: int, seed: int) -> int:
    """A child that publishes one site after another is killed at random moments; returns how many it was caught in."""
    chance = random.Random(seed)
    caught = 0
    whole = [bench.expected(turn) for turn in range(3)]
    for number in range(count):
        begun, beginning = os.pipe()
        child = os.fork()
        if not child:
            os.write(beginning, b"!")
            turn = bench.turn
            while True:
                turn += 1
                bench.publish(turn)
        os.read(begun, 1)
        time.sleep(chance.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        caught += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        os.close(begun)
        os.close(beginning)
        if number or bench.output.exists():
            bench.expect(snapshot(bench.output) in whole, f"kill {number}: not one of the sites")
        if chance.random() < 0.5:  # otherwise two kills in a row
            bench.turn += 1
            bench.publish(bench.turn)
            bench.expect(bench.is_whole(bench.turn), f"kill {number}: the next write did not mend it")
    return caught


def main(base: Path, scenario: str, action: str, sticky: str, step: str) -> None:
    """Print what happened."""
    # A kill takes nothing from the system's memory: waiting for the disk would prove nothing here.
    system.flush = lambda handle, newest: None
    os.fsync = lambda fd: None
    if scenario == "two renames":
        system.exchange_at_once = lambda one, other: False
    bench = Bench(base, private=scenario in ("withdrawal", "recovery", "random"))
    if scenario == "random":
        number = random_kills(bench, int(step), seed=7)
    else:
        number = every_operation(bench, scenario, action, sticky=sticky == "sticky", step=int(step))
    bench.say.seek(0)
    print(json.dumps({"number": number, "failures": bench.failures, "said": bench.say.read()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
