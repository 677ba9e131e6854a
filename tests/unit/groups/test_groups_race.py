"""Several at once: never a fourth agreed question, one step, one place, one sharing out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from palabre.groups.actions.forming import open_choice
from palabre.groups.actions.questions import agree_question
from palabre.groups.actions.sharing_out import confirm_sharing, place_member, propose_sharing
from palabre.groups.actions.stages import take_stage
from palabre.groups.choices import GroupStage
from palabre.groups.models import Grouping, GroupMembership, LearningQuestion, StageStep, WorkingGroup
from palabre.groups.rules.questions import agreed_in
from palabre.kit.verdict import Refused
from palabre.people.models import Person
from tests.personas import make_cast
from tests.races import at_once
from tests.unit.groups.making_groups import asked, at_work, make_group, newcomers

pytestmark = pytest.mark.django_db(transaction=True)


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_two_leads_agree_a_third_and_a_fourth_in_the_same_moment() -> None:
    cast = make_cast()
    group = at_work(cast)
    GroupMembership.objects.filter(person=cast.core).update(leads=True)
    day = timezone.localdate() - timedelta(days=1)
    questions = [asked(cast, group, f"Question {n} ?") for n in range(8)]
    for one in questions[:2]:
        agree_question(actor=again(cast.member), question=one, decided_on=day, decision="Oui")
    actors = [again(cast.member if n % 2 else cast.core) for n in range(6)]
    results = at_once(
        [
            lambda actor=actor, one=one: agree_question(actor=actor, question=one, decided_on=day, decision="Oui")
            for actor, one in zip(actors, questions[2:], strict=True)
        ]
    )
    assert sum(isinstance(one, LearningQuestion) for one in results) == 1, results
    assert sum(isinstance(one, Refused) for one in results) == 5
    assert list(agreed_in(group).values_list("place", flat=True)) == [1, 2, 3]


def test_one_step_is_taken_once() -> None:
    cast = make_cast()
    group = at_work(cast, GroupStage.FORMING)
    actors = [again(cast.member) for _ in range(6)]
    results = at_once([lambda one=one: take_stage(actor=one, group=group, to="refining_questions") for one in actors])
    assert sum(isinstance(one, WorkingGroup) for one in results) == 1, results
    assert StageStep.objects.count() == 1


def test_the_last_place_is_given_once_and_nobody_is_in_two_groups() -> None:
    cast = make_cast()
    group, other = make_group(cast, places=2), make_group(cast, 1)
    people = newcomers(cast.here, 6)
    actors = [again(cast.coordinator) for _ in range(12)]
    at_once(
        [
            lambda actor=actor, person=people[n % 6], where=other if n >= 6 else group: place_member(
                actor=actor, group=where, person=person
            )
            for n, actor in enumerate(actors)
        ]
    )
    assert GroupMembership.objects.filter(group=group, left_at=None).count() <= 2
    open_places = GroupMembership.objects.filter(left_at=None).values_list("person", flat=True)
    assert len(open_places) == len(set(open_places)) == 6


def test_a_sharing_out_is_confirmed_once() -> None:
    cast = make_cast()
    make_group(cast)
    make_group(cast, 1)
    grouping = open_choice(actor=cast.coordinator, community=cast.here, until=timezone.now() + timedelta(days=2))
    Grouping.objects.filter(pk=grouping.pk).update(choose_until=timezone.now())
    propose_sharing(actor=again(cast.coordinator), community=cast.here)
    actors = [again(cast.coordinator) for _ in range(5)]
    results = at_once([lambda one=one: confirm_sharing(actor=one, community=cast.here) for one in actors])
    assert sum(isinstance(one, Grouping) for one in results) == 1, results
    assert GroupMembership.objects.count() == GroupMembership.objects.values("person").distinct().count()
