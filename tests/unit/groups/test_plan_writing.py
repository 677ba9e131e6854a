"""Objectives with their five checks, steps in their order, deliverables: who writes them, when, and what is refused."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from palabre.groups.actions.deliverables import remove_deliverable, write_deliverable
from palabre.groups.actions.handing_in import hand_in
from palabre.groups.actions.plan_steps import progress_step, remove_step, write_step
from palabre.groups.actions.planning import (
    BESIDE,
    add_objective,
    approve_plan_words,
    move_objective,
    remove_objective,
    write_objective,
)
from palabre.groups.choices import GroupStage, StepState
from palabre.groups.models import Objective, PlanStep
from palabre.groups.queries.words import seal_of
from palabre.groups.rules.plan_gaps import plan_gaps
from palabre.groups.rules.plans import can_progress_step, can_write_plan
from palabre.kit.verdict import Clash, Refused
from palabre.languages.queries import state_in
from tests.unit.groups.making_plans import (
    EVERY,
    TEXTS,
    Circle,
    approved_plan,
    at,
    day,
    make_circle,
    promise_of,
    whole_plan,
    write_objective_of,
    write_step_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def test_members_write_the_plan_and_nobody_else(circle: Circle) -> None:
    objective = write_objective_of(circle)
    names = ("lead", "member", "second", "mel", "coordinator", "other_lead", "bystander")
    assert [name for name in names if can_write_plan(circle.person(name), circle.plan)] == ["lead", "member", "second"]
    for name in ("mel", "coordinator", "other_lead"):
        with pytest.raises(Refused):
            write_objective(actor=circle.person(name), objective=objective, texts=TEXTS)
    assert state_in(objective, "en") == "in_review"


@pytest.mark.parametrize("stage", [GroupStage.FORMING, GroupStage.QUESTIONS, GroupStage.OUTCOME, GroupStage.CLOSED])
def test_the_plan_has_its_time(circle: Circle, stage: str) -> None:
    at(circle, stage)
    with pytest.raises(Refused):
        write_objective_of(circle)


def test_time_bound_needs_a_day_and_measurable_its_words(circle: Circle) -> None:
    with pytest.raises(Refused) as dateless:
        write_objective_of(circle, due=None)
    assert dateless.value.field == "due"
    with pytest.raises(Refused) as unmeasured:
        write_objective_of(circle, measure=" ")
    assert unmeasured.value.field == "measure"
    objective = write_objective_of(circle)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objective.objects.filter(pk=objective.pk).update(due=None)


def test_an_objective_is_written_in_the_language_that_was_typed(circle: Circle) -> None:
    english = write_objective_of(circle, texts={"fr": "", "en": "Listen"}, language="fr")
    assert (english.source_language, english.text) == ("en", "Listen")
    with pytest.raises(Refused) as empty:
        write_objective_of(circle, texts={"fr": " ", "en": ""}, language="fr")
    assert empty.value.field == "text_fr"


def test_two_writers_notice_each_other(circle: Circle) -> None:
    objective = write_objective_of(circle)
    seen = seal_of(objective, *BESIDE)
    said = {"checks": EVERY, "measure": "M", "due": day(5)}
    write_objective(actor=circle.person("lead"), objective=objective, texts={"fr": "Le mien"}, seen=seen, **said)
    with pytest.raises(Clash) as clash:
        write_objective(actor=circle.person("second"), objective=objective, texts={"fr": "Le tien"}, seen=seen, **said)
    assert clash.value.theirs.text == "Le mien"
    objective.refresh_from_db()
    assert objective.text == "Le mien"


def test_gaps_name_the_objective_and_what_it_lacks(circle: Circle) -> None:
    whole_plan(circle)
    write_objective_of(circle, checks=EVERY - {"time_bound", "specific"}, due=None)
    said = [str(gap.sentence) for gap in plan_gaps(circle.plan)]
    assert len(said) == 3
    assert all("2" in sentence for sentence in said)


def test_steps_follow_each_other_without_a_circle(circle: Circle) -> None:
    objective = write_objective_of(circle)
    first = write_step_of(circle, objective, starts_on=day(1), ends_on=day(10))
    second = write_step_of(circle, objective, starts_on=day(10), ends_on=day(20), after=first)
    third = write_step_of(circle, objective, starts_on=day(20), ends_on=day(30), after=second)
    said = {"texts": {"fr": "Un"}, "starts_on": day(40), "ends_on": day(50)}
    for behind in (first, second, third):
        with pytest.raises(Refused) as circled:
            write_step(actor=circle.person("lead"), step=first, after=behind, **said)
        assert circled.value.field == "after"
    with pytest.raises(Refused) as early:
        write_step_of(circle, objective, starts_on=day(9), ends_on=day(12), after=first)
    assert early.value.field == "starts_on"
    remove_step(actor=circle.person("member"), step=first)
    second.refresh_from_db()
    assert second.after is None


def test_a_step_has_two_days_and_an_owner_of_the_group(circle: Circle) -> None:
    objective = write_objective_of(circle)
    for wrong, field in (
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": day(0)}, "ends_on"),
        ({"person": circle.bystander}, "person"),
        ({"texts": {"fr": "x" * 301}}, "text_fr"),
    ):
        with pytest.raises(Refused) as refused:
            write_step_of(circle, objective, **wrong)
        assert refused.value.field == field
    step = write_step_of(circle, objective, person=circle.second)
    circle.second.group_memberships.update(left_at=timezone.now())
    kept = {"texts": {"fr": "Suite"}, "starts_on": day(1), "ends_on": day(2)}
    assert write_step(actor=circle.person("lead"), step=step, person=circle.second, **kept).person == circle.second
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanStep.objects.filter(pk=step.pk).update(ends_on=day(-3))


def test_a_step_moves_on_once_the_plan_is_approved(circle: Circle) -> None:
    objective = whole_plan(circle)
    step = PlanStep.objects.get()
    with pytest.raises(Refused):
        progress_step(actor=circle.person("member"), step=step, state=StepState.DOING)
    objective.delete()
    approved_plan(circle)
    step = PlanStep.objects.select_related("objective__plan__group__community").get()
    names = ("lead", "member", "second", "mel", "coordinator", "bystander")
    assert [name for name in names if can_progress_step(circle.person(name), step)] == ["lead", "member"]
    assert progress_step(actor=circle.person("member"), step=step, state=StepState.DONE).state == StepState.DONE
    with pytest.raises(Refused):
        progress_step(actor=circle.person("lead"), step=step, state="perhaps")


def test_order_removal_and_translation(circle: Circle) -> None:
    first, second = write_objective_of(circle), write_objective_of(circle, texts={"fr": "Deux"})
    move_objective(actor=circle.person("member"), objective=second, up=True)
    assert list(circle.plan.objectives.values_list("pk", flat=True)) == [second.pk, first.pk]
    promised = promise_of(circle, first)
    said = {"texts": {"fr": "Carnet", "en": "Notebook"}, "kind": "tool", "due": day(3)}
    assert write_deliverable(actor=circle.person("lead"), deliverable=promised, **said).kind == "tool"
    with pytest.raises(Refused):
        approve_plan_words(actor=circle.person("bystander"), plan=circle.plan)
    assert approve_plan_words(actor=circle.person("second"), plan=circle.plan) == 2
    with pytest.raises(Refused):
        approve_plan_words(actor=circle.person("second"), plan=circle.plan)
    remove_deliverable(actor=circle.person("lead"), deliverable=promised)
    remove_objective(actor=circle.person("lead"), objective=first)
    assert list(circle.plan.objectives.all()) == [second]


def test_what_is_handed_in_is_not_written(circle: Circle) -> None:
    objective = whole_plan(circle)
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    step, promised = PlanStep.objects.get(), objective.deliverables.get()
    said = {"texts": TEXTS, "starts_on": day(1), "ends_on": day(2)}
    for act in (
        lambda: write_objective_of(circle),
        lambda: write_objective(actor=circle.person("member"), objective=objective, texts=TEXTS),
        lambda: remove_objective(actor=circle.person("member"), objective=objective),
        lambda: write_step(actor=circle.person("member"), step=step, **said),
        lambda: remove_deliverable(actor=circle.person("member"), deliverable=promised),
    ):
        with pytest.raises(Refused):
            act()


def test_a_plan_has_twelve_objectives_at_most(circle: Circle) -> None:
    for _number in range(12):
        add_objective(actor=circle.person("member"), group=circle.group, texts={"fr": "Un"})
    with pytest.raises(Refused):
        add_objective(actor=circle.person("member"), group=circle.group, texts={"fr": "De trop"})
