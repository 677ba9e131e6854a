"""Every factor is lost: four eyes and a day (SR-03)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from palabre.communities.actions.recognising import not_recognise, recognise
from palabre.communities.choices import Role
from palabre.communities.models import Membership
from palabre.journal.models import Entry
from palabre.journal.telling import REGISTRY, Telling
from palabre.kit.verdict import Refused
from palabre.people.actions import ask_reset, use_reset
from palabre.people.models import FactorReset, Keeper, Person
from palabre.people.rules import has_factor
from tests.factories import PASSWORD, grant, make_person
from tests.personas import Cast
from tests.races import at_once
from tests.unit.people.factors import is_in, second_step, sign_in, with_passkey, with_sheet

AsPerson = Callable[[Person], Client]
DAY = timedelta(hours=24, minutes=1)


@pytest.fixture
def awa(cast: Cast) -> Person:
    """A member whose telephone and paper are gone."""
    cast.member.set_password(PASSWORD)
    cast.member.email = "awa@example.org"
    cast.member.save()
    with_passkey(cast.member)
    return cast.member


def told(kind: str) -> list[Telling]:
    entry = Entry.objects.filter(kind=kind).latest("pk")
    return [telling for teller in REGISTRY.tellers[kind] for telling in teller(entry)]


@pytest.mark.covers("SR-03")
def test_she_asks_somebody_recognises_her_and_a_day_later_she_comes_in(
    cast: Cast, awa: Person, as_person: AsPerson
) -> None:
    client = sign_in(awa)
    assert "/sign-in/factor/lost/" in client.get("/sign-in/factor/").content.decode()
    assert client.post("/sign-in/factor/lost/").status_code == 303
    assert client.post("/sign-in/factor/without/").status_code == 403, "nobody has recognised her"
    page = f"/c/{cast.here.public_id}/factors/"
    coordinator = as_person(cast.coordinator)
    words = coordinator.get(page).content.decode()
    assert awa.display_name in words
    assert awa.email not in words
    reset = FactorReset.objects.get()
    assert coordinator.post(f"{page}{reset.public_id}/", {"answer": "yes"}).status_code == 303
    assert client.post("/sign-in/factor/without/").status_code == 403, "a day must pass"
    telling = next(one for one in told("people.reset_confirmed") if one.person_id == awa.pk)
    assert telling.mail
    assert telling.notice, "her mail and her devices are told"
    with time_machine.travel(timezone.now() + DAY):
        client = sign_in(awa)
        assert "/sign-in/factor/without/" in client.get("/sign-in/factor/lost/").content.decode()
        assert client.post("/sign-in/factor/without/")["Location"] == "/me/security/"
        assert is_in(client)
    assert not has_factor(awa)
    awa.refresh_from_db()
    assert awa.factor_due_at is not None, "no new days of grace"
    with pytest.raises(Refused):
        use_reset(person=awa)


@pytest.mark.parametrize("who", ["facilitator", "translator", "core", "second_member", "outsider", "keeper", "nobody"])
def test_who_does_not_coordinate_her_sees_nothing(cast: Cast, awa: Person, as_person: AsPerson, who: str) -> None:
    reset = ask_reset(person=awa)
    client = as_person(cast.person(who))
    for page in (f"/c/{cast.here.public_id}/factors/", f"/c/{cast.there.public_id}/factors/", "/instance/factors/"):
        answer = client.get(page)
        assert answer.status_code == 404 or awa.display_name not in answer.content.decode()
        assert client.post(f"{page}{reset.public_id}/", {"answer": "yes"}).status_code == 404
    reset.refresh_from_db()
    assert reset.confirmed_at is None


@pytest.mark.covers("SR-09")
def test_it_is_not_said_from_a_stale_session(cast: Cast, awa: Person, as_person: AsPerson) -> None:
    reset, client = ask_reset(person=awa), as_person(cast.coordinator)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        client.post(f"/c/{cast.here.public_id}/factors/{reset.public_id}/", {"answer": "yes"})
    reset.refresh_from_db()
    assert reset.confirmed_at is None


def test_nobody_recognises_herself(cast: Cast) -> None:
    with_sheet(cast.coordinator)
    reset = ask_reset(person=cast.coordinator)
    with pytest.raises(Refused):
        recognise(actor=cast.coordinator, reset=reset, community=cast.here)
    recognise(actor=cast.steward, reset=reset, community=cast.network)


def test_the_keeper_recognises_who_leads_the_top_and_another_keeper_the_keeper(cast: Cast) -> None:
    other = make_person("Autre garde")
    Keeper.objects.create(person=other)
    for person in (cast.steward, cast.keeper):
        with_sheet(person)
        recognise(actor=other, reset=ask_reset(person=person), community=None)
    with_sheet(cast.member)
    with pytest.raises(Refused):
        recognise(actor=other, reset=ask_reset(person=cast.member), community=None)


def test_the_name_is_the_one_of_this_community(cast: Cast, awa: Person, as_person: AsPerson) -> None:
    Membership.objects.filter(person=awa).update(handle="Baobab")
    ask_reset(person=awa)
    words = as_person(cast.coordinator).get(f"/c/{cast.here.public_id}/factors/").content.decode()
    assert "Baobab" in words
    assert awa.display_name not in words


def test_coordination_hears_of_it_on_its_day_without_a_mail(cast: Cast, awa: Person) -> None:
    ask_reset(person=awa)
    others = [one for one in told("people.reset_asked") if one.person_id != awa.pk]
    assert {one.person_id for one in others} == {cast.coordinator.pk}
    assert all(one.mail is None for one in others)


def test_whoever_comes_in_with_a_factor_ends_the_request(cast: Cast, awa: Person) -> None:
    codes = with_sheet(awa)
    reset = ask_reset(person=awa)
    recognise(actor=cast.coordinator, reset=reset, community=cast.here)
    second_step(sign_in(awa), codes[0])
    reset.refresh_from_db()
    assert reset.ended_at is not None


def test_she_stops_it_from_a_device_that_is_signed_in(cast: Cast, awa: Person, as_person: AsPerson) -> None:
    reset = ask_reset(person=awa)
    client = as_person(awa)
    assert "/me/security/request/" in client.get("/me/security/").content.decode()
    assert client.post("/me/security/request/").status_code == 303
    reset.refresh_from_db()
    assert reset.ended_at is not None
    assert client.post("/me/security/request/").status_code == 303, "pressed twice"


def test_a_refusal_holds_even_after_somebody_was_deceived(cast: Cast, awa: Person) -> None:
    second = make_person("Deuxième coordination")
    grant(second, cast.here, Role.COORDINATOR)
    reset = ask_reset(person=awa)
    recognise(actor=cast.coordinator, reset=reset, community=cast.here)
    with pytest.raises(Refused):
        recognise(actor=second, reset=reset, community=cast.here)
    not_recognise(actor=second, reset=reset, community=cast.here)
    with time_machine.travel(timezone.now() + DAY), pytest.raises(Refused):
        use_reset(person=awa)


def test_the_way_in_shuts_after_a_week_and_can_be_asked_for_anew(cast: Cast, awa: Person) -> None:
    reset = ask_reset(person=awa)
    assert ask_reset(person=awa).pk == reset.pk, "asked twice"
    recognise(actor=cast.coordinator, reset=reset, community=cast.here)
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        with pytest.raises(Refused):
            use_reset(person=awa)
        assert ask_reset(person=awa).pk != reset.pk


def test_without_a_factor_there_is_nothing_to_ask(cast: Cast) -> None:
    with pytest.raises(Refused):
        ask_reset(person=cast.member)


@pytest.mark.django_db(transaction=True)
def test_asked_ten_times_at_once_is_one_request() -> None:
    person = make_person("Awa")
    with_sheet(person)
    at_once([lambda: ask_reset(person=person)] * 6)
    assert FactorReset.objects.count() == 1


def test_the_keeper_finds_the_way_back_to_the_other_rooms(cast: Cast, as_person: AsPerson) -> None:
    items = as_person(cast.keeper).get("/instance/factors/").context["local_items"]
    assert "/instance/" in [address for _label, address, _current in items]
