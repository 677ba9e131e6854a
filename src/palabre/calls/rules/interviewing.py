"""Who offers moments to talk, who takes one, until when; who notes what was heard."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import ApplicationState, CallState, InterviewState
from palabre.calls.models import Application, Call, Interview, InterviewSlot, Reviewer
from palabre.calls.rules.apart import knows_all
from palabre.calls.rules.committee import TIED, seat_of, stands_apart
from palabre.calls.rules.deciding import OTHERS_OFFER, may_deal
from palabre.communities.choices import Role
from palabre.communities.rules import holds
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

# she may choose again until a day before
CHANGES_UNTIL = timedelta(hours=24)
MOST_POINTS = 5
NOT_NOW = no(_("Interviews are held between the reading and the selection."))
NONE_HERE = no(_("This call goes without interviews."))
OVER = no(_("The interviews of this call are over."))
NOT_INVITED = no(_("No interview waits for you here."))
TOO_LATE = no(_("Less than 24 hours are left: the moment can no longer be changed here. You can still say no."))
PAST = no(_("This moment is over. Choose a later one."))
TAKEN = no(_("Somebody else has just taken this moment. Choose another one."))


def can_offer_slots(actor: Person, call: Call) -> Verdict:
    """Offer moments: coordination or committee, in the weeks of the interviews."""
    verdict = may_deal(actor, call)
    if not verdict:
        return verdict
    if not call.with_interviews:
        return NONE_HERE
    return YES if call.state == CallState.INTERVIEWS else NOT_NOW


def can_withdraw_slot(actor: Person, slot: InterviewSlot) -> Verdict:
    """Take back a moment that nobody holds; never by whoever would learn from the answer who holds it."""
    verdict = can_offer_slots(actor, slot.call)
    if verdict and not knows_all(actor, slot.call):
        return OTHERS_OFFER
    if verdict and holder_of(slot) is not None:
        return no(_("Somebody has chosen this moment. It stays until she chooses another one."))
    return verdict


def holder_of(slot: InterviewSlot) -> Interview | None:
    """The talk that takes this moment; one whose application was withdrawn takes none."""
    rows = Interview.objects.filter(slot=slot, application__state__in=ApplicationState.readable())
    return rows.exclude(state=InterviewState.CANCELLED).first()


def can_invite_to_talk(actor: Person, application: Application) -> Verdict:
    """Whoever is on the shortlist, once, by somebody whom nothing ties to her."""
    verdict = can_offer_slots(actor, application.call)
    if not verdict:
        return verdict
    if application.state != ApplicationState.SHORTLISTED:
        return no(_("Only people on the shortlist are invited to an interview."))
    if Interview.objects.filter(application=application).exists():
        return no(_("This person is invited already."))
    return stands_apart(actor, application)


def offered_slots(application: Application, *, after: timedelta = timedelta()) -> QuerySet[InterviewSlot]:
    """Moments she can take: to come, free, and with nobody who steps aside from her file."""
    taken = Interview.objects.filter(slot__isnull=False, application__state__in=ApplicationState.readable())
    taken = taken.exclude(state=InterviewState.CANCELLED).exclude(application=application)
    tied = Reviewer.objects.filter(conflicts__application=application)
    rows = InterviewSlot.objects.filter(call_id=application.call_id, starts_at__gt=timezone.now() + after)
    rows = rows.exclude(pk__in=taken.values("slot_id")).exclude(
        pk__in=InterviewSlot.objects.filter(interviewers__in=tied).values("pk")
    )
    return rows.order_by("starts_at", "pk")


def can_choose_slot(interview: Interview) -> Verdict:
    """The applicant, until 24 hours before the moment that she holds."""
    if not is_time_to_talk(interview):
        return OVER
    if interview.state not in (InterviewState.INVITED, InterviewState.BOOKED):
        return NOT_INVITED
    if interview.slot is not None and interview.slot.starts_at - timezone.now() < CHANGES_UNTIL:
        return TOO_LATE
    return YES


def can_refuse_talk(interview: Interview) -> Verdict:
    """The applicant says no to the interview; her file goes on without it."""
    if not is_time_to_talk(interview):
        return OVER
    return YES if interview.state in (InterviewState.INVITED, InterviewState.BOOKED) else NOT_INVITED


def is_time_to_talk(interview: Interview) -> bool:
    """By the calendar of the call alone: what was decided of her meanwhile, and not sent, shows nowhere."""
    application = interview.application
    there = application.state in ApplicationState.readable()
    return there and application.call.state == CallState.INTERVIEWS


def may_hear(actor: Person, interview: Interview) -> Verdict:
    """Coordination, and of the committee whoever leads this talk; whoever is tied steps aside."""
    call = interview.application.call
    verdict = may_deal(actor, call)
    if not verdict:
        return verdict
    if not stands_apart(actor, interview.application):
        return TIED
    if holds(actor, call.community_id, Role.COORDINATOR):
        return YES
    return YES if leads_talk(actor, interview) else no(_("This is for whoever leads this interview."))


def leads_talk(actor: Person, interview: Interview) -> bool:
    """She is named for its moment; where nobody is named, the whole committee is."""
    if interview.slot is None:
        return False
    named = interview.slot.interviewers.values_list("person_id", flat=True)
    return actor.pk in named or not named


def can_mark_talk(actor: Person, interview: Interview) -> Verdict:
    """Say whether it was held: once its moment has come."""
    verdict = may_hear(actor, interview)
    if not verdict:
        return verdict
    if interview.application.call.state not in (CallState.INTERVIEWS, CallState.SELECTION):
        return NOT_NOW
    if interview.slot is None or interview.state not in (
        InterviewState.BOOKED, InterviewState.HELD, InterviewState.MISSED,
    ):  # fmt: skip
        return no(_("No moment is fixed for this interview."))
    return YES if interview.slot.starts_at <= timezone.now() else no(_("This interview has not begun yet."))


def can_note_talk(actor: Person, interview: Interview) -> Verdict:
    """Note what she heard: whoever leads it and has a seat, until the selection is published."""
    call = interview.application.call
    seat = seat_of(actor, call)
    if seat is None:
        return no(_("Notes are written by the members of the committee who lead the interview."))
    if not stands_apart(actor, interview.application):
        return TIED
    if call.state not in (CallState.INTERVIEWS, CallState.SELECTION):
        return NOT_NOW
    if not leads_talk(actor, interview):
        return no(_("This is for whoever leads this interview."))
    if interview.slot is None or interview.slot.starts_at > timezone.now():
        return no(_("This interview has not begun yet."))
    return YES


def readable_notes(actor: Person, interview: Interview) -> Q:
    """Which notes she reads: her own; those of others once hers is written, or if she leads no talk with her."""
    hers = Q(reviewer__person=actor)
    awaited = leads_talk(actor, interview) and seat_of(actor, interview.application.call) is not None
    return hers if awaited and not interview.notes.filter(hers).exists() else Q()
