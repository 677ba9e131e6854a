"""The last minute: three hundred applicants around the closing second, writers in parallel, on both databases."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from palabre.calls.actions.links import mailed_token, open_by_link
from palabre.calls.actions.submitting import hand_in
from palabre.calls.actions.withdrawing import withdraw
from palabre.calls.choices import ApplicationState
from palabre.calls.models import Application, Call
from palabre.calls.rules.applying import Applicant
from palabre.calls.views.holding import HELD
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.people.choices import DeviceKind
from palabre.people.sessions import DEVICE_KEY, SessionStore
from tests.races import at_once
from tests.unit.calls import making_applying as m

pytestmark = pytest.mark.django_db(transaction=True)
S = ApplicationState
APPLICANTS, WRITERS = 300, 30


def browser(application: Application) -> Client:
    """A browser in which the private link was opened."""
    session = SessionStore()
    session[HELD], session[DEVICE_KEY] = [application.digest], DeviceKind.OWN.value
    session.save()
    client = Client()
    client.cookies["palabre"] = session.session_key
    return client


def received(call: Call) -> set[int]:
    return set(call.applications.filter(state=S.SUBMITTED).values_list("pk", flat=True))


def told(kind: str) -> list[int | None]:
    return list(Entry.objects.filter(kind=kind).values_list("subject_id", flat=True))


def test_three_hundred_in_the_last_minute_each_in_time_once_each_late_keeps_its_draft() -> None:
    """Everyone presses twice. Who arrives in the closing second is received, once; a second later nobody is."""
    call = m.make_call()
    made = m.many(call, APPLICANTS)
    in_time = {application.pk for _hands, application in made[::2]}
    presses = [(hands, one, call.closes_at + timedelta(seconds=one.pk not in in_time)) for hands, one in made] * 2
    random.Random(7).shuffle(presses)

    def some(mine: list[tuple[Applicant, Application, object]]) -> Callable[[], list[str]]:
        def write() -> list[str]:
            return [press(*one) for one in mine]  # type: ignore[arg-type]

        return write

    def press(hands: Applicant, one: Application, at: object) -> str:
        try:
            hand_in(applicant=hands, application=one, at=at)  # type: ignore[arg-type]
        except Refused:
            return "refused"
        return "received"

    answers = at_once([some(presses[place::WRITERS]) for place in range(WRITERS)])
    assert not [one for one in answers if isinstance(one, Exception)]
    said = [word for some_answers in answers for word in some_answers]  # type: ignore[attr-defined]
    assert (said.count("received"), said.count("refused")) == (APPLICANTS, APPLICANTS)
    assert received(call) == in_time
    assert sorted(told("calls.application_received")) == sorted(in_time)
    late = Application.objects.exclude(pk__in=in_time)
    assert {(one.state, one.name, one.submitted_at) for one in late} == {(S.DRAFT, "Adjoa", None)}


def test_by_the_pages_and_the_real_clock_around_a_real_closing() -> None:
    """What the page answered is what stands, and nobody who sent before the end of the closing second is refused."""
    call = m.make_call()
    made = [one for _hands, one in m.many(call, 40)]
    browsers = [browser(one) for one in made]
    closes = timezone.now().replace(microsecond=0) + timedelta(seconds=2)
    Call.objects.filter(pk=call.pk).update(closes_at=closes)
    end = closes + timedelta(seconds=1)

    def press(place: int) -> tuple[bool, bool | None]:
        if place % 2:
            time.sleep(max(0.0, (end - timezone.now()).total_seconds()) + 0.05)
        sent = timezone.now()
        answer = browsers[place].post(f"/apply/file/{made[place].public_id}/submission/")
        assert answer.status_code in (303, 422), answer.content.decode()[:2000]
        came = timezone.now()
        due = True if came < end else False if sent >= end else None
        return answer.status_code == 303, due

    def some(first: int) -> Callable[[], list[tuple[bool, bool | None]]]:
        return lambda: [press(place) for place in (first, first + 20)]

    answers = at_once([some(first) for first in range(20)])
    assert not [one for one in answers if isinstance(one, Exception)], answers
    pressed = {first: pair for first, two in enumerate(answers) for pair in [two]}
    found = {made[first + 20 * turn].pk: pair[turn] for first, pair in pressed.items() for turn in (0, 1)}  # type: ignore[index]
    assert {key for key, (accepted, _due) in found.items() if accepted} == received(call)
    assert [key for key, (accepted, due) in found.items() if due is not None and accepted != due] == []
    assert {accepted for accepted, _due in found.values()} == {True, False}


def test_what_arrives_before_the_end_and_waits_until_after_it_is_in_time() -> None:
    """Somebody holds the database over the closing second; the application that came before is received."""
    call = m.make_call()
    application = m.made(call)[1]
    visitor = browser(application)
    closes = timezone.now().replace(microsecond=0) + timedelta(seconds=1)
    Call.objects.filter(pk=call.pk).update(closes_at=closes)

    def hold() -> None:
        with transaction.atomic():
            Application.objects.select_for_update().get(pk=application.pk)
            Application.objects.filter(pk=application.pk).update(version=7)
            time.sleep(max(0.0, (closes - timezone.now()).total_seconds()) + 1.3)

    def send() -> int:
        time.sleep(0.3)
        return visitor.post(f"/apply/file/{application.public_id}/submission/").status_code

    held, status = at_once([hold, send])
    assert (held, status) == (None, 303)
    application.refresh_from_db()
    assert application.state == S.SUBMITTED
    assert application.submitted_at is not None
    assert application.submitted_at < closes + timedelta(seconds=1) < timezone.now()


def test_a_withdrawal_and_a_hand_in_at_the_same_moment_leave_nothing_that_was_withdrawn() -> None:
    call = m.make_call()
    for _turn in range(5):
        hands, one = m.made(call)
        at_once(
            [
                lambda hands=hands, one=one: hand_in(applicant=hands, application=one, at=timezone.now()),
                lambda hands=hands, one=one: withdraw(applicant=hands, application=one),
            ]
        )
        one.refresh_from_db()
        assert (one.state, one.name) == (S.WITHDRAWN, "")


def test_two_applications_of_one_address_in_the_same_moment_are_one() -> None:
    call = m.make_call()
    pair = [m.made(call, email="adjoa@example.org") for _two in range(2)]
    opened = [open_by_link(token=mailed_token(one), applicant=hands) for hands, one in pair]
    pair = [(Applicant(digests=frozenset({one.digest})), one) for one in opened]
    results = at_once(
        [
            lambda hands=hands, one=one: hand_in(applicant=hands, application=one, at=timezone.now())
            for hands, one in pair
        ]
    )
    assert len([one for one in results if isinstance(one, Refused)]) == 1
    assert len(received(call)) == 1
