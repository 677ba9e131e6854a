"""Entries of calls, decisions, groups and money that make a mail, as their actions write them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from palabre.calls import models as c
from palabre.decisions import models as d
from palabre.groups.models import GroupMembership, WorkingGroup, WorkPlan
from palabre.kit.ids import digest
from palabre.money import models as b
from tests.factories import grant, join, make_person

if TYPE_CHECKING:
    from tests.unit.notices.test_words import World

MARK = "zzmarque"


def _call(world: World, **fields: Any) -> c.Call:
    now = timezone.now()
    said = {
        "title": f"{MARK} call", "text": MARK, "opens_at": now - timedelta(days=9), "closes_at": now + timedelta(days=2),
        "zone": "Africa/Bamako", "places": 3, "created_by": world.reader, "state": "open", **fields,
    }  # fmt: skip
    return c.Call.objects.create(community=world.community, **said)


def _application(world: World, call: c.Call, code: str, state: str, **fields: Any) -> c.Application:
    handed_in = None if state == "draft" else timezone.now()
    return c.Application.objects.create(
        call=call, code=code, digest=digest(f"{code} {call.pk}"), state=state, language=world.language,
        name=f"{MARK} applicant", email=f"{code.lower()}@example.org", email_digest=digest(code), organisation=MARK,
        submitted_at=handed_in, info_asked=f"{MARK} question", **fields,
    )  # fmt: skip


def calls(world: World) -> None:
    """A call that opened, is lengthened, is given up; and what its applicants hear."""
    running, given_up = _call(world), _call(world, state="cancelled")
    world.tell("calls.opened", "call", running.pk)
    world.tell("calls.closing_reminded", "call", running.pk)
    draft = _application(world, running, "AAAA22", "draft")
    world.tell("calls.application_begun", "ownapplication", draft.pk, mailed=True)
    world.tell("calls.lengthened", "call", running.pk)
    _application(world, given_up, "BBBB33", "submitted")
    world.tell("calls.cancelled", "call", given_up.pk)
    received = _application(world, running, "CCCC44", "submitted")
    world.tell("calls.application_received", "ownapplication", received.pk)
    asked = _application(world, running, "DDDD55", "needs_info")
    world.tell("calls.info_asked", "ownapplication", asked.pk)
    placed = _application(world, running, "EEEE66", "accepted", coi_at=timezone.now(), accepted_at=timezone.now())
    world.tell("calls.place_confirmed", "offer", placed.pk)
    letter = c.Letter.objects.create(
        application=placed, outcome="offer", language=world.language, body=f"{MARK} letter", sent_at=timezone.now()
    )
    world.tell("calls.letter_sent", "letter", letter.pk)
    _readers(world)


def _readers(world: World) -> None:
    call = _call(world, state="review", closes_at=timezone.now() - timedelta(days=2))
    asked = c.Reviewer(
        call=call, name=f"{MARK} reader", email="reader@example.org", language=world.language, named_by=world.reader
    )
    asked.digest = digest(asked.token())
    asked.save()
    world.tell("calls.reviewer_named", "call_reviewer", asked.pk)
    grant(world.reader, world.community, "reviewer")
    now = timezone.now()
    seat = c.Reviewer.objects.create(
        call=call, person=world.reader, digest=digest(f"seat {call.pk}"), accepted_at=now, declared_at=now
    )
    file = _application(world, call, "FFFF77", "in_review")
    c.ReviewAssignment.objects.create(application=file, reviewer=seat)
    world.tell("calls.files_given", "call_reviewer", seat.pk, number=1)


def decisions(world: World) -> None:
    """A proposal in each state in which its circle is written to."""
    now = timezone.now()
    for state, kind, facts in (
        ("clarifying", "decisions.opened", {}),
        ("stances", "decisions.stances_asked", {"round": 1}),
        ("stances", "decisions.round_closing", {"round": 1}),
        ("to_record", "decisions.round_ended", {"state": "to_record"}),
        ("adopted", "decisions.adopted", {}),
        ("adopted", "decisions.review_due", {}),
    ):
        proposal = d.Proposal.objects.create(
            community=world.community, title=f"{MARK} proposal", text=MARK, proposer=world.reader, state=state,
            opened_at=now, closes_at=now + timedelta(days=1),
        )  # fmt: skip
        d.Elector.objects.create(proposal=proposal, person=world.reader)
        if state == "adopted":
            d.DecisionRecord.objects.create(
                proposal=proposal, state=state, outcome=MARK, review_on=date(2030, 1, 2), recorded_by=world.reader,
                electors=1, consenting=1, with_reservation=0, standing_aside=0, objections_integrated=0,
            )  # fmt: skip
        world.tell(kind, "proposal", proposal.pk, **facts)


def groups(world: World) -> None:
    """A plan and a budget that wait for those who approve."""
    group = WorkingGroup.objects.create(community=world.community, theme=f"{MARK} theme", stage="planning")
    lead = make_person(f"{MARK} lead", language=world.language)
    join(lead, world.community)
    GroupMembership.objects.create(community=world.community, group=group, person=lead, leads=True)
    plan = WorkPlan.objects.create(group=group, state="submitted", number=1, submitted_by=lead)
    world.tell("groups.plan_submitted", "work_plan", plan.pk, number=1)
    budget = b.Budget.objects.create(community=world.community, group=group, opened_by=lead)
    line = b.BudgetLine.objects.create(budget=budget, label=f"{MARK} line")
    version = b.BudgetVersion.objects.create(
        budget=budget, number=1, state="submitted", written_by=lead, submitted_by=lead
    )
    b.LineAmount.objects.create(version=version, line=line, amount=Decimal(100))
    world.tell("money.budget_submitted", "budget", budget.pk)


def tell_the_year(world: World) -> None:
    for part in (calls, decisions, groups):
        part(world)
