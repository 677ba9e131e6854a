"""A check-in and its meeting know each other, whichever was planned first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from palabre.groups.actions.checkins import open_check_in
from palabre.groups.models import CheckIn
from palabre.meetings.actions.planning import plan_meeting
from palabre.meetings.models import Meeting
from palabre.people.models import Person
from tests.unit.groups.making_plans import Circle, make_circle
from tests.unit.meetings.plans import frame

pytestmark = pytest.mark.django_db
In = Callable[[Person | None], Client]


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def planned(circle: Circle, kind: str = "mel") -> Meeting:
    return plan_meeting(actor=circle.person("coordinator"), community=circle.community, frame=frame(kind=kind))


def opened(circle: Circle, day: date) -> CheckIn:
    return open_check_in(actor=circle.person("mel"), community=circle.community, held_on=day)


def test_opened_after_its_meeting_was_planned(circle: Circle) -> None:
    meeting = planned(circle)
    assert opened(circle, meeting.local_start.date()).meeting_id == meeting.pk


def test_planned_after_the_check_in_was_opened(circle: Circle, as_person: In) -> None:
    day = frame().when.starts_at.date()
    check_in = opened(circle, day)
    page = reverse("groups:check_in", args=[circle.community.public_id, check_in.public_id])
    plan = reverse("meetings:plan", args=[circle.community.public_id])
    assert plan in as_person(circle.mel).get(page).content.decode()
    planned(circle, "plenary")
    check_in.refresh_from_db()
    assert check_in.meeting_id is None, "a plenary is not its meeting"
    meeting = planned(circle)
    check_in.refresh_from_db()
    assert check_in.meeting_id == meeting.pk
    url = reverse("meetings:meeting", args=[meeting.public_id])
    for name in ("mel", "lead"):
        assert url in as_person(circle.person(name)).get(page).content.decode()
        assert page in as_person(circle.person(name)).get(url).content.decode()
    other = planned(circle)
    check_in.refresh_from_db()
    assert check_in.meeting_id == meeting.pk
    assert page not in as_person(circle.mel).get(reverse("meetings:meeting", args=[other.public_id])).content.decode()
