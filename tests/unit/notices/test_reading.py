"""The journal is read in order, once; what it says becomes lines and mails."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from palabre.journal.actions import record
from palabre.journal.models import Entry
from palabre.journal.telling import REGISTRY, Telling
from palabre.notices import chores
from palabre.notices.actions import read_outbox
from palabre.notices.actions.reading import STUMBLES_BORNE
from palabre.notices.models import Cursor, Mail, Notice
from tests.factories import make_person
from tests.personas import Cast
from tests.unit.notices.room import TEMPLATE, Room


def test_entry_is_told_once_however_often_the_journal_is_read(cast: Cast, room: Room) -> None:
    room.to(cast.member, cast.second_member)
    first, second = room.happen(), room.happen()

    for _ in range(3):
        chores.read_journal()

    assert room.told == [first.pk, second.pk]
    assert Notice.objects.count() == Mail.objects.count() == 4


def test_entry_read_again_after_a_lost_cursor_makes_no_second_row(cast: Cast, room: Room) -> None:
    room.to(cast.member)
    room.happen()
    chores.read_journal()
    Cursor.objects.update(entry_id=0)

    chores.read_journal()

    assert len(room.told) == 2
    assert Notice.objects.count() == Mail.objects.count() == 1


def test_actor_gets_no_line_about_her_own_act_but_the_mail_she_asked_for(cast: Cast, room: Room) -> None:
    room.to(cast.member, cast.second_member)
    room.happen(actor_id=cast.member.pk)

    chores.read_journal()

    assert [notice.person_id for notice in Notice.objects.all()] == [cast.second_member.pk]
    assert {mail.person_id for mail in Mail.objects.all()} == {cast.member.pk, cast.second_member.pk}


def test_closed_account_is_told_nothing(room: Room, db: None) -> None:
    room.to(make_person(is_active=False))
    room.happen()

    chores.read_journal()

    assert not Notice.objects.exists()
    assert not Mail.objects.exists()


def test_same_address_in_other_letters_is_one_recipient(room: Room, db: None) -> None:
    room.to("guest@example.org", "Guest@Example.org", notice=False)
    room.happen()

    chores.read_journal()

    assert Mail.objects.get().address == "guest@example.org"


def test_mail_and_notice_hold_keys_only(cast: Cast, room: Room) -> None:
    room.to(cast.member)
    room.happen(community_id=cast.here.pk)

    chores.read_journal()

    mail = Mail.objects.get()
    assert (mail.keys, mail.address, mail.template) == ({"number": 7}, "", TEMPLATE)
    notice = Notice.objects.get()
    assert (notice.kind, notice.subject, notice.subject_id) == ("tests.happened", "thing", 1)
    assert notice.community_id == mail.community_id == cast.here.pk


def test_past_that_is_read_late_makes_lines_but_no_mail(cast: Cast, room: Room) -> None:
    room.to(cast.member)
    entry = room.happen()
    Entry.objects.filter(pk=entry.pk).update(at=timezone.now() - timedelta(days=8))

    chores.read_journal()

    assert Notice.objects.count() == 1
    assert not Mail.objects.exists()


def test_entry_that_cannot_be_told_holds_up_the_others_only_for_a_while(
    cast: Cast, room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad = room.happen()
    good = room.happen()

    def tell(entry: Entry) -> list[Telling]:
        if entry.pk == bad.pk:
            raise ValueError("Salimata said something")
        return [Telling(person_id=cast.member.pk)]

    monkeypatch.setitem(REGISTRY.tellers, "tests.happened", [tell])
    caplog.set_level(logging.ERROR)

    for _ in range(STUMBLES_BORNE - 1):
        assert read_outbox() == 0
    assert not Notice.objects.exists()
    assert read_outbox() == 2

    assert Notice.objects.get().entry_id == good.pk
    assert Cursor.objects.get().stumbles == 0
    assert "ValueError" in caplog.text
    assert "Salimata" not in caplog.text


def test_entry_that_nobody_listens_to_is_passed_by(db: None, room: Room) -> None:
    entry = record("tests.unheard", actor_id=None, subject="thing", subject_id=1)

    chores.read_journal()

    assert Cursor.objects.get().entry_id == entry.pk


def test_long_journal_is_read_in_batches(db: None, room: Room, django_assert_max_num_queries: Any) -> None:
    for _ in range(450):
        record("tests.unheard", actor_id=None, subject="thing", subject_id=1)

    with django_assert_max_num_queries(3 * 6):
        chores.read_journal()

    assert read_outbox() == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_that_read_at_once_tell_once(room: Room) -> None:
    room.to(*(make_person() for _ in range(5)))
    for _ in range(20):
        room.happen()
    faults: list[Exception] = []

    def read() -> None:
        try:
            chores.read_journal()
        except Exception as wrong:
            faults.append(wrong)
        finally:
            connection.close()

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert len(room.told) == 20
    assert Mail.objects.count() == Notice.objects.count() == 100
