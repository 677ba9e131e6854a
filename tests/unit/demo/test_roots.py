"""Chapter three is told through actions only, and counts what DOMAIN.md §8 counts."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.utils import timezone

from palabre.calls.choices import ApplicationState, AssignmentState
from palabre.calls.models import (
    Application,
    BalanceTable,
    Conflict,
    Interview,
    Review,
    ReviewAssignment,
    Reviewer,
    SelectionCriterion,
)
from palabre.commitments.models import Commitment
from palabre.decisions.models import Proposal
from palabre.demo.roots_founding import Roots
from palabre.demo.roots_story import tell_roots
from palabre.groups.choices import GroupStage
from palabre.groups.gates import missing_before
from palabre.groups.models import (
    CheckIn,
    Difficulty,
    GroupMembership,
    LearningAgenda,
    LearningQuestion,
    PlanVersion,
    WorkingGroup,
    WorkPlan,
)
from palabre.journal.models import Entry
from palabre.journal.queries import check_chain
from palabre.languages.models import Half, source_digest
from palabre.languages.queries import load_halves, state_in
from palabre.meetings.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MinutesLanguage,
    RecordedDecision,
    Reply,
    TakenCommitment,
)
from palabre.meetings.rules import is_complete, load_whole
from palabre.money.models import Budget, BudgetApproval, Expense, HonorariumLine
from palabre.people.models import Keeper
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_the_cohort_is_told_from_its_call_to_its_honoraria() -> None:
    keeper = make_person("Garde")
    Keeper.objects.create(person=keeper, since=timezone.now() - timedelta(days=900))
    stage = tell_roots(people={"keeper": keeper}, today=timezone.localdate())
    assert stage.community.risk == "high"
    call_and_committee()
    groups_and_plans(stage)
    meetings_of_a_year(stage)
    minutes_in_both_languages(stage)
    check_ins(stage)
    money(stage)
    assert check_chain().broken_at is None


def call_and_committee() -> None:
    """One call: thirty-four applications, six criteria, five readers, three conflicts, two reviews each, ten interviews."""
    assert Application.objects.count() == 34
    assert SelectionCriterion.objects.count() == 6
    assert SelectionCriterion.objects.filter(scored=True).count() == 5
    assert Reviewer.objects.count() == 5
    assert Conflict.objects.count() == 3
    assert Review.objects.filter(submitted_at__isnull=False).count() == 58
    assert not ReviewAssignment.objects.exclude(state=AssignmentState.SUBMITTED).exists()
    tied = Conflict.objects.values_list("reviewer_id", "application_id")
    assert not set(tied) & set(ReviewAssignment.objects.values_list("reviewer_id", "application_id"))
    assert Interview.objects.filter(state="held").count() == 10
    assert set(BalanceTable.objects.values_list("what", "chosen")) >= {("age_band", False), ("age_band", True)}
    states = {state: Application.objects.filter(state=state).count() for state in ApplicationState.values}
    assert {state: n for state, n in states.items() if n} == {
        "accepted": 15, "waitlisted": 2, "declined": 12, "ineligible": 4, "withdrawn": 1,
    }  # fmt: skip


def groups_and_plans(stage: Roots) -> None:
    """Fifteen who signed; three groups of five, seven questions, three outcomes by consent, three plans."""
    cohort = stage.community
    assert cohort.memberships.filter(state="active", person__in=stage.members).count() == 15
    groups = list(WorkingGroup.objects.filter(community=cohort))
    assert [one.stage for one in groups] == [GroupStage.IMPLEMENTING] * 3
    assert GroupMembership.objects.filter(community=cohort, left_at=None).count() == 15
    assert {GroupMembership.objects.filter(group=one, left_at=None).count() for one in groups} == {5}
    assert LearningQuestion.objects.filter(state="agreed").count() == 7
    assert LearningAgenda.objects.get(community=cohort).published_at is not None
    assert Proposal.objects.filter(state="adopted").count() == 3
    assert WorkPlan.objects.filter(state="approved").count() == 3
    assert PlanVersion.objects.count() == 4, "one plan came back because a date was missing"
    assert all(missing_before(one, GroupStage.CLOSED) for one in groups), "nothing is published yet"


def meetings_of_a_year(stage: Roots) -> None:
    """Twelve plenaries, thirty-six group meetings, six check-ins, five months of them behind."""
    rows = Meeting.objects.filter(community=stage.community)
    assert Counter(rows.values_list("kind", "audience")) == {
        ("plenary", "everyone"): 12, ("group", "group"): 36, ("mel", "leads"): 6,
    }  # fmt: skip
    assert set(Counter(rows.filter(kind="group").values_list("group", flat=True)).values()) == {12}
    behind = rows.happened()
    assert Counter(behind.values_list("kind", flat=True)) == {"plenary": 5, "group": 15, "mel": 2}
    assert not behind.filter(starts_at__gt=timezone.now()).exists()
    assert not rows.ahead().filter(starts_at__lt=timezone.now()).exists()
    assert Counter(rows.ahead().values_list("kind", "state")) == {
        ("plenary", "agenda_published"): 1, ("plenary", "planned"): 6,
        ("group", "agenda_published"): 3, ("group", "planned"): 18,
        ("mel", "agenda_published"): 1, ("mel", "planned"): 3,
    }  # fmt: skip
    assert max(meeting.minutes_planned for meeting in rows) == 90
    for meeting in behind:
        assert meeting.items.count() >= 3
        assert sum(item.minutes for item in meeting.items.all()) <= 90
        there = meeting.attendances.filter(presence="remote").count()
        assert there == {"plenary": 14, "group": 5, "mel": 5}[meeting.kind]
        kinds = set(Entry.objects.filter(subject="meeting", subject_id=meeting.pk).values_list("kind", flat=True))
        assert {"meetings.agenda_published", "meetings.attendance_noted", "meetings.held"} <= kinds
        assert kinds & {"meetings.planned", "meetings.repeated"}
    assert Reply.objects.filter(meeting__in=rows.ahead()).count() == 8
    assert not Attendance.objects.filter(meeting__in=rows.ahead()).exists()


def minutes_in_both_languages(stage: Roots) -> None:
    """Titles and agendas are approved in both; minutes too, but for three that are on the way and two that were mended."""
    rows = Meeting.objects.filter(community=stage.community)
    things = [*rows, *AgendaItem.objects.filter(meeting__in=rows)]
    load_halves(things)
    assert {state_in(thing, language) for thing in things for language in ("fr", "en")} == {"approved"}
    versions = MinutesLanguage.objects.filter(minutes__meeting__in=rows)
    assert Counter(versions.values_list("language", "state")) == {
        ("fr", "approved"): 19, ("fr", "amended"): 2, ("fr", "draft"): 1, ("en", "approved"): 19, ("en", "draft"): 3,
    }  # fmt: skip
    whole = [load_whole(meeting.minutes) for meeting in rows.happened()]
    assert len(whole) == 22
    assert sum(bool(is_complete(one)) for one in whole) == 17
    assert Counter(rows.happened().values_list("kind", "state")) == {
        ("plenary", "closed"): 4, ("plenary", "minutes_draft"): 1, ("group", "closed"): 14,
        ("group", "minutes_draft"): 1, ("mel", "closed"): 1, ("mel", "minutes_draft"): 1,
    }  # fmt: skip
    assert all(passage.segment.body for one in whole for passage in one.passages)
    assert sorted(outdated()) == ["meetings.segment body en", "meetings.segment body en"]
    gaps = Counter(state for one in whole for _passage, state in one.gaps("en"))
    assert gaps["outdated"] == 2


def outdated() -> list[str]:
    """Every half of the instance whose source was changed since."""
    found = []
    for half in Half.objects.all():
        thing = apps.get_model(half.thing).objects.filter(pk=half.thing_id).first()
        if thing is not None and half.source_digest != source_digest(getattr(thing, half.field)):
            found.append(f"{half.thing} {half.field} {half.language}")
    return found


def check_ins(stage: Roots) -> None:
    """Two that were held, each beside its meeting; five difficulties became commitments, of which two are kept."""
    rows = CheckIn.objects.filter(community=stage.community)
    meetings = Meeting.objects.filter(kind="mel").happened()
    assert set(rows.values_list("meeting_id", flat=True)) == set(meetings.values_list("pk", flat=True))
    promised = Commitment.objects.filter(pk__in=Difficulty.objects.values("commitment"))
    assert Counter(promised.values_list("state", flat=True)) == {"done": 2, "in_progress": 1, "open": 2}
    assert promised.still_open().filter(due__lt=timezone.localdate()).count() == 1, "one is late"
    leads = GroupMembership.objects.filter(leads=True).values("person")
    assert not promised.exclude(person__in=leads).exists()
    assert TakenCommitment.objects.filter(meeting__kind="plenary").count() == 2
    assert RecordedDecision.objects.count() == 1


def money(stage: Roots) -> None:
    """Three budgets in three names, expenses in three states, fifteen times twelve lines."""
    assert Budget.objects.count() == 3
    assert BudgetApproval.objects.count() == 9
    assert sorted(Expense.objects.values_list("state", flat=True)) == [
        *["approved"] * 3, *["entered"] * 3, *["paid"] * 3,
    ]  # fmt: skip
    lines = HonorariumLine.objects.filter(agreement__community=stage.community)
    assert lines.count() == 15 * 12
    assert {line.amount for line in lines} == {Decimal(100)}
    assert {line.state for line in lines} == {"planned", "approved", "paid", "void"}
    assert lines.filter(state="paid").count() == 3 * 14
    assert not lines.filter(state="paid", paid_by__in=stage.members).exists()
