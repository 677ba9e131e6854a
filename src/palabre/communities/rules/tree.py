"""What stands above a community, at any depth, in one query whose cost is the length of the chains alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from palabre.communities.choices import RiskProfile
from palabre.communities.models import Community

# UNION, not UNION ALL: even a circle would come to an end
_ABOVE = """
    WITH RECURSIVE above (id, parent_id, risk) AS (
        SELECT id, parent_id, risk FROM communities_community WHERE id IN ({blanks})
        UNION
        SELECT one.id, one.parent_id, one.risk FROM communities_community one JOIN above ON one.id = above.parent_id
    )
    SELECT id, parent_id, risk FROM above
"""


@dataclass(frozen=True, slots=True)
class Chains:
    """The parent and the risk profile of some communities and of everything above them."""

    parents: dict[int, int | None]
    risks: dict[int, str]

    def above(self, key: int) -> list[int]:
        """From the parent up to the top. A circle is walked once."""
        found: list[int] = []
        parent = self.parents.get(key)
        while parent is not None and parent not in found:
            found.append(parent)
            parent = self.parents.get(parent)
        return found


def chains(keys: Iterable[int]) -> Chains:
    """The chains of parents of these communities. One query at any depth, none for no key."""
    wanted = sorted(set(keys))
    if not wanted:
        return Chains({}, {})
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE.format(blanks=", ".join(["%s"] * len(wanted))), wanted)
        rows = cursor.fetchall()
    return Chains({row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows})


def is_known_below(child: Community, top: Community) -> bool:
    """Whether a reader of `top` may know the name of `child`: nothing in between, nor itself, is in high risk."""
    found = chains([child.pk])
    path = [child.pk, *found.above(child.pk)]
    if top.pk not in path[1:]:
        return False
    return all(found.risks[key] != RiskProfile.HIGH for key in path[: path.index(top.pk)])
