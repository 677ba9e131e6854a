"""Organisations: who sees their places and who speaks for them, who changes it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import MembershipState, PlaceState, Role
from palabre.communities.models import Community, OrganisationPlace, Representative
from palabre.communities.risk import PROTECTIONS, Directory, protection_of
from palabre.communities.rules.communities import NOT_YOURS, NOTHING_HERE, still_open, visible_communities
from palabre.communities.rules.standing import holds, may_act, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person


def visible_places(actor: Person) -> QuerySet[OrganisationPlace]:
    """Organisations that belong to the communities that the actor reads."""
    return OrganisationPlace.objects.filter(community__in=visible_communities(actor), state=PlaceState.ACTIVE)


def can_view_place(actor: Person, place: OrganisationPlace) -> Verdict:
    return YES if visible_places(actor).filter(pk=place.pk).exists() else no(NOTHING_HERE)


def can_see_representatives(actor: Person, community: Community) -> Verdict:
    """Coordination and facilitation; signed members (INV-03) where the risk profile lets them see each other."""
    if holds(actor, community.pk, Role.COORDINATOR, Role.FACILITATOR):
        return YES
    if protection_of(community.risk).directory is Directory.MEMBERS:
        return may_act(actor, community.pk)
    return no(_("In this community only the coordination reads who speaks for an organisation."))


def can_change_organisations(actor: Person, community: Community) -> Verdict:
    """Admit one, change its part, say who speaks for it."""
    return still_open(community) if holds(actor, community.pk, Role.COORDINATOR) else no(NOT_YOURS)


def visible_representatives(actor: Person) -> QuerySet[Representative]:
    """Who speaks for an organisation today, as far as the actor may read it; nobody whose account or place is shut."""
    known = standing(actor)
    leads = Q(place__community_id__in=known.communities_with(Role.COORDINATOR, Role.FACILITATOR))
    open_ = [risk for risk, column in PROTECTIONS.items() if column.directory is Directory.MEMBERS]
    rows = Representative.objects.filter(
        place__in=visible_places(actor), until=None, membership__person__is_active=True
    )
    rows = rows.filter(membership__state__in=MembershipState.reading())
    signed = ~Q(place__community_id__in=known.unsigned)
    return rows.filter(leads | signed & Q(place__community__risk__in=open_))
