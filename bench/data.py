"""Rows for the bench: one community as busy as the issue says, and `scale` times as many around it."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, Model

from bench.account import EMAIL, PASSPHRASE
from palabre.commitments.models import Commitment
from palabre.communities.models import Community, Membership, Organisation, RoleGrant
from palabre.demo.actions.growing import NAME, grow
from palabre.demo.cast import GROWN_ACCOUNT
from palabre.languages.choices import HalfState
from palabre.languages.models import Half, source_digest
from palabre.languages.queries import thing_name
from palabre.meetings import models as m
from palabre.people.models import Person

RANDOM = {"sqlite": "lower(hex(randomblob(6)))", "postgresql": "substr(md5(random()::text), 1, 12)"}
MEETINGS, PEOPLE, ATTENDEES, ITEMS, PROMISES, CROWD = 500, 50, 50, 20, 40, 1000


@dataclass(frozen=True, slots=True)
class Marks:
    """What the pages of the bench are about."""

    community: str
    meeting: str
    network: str = ""
    crowd: str = ""


def fill(scale: int) -> Marks:
    """`scale` communities of 500 meetings and 50 members each; the first one is measured, its meetings are copied."""
    dice = random.Random(52)
    grow(scale)
    # an instance that is not a demo does not start beside a demo account
    Person.objects.filter(email=GROWN_ACCOUNT).update(email="steward@example.org")
    with transaction.atomic():
        network = Community.objects.create(name="Banc", kind="global", stage="active")
        organisations = Organisation.objects.bulk_create(Organisation(name=f"Organisation {n}") for n in range(22))
        first = _community(network, organisations, dice)
        pattern = list(m.Meeting.objects.order_by("pk"))
        for _ in range(scale - 1):
            _community(network, organisations, dice, pattern)
        return replace(first, network=_root(), crowd=_crowd(network))


def _root() -> str:
    """The large alliance of the demo, 50 × `scale` communities; the account of the bench cares for it."""
    root = Community.objects.get(name=NAME[0])
    RoleGrant.objects.create(community=root, person=Person.objects.get(email=EMAIL), role="steward")
    return root.public_id


def _crowd(network: Community) -> str:
    """A community of a thousand members, each in its directory; the account of the bench coordinates it."""
    community = Community.objects.create(name="Foule du banc", parent=network, stage="active")
    people = Person.objects.bulk_create(
        Person(email=f"crowd{n}@example.org", display_name=f"Personne {n:04}", password="!", language="fr")
        for n in range(CROWD - 1)
    )
    people.append(Person.objects.get(email=EMAIL))
    joined = datetime.now(UTC) - timedelta(days=90)
    Membership.objects.bulk_create(
        Membership(community=community, person=person, listed=True, joined_at=joined) for person in people
    )
    RoleGrant.objects.create(community=community, person=people[-1], role="coordinator")
    return community.public_id


def _people(community: Community, organisations: list[Organisation], *, signs_in: bool) -> list[Person]:
    people = [
        Person(email=f"{community.pk}.{n}@example.org", display_name=f"Personne {n}", password="!", language="fr")
        for n in range(PEOPLE)
    ]
    if signs_in:
        people[0].email = EMAIL
        people[0].set_password(PASSPHRASE)
    people = Person.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(community=community, person=person, organisation=organisations[n % 22])
        for n, person in enumerate(people)
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(community=community, person=people[0], role=role) for role in ("coordinator", "facilitator")
    )
    return people


def _community(
    network: Community, organisations: list[Organisation], dice: random.Random, pattern: list[m.Meeting] | None = None
) -> Marks:
    """One community; `pattern` are the meetings to copy, without which it is the first."""
    said = "Ce que nous faisons ensemble, dit en deux phrases. Et la deuxième."
    community = Community.objects.create(
        name="Communauté du banc", parent=network, stage="active", purpose=said, domain=said, people=said, practice=said
    )
    people = _people(community, organisations, signs_in=not pattern)
    meetings = _copied(pattern, community) if pattern else _meetings(community)
    _full_meeting(meetings[-2], people)
    m.Reply.objects.bulk_create(m.Reply(meeting=meetings[-1], person=p, answer="yes") for p in people[1:40])
    Commitment.objects.bulk_create(
        Commitment(
            community=community, person=dice.choice(people), text=f"Promesse {n} faite devant tout le monde",
            due=date.today() + timedelta(days=n - 10), opened_by=people[0],
        )
        for n in range(PROMISES)
    )  # fmt: skip
    return Marks(community.public_id, meetings[-2].public_id)


def _copied(pattern: list[m.Meeting], community: Community) -> list[m.Meeting]:
    """The same meetings and their titles in English, for another community: the database copies them by itself."""
    before = m.Meeting.objects.aggregate(last=Max("pk"))["last"]
    first, last, moved = pattern[0].pk, pattern[-1].pk, before + 1 - pattern[0].pk
    _copy(
        m.Meeting, f"id BETWEEN {first} AND {last}", public_id=RANDOM[connection.vendor], community_id=str(community.pk)
    )
    _copy(Half, f"thing = 'meetings.meeting' AND thing_id BETWEEN {first} AND {last}", thing_id=f"thing_id + {moved}")
    return list(m.Meeting.objects.filter(pk__gt=before).order_by("pk").only("pk", "public_id", "title"))


def _copy(model: type[Model], where: str, **changed: str) -> None:
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    told = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    names, table = ", ".join(f'"{column}"' for column in columns), model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {told} FROM {table} WHERE {where} ORDER BY id")


def _meetings(community: Community) -> list[m.Meeting]:
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=5)
    rows = m.Meeting.objects.bulk_create(
        m.Meeting(
            community=community, kind="plenary", mode="hybrid", zone="Africa/Bamako", title=f"Rencontre numéro {n}",
            starts_at=start - timedelta(days=7 * (MEETINGS - n)) + timedelta(days=7),
            ends_at=start - timedelta(days=7 * (MEETINGS - n)) + timedelta(days=7, hours=2),
            state="agenda_published" if n >= MEETINGS - 2 else "held", place="Salle du Quai",
        )
        for n in range(1, MEETINGS + 1)
    )  # fmt: skip
    _halves(rows, "title", "Meeting number")
    return rows


def _halves(rows: list[m.Meeting] | list[m.AgendaItem], field: str, words: str) -> None:
    Half.objects.bulk_create(
        Half(
            thing=thing_name(row), thing_id=row.pk, field=field, language="en", text=f"{words} {row.pk}",
            state=HalfState.APPROVED, source_text=row.title, source_digest=source_digest(row.title),
        )
        for row in rows
    )  # fmt: skip


def _full_meeting(meeting: m.Meeting, people: list[Person]) -> None:
    items = m.AgendaItem.objects.bulk_create(
        m.AgendaItem(meeting=meeting, position=n, title=f"Point {n} de l’ordre du jour", minutes=15, owner=people[n])
        for n in range(1, ITEMS + 1)
    )
    _halves(items, "title", "Item")
    m.Attendance.objects.bulk_create(
        m.Attendance(meeting=meeting, person=person, presence="present") for person in people[:ATTENDEES]
    )
    m.CountedLine.objects.create(meeting=meeting, label="Cadre de concertation", value=41, precision="about")
