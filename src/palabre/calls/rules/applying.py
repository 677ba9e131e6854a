"""What whoever applies may do with her application, and when: by the call's clock, to the second (INV-11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import ApplicationState, CallState
from palabre.calls.models import Application, Call
from palabre.communities.choices import MembershipState
from palabre.communities.models import Membership
from palabre.kit.dates import moment, zone_name
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

# how long a draft stays readable for its author after the closing (DOMAIN.md §4.5)
DRAFT_STAYS = timedelta(days=30)
NOTHING = no(_("There is nothing here."))
CANCELLED = no(_("This call was cancelled. Nothing can be sent any more."))
RECEIVED = no(_("This application was received. Take it back first, as long as the call is open, to change it."))
GONE = no(_("This application was withdrawn. Nothing of it is left."))
READ_ALREADY = no(_("The coordination has begun to look at this application. It can no longer be changed."))
NOW_A_MEMBER = no(
    _(
        "Your application has become a place in the community: it can no longer be withdrawn. To give the place up, leave "
        "the community on your own pages; then what you wrote here can be erased."
    )
)
NO_QUESTION = no(_("No question waits for an answer here."))


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who holds the pen: a person who is signed in, or this device, by the links that were opened on it."""

    person: Person | None = None
    digests: frozenset[str] = frozenset()
    # those that came by mail, not by a link that somebody handed on
    mailed: frozenset[str] = frozenset()

    @property
    def person_id(self) -> int | None:
        return self.person.pk if self.person else None


def held_applications(applicant: Applicant) -> QuerySet[Application]:
    """Those that she may open here: her account's, and those whose link was opened on this device."""
    held = Q(digest__in=applicant.digests)
    return Application.objects.filter(held | Q(person=applicant.person) if applicant.person else held)


def visible_applications_of(actor: Person) -> QuerySet[Application]:
    """Her own, for her own pages."""
    return Application.objects.filter(person=actor)


def holds_file(applicant: Applicant, application: Application) -> Verdict:
    """The same, asked of a row that is locked."""
    mine = applicant.person is not None and application.person_id == applicant.person.pk
    return YES if mine or application.digest in applicant.digests else NOTHING


def in_time(call: Call, at: datetime) -> bool:
    """Whether what arrived at that moment arrived while the call was open, whatever happened to it since.

    The closing second itself is in time. Only a call that was given up takes nothing.
    """
    if call.state in (CallState.DRAFT, CallState.CANCELLED):
        return False
    return call.opens_at <= at and at.replace(microsecond=0) <= call.closes_at


def can_begin(call: Call, at: datetime) -> Verdict:
    """Begin an application: while the call is open."""
    if call.state == CallState.CANCELLED:
        return CANCELLED
    if call.state == CallState.DRAFT:
        return NOTHING
    if at < call.opens_at:
        return no(format_lazy(_("This call opens on {when}."), when=_later(call, call.opens_at)))
    return YES if in_time(call, at) else _closed(call)


def can_fill(application: Application, at: datetime) -> Verdict:
    """Write in it: a draft, while the call is open."""
    if application.state == ApplicationState.WITHDRAWN:
        return GONE
    if application.state != ApplicationState.DRAFT:
        return RECEIVED if in_time(application.call, at) else READ_ALREADY
    return can_begin(application.call, at)


def can_take_back(application: Application, at: datetime) -> Verdict:
    """Make a draft of it again: while the call is open and nobody has looked at it."""
    if application.state == ApplicationState.WITHDRAWN:
        return GONE
    if application.state != ApplicationState.SUBMITTED:
        return READ_ALREADY
    return can_begin(application.call, at)


def can_withdraw(application: Application) -> Verdict:
    """At any time, without a reason, until it has become a membership: that one ends by leaving (DOMAIN.md §2.2)."""
    if application.state == ApplicationState.WITHDRAWN:
        return GONE
    return NOW_A_MEMBER if has_become_place(application) else YES


def has_become_place(application: Application) -> bool:
    """She was accepted, came in, and belongs there still."""
    if application.state != ApplicationState.ACCEPTED or application.person_id is None:
        return False
    places = Membership.objects.filter(community=application.call.community_id, person=application.person_id)
    return places.exclude(state__in=MembershipState.over() | {MembershipState.EXCLUDED}).exists()


def can_take_balance_back(application: Application) -> Verdict:
    """In any state."""
    return GONE if application.state == ApplicationState.WITHDRAWN else YES


def can_inform(application: Application) -> Verdict:
    """Answer a question of the coordination."""
    return YES if application.state == ApplicationState.NEEDS_INFO else NO_QUESTION


def on_its_clock(call: Call, at: datetime) -> str:
    """A moment as the call says it: by the clock that it states."""
    return gettext("%(when)s, %(city)s time") % {
        "when": moment(at, zone=ZoneInfo(call.zone)),
        "city": zone_name(call.zone),
    }


_later = lazy(on_its_clock, str)


def _closed(call: Call) -> Verdict:
    return no(
        format_lazy(
            _("This call closed on {when}. What you wrote stays yours and readable for 30 days; nobody else reads it."),
            when=_later(call, call.closes_at),
        )
    )
