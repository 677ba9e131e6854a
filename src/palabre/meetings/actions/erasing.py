"""What an erased person leaves in meetings: a head that was counted, and texts without a name."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from palabre.meetings.models import Attendance, EvaluationTurn, Guest, Reply
from palabre.people.models import Person


def erase_presence(*, person: Person) -> None:
    """Lines of attendance lose the name and keep their place in every count; answers and needs are deleted.

    So are the lines of guests invited under her address.
    """
    with transaction.atomic():
        guests = Guest.objects.filter(email__iexact=person.email)
        lines = Attendance.objects.filter(Q(person=person) | Q(guest__in=guests))
        lines.update(person=None, guest=None, name="", name_key="")
        Reply.objects.filter(person=person).delete()
        EvaluationTurn.objects.filter(person=person).delete()
        guests.delete()
