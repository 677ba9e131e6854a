"""What was to be told to an erased person."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from palabre.notices.models import Mail, Notice
from palabre.people.models import Person


def erase_news(*, person: Person) -> None:
    """Her lines and her mails, those too that wait for her address."""
    with transaction.atomic():
        Notice.objects.filter(person=person).delete()
        Mail.objects.filter(Q(person=person) | Q(address__iexact=person.email)).delete()
