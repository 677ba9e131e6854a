"""What an erased person promised stays with the community, without her."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from palabre.commitments.models import Commitment
from palabre.languages.actions import forget_halves
from palabre.people.models import Person


def erase_promises(*, person: Person, delete: bool, keep: Collection[int]) -> None:
    """Her promises become those of a former member.

    With `delete`, what she alone noted for herself is deleted, but for `keep`: keys of promises that other things
    were built on.
    """
    with transaction.atomic():
        if delete:
            for own in Commitment.objects.filter(person=person, opened_by=person).exclude(pk__in=keep):
                forget_halves(thing=own)
                own.delete()
        Commitment.objects.filter(person=person).update(person=None, former_owner=True)
