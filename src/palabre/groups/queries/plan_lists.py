"""What a form about a plan chooses from: members, steps, objectives."""

from __future__ import annotations

from django.db.models import QuerySet

from palabre.communities.queries import Known, known
from palabre.groups.models import (
    Deliverable,
    GroupMembership,
    Objective,
    PlanStep,
    SupportRequest,
    WorkingGroup,
)
from palabre.kit.dates import short_date
from palabre.kit.reader import page_language
from palabre.languages.choices import HalfState
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

WAITING = (HalfState.IN_REVIEW, HalfState.DRAFT)
SHOWN_COMMENTS = 40


def members_to_choose(group: WorkingGroup, besides: Person | None = None) -> list[Known]:
    """Who can take a step: the members of the group, and whoever has taken it already."""
    rows = GroupMembership.objects.running().filter(group=group).select_related("person")
    people = {row.person_id: row.person for row in rows}
    if besides is not None:
        people[besides.pk] = besides
    return known(people.values(), group.community)


def group_objectives(group: WorkingGroup) -> QuerySet[Objective]:
    return Objective.objects.filter(plan__group=group)


def group_steps(group: WorkingGroup) -> QuerySet[PlanStep]:
    return PlanStep.objects.filter(objective__plan__group=group)


def group_deliverables(group: WorkingGroup) -> QuerySet[Deliverable]:
    return Deliverable.objects.filter(objective__plan__group=group)


def steps_to_follow(group: WorkingGroup, besides: PlanStep | None = None) -> list[tuple[PlanStep, str]]:
    """The other steps of a plan, by their words and last day."""
    rows = [one for one in group_steps(group) if besides is None or one.pk != besides.pk]
    load_halves(rows)
    language = page_language()
    return [(one, f"{best_words(one, 'text', language).text} ({short_date(one.ends_on)})") for one in rows]


def objectives_to_choose(group: WorkingGroup) -> list[tuple[Objective, str]]:
    """Numbered, by their words."""
    rows = list(group_objectives(group))
    load_halves(rows)
    language = page_language()
    return [(one, f"{number}. {best_words(one, 'text', language).text}") for number, one in enumerate(rows, start=1)]


def requests_of(group: WorkingGroup) -> QuerySet[SupportRequest]:
    return SupportRequest.objects.filter(plan__group=group)
