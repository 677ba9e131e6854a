"""How much a mail and a calendar say: what she chose, never louder than her communities allow (DOMAIN.md §4.1, §4.3)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from palabre.communities.rules.voice import Voice, voice_for
from palabre.journal.telling import REGISTRY
from palabre.meetings.models import Meeting
from palabre.notices import chores
from palabre.notices.models import Mail
from palabre.people.actions.lock import give_lock_code, lock_account
from palabre.people.actions.privacy import choose_mail
from palabre.people.models import Person
from tests.factories import join, make_community, make_meeting, make_person
from tests.personas import Cast
from tests.unit.notices.test_words import MARK, SUBJECTS, World, parts

RISKS = ("standard", "elevated", "high")
BARE = {"fr": "Nouvelle activité", "en": "New activity"}
OPENS = re.compile("/(answers|join/requests|apply/open|review/invitations)/")
HOURS = re.compile(r"\b\d{1,2} h \d{2}|\b\d{1,2}:\d{2}\b|\b20\d{2}\b")


def leave() -> list[EmailMessage]:
    mail.outbox.clear()
    chores.read_journal()
    for _round in range(3):  # the worker comes by every three seconds; a round with unwanted mails sends fewer
        chores.send_mail()
    return list(mail.outbox)


def templates_of(messages: list[EmailMessage]) -> dict[str, str]:
    """The template of each mail that left, by its Message-ID."""
    from palabre.notices.writing import message_id

    return {message_id(row): row.template for row in Mail.objects.all()}


@pytest.mark.covers("SR-19")
@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("choice", ["discreet", "content"])
def test_no_mail_says_more_than_its_community_allows(db: None, risk: str, language: str, choice: str) -> None:
    """Every template of every room, for every risk profile, whatever the reader chose."""
    world = World(language)
    type(world.community).objects.filter(pk=world.community.pk).update(risk=risk)
    Person.objects.filter(pk=world.reader.pk).update(mail=choice, calendar_words=choice == "content")
    world.everything()
    messages = leave()
    known = templates_of(messages)
    loud = 0
    for message in messages:
        words, template = " ".join(parts(message)), known[message.extra_headers["Message-ID"]]
        to_reader = message.to == [world.reader.email]
        assert message.subject in SUBJECTS[language]
        if MARK in words:
            assert (risk, choice, to_reader) == ("standard", "content", True), template
            assert template not in REGISTRY.security
            loud += 1
        if risk == "high" and template not in REGISTRY.security:
            first, _empty, link = str(message.body).strip().splitlines()
            assert (message.subject, first) == (BARE[language], BARE[language]), template
            assert link == f"{settings.ORIGIN}/" or (not to_reader and OPENS.search(link)), template
            assert not HOURS.search(str(message.body)), template
            assert message.attachments == [], template
    assert (loud > 5) == (risk == "standard" and choice == "content")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_content_names_the_meeting_and_the_community_in_her_language(db: None, language: str) -> None:
    world = World(language)
    choose_mail(actor=world.reader, mail="content", calendar_words=True)
    world.tell("meetings.planned", "meeting", world.meeting.pk, count=1)
    (message,) = [one for one in leave() if one.to == [world.reader.email]]
    said = str(message.body).rpartition("\n--\n")[2]
    assert f"{MARK} title" in said
    assert f"{MARK} community" in said
    assert "<" not in said
    assert "&" not in said
    assert f"{MARK} place" not in " ".join(parts(message))
    assert f"SUMMARY:{MARK} title" in " ".join(parts(message))
    assert message.subject == BARE[language]


@pytest.mark.parametrize("risk", ["elevated", "high"])
def test_one_careful_community_is_enough_for_all_her_mails(db: None, risk: str) -> None:
    world = World("fr")
    choose_mail(actor=world.reader, mail="content", calendar_words=True)
    join(world.reader, make_community(risk=risk))
    world.tell("meetings.planned", "meeting", world.meeting.pk, count=1)
    (message,) = [one for one in leave() if one.to == [world.reader.email]]
    assert MARK not in " ".join(parts(message))


def test_a_careful_community_is_heard_by_whoever_does_not_belong_to_it(db: None) -> None:
    """Somebody of elsewhere, told of something by a community at high risk."""
    reader = make_person(mail="content")
    join(reader, make_community())
    assert voice_for(reader) is Voice.CONTENT
    assert voice_for(reader, about="elevated") is Voice.DISCREET
    assert voice_for(reader, about="high") is Voice.BARE
    assert voice_for(None) is Voice.DISCREET
    assert voice_for(None, about="high") is Voice.BARE


def test_no_mail_means_none_but_for_links_and_warnings(db: None) -> None:
    world = World("fr")
    choose_mail(actor=world.reader, mail="none", calendar_words=False)
    world.everything()
    left = {message.extra_headers["Message-ID"] for message in leave() if message.to == [world.reader.email]}
    known = templates_of(mail.outbox)
    sent = {known[one] for one in left}
    assert "people/email/link.txt" in sent
    assert "exchange/email/erasure.txt" in sent
    assert sent <= REGISTRY.security
    unwanted = Mail.objects.filter(person=world.reader, error="unwanted")
    assert unwanted.exists()
    assert set(unwanted.values_list("state", flat=True)) == {"given_up"}


def test_becoming_quieter_holds_for_what_waits_already(db: None) -> None:
    world = World("fr")
    choose_mail(actor=world.reader, mail="content", calendar_words=False)
    world.tell("meetings.planned", "meeting", world.meeting.pk, count=1)
    chores.read_journal()
    choose_mail(actor=world.reader, mail="discreet", calendar_words=False)
    assert not [one for one in leave() if MARK in " ".join(parts(one))]


def test_after_the_lock_no_mail_leaves(db: None) -> None:
    world = World("fr")
    world.everything()
    chores.read_journal()
    assert Mail.objects.filter(person=world.reader).count() > 5
    lock_account(code=give_lock_code(actor=world.reader), source="here")
    assert [one for one in leave() if one.to == [world.reader.email]] == []


@pytest.fixture
def calendar(cast: Cast) -> Callable[[], str]:
    meeting: Meeting = make_meeting(cast.here, title="Sujet délicat", place="Salle du Quai")
    assert meeting

    def read(**headers: Any) -> str:
        cast.member.refresh_from_db()
        answer = Client().get(reverse("meetings:calendar", args=[cast.member.calendar_key]), headers=headers)
        return f"{answer.status_code} {answer.content.decode()}"

    return read


def test_the_calendar_shows_titles_only_when_chosen_and_allowed(cast: Cast, calendar: Callable[[], str]) -> None:
    assert "Sujet délicat" not in calendar()
    choose_mail(actor=cast.member, mail="discreet", calendar_words=True)
    assert "SUMMARY:Sujet délicat" in calendar()
    assert "Salle du Quai" not in calendar()
    for risk in ("elevated", "high"):
        type(cast.here).objects.filter(pk=cast.here.pk).update(risk=risk)
        assert "Sujet délicat" not in calendar()


def test_a_title_taken_back_hides_behind_no_date(cast: Cast, calendar: Callable[..., str]) -> None:
    """A client that asks only whether something changed since its last reading gets the quieter words."""
    choose_mail(actor=cast.member, mail="discreet", calendar_words=True)
    answer = Client().get(reverse("meetings:calendar", args=[cast.member.calendar_key]))
    assert "Last-Modified" not in answer
    tag = answer["ETag"]
    assert calendar(**{"If-None-Match": tag}).startswith("304")
    choose_mail(actor=cast.member, mail="discreet", calendar_words=False)
    quiet = calendar(**{"If-None-Match": tag})
    assert quiet.startswith("200")
    assert "Sujet" not in quiet
