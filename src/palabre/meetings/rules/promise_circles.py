"""What was promised in a meeting of a circle stays among those who see that meeting."""

from __future__ import annotations

from django.db.models import Q

from palabre.commitments.circles import within
from palabre.meetings.rules.circles import seen_in_circles
from palabre.people.models import Person


@within
def of_meetings(actor: Person) -> Q:
    return Q(taken_at=None) | seen_in_circles(actor, "taken_at__meeting__")
