"""Links that come by mail: single use, short, and silent about who has an account."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from palabre.journal.models import Entry
from palabre.journal.telling import REGISTRY, Recipient
from palabre.kit.verdict import Refused
from palabre.people import throttling
from palabre.people.actions import make_mail_link, send_sign_in_link, use_mail_link
from palabre.people.models import MailLink, Person
from tests.factories import PASSWORD, make_person
from tests.races import at_once

pytestmark = pytest.mark.django_db
NEW = "quinze oiseaux sur le toit"


@pytest.fixture
def awa() -> Person:
    return make_person("Awa", email="awa@example.org")


def url(link: MailLink) -> str:
    return f"/sign-in/link/{link.token()}/"


@pytest.mark.covers("SR-05")
def test_a_link_signs_in_once(awa: Person) -> None:
    link = make_mail_link(person=awa, purpose="sign_in")
    client = Client()
    assert client.post(url(link), {"device": "shared"}).status_code == 303
    assert client.get("/me/").status_code == 200
    again = Client()
    answer = again.post(url(link), {"device": "shared"})
    assert answer.status_code == 410
    assert "Ask for a new link" in answer.content.decode()
    assert again.get("/me/").status_code == 302


def test_whoever_asks_too_often_fills_the_cache_with_no_more_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []
    monkeypatch.setattr(throttling, "allow", lambda key, *_: counted.append(key) or False)
    assert not throttling.may_ask_link("a@example.org", "here")
    assert throttling.may_ask_to_join("a@example.org", "here") == (False, False)
    assert counted == ["people link from here", "people join from here"]


@pytest.mark.covers("SR-05")
def test_a_link_to_a_new_password_sets_one_and_no_second(awa: Person) -> None:
    link = make_mail_link(person=awa, purpose="new_password")
    assert Client().post(url(link), {"device": "shared", "password": NEW}).status_code == 303
    other = "une autre phrase encore plus longue"
    again = Client().post(url(link), {"device": "shared", "password": other})
    assert again.status_code == 410
    assert Client().get(url(link)).status_code == 410
    awa.refresh_from_db()
    assert awa.check_password(NEW)
    assert not awa.check_password(other)


@pytest.mark.parametrize("purpose", ["sign_in", "new_password"])
def test_reading_a_link_does_not_use_it_up(awa: Person, purpose: str) -> None:
    """Mail scanners and previews open every link."""
    link = make_mail_link(person=awa, purpose=purpose)
    for _ in range(3):
        assert Client().get(url(link)).status_code == 200
        assert Client().head(url(link)).status_code == 200
    link.refresh_from_db()
    assert link.used_at is None


@pytest.mark.parametrize(
    ("purpose", "life"), [("sign_in", timedelta(hours=1)), ("new_password", timedelta(minutes=30))]
)
@pytest.mark.covers("SR-05")
def test_a_link_does_not_live_long(awa: Person, purpose: str, life: timedelta) -> None:
    link = make_mail_link(person=awa, purpose=purpose)
    with time_machine.travel(timezone.now() + life - timedelta(seconds=10)):
        assert Client().get(url(link)).status_code == 200
    with time_machine.travel(timezone.now() + life + timedelta(seconds=10)):
        assert Client().get(url(link)).status_code == 410
        assert Client().post(url(link), {"device": "shared", "password": NEW}).status_code == 410


@pytest.mark.parametrize("token", ["x", "a" * 32, "%00", "é"])
def test_an_invented_link_is_answered_calmly(token: str) -> None:
    assert Client().get(f"/sign-in/link/{token}/").status_code == 410


def test_using_one_link_shuts_the_others(awa: Person) -> None:
    first, second = (make_mail_link(person=awa, purpose="sign_in") for _ in range(2))
    Client().post(url(second), {"device": "shared"})
    assert Client().get(url(first)).status_code == 410


def test_a_link_of_a_closed_account_does_not_open(awa: Person) -> None:
    link = make_mail_link(person=awa, purpose="sign_in")
    Person.objects.filter(pk=awa.pk).update(is_active=False)
    assert Client().post(url(link), {"device": "shared"}).status_code == 410


@pytest.mark.covers("SR-05")
def test_the_answer_is_the_same_for_unknown_accounts(awa: Person) -> None:
    known, unknown = (
        Client().post("/sign-in/link/", {"email": email, "purpose": "new_password"})
        for email in (awa.email, "x@example.net")
    )
    assert known.status_code == unknown.status_code == 303
    assert known["Location"] == unknown["Location"]
    entries = Entry.objects.filter(kind="people.sign_in_link_asked").order_by("pk")
    assert [entry.about_id for entry in entries] == [awa.pk, None], "the same work was done for both"


@pytest.mark.covers("SR-06")
def test_nobody_can_flood_a_mailbox(awa: Person) -> None:
    for _ in range(9):
        assert Client().post("/sign-in/link/", {"email": awa.email, "purpose": "sign_in"}).status_code == 303
    assert Entry.objects.filter(kind="people.sign_in_link_asked").count() == 3


def tell(entry: Entry) -> list:
    return [telling for teller in REGISTRY.tellers[entry.kind] for telling in teller(entry)]


def test_the_mail_carries_the_link_and_the_journal_does_not(awa: Person) -> None:
    send_sign_in_link(email=awa.email, source="here")
    entry = Entry.objects.get(kind="people.sign_in_link_asked")
    (told,) = tell(entry)
    assert told.person_id == awa.pk
    assert told.mail == "people/email/link.txt"
    assert not told.notice
    link = MailLink.objects.get()
    kept = json.dumps([entry.facts, dict(told.keys), link.digest])
    assert link.token() not in kept
    _subject, write = REGISTRY.writers[told.mail]
    reader = Recipient(awa.pk, awa.email, "fr", "UTC")
    first, second = write(told.keys, reader), write(told.keys, reader)
    assert first is not None
    assert first.context["path"] == second.context["path"] == url(link)
    Client().post(url(link), {"device": "shared"})
    assert write(told.keys, reader) is None, "a used link is not sent again"


def test_nothing_is_sent_for_an_unknown_account() -> None:
    send_sign_in_link(email="x@example.net", source="here")
    assert tell(Entry.objects.get()) == []


def test_a_new_password_by_mail_ends_the_other_sessions(awa: Person, as_person: Callable[[Person], Client]) -> None:
    elsewhere = as_person(awa)
    assert elsewhere.get("/me/").status_code == 200
    link = make_mail_link(person=awa, purpose="new_password")
    client = Client()
    assert client.post(url(link), {"password": NEW, "device": "own"}).status_code == 303
    assert client.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
    awa.refresh_from_db()
    assert awa.check_password(NEW)


def test_a_weak_password_leaves_the_link_open(awa: Person) -> None:
    link = make_mail_link(person=awa, purpose="new_password")
    answer = Client().post(url(link), {"password": "password1234", "device": "shared"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["password"]
    assert Client().post(url(link), {"password": NEW, "device": "shared"}).status_code == 303


def test_a_sign_in_link_does_not_change_the_password(awa: Person) -> None:
    awa.set_password(PASSWORD)
    awa.save()
    link = make_mail_link(person=awa, purpose="sign_in")
    Client().post(url(link), {"password": NEW, "device": "shared"})
    awa.refresh_from_db()
    assert awa.check_password(PASSWORD)


@pytest.mark.parametrize(("made", "used"), [("sign_in", "new_password"), ("new_password", "sign_in")])
def test_a_link_serves_only_the_purpose_it_was_made_for(awa: Person, made: str, used: str) -> None:
    link = make_mail_link(person=awa, purpose=made)
    with pytest.raises(Refused):
        use_mail_link(token=link.token(), purpose=used, password=NEW)
    link.refresh_from_db()
    assert link.used_at is None


@pytest.mark.django_db(transaction=True)
def test_a_link_opened_on_several_devices_at_once_signs_in_one(awa: Person) -> None:
    link = make_mail_link(person=awa, purpose="sign_in")
    found = at_once([lambda: use_mail_link(token=link.token(), purpose="sign_in")] * 4)
    assert sum(isinstance(one, Refused) for one in found) == 3
