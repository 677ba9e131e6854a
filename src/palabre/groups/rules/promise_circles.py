"""What was promised at a check-in stays among those who see check-ins: the leads, MEL and coordination (INV-22)."""

from __future__ import annotations

from django.db.models import Q

from palabre.commitments.circles import within
from palabre.communities.rules import standing
from palabre.groups.models import GroupMembership
from palabre.groups.rules.checkins import TEAM
from palabre.people.models import Person

WHERE = "answers_difficulty__report__check_in__community_id__in"


@within
def of_check_ins(actor: Person) -> Q:
    led = GroupMembership.objects.filter(person=actor, left_at=None, leads=True).values("community_id")
    team = standing(actor).communities_with(*TEAM)
    return Q(answers_difficulty=None) | Q(**{WHERE: team}) | Q(**{WHERE: led})
