"""An erased person: her agreements end, what was paid stays without a name (art. 17(3): accounts are kept by law)."""

from __future__ import annotations

from django.utils import timezone

from palabre.money.choices import LineState, VoidReason
from palabre.money.models import HonorariumAgreement, HonorariumLine, PayeeDetails
from palabre.people.models import Person


def erase_thanks(*, person: Person) -> None:
    """Nothing more is prepared for her; how she was paid is forgotten. In the caller's transaction."""
    mine = HonorariumAgreement.objects.filter(person=person)
    mine.filter(ended_at=None).update(ended_at=timezone.now())
    waiting = HonorariumLine.objects.filter(agreement__in=mine, state__in=(LineState.PLANNED, LineState.ELIGIBLE))
    waiting.update(state=LineState.VOID, void_because=VoidReason.ENDED)
    PayeeDetails.objects.filter(person=person).delete()
