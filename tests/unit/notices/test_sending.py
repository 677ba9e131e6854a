"""Mails leave once, to a real server on loopback, whatever happens to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from palabre.config.mailing import mail_settings
from palabre.journal.telling import Attachment
from palabre.notices import chores
from palabre.notices.actions.leaving import claim, pause
from palabre.notices.choices import MailState
from palabre.notices.models import Mail
from tests.factories import make_person
from tests.personas import Cast
from tests.unit.notices.postmen import Postman, at_work, free_port
from tests.unit.notices.room import Room


@pytest.fixture
def port(settings: Any) -> int:
    """Outgoing mail goes to this port of loopback, where nothing listens yet."""
    number = free_port()
    for name, value in mail_settings(f"smtp://127.0.0.1:{number}", Path()).items():
        setattr(settings, name, value)
    return number


def waiting() -> int:
    return Mail.objects.still_to_go().count()


@contextmanager
def after(minutes: float) -> Iterator[None]:
    """What happens so many minutes later."""
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=True):
        yield


def test_mail_arrives_in_the_language_and_the_zone_of_each_reader(room: Room, port: int, db: None) -> None:
    awa = make_person(language="fr", zone="Africa/Bamako", email="awa@example.org")
    ben = make_person(language="en", zone="Asia/Kolkata", email="ben@example.org")
    room.to(awa, ben)
    room.happen()
    chores.read_journal()

    with at_work(Postman(), port) as postman:
        chores.send_mail()

    mails = dict(postman.arrived)
    assert set(mails) == {"awa@example.org", "ben@example.org"}
    assert mails["awa@example.org"]["Subject"] == "Nouvelle activité"
    assert mails["ben@example.org"]["Subject"] == "New activity"
    assert mails["awa@example.org"].get_content().strip() == "fr Africa/Bamako http://localhost:8000/ & 7"
    assert mails["ben@example.org"].get_content().strip() == "en Asia/Kolkata http://localhost:8000/ & 7"


@pytest.mark.covers("SR-19")
def test_mail_is_plain_text_and_its_headers_say_nothing(room: Room, port: int, cast: Cast, settings: Any) -> None:
    room.to(cast.member)
    room.happen(community_id=cast.here.pk)
    chores.read_journal()

    with at_work(Postman(), port) as postman:
        chores.send_mail()

    message = postman.arrived[0][1]
    assert message.get_content_type() == "text/plain"
    assert not message.is_multipart()
    assert message["From"] == settings.DEFAULT_FROM_EMAIL
    assert message["To"] == cast.member.email
    assert message["Auto-Submitted"] == "auto-generated"
    headers = " ".join(str(value) for value in message.values())
    assert cast.member.display_name not in headers
    assert cast.here.name not in headers


def test_server_down_for_an_hour_then_each_mail_goes_out_once(room: Room, port: int, db: None) -> None:
    people = [make_person() for _ in range(12)]
    room.to(*people)
    room.happen()
    chores.read_journal()
    start = timezone.now()

    for minute in range(60):
        with time_machine.travel(start + timedelta(minutes=minute), tick=True):
            chores.send_mail()
    assert waiting() == 12
    assert not Mail.objects.filter(state=MailState.SENDING).exists()

    with at_work(Postman(), port) as postman:
        for minute in range(60, 130):
            with time_machine.travel(start + timedelta(minutes=minute), tick=True):
                chores.send_mail()

    assert postman.addresses() == sorted(person.email for person in people)
    assert waiting() == 0
    assert Mail.objects.filter(state=MailState.SENT).count() == 12


def test_mails_wait_together_while_the_server_is_away(room: Room, port: int, db: None) -> None:
    """One knock for all, then one minute, two, four … an hour at most."""
    room.to(*(make_person() for _ in range(120)))
    room.happen()
    chores.read_journal()
    start = timezone.now()

    chores.send_mail()

    assert set(Mail.objects.values_list("tries", flat=True)) == {1}
    assert set(Mail.objects.values_list("error", flat=True)) == {"ConnectionRefusedError"}
    assert Mail.objects.due(start + timedelta(seconds=50)).count() == 0
    assert Mail.objects.due(start + timedelta(seconds=80)).count() == 120
    assert [pause(tries) // timedelta(minutes=1) for tries in (1, 2, 3, 4, 5, 6, 7, 50)] == [1, 2, 4, 8, 16, 32, 60, 60]


def test_address_refused_for_good_is_given_up_and_the_others_leave(room: Room, port: int, db: None) -> None:
    gone, there = make_person(email="gone@example.org"), make_person(email="there@example.org")
    room.to(gone, there)
    room.happen()
    chores.read_journal()

    with at_work(Postman(refuses={"gone@example.org": 550}), port) as postman:
        chores.send_mail()
        with after(600):
            chores.send_mail()

    assert postman.addresses() == ["there@example.org"]
    given_up = Mail.objects.get(person=gone)
    assert given_up.state == MailState.GIVEN_UP
    assert given_up.error == "SMTPRecipientsRefused 550"
    assert Mail.objects.get(person=there).state == MailState.SENT


def test_address_refused_for_now_is_tried_again(room: Room, port: int, db: None) -> None:
    person = make_person(email="full@example.org")
    room.to(person)
    room.happen()
    chores.read_journal()
    postman = Postman(refuses={"full@example.org": 452})

    with at_work(postman, port):
        chores.send_mail()
        assert Mail.objects.get().state == MailState.FAILED
        postman.refuses.clear()
        chores.send_mail()
        assert postman.addresses() == []
        with after(2):
            chores.send_mail()

    assert postman.addresses() == ["full@example.org"]


def test_line_cut_after_the_words_were_sent_is_tried_again_with_the_same_id(room: Room, port: int, db: None) -> None:
    room.to(make_person(), make_person())
    room.happen()
    chores.read_journal()

    with at_work(Postman(cuts=1), port) as postman:
        chores.send_mail()
        assert len(postman.arrived) == 1
        failed = Mail.objects.get(state=MailState.FAILED)
        with after(2):
            chores.send_mail()

    assert len(postman.arrived) == 2
    ids = [str(message["Message-ID"]) for _address, message in postman.arrived]
    assert len(set(ids)) == 2
    assert f"<{failed.public_id}@localhost>" in ids
    assert waiting() == 0


def test_mail_in_the_hand_of_a_worker_that_died_leaves_later_with_the_same_id(room: Room, port: int, db: None) -> None:
    room.to(make_person())
    room.happen()
    chores.read_journal()
    mail = claim(10)[0]

    with at_work(Postman(), port) as postman:
        chores.send_mail()
        assert postman.arrived == []
        with after(11):
            chores.send_mail()

    assert [str(message["Message-ID"]) for _address, message in postman.arrived] == [f"<{mail.public_id}@localhost>"]


def test_address_without_an_account_is_forgotten_once_its_mail_has_left(room: Room, port: int, db: None) -> None:
    room.to("guest@example.org", notice=False)
    room.happen()
    chores.read_journal()

    with at_work(Postman(), port) as postman:
        chores.send_mail()

    mail = Mail.objects.get()
    assert postman.addresses() == ["guest@example.org"]
    assert (mail.address, mail.keys) == ("", {})


def test_mail_with_nothing_to_say_any_more_does_not_leave(room: Room, port: int, db: None) -> None:
    room.to(make_person())
    room.happen()
    chores.read_journal()
    room.moot = True

    with at_work(Postman(), port) as postman:
        chores.send_mail()

    assert postman.arrived == []
    assert Mail.objects.get().state == MailState.GIVEN_UP


def test_account_closed_before_its_mail_left_gets_none(room: Room, port: int, db: None) -> None:
    person = make_person()
    room.to(person)
    room.happen()
    chores.read_journal()
    person.is_active = False
    person.save(update_fields=["is_active"])

    with at_work(Postman(), port) as postman:
        chores.send_mail()

    assert postman.arrived == []


def test_fault_in_one_mail_does_not_hold_up_the_others(
    room: Room, port: int, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.to(make_person(email="first@example.org"), make_person(email="second@example.org"))
    room.happen()
    chores.read_journal()
    broken = Mail.objects.order_by("pk").first()
    assert broken is not None
    Mail.objects.filter(pk=broken.pk).update(keys={})

    with at_work(Postman(), port) as postman:
        chores.send_mail()

    assert postman.addresses() == ["second@example.org"]
    broken.refresh_from_db()
    assert (broken.state, broken.error) == (MailState.FAILED, "KeyError")


def test_mail_that_could_not_leave_for_days_is_given_up(room: Room, port: int, db: None) -> None:
    room.to(make_person())
    room.happen()
    chores.read_journal()
    chores.send_mail()

    with after(60 * 24 * 6):
        chores.send_mail()

    assert Mail.objects.get().state == MailState.GIVEN_UP


def test_calendar_file_arrives_as_a_calendar(room: Room, port: int, db: None) -> None:
    text = "BEGIN:VCALENDAR\r\nSUMMARY:é\r\nEND:VCALENDAR\r\n"
    room.attachments = (Attachment("invite.ics", text.encode(), "text/calendar; method=REQUEST"),)
    room.to(make_person())
    room.happen()
    chores.read_journal()

    with at_work(Postman(), port) as postman:
        chores.send_mail()

    words, calendar = postman.arrived[0][1].iter_parts()
    assert words.get_content_type() == "text/plain"
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_filename() == "invite.ics"
    assert calendar.get_content().replace("\r\n", "\n") == text.replace("\r\n", "\n")


def test_without_a_server_every_mail_becomes_a_file(room: Room, settings: Any, tmp_path: Path, db: None) -> None:
    for name, value in mail_settings("", tmp_path).items():
        setattr(settings, name, value)
    room.to(make_person(), make_person(), make_person())
    room.happen()
    chores.read_journal()

    chores.send_mail()

    files = list((tmp_path / "mail").iterdir())
    assert len(files) == 3
    assert all(file.read_text().count("Message-ID") == 1 for file in files)


def test_whole_round_uses_one_connection(room: Room, port: int, db: None) -> None:
    room.to(*(make_person() for _ in range(20)))
    room.happen()
    chores.read_journal()

    with at_work(Postman(), port) as postman:
        chores.send_mail()

    assert len(postman.arrived) == 20
    assert postman.connections == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_each_mail_once(room: Room, port: int) -> None:
    people = [make_person() for _ in range(40)]
    room.to(*people)
    room.happen()
    chores.read_journal()
    start = threading.Barrier(4)

    def send() -> None:
        try:
            start.wait()
            for _ in range(10):
                chores.send_waiting_mail(limit=3)
        finally:
            connection.close()

    with at_work(Postman(), port) as postman:
        threads = [threading.Thread(target=send) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        chores.send_mail()

    assert postman.addresses() == sorted(person.email for person in people)
    assert waiting() == 0
