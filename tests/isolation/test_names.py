"""A person is called in each community as she chose there: no page, file or mail of one tells her other names (INV-02)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core import mail
from django.http import HttpResponse
from django.urls import reverse

from palabre.communities.models import Membership
from palabre.notices.chores import read_journal, send_mail
from palabre.people.choices import Openness
from palabre.people.models import Keeper, Person, Profile
from tests.factories import grant, join, make_community, make_person
from tests.isolation.addresses import addresses
from tests.isolation.test_crawl import arguments, client_of, words
from tests.isolation.world import World, tell

NOT_WALKED = {
    "people:sign_out": "ends the session",
    "public:exit": "ends the session",
    "meetings:calendar": "its address is a secret of one person, and names her",
    "meetings:community_calendar": "its address is a secret of one person, and names her",
}
SAVED = ("meetings:attendance_csv", "meetings:attendance_xlsx")
"""Files that are made by a form."""
ADMIN = {"communities:level"}
"""Where the coordination reads the address of an account (DOMAIN.md §3)."""


def display(role: str) -> str:
    return f"Vrainom{role.capitalize()}zz"


def handle(role: str) -> str:
    return f"Dici{role.capitalize()}zz"


def elsewhere(role: str) -> str:
    return f"Dailleurs{role.capitalize()}zz"


@pytest.fixture
def world(db: None) -> World:
    """Everybody is called by one name here, by another one there, and has a third one of her own."""
    network = make_community("Réseau commun", kind="global")
    here, there = tell("AMBRE7Q", network), make_community("Ailleurs", parent=network)
    for role, person in here.people.items():
        person.display_name, person.email = display(role), f"adresse{role}zz@example.org"
        person.save()
        Membership.objects.filter(person=person, community=here.community).update(handle=handle(role))
        join(person, there, handle=elsewhere(role), listed=True)
        Profile.objects.get_or_create(person=person)
        told = {"about": display(role), "contact": display(role), "about_for": Openness.SIGNED_IN}
        Profile.objects.filter(person=person).update(**told, contact_for=Openness.SIGNED_IN)
    steward, keeper = make_person("Réseau"), make_person("Garde")
    grant(steward, network, "steward")
    Keeper.objects.create(person=keeper)
    here.people |= {"steward": steward, "keeper": keeper}
    return here


def secrets(person: Person, role: str) -> list[str]:
    """What nobody else may read of a person on the pages of this community."""
    return [display(role), elsewhere(role), f"adresse{role}zz", person.public_id]


def pages(world: World) -> Iterator[tuple[str, str, HttpResponse]]:
    """Address, persona and answer: every page, then every file that a form makes."""
    clients = {role: client_of(person) for role, person in world.people.items()}
    for client in clients.values():  # that no page breaks is asked by another test
        client.raise_request_exception = False
    known = [address for address in addresses() if address.name not in NOT_WALKED]
    for role in world.people:
        for address in known:
            for filled in arguments(address, world.ids) or []:
                for ids in (filled, filled | {"meeting_id": world.ids["meeting_ahead_id"]}):
                    url = reverse(address.name, kwargs={name: ids[name] for name in address.arguments})
                    method = "post" if address.name in SAVED else "get"
                    yield address.name, role, getattr(clients[role], method)(url)


@pytest.mark.covers("INV-02")
@pytest.mark.slow
def test_no_page_and_no_file_tells_another_name_of_anybody(world: World) -> None:
    named = {
        role: person
        for role, person in world.people.items()
        if role in ("coordinator", "facilitator", "core", "member")
    }
    seen: set[str] = set()
    wrong = []
    for name, reader, response in pages(world):
        text = words(response)
        seen |= {role for role in named if handle(role) in text}
        for role, person in named.items():
            if role == reader:
                continue
            told = [one for one in secrets(person, role) if one in text]
            if reader == "keeper":  # the number of an account is what a keeper reads (DOMAIN.md §4.3)
                told = [one for one in told if one != person.public_id]
            if name in ADMIN and reader == "coordinator":
                told = [one for one in told if not one.startswith("adresse")]
            wrong += [f"{reader} reads {one} on {name}" for one in told]
    assert wrong == []
    assert seen == set(named), "the names that were chosen must be seen"


@pytest.mark.covers("INV-02")
def test_no_mail_tells_any_name(world: World) -> None:
    from palabre.meetings.models import Meeting

    meeting = Meeting.objects.get(public_id=world.ids["meeting_ahead_id"])
    client = client_of(world.people["facilitator"])
    client.post(reverse("meetings:publication", args=[meeting.public_id]))
    day = {"day": "2031-03-25", "start": "9:00", "end": "11:00", "zone": "Africa/Bamako", "place": "Salle"}
    assert client.post(reverse("meetings:move", args=[meeting.public_id]), day).status_code == 303
    for _ in range(3):
        read_journal()
        send_mail()
    assert len(mail.outbox) >= len(world.people) - 3
    for message in mail.outbox:
        text = f"{message.subject} {message.body} {message.from_email} " + " ".join(
            str(part[1]) if isinstance(part, tuple) else str(part) for part in message.attachments
        )
        for role in ("coordinator", "facilitator", "core", "member"):
            for one in (display(role), elsewhere(role), handle(role)):
                assert one not in text


@pytest.mark.covers("INV-02")
def test_whoever_left_is_still_called_by_the_name_she_had(world: World) -> None:
    member = world.people["member"]
    Membership.objects.filter(person=member, community=world.community).update(state="left")
    client = client_of(world.people["facilitator"])
    text = "".join(
        client.get(reverse(name, args=[world.ids[key]])).content.decode()
        for name, key in (("meetings:minutes", "meeting_id"), ("meetings:attendance", "meeting_id"))
    )
    assert handle("member") in text
    assert display("member") not in text
