"""Scenario 004, step 1 (the meeting): a session prepared a week before, a neutral reminder, a sensitive question."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from palabre.meetings.chores import send_reminders
from palabre.meetings.models import AnonymousQuestion
from palabre.notices.chores import read_journal, send_mail
from tests.factories import grant, join, make_community, make_person
from tests.scenarios.hands import add_point, at_the_desk_of, plan, read, send

TITLE = "Codéveloppement sur le comité de Sirakoro"
QUESTION = "Nous devons donner des noms que nous avons promis de taire."


@pytest.mark.covers("S004-1", "SR-19")
@pytest.mark.django_db
def test_members_are_reminded_neutrally_and_ask_without_a_name() -> None:
    community = make_community("CAP des Baobabs")
    facilitator = make_person("Fanta")
    grant(facilitator, community, "facilitator")
    members = [make_person(f"Membre {number}") for number in range(10)]
    for person in members:
        join(person, community)
    with time_machine.travel("2027-03-16T10:00:00Z", tick=False) as clock:
        lead = at_the_desk_of(facilitator)
        session = plan(
            lead, community.public_id, kind="session", mode="online", place="", title_fr=TITLE, title_en="", day="2027-03-25",
            start="14:00", end="15:30",
        )  # fmt: skip
        add_point(lead, session, "Choix de la situation")
        send(lead, "meetings:publication", session.public_id)
        _post_office()
        mail.outbox.clear()

        # a week before, a reminder leaves, once; it names neither community, nor title, nor person
        clock.shift(timedelta(days=2, hours=5))
        for _ in range(2):
            send_reminders()
            _post_office()
        reminded = sorted(address for message in mail.outbox for address in message.to)
        assert set(reminded) >= {person.email for person in members}
        assert len(reminded) == len(set(reminded))
        for message in mail.outbox:
            told = f"{message.subject} {message.body} {message.from_email}"
            for word in ("Baobabs", "Codéveloppement", "Sirakoro", "Fanta"):
                assert word not in told

        # a member asks; the facilitation reads the words, nothing leads to the person
        send(at_the_desk_of(members[3]), "meetings:questions", session.public_id, text=QUESTION)
        assert QUESTION in read(at_the_desk_of(facilitator), "meetings:questions", session.public_id)
        assert QUESTION not in read(at_the_desk_of(members[4]), "meetings:questions", session.public_id)
        names = {field.name for field in AnonymousQuestion._meta.get_fields()}
        assert not names & {"person", "author", "created_by", "created_at", "actor"}


def _post_office() -> None:
    for _ in range(3):
        read_journal()
        send_mail()
