"""What the pages of communities show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from palabre.communities.choices import Role
from palabre.communities.models import Community, Invitation, Membership, Organisation, RoleGrant
from palabre.communities.queries.naming import known_as
from palabre.communities.rules import (
    LEADING,
    can_ask_successor,
    is_last_with,
    keepers,
    standing,
    visible_grants,
    visible_invitations,
    visible_memberships,
    visible_organisations,
)
from palabre.kit.ids import digest
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Verdict
from palabre.people.models import Person


def members_page(actor: Person, community: Community, asked: Mapping[str, Any]) -> Slice[Membership]:
    """Members by the name `shown` here, twenty at a time, each with the words of her `roles`. Two queries."""
    rows = visible_memberships(actor).filter(community=community).select_related("person", "organisation")
    named: Any = rows.annotate(shown=known_as())
    found: Slice[Membership] = page_of(named, asked, by="shown")
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
    """Active members with an open account, by the name `shown` here, for a choice among them."""
    return (
        Membership.objects.active()
        .filter(community=community)
        .select_related("person", "organisation")
        .annotate(shown=known_as())
        .order_by("shown", "pk")
    )


def roles_of(actor: Person, community: Community) -> QuerySet[RoleGrant]:
    """Who holds what here, and until when; each with the name `shown`."""
    rows = visible_grants(actor).filter(community=community).select_related("person", "community")
    return rows.annotate(shown=known_as()).order_by("role", "shown", "pk")


def organisations_of(actor: Person, community: Community) -> QuerySet[Organisation]:
    """Organisations that this community knows, by name."""
    return visible_organisations(actor, community).order_by("name", "pk")


def invitations_page(actor: Person, community: Community, asked: Mapping[str, Any]) -> Slice[Invitation]:
    """Invitations, the latest first."""
    rows = visible_invitations(actor).filter(community=community).select_related("organisation", "community")
    return page_of(rows, asked, by="-created_at")


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
    rows = RoleGrant.objects.held().filter(community_id=community_id, role=Role.COORDINATOR)
    return list(rows.values_list("person_id", flat=True))


def who_names(community: Community) -> list[int]:
    """The keys of those who name its coordination: the stewards above, or the keepers where nothing is above."""
    if community.parent_id:
        rows = RoleGrant.objects.held().filter(community__children=community, role=Role.STEWARD)
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
    names = above.exclude(person=actor).annotate(shown=known_as()).values_list("shown", flat=True)
    return Succession(can_ask_successor(actor, community), sorted(set(names)))
