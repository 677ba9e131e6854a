"""Chapter three: the plans come back once because a date is missing, then two people approve; the groups begin."""

from __future__ import annotations

from datetime import date, timedelta

from palabre.demo.networks import on
from palabre.demo.roots_call import both
from palabre.demo.roots_circles import CIRCLES, Aim, Circle
from palabre.demo.roots_founding import Roots
from palabre.demo.roots_groups import fresh_person, groups_of, people_of
from palabre.groups.actions.approving import approve_plan, return_plan
from palabre.groups.actions.deliverables import add_deliverable
from palabre.groups.actions.handing_in import hand_in
from palabre.groups.actions.plan_steps import add_step, progress_step
from palabre.groups.actions.planning import add_objective, approve_plan_words, write_objective
from palabre.groups.actions.stages import take_stage
from palabre.groups.actions.support import answer_support, ask_support
from palabre.groups.models import Objective, PlanStep, WorkingGroup, WorkPlan
from palabre.people.models import Person

SMART = ("specific", "measurable", "achievable", "relevant", "time_bound")
BACK = "L’objectif n’a pas encore de date. Ajoutez-la, et c’est prêt."
HELP = "Une personne-ressource qui a déjà animé ce travail ailleurs."
GIVEN = "Oui : nous vous mettons en lien avec deux personnes du réseau."


def plan_work(stage: Roots) -> None:
    """Each group writes its plan; the second group forgets a date, and mends it."""
    start = stage.begun + timedelta(days=182)
    for number, (group, circle) in enumerate(zip(groups_of(stage), CIRCLES, strict=True)):
        plan = _write(stage, group, circle, start, forgetful=number == 1)
        if number == 1:
            _came_back(stage, plan, group, circle, start)
        with on(start + timedelta(days=12)):
            hand_in(actor=people_of(group)[0], plan=WorkPlan.objects.get(pk=plan.pk))
        with on(start + timedelta(days=15)):
            plan = WorkPlan.objects.get(pk=plan.pk)
            approve_plan(actor=stage.who("roots-mel"), plan=plan)
            approve_plan(actor=stage.who("roots-coordinator"), plan=WorkPlan.objects.get(pk=plan.pk))


def _write(stage: Roots, group: WorkingGroup, circle: Circle, start: date, *, forgetful: bool) -> WorkPlan:
    people = people_of(group)
    with on(start):
        for aim in circle.aims:
            _aim(group, people, aim, start, dated=not forgetful)
        support = ask_support(actor=fresh_person(people[0]), group=group, text=HELP)
    plan = WorkPlan.objects.get(group=group)
    with on(start + timedelta(days=3)):
        answer_support(actor=stage.who("roots-mel"), support=support, granted=True, answer=GIVEN)
        approve_plan_words(actor=stage.who("roots-translator"), plan=plan)
    return plan


def _aim(group: WorkingGroup, people: list[Person], aim: Aim, start: date, *, dated: bool) -> None:
    due = start + timedelta(weeks=aim.weeks)
    objective = add_objective(
        actor=fresh_person(people[0]), group=group, texts=both(aim.text), measure=aim.measure,
        checks=SMART if dated else SMART[:4], due=due if dated else None,
    )  # fmt: skip
    steps: list[PlanStep] = []
    for number, step in enumerate(aim.steps):
        steps.append(
            add_step(
                actor=fresh_person(people[0]), objective=objective, texts=both(step.text),
                starts_on=start + timedelta(weeks=step.starts), ends_on=start + timedelta(weeks=step.ends),
                person=people[number % len(people)], after=None if step.after is None else steps[step.after],
            )
        )  # fmt: skip
    add_deliverable(
        actor=fresh_person(people[0]), objective=objective, texts=both(aim.deliverable), kind=aim.kind, due=due
    )


def _came_back(stage: Roots, plan: WorkPlan, group: WorkingGroup, circle: Circle, start: date) -> None:
    """Returned because an objective has no date; the lead gives it one."""
    with on(start + timedelta(days=5)):
        hand_in(actor=people_of(group)[0], plan=WorkPlan.objects.get(pk=plan.pk))
    with on(start + timedelta(days=8)):
        return_plan(actor=stage.who("roots-mel"), plan=WorkPlan.objects.get(pk=plan.pk), text=BACK)
    with on(start + timedelta(days=10)):
        for objective, aim in zip(Objective.objects.filter(plan=plan), circle.aims, strict=True):
            write_objective(
                actor=people_of(group)[0], objective=objective, texts=both(aim.text), checks=SMART, measure=aim.measure,
                due=start + timedelta(weeks=aim.weeks),
            )  # fmt: skip


def begin_work(stage: Roots, today: date) -> None:
    """The plans and budgets stand: the groups begin; the first steps are done, the second under way."""
    start = stage.begun + timedelta(days=206)
    for group in groups_of(stage):
        with on(start):
            take_stage(actor=people_of(group)[0], group=group, to="implementing")
        with on(today - timedelta(days=20)):
            for step in PlanStep.objects.filter(objective__plan__group=group).order_by("starts_on", "pk"):
                if step.starts_on < today - timedelta(days=20):
                    done = step.ends_on < today - timedelta(days=20)
                    progress_step(actor=people_of(group)[0], step=step, state="done" if done else "doing")
