"""Places are opened by mail, and taken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.actions.founding import add_organisation, found_community
from palabre.communities.models import Community, Invitation, Membership, Organisation
from palabre.communities.rules import (
    FOUR_EYES,
    LEADING,
    can_invite,
    can_withdraw_invitation,
    fresh,
)
from palabre.journal.actions import record
from palabre.kit.ids import digest
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

OPEN_FOR = timedelta(days=14)
ALREADY_HERE = no(_("This person already belongs to the community. A role is given on the page of roles."))
NOT_FOR_ONESELF = no(_("Nobody gives this role to herself."))


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
        if role in LEADING | FOUR_EYES and email.casefold() == actor.email.casefold():
            raise Refused(NOT_FOR_ONESELF, "email")
        if not role and _belongs(email, community):
            raise Refused(ALREADY_HERE, "email")
        if new_organisation:
            organisation = add_organisation(actor=actor, community=community, name=new_organisation, kind=kind)
        return open_invitation(
            by=actor, community=community, email=email, language=language, role=role, organisation=organisation
        )


def open_invitation(*, by: Person, community: Community, email: str, language: str, **said: Any) -> Invitation:
    """The row and its entry, where the right to invite has been asked already and the community is locked.

    `said` are further fields of `Invitation`: a role, a place to speak for, what a list said.
    """
    _open_ones(email, community).update(withdrawn_at=timezone.now())
    invitation = Invitation(
        community=community,
        email=email,
        language=language,
        invited_by=by,
        expires_at=timezone.now() + OPEN_FOR,
        **said,
    )
    invitation.digest = digest(invitation.token())
    invitation.save(force_insert=True)
    tell_invitation("communities.invited", by.pk, invitation)
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
        invitation = locked_invitation(pk=invitation.pk)
        require(can_withdraw_invitation(actor, invitation))
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        tell_invitation("communities.invitation_withdrawn", actor.pk, invitation)
    return invitation


def _belongs(email: str, community: Community) -> bool:
    return Membership.objects.taken().filter(community=community, person__email__iexact=email).exists()


def _open_ones(email: str, community: Community) -> QuerySet[Invitation]:
    return Invitation.objects.filter(community=community, email__iexact=email, accepted_at=None, withdrawn_at=None)


def locked_invitation(**which: object) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("community", "invited_by")
    return rows.get(**which)


def tell_invitation(kind: str, actor_id: int, invitation: Invitation) -> None:
    record(
        kind,
        actor_id=actor_id,
        community_id=invitation.community_id,
        subject="invitation",
        subject_id=invitation.pk,
        role=invitation.role,
    )
