"""Who composes the cohort, who decides on what, in which order the states follow (DOMAIN.md §2.2, INV-14)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import ApplicationState, CallState, InterviewState, Outcome
from palabre.calls.models import Application, Call, Deliberation, Interview, Letter, ReviewAssignment
from palabre.calls.rules.apart import APPLIED, applies_to, calls_applied_to, knows_all, untied_in
from palabre.calls.rules.committee import own_seats, seat_of
from palabre.calls.rules.reviewing import coordinates, led_calls, shut_for
from palabre.communities.choices import Role
from palabre.communities.rules import NOTHING_HERE, holds, may_act_as, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

# A person alone never decides on another; the same number as for readings (INV-14).
PRESENT_AT_LEAST = 2
DECIDING = frozenset({CallState.INTERVIEWS, CallState.SELECTION})
COMPOSING = DECIDING | {CallState.PUBLISHED}
WRITING = frozenset({CallState.SCREENING, CallState.REVIEW}) | COMPOSING
# which outcome leads where, and from which states (DOMAIN.md §2.2)
STEPS: dict[Outcome, tuple[frozenset[str], ApplicationState]] = {
    Outcome.SHORTLIST: (frozenset({ApplicationState.IN_REVIEW}), ApplicationState.SHORTLISTED),
    Outcome.WAITLIST: (frozenset({ApplicationState.IN_REVIEW}), ApplicationState.WAITLISTED),
    Outcome.DECLINE: (
        frozenset({ApplicationState.IN_REVIEW, ApplicationState.SHORTLISTED}), ApplicationState.DECLINED,
    ),
    Outcome.OFFER: (
        frozenset({ApplicationState.SHORTLISTED, ApplicationState.WAITLISTED}), ApplicationState.OFFERED,
    ),
}  # fmt: skip
# who takes one of the places
PLACED = frozenset({ApplicationState.OFFERED, ApplicationState.COI_DECLARED, ApplicationState.ACCEPTED})
CHOSEN = PLACED | {ApplicationState.SHORTLISTED}
NOT_THE_COMMITTEE = _("This is done by the coordination and the committee of the call.")
NOT_NOW = no(_("The committee decides once the reading is over, and until the selection is published."))
NOT_FROM_HERE = no(_("This decision does not follow from where the application stands now. Read the list again."))
TOO_FEW_READ = no(_("Fewer reviews than needed were handed in for this application. Nothing can be decided on it yet."))
TOO_FEW_FREE = no(
    _("Of those who were there, fewer than two may decide on this application: the others are tied to it.")
)
OTHERS_OFFER = no(
    _(
        "You are tied to an application of this call that waits for its letter: somebody else of the coordination does this."
    )
)
TALK_OPEN = no(
    _(
        "An interview is open for this person. Decide once it was held, once she said no, or once the interviews are closed."
    )
)
OFFERS_LATER = no(_("Places are offered during the selection. First close the interviews, on the page of the call."))


def visible_selections(actor: Person) -> QuerySet[Call]:
    """Calls whose selection she follows: coordination, monitoring and evaluation, the committee."""
    mine = Q(community_id__in=standing(actor).communities_with(Role.COORDINATOR, Role.MEL))
    rows = Call.objects.filter(mine | Q(pk__in=own_seats(actor).values("call_id")), state__in=COMPOSING)
    return rows.exclude(pk__in=calls_applied_to(actor))


def can_view_selection(actor: Person, call: Call) -> Verdict:
    return YES if visible_selections(actor).filter(pk=call.pk).exists() else no(NOTHING_HERE)


def can_compose(actor: Person, call: Call) -> Verdict:
    """See the candidates one by one; monitoring and evaluation sees the totals only."""
    return YES if composed_calls(actor).filter(pk=call.pk).exists() else no(NOTHING_HERE)


def candidates(actor: Person, call: Call) -> QuerySet[Application]:
    """The files that may be chosen, without those from which she steps aside (INV-13)."""
    return untied_in(actor, call, Application.objects.filter(call=call, state__in=ApplicationState.readable()))


def composed_calls(actor: Person) -> QuerySet[Call]:
    """Calls in which she sees the candidates one by one."""
    led = Q(community_id__in=standing(actor).communities_with(Role.COORDINATOR))
    rows = Call.objects.filter(led | Q(pk__in=own_seats(actor).values("call_id")), state__in=COMPOSING)
    return rows.exclude(pk__in=calls_applied_to(actor))


def visible_interviews(actor: Person) -> QuerySet[Interview]:
    """Talks of the calls that she composes, but for those she is tied to."""
    rows = Interview.objects.filter(application__call__in=composed_calls(actor).values("pk"))
    rows = rows.filter(application__state__in=ApplicationState.readable())
    return rows.exclude(application__person=actor).exclude(shut_for(actor, "application"))


def can_view_interview(actor: Person, interview: Interview) -> Verdict:
    return YES if visible_interviews(actor).filter(pk=interview.pk).exists() else no(NOTHING_HERE)


def visible_deliberations(actor: Person) -> QuerySet[Deliberation]:
    """Sittings of the calls that she composes."""
    return Deliberation.objects.filter(call__in=composed_calls(actor).values("pk"))


def can_view_deliberation(actor: Person, deliberation: Deliberation) -> Verdict:
    return YES if visible_deliberations(actor).filter(pk=deliberation.pk).exists() else no(NOTHING_HERE)


def visible_letters(actor: Person) -> QuerySet[Letter]:
    """Letters are for the coordination; they bear a name."""
    rows = Letter.objects.filter(application__call__in=led_calls(actor).values("pk"))
    return rows.exclude(application__person=actor).exclude(shut_for(actor, "application"))


def can_view_letter(actor: Person, letter: Letter) -> Verdict:
    return YES if visible_letters(actor).filter(pk=letter.pk).exists() else no(NOTHING_HERE)


def may_deal(actor: Person, call: Call) -> Verdict:
    """Coordination, or a seat in the committee; never a candidate of the same call."""
    seated = seat_of(actor, call) is not None
    verdict = YES if seated else may_act_as(actor, call.community_id, NOT_THE_COMMITTEE, Role.COORDINATOR)
    return APPLIED if verdict and applies_to(actor, call) else verdict


def can_deliberate(actor: Person, call: Call) -> Verdict:
    """Note a sitting: coordination or committee, between the reading and the publication."""
    verdict = may_deal(actor, call)
    return NOT_NOW if verdict and call.state not in DECIDING else verdict


def can_decide(actor: Person, deliberation: Deliberation) -> Verdict:
    """Note what a sitting decided: the coordination, or whoever of the committee was there (DOMAIN.md §3)."""
    verdict = can_deliberate(actor, deliberation.call)
    if not verdict or holds(actor, deliberation.call.community_id, Role.COORDINATOR):
        return verdict
    there = deliberation.present.filter(person=actor).exists()
    return YES if there else no(_("Whoever was at the sitting, or the coordination, notes what it decided."))


def can_count_balance(actor: Person, deliberation: Deliberation) -> Verdict:
    """Once for each sitting that decided something: every count beside another one tells a little more."""
    verdict = can_decide(actor, deliberation)
    if not verdict:
        return verdict
    if not knows_all(actor, deliberation.call):
        return OTHERS_OFFER
    if deliberation.counted_at is not None:
        return no(_("The balance was counted for this sitting already."))
    if not deliberation.decisions.exists():
        return no(_("First note what this sitting decided."))
    return YES


def follows(application: Application, outcome: str) -> Verdict:
    """Whether this outcome follows from the state of the application and of its call."""
    if outcome not in Outcome.values:
        return no(_("Choose one of the answers shown."))
    if application.state not in STEPS[Outcome(outcome)][0]:
        return NOT_FROM_HERE
    if application.call.state == CallState.INTERVIEWS and has_open_talk(application):
        return TALK_OPEN
    if outcome == Outcome.OFFER and application.call.state not in (CallState.SELECTION, CallState.PUBLISHED):
        return OFFERS_LATER
    return YES


def has_open_talk(application: Application) -> bool:
    """She is invited or expected: a decision now would show in her interview before any letter."""
    waiting = (InterviewState.INVITED, InterviewState.BOOKED)
    talk: Interview | None = getattr(application, "interview", None)
    return talk is not None and talk.state in waiting


def outcomes_from(state: str) -> list[Outcome]:
    """What may be decided on an application in this state."""
    return [outcome for outcome, (states, _after) in STEPS.items() if state in states]


def enough_read(call: Call, applications: Iterable[Application]) -> set[int]:
    """Keys of those of these files that enough readers have handed in (INV-14). One query."""
    counted: dict[int, int] = {}
    rows = ReviewAssignment.objects.counted().filter(application__in=list(applications))
    for key in rows.values_list("application_id", flat=True):
        counted[key] = counted.get(key, 0) + 1
    return {key for key, number in counted.items() if number >= call.reviews_needed}


def places_left(call: Call) -> int:
    """Places that nobody was offered."""
    return call.places - Application.objects.filter(call=call, state__in=PLACED).count()


def can_offer_next(actor: Person, application: Application) -> Verdict:
    """A place is free: to the next of the waiting list, in the order of the committee (DOMAIN.md §2.2)."""
    call = application.call
    verdict = coordinates(actor, call)
    if not verdict:
        return verdict
    if call.state not in (CallState.SELECTION, CallState.PUBLISHED) or application.state != ApplicationState.WAITLISTED:
        return NOT_FROM_HERE
    if not knows_all(actor, call):
        return OTHERS_OFFER
    return YES if places_left(call) > 0 else no(_("No place is free."))
