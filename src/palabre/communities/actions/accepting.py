"""The place that an invitation opens is taken, once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from palabre.communities.actions.arriving import OVER, Newcomer, arrive, speak_for
from palabre.communities.actions.inviting import locked_invitation, tell_invitation
from palabre.communities.actions.roles import begin_grant
from palabre.communities.choices import Level, MembershipState, PlaceState, Role
from palabre.communities.models import Invitation, Membership, OrganisationPlace, RoleGrant, Suspension
from palabre.communities.rules import FOUR_EYES, LEADING, can_accept_invitation, can_invite, enters_as, fresh
from palabre.kit.ids import digest
from palabre.kit.verdict import YES, Refused, Verdict, require
from palabre.people.models import Person


def accept_invitation(*, token: str, person: Person | None = None, newcomer: Newcomer | None = None) -> Person:
    """Take the place, once: as `person` (signed in, same address) or as a `newcomer`. Raises Refused."""
    with transaction.atomic():
        try:
            invitation = locked_invitation(digest=digest(token))
        except Invitation.DoesNotExist as gone:
            raise Refused(OVER) from gone
        require(can_accept_invitation(invitation))
        person = arrive(email=invitation.email, person=person, newcomer=newcomer)
        require(_still_given(invitation))
        require(_for_her(invitation, person))
        _take_place(invitation, person)
        invitation.accepted_at, invitation.accepted_by = timezone.now(), person
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        tell_invitation("communities.invitation_accepted", person.pk, invitation)
    fresh(person)
    return person


def _still_given(invitation: Invitation) -> Verdict:
    """Whoever opened the place may still do so: a lost role takes its open invitations along."""
    inviter = invitation.invited_by
    if inviter is None or not can_invite(fresh(inviter), invitation.community, invitation.role):
        return OVER
    return YES


def _for_her(invitation: Invitation, person: Person) -> Verdict:
    """Not oneself under a new address, to what leads; not whoever was suspended since, and left meanwhile."""
    if person.pk == invitation.invited_by_id and invitation.role in LEADING | FOUR_EYES:
        return OVER
    hers = Suspension.objects.filter(membership__person=person, membership__community=invitation.community)
    return OVER if hers.filter(ended_at=None, at__gt=invitation.created_at).exists() else YES


def _take_place(invitation: Invitation, person: Person) -> None:
    """A membership, but for network coordination, which belongs by its role alone; and the role, if there is one."""
    community, role = invitation.community, invitation.role
    here = Membership.objects.taken().filter(person=person, community=community).first()
    if here is not None and here.state in MembershipState.shut():
        raise Refused(OVER)
    if here is None and role != Role.STEWARD:
        here = _new_place(invitation, person)
    elif here is not None and here.state in MembershipState.asking():
        _admitted(here, invitation)
    place = invitation.place or _place_of(invitation)
    if place is not None and here is not None:
        speak_for(place=place, membership=here, votes=invitation.votes)
    hers = RoleGrant.objects.filter(person=person, community=community, role=role)
    if role and not hers.running().exists() and not hers.waiting().exists():
        begin_grant(community=community, person=person, role=role, by_id=invitation.invited_by_id)


def _place_of(invitation: Invitation) -> OrganisationPlace | None:
    """Whoever is invited for an organisation speaks for it, without its voice."""
    if invitation.organisation_id is None:
        return None
    rows = OrganisationPlace.objects.filter(community=invitation.community, state=PlaceState.ACTIVE)
    return rows.filter(organisation=invitation.organisation_id).first()


def _new_place(invitation: Invitation, person: Person) -> Membership:
    return Membership.objects.create(
        person=person,
        community=invitation.community,
        organisation=invitation.organisation,
        state=enters_as(invitation.community),
        level=invitation.level or Level.ACTIVE,
        profile=invitation.profile,
        country=invitation.country,
    )


def _admitted(here: Membership, invitation: Invitation) -> None:
    """She had asked at the same time: the invitation is the answer."""
    now = timezone.now()
    here.state, here.approved_at, here.approved_by = enters_as(invitation.community), now, invitation.invited_by
    here.joined_at = now
    here.save(update_fields=["state", "approved_at", "approved_by", "joined_at"])
    request = getattr(here, "request", None)
    if request is not None:
        request.answered_at, request.answered_by = now, invitation.invited_by
        request.save(update_fields=["answered_at", "answered_by"])
