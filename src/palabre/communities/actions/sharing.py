"""A parent asks to see more; the child signs, narrows, ends."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Sharing
from palabre.communities.models import Community, SharingAgreement
from palabre.communities.rules.sharing import ORDER, can_ask_sharing, can_narrow_sharing, can_sign_sharing
from palabre.communities.rules.standing import fresh
from palabre.journal.actions import record
from palabre.kit.text import clean
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

LONGEST = 2000
NOTHING_ASKED = no(_("Nothing is asked any more: somebody else has answered, or the network took it back."))
NO_DECISION = no(_("Say what was decided and how: it stands beside the agreement."))
NO_DAY = no(_("Say on which day it was decided."))
LATER = no(_("This day is still to come. Write the day of the decision."))
TOO_LONG = no(_("Please shorten the text."))
NOT_LESS = no(_("Choose less than what is shared now."))
NOT_MORE = no(_("This is what is shared already. To share less, use the buttons of the page."))


def ask_sharing(*, actor: Person, child: Community, level: str) -> SharingAgreement:
    """A steward asks the child for a level; an earlier question that is still open is replaced. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        child = _locked(child)
        require(can_ask_sharing(actor, child, level, now=running_level(child)), "level")
        _waiting(child).update(ended_at=timezone.now())
        asked = SharingAgreement.objects.create(
            child=child, parent_id=child.parent_id or 0, level=Sharing(level), proposed_by=actor
        )
        _tell("communities.sharing_asked", actor, asked)
    return asked


def sign_sharing(
    *, actor: Person, child: Community, level: str, decision: str, decided_on: date | None
) -> SharingAgreement:
    """The child's coordination signs more than before, on a decision: what was asked for, or another level.

    What was signed before ends, and the question that waits is answered. Raises Refused.
    """
    with transaction.atomic():
        fresh(actor)
        child = _locked(child)
        require(can_sign_sharing(actor, child))
        if ORDER.index(Sharing(level)) <= ORDER.index(running_level(child)):
            raise Refused(NOT_MORE, "level")
        decision, day = _decided(decision, decided_on)
        agreement = _waiting(child).filter(level=level).first()
        _waiting(child).exclude(pk=agreement.pk if agreement else 0).update(ended_at=timezone.now())
        _running(child).update(ended_at=timezone.now())
        agreement = agreement or SharingAgreement(child=child, parent_id=child.parent_id or 0, level=Sharing(level))
        agreement.signed_at, agreement.signed_by = timezone.now(), actor
        agreement.decision, agreement.decided_on = decision, day
        agreement.save()
        _tell("communities.sharing_signed", actor, agreement)
    return agreement


def narrow_sharing(*, actor: Person, child: Community, level: str) -> SharingAgreement | None:
    """Share less from this moment on, or nothing: no decision is asked for, nobody's leave. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        child = _locked(child)
        require(can_narrow_sharing(actor, child))
        if ORDER.index(Sharing(level)) >= ORDER.index(running_level(child)):
            raise Refused(NOT_LESS)
        before = _running(child).filter(parent_id=child.parent_id).get()
        before.ended_at = timezone.now()
        before.save(update_fields=["ended_at"])
        if level == Sharing.NONE:
            _tell("communities.sharing_ended", actor, before)
            return None
        narrower = SharingAgreement.objects.create(
            child=child, parent_id=before.parent_id, level=Sharing(level), proposed_by=actor, signed_by=actor,
            signed_at=timezone.now(), decision=before.decision, decided_on=before.decided_on,
        )  # fmt: skip
        _tell("communities.sharing_narrowed", actor, narrower)
    return narrower


def decline_sharing(*, actor: Person, child: Community) -> None:
    """The child says no to what was asked; what it shares stays as it is. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        child = _locked(child)
        require(can_narrow_sharing(actor, child))
        asked = _waiting(child).first()
        if asked is None:
            raise Refused(NOTHING_ASKED)
        asked.ended_at = timezone.now()
        asked.save(update_fields=["ended_at"])
        _tell("communities.sharing_declined", actor, asked)


def running_level(child: Community) -> Sharing:
    """What the child has signed with the community above it."""
    found = SharingAgreement.objects.running().filter(child=child).values_list("level", flat=True).first()
    return Sharing(found or Sharing.NONE)


def _locked(child: Community) -> Community:
    """The child as it stands now: two who sign at once come one after the other."""
    return Community.objects.select_for_update().get(pk=child.pk)


def _running(child: Community) -> QuerySet[SharingAgreement]:
    return SharingAgreement.objects.filter(child=child, signed_at__isnull=False, ended_at=None)


def _waiting(child: Community) -> QuerySet[SharingAgreement]:
    return SharingAgreement.objects.filter(child=child, signed_at=None, ended_at=None)


def _decided(decision: str, decided_on: date | None) -> tuple[str, date]:
    text = clean(decision)
    if not text:
        raise Refused(NO_DECISION, "decision")
    if len(text) > LONGEST:
        raise Refused(TOO_LONG, "decision")
    if decided_on is None:
        raise Refused(NO_DAY, "decided_on")
    if decided_on > timezone.localdate():
        raise Refused(LATER, "decided_on")
    return text, decided_on


def _tell(kind: str, actor: Person, agreement: SharingAgreement) -> None:
    record(
        kind,
        actor_id=actor.pk,
        community_id=agreement.child_id,
        subject="sharing",
        subject_id=agreement.pk,
        level=str(agreement.level),
    )
