"""Scenario 003, step 13: a member in danger leaves at once, locks her account from elsewhere, and comes back later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import TimeMachineFixture

from palabre.communities.choices import RiskProfile
from palabre.meetings.models import Meeting
from palabre.notices import chores
from palabre.people.codes import code_digest
from palabre.people.models import CodeSheet, Person, SheetCode
from tests.factories import PASSWORD
from tests.personas import Cast
from tests.scenarios.hands import plan, read

CODES = ("abcd-efgh", "jkmn-pqrs", "tuvw-xyz2", "2345-6789")


@pytest.fixture
def awa(cast: Cast) -> Person:
    """A member of a community at high risk, with a printed sheet, who stands in the lists."""
    type(cast.here).objects.filter(pk=cast.here.pk).update(risk=RiskProfile.HIGH)
    person = cast.member
    person.display_name, person.email = "Awa Zyxilda", "awa@example.org"
    person.set_password(PASSWORD)
    person.save()
    sheet = CodeSheet.objects.create(person=person)
    for number, code in enumerate(CODES):
        SheetCode.objects.create(sheet=sheet, number=number, digest=code_digest(person.pk, code))
    return person


def enter(code: str) -> Client:
    """By password, then by a code of the sheet."""
    client = Client()
    said = {"email": "awa@example.org", "password": PASSWORD, "device": "own"}
    answer = client.post("/sign-in/", said)
    assert answer.status_code == 303
    assert client.post(answer["Location"], {"proof_code": code}).status_code == 303
    assert client.get("/home/").status_code == 200
    return client


def mails() -> list[Any]:
    mail.outbox.clear()
    chores.read_journal()
    chores.send_mail()
    return [one for one in mail.outbox if one.to == ["awa@example.org"]]


@pytest.mark.covers("S003-13")
def test_she_leaves_locks_and_comes_back(cast: Cast, awa: Person, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    here = cast.here.public_id

    # before: two devices, a code on paper, her name in the list, and mails that say nothing
    phone, laptop = enter(CODES[0]), enter(CODES[1])
    code = laptop.post(reverse("people:lock_code")).context["code"]
    as_coordinator = _coordination(cast)
    assert "Awa Zyxilda" in read(as_coordinator, "communities:members", here)
    plan(as_coordinator, here)
    (announced,) = mails()
    assert announced.subject == "Nouvelle activité"
    assert announced.body.split() == ["Nouvelle", "activité", f"{_origin()}/"]

    # quick exit on the phone: the session is dead on the server, and the device is told to forget
    left = phone.get(reverse("public:exit"), headers={"Sec-Fetch-Site": "same-origin"})
    assert "Clear-Site-Data" in left
    assert left["Cache-Control"] == "no-store"
    assert "Palabre" not in left.content.decode()
    assert phone.get("/home/")["Location"].startswith("/sign-in/")

    # a trusted person types the code, from anywhere, without an account: one answer whatever it is
    friend = Client()
    answers = [friend.post("/lock/", {"code": one})["Location"] for one in ("wrong-code", code)]
    assert answers == ["/lock/?done"] * 2
    assert laptop.get("/home/")["Location"].startswith("/sign-in/")
    assert laptop.post("/sign-in/", {"email": awa.email, "password": PASSWORD, "device": "own"}).status_code == 422

    # mail stops, the calendar too, and nobody finds her
    Meeting.objects.latest("pk")
    plan(_coordination(cast), here, title_fr="Suite")
    assert mails() == []
    assert Client().get(reverse("meetings:calendar", args=[awa.calendar_key])).status_code == 404
    assert "Awa Zyxilda" not in read(_coordination(cast), "communities:members", here)

    # she asks to come back: password and a code, then a day; somebody who has only the password waits for nothing
    back = {"email": awa.email, "password": PASSWORD}
    stranger = Client().post("/lock/opening/", {**back, "code": "zzzz-zzzz"})
    assert stranger.status_code == 422
    asked = Client().post("/lock/opening/", {**back, "code": CODES[2]})
    assert asked.context["found"].opens_at == timezone.now() + timedelta(hours=24)
    assert mails() == []
    time_machine.shift(timedelta(hours=24, minutes=1))
    opened = Client().post("/lock/opening/", {**back, "code": CODES[3]})
    assert opened["Location"] == "/sign-in/"
    awa.refresh_from_db()
    assert awa.is_active
    assert "Awa Zyxilda" in read(_coordination(cast), "communities:members", here)


def _coordination(cast: Cast) -> Client:
    """Signed in with her second factor, as the community asks."""
    import time

    from palabre.people.proving import FACTOR_KEY, PROVED_KEY

    client = Client()
    client.force_login(cast.person("coordinator"))
    session = client.session
    session[PROVED_KEY] = session[FACTOR_KEY] = time.time()
    session.save()
    return client


def _origin() -> str:
    from django.conf import settings

    return str(settings.ORIGIN)
