"""Who looks at whether an application is admissible, and what she may see of it while others read it blind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from palabre.calls.choices import ApplicationState, AssignmentState, CallState
from palabre.calls.gates import Missing, before
from palabre.calls.models import Application, Call, Letter, ReviewAssignment, Reviewer
from palabre.calls.rules.conflicts import bonds_of_applications, bonds_of_person, bonds_of_reviewers, conflict_between
from palabre.calls.rules.reviewing import READING, SCORING, coordinates, led_calls, shut_for
from palabre.communities.choices import Role
from palabre.communities.rules import NOTHING_HERE, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

AFTER = READING | {CallState.PUBLISHED}
TIED = no(_("You are tied to the same organisation as this person: somebody else of the coordination looks at it."))
HERS = no(_("You read this file without knowing whose it is. Hand in your review first; then it opens here."))
NOT_SCREENING = no(_("Applications are looked at once the call is closed and the screening has begun."))
ANSWERED = no(_("Somebody has looked at this application already. Load the page again to see the answer."))
SCREENED = no(_("The screening is over: what was said of this application stays."))
NOT_ASKABLE = no(_("A question can be asked while applications are screened or read."))


# applicants read on their receipt that nobody opens it before
AFTER_CLOSING = CallState.selecting() | {CallState.PUBLISHED}


def visible_applications(actor: Person) -> QuerySet[Application]:
    """What a coordination reads, once the call is closed: never a draft, one that was withdrawn, or her own (INV-11)."""
    led = led_calls(actor).values("pk")
    closed = Q(call__closes_at__lt=timezone.now()) | Q(call__state__in=AFTER_CLOSING)
    rows = Application.objects.filter(closed, call__in=led, state__in=ApplicationState.handed_in())
    return rows.exclude(person=actor).exclude(shut_for(actor))


def can_view_application(actor: Person, application: Application) -> Verdict:
    return YES if visible_applications(actor).filter(pk=application.pk).exists() else no(NOTHING_HERE)


def veils(actor: Person, applications: Iterable[Application]) -> dict[int, Verdict]:
    """Why some of these stay without a name for her: a tie, or a file that she reads blind. Others are not in it."""
    rows = list(applications)
    found = dict.fromkeys(_tied(actor, rows), TIED)
    hers = blindly_read(actor).filter(application__in=[one.pk for one in rows])
    return {**dict.fromkeys(hers.values_list("application_id", flat=True), HERS), **found}


def blindly_read(actor: Person) -> QuerySet[ReviewAssignment]:
    """Files that she has still to read without knowing whose they are."""
    rows = ReviewAssignment.objects.running().filter(reviewer__person=actor, reviewer__ended_at=None)
    return rows.exclude(state=AssignmentState.SUBMITTED).filter(application__call__blind=True)


def reads_blind(actor: Person, call: Call) -> bool:
    """Whether points are still given and she is none of those who know whose files they are: no region, no clock."""
    leads = call.community_id in standing(actor).communities_with(Role.COORDINATOR)
    return call.blind and call.state in SCORING and not leads


def origins_seen(actor: Person, call: Call, rows: QuerySet[Application]) -> QuerySet[Application]:
    """Those of these files of which she may know the part of the world and the clock."""
    if reads_blind(actor, call):
        return rows.none()
    return rows.exclude(pk__in=blindly_read(actor).values("application_id")) if call.state in SCORING else rows


def _tied(actor: Person, rows: Iterable[Application]) -> set[int]:
    """By what is known of her, and by what she declared if she reads for one of these calls too."""
    applications = list(rows)
    if not applications:
        return set()
    places = Reviewer.objects.filter(person=actor, call__in={one.call_id for one in applications})
    sides = [bonds_of_person(actor), *bonds_of_reviewers(places.select_related("person")).values()]
    others = bonds_of_applications(applications)
    return {pk for pk, other in others.items() if any(conflict_between(side, other) for side in sides)}


def can_see_identity(actor: Person, application: Application) -> Verdict:
    """Open the page that says whose it is."""
    verdict = can_view_application(actor, application)
    return veils(actor, [application]).get(application.pk, YES) if verdict else verdict


def can_screen(actor: Person, application: Application) -> Verdict:
    """Say whether it is admissible: not her own, not one to which she is tied, once the call is closed."""
    verdict = coordinates(actor, application.call)
    if verdict:
        verdict = can_see_identity(actor, application)
    if not verdict:
        return verdict
    if application.call.state != CallState.SCREENING:
        return SCREENED if application.call.state in AFTER else NOT_SCREENING
    asked = application.state == ApplicationState.NEEDS_INFO
    return YES if asked or _waits(application) else ANSWERED


def _waits(application: Application) -> bool:
    """Nobody said whether it is admissible; so it is too when she answered a question before anybody did."""
    if application.state == ApplicationState.IN_REVIEW:
        return application.screened_at is None
    return application.state == ApplicationState.SUBMITTED


WAITING = Q(state=ApplicationState.SUBMITTED) | Q(state=ApplicationState.IN_REVIEW, screened_at=None)
"""The same, asked of many."""


def can_ask_applicant(actor: Person, application: Application) -> Verdict:
    """Put one question to her: while it is screened, or later while it is read."""
    verdict = coordinates(actor, application.call)
    if verdict:
        verdict = can_see_identity(actor, application)
    if not verdict:
        return verdict
    state = application.call.state
    asked = state == CallState.SCREENING and _waits(application)
    later = state in SCORING and application.state == ApplicationState.IN_REVIEW
    return YES if asked or later else NOT_ASKABLE


def can_look_again(actor: Person, application: Application) -> Verdict:
    """Take back what was said, while applications are screened and nothing was written to her."""
    verdict = coordinates(actor, application.call)
    if verdict:
        verdict = can_see_identity(actor, application)
    if not verdict:
        return verdict
    if application.call.state != CallState.SCREENING:
        return SCREENED if application.call.state in AFTER else NOT_SCREENING
    if application.state not in (ApplicationState.ELIGIBLE, ApplicationState.INELIGIBLE):
        return no(_("Nobody has looked at this application yet."))
    told = Letter.objects.filter(application=application, sent_at__isnull=False).exists()
    return no(_("She was written to already: the answer stays.")) if told else YES


def unscreened(call: Call) -> QuerySet[Application]:
    """Those that still wait for a word."""
    return Application.objects.filter(WAITING | Q(state=ApplicationState.NEEDS_INFO), call=call)


@before(CallState.REVIEW)
def _everything_is_screened(call: Call) -> Iterator[Missing]:
    left = unscreened(call).count()
    if left:
        sentence = ngettext_lazy(
            "%(number)s application still waits to be screened.",
            "%(number)s applications still wait to be screened.",
            left,
        )
        yield Missing(sentence % {"number": left}, reverse("calls:applications", args=[call.public_id]))
