"""Small makers of rows for unit tests; scenarios tell their story through actions instead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from palabre.communities.choices import MembershipState
from palabre.communities.models import Community, Membership, Organisation, RoleGrant
from palabre.meetings.choices import MeetingKind, Mode
from palabre.meetings.models import AgendaItem, Meeting
from palabre.people.models import Person

PASSWORD = "une-phrase-de-passe-longue"
_numbers = count(1)


def make_person(name: str = "", **fields: Any) -> Person:
    """An open account; `password=` only where the test signs in by hand (argon2 is slow)."""
    number = next(_numbers)
    password = fields.pop("password", None)
    fields.setdefault("email", f"p{number}@example.org")
    fields.setdefault("language", "fr")
    fields.setdefault("zone", "Africa/Bamako")
    person = Person(display_name=name or f"Personne {number}", **fields)
    if password:
        person.set_password(password)
    else:
        person.set_unusable_password()
    person.save()
    return person


def make_community(name: str = "", **fields: Any) -> Community:
    fields.setdefault("zone", "Africa/Bamako")
    fields.setdefault("stage", "active")
    return Community.objects.create(name=name or f"Communauté {next(_numbers)}", **fields)


def make_organisation(name: str = "") -> Organisation:
    return Organisation.objects.create(name=name or f"Organisation {next(_numbers)}")


def join(person: Person, community: Community, **fields: Any) -> Membership:
    fields.setdefault("state", MembershipState.ACTIVE)
    return Membership.objects.create(person=person, community=community, **fields)


def grant(person: Person, community: Community, role: str, **fields: Any) -> RoleGrant:
    return RoleGrant.objects.create(person=person, community=community, role=role, **fields)


def make_meeting(community: Community, **fields: Any) -> Meeting:
    """Two hours, a week ahead at 9:00 UTC, unless the test says otherwise."""
    start = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=7)
    fields.setdefault("starts_at", start)
    fields.setdefault("ends_at", fields["starts_at"] + timedelta(hours=2))
    fields.setdefault("kind", MeetingKind.PLENARY)
    fields.setdefault("mode", Mode.HYBRID)
    fields.setdefault("zone", community.zone)
    fields.setdefault("title", f"Rencontre {next(_numbers)}")
    return Meeting.objects.create(community=community, **fields)


def make_item(meeting: Meeting, title: str = "", **fields: Any) -> AgendaItem:
    fields.setdefault("position", meeting.items.count() + 1)
    fields.setdefault("minutes", 30)
    return AgendaItem.objects.create(meeting=meeting, title=title or f"Point {next(_numbers)}", **fields)
