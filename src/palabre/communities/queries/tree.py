"""The reader's own communities as a tree. It costs what she belongs to, whatever the size of the network."""

from __future__ import annotations

from dataclasses import dataclass, field

from palabre.communities.models import Community
from palabre.communities.rules import standing
from palabre.kit.folding import folded
from palabre.languages.queries import load_halves
from palabre.people.models import Person

# From each of hers upward until the next of hers; UNION ends even a circle.
_NEAREST = """
    WITH RECURSIVE climb (start, above) AS (
        SELECT id, parent_id FROM communities_community WHERE id IN ({blanks})
        UNION
        SELECT climb.start, one.parent_id FROM climb JOIN communities_community one ON one.id = climb.above
        WHERE climb.above NOT IN ({blanks})
    )
    SELECT mine.*, (SELECT MIN(above) FROM climb WHERE start = mine.id AND above IN ({blanks})) AS nearest
    FROM communities_community mine WHERE mine.id IN ({blanks})
"""


@dataclass(slots=True)
class Branch:
    """A community and those below it that the reader also sees."""

    community: Community
    branches: list[Branch] = field(default_factory=list)


def tree_for(actor: Person) -> list[Branch]:
    """What the actor sees, as a tree; one whose parent is not hers stands at the top. Two queries at any depth."""
    mine = sorted(standing(actor).community_ids())
    if not mine:
        return []
    query = _NEAREST.format(blanks=", ".join(["%s"] * len(mine)))
    rows = list(Community.objects.raw(query, mine * 4))
    load_halves(rows)
    by_key = {row.pk: Branch(row) for row in sorted(rows, key=lambda row: (folded(row.name), row.pk))}
    top: list[Branch] = []
    for branch in by_key.values():
        nearest = by_key.get(branch.community.nearest)
        (nearest.branches if nearest else top).append(branch)
    return top
