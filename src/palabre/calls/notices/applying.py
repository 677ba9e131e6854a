"""Who hears of an application: whoever applies, in mails that say nothing of the call; the coordination, without a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from palabre.calls.actions.links import mailed_token
from palabre.calls.choices import ApplicationState
from palabre.calls.models import Application, Call
from palabre.calls.queries.applying import application_by_key
from palabre.calls.queries.moments import moment_with_offset
from palabre.calls.rules.applying import visible_applications_of
from palabre.communities.queries import coordinators_of
from palabre.journal.models import Entry
from palabre.journal.telling import Letter, Line, Recipient, Subject, Telling, finds, lines, tells, writes
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

LINK_MAIL = "calls/email/apply_link.txt"
RECEIPT_MAIL = "calls/email/apply_receipt.txt"
QUESTION_MAIL = "calls/email/apply_question.txt"


def to_applicant(application: Application, mail: str) -> Telling | None:
    """To her account where she has one, else to the address that she wrote; None where she wrote none."""
    keys = {"application": application.pk}
    if application.person_id:
        return Telling(
            person_id=application.person_id, mail=mail, keys=keys, subject="ownapplication", subject_id=application.pk
        )
    if not application.email:
        return None
    return Telling(address=application.email, language=application.language, mail=mail, notice=False, keys=keys)


def way_in(application: Application, reader: Recipient) -> str:
    """What a mail leads to: under an account the page itself, else a link that opens it."""
    if reader.person_id is not None:
        return reverse("calls:apply_status", args=[application.public_id])
    return reverse("calls:apply_open", args=[mailed_token(application)])


def application_of(keys: Mapping[str, Any]) -> Application | None:
    """The one that a mail is about, unless it was withdrawn meanwhile."""
    found = application_by_key(keys["application"])
    return None if found is None or found.state == ApplicationState.WITHDRAWN else found


@tells("calls.application_begun", "calls.address_given", "calls.link_asked")
def _link(entry: Entry) -> Iterator[Telling]:
    """The address only: what it belongs to is nobody's business."""
    application = application_by_key(entry.subject_id or 0) if entry.facts.get("mailed", True) else None
    if application is not None and application.email:
        yield Telling(
            address=application.email,
            language=application.language,
            mail=LINK_MAIL,
            notice=False,
            keys={"application": application.pk},
        )


@writes(LINK_MAIL, Subject.LINK)
def _link_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    """None where she changed the address meanwhile."""
    application = application_of(keys)
    if application is None or application.email.casefold() != reader.address.casefold():
        return None
    return Letter({"path": reverse("calls:apply_open", args=[mailed_token(application)])})


@tells("calls.application_received")
def _received(entry: Entry) -> Iterator[Telling]:
    application = application_by_key(entry.subject_id or 0)
    if application is not None and (telling := to_applicant(application, RECEIPT_MAIL)):
        yield telling


@writes(RECEIPT_MAIL)
def _receipt_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    application = application_of(keys)
    if application is None or application.submitted_at is None:
        return None
    when = moment_with_offset(application.submitted_at, application.call.zone)
    return Letter({"when": when, "code": application.code, "path": way_in(application, reader)})


@finds("ownapplication")
def _own(reader: Person, ids: Iterable[int]) -> Mapping[int, Application]:
    rows = visible_applications_of(reader).exclude(state=ApplicationState.WITHDRAWN)
    found = {one.pk: one for one in rows.filter(pk__in=list(ids)).select_related("call")}
    load_halves([one.call for one in found.values()])
    return found


@lines("calls.application_received")
def _received_line(application: Application) -> Line:
    return Line(
        text=gettext("Your application is received"),
        url=reverse("calls:apply_status", args=[application.public_id]),
    )


@tells("calls.info_asked")
def _asked(entry: Entry) -> Iterator[Telling]:
    application = application_by_key(entry.subject_id or 0)
    if application is not None and (telling := to_applicant(application, QUESTION_MAIL)):
        yield telling


@writes(QUESTION_MAIL)
def _question_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    """None once she has answered."""
    application = application_of(keys)
    if application is None or application.state != ApplicationState.NEEDS_INFO:
        return None
    return Letter({"path": way_in(application, reader)})


@lines("calls.info_asked")
def _question_line(application: Application) -> Line:
    return Line(
        text=gettext("There is a question about your application"),
        url=reverse("calls:apply_status", args=[application.public_id]),
    )


@tells("calls.info_given", "calls.application_withdrawn")
def _to_coordination(entry: Entry) -> Iterator[Telling]:
    """That there was one, in which call; of a draft, nothing: nobody knew of it."""
    application = application_by_key(entry.subject_id or 0)
    if application is None or entry.facts.get("was") == ApplicationState.DRAFT:
        return
    for person_id in coordinators_of(entry.community_id or 0):
        yield Telling(person_id=person_id, subject="call_led", subject_id=application.call_id)


@lines("calls.info_given")
def _info_line(call: Call) -> Line:
    return _of_call(call, gettext("A question about an application was answered"))


@lines("calls.application_withdrawn")
def _withdrawn_line(call: Call) -> Line:
    return _of_call(call, gettext("An application was withdrawn"))


def _of_call(call: Call, text: str) -> Line:
    title = best_words(call, "title", page_language()).text
    return Line(text=text, url=reverse("calls:applications", args=[call.public_id]), meta=title)
