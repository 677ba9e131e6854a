"""Those who have not signed are asked, then read only; their signature brings them back at once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from palabre.charter.actions.publishing import tell_adoption
from palabre.charter.models import Adoption, Signature
from palabre.charter.rules import can_remind, current_adoption, late_memberships
from palabre.communities.actions import restrict_place
from palabre.communities.models import Membership
from palabre.communities.rules import fresh
from palabre.journal.actions import record
from palabre.kit.verdict import require
from palabre.people.models import Person


def ask_unsigned(*, actor: Person, adoption: Adoption) -> Adoption:
    """The coordination asks those who have not signed: one discreet mail each. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        adoption = Adoption.objects.select_for_update(of=("self",)).select_related("community").get(pk=adoption.pk)
        require(can_remind(actor, adoption))
        adoption.asked_at = timezone.now()
        adoption.save(update_fields=["asked_at"])
        tell_adoption("charter.asked", actor, adoption)
    return adoption


def remind_before(*, adoption: Adoption, days: int) -> bool:
    """Speak once to those who have not signed, so many days before the last one. False if that was done already."""
    with transaction.atomic():
        adoption = Adoption.objects.select_for_update().get(pk=adoption.pk)
        if adoption.ended_at is not None or (adoption.reminded is not None and adoption.reminded <= days):
            return False
        adoption.reminded = days
        adoption.save(update_fields=["reminded"])
        tell_adoption("charter.due", None, adoption, days=days)
    return True


def restrict_late() -> int:
    """Whoever has let the day pass reads only, until she signs; gives how many. May run twice at once."""
    return sum(restrict_one(key) for key in late_memberships().values_list("pk", flat=True)[:500])


def restrict_one(membership_id: int) -> bool:
    """Asked again under the lock: she may have signed, or another version may be in force."""
    with transaction.atomic():
        membership = Membership.objects.select_for_update().get(pk=membership_id)
        adoption = current_adoption(membership.community_id)
        if adoption is None or adoption.sign_by > timezone.now():
            return False
        if Signature.objects.filter(membership=membership, code_id=adoption.code_id).exists():
            return False
        if not restrict_place(membership=membership):
            return False
        record(
            "charter.restricted",
            actor_id=None,
            about_id=membership.person_id,
            community_id=membership.community_id,
            subject="adoption",
            subject_id=adoption.pk,
        )
    return True
