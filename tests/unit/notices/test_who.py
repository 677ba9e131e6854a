"""Who is told of what happens to a meeting or a promise, from the real actions to the mail."""

from __future__ import annotations

from datetime import timedelta
from email.message import Message
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from palabre.commitments.models import Commitment
from palabre.communities.choices import Level
from palabre.journal.actions import record
from palabre.meetings.actions.frame import Frame, When
from palabre.meetings.actions.guests import add_guest
from palabre.meetings.actions.moving import cancel_meeting, move_meeting
from palabre.meetings.actions.planning import plan_meeting, plan_series, publish_agenda
from palabre.meetings.actions.reminders import remind
from palabre.meetings.actions.replies import reply
from palabre.meetings.choices import Audience, MeetingKind, Mode, Rhythm
from palabre.meetings.models import Meeting
from palabre.notices import chores
from palabre.notices.models import Notice
from tests.factories import make_item, make_meeting
from tests.personas import Cast

INSIDE = ("coordinator", "facilitator", "translator", "core", "member", "second_member")


def frame(*, days: int = 10, **fields: Any) -> Frame:
    start = (timezone.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    when = When(starts_at=start, ends_at=start + timedelta(hours=1), zone="Africa/Bamako")
    fields.setdefault("mode", Mode.IN_PERSON)
    return Frame(kind=MeetingKind.PLENARY, title="Plénière", when=when, place="Salle", **fields)


def letters() -> list[Any]:
    """What leaves now."""
    mail.outbox.clear()
    chores.read_journal()
    chores.send_mail()
    return list(mail.outbox)


def to(messages: list[Any]) -> set[str]:
    addresses = [message.to[0] for message in messages]
    assert len(addresses) == len(set(addresses)), "somebody got it twice"
    return set(addresses)


def addresses(cast: Cast, *names: str) -> set[str]:
    return {getattr(cast, name).email for name in names}


def calendars(message: Any) -> list[Calendar]:
    parts: list[Message] = [part for part in message.message().walk() if part.get_content_type() == "text/calendar"]
    found = [Calendar.from_ical(part.get_payload(decode=True).decode()) for part in parts]
    assert [str(one["METHOD"]) for one in found] == [part.get_param("method") for part in parts]
    return found


def event(calendar: Calendar) -> Any:
    return calendar.walk("VEVENT")[0]


def noticed(kind: str) -> set[int]:
    return set(Notice.objects.filter(kind=kind).values_list("person_id", flat=True))


def test_planned_meeting_reaches_every_member_with_its_calendar_file(cast: Cast) -> None:
    meeting = plan_meeting(actor=cast.coordinator, community=cast.here, frame=frame())

    sent = letters()

    assert to(sent) == addresses(cast, *INSIDE)
    for message in sent:
        (calendar,) = calendars(message)
        assert str(calendar["METHOD"]) == "REQUEST"
        assert event(calendar).start == meeting.starts_at
        assert str(event(calendar)["ATTENDEE"]) == f"mailto:{message.to[0]}"


def test_meeting_of_the_core_group_reaches_the_core_group_and_those_who_lead(cast: Cast) -> None:
    plan_meeting(actor=cast.coordinator, community=cast.here, frame=frame(audience=Audience.CORE))

    assert to(letters()) == addresses(cast, "core", "coordinator", "facilitator")


def test_member_who_takes_a_break_is_left_in_peace(cast: Cast) -> None:
    cast.member.memberships.update(state="paused")
    plan_meeting(actor=cast.coordinator, community=cast.here, frame=frame())

    assert cast.member.email not in to(letters())
    assert cast.member.pk not in noticed("meetings.planned")


def test_series_is_one_mail_with_a_file_for_each_meeting(cast: Cast) -> None:
    until = timezone.localdate() + timedelta(days=140)
    meetings = plan_series(
        actor=cast.coordinator, community=cast.here, frame=frame(), rhythm=Rhythm.MONTHLY_DATE, until=until
    )

    sent = letters()

    assert to(sent) == addresses(cast, *INSIDE)
    files = calendars(sent[0])
    assert [event(one).start for one in files] == [meeting.starts_at for meeting in meetings]
    assert len(meetings) >= 4


def test_move_and_cancellation_follow_in_the_calendar_by_their_number(cast: Cast) -> None:
    meeting = plan_meeting(actor=cast.coordinator, community=cast.here, frame=frame())
    first = event(calendars(letters()[0])[0])
    start = meeting.starts_at + timedelta(days=7)
    when = When(starts_at=start, ends_at=start + timedelta(hours=1), zone="Africa/Bamako")

    move_meeting(actor=cast.coordinator, meeting=meeting, when=when)
    moved = letters()
    cancel_meeting(actor=cast.coordinator, meeting=meeting, because="Route coupée")
    cancelled = letters()

    assert to(moved) == to(cancelled) == addresses(cast, *INSIDE)
    second, third = event(calendars(moved[0])[0]), event(calendars(cancelled[0])[0])
    assert [str(one["UID"]) for one in (second, third)] == [str(first["UID"])] * 2
    assert [int(one["SEQUENCE"]) for one in (first, second, third)] == [0, 1, 2]
    assert second.start == start
    assert str(calendars(cancelled[0])[0]["METHOD"]) == "CANCEL"
    assert all("Route" not in message.body for message in cancelled)


def test_mail_that_waited_says_how_things_are_when_it_leaves(cast: Cast) -> None:
    meeting = plan_meeting(actor=cast.coordinator, community=cast.here, frame=frame())
    chores.read_journal()
    cancel_meeting(actor=cast.coordinator, meeting=meeting, because="Route coupée")

    sent = letters()

    assert to(sent) == addresses(cast, *INSIDE)
    assert {str(calendars(message)[0]["METHOD"]) for message in sent} == {"CANCEL"}


def test_agenda_is_told_by_mail_once_then_only_on_the_day(cast: Cast) -> None:
    meeting = make_meeting(cast.here)
    make_item(meeting)

    publish_agenda(actor=cast.facilitator, meeting=meeting)
    first = letters()
    publish_agenda(actor=cast.facilitator, meeting=meeting)
    again = letters()

    assert to(first) == addresses(cast, *INSIDE) - {cast.facilitator.email}
    assert again == []
    assert noticed("meetings.agenda_published") == {getattr(cast, name).pk for name in INSIDE} - {cast.facilitator.pk}


def test_guest_gets_the_invitation_in_the_language_that_was_noted(cast: Cast) -> None:
    meeting = make_meeting(cast.here)
    add_guest(actor=cast.coordinator, meeting=meeting, name="Invitée", email="guest@example.org", language="en")

    (message,) = letters()

    assert message.to == ["guest@example.org"]
    assert message.body.startswith("Hello,")
    assert "/answers/" in message.body
    assert "Invitée" not in message.body


def test_guest_invited_after_publication_gets_one_mail(cast: Cast) -> None:
    meeting = make_meeting(cast.here)
    make_item(meeting)
    add_guest(actor=cast.coordinator, meeting=meeting, name="Avant", email="before@example.org")
    publish_agenda(actor=cast.coordinator, meeting=meeting)
    add_guest(actor=cast.coordinator, meeting=meeting, name="Après", email="after@example.org")

    sent = [message.to[0] for message in letters()]

    assert sent.count("after@example.org") == 1
    assert sent.count("before@example.org") == 2, "the invitation, then the agenda"


def test_reminder_leaves_out_those_who_cannot_come(cast: Cast) -> None:
    start = timezone.now() + timedelta(hours=20)
    meeting = make_meeting(cast.here, starts_at=start, ends_at=start + timedelta(hours=1))
    reply(actor=cast.member, meeting=meeting, answer="no")
    reply(actor=cast.second_member, meeting=meeting, answer="yes")

    remind()
    sent = letters()

    assert to(sent) == addresses(cast, *INSIDE) - {cast.member.email}
    assert noticed("meetings.reminder_due") == set()


def test_meeting_noted_afterwards_invites_nobody(cast: Cast) -> None:
    past = timezone.now() - timedelta(days=3)
    meeting = make_meeting(cast.here, starts_at=past, ends_at=past + timedelta(hours=1))
    record(
        "meetings.planned",
        actor_id=cast.coordinator.pk,
        community_id=cast.here.pk,
        subject="meeting",
        subject_id=meeting.pk,
    )

    assert letters() == []
    assert Notice.objects.count() == 0


@pytest.mark.covers("SR-14")
def test_sister_community_is_told_nothing(cast: Cast) -> None:
    meeting = plan_meeting(actor=cast.coordinator, community=cast.here, frame=frame())
    cancel_meeting(actor=cast.coordinator, meeting=meeting, because="Non")

    outside = addresses(cast, "outsider", "keeper", "nobody", "steward")

    assert not to_any(letters()) & outside
    assert not Notice.objects.filter(person__email__in=outside).exists()


def to_any(messages: list[Any]) -> set[str]:
    return {address for message in messages for address in message.to}


def told_of_promise(cast: Cast, kind: str, actor_id: int | None, **owner: Any) -> set[str]:
    promise = Commitment.objects.create(community=cast.here, text="Promesse", due=timezone.localdate(), **owner)
    person = owner.get("person")
    record(
        kind,
        actor_id=actor_id,
        community_id=cast.here.pk,
        subject="commitment",
        subject_id=promise.pk,
        about_id=person.pk if person else None,
    )
    return to(letters())


def test_promise_noted_by_another_reaches_its_owner(cast: Cast) -> None:
    told = told_of_promise(cast, "commitments.opened", cast.facilitator.pk, person=cast.member)

    assert told == {cast.member.email}


def test_promise_that_i_took_myself_sends_me_nothing(cast: Cast) -> None:
    assert told_of_promise(cast, "commitments.opened", cast.member.pk, person=cast.member) == set()


def test_reminder_of_a_promise_reaches_everybody_who_represents_the_organisation(cast: Cast) -> None:
    house = cast.member.memberships.get(community=cast.here).organisation
    cast.second_member.memberships.filter(community=cast.here).update(organisation=house, level=Level.ACTIVE)
    cast.outsider.memberships.update(organisation=house)

    told = told_of_promise(cast, "commitments.reminder_due", None, organisation=house)

    assert told == addresses(cast, "member", "second_member")


def test_promise_kept_meanwhile_is_not_reminded(cast: Cast) -> None:
    promise = Commitment.objects.create(
        community=cast.here, text="P", due=timezone.localdate(), person=cast.member, state="done", evidence="voilà"
    )
    record(
        "commitments.reminder_due",
        actor_id=None,
        community_id=cast.here.pk,
        subject="commitment",
        subject_id=promise.pk,
    )

    assert letters() == []


def test_answer_link_of_the_mail_opens_for_its_reader(cast: Cast, client: Any) -> None:
    plan_meeting(actor=cast.coordinator, community=cast.here, frame=frame())
    message = next(one for one in letters() if one.to == [cast.member.email])
    path = next(line for line in message.body.splitlines() if "/answers/" in line).removeprefix("http://localhost:8000")

    assert client.get(path).status_code == 200
    assert Meeting.objects.count() == 1
