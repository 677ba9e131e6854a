"""Every list of a network asks the database the same number of questions for one row and for fifty."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from palabre.communities.choices import CommunityKind, RiskProfile, Role, Sharing, Stage
from palabre.communities.models import (
    Announcement,
    Campaign,
    Community,
    ContactMessage,
    Move,
    RiskEasing,
    SharingAgreement,
    StageChange,
    Suspension,
    TwinLink,
)
from palabre.people.models import FactorReset, LockEvent, Person
from tests.factories import grant, join, make_community, make_person
from tests.personas import Cast

Grow = Callable[[Cast, int], None]


def _children(cast: Cast, number: int) -> None:
    """Below the network: with a lead, an agreement, a question of protection, a move."""
    child = make_community(f"Dessous {number}", parent=cast.network, kind=CommunityKind.NATIONAL)
    lead = make_person(f"Tête {number}")
    join(lead, child, country="ML")
    grant(lead, child, Role.COORDINATOR, ends_at=timezone.now() + timedelta(days=9))
    SharingAgreement.objects.create(
        child=child, parent=cast.network, level=Sharing.AGGREGATES, signed_at=timezone.now(), decided_on="2026-01-05"
    )
    RiskEasing.objects.create(community=child, before="elevated", after="standard", reason="R", asked_by=lead)
    Move.objects.create(community=child, before=cast.network, after=_aside(), asked_by=cast.steward)


def _aside() -> Community:
    return Community.objects.filter(name="À côté").first() or make_community("À côté", kind=CommunityKind.NETWORK)


def _roles(cast: Cast, number: int) -> None:
    """Holding, waiting for a second person, ended; under names of their own."""
    now = timezone.now()
    for role, days in (
        (Role.MEL, {"ends_at": now + timedelta(days=5)}),
        (Role.HANDLER, {"confirmed_at": None, "granted_by": cast.steward}),
        (Role.TRANSLATOR, {"starts_at": now - timedelta(days=9), "ends_at": now - timedelta(days=2)}),
    ):
        person = make_person(f"Tâche {number}")
        join(person, cast.here, handle=f"Nom {role} {number}")
        grant(person, cast.here, role, **days)


def _members(cast: Cast, number: int) -> None:
    join(make_person(f"Place {number}"), cast.here, handle=f"Nom {number}", listed=True)


def _campaigns(cast: Cast, number: int) -> None:
    today = timezone.localdate()
    Campaign.objects.create(community=cast.here, title=f"C{number}", opens_on=today, closes_on=today)


def _messages(cast: Cast, number: int) -> None:
    sender = make_person(f"Voix {number}")
    join(sender, cast.here)
    ContactMessage.objects.create(community=cast.here, sender=sender, text="Bonjour")


def _locked(cast: Cast, number: int) -> None:
    person = make_person(f"Serrure {number}", is_active=False)
    join(person, cast.here)
    LockEvent.objects.create(person=person, asked_at=timezone.now())


def _lost(cast: Cast, number: int) -> None:
    person = make_person(f"Perdue {number}")
    join(person, cast.here)
    FactorReset.objects.create(person=person)


def _twins(cast: Cast, number: int) -> None:
    accepted = timezone.now() if number % 2 else None
    TwinLink.objects.create(asking=make_community(f"Jumelle {number}"), asked=cast.here, accepted_at=accepted)


def _news(cast: Cast, number: int) -> None:
    author = make_person(f"Plume {number}")
    Announcement.objects.create(community=cast.here, title=f"N{number}", text="T", published_by=author)


def _steps(cast: Cast, number: int) -> None:
    StageChange.objects.create(
        community=cast.here, before=Stage.ACTIVE, after=Stage.DORMANT, by=make_person(f"Pas {number}"), decision="D"
    )


def _signed_before(cast: Cast, number: int) -> None:
    now = timezone.now()
    SharingAgreement.objects.create(
        child=cast.here, parent=cast.network, level=Sharing.RESULTS, signed_at=now, ended_at=now,
        signed_by=make_person(f"Main {number}"), decision="D", decided_on="2026-01-05",
    )  # fmt: skip


def _shut(cast: Cast, number: int) -> None:
    place = join(make_person(f"Ombre {number}"), cast.here, state="suspended")
    Suspension.objects.create(membership=place, by=cast.coordinator, reason="R", appealed_at=timezone.now())


LISTS: dict[str, tuple[str, str, Grow]] = {
    "members": ("coordinator", "/c/{here}/members/", _members),
    "members with a shut place": ("coordinator", "/c/{here}/members/", _shut),
    "people": ("coordinator", "/c/{here}/people/", _members),
    "roles": ("coordinator", "/c/{here}/roles/", _roles),
    "communities below": ("steward", "/c/{network}/communities/", _children),
    "network": ("steward", "/c/{network}/network/", _children),
    "report": ("steward", "/c/{network}/report/", _children),
    "report as a sheet": ("steward", "/c/{network}/report.csv", _children),
    "sharing of the children": ("steward", "/c/{network}/sharing/", _children),
    "sharing": ("coordinator", "/c/{here}/sharing/", _signed_before),
    "campaigns": ("coordinator", "/c/{here}/campaigns/", _campaigns),
    "messages": ("facilitator", "/c/{here}/messages/", _messages),
    "locked accounts": ("coordinator", "/c/{here}/locked/", _locked),
    "lost factors": ("coordinator", "/c/{here}/factors/", _lost),
    "twins": ("coordinator", "/c/{here}/twins/", _twins),
    "news": ("coordinator", "/c/{here}/news/", _news),
    "life": ("coordinator", "/c/{here}/life/", _steps),
    "day of a steward": ("steward", "/home/", _children),
    "day of a coordination": ("coordinator", "/home/", _shut),
}


def spent(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", LISTS)
def test_fifty_rows_cost_what_one_costs(cast: Cast, as_person: Callable[[Person], Client], name: str) -> None:
    who, address, grow = LISTS[name]
    if name == "messages":
        Community.objects.filter(pk=cast.here.pk).update(risk=RiskProfile.HIGH)
    path = address.format(here=cast.here.public_id, network=cast.network.public_id)
    client = as_person(cast.person(who))
    for number in range(2):
        grow(cast, number)
    before = spent(client, path)
    for number in range(2, 50):
        grow(cast, number)
    assert spent(client, path) == before
