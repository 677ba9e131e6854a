"""How each community works in groups: a proposal, a group with its questions, its plan, its money."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from palabre.commitments.models import Commitment
from palabre.communities.choices import Role
from palabre.decisions import models as d
from palabre.groups import models as g
from palabre.money import models as b
from tests.factories import grant, join, make_person

if TYPE_CHECKING:
    from tests.isolation.world import World


def tell_decisions(world: World) -> None:
    """A proposal with everything that happens to one."""
    now = datetime.now(UTC)
    proposal = d.Proposal.objects.create(
        community=world.community, title=world.says("proposition"), text=world.mark, proposer=world.people["member"],
        state="stances", round=2, opened_at=now, closes_at=now + timedelta(days=3),
    )  # fmt: skip
    for role in ("member", "core", "coordinator"):
        d.Elector.objects.create(proposal=proposal, person=world.people[role])
    clarification = d.Clarification.objects.create(
        proposal=proposal, asked_by=world.people["core"], question=world.mark, answer=world.mark
    )
    amendment = d.Amendment.objects.create(
        proposal=proposal, round=2, before=world.mark, after=world.mark, by=world.people["member"]
    )
    d.Stance.objects.create(proposal=proposal, round=2, person=world.people["core"], kind="object", comment=world.mark)
    objection = d.Objection.objects.create(
        proposal=proposal, round=1, person=world.people["core"], reason=world.mark, integrated_by=amendment
    )
    decided = d.Proposal.objects.create(
        community=world.community, title=world.says("décidée"), text=world.mark, proposer=world.people["member"],
        state="adopted", ended_at=now,
    )  # fmt: skip
    d.DecisionRecord.objects.create(
        proposal=decided, state="adopted", outcome=world.mark, review_on=date(2027, 1, 2), electors=3, consenting=3,
        with_reservation=0, standing_aside=0, objections_integrated=0,
    )  # fmt: skip
    world.ids |= {
        "proposal_id": proposal.public_id,
        "clarification_id": clarification.public_id,
        "objection_id": objection.public_id,
    }


def tell_groups(world: World) -> None:
    """A group at work, its lead, its plan handed in, a check-in, an output."""
    for role in (Role.MEL, Role.TREASURER):
        person = make_person(world.says(role.value), email=f"{world.mark.lower()}.{role.value}@example.org")
        world.people[role.value] = person
        grant(person, world.community, role)
    lead = make_person(world.says("responsable"), email=f"{world.mark.lower()}.lead@example.org")
    join(lead, world.community)
    world.people["lead"] = lead
    g.Grouping.objects.create(community=world.community, choose_until=datetime.now(UTC) + timedelta(days=5))
    group = g.WorkingGroup.objects.create(
        community=world.community, theme=world.says("thème"), about=world.mark, stage="planning"
    )
    for role in ("member", "lead"):
        g.GroupMembership.objects.create(
            community=world.community, group=group, person=world.people[role], leads=role == "lead"
        )
    question = g.LearningQuestion.objects.create(
        group=group, text=world.says("question"), state="agreed", proposed_by=world.people["member"],
        agreed_at=datetime.now(UTC), decision=world.mark, place=1,
    )  # fmt: skip
    g.Wording.objects.create(question=question, version=1, text=world.mark, reason=world.mark)
    g.LearningAgenda.objects.create(community=world.community, aims=world.mark)
    outcome = g.LearningOutcome.objects.create(
        group=group, kind="guide", title=world.says("résultat"), text=world.mark, proposed_by=world.people["member"]
    )
    world.ids |= {
        "group_id": group.public_id,
        "learning_id": question.public_id,
        "outcome_id": outcome.public_id,
    }
    _plan(world, group)
    _check_in(world, group)
    _money(world, group)


def _plan(world: World, group: g.WorkingGroup) -> None:
    plan = g.WorkPlan.objects.create(group=group, state="submitted", number=1, submitted_by=world.people["lead"])
    objective = g.Objective.objects.create(plan=plan, text=world.mark, measure=world.mark, note=world.mark)
    step = g.PlanStep.objects.create(
        objective=objective, text=world.mark, starts_on=date(2026, 1, 2), ends_on=date(2026, 2, 2),
        person=world.people["member"],
    )  # fmt: skip
    deliverable = g.Deliverable.objects.create(
        objective=objective, kind="guide", title=world.says("livrable"), due=date(2026, 3, 2)
    )
    support = g.SupportRequest.objects.create(plan=plan, text=world.mark, asked_by=world.people["lead"])
    g.PlanVersion.objects.create(plan=plan, number=1, content={"objectives": []}, submitted_by=world.people["lead"])
    g.PlanComment.objects.create(plan=plan, number=1, text=world.mark, by=world.people["mel"])
    output = g.Output.objects.create(deliverable=deliverable, title=world.says("produit"), summary=world.mark)
    g.OutputFile.objects.create(output=output, language="fr", link=f"https://{world.mark.lower()}.example/")
    g.Contributor.objects.create(output=output, person=world.people["member"], name=world.says("plume"))
    world.ids |= {
        "objective_id": objective.public_id,
        "step_id": step.public_id,
        "deliverable_id": deliverable.public_id,
        "support_id": support.public_id,
    }


def _check_in(world: World, group: g.WorkingGroup) -> None:
    check_in = g.CheckIn.objects.create(
        community=world.community, held_on=date(2026, 1, 2), opened_by=world.people["mel"]
    )
    report = g.CheckInReport.objects.create(
        check_in=check_in, group=group, progress=world.mark, difficulties=world.mark, help_wanted=world.mark,
        next_steps=world.mark, written_by=world.people["lead"],
    )  # fmt: skip
    promised = Commitment.objects.create(
        community=world.community, text=world.says("difficulté"), person=world.people["lead"], due=date(2027, 1, 2)
    )
    g.Difficulty.objects.create(report=report, commitment=promised)
    world.ids["check_in_id"] = check_in.public_id


def _money(world: World, group: g.WorkingGroup) -> None:
    budget = b.Budget.objects.create(community=world.community, group=group, opened_by=world.people["lead"])
    line = b.BudgetLine.objects.create(budget=budget, label=world.says("ligne"))
    version = b.BudgetVersion.objects.create(
        budget=budget, number=1, state="approved", reason=world.mark, written_by=world.people["lead"],
        submitted_by=world.people["lead"],
    )  # fmt: skip
    b.LineAmount.objects.create(version=version, line=line, amount=Decimal(500))
    b.BudgetComment.objects.create(version=version, text=world.mark, by=world.people["mel"])
    expense = b.Expense.objects.create(
        budget=budget, line=line, what=world.says("dépense"), spent_on=date(2026, 1, 2), amount=Decimal(40),
        entered_by=world.people["lead"],
    )  # fmt: skip
    agreement = b.HonorariumAgreement.objects.create(
        community=world.community, person=world.people["member"], monthly_amount=Decimal(100),
        first_month=date(2026, 1, 1), last_month=date(2026, 12, 1),
    )  # fmt: skip
    b.HonorariumLine.objects.create(agreement=agreement, month=date(2026, 1, 1), amount=Decimal(100))
    april = {"agreement": agreement, "month": date(2026, 4, 1)}
    paid = b.HonorariumLine.objects.create(
        **april, amount=Decimal(100), state="paid", paid_at=datetime.now(UTC), reference=world.mark
    )
    b.HonorariumLine.objects.create(
        **april, amount=Decimal(-100), state="paid", paid_at=datetime.now(UTC), reverses=paid, note=world.mark
    )
    month = b.HonorariumLine.objects.create(**april, amount=Decimal(100), state="eligible", replaces=paid)
    b.Waiver.objects.create(agreement=agreement, month=date(2026, 2, 1))
    b.Break.objects.create(agreement=agreement, first_month=date(2026, 3, 1))
    b.PayeeDetails.objects.create(
        person=world.people["member"], means="mobile", name=world.mark, account=world.mark, institution=world.mark,
        note=world.mark,
    )  # fmt: skip
    world.ids |= {
        "budget_id": budget.public_id,
        "budget_line_id": line.public_id,
        "expense_id": expense.public_id,
        "agreement_id": agreement.public_id,
        "honorarium_id": month.public_id,
    }
