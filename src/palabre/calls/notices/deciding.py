"""Who hears of interviews, letters and places. No mail says what was decided: it says that there is something to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from palabre.calls.choices import ApplicationState
from palabre.calls.models import Application, Call, Interview
from palabre.calls.notices.applying import application_of, to_applicant, way_in
from palabre.calls.queries.applying import application_by_key
from palabre.calls.queries.selection_telling import (
    interview_by_key,
    letter_by_key,
    who_follows_places,
    who_hears,
)
from palabre.calls.rules.accepting import offers_followed
from palabre.calls.rules.deciding import visible_interviews
from palabre.communities.queries import coordinators_of
from palabre.journal.models import Entry
from palabre.journal.telling import Letter, Line, Recipient, Subject, Telling, finds, lines, tells, writes
from palabre.people.models import Person

ANSWER_MAIL, PLACE_MAIL = "calls/email/answer.txt", "calls/email/place.txt"


@tells("calls.interview_invited")
def _invited(entry: Entry) -> Iterator[Telling]:
    interview = interview_by_key(entry.subject_id)
    if interview is not None and (telling := to_applicant(interview.application, ANSWER_MAIL)):
        yield telling


@tells("calls.letter_sent")
def _written(entry: Entry) -> Iterator[Telling]:
    letter = letter_by_key(entry.subject_id)
    if letter is not None and (telling := to_applicant(letter.application, ANSWER_MAIL)):
        yield telling


@tells("calls.place_confirmed")
def _confirmed(entry: Entry) -> Iterator[Telling]:
    application = application_by_key(entry.subject_id or 0)
    if application is not None and (telling := to_applicant(application, PLACE_MAIL)):
        yield telling


@writes(ANSWER_MAIL)
def _answer_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    application = application_of(keys)
    return Letter({"path": way_in(application, reader)}) if application is not None else None


@writes(PLACE_MAIL, Subject.LINK)
def _place_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    """None where she has come in already."""
    application = application_of(keys)
    if application is None or application.state != ApplicationState.ACCEPTED:
        return None
    return Letter({"path": way_in(application, reader)})


@lines("calls.interview_invited")
def _invited_line(application: Application) -> Line:
    text = gettext("You are invited to an interview. Choose a moment, or say no")
    return Line(text=text, url=reverse("calls:apply_status", args=[application.public_id]))


@lines("calls.letter_sent")
def _written_line(application: Application) -> Line:
    text = gettext("There is an answer to your application")
    return Line(text=text, url=reverse("calls:apply_status", args=[application.public_id]))


@lines("calls.place_confirmed")
def _confirmed_line(application: Application) -> Line:
    text = gettext("Your place is confirmed: read the code of conduct and sign it")
    return Line(text=text, url=reverse("calls:apply_status", args=[application.public_id]))


@tells("calls.interview_booked", "calls.interview_refused")
def _chosen(entry: Entry) -> Iterator[Telling]:
    """Whoever leads it, and whoever invited her."""
    interview = interview_by_key(entry.subject_id)
    for person_id in sorted(who_hears(interview)) if interview is not None else ():
        yield Telling(person_id=person_id)


@finds("interview")
def _interviews(reader: Person, ids: Iterable[int]) -> Mapping[int, Interview]:
    rows = visible_interviews(reader).filter(pk__in=list(ids))
    return rows.select_related("application__call").in_bulk()


@lines("calls.interview_booked")
def _booked_line(interview: Interview) -> Line:
    return _interview_line(interview, gettext("A moment for an interview is chosen"))


@lines("calls.interview_refused")
def _refused_line(interview: Interview) -> Line:
    return _interview_line(interview, gettext("Somebody prefers no interview. This changes nothing for the decision"))


def _interview_line(interview: Interview, text: str) -> Line:
    call = interview.application.call
    return Line(text=text, url=reverse("calls:interviews", args=[call.public_id]), meta=interview.application.code)


@tells("calls.interests_declared")
def _declared(entry: Entry) -> Iterator[Telling]:
    for person_id in coordinators_of(entry.community_id or 0):
        yield Telling(person_id=person_id)


@finds("offer")
def _offers(reader: Person, ids: Iterable[int]) -> Mapping[int, Application]:
    return offers_followed(reader).filter(pk__in=list(ids)).select_related("call").in_bulk()


@lines("calls.interests_declared")
def _declared_line(application: Application) -> Line:
    text = gettext("Somebody takes a place and has declared her interests: it waits for you to confirm")
    url = reverse("calls:places", args=[application.call.public_id])
    return Line(text=text, url=url, meta=application.code)


@tells("calls.offer_declined")
def _declined(entry: Entry) -> Iterator[Telling]:
    """Nobody who is a candidate herself, nor whom the places that are left would tell of a file."""
    for person_id in who_follows_places(entry.subject_id, coordinators_of(entry.community_id or 0)):
        yield Telling(person_id=person_id, subject="call_led", subject_id=entry.subject_id)


@lines("calls.offer_declined")
def _declined_line(call: Call) -> Line:
    text = gettext("A place that was offered is free again. The next of the waiting list stands on the page")
    return Line(text=text, url=reverse("calls:selection", args=[call.public_id]))
