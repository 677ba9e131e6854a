"""A call for applications in each community: written, applied to, read, talked over, decided, answered."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from palabre.calls import models as c
from palabre.calls.choices import ApplicationState, AssignmentState, CallState
from palabre.communities.choices import Role
from palabre.communities.models import Organisation
from palabre.kit.folding import folded
from palabre.kit.ids import digest
from tests.factories import grant, make_person

if TYPE_CHECKING:
    from tests.isolation.world import World


def tell_calls(world: World) -> None:
    """Every row of the room, with the mark in every text. The call stands in its selection."""
    now = datetime.now(UTC)
    call = c.Call.objects.create(
        community=world.community, title=world.says("appel"), text=world.mark, commitment=world.mark, capacity=world.mark,
        ai_notice=world.mark, state=CallState.SELECTION, opens_at=now - timedelta(days=60),
        closes_at=now - timedelta(days=30), zone="Africa/Bamako", places=15, created_by=world.people["coordinator"],
    )  # fmt: skip
    draft = c.Call.objects.create(
        community=world.community, title=world.says("appel en préparation"), text=world.mark, state=CallState.DRAFT,
        opens_at=now + timedelta(days=10), closes_at=now + timedelta(days=40), zone="Africa/Bamako", places=5,
        created_by=world.people["coordinator"],
    )  # fmt: skip
    theme = c.CallTheme.objects.create(call=call, title=world.says("thème"), text=world.mark)
    criterion = c.SelectionCriterion.objects.create(call=call, name=world.says("critère"), text=world.mark)
    house = Organisation.objects.get(public_id=world.ids["organisation_id"])
    rule = c.EligibilityRule.objects.create(
        call=call, kind="may_not", check_by="staff", label=world.says("règle"), organisation=house
    )
    c.RuleCountry.objects.create(rule=rule, country="ML")
    question = c.CallQuestion.objects.create(call=call, label=world.says("question"), help=world.mark, kind="choice")
    option = c.QuestionOption.objects.create(question=question, label=world.says("choix"))
    letter_text = c.LetterText.objects.create(call=call, outcome="offer", text=world.says("lettre"))
    application = _application(world, call, "AB2CD3", ApplicationState.SHORTLISTED)
    c.ThemeChoice.objects.create(application=application, theme=theme, rank=1)
    answer = c.Answer.objects.create(application=application, question=question, text=world.mark)
    answer.options.add(option)
    c.BalanceData.objects.create(application=application, gender="woman", diversity=world.mark)
    world.ids |= {
        "call_id": call.public_id,
        "draft_call_id": draft.public_id,
        "theme_id": theme.public_id,
        "rule_id": rule.public_id,
        "criterion_id": criterion.public_id,
        "ask_id": question.public_id,
        "option_id": option.public_id,
        "application_id": application.public_id,
        "letter_text_id": letter_text.public_id,
    }
    reviewer = _reviewing(world, call, application, criterion)
    _deciding(world, call, application, reviewer)


def _application(world: World, call: c.Call, code: str, state: str) -> c.Application:
    return c.Application.objects.create(
        call=call, code=code, digest=digest(f"{world.mark}{code}"), person=world.people["member"], state=state,
        name=world.says("candidature"), email=f"{world.mark.lower()}.{code.lower()}@example.org",
        email_digest=digest(f"{world.mark}{code}@"), organisation=world.says("maison"), country="ML", french="fluent",
        english="some", declares_rules=True, ai_use=world.mark, submitted_at=datetime.now(UTC) - timedelta(days=35),
        info_asked=world.mark, info_given=world.mark,
    )  # fmt: skip


def _reviewing(world: World, call: c.Call, application: c.Application, criterion: c.SelectionCriterion) -> c.Reviewer:
    person = make_person(world.says("lecture"), email=f"{world.mark.lower()}.reader@example.org")
    world.people["reviewer"] = person
    grant(person, world.community, Role.REVIEWER)
    now = datetime.now(UTC)
    reviewer = c.Reviewer.objects.create(
        call=call, person=person, name=world.says("lecture"), digest=digest(f"{world.mark}reader"), accepted_at=now,
        declared_at=now, named_by=world.people["coordinator"],
    )  # fmt: skip
    tie = c.Tie.objects.create(reviewer=reviewer, name=world.says("attache"), folded=folded(world.says("attache")))
    assignment = c.ReviewAssignment.objects.create(
        application=application, reviewer=reviewer, state=AssignmentState.SUBMITTED
    )
    review = c.Review.objects.create(
        assignment=assignment, comment=world.says("avis"), recommendation="yes", submitted_at=now
    )
    c.Score.objects.create(review=review, criterion=criterion, points=4)
    other = _application(world, call, "EF4GH5", ApplicationState.IN_REVIEW)
    c.Conflict.objects.create(reviewer=reviewer, application=other, kind="declared", note=world.mark)
    world.ids |= {
        "reviewer_id": reviewer.public_id,
        "tie_id": tie.public_id,
        "assignment_id": assignment.public_id,
    }
    return reviewer


def _deciding(world: World, call: c.Call, application: c.Application, reviewer: c.Reviewer) -> None:
    slot = c.InterviewSlot.objects.create(
        call=call, starts_at=datetime.now(UTC) + timedelta(days=3), where=world.says("où")
    )
    interview = c.Interview.objects.create(application=application, state="booked", slot=slot)
    c.InterviewNote.objects.create(interview=interview, reviewer=reviewer, text=world.says("note"), points=4)
    sitting = c.Deliberation.objects.create(call=call, held_on=date(2026, 1, 2), words=world.says("délibération"))
    sitting.present.add(reviewer)
    c.SelectionDecision.objects.create(
        application=application, deliberation=sitting, outcome="shortlist", reasons=world.mark, feedback=world.mark
    )
    letter = c.Letter.objects.create(
        application=application, outcome="shortlist", language="fr", body=world.says("lettre"),
        sent_at=datetime.now(UTC),
    )  # fmt: skip
    world.ids |= {
        "slot_id": slot.public_id,
        "deliberation_id": sitting.public_id,
        "letter_id": letter.public_id,
    }
