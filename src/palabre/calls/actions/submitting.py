"""Handed in, at the latest in the closing second of the call (INV-11); taken back as long as it is open; a question
answered."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.applying import TWICE, eligible, held, tell
from palabre.calls.actions.conflicts import note_arrival
from palabre.calls.choices import ApplicationState
from palabre.calls.models import Answer, Application
from palabre.calls.queries.applying import missing_from, sections_of
from palabre.calls.queries.paper import Paper
from palabre.calls.rules.applying import Applicant, can_fill, can_inform, can_take_back
from palabre.calls.rules.eligibility import facts_of
from palabre.kit.text import clean
from palabre.kit.verdict import Refused, no, require


def hand_in(*, applicant: Applicant, application: Application, at: datetime) -> Application:
    """Received, if the wish arrived at `at` in time, however long it waited since; twice is once.

    Raises Refused: late, incomplete, a second one of the same address, or (`NotEligible`) against a rule of the call.
    """
    with transaction.atomic():
        application = held(applicant, application)
        if application.state in ApplicationState.handed_in():
            return application
        require(can_fill(application, at))
        paper = Paper(application)
        if missing := missing_from(sections_of(application, paper)):
            what = ", ".join(str(sentence) for sentence, _url in missing[:3])
            raise Refused(no(format_lazy(_("Something is still missing: {what}."), what=what)))
        eligible(application.call, facts_of(application))
        _forget_unasked(application, paper)
        application.state, application.submitted_at = ApplicationState.SUBMITTED, at
        _receive(application)
        note_arrival(application=application)
        tell("calls.application_received", applicant, application, arrived=at)
    return application


def take_back(*, applicant: Applicant, application: Application, at: datetime) -> Application:
    """A draft again, to be changed: nobody reads it until it is handed in again, in time. Raises Refused."""
    with transaction.atomic():
        application = held(applicant, application)
        require(can_take_back(application, at))
        application.state, application.submitted_at = ApplicationState.DRAFT, None
        application.save(update_fields=["state", "submitted_at"])
        tell("calls.application_taken_back", applicant, application)
    return application


def inform(*, applicant: Applicant, application: Application, answer: str) -> Application:
    """Her answer to what the coordination asked; reading goes on. Raises Refused."""
    with transaction.atomic():
        application = held(applicant, application)
        require(can_inform(application))
        application.info_given, application.state = clean(answer), ApplicationState.IN_REVIEW
        application.save(update_fields=["info_given", "state"])
        tell("calls.info_given", applicant, application)
    return application


def _receive(application: Application) -> None:
    """One application each: the constraint speaks, whatever came at the same moment."""
    try:
        with transaction.atomic():
            application.save(update_fields=["state", "submitted_at"])
    except IntegrityError as taken:
        raise Refused(TWICE) from taken


def _forget_unasked(application: Application, paper: Paper) -> None:
    """What she wrote before another choice shut the question is nobody's to read."""
    shut = [one.answer.pk for one in paper.asked if one.answer is not None and not one.is_open]
    Answer.objects.filter(pk__in=shut).delete()
