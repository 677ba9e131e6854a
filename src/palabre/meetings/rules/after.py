"""Who may ask without a name, say how it was, and read the answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.kit.verdict import YES, Verdict, no
from palabre.meetings.models import AnonymousQuestion, Attendance, EvaluationTurn, Meeting
from palabre.meetings.models.attendance import TOOK_PART
from palabre.meetings.rules.circles import conducted
from palabre.meetings.rules.meetings import (
    can_view_meeting,
    has_signed_for,
    invited_meetings,
    is_invited,
    leads,
    may_take_part,
    not_yours,
)
from palabre.people.models import Person

SHOWN_FROM = 5
OPEN_FOR = timedelta(days=7)


def can_ask_question(actor: Person, meeting: Meeting) -> Verdict:
    """Send a question without a name, while the meeting is ahead."""
    verdict = may_take_part(actor, meeting)
    if not verdict:
        return verdict
    return YES if meeting.is_ahead else no(_("Questions are open until the meeting is held."))


def visible_questions(actor: Person) -> QuerySet[AnonymousQuestion]:
    """All of them for those who lead; for the others, those that were given an answer."""
    led = conducted(actor, "meeting__")
    answered = Q(meeting__in=invited_meetings(actor)) & ~Q(answer="")
    return AnonymousQuestion.objects.filter(led | answered)


def can_read_questions(actor: Person, meeting: Meeting) -> Verdict:
    return YES if leads(actor, meeting) else not_yours(actor, meeting.community_id)


def can_answer_question(actor: Person, question: AnonymousQuestion) -> Verdict:
    """Write what the audience will read under the question."""
    return YES if leads(actor, question.meeting) else not_yours(actor, question.meeting.community_id)


def evaluation_closes(meeting: Meeting) -> datetime:
    """Until then one answers; from then on the results are read. Never both: a page read before and after an answer
    would tell whose it is."""
    return meeting.ends_at + OPEN_FOR


def can_evaluate(actor: Person, meeting: Meeting) -> Verdict:
    """Whoever was there says it once."""
    signed = has_signed_for(actor, meeting)
    if not signed:
        return signed
    if not meeting.has_happened:
        return no(_("The three questions open once the meeting is noted as held."))
    if timezone.now() > evaluation_closes(meeting):
        return no(_("The three questions close a week after the meeting."))
    if not Attendance.objects.filter(meeting=meeting, person=actor, presence__in=TOOK_PART).exists():
        return no(_("The three questions are for people who were there."))
    if EvaluationTurn.objects.filter(meeting=meeting, person=actor).exists():
        return no(_("You have answered already. Nobody can tell which answers are yours, so they stay as they are."))
    return YES


def can_see_evaluation(actor: Person, meeting: Meeting) -> Verdict:
    """The audience reads the results; how many answers there must be is not a matter of rights."""
    return YES if is_invited(actor, meeting) else no(_("The answers are for the people of this meeting."))


def can_read_report(actor: Person, meeting: Meeting) -> Verdict:
    """Everybody who reads the community, once there is something to report."""
    if not can_view_meeting(actor, meeting):
        return no(_("There is nothing here."))
    return YES if meeting.has_happened else no(_("The report is made once the meeting is noted as held."))
