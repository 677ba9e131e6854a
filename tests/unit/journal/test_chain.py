"""The journal: every entry is chained to the one before it, and whatever is changed afterwards shows."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from palabre.journal.actions import purge_submissions, record
from palabre.journal.models import Entry, Head, Submission
from palabre.journal.queries import check_chain, entries_after


def write(count: int) -> list[Entry]:
    return [
        record("tests.noted", actor_id=7, community_id=3, subject="test", subject_id=number, about_id=9, figure=number)
        for number in range(count)
    ]


@pytest.mark.django_db
def test_chain_of_many_entries_is_sound() -> None:
    entries = write(25)

    report = check_chain()

    assert report.sound
    assert report.entries == 25
    assert entries[0].previous == ""
    assert [entry.previous for entry in entries[1:]] == [entry.seal for entry in entries[:-1]]


@pytest.mark.django_db
def test_chain_without_any_entry_is_sound() -> None:
    assert check_chain().sound


@pytest.mark.django_db
@pytest.mark.covers("SR-61")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "tests.other"),
        ("at", timezone.now() + timedelta(microseconds=1)),
        ("actor_id", 8),
        ("actor_id", None),
        ("community_id", 4),
        ("subject", "other"),
        ("subject_id", 99),
        ("about_id", None),
        ("facts", {"figure": 3}),
    ],
)
def test_entry_changed_afterwards_is_found(column: str, value: object) -> None:
    entries = write(5)
    Entry.objects.filter(pk=entries[2].pk).update(**{column: value})

    report = check_chain()

    assert not report.sound
    assert report.broken_at == entries[2].pk


@pytest.mark.django_db
@pytest.mark.covers("SR-61")
def test_entry_changed_and_sealed_again_is_found_at_the_next() -> None:
    entries = write(5)
    forged = entries[2]
    forged.actor_id = 66
    forged.seal = forged.computed_seal()
    forged.save()

    assert check_chain().broken_at == entries[3].pk


@pytest.mark.django_db
@pytest.mark.covers("SR-61")
def test_entry_taken_out_is_found() -> None:
    entries = write(5)
    entries[2].delete()

    assert check_chain().broken_at == entries[3].pk


@pytest.mark.django_db
@pytest.mark.covers("SR-61")
def test_last_entries_taken_out_are_found_by_the_head() -> None:
    entries = write(5)
    Entry.objects.filter(pk__gte=entries[3].pk).delete()

    report = check_chain()

    assert not report.sound
    assert report.broken_at == -1


@pytest.mark.django_db
def test_entry_keeps_dates_and_moments_as_text_in_utc() -> None:
    at = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)

    entry = record("tests.noted", actor_id=None, subject="test", subject_id=1, due=date(2026, 11, 30), at_hour=at)
    entry.refresh_from_db()

    assert entry.facts == {"due": "2026-11-30", "at_hour": "2026-11-26T09:00:00+00:00"}
    assert entry.at.utcoffset() == timedelta(0)
    assert check_chain().sound


@pytest.mark.django_db
def test_entry_of_an_act_that_failed_is_not_there() -> None:
    write(1)

    def fail() -> None:
        with transaction.atomic():
            write(2)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert Entry.objects.count() == 1
    assert check_chain().sound


@pytest.mark.django_db
def test_outbox_gives_entries_after_the_cursor_in_order() -> None:
    entries = write(6)

    assert [entry.pk for entry in entries_after(entries[1].pk, 3)] == [entry.pk for entry in entries[2:5]]


@pytest.mark.django_db
def test_old_submissions_are_forgotten_and_recent_ones_kept() -> None:
    now = timezone.now()
    Submission.objects.create(key="old", at=now - timedelta(hours=49))
    Submission.objects.create(key="recent", at=now - timedelta(hours=47))

    assert purge_submissions() == 1
    assert [submission.key for submission in Submission.objects.all()] == ["recent"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("SR-61")
def test_entries_of_writers_at_once_stand_in_the_order_of_their_commits() -> None:
    """8 writers × 10 entries: one chain, no gap, nothing lost; the ids follow the chain."""
    writers, each = 8, 10
    start = threading.Barrier(writers)
    faults: list[Exception] = []

    def go(writer: int) -> None:
        try:
            start.wait()
            for number in range(each):
                with transaction.atomic():
                    record("tests.noted", actor_id=writer, subject="test", subject_id=number)
        except Exception as wrong:
            faults.append(wrong)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert check_chain().sound
    assert Entry.objects.count() == writers * each
    entries = list(Entry.objects.order_by("pk"))
    assert [entry.previous for entry in entries[1:]] == [entry.seal for entry in entries[:-1]]
    assert Head.objects.get().seal == entries[-1].seal
    for writer in range(writers):
        assert [entry.subject_id for entry in entries if entry.actor_id == writer] == list(range(each))
