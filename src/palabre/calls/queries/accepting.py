"""Offers as the coordination follows them: who has declared what, who is confirmed, who has come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from palabre.calls.choices import ApplicationState, Outcome
from palabre.calls.models import Application, Call, CallTheme, Letter, ThemeGroup
from palabre.calls.queries.waiting import next_waiting
from palabre.calls.rules.accepting import can_confirm_place, can_prepare_groups, placed_applications
from palabre.calls.rules.apart import knows_all
from palabre.calls.rules.deciding import places_left
from palabre.communities.choices import MembershipState
from palabre.communities.models import Membership
from palabre.groups.models import Grouping
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Text, Verdict
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place: how far it is, what she declared, whether she signed."""

    application: Application
    told: bool
    state: Text
    confirm: Verdict


@dataclass(frozen=True, slots=True)
class PlacesPage:
    call: Call
    slice: Slice[Application]
    rows: list[PlaceRow]
    # None: it would tell of a file that is tied to her and waits for its letter
    left: int | None
    following: Application | None
    themes: int
    grouped: int
    choice_open: bool
    groups: Verdict


def places_page(actor: Person, call: Call, asked: Mapping[str, Any]) -> PlacesPage:
    """Some fifteen queries for twenty places as for one."""
    found = page_of(placed_applications(actor, call).select_related("person"), asked, by="code")
    left = places_left(call) if knows_all(actor, call) else None
    return PlacesPage(
        call=call,
        slice=found,
        rows=_rows(actor, call, found.items),
        left=left,
        following=next_waiting(call) if left else None,
        themes=CallTheme.objects.filter(call=call).count(),
        grouped=ThemeGroup.objects.filter(theme__call=call).count(),
        choice_open=Grouping.objects.filter(community=call.community, formed_at=None).exists(),
        groups=can_prepare_groups(actor, call),
    )


def _rows(actor: Person, call: Call, items: list[Application]) -> list[PlaceRow]:
    sent = Letter.objects.filter(application__in=items, outcome=Outcome.OFFER, sent_at__isnull=False)
    told = set(sent.values_list("application_id", flat=True))
    here = Membership.objects.filter(
        community=call.community, person__in=[one.person_id for one in items if one.person_id]
    )
    states = dict(here.taken().values_list("person_id", "state"))
    for one in items:
        one.call = call
    # none of them is tied to her: `placed_applications`
    return [
        PlaceRow(
            application=one,
            told=one.pk in told,
            state=_how_far(one, states.get(one.person_id or 0)),
            confirm=can_confirm_place(actor, one, tied=False),
        )
        for one in items
    ]


def _how_far(application: Application, place: str | None) -> Text:
    if place is not None and application.state == ApplicationState.ACCEPTED:
        return MembershipState(place).label
    return ApplicationState(application.state).label
