"""What a steward sees of the communities just below, and a keeper of those at the top: names and who leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from palabre.communities.choices import RiskProfile, Role, Stage
from palabre.communities.models import Community, Invitation, Move, RiskEasing, RoleGrant
from palabre.communities.queries.roles import gaps
from palabre.communities.rules import (
    can_confirm_easing,
    founded_communities,
    standing,
    visible_easings,
    visible_moves,
)
from palabre.communities.rules.life import NETWORKS
from palabre.kit.folding import folded
from palabre.kit.paging import Slice, page_of
from palabre.kit.reader import page_language
from palabre.kit.verdict import Verdict
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

# more networks than this do not stand in one list: a community then moves in two steps
NETWORKS_SHOWN = 300


def founded_by(actor: Person, parent: Community | None, asked: Mapping[str, Any]) -> Slice[Community]:
    """Communities at the top (for a keeper) or below one: `leaders` and `invited` are counted, `gaps` are warnings."""
    found = page_of(founded_communities(actor, parent), asked, by="created_at")
    keys = [one.pk for one in found.items]
    now = timezone.now()
    leading = RoleGrant.objects.running(now).filter(community__in=keys, role__in=(Role.COORDINATOR, Role.STEWARD))
    open_ones = Invitation.objects.filter(
        community__in=keys, accepted_at=None, withdrawn_at=None, expires_at__gt=now
    ).exclude(role="")
    leaders = dict(leading.order_by().values_list("community_id").annotate(Count("person", distinct=True)))
    invited = dict(open_ones.order_by().values_list("community_id").annotate(Count("pk")))
    empty = gaps(found.items)
    for one in found.items:
        one.leaders, one.invited = leaders.get(one.pk, 0), invited.get(one.pk, 0)
        one.gaps = [gap for gap in empty.get(one.pk, []) if gap.since]
        one.is_over = one.stage in Stage.over()
    load_halves(found.items)
    return found


@dataclass(frozen=True, slots=True)
class Matters:
    """What waits for the coordination of a network: less protection below, communities that come or go."""

    easings: list[tuple[RiskEasing, Verdict]]
    arriving: list[Move]
    leaving: list[Move]


def matters(actor: Person, parent: Community) -> Matters:
    """Three queries."""
    easings = visible_easings(actor).filter(community__parent=parent, confirmed_at=None, ended_at=None)
    asked = list(easings.select_related("community").order_by("asked_at", "pk"))
    moves = visible_moves(actor).filter(accepted_at=None, ended_at=None).select_related("community", "after")
    moves = moves.order_by("asked_at", "pk")
    arriving, leaving = list(moves.filter(after=parent)), list(moves.filter(before=parent))
    moving = [*arriving, *leaving]
    load_halves([*(one.community for one in asked), *(one.community for one in moving)])
    return Matters([(one, can_confirm_easing(actor, one)) for one in asked], arriving, leaving)


def networks_for(actor: Person, parent: Community, child: Community) -> list[Community]:
    """The networks that a steward knows by herself: her own, and those just below the one where `child` stands."""
    mine = standing(actor).communities_with(Role.STEWARD)
    known = Community.objects.filter(Q(pk__in=mine) | Q(parent=parent) & ~Q(risk=RiskProfile.HIGH), kind__in=NETWORKS)
    known = known.exclude(stage__in=[*Stage.over(), Stage.PROPOSED]).exclude(pk__in=[parent.pk, child.pk])
    return list(known.order_by("name", "pk")[:NETWORKS_SHOWN])


def network_by_number(public_id: str) -> Community | None:
    """A network by the number that its coordination gave."""
    return Community.objects.filter(public_id=public_id, kind__in=NETWORKS).first()


def network_choices(rows: list[Community]) -> list[tuple[str, str]]:
    """For a form: the id and the name in the language of the page."""
    load_halves(rows)
    named = [(one.public_id, best_words(one, "name", page_language()).text) for one in rows]
    return sorted(named, key=lambda row: folded(row[1]))
