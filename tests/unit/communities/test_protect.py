"""Who shows a second factor, and how long a session lives: role × risk × enrolled × grace (SR-03, SR-07)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from palabre.communities.choices import RiskProfile
from palabre.communities.models import Community
from palabre.communities.risk import PROTECTIONS
from palabre.people.models import Person
from palabre.people.sessions import BEGAN_KEY, DEVICE_KEY
from tests.factories import PASSWORD, join, make_community
from tests.personas import ROLES_HERE, Cast
from tests.unit.people.factors import is_in, second_step, sign_in, with_sheet

PRIVILEGED = ("steward", "coordinator", "facilitator", "translator", "keeper")
HUB = "/me/security/"


def with_password(person: Person) -> Person:
    person.set_password(PASSWORD)
    person.save()
    return person


def risk(cast: Cast, profile: str) -> None:
    Community.objects.update(risk=profile)


def where(client: Client) -> str:
    """ "in", or where she is led."""
    answer = client.get("/communities/")
    return "in" if answer.status_code == 200 else answer["Location"].split("?")[0]


def expected(who: str, profile: str, grace: str) -> str:
    """The table of DOMAIN.md §4.1, and the written deviation of the days of grace."""
    everybody = profile != RiskProfile.STANDARD and who not in {"keeper", "nobody"}
    if who not in PRIVILEGED and not everybody:
        return "in"
    return "in" if grace == "running" and not everybody else HUB


@pytest.mark.covers("SR-03")
@pytest.mark.parametrize("grace", ["running", "over", "none"])
@pytest.mark.parametrize("profile", RiskProfile.values)
@pytest.mark.parametrize("who", [*ROLES_HERE, "outsider", "keeper", "nobody"])
def test_the_login_matrix(cast: Cast, settings: Any, who: str, profile: str, grace: str) -> None:
    risk(cast, profile)
    settings.SECOND_FACTOR_GRACE = 0 if grace == "none" else 7
    person = with_password(cast.person(who))
    if grace == "over":
        Person.objects.filter(pk=person.pk).update(factor_due_at=timezone.now() - timedelta(minutes=1))
    privileged = PRIVILEGED if who != "outsider" else (*PRIVILEGED, "outsider")
    due = expected(who if who != "outsider" else "coordinator", profile, grace)
    client = sign_in(person)
    assert where(client) == due
    assert who in privileged or profile != RiskProfile.STANDARD or due == "in"
    # with a factor: never in by the password alone, in with the code, whatever the risk
    codes = with_sheet(person)
    enrolled = sign_in(person)
    assert where(enrolled) == "/sign-in/"
    second_step(enrolled, codes[0])
    assert where(enrolled) == "in"


@pytest.mark.covers("SR-03")
def test_days_of_grace_begin_at_the_sign_in_and_are_never_put_off(cast: Cast) -> None:
    person = with_password(cast.coordinator)
    with time_machine.travel("2027-01-20 09:00Z", tick=False) as clock:
        client = sign_in(person)
        page = client.get("/communities/")
        assert "27 janvier 2027" in page.content.decode()
        assert HUB in page.content.decode()
        first = Person.objects.get(pk=person.pk).factor_due_at
        clock.shift(timedelta(days=3))
        sign_in(person)
        assert Person.objects.get(pk=person.pk).factor_due_at == first
        clock.shift(timedelta(days=4, minutes=1))
        assert where(sign_in(person)) == HUB


def test_a_member_of_a_standard_community_has_no_day_and_no_notice(cast: Cast) -> None:
    client = sign_in(with_password(cast.member))
    assert HUB not in client.get("/communities/").content.decode().split("<main")[1]
    assert Person.objects.get(pk=cast.member.pk).factor_due_at is None


def test_reading_a_page_writes_no_day(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.coordinator)
    assert where(client) == "in"
    assert Person.objects.get(pk=cast.coordinator.pk).factor_due_at is None


@pytest.mark.covers("SR-03")
def test_what_stays_within_reach_before_the_factor(cast: Cast) -> None:
    risk(cast, RiskProfile.HIGH)
    client = sign_in(with_password(cast.member))
    for page in (
        HUB,
        f"{HUB}sheet/",
        f"{HUB}generator/",
        f"{HUB}passkeys/",
        "/information/",
        "/sign-in/link/",
    ):
        assert client.get(page).status_code == 200, page
    for page in ("/me/", "/me/email/", "/home/", f"/c/{cast.here.public_id}/", "/commitments/", "/instance/"):
        assert client.get(page)["Location"].split("?")[0] == HUB, page
    assert client.post("/me/language/", {"language": "en"}).status_code == 303
    first = client.get(HUB).content.decode()
    assert first.index(f"{HUB}sheet/") < first.index(f"{HUB}generator/") < first.index(f"{HUB}passkeys/")
    assert "/sign-out/" in first
    client.post(f"{HUB}sheet/")
    client.post(f"{HUB}sheet/keeping/")
    assert where(client) == "in"
    assert client.get("/exit/").status_code == 200
    assert client.get("/me/")["Location"].startswith("/sign-in/"), "quick exit ends the session from anywhere"


def test_htmx_is_led_there_as_a_whole_page(cast: Cast) -> None:
    risk(cast, RiskProfile.HIGH)
    client = sign_in(with_password(cast.member))
    assert client.get("/me/", headers={"HX-Request": "true"})["HX-Redirect"] == HUB


@pytest.mark.covers("SR-03")
def test_a_session_older_than_the_factor_is_asked_for_it(cast: Cast) -> None:
    risk(cast, RiskProfile.ELEVATED)
    person = with_password(cast.member)
    old = sign_in(person)
    codes = with_sheet(person)
    answer = old.get("/communities/?x=1")
    assert answer["Location"] == f"{HUB}check/?next=%2Fcommunities%2F%3Fx%3D1"
    before = old.session.session_key
    assert old.post(f"{HUB}check/", {"proof_code": "2222-2222"}).status_code == 422
    assert old.post(f"{HUB}check/", {"proof_code": codes[0], "next": "/me/"})["Location"] == "/me/"
    assert old.session.session_key != before
    assert is_in(old)


def test_a_risk_that_rises_is_felt_at_the_next_page(cast: Cast) -> None:
    client = sign_in(with_password(cast.member))
    assert where(client) == "in"
    risk(cast, RiskProfile.ELEVATED)
    assert where(client) == HUB


def test_giving_the_last_factor_up_brings_no_new_days(cast: Cast) -> None:
    from palabre.people.actions import remove_sheet

    person = with_password(cast.coordinator)
    with_sheet(person)
    remove_sheet(actor=person)
    assert where(sign_in(person)) == HUB


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel("2026-11-20 09:00Z", tick=False) as clock:
        yield clock


def proved(person: Person, device: str = "own") -> Client:
    client = Client()
    client.force_login(person)
    session = client.session
    session[DEVICE_KEY] = device
    session["factor"] = session[BEGAN_KEY] = timezone.now().timestamp()
    session.save()
    return client


@pytest.mark.covers("SR-07")
@pytest.mark.parametrize("profile", RiskProfile.values)
def test_a_session_ends_after_the_idle_time_of_the_profile(
    cast: Cast, clock: time_machine.Coordinates, profile: str
) -> None:
    risk(cast, profile)
    idle = PROTECTIONS[profile].idle
    client = proved(cast.member)
    assert is_in(client)
    clock.shift(idle - timedelta(seconds=90))
    assert is_in(client)
    clock.shift(idle - timedelta(seconds=90))
    assert is_in(client), "a page is a gesture"
    clock.shift(idle + timedelta(minutes=2))
    answer = client.get("/me/")
    assert answer.status_code == 302
    assert "over=1" in answer["Location"]
    assert answer.cookies["palabre"]["max-age"] == 0


@pytest.mark.covers("SR-07")
@pytest.mark.parametrize("profile", RiskProfile.values)
def test_and_at_the_latest_after_its_absolute_time(cast: Cast, clock: time_machine.Coordinates, profile: str) -> None:
    risk(cast, profile)
    client, asked, lived = proved(cast.member), PROTECTIONS[profile], timedelta()
    step = min(asked.idle - timedelta(minutes=1), timedelta(minutes=100))
    while is_in(client):
        clock.shift(step)
        lived += step
        assert lived <= asked.absolute + step
    assert lived > asked.absolute


@pytest.mark.covers("SR-07")
def test_the_strictest_community_counts_and_a_shared_device_is_never_laxer(
    cast: Cast, clock: time_machine.Coordinates
) -> None:
    join(cast.member, make_community("Racines", risk=RiskProfile.HIGH))
    client = proved(cast.member)
    clock.shift(timedelta(minutes=16))
    assert not is_in(client)
    shared = proved(cast.second_member, device="shared")
    clock.shift(timedelta(minutes=16))
    assert not is_in(shared)


@pytest.mark.covers("SR-07")
def test_a_page_for_visitors_does_not_prolong_a_session_that_is_over(
    cast: Cast, clock: time_machine.Coordinates
) -> None:
    risk(cast, RiskProfile.HIGH)
    client = proved(cast.member)
    clock.shift(timedelta(minutes=40))
    client.get("/sign-in/")
    assert not is_in(client)


def test_whoever_has_shown_a_factor_costs_no_query_more(cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = proved(cast.coordinator)
    client.get("/me/security/")
    with CaptureQueriesContext(connection) as seen:
        client.get("/communities/")
    asked = [row["sql"] for row in seen if "people_keeper" in row["sql"] or "people_passkey" in row["sql"]]
    assert len(asked) <= 1, "the page itself asks whether she keeps the instance"
