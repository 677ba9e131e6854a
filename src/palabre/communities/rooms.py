"""Rooms that stand in some communities only: the room above says where, the navigation asks it. Nobody imports upward."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from palabre.communities.models import Community
from palabre.kit.verdict import Text
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Offered:
    """`stands`: whether this community has one, in one small query. `within`: view names beside those of its own app."""

    label: Text
    view: str
    stands: Callable[[Community], bool]
    within: frozenset[str] = frozenset()
    # who is led there; it asks the database nothing
    opens: Callable[[Person, Community], bool] = lambda _actor, _here: True

    def holds(self, view_name: str, app_name: str) -> bool:
        return view_name in self.within or app_name == self.view.partition(":")[0]


OFFERED: dict[str, Offered] = {}


def offer(room: Offered) -> None:
    """Declared once, by the addresses of the room."""
    OFFERED[room.view] = room
