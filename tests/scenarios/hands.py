"""What a person does in the pages, step after step: every helper here is a request that a browser would send."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from palabre.meetings.models import Meeting
from palabre.people.models import Person


def at_the_desk_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def send(client: Client, name: str, *args: str, **fields: Any) -> HttpResponse:
    """A form that must be accepted: it leads somewhere."""
    answer = client.post(reverse(name, args=args), fields)
    assert answer.status_code == 303, (name, answer.status_code, complaints(answer))
    return answer


def complaints(answer: HttpResponse) -> str:
    """The sentences with which a page refuses."""
    main = re.sub(r"(?s)^.*<main", "<main", answer.content.decode())
    found = re.findall(r'(?s)<(?:p|div)[^>]*class="[^"]*(?:err|why|bad)[^"]*".*?</(?:p|div)>', main)
    return " | ".join(re.sub(r"<[^>]+>", " ", one).strip() for one in found)[:1500]


def read(client: Client, name: str, *args: str, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def plan(client: Client, community_id: str, **fields: Any) -> Meeting:
    """Plan a meeting through its form; half a day in person unless said otherwise."""
    said = {
        "kind": "half_yearly", "audience": "everyone", "mode": "in_person", "place": "Salle du Quai", "day": "2027-03-25",
        "start": "9 h 00", "end": "16 h 30", "zone": "Africa/Bamako", "title_fr": "Rencontre", "title_en": "Meeting", **fields,
    }  # fmt: skip
    send(client, "meetings:plan", community_id, **said)
    return Meeting.objects.latest("pk")


def add_point(
    client: Client, meeting: Meeting, french: str, english: str = "", minutes: int = 30, **fields: Any
) -> None:
    send(client, "meetings:agenda", meeting.public_id, title_fr=french, title_en=english, minutes=minutes, **fields)
