"""The desk of whoever coordinates: what waits for her in one community, and the rooms where she does it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from palabre.calls.rules.calls import can_see_calls
from palabre.charter.rules import can_see_signatures, current_adoption, unsigned_memberships
from palabre.communities.choices import Role
from palabre.communities.models import Community
from palabre.communities.rules import (
    can_see_invitations,
    can_see_members,
    can_see_requests,
    holds,
    visible_grants,
)
from palabre.communities.rules.directory import can_read_messages, visible_messages
from palabre.communities.rules.joining import visible_requests
from palabre.communities.rules.locks import can_see_locks, visible_locks
from palabre.communities.rules.protecting import can_see_resets, visible_resets
from palabre.communities.rules.sharing import can_read_network_report, visible_agreements
from palabre.communities.rules.suspending import visible_suspensions
from palabre.communities.rules.twins import visible_twins
from palabre.groups.rules.checkins import can_see_check_ins
from palabre.groups.rules.forming import can_form_groups
from palabre.money.rules.ledger import can_see_money
from palabre.people.models import Person

SOON = timedelta(days=30)
Words = str | Promise


class Waiting(NamedTuple):
    """So many things of one kind, and where they are."""

    text: str
    view: str


class Room(NamedTuple):
    """A place of work: its name, what one does there."""

    label: Words
    text: Words
    view: str


@dataclass(frozen=True, slots=True)
class Coordination:
    """What waits, and the rooms in groups."""

    waiting: list[Waiting]
    groups: list[tuple[Words, list[Room]]]


def coordination(actor: Person, community: Community) -> Coordination:
    """The same number of queries whether one thing waits or a hundred."""
    waiting = [Waiting(str(words % {"number": number}), view) for words, view, number in _counted(actor, community)]
    groups = [(title, [room for room in rooms if _opens(room.view, actor, community)]) for title, rooms in GROUPS]
    return Coordination(waiting, [(title, rooms) for title, rooms in groups if rooms])


def _counted(actor: Person, here: Community) -> Iterable[tuple[Words, str, int]]:
    for words, view, count in KINDS:
        if number := count(actor, here):
            yield words, view, number


def _requests(actor: Person, here: Community) -> int:
    return (
        visible_requests(actor).filter(community=here, answered_at=None).count() if can_see_requests(actor, here) else 0
    )


def _appeals(actor: Person, here: Community) -> int:
    rows = visible_suspensions(actor).filter(membership__community=here, ended_at=None, appealed_at__isnull=False)
    return rows.exclude(membership__person=actor).count()


def _locks(actor: Person, here: Community) -> int:
    return visible_locks(actor, here).count() if can_see_locks(actor, here) else 0


def _resets(actor: Person, here: Community) -> int:
    return visible_resets(actor, here).count() if can_see_resets(actor, here) else 0


def _messages(actor: Person, here: Community) -> int:
    rows = visible_messages(actor).filter(community=here, replied_at=None)
    return rows.count() if can_read_messages(actor, here) else 0


def _unsigned(actor: Person, here: Community) -> int:
    """Who reads only until she signs, and who still has some days for a new version."""
    bound = current_adoption(here.pk) if can_see_signatures(actor, here) else None
    return unsigned_memberships(bound).count() if bound else 0


def _ending(actor: Person, here: Community) -> int:
    return visible_grants(actor).filter(community=here, ends_at__lte=timezone.now() + SOON).count()


def _agreements(actor: Person, here: Community) -> int:
    rows = visible_agreements(actor).filter(child=here, signed_at=None, ended_at=None)
    return rows.count() if holds(actor, here.pk, Role.COORDINATOR) else 0


def _twins(actor: Person, here: Community) -> int:
    rows = visible_twins(actor).filter(asked=here, accepted_at=None, ended_at=None)
    return rows.count() if holds(actor, here.pk, Role.COORDINATOR) else 0


KINDS: tuple[tuple[Words, str, Callable[[Person, Community], int]], ...] = (
    (
        ngettext_lazy("%(number)d request to join", "%(number)d requests to join", "number"),
        "communities:requests",
        _requests,
    ),
    (
        ngettext_lazy("%(number)d appeal to decide", "%(number)d appeals to decide", "number"),
        "communities:members",
        _appeals,
    ),
    (
        ngettext_lazy("%(number)d account shut in an emergency", "%(number)d accounts shut in an emergency", "number"),
        "communities:locks",
        _locks,
    ),
    (
        ngettext_lazy(
            "%(number)d person lost her second factor", "%(number)d persons lost their second factor", "number"
        ),
        "communities:lost_factors",
        _resets,
    ),
    (
        ngettext_lazy("%(number)d message to the facilitation", "%(number)d messages to the facilitation", "number"),
        "communities:messages",
        _messages,
    ),
    (
        ngettext_lazy("%(number)d signature is missing", "%(number)d signatures are missing", "number"),
        "charter:signatures",
        _unsigned,
    ),
    (
        ngettext_lazy("%(number)d role ends within 30 days", "%(number)d roles end within 30 days", "number"),
        "communities:roles",
        _ending,
    ),
    (
        ngettext_lazy("%(number)d sharing agreement to answer", "%(number)d sharing agreements to answer", "number"),
        "communities:sharing",
        _agreements,
    ),
    (
        ngettext_lazy(
            "%(number)d community asks to be your twin", "%(number)d communities ask to be your twin", "number"
        ),
        "communities:twins",
        _twins,
    ),
)


def _opens(view: str, actor: Person, here: Community) -> bool:
    """Whether the room is hers; one that is not listed is for whoever coordinates."""
    rule = DOORS.get(view)
    return rule(actor, here) if rule else holds(actor, here.pk, Role.COORDINATOR)


def _invites(actor: Person, here: Community) -> bool:
    return bool(can_see_invitations(actor, here))


def _everybody(_actor: Person, _here: Community) -> bool:
    return True


DOORS: dict[str, Callable[[Person, Community], bool]] = {
    "communities:members": lambda actor, here: bool(can_see_members(actor, here)),
    "communities:requests": lambda actor, here: bool(can_see_requests(actor, here)),
    "communities:messages": lambda actor, here: bool(can_read_messages(actor, here)),
    "charter:signatures": lambda actor, here: here.asks_signature and bool(can_see_signatures(actor, here)),
    "desk:network_report": lambda actor, here: bool(can_read_network_report(actor, here)),
    "communities:children": lambda actor, here: holds(actor, here.pk, Role.STEWARD, Role.COORDINATOR),
    "calls:list": lambda actor, here: bool(can_see_calls(actor, here)),
    "groups:groups": lambda actor, here: bool(can_form_groups(actor, here)),
    "money:money": lambda actor, here: bool(can_see_money(actor, here)),
    "groups:check_ins": lambda actor, here: here.in_groups and bool(can_see_check_ins(actor, here)),
    "communities:roles": _everybody,
    "communities:life": _everybody,
    "communities:invitations": _invites,
    "communities:links": _invites,
    "communities:questions": _invites,
}
GROUPS: tuple[tuple[Words, list[Room]], ...] = (
    (
        _("People who belong"),
        [
            Room(_("Members"), _("Who belongs, and how each takes part."), "communities:members"),
            Room(_("Organisations"), _("Who belongs, who speaks for it, who has its voice."), "communities:organisations"),
            Room(_("Roles"), _("Who does what, and until when."), "communities:roles"),
            Room(_("Signatures"), _("Who has signed the code, who has not."), "charter:signatures"),
            Room(_("Messages"), _("What members write to the facilitation."), "communities:messages"),
        ],
    ),
    (
        _("Ways in"),
        [
            Room(_("Requests"), _("Who asks to join."), "communities:requests"),
            Room(_("Invitations"), _("A place opened by mail for one person."), "communities:invitations"),
            Room(_("Join links"), _("An address to give out, in one language."), "communities:links"),
            Room(_("Questions"), _("What you ask of whoever wants to join."), "communities:questions"),
            Room(_("Calls for applications"), _("Who may join a cohort: written, open, read, decided."), "calls:list"),
            Room(_("Working groups"), _("One theme each: opened, chosen, shared out."), "groups:groups"),
            Room(_("Campaigns"), _("A time to welcome, and to introduce members to each other."), "communities:campaigns"),
        ],
    ),
    (
        _("The community"),
        [
            Room(_("Settings"), _("Protection, approvals, countries, dates."), "communities:settings"),
            Room(_("Life"), _("From its beginning to its hand-over."), "communities:life"),
            Room(_("Standards"), _("What you answer for, reviewed with a peer."), "charter:standards"),
            Room(_("Money"), _("Budgets, expenses, honoraria: what waits for you."), "money:money"),
            Room(_("Check-ins"), _("The leads of the groups and the MEL team."), "groups:check_ins"),
            Room(_("Sharing"), _("What the network above may see."), "communities:sharing"),
            Room(_("Twins"), _("Another community to meet and plan with."), "communities:twins"),
            Room(_("Communities below"), _("Found one or propose one, and see who leads it."), "communities:children"),
            Room(_("Network report"), _("What the communities below share."), "desk:network_report"),
        ],
    ),
)  # fmt: skip
