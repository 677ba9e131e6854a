"""What age takes away of a selection, and when; the figures stay (DOMAIN.md §4.5)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from palabre.calls.actions.publishing import conclude_call
from palabre.calls.actions.purging import balance_data, drafts, files
from palabre.calls.choices import ApplicationState, CallState, Outcome
from palabre.calls.models import (
    Answer,
    Application,
    BalanceData,
    BalanceTable,
    Call,
    Conflict,
    Interview,
    InterviewNote,
    Letter,
    Publication,
    Review,
    ReviewAssignment,
    Score,
    SelectionCount,
    SelectionDecision,
)
from palabre.files.actions import keep_upload
from palabre.files.choices import Kind, State
from palabre.files.models import StoredFile
from tests.personas import Cast
from tests.unit.calls.making_deciding import Selecting, in_state, says
from tests.unit.calls.making_reviewing import answer, make_application, make_question, to

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(cast: Cast) -> Selecting:
    """Published today: one accepted, one waiting, one declined, one not admissible, one withdrawn, one draft."""
    here = Selecting(cast, files=3)
    accepted, waiting, declined = here.files
    here.offer(accepted)
    here.decide(Outcome.WAITLIST, waiting)
    here.decide(Outcome.DECLINE, declined)
    in_state(accepted, ApplicationState.ACCEPTED)
    make_application(here.call, state=ApplicationState.INELIGIBLE)
    make_application(here.call, state=ApplicationState.WITHDRAWN)
    make_application(here.call, state=ApplicationState.DRAFT, submitted_at=None)
    for application in Application.objects.all():
        says(application, gender="woman")
    interview = Interview.objects.create(application=accepted, state="held")
    InterviewNote.objects.create(interview=interview, reviewer=here.seats[0], text="Note", points=4)
    stored = keep_upload(actor_id=None, upload=SimpleUploadedFile("cv.txt", b"Bonjour"), kinds=[Kind.TEXT])
    answer(declined, make_question(here.call), "Texte", file=stored)
    here.tell_everybody()
    to(here.call, CallState.PUBLISHED)
    conclude_call(call=here.call)
    return here


def states() -> list[str]:
    return sorted(Application.objects.values_list("state", flat=True))


def test_nothing_goes_before_its_day(here: Selecting) -> None:
    before = states()
    # 179 days after the publication, with a period of 180
    assert files(timezone.now() - timedelta(days=1), dry_run=False).deleted == 0
    assert states() == before
    assert Score.objects.exists()


def test_unsuccessful_applications_vanish_after_six_months_with_scores_notes_and_files(here: Selecting) -> None:
    """The last part of S003-14."""
    counted = files(timezone.now() + timedelta(days=1), dry_run=True)
    assert (counted.deleted, counted.kept) == (4, 0)
    assert len(states()) == 6
    with_kept = files(timezone.now() + timedelta(days=1), dry_run=False)
    assert with_kept.deleted == 4
    assert states() == ["accepted", "draft"]
    for table in (Review, Score, ReviewAssignment, Interview, InterviewNote, Conflict):
        assert not table.objects.exists(), table
    assert not Answer.objects.exists()
    assert StoredFile.objects.get().state == State.DISCARDED
    assert not Letter.objects.exclude(application__state="accepted").exists()
    row = SelectionDecision.objects.filter(application__state="accepted").last()
    assert row is not None
    assert (row.outcome, row.reasons, row.feedback) == ("offer", "", "")
    kept = dict(SelectionCount.objects.filter(call=here.call, what="state").values_list("key", "number"))
    assert kept == {"accepted": 1, "declined": 1, "waitlisted": 1, "ineligible": 1, "withdrawn": 1}
    # the next night finds nothing, and says so
    assert files(timezone.now() + timedelta(days=1), dry_run=False).deleted == 0


def test_figures_are_kept_even_if_nobody_concluded_the_call(here: Selecting) -> None:
    Publication.objects.all().delete()
    SelectionCount.objects.all().delete()
    Call.objects.update(closes_at=timezone.now() - timedelta(days=366), opens_at=timezone.now() - timedelta(days=400))
    assert files(timezone.now() + timedelta(days=1), dry_run=False).deleted == 4
    assert SelectionCount.objects.filter(call=here.call, what="state").count() == 5


def test_a_call_that_nobody_ends_keeps_nothing_for_ever(here: Selecting) -> None:
    Publication.objects.all().delete()
    to(here.call, CallState.SELECTION)
    closed = timezone.now() - timedelta(days=400)
    Call.objects.update(closes_at=closed, opens_at=closed - timedelta(days=30))
    assert files(closed + timedelta(days=364), dry_run=False).deleted == 0
    assert files(closed + timedelta(days=366), dry_run=False).deleted == 4


def test_a_call_that_was_given_up_is_forgotten_too(cast: Cast) -> None:
    here = Selecting(cast, state=CallState.CANCELLED)
    Call.objects.update(cancelled_at=timezone.now() - timedelta(days=10))
    assert files(timezone.now() - timedelta(days=11), dry_run=False).deleted == 0
    assert files(timezone.now() - timedelta(days=9), dry_run=False).deleted == len(here.files)


def test_drafts_go_thirty_days_after_the_closing(here: Selecting) -> None:
    closed = Call.objects.get().closes_at
    assert drafts(closed - timedelta(minutes=1), dry_run=False).deleted == 0
    assert drafts(closed + timedelta(minutes=1), dry_run=True) == (1, 0)
    assert drafts(closed + timedelta(minutes=1), dry_run=False).deleted == 1
    assert "draft" not in states()


def test_balance_data_go_first_and_the_masked_tables_stay_without_keys(here: Selecting) -> None:
    BalanceTable.objects.create(call=here.call, what="gender", number=40, cells={"woman": 40}, people=[1, 2, 3])
    counted = balance_data(timezone.now() - timedelta(days=1), dry_run=False)
    # only of whoever withdrew, and of a draft of a call that is closed
    assert (counted.deleted, counted.kept) == (2, 4)
    assert BalanceTable.objects.get().people == [1, 2, 3]
    assert balance_data(timezone.now() + timedelta(days=1), dry_run=True) == (4, 0)
    assert balance_data(timezone.now() + timedelta(days=1), dry_run=False).deleted == 4
    assert not BalanceData.objects.exists()
    table = BalanceTable.objects.get()
    assert (table.cells, table.people) == ({"woman": 40}, [])
    assert len(states()) == 6
