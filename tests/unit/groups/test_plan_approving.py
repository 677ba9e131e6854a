"""Handing in, remarks, return, two approvals in two names; the life of a plan whatever the order of requests."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from palabre.communities.choices import Role
from palabre.groups.actions.approving import approve_plan, comment_plan, return_plan
from palabre.groups.actions.handing_in import close_plan, hand_in, revise_plan
from palabre.groups.actions.leading import name_lead
from palabre.groups.actions.planning import remove_objective, write_objective
from palabre.groups.choices import Approver, GroupStage, PlanState
from palabre.groups.gates import missing_before
from palabre.groups.models import GroupMembership, PlanApproval, PlanStep, PlanVersion
from palabre.groups.queries.naming import naming_for
from palabre.groups.queries.plans import plan_page
from palabre.groups.queries.versions import compared, read_version, versions_of
from palabre.groups.rules.plans import can_approve_plan, can_comment_plan, can_hand_in, in_force
from palabre.kit.verdict import Clash, Refused
from tests.factories import grant, join, make_person
from tests.races import at_once
from tests.unit.groups.making_plans import (
    EVERY,
    TEXTS,
    Circle,
    approved_plan,
    at,
    day,
    make_circle,
    whole_plan,
    write_objective_of,
)

pytestmark = pytest.mark.django_db
NAMES = ("lead", "member", "second", "mel", "coordinator", "other_lead", "bystander")


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def test_the_lead_hands_in_what_she_has_read(circle: Circle) -> None:
    objective = whole_plan(circle)
    assert [name for name in NAMES if can_hand_in(circle.person(name), circle.plan)] == ["lead"]
    read = circle.plan.version
    write_objective(actor=circle.person("member"), objective=objective, texts=TEXTS)
    with pytest.raises(Clash):
        hand_in(actor=circle.person("lead"), plan=circle.plan, seen=read)
    version = hand_in(actor=circle.person("lead"), plan=circle.plan, seen=circle.plan.version)
    assert (version.number, circle.plan.state) == (1, PlanState.SUBMITTED)
    with pytest.raises(Refused):
        hand_in(actor=circle.person("lead"), plan=circle.plan)
    assert "Écouter" in str(version.content)
    assert circle.member.display_name not in str(version.content)


def test_an_empty_plan_is_not_handed_in(circle: Circle) -> None:
    objective = write_objective_of(circle)
    remove_objective(actor=circle.person("member"), objective=objective)
    with pytest.raises(Refused):
        hand_in(actor=circle.person("lead"), plan=circle.plan)


def test_remarks_come_from_the_group_and_from_whoever_accompanies_it(circle: Circle) -> None:
    objective = whole_plan(circle)
    with pytest.raises(Refused):
        comment_plan(actor=circle.person("member"), plan=circle.plan, text="Trop tôt")
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    can = [name for name in NAMES if can_comment_plan(circle.person(name), circle.plan)]
    assert can == ["lead", "member", "second", "mel", "coordinator"]
    said = comment_plan(actor=circle.person("mel"), plan=circle.plan, text="Clair.", objective=objective)
    assert (said.number, said.objective) == (1, objective)
    with pytest.raises(Refused) as empty:
        comment_plan(actor=circle.person("mel"), plan=circle.plan, text=" ")
    assert empty.value.field == "text"


def test_a_plan_is_returned_because_one_objective_has_no_date_then_approved_by_two(circle: Circle) -> None:
    whole_plan(circle)
    dateless = write_objective_of(circle, checks=EVERY - {"time_bound"}, due=None)
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    verdict = can_approve_plan(circle.person("mel"), circle.plan)
    assert not verdict
    assert "date" in str(verdict.why)
    assert "2" in str(verdict.why)
    with pytest.raises(Refused):
        approve_plan(actor=circle.person("mel"), plan=circle.plan)
    return_plan(actor=circle.person("mel"), plan=circle.plan, text="Une date manque.", objective=dateless)
    assert circle.plan.state == PlanState.COMMENTS
    remove_objective(actor=circle.person("member"), objective=dateless)
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    approve_plan(actor=circle.person("coordinator"), plan=circle.plan)
    assert circle.plan.state == PlanState.SUBMITTED
    approve_plan(actor=circle.person("mel"), plan=circle.plan)
    assert circle.plan.state == PlanState.APPROVED


def test_two_people_outside_the_group_approve_and_nobody_twice(circle: Circle) -> None:
    whole_plan(circle)
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    assert [name for name in NAMES if can_approve_plan(circle.person(name), circle.plan)] == ["mel", "coordinator"]
    grant(circle.mel, circle.community, Role.COORDINATOR)
    approve_plan(actor=circle.person("mel"), plan=circle.plan, approver=Approver.COORDINATION)
    for name in ("", *Approver.values):
        with pytest.raises(Refused):
            approve_plan(actor=circle.person("mel"), plan=circle.plan, approver=name)
    # the other name is taken: who only coordinates cannot give the same yes again
    with pytest.raises(Refused):
        approve_plan(actor=circle.person("coordinator"), plan=circle.plan)
    second = make_person("Second regard")
    join(second, circle.community)
    grant(second, circle.community, Role.MEL)
    approve_plan(actor=second, plan=circle.plan)
    assert circle.plan.state == PlanState.APPROVED
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanApproval.objects.create(plan=circle.plan, number=1, approver="other", by=circle.mel)


def test_whoever_is_in_the_group_or_handed_in_does_not_approve(circle: Circle) -> None:
    whole_plan(circle)
    grant(circle.member, circle.community, Role.MEL)
    grant(circle.lead, circle.community, Role.COORDINATOR)
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    GroupMembership.objects.filter(person=circle.lead).update(leads=False, left_at=timezone.now())
    for name in ("member", "lead"):
        with pytest.raises(Refused):
            approve_plan(actor=circle.person(name), plan=circle.plan)


def test_a_new_version_voids_the_half_approval(circle: Circle) -> None:
    objective = whole_plan(circle)
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    approve_plan(actor=circle.person("mel"), plan=circle.plan)
    return_plan(actor=circle.person("coordinator"), plan=circle.plan, text="Encore un mot.")
    write_objective(
        actor=circle.person("member"), objective=objective, texts=TEXTS, checks=EVERY, measure="M", due=day(40)
    )
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    with pytest.raises(Clash):
        approve_plan(actor=circle.person("coordinator"), plan=circle.plan, number=1)
    approve_plan(actor=circle.person("coordinator"), plan=circle.plan, number=2)
    assert circle.plan.state == PlanState.SUBMITTED
    approve_plan(actor=circle.person("mel"), plan=circle.plan, number=2)
    assert circle.plan.state == PlanState.APPROVED


def test_the_approved_version_stays_in_force_while_the_next_is_written(circle: Circle) -> None:
    objective = approved_plan(circle)
    with pytest.raises(Refused):
        revise_plan(actor=circle.person("member"), plan=circle.plan)
    revise_plan(actor=circle.person("lead"), plan=circle.plan)
    changed = {"fr": "Écouter vingt équipes", "en": "Listen to twenty teams"}
    write_objective(
        actor=circle.person("member"), objective=objective, texts=changed, checks=EVERY, measure="M", due=day(90)
    )
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    first = in_force(circle.plan).get()
    assert first.number == 1
    names = naming_for(circle.person("lead"), circle.group)
    lines = [line.text for one in read_version(first, names, "fr") for line in one.lines]
    assert "Écouter douze équipes" in lines
    assert [row.force for row in versions_of(circle.plan, names)] == [False, True]
    both = compared(first, PlanVersion.objects.get(number=2), names, "fr")
    assert (both[0].state, len(both)) == ("changed", 1)
    pieces = [piece for line in both[0].lines for piece in (*line.old, *line.new)]
    assert ("del", "douze") in pieces
    assert ("ins", "vingt") in pieces
    approve_plan(actor=circle.person("mel"), plan=circle.plan)
    approve_plan(actor=circle.person("coordinator"), plan=circle.plan)
    assert in_force(circle.plan)[0].number == 2


def test_nothing_is_stuck_when_the_lead_leaves_with_the_plan_half_approved(circle: Circle) -> None:
    whole_plan(circle)
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    approve_plan(actor=circle.person("mel"), plan=circle.plan)
    GroupMembership.objects.filter(person=circle.lead).update(leads=False, left_at=timezone.now())
    return_plan(actor=circle.person("coordinator"), plan=circle.plan, text="Un mot manque.")
    # nobody leads: the coordination goes on, until the group has named somebody
    assert [name for name in NAMES if can_hand_in(circle.person(name), circle.plan)] == ["coordinator"]
    name_lead(actor=circle.person("coordinator"), group=circle.group, person=circle.member)
    assert [name for name in NAMES if can_hand_in(circle.person(name), circle.plan)] == ["member"]
    hand_in(actor=circle.person("member"), plan=circle.plan)
    approve_plan(actor=circle.person("mel"), plan=circle.plan)
    approve_plan(actor=circle.person("coordinator"), plan=circle.plan)
    assert circle.plan.state == PlanState.APPROVED


def test_the_gate_says_what_is_missing(circle: Circle) -> None:
    def ours() -> list[str]:
        found = missing_before(circle.group, GroupStage.IMPLEMENTING)
        return [str(one.sentence) for one in found if "/plan/" in one.url]

    assert len(ours()) == 1
    write_objective_of(circle, checks=EVERY - {"relevant"})
    assert len(ours()) == 2
    circle.plan.objectives.all().delete()
    whole_plan(circle)
    assert len(ours()) == 1
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    assert len(ours()) == 1
    approve_plan(actor=circle.person("mel"), plan=circle.plan)
    approve_plan(actor=circle.person("coordinator"), plan=circle.plan)
    assert ours() == []


def test_the_coordination_closes_a_plan_at_the_end(circle: Circle) -> None:
    approved_plan(circle)
    with pytest.raises(Refused):
        close_plan(actor=circle.person("coordinator"), plan=circle.plan)
    at(circle, GroupStage.SHARING)
    with pytest.raises(Refused):
        close_plan(actor=circle.person("lead"), plan=circle.plan)
    assert close_plan(actor=circle.person("coordinator"), plan=circle.plan).state == PlanState.CLOSED
    with pytest.raises(Refused):
        revise_plan(actor=circle.person("lead"), plan=circle.plan)


@pytest.mark.covers("SR-18")
@pytest.mark.parametrize("seed", range(3))
def test_no_order_of_requests_leaves_the_table_of_states(circle: Circle, seed: int) -> None:
    whole_plan(circle)
    at(circle, GroupStage.SHARING)
    table = {
        ("draft", "submitted"), ("submitted", "comments"), ("comments", "submitted"), ("submitted", "approved"),
        ("approved", "revision"), ("revision", "submitted"), ("approved", "closed"),
    }  # fmt: skip
    acts: list[Callable[[str], object]] = [
        lambda who: hand_in(actor=circle.person(who), plan=circle.plan),
        lambda who: return_plan(actor=circle.person(who), plan=circle.plan, text="Non"),
        lambda who: approve_plan(actor=circle.person(who), plan=circle.plan),
        lambda who: revise_plan(actor=circle.person(who), plan=circle.plan),
        lambda who: write_objective_of(circle, texts={"fr": f"De {who}"}),
        lambda who: circle.plan.number > 6 and close_plan(actor=circle.person(who), plan=circle.plan),
    ]
    chance = random.Random(seed)
    walked = set()
    for _turn in range(160):
        before = circle.plan
        act = chance.choice(acts)
        try:
            act(chance.choice(NAMES))
        except Refused:
            assert circle.plan.state == before.state
        after = circle.plan
        if after.state != before.state:
            walked.add((before.state, after.state))
        approvals = PlanApproval.objects.filter(plan=after, number=after.number)
        assert after.state != "approved" or approvals.count() == 2
        whoever_wrote = circle.plan.objectives.exclude(deliverables__isnull=False)
        whoever_wrote.delete()  # what the walk added has no deliverable, and would stop every approval
    assert walked <= table
    assert ("draft", "submitted") in walked


def test_a_page_of_a_plan_asks_as_much_for_one_step_as_for_forty(circle: Circle) -> None:
    objective = whole_plan(circle)
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    comment_plan(actor=circle.person("mel"), plan=circle.plan, text="Un")

    def spent() -> int:
        with CaptureQueriesContext(connection) as seen:
            plan_page(circle.person("mel"), circle.group)
        return len(seen)

    spent()  # the names of the community are remembered on its object
    before = spent()
    for number in range(40):
        PlanStep.objects.create(
            objective=objective, text=f"Pas {number}", starts_on=day(1), ends_on=day(2), person=circle.second
        )
        comment_plan(actor=circle.person("mel"), plan=circle.plan, text=f"Mot {number}", objective=objective)
    assert spent() == before


@pytest.mark.django_db(transaction=True)
def test_twenty_approvals_at_once_are_one_in_each_name() -> None:
    circle = make_circle()
    whole_plan(circle)
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    people = []
    for number in range(10):
        for role in (Role.MEL, Role.COORDINATOR):
            person = make_person(f"{role} {number}")
            join(person, circle.community)
            grant(person, circle.community, role)
            people.append(person)
    plan = circle.plan
    results = at_once([lambda who=who: approve_plan(actor=who, plan=plan) for who in people])
    assert sum(isinstance(one, PlanApproval) for one in results) == 2
    assert all(isinstance(one, PlanApproval | Refused) for one in results), results
    assert set(PlanApproval.objects.values_list("approver", flat=True)) == set(Approver.values)
    assert circle.plan.state == PlanState.APPROVED


@pytest.mark.django_db(transaction=True)
def test_the_same_person_approving_twenty_times_at_once_approves_once() -> None:
    circle = make_circle()
    grant(circle.mel, circle.community, Role.COORDINATOR)
    whole_plan(circle)
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    plan = circle.plan
    calls = [
        lambda name=name: approve_plan(actor=circle.person("mel"), plan=plan, approver=name)
        for name in Approver.values * 10
    ]
    results = at_once(calls)
    assert sum(isinstance(one, PlanApproval) for one in results) == 1
    assert circle.plan.state == PlanState.SUBMITTED


@pytest.mark.covers("INV-08")
def test_nobody_approves_in_a_name_that_is_not_hers(circle: Circle) -> None:
    whole_plan(circle)
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    for who, name in (("mel", Approver.COORDINATION), ("coordinator", Approver.MEL), ("mel", "other")):
        with pytest.raises(Refused):
            approve_plan(actor=circle.person(who), plan=circle.plan, approver=name)
    assert not PlanApproval.objects.exists()
