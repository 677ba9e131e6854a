"""What the pages of communities show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from palabre.communities.choices import Role
from palabre.communities.models import Community, Invitation, Membership, Organisation, RoleGrant
from palabre.communities.rules import (
    LEADING,
    can_ask_successor,
    founded_communities,
    is_last_with,
    keepers,
    standing,
    visible_communities,
    visible_grants,
    visible_invitations,
    visible_memberships,
    visible_organisations,
)
from palabre.kit.ids import digest
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Verdict
from palabre.languages.queries import load_halves
from palabre.people.models import Person


@dataclass(slots=True)
class Branch:
    """A community and those below it that the reader also sees."""

    community: Community
    branches: list[Branch] = field(default_factory=list)


def tree_for(actor: Person) -> list[Branch]:
    """What the actor sees, as a tree; one whose parent is not hers stands at the top. Two queries at any depth."""
    seen: Any = visible_communities(actor)  # a TreeQuerySet, which has no types
    rows: list[Any] = list(seen.with_tree_fields().order_siblings_by("name"))
    load_halves(rows)
    by_key = {community.pk: Branch(community) for community in rows}
    top: list[Branch] = []
    for branch in by_key.values():
        *above, _self = branch.community.tree_path
        nearest = next((by_key[key] for key in reversed(above) if key in by_key), None)
        (nearest.branches if nearest else top).append(branch)
    return top


def members_page(actor: Person, community: Community, asked: Mapping[str, Any]) -> Slice[Membership]:
    """Members by name, twenty at a time; each has `roles`, the words of what she holds here. Two queries."""
    rows = visible_memberships(actor).filter(community=community).select_related("person", "organisation")
    found = page_of(rows, asked, by="person__display_name")
    held = roles_by_person(community)
    for membership in found.items:
        membership.roles = held.get(membership.person_id, [])  # type: ignore[attr-defined]
    return found


def roles_by_person(community: Community) -> dict[int, list[str]]:
    """The words of the running roles of each person in one community. One query."""
    held: dict[int, list[str]] = defaultdict(list)
    for person_id, role in community.grants.running().order_by("role").values_list("person_id", "role"):
        held[person_id].append(str(Role(role).label))
    return held


def members_of(community: Community) -> QuerySet[Membership]:
    """Active members with an open account, by name, for a choice among them."""
    return (
        Membership.objects.active()
        .filter(community=community)
        .select_related("person", "organisation")
        .order_by("person__display_name", "pk")
    )


def roles_of(actor: Person, community: Community) -> QuerySet[RoleGrant]:
    """Who holds what here, and until when."""
    rows = visible_grants(actor).filter(community=community).select_related("person", "community")
    return rows.order_by("role", "person__display_name", "pk")


def organisations_of(actor: Person, community: Community) -> QuerySet[Organisation]:
    """Organisations that this community knows, by name."""
    return visible_organisations(actor, community).order_by("name", "pk")


def invitations_page(actor: Person, community: Community, asked: Mapping[str, Any]) -> Slice[Invitation]:
    """Invitations, the latest first."""
    rows = visible_invitations(actor).filter(community=community).select_related("organisation", "community")
    return page_of(rows, asked, by="-created_at")


def founded_by(actor: Person, parent: Community | None) -> list[Community]:
    """Communities at the top (for a keeper) or below one (for its steward): `leaders` and `invited` are counted."""
    now = timezone.now()
    leading = Q(grants__role__in=(Role.COORDINATOR, Role.STEWARD), grants__starts_at__lte=now) & (
        Q(grants__ends_at=None) | Q(grants__ends_at__gt=now)
    )
    waiting = Q(invitations__accepted_at=None, invitations__withdrawn_at=None, invitations__expires_at__gt=now)
    rows = list(
        founded_communities(actor, parent)
        .annotate(
            leaders=Count("grants__person", filter=leading, distinct=True),
            invited=Count("invitations", filter=waiting & ~Q(invitations__role=""), distinct=True),
        )
        .order_by("created_at", "pk")
    )
    load_halves(rows)
    return rows


def invitation_by_token(token: str) -> Invitation | None:
    """An invitation, used up or not."""
    return Invitation.objects.select_related("community").filter(digest=digest(token)).first()


def community_by_key(key: int) -> Community | None:
    return Community.objects.filter(pk=key).first()


def invitation_by_key(key: int) -> Invitation | None:
    return Invitation.objects.select_related("community").filter(pk=key).first()


def own_membership(actor: Person, community: Community) -> Membership | None:
    """The actor's place here, if she has one."""
    return visible_memberships(actor).filter(person=actor, community=community).select_related("community").first()


def coordinators_of(community_id: int) -> list[int]:
    """The keys of those who coordinate a community now."""
    rows = RoleGrant.objects.running().filter(community_id=community_id, role=Role.COORDINATOR)
    return list(rows.values_list("person_id", flat=True))


def who_names(community: Community) -> list[int]:
    """The keys of those who name its coordination: the stewards above, or the keepers where nothing is above."""
    if community.parent_id:
        rows = RoleGrant.objects.running().filter(community__children=community, role=Role.STEWARD)
        return list(rows.values_list("person_id", flat=True))
    return list(keepers().values_list("person_id", flat=True))


@dataclass(frozen=True, slots=True)
class Succession:
    """What the last person who leads may do: ask for somebody else. `names`: of whom, where the reader may see it."""

    verdict: Verdict
    names: list[str]


def succession(actor: Person, community: Community) -> Succession | None:
    """None for whoever is not the last to lead here."""
    held = standing(actor).roles(community.pk) & LEADING
    if not any(is_last_with(role, community.pk, actor) for role in held):
        return None
    above = visible_grants(actor).filter(community__children=community, role=Role.STEWARD)
    names = above.exclude(person=actor).values_list("person__display_name", flat=True)
    return Succession(can_ask_successor(actor, community), sorted(set(names)))
