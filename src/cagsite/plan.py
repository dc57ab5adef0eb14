"""Every output that will exist, before any is made; two at one address are a problem here."""

from __future__ import annotations

import importlib
import pkgutil
import unicodedata
from collections.abc import Iterable, Mapping
from types import ModuleType

import cagsite.outputs
from cagsite.model import Exhibition
from cagsite.output import Output
from cagsite.problems import ContentError, Location, Problem, Severity

Plan = Mapping[str, Output]
"""By id, in the order in which they were planned."""


def make_plan(exhibition: Exhibition) -> Plan:
    """All outputs of the kinds that the exhibition asks for; all that the core has where it names none."""
    plan: dict[str, Output] = {}
    for module in output_kinds(exhibition.settings.outputs):
        for output in module.plan(exhibition):
            if output.id in plan:
                raise AssertionError(f"two outputs named {output.id}")
            plan[output.id] = output
    refuse_collisions((output.id, address) for output in plan.values() for address in output.addresses)
    return plan


def output_kinds(wanted: Iterable[str]) -> list[ModuleType]:
    """The modules of `outputs/`, by name; raises ContentError for a kind that is not there."""
    names = {
        module.name for module in pkgutil.iter_modules(cagsite.outputs.__path__) if not module.name.startswith("_")
    }
    asked = set(wanted)
    unknown = sorted(asked - names)
    if unknown:
        raise ContentError(
            Problem.make(
                Severity.ERROR,
                "unknown-output",
                Location("exhibition.yaml"),
                "'{name}' is not a kind of output",
                "choose among: {names}",
                name=name,
                names=", ".join(sorted(names)),
            )
            for name in unknown
        )
    modules = [importlib.import_module(f"cagsite.outputs.{name}") for name in sorted(names)]
    return [module for module in modules if not asked or module.__name__.rpartition(".")[2] in asked | REQUIRED]


REQUIRED = frozenset(
    {"admin", "map", "moved", "pages", "pictures", "recordings", "scripts", "style", "texts", "translations"}
)
"""Kinds without which there is no site, and one that has a switch of its own."""


def refuse_collisions(addresses: Iterable[tuple[str, str]]) -> None:
    """Raises ContentError where two outputs would lie at one address on some file system (case, NFC)."""
    owners: dict[str, tuple[str, str]] = {}
    problems = []
    for owner, address in addresses:
        folded = unicodedata.normalize("NFC", address).casefold()
        other, at = owners.setdefault(folded, (owner, address))
        if other != owner:
            problems.append(
                Problem.make(
                    Severity.ERROR,
                    "address-taken",
                    Location("exhibition.yaml"),
                    "two pages would lie at {address}: {first} and {second}",
                    "give one of them another slug",
                    address=at,
                    first=other,
                    second=owner,
                )
            )
    if problems:
        raise ContentError(problems)
