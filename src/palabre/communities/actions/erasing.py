"""Nothing of an erased person stays in a community but the fact that there was somebody."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from palabre.communities.actions.roles import end_every_role
from palabre.communities.choices import MembershipState
from palabre.communities.models import (
    ContactMessage,
    Introduction,
    Invitation,
    JoinRequest,
    Membership,
    Representative,
    RoleGrant,
    Suspension,
    Wish,
)
from palabre.communities.rules import LEADING, is_last_with
from palabre.journal.actions import record
from palabre.people.models import Person


def erase_places(*, person: Person) -> None:
    """Every place and role ends, whoever is left to lead; what she said to come in, and her name here, are deleted.

    Where she was the last to lead, whoever names the coordination is told that somebody is wanted.
    """
    with transaction.atomic():
        grants = RoleGrant.objects.running().filter(person=person).order_by("community_id", "role")
        for community_id, role in list(grants.values_list("community_id", "role")):
            if role in LEADING and is_last_with(role, community_id, person):
                _tell("communities.successor_wanted", person, community_id)
        held = RoleGrant.objects.filter(person=person).values_list("community_id", flat=True)
        for community_id in sorted(set(held)):
            end_every_role(person_id=person.pk, community_id=community_id, by_id=person.pk)
        places = Membership.objects.filter(person=person)
        for community_id in list(
            places.exclude(state__in=MembershipState.over()).values_list("community_id", flat=True)
        ):
            _tell("communities.left", person, community_id)
        _forget_what_she_said(person)
        places.update(handle="", about="", listed=False, country="", profile="", organisation=None)
        places.exclude(state__in=MembershipState.over()).update(state=MembershipState.LEFT, left_at=timezone.now())


def _forget_what_she_said(person: Person) -> None:
    mine = Q(membership__person=person) | Q(person=person) | Q(email__iexact=person.email)
    JoinRequest.objects.filter(mine).delete()
    JoinRequest.objects.filter(second_email__iexact=person.email).update(second_email="", second_name="")
    Invitation.objects.filter(Q(email__iexact=person.email) | Q(accepted_by=person)).delete()
    Introduction.objects.filter(Q(first__person=person) | Q(second__person=person)).delete()
    Wish.objects.filter(membership__person=person).delete()
    ContactMessage.objects.filter(sender=person).delete()
    Suspension.objects.filter(membership__person=person).delete()
    Representative.objects.filter(membership__person=person, until=None).update(until=timezone.now(), votes=False)


def _tell(kind: str, person: Person, community_id: int) -> None:
    record(kind, actor_id=person.pk, community_id=community_id, subject="community", subject_id=community_id)
