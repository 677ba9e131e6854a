"""What may be viewed is what is listed: `can_view_x(actor, x)` ⇔ `x in visible_xs(actor)`, for every rule of every room."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.db.models import Model

from palabre.communities.models import Community
from palabre.people.models import Person
from tests.factories import join, make_community, make_person
from tests.isolation.world import World, tell
from tests.permissions import ROOMS, personas, rules_of

pytestmark = pytest.mark.django_db


# where the list is not the plural of the word
LISTS = {"community": "communities"}


def pairs() -> Iterator[tuple[str, type[Model], Callable[..., Any], Callable[..., Any]]]:
    """Each `can_view_…`, the kind of row it is asked about, and `visible_…s` of the same module."""
    for room in ROOMS:
        for name, can_view in rules_of(room):
            if name.startswith("can_view_"):
                one = name.removeprefix("can_view_")
                visible = getattr(import_module(can_view.__module__), f"visible_{LISTS.get(one, f'{one}s')}")
                yield f"{room}.{name}", list(typing.get_type_hints(can_view).values())[1], can_view, visible


def _listed(visible: Callable[..., Any], person: Person, community: Community) -> set[int]:
    takes_place = "community" in inspect.signature(visible).parameters
    rows = visible(person, community) if takes_place else visible(person)
    return set(rows.values_list("pk", flat=True))


@pytest.fixture
def world() -> World:
    world = tell("AMBRE7Q", make_community("Réseau", kind="global"))
    world.people["second"] = make_person("Second")
    join(world.people["second"], world.community)
    return world


def test_what_may_be_viewed_is_what_is_listed(world: World) -> None:
    parent = world.community.parent
    assert parent is not None
    seen: dict[str, set[bool]] = {}
    for person in personas(world, parent).values():
        for name, kind, can_view, visible in pairs():
            actor = Person.objects.get(pk=person.pk)
            for row in kind._default_manager.all():
                here = getattr(row, "community", None) or world.community
                answer = bool(can_view(actor, row))
                assert answer == (row.pk in _listed(visible, actor, here)), (name, person.display_name, row)
                seen.setdefault(name, set()).add(answer)
    assert [name for name, answers in seen.items() if answers != {True, False}] == [], "asked without a difference"
