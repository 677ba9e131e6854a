"""Who gives which file to whom, when a review is opened again, and what the steps of a call wait for (INV-14)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from palabre.calls.choices import ApplicationState, AssignmentState, CallState
from palabre.calls.gates import Missing, before
from palabre.calls.models import Application, Call, Conflict, ReviewAssignment, Reviewer
from palabre.calls.rules.committee import stands_apart
from palabre.calls.rules.conflicts import applicants_who_read
from palabre.calls.rules.reviewing import NOT_NOW, SCORING, coordinates, led_calls, shut_for
from palabre.communities.choices import Role
from palabre.communities.models import RoleGrant
from palabre.communities.rules import NOTHING_HERE
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

BEGUN = no(_("This reader has begun: her file can no longer be taken away. She can step back herself."))
KNOWS = no(
    _(
        "A review of this file is in, and this reader could have seen it as coordination or monitoring: "
        "somebody else reads the file."
    )
)
NOT_IN = no(_("This review is not handed in."))
# files that wait for readers, or have them
IN_READING = frozenset({ApplicationState.ELIGIBLE, ApplicationState.IN_REVIEW})
COMPARED = IN_READING | {ApplicationState.NEEDS_INFO, ApplicationState.SHORTLISTED}
READERS_NEEDED = 2


def led_assignments(actor: Person) -> QuerySet[ReviewAssignment]:
    """What the coordination follows: who reads which file, none of those that are shut for her."""
    rows = ReviewAssignment.objects.running().filter(application__call__in=led_calls(actor).values("pk"))
    return rows.exclude(application__person=actor).exclude(shut_for(actor, "application"))


def can_assign(actor: Person, call: Call) -> Verdict:
    """Give files to readers, and take them away: the coordination, while points are given."""
    verdict = coordinates(actor, call)
    return NOT_NOW if verdict and call.state not in SCORING else verdict


def can_unassign(actor: Person, assignment: ReviewAssignment) -> Verdict:
    """Only what she has not begun."""
    verdict = can_assign(actor, assignment.application.call)
    if verdict and assignment.state != AssignmentState.ASSIGNED:
        return BEGUN
    return stands_apart(actor, assignment.application) if verdict else verdict


def fits_reader(application: Application, reviewer: Reviewer) -> Verdict:
    """Whether this reader can be given this file by hand. Who is tied is refused like who has stepped aside."""
    if reviewer.call_id != application.call_id or not (reviewer.is_running and reviewer.declared_at):
        return no(_("Choose a member of the committee who has said her ties."))
    if application.state not in IN_READING:
        return no(_("This file is not read now."))
    verdict = _may_be_hers(application, reviewer)
    if not verdict:
        return verdict
    held = ReviewAssignment.objects.running().filter(reviewer=reviewer).count()
    full = reviewer.capacity is not None and held >= reviewer.capacity
    return no(_("This reader has as many files as she can take.")) if full else YES


def _may_be_hers(application: Application, reviewer: Reviewer) -> Verdict:
    same = Q(reviewer=reviewer) | Q(reviewer__person=reviewer.person)
    if Conflict.objects.filter(same, application=application).exists():
        return no(_("This reader is tied to this file, or has said that she is: somebody else reads it."))
    if reviewer.person_id in following(reviewer.call) and application.pk in once_read(reviewer.call):
        return KNOWS
    given = ReviewAssignment.objects.filter(same, application=application)
    if given.exclude(state=AssignmentState.REMOVED, reviewer=reviewer).exists():
        return no(_("This reader has this file already, or had it."))
    if application.language not in reviewer.languages():
        return no(_("This reader does not read the language of this file."))
    return YES


def following(call: Call) -> frozenset[int]:
    """Keys of those who see reviews, or what they come to, without having read: coordination, monitoring."""
    rows = RoleGrant.objects.held().filter(community=call.community_id, role__in=(Role.COORDINATOR, Role.MEL))
    return frozenset(rows.values_list("person_id", flat=True))


def once_read(call: Call) -> frozenset[int]:
    """Keys of the files of which a review was handed in, also one that was opened again or counts no more."""
    said = Q(review__submitted_at__isnull=False) | Q(state=AssignmentState.REOPENED)
    rows = ReviewAssignment.objects.filter(said, application__call=call)
    return frozenset(rows.values_list("application_id", flat=True))


def can_reopen_review(actor: Person, assignment: ReviewAssignment) -> Verdict:
    """Before the selection only; not of a file that one may not see."""
    verdict = coordinates(actor, assignment.application.call)
    if not verdict:
        return verdict
    if not led_assignments(actor).filter(pk=assignment.pk).exists():
        return no(NOTHING_HERE)
    if assignment.application.call.state not in SCORING:
        return no(_("The selection has begun: reviews stay as they are."))
    return stands_apart(actor, assignment.application) if assignment.state == AssignmentState.SUBMITTED else NOT_IN


def can_find_tie(actor: Person, assignment: ReviewAssignment) -> Verdict:
    """The coordination learns that a reader is tied to whoever applied: her review counts no more."""
    verdict = coordinates(actor, assignment.application.call)
    if verdict and assignment.state not in AssignmentState.running():
        return no(_("This reader has not this file any more."))
    return stands_apart(actor, assignment.application) if verdict else verdict


def lacking_reviews(call: Call) -> QuerySet[Application]:
    """Files still compared that have fewer counted reviews than the call asks for (INV-14)."""
    counted = Q(assignments__state=AssignmentState.SUBMITTED, assignments__review__submitted_at__isnull=False)
    counted &= Q(assignments__review__void_at=None)
    rows = Application.objects.filter(call=call, state__in=COMPARED)
    return rows.annotate(reviews=Count("assignments", filter=counted)).filter(reviews__lt=call.reviews_needed)


@before(CallState.REVIEW)
def _committee_stands(call: Call) -> Iterator[Missing]:
    """At least two readers who said their ties, enough for what the call asks, none of them an applicant."""
    url = reverse("calls:committee", args=[call.public_id])
    reading = Reviewer.objects.reading().filter(call=call).count()
    needed = max(READERS_NEEDED, call.reviews_needed)
    if reading < needed:
        yield Missing(
            ngettext_lazy(
                "%(number)s more reader must accept and say her ties.",
                "%(number)s more readers must accept and say their ties.",
                needed - reading,
            )
            % {"number": needed - reading},
            url,
            of_files=False,
        )
    if applicants_who_read(call).exists():
        yield Missing(_("A member of the committee has applied to this call: nobody does both."), url)


def _reviews_are_in(call: Call) -> Iterator[Missing]:
    lacking = lacking_reviews(call).count()
    if lacking:
        sentence = ngettext_lazy(
            "%(number)s file has fewer reviews than the call asks for.",
            "%(number)s files have fewer reviews than the call asks for.",
            lacking,
        )
        yield Missing(sentence % {"number": lacking}, reverse("calls:assignments", args=[call.public_id]))


before(CallState.INTERVIEWS)(_reviews_are_in)
before(CallState.SELECTION)(_reviews_are_in)
