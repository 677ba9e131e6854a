"""The network as people know it: two levels of the tree by name, how many below, the same cost at any size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from palabre.communities.choices import RiskProfile, Stage
from palabre.communities.models import Community
from palabre.communities.rules import chains, is_known_below, visible_communities
from palabre.kit.paging import Slice, page_of
from palabre.languages.queries import load_halves
from palabre.people.models import Person

BRANCHES, TWIGS = 20, 4
# what is only proposed is known to whoever proposes and answers; what is archived is in the past
UNSHOWN = (Stage.PROPOSED.value, Stage.ARCHIVED.value)
_FEW = """
    SELECT id FROM (
        SELECT id FROM communities_community
        WHERE parent_id = %s AND risk <> %s AND stage NOT IN (%s, %s) ORDER BY name, id LIMIT {limit}
    ) few{place}
"""


@dataclass(slots=True)
class Node:
    """One community of the tree. `more` are known below it and not drawn here; `unnamed` are there without a name."""

    community: Community
    children: list[Node] = field(default_factory=list)
    below: int = 0
    unnamed: int = 0

    @property
    def more(self) -> int:
        return self.below - len(self.children)


@dataclass(frozen=True, slots=True)
class Tree:
    """What a reader of `top` sees: where it stands as far as she reads it, and a page of what is below."""

    top: Node
    slice: Slice[Community]
    above: list[Community]

    @property
    def nodes(self) -> list[Node]:
        return self.top.children


def known_below(parents: Iterable[int]) -> QuerySet[Community]:
    """The communities just below these, as every reader of the network knows them: none in high risk (INV-02)."""
    rows = Community.objects.filter(parent_id__in=parents).exclude(stage__in=UNSHOWN)
    return rows.exclude(risk=RiskProfile.HIGH)


def network_tree(actor: Person, home: Community, top: Community, asked: Mapping[str, Any]) -> Tree:
    """Two levels below `top`, which is `home` or known below it. Six queries whatever is there."""
    found = page_of(known_below([top.pk]), asked, by="name", size=BRANCHES)
    nodes = {one.pk: Node(one) for one in found.items}
    twigs = [Node(one) for one in _first_below(list(nodes))]
    for twig in twigs:
        nodes[twig.community.parent_id or 0].children.append(twig)
    root = Node(top, [nodes[one.pk] for one in found.items])
    _count([root, *nodes.values(), *twigs])
    above = _above(actor, home, top)
    load_halves([top, *above, *(node.community for node in (*nodes.values(), *twigs))])
    return Tree(root, found, above)


def _first_below(parents: list[int]) -> list[Community]:
    """The first few by name below each of these, read through the index: a parent of thousands costs no more."""
    if not parents:
        return []
    pieces = [_FEW.format(limit=TWIGS, place=place) for place in range(len(parents))]
    values = [value for parent in parents for value in (parent, RiskProfile.HIGH.value, *UNSHOWN)]
    picked = " UNION ALL ".join(pieces)
    query = f"SELECT * FROM communities_community WHERE id IN ({picked}) ORDER BY name, id"  # noqa: S608 (our own text)
    return list(Community.objects.raw(query, values))


def _count(nodes: list[Node]) -> None:
    """How many stand just below each, with a name or without. One query."""
    known = {node.community.pk: node for node in nodes}
    rows = Community.objects.filter(parent_id__in=known).exclude(stage__in=UNSHOWN).order_by()
    for parent, risk, number in rows.values_list("parent_id", "risk").annotate(number=Count("pk")):
        if risk == RiskProfile.HIGH:
            known[parent].unnamed += number
        else:
            known[parent].below += number


def _above(actor: Person, home: Community, top: Community) -> list[Community]:
    """From the highest down to the parent of `top`: up to `home` everything, beyond it what the reader belongs to.

    A page of a community in high risk tells nothing of where else she belongs (INV-02).
    """
    path = chains([top.pk]).above(top.pk)
    inside = path[: path.index(home.pk) + 1] if home.pk in path else []
    beyond = path[len(inside) :]
    hers = visible_communities(actor).filter(pk__in=beyond if home.risk != RiskProfile.HIGH else [])
    rows = {one.pk: one for one in (hers.exclude(risk=RiskProfile.HIGH) | Community.objects.filter(pk__in=inside))}
    return [rows[key] for key in reversed(path) if key in rows]


def branch_of(home: Community, public_id: str) -> Community | None:
    """A community that a reader of `home` may open in the tree, by the id of the address; None is 404."""
    found = Community.objects.exclude(stage__in=UNSHOWN).filter(public_id=public_id).first()
    return found if found is not None and is_known_below(found, home) else None
