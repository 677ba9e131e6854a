"""What is missing before a call comes to its selection, and before the selection is published."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from palabre.calls.choices import ApplicationState, CallState, InterviewState, Outcome
from palabre.calls.gates import Missing, before
from palabre.calls.models import Application, Call, Interview, Letter

OPEN_STILL = frozenset(
    {
        ApplicationState.SUBMITTED,
        ApplicationState.ELIGIBLE,
        ApplicationState.NEEDS_INFO,
        ApplicationState.IN_REVIEW,
        ApplicationState.SHORTLISTED,
    }
)
# which letter answers which state
LETTER_FOR: dict[str, str] = {
    ApplicationState.INELIGIBLE: "ineligible",
    ApplicationState.DECLINED: Outcome.DECLINE,
    ApplicationState.WAITLISTED: Outcome.WAITLIST,
    ApplicationState.OFFERED: Outcome.OFFER,
    ApplicationState.COI_DECLARED: Outcome.OFFER,
    ApplicationState.ACCEPTED: Outcome.OFFER,
}
NO_CODE = _("The community has adopted no code of conduct: whoever is offered a place could not sign it.")


@before(CallState.SELECTION)
def _interviews_over(call: Call) -> Iterable[Missing]:
    rows = Interview.objects.filter(application__call=call, state=InterviewState.BOOKED)
    number = rows.filter(application__state=ApplicationState.SHORTLISTED).count()
    if number:
        sentence = ngettext_lazy(
            "One interview is fixed: say whether it was held.",
            "%(number)s interviews are fixed: say of each whether it was held.",
            number,
        )
        yield Missing(sentence % {"number": number}, reverse("calls:interviews", args=[call.public_id]))


@before(CallState.PUBLISHED)
def _all_decided(call: Call) -> Iterable[Missing]:
    number = Application.objects.filter(call=call, state__in=OPEN_STILL).count()
    if number:
        sentence = ngettext_lazy(
            "On one application nothing is decided yet.",
            "On %(number)s applications nothing is decided yet.",
            number,
        )
        yield Missing(sentence % {"number": number}, reverse("calls:selection", args=[call.public_id]))


@before(CallState.PUBLISHED)
def _all_answered(call: Call) -> Iterable[Missing]:
    number = without_answer(call).count()
    if number:
        sentence = ngettext_lazy(
            "One person has no answer yet.", "%(number)s people have no answer yet.", number
        )  # fmt: skip
        yield Missing(sentence % {"number": number}, reverse("calls:letters", args=[call.public_id]))


@before(CallState.PUBLISHED)
def _a_code(call: Call) -> Iterable[Missing]:
    if not call.community.asks_signature:
        yield Missing(NO_CODE, reverse("charter:charter", args=[call.community.public_id]), of_files=False)


def without_answer(call: Call) -> QuerySet[Application]:
    """Whoever has handed in, is decided, and was not sent the letter that says so."""
    answered = Q(pk__in=[])
    for state, kind in LETTER_FOR.items():
        sent = Letter.objects.filter(outcome=kind, sent_at__isnull=False, application__call=call)
        answered |= Q(state=state, pk__in=sent.values("application_id"))
    return Application.objects.filter(call=call, state__in=list(LETTER_FOR)).exclude(answered)
