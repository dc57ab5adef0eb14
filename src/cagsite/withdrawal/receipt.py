"""What a withdrawal has done, what remains, and what is left for people to do: as values, as text, as JSON."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cagsite.codes import problem
from cagsite.problems import Location, Problem, Translate, fill, visible
from cagsite.withdrawal.mentions import Mention, Mentions
from cagsite.withdrawal.told import Target

SHOWN = 40
"""Lines of one list that a person is shown; JSON has them all."""


class Way(StrEnum):
    """How the site came to be without it."""

    BUILT = "built"
    LAST_GOOD = "last-good"
    """From the content as it was when it could last be built."""
    PAGES_AWAY = "pages-away"
    """Pages that told of it were taken away as they were."""
    UNPUBLISHED = "unpublished"
    """Nothing is published here."""


@dataclass(frozen=True, slots=True, order=True)
class Changed:
    """A published file that is gone, or is another one now."""

    path: str
    kind: str
    """Of output, as `page` or `picture`; its ending where nobody knows."""
    address: str
    """Where visitors and caches know it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """A file in which something was found that no text explains."""

    file: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """All of it."""

    target: Target
    day: str
    way: Way
    file: str
    """The file of the content that says so; empty where the folder is gone, or somebody has to write it by hand."""
    line: int
    was_edited: bool
    """False where it said so already."""
    folder: str
    gone: tuple[Changed, ...]
    changed: tuple[Changed, ...]
    addresses: tuple[str, ...]
    """Of pages that there are no more, also where they went earlier."""
    searched: tuple[str, ...]
    """Folders."""
    files_searched: int
    leftovers: tuple[Leftover, ...]
    emptied_caches: bool
    mentions: Mentions
    commits: int | None
    """That touch the folder; None where it is in no git repository."""
    problems: tuple[Problem, ...]
    """What keeps the content from being built."""

    @property
    def purge(self) -> tuple[str, ...]:
        """Addresses that the host's caches should forget, sorted."""
        return tuple(sorted({each.address for each in (*self.gone, *self.changed)} | set(self.addresses)))

    @property
    def mentioned(self) -> tuple[Problem, ...]:
        """Each mention as a problem, so that every form of report can tell of it."""
        found = self.mentions.published
        return tuple(
            problem("mention", Location(each.file, each.line, each.column), None, self.target.panel, what=_what(each))
            for each in found
        )


def _place(mention: Mention) -> str:
    language = f" ({mention.language})" if mention.language else ""
    return f"{mention.file}:{mention.line}:{mention.column}{language}"


def _what(mention: Mention) -> str:
    return ", ".join(mention.what)


def commits_of(root: Path, folder: str) -> int | None:
    """How many commits of any branch touch a folder; None where git cannot tell."""
    command = ["git", "-C", str(root), "rev-list", "--count", "--all", "--", folder]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip().isdigit() else None


def as_json(receipt: Receipt) -> str:
    """For programs, and to be kept."""
    target = receipt.target
    made = {
        "panel": target.panel,
        "language": target.locale,
        "photo": target.photo,
        "recording": target.medium,
        "date": receipt.day,
        "way": receipt.way.value,
        "content": {"file": receipt.file, "line": receipt.line, "edited": receipt.was_edited, "folder": receipt.folder},
        "gone": [_plain(each) for each in receipt.gone],
        "changed": [_plain(each) for each in receipt.changed],
        "addresses": list(receipt.addresses),
        "searched": {"folders": list(receipt.searched), "files": receipt.files_searched},
        "leftovers": [{"file": each.file, "what": list(each.what)} for each in receipt.leftovers],
        "emptied_caches": receipt.emptied_caches,
        "mentions": [
            {
                "file": each.file,
                "line": each.line,
                "column": each.column,
                "language": each.language or None,
                "what": list(each.what),
            }
            for each in receipt.mentions.published
        ],
        "namings": [{"file": each.file, "line": each.line} for each in receipt.mentions.namings],
        "commits": receipt.commits,
        "purge": {"addresses": list(receipt.purge), "git": list(git_steps(receipt.folder))},
        "problems": [str(problem.location) for problem in receipt.problems],
    }
    return json.dumps(made, ensure_ascii=False, indent=2)


def _plain(each: Changed) -> dict[str, str]:
    return {"path": each.path, "kind": each.kind, "address": each.address}


def git_steps(folder: str) -> tuple[str, ...]:
    """How a folder is taken out of a repository's history, once it is deleted; with git-filter-repo."""
    return (
        f"git filter-repo --invert-paths --path {shlex.quote(folder)}",
        "git push --force --mirror",
    )


def as_text(receipt: Receipt, translate: Translate) -> str:
    """For a person."""

    def say(message: str, **values: object) -> str:
        return fill(translate(message), [(name, visible(str(value))) for name, value in values.items()])

    return "".join(f"{line}\n" for line in _lines(receipt, say))


_Say = Callable[..., str]
"""Puts a message into the reader's words."""


def _lines(receipt: Receipt, say: _Say) -> Iterator[str]:
    yield from _what_happened(receipt, say)
    yield ""
    yield from _what_was_searched(receipt, say)
    yield ""
    yield from _what_remains(receipt, say)
    yield ""
    yield from _what_to_do(receipt, say)


def _what_happened(receipt: Receipt, say: _Say) -> Iterator[str]:
    yield say("{name} is withdrawn, as of {day}", name=name_of(receipt.target), day=receipt.day)
    if not receipt.file:
        yield "  " + say("no file of the content says so; if there is one, write 'status: withdrawn' into it")
    elif receipt.was_edited:
        yield "  " + say("{file}, line {line}: now says 'status: withdrawn'", file=receipt.file, line=receipt.line)
    else:
        yield "  " + say("{file}, line {line}: said so already", file=receipt.file, line=receipt.line)
    match receipt.way:
        case Way.BUILT:
            yield "  " + say("the site has been built without it")
        case Way.LAST_GOOD:
            yield "  " + say("the last good site was made again without it, with other content as it was then")
        case Way.PAGES_AWAY:
            yield "  " + say(
                "the cache does not know what was good before: its own pages are gone, and each page that told of it "
                "says that nothing is there, until the next build"
            )
        case Way.UNPUBLISHED:
            yield "  " + say("nothing is published in this folder")
    yield ""
    if receipt.gone:
        yield say("Gone, files: {count}", count=len(receipt.gone))
        yield from _cut([f"  {say(each.kind):<14} {each.address}" for each in receipt.gone], say)
    elif receipt.addresses:
        yield say("Nothing of it was there any more. Its addresses:")
        yield from _cut([f"  {address}" for address in receipt.addresses], say)
    if receipt.changed:
        counts: dict[str, int] = {}
        for each in receipt.changed:
            counts[each.kind] = counts.get(each.kind, 0) + 1
        listed = ", ".join(f"{say(kind)} {count}" for kind, count in sorted(counts.items()))
        yield say("Made again without it, files: {listed}", listed=listed)


def _what_was_searched(receipt: Receipt, say: _Say) -> Iterator[str]:
    folders = ", ".join(receipt.searched)
    yield say(
        "Searched {count} files in {folders}, also inside what is packed, for its id, addresses, titles, names, texts "
        "and pictures",
        count=receipt.files_searched,
        folders=folders,
    )
    if receipt.emptied_caches:
        yield "  " + say("the caches still knew something, so they were emptied; the next build takes longer")
    if receipt.leftovers:
        yield "  " + say("FOUND, and nothing in the content explains it; please look, and report it:")
        yield from _cut([f"    {each.file}: {', '.join(map(say, each.what))}" for each in receipt.leftovers], say)
    elif receipt.mentions.published:
        yield "  " + say("found nothing but what the texts below say")
    else:
        yield "  " + say("found nothing")


def _what_remains(receipt: Receipt, say: _Say) -> Iterator[str]:
    yield say("What remains")
    if receipt.mentions.published:
        yield "  " + say("mentions in texts that stay; a person has to decide about each:")
        yield from _cut(
            [f"    {_place(each)}: {', '.join(map(say, each.what))}" for each in receipt.mentions.published], say
        )
    if receipt.mentions.namings:
        yield "  " + say(
            "its id, as a reference; nothing of that is published, and it is needed as long as the folder:"
        )
        yield from _cut([f"    {each.file}:{each.line}" for each in receipt.mentions.namings], say)
    if receipt.folder:
        yield "  " + say("the folder {folder}, until somebody deletes it", folder=receipt.folder)
    if receipt.commits:
        yield "  " + say("{count} commits of git that touch this folder", count=receipt.commits)
    yield "  " + say("copies that others made: other clones, search engines, archives, screenshots")


def _what_to_do(receipt: Receipt, say: _Say) -> Iterator[str]:
    yield say("What you have to do")
    if receipt.way is not Way.UNPUBLISHED:
        yield "  " + say("put this site on its host, and see that what is gone here is deleted there too")
        yield "  " + say(
            "let the host's caches forget {count} addresses, or simply all; '--report json' lists them",
            count=len(receipt.purge),
        )
    if receipt.commits:
        yield "  " + say("if nobody may find it in the history either: delete the folder, commit that, then run")
        for step in git_steps(receipt.folder):
            yield f"    {step}"
        yield "  " + say("and ask everybody who has a copy, and your git host, to do away with the old one")
    if receipt.problems:
        yield "  " + say("mend the content; 'cagsite check' lists what keeps it from being built")


def name_of(target: Target) -> str:
    """`adil-soz`, `adil-soz (en)`, `adil-soz / office`."""
    if target.locale is not None:
        return f"{target.panel} ({target.locale})"
    part = target.photo or target.medium
    return f"{target.panel} / {part}" if part else target.panel


def _cut(lines: list[str], say: _Say) -> Iterator[str]:
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield "    " + say("and {count} more; '--report json' lists them all", count=len(lines) - SHOWN)
