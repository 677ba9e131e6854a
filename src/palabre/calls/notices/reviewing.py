"""Who hears of committees, files and reviews. No mail says for which call, whose file, or by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from palabre.calls.models import Call, ReviewAssignment, Reviewer
from palabre.calls.queries.committee import reviewer_by_key
from palabre.calls.queries.told import assignment_by_key, is_waiting
from palabre.calls.rules.reviewing import can_accept_place, led_calls, own_reviewers, visible_assignments
from palabre.communities.queries import coordinators_of
from palabre.journal.models import Entry
from palabre.journal.telling import Letter, Line, Recipient, Subject, Telling, finds, lines, tells, writes
from palabre.kit.dates import long_date
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

INVITATION = "calls/email/review_invitation.txt"
FILES = "calls/email/review_files.txt"


@tells("calls.reviewer_named")
def _named(entry: Entry) -> Iterator[Telling]:
    """The address only: whether it has an account is nobody's business."""
    reviewer = reviewer_by_key(entry.subject_id)
    if reviewer is not None and reviewer.email:
        yield Telling(
            address=reviewer.email,
            language=reviewer.language,
            mail=INVITATION,
            notice=False,
            keys={"reviewer": reviewer.pk, "asked": reviewer.digest},
        )


@writes(INVITATION, Subject.LINK)
def _invitation_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    """Nothing if she was asked again since: only the last link opens."""
    reviewer = reviewer_by_key(keys["reviewer"])
    if reviewer is None or reviewer.digest != keys["asked"] or not can_accept_place(reviewer):
        return None
    until = long_date(reviewer.until.date(), reader.language)
    return Letter({"path": reverse("calls:reviewer_place", args=[reviewer.token()]), "until": until})


@tells("calls.files_given")
def _files_given(entry: Entry) -> Iterator[Telling]:
    reviewer = reviewer_by_key(entry.subject_id)
    if reviewer is not None and reviewer.person_id:
        yield Telling(person_id=reviewer.person_id, mail=FILES, keys={"reviewer": reviewer.pk})


@tells("calls.review_reopened")
def _reopened(entry: Entry) -> Iterator[Telling]:
    assignment = assignment_by_key(entry.subject_id)
    if assignment is not None and assignment.reviewer.person_id:
        yield Telling(person_id=assignment.reviewer.person_id, mail=FILES, keys={"reviewer": assignment.reviewer_id})


@writes(FILES, Subject.ACTIVITY)
def _files_mail(keys: Mapping[str, Any], _reader: Recipient) -> Letter | None:
    """Nothing once she has read everything, or stepped back."""
    return Letter({}) if is_waiting(keys["reviewer"]) else None


@tells(
    "calls.conflict_declared", "calls.conflict_found", "calls.conflict_noted", "calls.reviewer_accepted",
    "calls.reviewer_stepped_back", "calls.reader_applied", "calls.reviews_complete",
)  # fmt: skip
def _to_coordination(entry: Entry) -> Iterator[Telling]:
    """Which call; never which file, nor who: that stands on its page for whoever may see it."""
    call = entry.subject_id if entry.subject == "call" else entry.facts.get("call")
    for person_id in coordinators_of(entry.community_id or 0):
        yield Telling(person_id=person_id, subject="call_led", subject_id=call)


@finds("call_reviewer")
def _reviewers(reader: Person, ids: Iterable[int]) -> Mapping[int, Reviewer]:
    found = own_reviewers(reader).filter(pk__in=list(ids)).select_related("call").in_bulk()
    load_halves([one.call for one in found.values()])
    return found


@finds("call_assignment")
def _assignments(reader: Person, ids: Iterable[int]) -> Mapping[int, ReviewAssignment]:
    rows = visible_assignments(reader).filter(pk__in=list(ids)).select_related("application")
    return rows.only("pk", "public_id", "application__code").in_bulk()


@finds("call_led")
def _calls(reader: Person, ids: Iterable[int]) -> Mapping[int, Call]:
    found = led_calls(reader).filter(pk__in=list(ids)).select_related("community").in_bulk()
    load_halves(found.values())
    return found


@lines("calls.files_given")
def _files_line(reviewer: Reviewer) -> Line:
    meta = best_words(reviewer.call, "title", page_language()).text
    return Line(text=gettext("Files wait for you to read them"), url=reverse("calls:reading"), meta=meta)


@lines("calls.review_reopened")
def _reopened_line(assignment: ReviewAssignment) -> Line:
    text = gettext("A review of yours is open again")
    return Line(text=text, url=reverse("calls:file", args=[assignment.public_id]), meta=assignment.application.code)


@lines("calls.conflict_declared", "calls.conflict_found", "calls.conflict_noted")
def _conflict_line(call: Call) -> Line:
    return _led(call, gettext("A reader steps aside from a file: it needs somebody else"), "calls:assignments")


@lines("calls.reviewer_accepted")
def _accepted_line(call: Call) -> Line:
    return _led(call, gettext("Somebody accepted to read applications"), "calls:committee")


@lines("calls.reviewer_stepped_back")
def _stepped_back_line(call: Call) -> Line:
    return _led(call, gettext("A reader has stepped back: look at who reads what"), "calls:assignments")


@lines("calls.reader_applied")
def _applied_line(call: Call) -> Line:
    return _led(call, gettext("A member of the committee has applied: nobody does both"), "calls:committee")


@lines("calls.reviews_complete")
def _complete_line(call: Call) -> Line:
    return _led(call, gettext("All reviews are in"), "calls:ranking")


def _led(call: Call, text: str, page: str) -> Line:
    meta = best_words(call, "title", page_language()).text
    return Line(text=text, url=reverse(page, args=[call.public_id]), meta=meta)
