"""A joint meeting shows itself, and nothing else of the community that holds it: every address, every persona."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from palabre.communities.models import Community, TwinLink
from palabre.meetings.models import JointMeeting, Meeting
from palabre.people.models import Person
from tests.factories import make_community, make_item, make_meeting
from tests.isolation.addresses import Address, addresses
from tests.isolation.test_crawl import FOR_EVERYBODY, NOT_CRAWLED, arguments, ask, client_of, words
from tests.isolation.world import World, tell

COMMON = "JADE3K"
STATES = ("agenda_published", "held")
"""On PostgreSQL, where the same rules run, what leads to no meeting is asked by half of the cast in each state."""


@pytest.fixture
def twins(db: None, tmp_path: object) -> tuple[World, World, Meeting]:
    """`theirs` holds a meeting and opened it to `ours`; only their name and this meeting do not carry their mark."""
    network = make_community("Réseau commun", kind="global")
    ours, theirs = tell("AMBRE7Q", network), tell("COBALT9Z", network)
    Community.objects.filter(pk=theirs.community.pk).update(name="La jumelle")
    link = TwinLink.objects.create(asking=ours.community, asked=theirs.community, accepted_at=timezone.now())
    meeting = make_meeting(
        theirs.community, title=f"{COMMON} rencontre", place=f"{COMMON} lieu", state="agenda_published", opened=True
    )
    make_item(meeting, f"{COMMON} suivi", kind="commitments")
    JointMeeting.objects.create(meeting=meeting, community=ours.community, twin=link, accepted_at=timezone.now())
    return ours, theirs, meeting


@pytest.mark.covers("SR-12", "SR-14")
@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_a_joint_meeting_opens_nothing_else_of_its_host(twins: tuple[World, World, Meeting], state: str) -> None:
    """Everything asked with their ids, then everything of the joint meeting: their mark stands nowhere."""
    ours, theirs, meeting = twins
    if state == "held":
        Meeting.objects.filter(pk=meeting.pk).update(
            state=state, starts_at=timezone.now() - timedelta(days=1), ends_at=timezone.now()
        )
    cast: dict[str, Person | None] = dict(ours.people)
    clients = {name: client_of(person) for name, person in cast.items()}
    wrong: list[str] = []
    read: Counter[str] = Counter()
    for number, (address, kwargs) in enumerate(_everywhere(theirs, meeting)):
        turn = number + STATES.index(state)
        whole = "meeting_id" in kwargs or connection.vendor == "sqlite"
        asking = [name for place, name in enumerate(cast) if whole or (place + turn) % 2]
        for name, method in ((name, method) for name in asking for method in ("get", "post")):
            answer = ask(clients, cast, name, method, reverse(address.name, kwargs=kwargs))
            body = words(answer).lower()
            read[name] += COMMON.lower() in body
            if theirs.mark.lower() in body or answer.status_code >= 500:
                wrong.append(f"{name} {method} {address.name}: {answer.status_code}")
    assert sorted(set(wrong)) == []
    assert not read.pop("reviewer"), "who only reads applications meets nobody"
    assert min(read.values()) >= 3, read


def _everywhere(theirs: World, meeting: Meeting) -> Iterator[tuple[Address, dict[str, str]]]:
    for address in addresses():
        if address.name in FOR_EVERYBODY or address.name in NOT_CRAWLED:
            continue
        joint = [{**theirs.ids, "meeting_id": meeting.public_id}] if "meeting_id" in address.arguments else []
        yield from ((address, kwargs) for ids in (theirs.ids, *joint) for kwargs in arguments(address, ids) or [])


@pytest.mark.covers("SR-14")
def test_lists_of_the_guest_hold_the_joint_meeting_and_no_other(twins: tuple[World, World, Meeting]) -> None:
    ours, theirs, _meeting = twins
    client = client_of(ours.people["member"])
    listed = client.get(f"/c/{ours.community.public_id}/meetings/").content.decode()
    assert COMMON in listed
    for body in (
        listed,
        client.get("/home/").content.decode(),
        client.get(f"/c/{ours.community.public_id}/").content.decode(),
    ):
        assert theirs.mark not in body
    calendar = client.get(reverse("meetings:calendar", args=[ours.people["member"].calendar_key])).content.decode()
    assert theirs.mark not in calendar
    assert COMMON not in calendar


@pytest.mark.covers("SR-14")
@pytest.mark.slow
def test_hosts_read_nothing_of_the_guests_but_who_answers(twins: tuple[World, World, Meeting]) -> None:
    ours, theirs, meeting = twins
    pages = [one for one in addresses() if one.arguments == ("meeting_id",)]
    for name in ("coordinator", "facilitator", "member"):
        client = client_of(theirs.people[name])
        for address in pages:
            body = words(client.get(reverse(address.name, args=[meeting.public_id])))
            body = body.replace(f"{ours.mark} communauté", "").replace(f"{ours.mark} organisation", "")
            assert ours.mark not in body, (name, address.name)
