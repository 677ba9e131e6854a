"""Who hears that a call opens, closes, gets more time or is given up. No mail says which call, or whose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from palabre.calls.choices import ApplicationState, CallState
from palabre.calls.models import Application, Call
from palabre.calls.queries.call_telling import application_by_key, begun_applications, running_applications
from palabre.calls.queries.calls import call_by_key
from palabre.calls.queries.moments import moments
from palabre.calls.rules.calls import visible_calls
from palabre.communities.queries import coordinators_of
from palabre.journal.models import Entry
from palabre.journal.telling import Letter, Line, Recipient, Subject, Telling, finds, lines, tells, writes
from palabre.kit.dates import moment
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

NEWS, SOON = "calls/email/news.txt", "calls/email/closing.txt"
MORE_TIME, GIVEN_UP = "calls/email/more_time.txt", "calls/email/given_up.txt"


@tells("calls.opened", "calls.closed")
def _moved(entry: Entry) -> Iterator[Telling]:
    for person_id in coordinators_of(entry.community_id or 0):
        yield Telling(person_id=person_id, mail=NEWS, keys={"call": entry.subject_id or 0})


@tells("calls.announced")
def _announced(entry: Entry) -> Iterator[Telling]:
    for person_id in coordinators_of(entry.community_id or 0):
        yield Telling(person_id=person_id)


@tells("calls.closing_reminded")
def _closing(entry: Entry) -> Iterator[Telling]:
    for person_id in coordinators_of(entry.community_id or 0):
        yield Telling(person_id=person_id, mail=SOON, keys={"call": entry.subject_id or 0})


@tells("calls.lengthened")
def _lengthened(entry: Entry) -> Iterator[Telling]:
    """The coordination on its day; by mail whoever has begun an application."""
    for person_id in coordinators_of(entry.community_id or 0):
        yield Telling(person_id=person_id)
    call = call_by_key(entry.subject_id)
    for one in begun_applications(call) if call else ():
        yield from _to_applicant(one, MORE_TIME)


@tells("calls.cancelled")
def _cancelled(entry: Entry) -> Iterator[Telling]:
    for person_id in coordinators_of(entry.community_id or 0):
        yield Telling(person_id=person_id)
    call = call_by_key(entry.subject_id)
    for one in running_applications(call) if call else ():
        yield from _to_applicant(one, GIVEN_UP)


def _to_applicant(one: Application, mail: str) -> Iterator[Telling]:
    """Her account, if she applied with one; else the address that she gave; nobody, if she gave none yet."""
    keys = {"application": one.pk}
    if one.person_id:
        yield Telling(person_id=one.person_id, mail=mail, keys=keys, notice=False)
    elif one.email:
        yield Telling(address=one.email, language=one.language, mail=mail, keys=keys, notice=False)


@writes(NEWS)
def _news_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    return Letter({}) if call_by_key(keys["call"]) else None


@writes(SOON, Subject.REMINDER)
def _closing_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    """None once it is closed."""
    call = call_by_key(keys["call"])
    return Letter({}) if call is not None and call.is_open() else None


@writes(MORE_TIME)
def _more_time_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    """By world time: the city whose clocks count would say something of the community."""
    one = application_by_key(keys["application"])
    if one is None or one.state != ApplicationState.DRAFT or not one.call.is_open():
        return None
    return Letter({"closes": moment(one.call.closes_at, reader.language, UTC)})


@writes(GIVEN_UP)
def _given_up_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    one = application_by_key(keys["application"])
    return Letter({}) if one is not None and one.call.state == CallState.CANCELLED else None


@finds("call")
def _calls(reader: Person, ids: Iterable[int]) -> Mapping[int, Call]:
    found = visible_calls(reader).filter(pk__in=list(ids)).select_related("community").in_bulk()
    load_halves([*found.values(), *(one.community for one in found.values())])
    return found


@lines("calls.announced")
def _announced_line(call: Call) -> Line:
    return _line(call, gettext("The call is announced. It opens on %(opens)s") % {"opens": moments(call).opens})


@lines("calls.opened")
def _opened_line(call: Call) -> Line:
    return _line(call, gettext("The call is open, until %(closes)s") % {"closes": moments(call).closes})


@lines("calls.closing_reminded")
def _closing_line(call: Call) -> Line:
    return _line(call, gettext("The call closes soon: %(closes)s") % {"closes": moments(call).closes})


@lines("calls.closed")
def _closed_line(call: Call) -> Line:
    return _line(call, gettext("The call is closed: the screening can begin"))


@lines("calls.lengthened")
def _lengthened_line(call: Call) -> Line:
    return _line(call, gettext("The last day of the call has moved: %(closes)s") % {"closes": moments(call).closes})


@lines("calls.cancelled")
def _cancelled_line(call: Call) -> Line:
    return _line(call, gettext("The call was given up"))


def _line(call: Call, text: str) -> Line:
    url = reverse("calls:call", args=[call.community.public_id, call.public_id])
    return Line(text=text, url=url, meta=best_words(call.community, "name", page_language()).text)
