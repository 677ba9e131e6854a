"""Another address: confirmed from the new mailbox, undone from the old one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from palabre.journal.models import Entry
from palabre.journal.telling import REGISTRY, Recipient, Telling
from palabre.kit.verdict import Refused
from palabre.people.actions import ask_address, confirm_address, make_mail_link, undo_address
from palabre.people.addressing import CONFIRM, UNDO, link_for
from palabre.people.models import AddressChange, Person
from tests.factories import PASSWORD, make_person
from tests.unit.people.factors import is_in, sign_in

AsPerson = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
NEW = "awa.new@example.org"


@pytest.fixture
def awa() -> Person:
    return make_person("Awa", email="awa@example.org", password=PASSWORD)


def told(kind: str) -> list[Telling]:
    entry = Entry.objects.filter(kind=kind).latest("pk")
    return [telling for teller in REGISTRY.tellers[kind] for telling in teller(entry)]


def asked(awa: Person, address: str = NEW) -> AddressChange:
    return ask_address(actor=awa, address=address)


def confirm(client: Client, change: AddressChange):
    return client.post(f"/me/email/{link_for(change, CONFIRM)}/")


def test_the_new_mailbox_confirms_and_the_old_one_can_undo(awa: Person) -> None:
    client = sign_in(awa)
    answer = client.post("/me/email/", {"address": NEW})
    assert answer.status_code == 303
    awa.refresh_from_db()
    assert awa.email == "awa@example.org", "nothing changes before the link is opened"
    (mail,) = told("people.address_asked")
    assert (mail.address, mail.person_id) == (NEW, None)
    change = AddressChange.objects.get()
    for _scanner in range(2):
        assert client.get(f"/me/email/{link_for(change, CONFIRM)}/").status_code == 200
    awa.refresh_from_db()
    assert awa.email == "awa@example.org", "reading a link changes nothing"
    assert confirm(client, change).status_code == 303
    awa.refresh_from_db()
    assert awa.email == NEW
    assert confirm(client, change).status_code == 410
    (mail,) = told("people.address_changed")
    assert mail.address == "awa@example.org"
    _subject, write = REGISTRY.writers[mail.mail or ""]
    letter = write(mail.keys, Recipient(None, mail.address, "fr", "UTC"))
    assert letter is not None
    undo = letter.context["path"]
    visitor = Client()
    assert visitor.get(undo).status_code == 200
    awa.refresh_from_db()
    assert awa.email == NEW
    assert visitor.post(undo).status_code == 200
    awa.refresh_from_db()
    assert awa.email == "awa@example.org"
    assert not is_in(client), "every device is signed out"
    assert visitor.post(undo).status_code == 410


def test_nobody_learns_whether_an_address_has_an_account(awa: Person) -> None:
    make_person("Autre", email="taken@example.org")
    client = sign_in(awa)
    free = client.post("/me/email/", {"address": NEW})
    assert [mail.address for mail in told("people.address_asked")] == [NEW]
    taken = client.post("/me/email/", {"address": "TAKEN@example.org"})
    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])
    assert told("people.address_asked") == [], "no mail reaches the other account"
    assert confirm(client, AddressChange.objects.latest("pk")).status_code in {403, 410}
    awa.refresh_from_db()
    assert awa.email == "awa@example.org"


def test_a_strangers_mailbox_confirms_nothing(awa: Person, as_person: AsPerson) -> None:
    """She mistyped: whoever reads that mailbox has only the link."""
    change = asked(awa)
    url = f"/me/email/{link_for(change, CONFIRM)}/"
    assert Client().get(url).status_code == 302
    assert as_person(make_person("Autre")).post(url).status_code == 410
    awa.refresh_from_db()
    assert awa.email == "awa@example.org"


def test_links_do_not_live_long(awa: Person, as_person: AsPerson) -> None:
    change = asked(awa)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert confirm(as_person(awa), change).status_code == 410
    confirm_address(actor=awa, change=change)
    undo = f"/address/{link_for(change, UNDO)}/"
    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23)):
        assert Client().get(undo).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=5)):
        assert Client().post(undo).status_code == 410


def test_a_link_of_one_purpose_does_not_serve_the_other(awa: Person, as_person: AsPerson) -> None:
    change = asked(awa)
    assert Client().post(f"/address/{link_for(change, CONFIRM)}/").status_code == 410
    assert as_person(awa).post(f"/me/email/{link_for(change, UNDO)}/").status_code == 410
    assert Client().get("/address/not-a-token/").status_code == 410


def test_the_newest_wish_counts(awa: Person) -> None:
    first, second = asked(awa, "a@example.org"), asked(awa, "b@example.org")
    with pytest.raises(Refused):
        confirm_address(actor=awa, change=first)
    confirm_address(actor=awa, change=second)
    with pytest.raises(Refused):
        asked(awa, "B@example.org")


def test_whoever_took_an_account_over_cannot_run_away_with_it(awa: Person) -> None:
    """Two changes in a row: the first mailbox still brings the account back."""
    first = asked(awa, "thief@example.org")
    confirm_address(actor=awa, change=first)
    second = asked(awa, "thief.too@example.org")
    confirm_address(actor=awa, change=second)
    undo_address(change=first)
    awa.refresh_from_db()
    assert awa.email == "awa@example.org"
    with pytest.raises(Refused):
        undo_address(change=second)


def test_links_to_sign_in_that_went_to_the_old_mailbox_no_longer_open(awa: Person) -> None:
    link = make_mail_link(person=awa, purpose="sign_in")
    confirm_address(actor=awa, change=asked(awa))
    assert Client().get(f"/sign-in/link/{link.token()}/").status_code == 410


def test_an_address_taken_meanwhile_is_refused_by_the_table(awa: Person) -> None:
    change = asked(awa)
    make_person("Autre", email=NEW.upper())
    with pytest.raises(Refused):
        confirm_address(actor=awa, change=change)
    awa.refresh_from_db()
    assert awa.email == "awa@example.org"


def test_an_erased_account_does_not_come_back_by_an_old_link(awa: Person) -> None:
    change = asked(awa)
    confirm_address(actor=awa, change=change)
    Person.objects.filter(pk=awa.pk).update(erased_at=timezone.now(), is_active=False)
    assert Client().post(f"/address/{link_for(change, UNDO)}/").status_code == 410


def test_wishes_are_counted(awa: Person) -> None:
    for number in range(3):
        asked(awa, f"a{number}@example.org")
    with pytest.raises(Refused):
        asked(awa, "a9@example.org")
