"""What an erased person wrote about plans, and the names she gave to outputs."""

from __future__ import annotations

from django.db import transaction

from palabre.groups.models import Contributor, PlanComment
from palabre.people.models import Person


def erase_plan_words(*, person: Person, delete: bool) -> None:
    """Her names vanish from outputs; with `delete`, her remarks go too. What a group wrote together stays nameless."""
    with transaction.atomic():
        Contributor.objects.filter(person=person).delete()
        if delete:
            PlanComment.objects.filter(by=person).delete()
