"""The pages that show how many mails wait, and nothing else about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from palabre.journal.models import Entry
from palabre.notices.actions import forget_old
from palabre.notices.choices import MailState
from palabre.notices.models import Mail, Notice
from palabre.people.models import Person
from tests.factories import make_person
from tests.personas import Cast

SignIn = Callable[[Person | None], Client]
INSTANCE = "/instance/mail/"


def url(cast: Cast) -> str:
    return f"/c/{cast.here.public_id}/mail/"


def mail(cast: Cast, number: int = 1, *, minutes: int = 30, **fields: object) -> Mail:
    fields.setdefault("community_id", cast.here.pk)
    return Mail.objects.create(
        key=f"k{number}",
        entry_id=number,
        template="meetings/email/invitation.txt",
        created_at=timezone.now() - timedelta(minutes=minutes),
        next_try_at=timezone.now() + timedelta(minutes=7),
        **fields,
    )


def words(client: Client, at: str) -> str:
    response = client.get(at)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def english(person: Person) -> Person:
    person.language = "en"
    person.save(update_fields=["language"])
    return person


def test_coordination_sees_how_many_wait_since_when_and_the_next_try(cast: Cast, as_person: SignIn) -> None:
    mail(cast, 1, person=cast.member, minutes=45)
    mail(cast, 2, address="guest@example.org", state=MailState.FAILED, tries=3, error="ConnectionRefusedError")
    mail(cast, 3, person=cast.member, state=MailState.SENT, ended_at=timezone.now())
    mail(cast, 4, person=cast.outsider, community_id=cast.there.pk)

    html = words(as_person(english(cast.coordinator)), url(cast))

    assert "2 mails" in html
    assert "45 minutes ago" in html
    assert "Next try" in html
    assert "Tried up to 3 times." in html
    assert "ConnectionRefusedError" in html
    assert "Mails wait longer than they should" in html


@pytest.mark.covers("SR-19")
def test_page_of_the_queue_shows_no_address_no_person_and_no_subject(cast: Cast, as_person: SignIn) -> None:
    cast.member.display_name = "Salimata"
    cast.member.save(update_fields=["display_name"])
    mail(cast, 1, person=cast.member)
    mail(cast, 2, address="guest@example.org", keys={"meeting": 4711})

    html = words(as_person(english(cast.coordinator)), url(cast))

    for hidden in (
        cast.member.email,
        cast.member.display_name,
        "guest@example.org",
        "invitation.txt",
        "4711",
        "New activity",
    ):
        assert hidden not in html


@pytest.mark.parametrize("name", ["member", "core", "facilitator", "translator", "outsider", "keeper", "nobody"])
def test_queue_of_a_community_does_not_exist_for_others(cast: Cast, as_person: SignIn, name: str) -> None:
    client = as_person(cast.person(name))

    assert client.get(url(cast)).status_code == 404
    assert client.post(url(cast)).status_code == 404


def test_queue_of_the_instance_is_for_its_keeper_alone(cast: Cast, as_person: SignIn) -> None:
    mail(cast, 1, person=cast.member)
    mail(cast, 2, person=cast.outsider, community_id=cast.there.pk)
    mail(cast, 3, person=cast.nobody, community_id=None)

    assert "3 mails" in words(as_person(english(cast.keeper)), INSTANCE)
    for name in ("coordinator", "steward", "member", "nobody"):
        assert as_person(cast.person(name)).get(INSTANCE).status_code == 404


def test_empty_queue_says_so(cast: Cast, as_person: SignIn) -> None:
    html = words(as_person(english(cast.coordinator)), url(cast))

    assert "No mail is waiting." in html
    assert "Try again now" not in html


def test_try_again_makes_the_mails_of_this_community_due_and_leaves_a_trace(cast: Cast, as_person: SignIn) -> None:
    here, there = mail(cast, 1, person=cast.member), mail(cast, 2, person=cast.outsider, community_id=cast.there.pk)

    response = as_person(cast.coordinator).post(url(cast), {"once": "k"})

    assert response.status_code == 303
    assert list(Mail.objects.due(timezone.now())) == [here]
    assert there not in Mail.objects.due(timezone.now())
    entry = Entry.objects.get(kind="notices.tried_again")
    assert (entry.actor_id, entry.community_id, entry.facts) == (cast.coordinator.pk, cast.here.pk, {"number": 1})


def test_refused_addresses_are_counted_apart_from_what_had_become_moot(cast: Cast, as_person: SignIn) -> None:
    ended = {"state": MailState.GIVEN_UP, "ended_at": timezone.now(), "person": cast.member}
    mail(cast, 1, error="SMTPRecipientsRefused 550", **ended)
    mail(cast, 2, error="moot", **ended)

    html = words(as_person(english(cast.coordinator)), url(cast))

    assert "Refused for good</dt><dd>1 mail</dd>" in html


def test_reading_the_queue_writes_nothing_and_asks_once(cast: Cast, as_person: SignIn) -> None:
    from tests.unit.desk.helpers import queries

    client = as_person(cast.coordinator)
    mail(cast, 1, person=cast.member)
    one = len(queries(client, url(cast)))
    for number in range(2, 31):
        mail(cast, number, person=cast.member)

    assert len(queries(client, url(cast))) == one <= 8


def test_traces_older_than_a_month_are_forgotten_and_waiting_mails_kept(cast: Cast) -> None:
    now = timezone.now()
    old = {"person": cast.member, "minutes": 60 * 24 * 40}
    mail(cast, 1, state=MailState.SENT, ended_at=now - timedelta(days=31), **old)
    recent = mail(cast, 2, state=MailState.SENT, ended_at=now - timedelta(days=29), **old)
    waiting = mail(cast, 3, state=MailState.FAILED, **old)
    for entry_id, days in ((1, 31), (2, 29)):
        at = now - timedelta(days=days)
        Notice.objects.create(person=make_person(), kind="k", entry_id=entry_id, subject="s", subject_id=1, at=at)

    assert forget_old() == 2
    assert set(Mail.objects.all()) == {recent, waiting}
    assert Notice.objects.get().entry_id == 2
