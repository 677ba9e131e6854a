"""What the tests of attendance and of what follows a meeting begin with."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from palabre.communities.queries import local_id
from palabre.meetings.models import Attendance, Meeting
from palabre.people.models import Person
from tests.factories import make_meeting
from tests.personas import Cast

LEADS = {"coordinator", "facilitator"}
READERS = {"translator", "core", "member", "second_member"}


def url(name: str, thing: Any) -> str:
    return reverse(f"meetings:{name}", args=[thing.public_id])


def held(cast: Cast, **fields: Any) -> Meeting:
    fields.setdefault("title", "Rencontre de mai")
    return make_meeting(cast.here, state="held", **fields)


def member_key(person: Person) -> str:
    """The key of her line, in the only community she belongs to."""
    return f"m-{local_id(person, person.memberships.get().community)}"


def tap(person: Person, presence: str, was: str = "") -> dict[str, str]:
    """One line of the sheet as the form sends it."""
    key = member_key(person)
    return {f"p-{key}": presence, f"was-{key}": was}


def was_there(meeting: Meeting, person: Person, presence: str = "present") -> Attendance:
    return Attendance.objects.create(meeting=meeting, person=person, presence=presence)


def writes(queries: Any) -> list[str]:
    """What a page wrote."""
    return [one["sql"] for one in queries if one["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]


def upload(client: Client, meeting: Meeting, content: bytes | str, name: str = "feuille.csv") -> Any:
    """Send a filled sheet, read in English."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    return client.post(f"{url('attendance_import', meeting)}?lang=en", {"file": SimpleUploadedFile(name, data)})
