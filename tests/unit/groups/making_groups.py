"""Small makers for forming, questions and outcome; what has a rule goes through its action."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from palabre.communities.models import Community
from palabre.decisions.actions.clarifying import ask_stances
from palabre.decisions.actions.ending import end_round, record_outcome
from palabre.decisions.actions.speaking import take_stance
from palabre.decisions.choices import StanceKind
from palabre.decisions.models import Proposal
from palabre.groups.actions.forming import open_group
from palabre.groups.actions.wording import propose_question
from palabre.groups.choices import GroupStage
from palabre.groups.models import GroupMembership, LearningQuestion, WorkingGroup
from palabre.people.models import Person
from tests.factories import join, make_person
from tests.personas import Cast

THEMES = (("Soins et enracinement", "Rooted care"), ("Responsabilité", "Accountability"), ("Liens", "Ties"))


def make_group(cast: Cast, place: int = 0, **fields: Any) -> WorkingGroup:
    """In both languages, opened by the coordination."""
    french, english = THEMES[place % len(THEMES)]
    wanted = {"theme": french, "about": "", "language": "fr", "other_theme": english, **fields}
    return open_group(actor=cast.person("coordinator"), community=cast.here, **wanted)


def put_in(person: Person, group: WorkingGroup, **fields: Any) -> GroupMembership:
    person.__dict__.pop("_circles", None)
    return GroupMembership.objects.create(community=group.community, group=group, person=person, **fields)


def newcomers(community: Community, number: int) -> list[Person]:
    people = [make_person(f"Membre {n:02}") for n in range(1, number + 1)]
    for one in people:
        join(one, community)
    return people


def at_work(cast: Cast, stage: str = GroupStage.QUESTIONS, place: int = 0) -> WorkingGroup:
    """A group that `member` leads, with `second_member` and `core` in it."""
    group = make_group(cast, place)
    put_in(cast.member, group, leads=True)
    put_in(cast.second_member, group)
    put_in(cast.core, group)
    return moved_to(group, stage)


def moved_to(group: WorkingGroup, stage: str) -> WorkingGroup:
    WorkingGroup.objects.filter(pk=group.pk).update(stage=stage)
    group.refresh_from_db()
    return group


def asked(
    cast: Cast, group: WorkingGroup, text: str = "Comment prendre soin ensemble ?", english: str = ""
) -> LearningQuestion:
    return propose_question(actor=cast.second_member, group=group, text=text, language="fr", other_text=english)


def consented(proposal: Proposal, people: list[Person]) -> Proposal:
    """The circle says yes, the first of them leads it through."""
    first = people[0]
    ask_stances(actor=first, proposal=proposal, until=timezone.localdate() + timedelta(days=7))
    for one in people:
        take_stance(actor=one, proposal=proposal, kind=StanceKind.CONSENT, comment="", language="fr")
    proposal.refresh_from_db()
    end_round(actor=first, proposal=proposal)
    review_on = timezone.localdate() + timedelta(days=90)
    record_outcome(actor=first, proposal=proposal, outcome="Adopté", review_on=review_on, language="fr")
    proposal.refresh_from_db()
    return proposal
