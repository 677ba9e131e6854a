"""What waits for an applicant on her status page: an interview, an offer, her place. Nothing that was not told her."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import ApplicationState, InterviewState
from palabre.calls.models import Application, Interview
from palabre.calls.rules.accepting import can_declare_interests, can_take_place
from palabre.calls.rules.interviewing import can_choose_slot, can_refuse_talk
from palabre.kit.verdict import Text


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do, in a sentence, and the page where it is done."""

    title: Text
    text: Text
    label: Text
    url: str
    first: bool = True


def next_step_of(application: Application) -> NextStep | None:
    """None while nothing is hers to do. Three queries at most."""
    if application.state == ApplicationState.SHORTLISTED:
        return _talk(application)
    if application.state in (ApplicationState.OFFERED, ApplicationState.COI_DECLARED):
        return _offer(application)
    return _place(application) if application.state == ApplicationState.ACCEPTED else None


def _talk(application: Application) -> NextStep | None:
    interview = Interview.objects.filter(application=application).select_related("slot").first()
    if interview is None:
        return None
    interview.application = application
    if not can_choose_slot(interview) and not can_refuse_talk(interview):
        return None
    url = reverse("calls:talk", args=[application.public_id])
    if interview.state == InterviewState.BOOKED:
        text = _("You have chosen a moment. You can look at it, choose another one, or say no.")
        return NextStep(_("Your interview"), text, _("See my interview"), url, first=False)
    text = _("The committee would like to talk with you. Choose a moment that suits you, or say no: both are fine.")
    return NextStep(_("An interview"), text, _("Choose a moment"), url)


def _offer(application: Application) -> NextStep | None:
    if not can_declare_interests(application):
        return None
    url = reverse("calls:offer", args=[application.public_id])
    if application.state == ApplicationState.COI_DECLARED:
        text = _("What you declared is with the coordination, which confirms your place next.")
        return NextStep(_("Your place"), text, _("See what I declared"), url, first=False)
    text = _("A place is offered to you. Say whether anything could make your independence doubtful, or decline.")
    return NextStep(_("A place is offered to you"), text, _("Read the offer and answer"), url)


def _place(application: Application) -> NextStep | None:
    if application.person_id is not None:
        url = reverse("communities:welcome", args=[application.call.community.public_id])
        whole = _("Your place is confirmed. It becomes whole once you have signed the code of conduct.")
        return NextStep(_("Welcome"), whole, _("Go to the first steps"), url)
    verdict = can_take_place(application)
    url = reverse("calls:place", args=[application.public_id])
    said = _("Your place is confirmed. Open an account, then read and sign the code of conduct.")
    text: Text = said if verdict else verdict.why
    return NextStep(_("Welcome"), text, _("Take my place"), url)
