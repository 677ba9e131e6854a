"""Places are opened by mail, and taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.actions.founding import add_organisation, found_community
from palabre.communities.choices import MembershipState, Role
from palabre.communities.models import Community, Invitation, Membership, Organisation, RoleGrant
from palabre.communities.rules import can_accept_invitation, can_invite, can_withdraw_invitation, fresh
from palabre.journal.actions import record
from palabre.kit.ids import digest
from palabre.kit.verdict import YES, Refused, Verdict, no, require
from palabre.people.actions import create_person
from palabre.people.models import Person

OPEN_FOR = timedelta(days=14)
ALREADY_HERE = no(_("This person already belongs to the community. A role is given on the page of roles."))
NOT_THE_ADDRESS = no(_("This invitation was sent to another address than yours."))
NOT_FOR_ONESELF = no(_("Nobody gives this role to herself."))
SIGN_IN_FIRST = no(_("There is already an account with this address. Sign in first, then open the invitation again."))
OVER = no(_("This invitation has already been used, or it is too old."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """What somebody without an account says of herself when she accepts."""

    display_name: str
    password: str
    language: str
    zone: str
    pronouns: str = ""


def invite(
    *,
    actor: Person,
    community: Community,
    email: str,
    language: str,
    role: str = "",
    organisation: Organisation | None = None,
    new_organisation: str = "",
    kind: str = "",
) -> Invitation:
    """Open a place by mail for 14 days; an earlier invitation to the same address is shut. Raises Refused.

    The token is `invitation.token()`; the table keeps only its digest. With `new_organisation`, an organisation of
    that name and `kind` is added too: both, or neither.
    """
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_invite(actor, community, role))
        if role in {Role.COORDINATOR, Role.STEWARD} and email.casefold() == actor.email.casefold():
            raise Refused(NOT_FOR_ONESELF, "email")
        if not role and _belongs(email, community):
            raise Refused(ALREADY_HERE, "email")
        if new_organisation:
            organisation = add_organisation(actor=actor, community=community, name=new_organisation, kind=kind)
        _open_ones(email, community).update(withdrawn_at=timezone.now())
        invitation = Invitation(
            community=community,
            email=email,
            language=language,
            role=role,
            organisation=organisation,
            invited_by=actor,
            expires_at=timezone.now() + OPEN_FOR,
        )
        invitation.digest = digest(invitation.token())
        invitation.save(force_insert=True)
        _tell("communities.invited", actor.pk, invitation)
    return invitation


def found_with_leader(*, actor: Person, parent: Community | None, email: str, role: str, **said: Any) -> Community:
    """The community and the invitation of whoever leads it: both, or neither. Raises Refused."""
    with transaction.atomic():
        community = found_community(actor=actor, parent=parent, **said)
        invite(actor=actor, community=community, email=email, language=community.source_language, role=role)
    return community


def withdraw_invitation(*, actor: Person, invitation: Invitation) -> Invitation:
    """Shut the link. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        invitation = _locked(pk=invitation.pk)
        require(can_withdraw_invitation(actor, invitation))
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        _tell("communities.invitation_withdrawn", actor.pk, invitation)
    return invitation


def accept_invitation(*, token: str, person: Person | None = None, newcomer: Newcomer | None = None) -> Person:
    """Take the place, once: as `person` (signed in, same address) or as a `newcomer`. Raises Refused."""
    with transaction.atomic():
        try:
            invitation = _locked(digest=digest(token))
        except Invitation.DoesNotExist as gone:
            raise Refused(OVER) from gone
        require(can_accept_invitation(invitation))
        if person is not None and person.email.casefold() != invitation.email.casefold():
            raise Refused(NOT_THE_ADDRESS)
        person = fresh(person) if person else _new_person(invitation, newcomer)
        require(_still_given(invitation))
        _take_place(invitation, person)
        invitation.accepted_at, invitation.accepted_by = timezone.now(), person
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        _tell("communities.invitation_accepted", person.pk, invitation)
    return person


def _still_given(invitation: Invitation) -> Verdict:
    """Whoever opened the place may still do so: a lost role takes its open invitations along."""
    inviter = invitation.invited_by
    if inviter is None or not can_invite(fresh(inviter), invitation.community, invitation.role):
        return OVER
    return YES


def _new_person(invitation: Invitation, newcomer: Newcomer | None) -> Person:
    if newcomer is None or Person.objects.filter(email__iexact=invitation.email).exists():
        raise Refused(SIGN_IN_FIRST)
    return create_person(
        email=invitation.email,
        display_name=newcomer.display_name,
        password=newcomer.password,
        language=newcomer.language,
        zone=newcomer.zone,
        pronouns=newcomer.pronouns,
    )


def _take_place(invitation: Invitation, person: Person) -> None:
    """A membership, but for network coordination, which belongs by its role alone; and the role, if there is one."""
    community, role = invitation.community, invitation.role
    here = Membership.objects.exclude(state=MembershipState.LEFT).filter(person=person, community=community)
    if role != Role.STEWARD and not here.exists():
        Membership.objects.create(person=person, community=community, organisation=invitation.organisation)
    if role and not RoleGrant.objects.running().filter(person=person, community=community, role=role).exists():
        RoleGrant.objects.create(person=person, community=community, role=role, granted_by_id=invitation.invited_by_id)


def _belongs(email: str, community: Community) -> bool:
    rows = Membership.objects.exclude(state=MembershipState.LEFT)
    return rows.filter(community=community, person__email__iexact=email).exists()


def _open_ones(email: str, community: Community) -> QuerySet[Invitation]:
    return Invitation.objects.filter(community=community, email__iexact=email, accepted_at=None, withdrawn_at=None)


def _locked(**which: object) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("community", "invited_by")
    return rows.get(**which)


def _tell(kind: str, actor_id: int, invitation: Invitation) -> None:
    record(
        kind,
        actor_id=actor_id,
        community_id=invitation.community_id,
        subject="invitation",
        subject_id=invitation.pk,
        role=invitation.role,
    )
