"""A break for care; and a place that is shut, explained, appealed against, and opened again or ended by others."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.actions.belonging import stop_speaking
from palabre.communities.actions.roles import end_every_role
from palabre.communities.choices import MembershipState, SuspensionEnd
from palabre.communities.models import Community, Membership, Suspension
from palabre.communities.rules import (
    can_appeal,
    can_exclude,
    can_lift,
    can_pause,
    can_resume,
    can_suspend,
    fresh,
)
from palabre.journal.actions import record
from palabre.kit.text import clean
from palabre.kit.verdict import Refused, no, require
from palabre.people.actions import end_all_sessions
from palabre.people.models import Person

REASONLESS = no(_("Write the reason: the person reads it, and can answer it."))
WORDLESS = no(_("Write a few words: this person reads them, and nobody else."))


def pause(*, actor: Person, membership: Membership) -> Membership:
    """A break for care: no reason, the place is kept. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        membership = _own(membership)
        require(can_pause(actor, membership))
        _move(membership, MembershipState.PAUSED)
        _tell("communities.paused", actor, membership)
    fresh(actor)
    return membership


def resume(*, actor: Person, membership: Membership) -> Membership:
    """Back from a break, as if nothing had been. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        membership = _own(membership)
        require(can_resume(actor, membership))
        _move(membership, MembershipState.ACTIVE)
        _tell("communities.resumed", actor, membership)
    fresh(actor)
    return membership


def suspend(
    *, actor: Person, membership: Membership, reason: str, decision: str = "", decided_on: date | None = None
) -> Suspension:
    """Shut a place for a while: she is signed out everywhere, reads why, and may appeal. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        membership = _locked(membership)
        require(can_suspend(actor, membership))
        if not clean(reason):
            raise Refused(REASONLESS, "reason")
        suspension = Suspension.objects.create(
            membership=membership, by=actor, before=membership.state, reason=clean(reason), decision=clean(decision),
            decided_on=decided_on,
        )  # fmt: skip
        _move(membership, MembershipState.SUSPENDED)
        _tell_suspension("communities.suspended", actor, suspension)
        end_all_sessions(person=membership.person, actor_id=actor.pk)
    fresh(membership.person)
    return suspension


def appeal(*, actor: Person, suspension: Suspension, text: str) -> Suspension:
    """Ask that others look at it again: once. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        suspension = _open(suspension)
        require(can_appeal(actor, suspension))
        if not clean(text):
            raise Refused(no(_("Write what the others should know.")), "appeal")
        suspension.appeal, suspension.appealed_at = clean(text), timezone.now()
        suspension.save(update_fields=["appeal", "appealed_at"])
        _tell_suspension("communities.suspension_appealed", actor, suspension)
    return suspension


def lift(*, actor: Person, suspension: Suspension, answer: str = "") -> Suspension:
    """Her place is open again, as it was before. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        suspension = _open(suspension)
        require(can_lift(actor, suspension))
        membership = suspension.membership
        if membership.state == MembershipState.SUSPENDED:
            _move(membership, MembershipState(suspension.before))
        _end(suspension, actor, SuspensionEnd.LIFTED, answer)
    return suspension


def exclude(*, actor: Person, suspension: Suspension, answer: str) -> Suspension:
    """Her place ends for good, decided by somebody else than who shut it. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        suspension = _open(suspension)
        require(can_exclude(actor, suspension))
        if not clean(answer):
            raise Refused(WORDLESS, "answer")
        membership = suspension.membership
        if membership.state == MembershipState.SUSPENDED:
            _move(membership, MembershipState.EXCLUDED)
        end_every_role(person_id=membership.person_id, community_id=membership.community_id, by_id=actor.pk)
        stop_speaking(membership)
        _end(suspension, actor, SuspensionEnd.EXCLUDED, answer)
    return suspension


ENDS = {
    SuspensionEnd.LIFTED: "communities.suspension_lifted",
    SuspensionEnd.EXCLUDED: "communities.suspension_excluded",
}


def _end(suspension: Suspension, actor: Person, how: SuspensionEnd, answer: str) -> None:
    suspension.ended_at, suspension.ended_by = timezone.now(), actor
    suspension.end, suspension.answer = how, clean(answer)
    suspension.save(update_fields=["ended_at", "ended_by", "end", "answer"])
    _tell_suspension(ENDS[how], actor, suspension)
    fresh(suspension.membership.person)


def _own(membership: Membership) -> Membership:
    return Membership.objects.select_for_update(of=("self",)).select_related("community").get(pk=membership.pk)


def _locked(membership: Membership) -> Membership:
    """Two who coordinate and suspend each other at once wait here: the second no longer may."""
    Community.objects.select_for_update().get(pk=membership.community_id)
    rows = Membership.objects.select_for_update(of=("self",)).select_related("community", "person")
    return rows.get(pk=membership.pk)


def _open(suspension: Suspension) -> Suspension:
    _locked(suspension.membership)
    rows = Suspension.objects.select_for_update(of=("self",))
    return rows.select_related("membership__community", "membership__person").get(pk=suspension.pk)


def _move(membership: Membership, state: MembershipState) -> None:
    membership.state = state
    membership.save(update_fields=["state"])


def _tell(kind: str, actor: Person, membership: Membership) -> None:
    record(
        kind,
        actor_id=actor.pk,
        community_id=membership.community_id,
        subject="membership",
        subject_id=membership.pk,
    )


def _tell_suspension(kind: str, actor: Person, suspension: Suspension) -> None:
    record(
        kind,
        actor_id=actor.pk,
        about_id=suspension.membership.person_id,
        community_id=suspension.membership.community_id,
        subject="suspension",
        subject_id=suspension.pk,
    )
