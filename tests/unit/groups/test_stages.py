"""The stage bar: one step at a time, by whoever leads, each through its gate; the outcome by consent."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from palabre.communities.choices import MembershipState
from palabre.communities.models import Membership
from palabre.decisions.actions.opening import write_proposal
from palabre.decisions.models import Proposal
from palabre.groups.actions.outcomes import (
    adopt_from_decision,
    change_outcome,
    propose_outcome,
    put_outcome,
    set_outcome_aside,
    take_up_decisions,
)
from palabre.groups.actions.stages import take_stage
from palabre.groups.choices import GroupStage, OutcomeKind
from palabre.groups.gates import ORDER, missing_before
from palabre.groups.models import LearningOutcome, LearningQuestion, StageStep, WorkingGroup
from palabre.groups.queries.words import seal_of
from palabre.groups.rules.outcomes import adopted_outcome
from palabre.kit.verdict import Clash, Refused
from palabre.languages.queries import words
from tests.personas import Cast
from tests.unit.groups.making_groups import at_work, consented, make_group, moved_to, put_in

pytestmark = pytest.mark.django_db


def agreed_question(group: WorkingGroup) -> LearningQuestion:
    return LearningQuestion.objects.create(
        group=group, text="Comment ?", state="agreed", place=1, agreed_at=timezone.now()
    )


def outcome_of(cast: Cast, group: WorkingGroup, title: str = "Un guide") -> LearningOutcome:
    return propose_outcome(
        actor=cast.person("core"), group=group, kind=OutcomeKind.GUIDE, title=title, text="Pour agir.", language="fr",
        other_title="A guide", other_text="To act.",
    )  # fmt: skip


def decide(cast: Cast, outcome: LearningOutcome) -> Proposal:
    proposal = put_outcome(actor=cast.person("core"), outcome=outcome)
    return consented(proposal, [cast.person(name) for name in ("core", "member", "second_member")])


def test_forming_needs_members_and_a_lead(cast: Cast) -> None:
    group = make_group(cast)
    put_in(cast.member, group, leads=True)
    assert len(missing_before(group, GroupStage.QUESTIONS)) == 1
    with pytest.raises(Refused):
        take_stage(actor=cast.member, group=group, to=GroupStage.QUESTIONS)
    put_in(cast.core, group)
    assert take_stage(actor=cast.member, group=group, to=GroupStage.QUESTIONS).stage == GroupStage.QUESTIONS
    step = StageStep.objects.get()
    assert (step.before, step.after, step.by) == ("forming", "refining_questions", cast.member)


def test_only_whoever_leads_takes_a_step(cast: Cast) -> None:
    group = at_work(cast, GroupStage.FORMING)
    for name in ("core", "coordinator", "facilitator", "steward", "outsider", "nobody"):
        with pytest.raises(Refused):
            take_stage(actor=cast.person(name), group=group, to=GroupStage.QUESTIONS)
    Membership.objects.filter(person=cast.member).update(state=MembershipState.RESTRICTED)
    with pytest.raises(Refused):
        take_stage(actor=cast.person("member"), group=group, to=GroupStage.QUESTIONS)


@pytest.mark.covers("SR-18")
@pytest.mark.parametrize("at", list(GroupStage))
def test_no_stage_is_reached_but_the_next(cast: Cast, at: GroupStage) -> None:
    group = at_work(cast, at)
    following = ORDER[ORDER.index(at) + 1] if at != GroupStage.CLOSED else None
    for to in [*(one for one in ORDER if one != following), "", "nowhere"]:
        with pytest.raises(Refused):
            take_stage(actor=cast.person("member"), group=group, to=to)
    group.refresh_from_db()
    assert group.stage == at


def test_questions_then_outcome_then_planning(cast: Cast) -> None:
    group = at_work(cast)
    with pytest.raises(Refused, match="question"):
        take_stage(actor=cast.member, group=group, to=GroupStage.OUTCOME)
    agreed_question(group)
    take_stage(actor=cast.member, group=group, to=GroupStage.OUTCOME)
    with pytest.raises(Refused, match="outcome"):
        take_stage(actor=cast.member, group=group, to=GroupStage.PLANNING)


@pytest.mark.covers("INV-07")
def test_planning_begins_with_an_outcome_that_the_group_adopted(cast: Cast) -> None:
    group = at_work(cast, GroupStage.OUTCOME)
    outcome = outcome_of(cast, group)
    proposal = put_outcome(actor=cast.core, outcome=outcome)
    assert adopted_outcome(group) is None
    with pytest.raises(Refused):
        take_stage(actor=cast.member, group=group, to=GroupStage.PLANNING)
    consented(proposal, [cast.person(name) for name in ("core", "member", "second_member")])
    assert adopted_outcome(group) == outcome
    take_stage(actor=cast.person("member"), group=group, to=GroupStage.PLANNING)
    outcome.refresh_from_db()
    assert outcome.adopted_at is not None
    assert [adopt_from_decision(group=group), take_up_decisions()] == [None, 0]


def test_an_outcome_is_put_to_consent_in_its_stage_one_at_a_time(cast: Cast) -> None:
    group = at_work(cast, GroupStage.QUESTIONS)
    first, second = outcome_of(cast, group), outcome_of(cast, group, "Une étude")
    with pytest.raises(Refused):
        put_outcome(actor=cast.core, outcome=first)
    moved_to(group, GroupStage.OUTCOME)
    for name in ("coordinator", "facilitator", "outsider"):
        with pytest.raises(Refused):
            put_outcome(actor=cast.person(name), outcome=first)
    put_outcome(actor=cast.core, outcome=first)
    for refused in (
        lambda: put_outcome(actor=cast.core, outcome=second),
        lambda: set_outcome_aside(actor=cast.core, outcome=first),
        lambda: change_outcome(actor=cast.core, outcome=first, kind="guide", title="X", text="Y"),
    ):
        with pytest.raises(Refused):
            refused()


def test_what_the_consent_amended_is_what_is_adopted_and_the_next_replaces_it(cast: Cast) -> None:
    group = at_work(cast, GroupStage.OUTCOME)
    first, second = outcome_of(cast, group), outcome_of(cast, group, "Une étude")
    proposal = put_outcome(actor=cast.core, outcome=first)
    write_proposal(
        actor=cast.core, proposal=proposal, title=proposal.title, text="Pour agir ensemble.",
        other_title="A guide", other_text="To act together.",
    )  # fmt: skip
    consented(proposal, [cast.person(name) for name in ("core", "member", "second_member")])
    assert take_up_decisions() == 1
    first.refresh_from_db()
    assert (first.text, first.version) == ("Pour agir ensemble.", 2)
    assert words(LearningOutcome.objects.get(pk=first.pk), "text", "en").state == "approved"
    with pytest.raises(Refused):
        change_outcome(actor=cast.core, outcome=first, kind="guide", title="X", text="Y")
    decide(cast, second)
    assert adopted_outcome(group) == second
    assert adopt_from_decision(group=group) == second
    first.refresh_from_db()
    assert first.set_aside_at is not None


def test_the_table_holds_one_adopted_outcome(cast: Cast) -> None:
    group = at_work(cast, GroupStage.OUTCOME)
    now = timezone.now()
    for number in range(2):
        outcome_of(cast, group, f"Guide {number}")
    with pytest.raises(IntegrityError), transaction.atomic():
        LearningOutcome.objects.update(adopted_at=now)


def test_two_writers_of_an_outcome_notice_each_other(cast: Cast) -> None:
    group = at_work(cast, GroupStage.OUTCOME)
    outcome = outcome_of(cast, group)
    seen = seal_of(outcome, "kind")
    change_outcome(actor=cast.core, outcome=outcome, kind="tool", title="A", text="B", seen=seen)
    with pytest.raises(Clash):
        change_outcome(actor=cast.member, outcome=outcome, kind="tool", title="C", text="D", seen=seen)


def test_its_proposer_or_the_lead_sets_an_outcome_aside(cast: Cast) -> None:
    group = at_work(cast, GroupStage.OUTCOME)
    outcome = outcome_of(cast, group)
    with pytest.raises(Refused):
        set_outcome_aside(actor=cast.second_member, outcome=outcome)
    set_outcome_aside(actor=cast.member, outcome=outcome)
    with pytest.raises(Refused):
        put_outcome(actor=cast.core, outcome=outcome)


@pytest.mark.parametrize("seed", range(6))
def test_no_sequence_of_requests_skips_a_stage_or_goes_back(cast: Cast, seed: int) -> None:
    draw, group = random.Random(seed), at_work(cast, GroupStage.FORMING)
    people = [cast.member, cast.core, cast.coordinator]
    if seed % 2:
        agreed_question(group)
    for _turn in range(25):
        before = WorkingGroup.objects.values_list("stage", flat=True).get(pk=group.pk)
        try:
            take_stage(actor=draw.choice(people), group=group, to=draw.choice(ORDER))
        except Refused:
            assert WorkingGroup.objects.values_list("stage", flat=True).get(pk=group.pk) == before
    steps = [(step.before, step.after) for step in StageStep.objects.filter(group=group).order_by("pk")]
    assert steps == list(pairwise(ORDER))[: len(steps)]
    assert len(steps) <= (2 if seed % 2 else 1)
