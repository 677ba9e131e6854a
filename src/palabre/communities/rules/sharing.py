"""What a parent sees of a child: what the child signed, and on a longer way up the least of what each passes on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import RiskProfile, Role, Sharing, Stage
from palabre.communities.models import Community, SharingAgreement
from palabre.communities.rules.communities import NOT_YOURS, NOTHING_HERE
from palabre.communities.rules.life import NETWORKS
from palabre.communities.rules.standing import holds, standing
from palabre.communities.rules.tree import chains
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

ORDER = list(Sharing)
# Agreements that hold, link by link: SQLite and PostgreSQL read this alike, and it stops where nothing is shared.
_SIGNED = """
JOIN communities_sharingagreement a
  ON a.child_id = c.id AND a.parent_id = c.parent_id AND a.signed_at IS NOT NULL AND a.ended_at IS NULL
"""
_DOWN = f"""
WITH RECURSIVE below(root, id, above, level, depth) AS (
  SELECT c.parent_id, c.id, c.parent_id, a.level, 1
  FROM communities_community c {_SIGNED} WHERE c.parent_id IN (%s)
  UNION ALL
  SELECT b.root, c.id, c.parent_id, a.level, b.depth + 1
  FROM below b JOIN communities_community c ON c.parent_id = b.id {_SIGNED} WHERE b.depth < 64
)
SELECT root, id, above, level FROM below ORDER BY depth, id
"""  # noqa: S608 (constants of this file only)


class Shared(NamedTuple):
    """A community below `root` of which something reaches it; `above` is the key of its own parent."""

    root: int
    community_id: int
    above: int
    level: Sharing


def least(first: str, second: str) -> Sharing:
    """The narrower of two levels."""
    return min(Sharing(first), Sharing(second), key=ORDER.index)


def shared_level(parent_id: int, child: Community) -> Sharing:
    """What this community above sees of `child`, at any distance. Two queries."""
    path = [child.pk, *chains([child.pk]).above(child.pk)]
    if parent_id not in path[1:]:
        return Sharing.NONE
    links = path[: path.index(parent_id)]
    rows = SharingAgreement.objects.running().filter(child_id__in=links)
    signed = dict(rows.values_list("child_id", "level"))
    level = ORDER[-1]
    for link in links:
        level = least(level, signed.get(link, Sharing.NONE))
    return level


def shared_below(roots: Iterable[int]) -> list[Shared]:
    """Everything that reaches each of these communities from below, the nearest first. One query."""
    keys = sorted(roots)
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_DOWN % ", ".join(["%s"] * len(keys)), keys)
        rows = cursor.fetchall()
    passed: dict[tuple[int, int], Sharing] = {}
    found = []
    for root, pk, above, level in rows:
        passed[root, pk] = least(level, passed.get((root, above), ORDER[-1]))
        found.append(Shared(root, pk, above, passed[root, pk]))
    return [one for one in found if one.level != Sharing.NONE]


def shared_children(parent: Community, at_least: str) -> QuerySet[Community]:
    """The communities below, at any distance, that share this much with `parent`. One query, and one once it is read."""
    wide = set(Sharing.at_least(at_least))
    return Community.objects.filter(pk__in=[one.community_id for one in shared_below([parent.pk]) if one.level in wide])


def may_name(actor: Person, community: Community) -> bool:
    """Whether its name may stand on a page of somebody beside, above or below it: at high risk only for its own."""
    return community.risk != RiskProfile.HIGH or community.pk in standing(actor).community_ids()


def can_read_network_report(actor: Person, parent: Community) -> Verdict:
    """What the communities below share: for whoever cares for the network, and for the coordination of one."""
    if holds(actor, parent.pk, Role.STEWARD):
        return YES
    if parent.kind in NETWORKS and holds(actor, parent.pk, Role.COORDINATOR):
        return YES
    return no(NOTHING_HERE)


def can_ask_sharing(actor: Person, child: Community, level: str = "", *, now: str = Sharing.NONE) -> Verdict:
    """A steward of the parent asks for more than she sees `now`; she never takes it."""
    if child.parent_id is None or not holds(actor, child.parent_id, Role.STEWARD):
        return no(_("This is done by the coordination of the network."))
    if child.stage in Stage.over():
        return no(_("This community is closed."))
    if level and ORDER.index(Sharing(level)) <= ORDER.index(Sharing(now)):
        return no(_("The community shares this already."))
    return YES


def can_sign_sharing(actor: Person, child: Community) -> Verdict:
    """Only the child's own coordination says what rises; nobody signs for both sides."""
    if not holds(actor, child.pk, Role.COORDINATOR):
        return no(NOT_YOURS)
    if child.parent_id is None:
        return no(_("There is no network above this community."))
    if holds(actor, child.parent_id, Role.STEWARD):
        return no(_("You also coordinate the network above: somebody else signs for this community."))
    return no(_("This community is closed.")) if child.stage in Stage.over() else YES


def can_narrow_sharing(actor: Person, child: Community) -> Verdict:
    """Share less, or nothing: the child's coordination, at any moment, without anybody's leave."""
    return YES if holds(actor, child.pk, Role.COORDINATOR) else no(NOT_YOURS)


def visible_agreements(actor: Person) -> QuerySet[SharingAgreement]:
    """Those of the communities that the actor reads; and those asked for by the networks she cares for."""
    mine = SharingAgreement.objects.filter(child_id__in=standing(actor).community_ids())
    above = standing(actor).communities_with(Role.STEWARD)
    return mine | SharingAgreement.objects.filter(parent_id__in=above)
