"""The table of rights, read from the code: every `can_…` of every room × every way of standing towards a community."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from types import ModuleType, UnionType
from typing import Any

from django.db.models import Model

from palabre.communities.choices import MembershipState, Role
from palabre.communities.models import Community
from palabre.kit.access import is_open
from palabre.people.models import Keeper, Person
from tests.factories import grant, join, make_community, make_person
from tests.isolation.test_doors import ALL
from tests.isolation.world import World, tell

ROOMS = (
    "people", "communities", "commitments", "charter", "decisions", "groups", "money", "calls", "meetings", "exchange",
)  # fmt: skip
STATES = {
    "unsigned": MembershipState.APPROVED,
    "on a break": MembershipState.PAUSED,
    "suspended": MembershipState.SUSPENDED,
}
COLUMNS = (
    "nobody", "outsider", "suspended", "unsigned", "on a break", "reviewer", "member", "core", "lead", "translator",
    "facilitator", "mel", "treasurer", "coordinator", "steward", "keeper",
)  # fmt: skip
WORDS: dict[str, Any] = {
    "role": "facilitator",
    "language": "fr",
    "answer": "yes",
    "form": "agenda",
    "risk": "high",
    "to": "maturing",
    "now": datetime.now(UTC),
}
"""What is given for a parameter that names no row."""


@dataclass(frozen=True, slots=True)
class Right:
    """One rule, and what it answers to each column."""

    room: str
    name: str
    sentence: str
    cells: tuple[bool, ...]


def personas(world: World, network: Community) -> dict[str, Person]:
    """Somebody for each column."""
    people = dict(world.people)
    for name, state in STATES.items():
        people[name] = make_person(name.capitalize())
        join(people[name], world.community, state=state)
    people["steward"], people["keeper"], people["nobody"] = (make_person(n) for n in ("Steward", "Keeper", "Nobody"))
    grant(people["steward"], network, Role.STEWARD)
    Keeper.objects.create(person=people["keeper"])
    people["outsider"] = make_person("Outsider")
    there = make_community("Ailleurs", parent=network)
    join(people["outsider"], there)
    grant(people["outsider"], there, Role.COORDINATOR)
    return people


def rules_of(room: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every `can_…` that takes an actor, by name, wherever in the room's rules it stands."""
    try:
        root = import_module(f"palabre.{room}.rules")
    except ModuleNotFoundError:
        return
    found: dict[str, Callable[..., Any]] = {}
    for module in [root, *_parts(root)]:
        here = inspect.getmembers(module, inspect.isfunction)
        found |= {n: one for n, one in here if n.startswith("can_") and one.__module__.startswith(root.__name__)}
    for name, one in sorted(found.items()):
        if next(iter(inspect.signature(one).parameters), "") == "actor":
            yield name, one


def _parts(root: ModuleType) -> list[ModuleType]:
    if not hasattr(root, "__path__"):
        return []
    import pkgutil

    return [import_module(f"{root.__name__}.{part.name}") for part in pkgutil.iter_modules(root.__path__)]


def arguments(rule: Callable[..., Any], world: World) -> dict[str, Any] | None:
    """Rows of the world for the parameters of a rule; None where there is no such row."""
    hints = typing.get_type_hints(rule)
    values: dict[str, Any] = {}
    for name, parameter in list(inspect.signature(rule).parameters.items())[1:]:
        kind = _plain(hints.get(name))
        if inspect.isclass(kind) and issubclass(kind, Model):
            row = _row(kind, world)
            if row is None and parameter.default is inspect.Parameter.empty and not _may_be_none(hints[name]):
                return None
            values[name] = row
        elif parameter.default is inspect.Parameter.empty:
            if name not in WORDS:
                return None
            values[name] = WORDS[name]
    return values


def _plain(hint: Any) -> Any:
    """`Meeting | None` is about a Meeting."""
    if isinstance(hint, UnionType) or typing.get_origin(hint) is typing.Union:
        return next((one for one in typing.get_args(hint) if one is not type(None)), None)
    return hint


def _may_be_none(hint: Any) -> bool:
    return type(None) in typing.get_args(hint)


PATHS = (
    "community", "meeting__community", "membership__community", "group__community", "proposal__community",
    "call__community", "application__call__community", "reviewer__call__community", "budget__community",
    "agreement__community", "plan__group__community", "objective__plan__group__community", "check_in__community",
    "deliverable__objective__plan__group__community", "question__call__community", "version__budget__community",
)  # fmt: skip


def _row(kind: type[Model], world: World) -> Model | None:
    if kind is Community:
        return world.community
    if kind is Person:
        return world.people["second"]
    rows = kind._default_manager.all()
    for path in PATHS:
        try:
            found = rows.filter(**{path: world.community}).order_by("pk").first()
        except Exception:  # this model has no such path
            continue
        return found
    return rows.order_by("pk").first()


def table() -> list[Right]:
    """Asked afresh for every cell, in one world told for it."""
    network = make_community("Réseau", kind="global")
    world = tell("AMBRE7Q", network)
    world.people["second"] = make_person("Second")
    join(world.people["second"], world.community)
    people = personas(world, network)
    found = []
    for room in ROOMS:
        for name, rule in rules_of(room):
            if (values := arguments(rule, world)) is None:
                continue
            cells = tuple(bool(rule(Person.objects.get(pk=people[column].pk), **values)) for column in COLUMNS)
            sentence = inspect.getdoc(rule) or ""
            found.append(Right(room, name, " ".join(sentence.split("\n\n")[0].split()), cells))
    return found


def untold(world: World) -> list[str]:
    """Rules for which the world has no row: they must be given one, or a word in WORDS."""
    return [f"{room}.{name}" for room in ROOMS for name, rule in rules_of(room) if arguments(rule, world) is None]


def document() -> str:
    """`docs/permissions.md`."""
    lines = [HEAD]
    rights = table()
    for room in ROOMS:
        rows = [right for right in rights if right.room == room]
        if not rows:
            continue
        lines += [f"## {room}", "", "| rule | " + " | ".join(COLUMNS) + " | |", "|---" * (len(COLUMNS) + 2) + "|"]
        for right in rows:
            cells = " | ".join("●" if cell else "–" for cell in right.cells)
            lines.append(f"| `{right.name}` | {cells} | {right.sentence.replace('|', '/')} |")
        lines.append("")
    open_views = sorted(name for name, pattern in ALL if is_open(pattern.callback))
    lines += ["## Open to visitors", "", *(f"- `{name}`" for name in open_views), ""]
    return "\n".join(lines)


HEAD = """# Who may what

Printed from the rules by `WRITE=1 ./palabre test tests/house/test_permissions.py`, and compared with them by the
same test without `WRITE`. Each row is one rule, asked for each way of standing towards one community and its
things, in the world of the isolation crawl: one meeting held, one ahead, minutes in draft. ● allowed in that state,
– refused; a rule that depends on a state (already approved, already over) shows what holds there. What one may not
see answers 404, what one may not do is shown with its reason. The intent is the table of DOMAIN.md §3.

nobody: an account without a community · outsider: coordinates a sister community · unsigned: before the signature
of the code · steward: cares for the network above · keeper: cares for the instance · the other columns belong to
the community.
"""
