"""`cagsite withdraw ID`: out of everything that is published, with a receipt."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import replace

from cagsite.cli import CONTENT, OK, OUTSIDE, WrongUseError
from cagsite.commands._request import request_of
from cagsite.model import Locale, PanelId
from cagsite.naming import suggestion
from cagsite.problems import Severity
from cagsite.terminal import Terminal
from cagsite.withdrawal.receipt import Receipt, as_json, as_text
from cagsite.withdrawal.told import Target
from cagsite.withdrawal.withdraw import UnknownTargetError, withdraw


def add_arguments(parser: ArgumentParser) -> None:
    """What, and how urgently."""
    say: Callable[[str], str] = getattr(parser, "say", str)
    parser.add_argument("id", metavar="ID", help=say("a panel, as in adil-soz; a section: report#4"))
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--in", dest="locale", metavar="TAG", help=say("only its text in this language"))
    part.add_argument("--photo", metavar="PHOTO", help=say("only this photo of it"))
    part.add_argument("--recording", metavar="RECORDING", help=say("only this recording of it"))
    parser.add_argument(
        "--now", action="store_true", help=say("also while other content is broken: from the last good site")
    )
    parser.add_argument(
        "--strict-mentions", action="store_true", help=say("mentions in texts that stay are errors (exit status 1)")
    )


def run(options: Namespace, terminal: Terminal) -> int:
    """Withdraws and prints the receipt; 3 where something is left that nobody can explain."""
    if options.drafts:
        raise WrongUseError("drafts are only shown in previews, which a withdrawal empties", "leave --drafts out")
    request = replace(request_of(options, terminal), strict=False)
    target = Target(
        panel=PanelId(options.id),
        locale=Locale(options.locale) if options.locale else None,
        photo=options.photo,
        medium=options.recording,
    )
    try:
        receipt = withdraw(request, target, now=options.now)
    except UnknownTargetError as error:
        raise _wrong(error) from None
    except Exception:  # whatever it was, nobody may think that it is done
        terminal.say("WARNING: what was published is still there; with --now it is taken away all the same")
        raise
    return _tell(receipt, terminal, is_strict=options.strict_mentions)


def _tell(receipt: Receipt, terminal: Terminal, *, is_strict: bool) -> int:
    mentions = [replace(mention, severity=Severity.ERROR) if is_strict else mention for mention in receipt.mentioned]
    if terminal.form == "json":
        print(as_json(receipt))
    elif terminal.form == "text":
        print(as_text(receipt, terminal.translate), end="")
        terminal.report(mentions if is_strict else ())
    else:
        terminal.report([*receipt.problems, *mentions])
    if receipt.leftovers:
        return OUTSIDE
    return CONTENT if is_strict and mentions else OK


_UNKNOWN = {
    "panel": "there is no panel '{name}'",
    "language": "this panel has no text in '{name}'",
    "photo": "this panel has no photo '{name}'",
    "recording": "this panel has no recording '{name}'",
}


def _wrong(error: UnknownTargetError) -> WrongUseError:
    near = suggestion(error.name, error.known)
    message = _UNKNOWN[error.what]
    if near:
        return WrongUseError(message, "did you mean '{suggestion}'?", name=error.name, suggestion=near)
    known = ", ".join(error.known[:20])
    return WrongUseError(message, "there are: {known}" if known else "", name=error.name, known=known)
