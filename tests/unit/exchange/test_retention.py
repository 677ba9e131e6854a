"""What age takes away: each kind at its edge, counted, once a day, whoever does it (DOMAIN.md §4.5)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from palabre.communities.models import Invitation, JoinRequest, Membership
from palabre.config.checks import found
from palabre.exchange import retention
from palabre.exchange.actions import purging
from palabre.exchange.actions.retaining import CLAIM, retain_at_night
from palabre.exchange.choices import PERIODS, Kept, periods
from palabre.exchange.models import RetentionLine, RetentionRun
from palabre.journal.actions import record
from palabre.journal.models import EMPTIED, Entry
from palabre.journal.queries import check_chain
from palabre.kit.ids import digest, new_id
from palabre.meetings import models as m
from palabre.notices.models import Cursor
from tests.factories import make_community, make_meeting, make_person
from tests.races import at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def aged(days: float):
    return timezone.now() - timedelta(days=days)


def made(model: Any, days: float, **told: Any) -> Any:
    """A row that was made so many days ago."""
    row = model.objects.create(**told)
    model.objects.filter(pk=row.pk).update(created_at=aged(days))
    return row


def request(community: Any, days: float, **told: Any) -> JoinRequest:
    words = {"language": "fr", "email": "x@example.org", "display_name": "X", "digest": digest(new_id())}
    row: JoinRequest = made(JoinRequest, days, community=community, expires_at=aged(days - 1), **{**words, **told})
    return row


def test_the_registry_knows_every_kind_and_every_period_has_its_ceiling() -> None:
    assert list(retention.REGISTRY) == list(Kept)
    assert set(PERIODS) <= set(Kept.values)
    assert all(0 < one.days <= one.ceiling for one in PERIODS.values())
    assert PERIODS["security"] == (90, 365)
    assert PERIODS["attendance"] == PERIODS["inactive"] == (730, 1095)
    assert PERIODS["journal"] == (730, 1825)
    assert PERIODS["payments"] == (3653, 3653), "ten years: the law, neither default nor choice"
    assert PERIODS["questions"] == PERIODS["evaluations"] == (30, 90)


def test_requests_whose_address_was_never_confirmed_go_after_two_weeks() -> None:
    community = make_community()
    request(community, 15)
    young = request(community, 13)
    confirmed = request(community, 15, confirmed_at=aged(15), person=make_person())
    assert purging.unconfirmed(aged(14), dry_run=True) == (1, 1)
    assert JoinRequest.objects.count() == 3
    assert purging.unconfirmed(aged(14), dry_run=False) == (1, 1)
    assert set(JoinRequest.objects.all()) == {young, confirmed}


def test_declined_requests_go_with_the_place_that_was_not_given() -> None:
    community = make_community()
    for days in (190, 170):
        place = Membership.objects.create(community=community, person=make_person(), state="declined")
        request(community, days, confirmed_at=aged(days), answered_at=aged(days), membership=place)
    left = Membership.objects.create(community=community, person=make_person(), state="left")
    request(community, 400, confirmed_at=aged(400), answered_at=aged(400), membership=left)
    assert purging.declined(aged(180), dry_run=True) == (1, 1)
    assert purging.declined(aged(180), dry_run=False) == (1, 1)
    assert Membership.objects.filter(state="declined").count() == 1
    assert Membership.objects.filter(state="left").exists()


def test_invitations_that_opened_or_cannot_open_any_more_go() -> None:
    community = make_community()
    ends = [
        {"accepted_at": aged(200)},
        {"withdrawn_at": aged(200)},
        {"expires_at": aged(200)},
        {"accepted_at": aged(9)},
        {},
    ]
    for told in ends:
        words = {"community": community, "email": "i@example.org", "expires_at": aged(-3), "digest": digest(new_id())}
        Invitation.objects.create(**{**words, **told})
    assert purging.invitations(aged(180), dry_run=False) == (3, 2)


@pytest.fixture
def old_and_new() -> tuple[m.Meeting, m.Meeting]:
    community = make_community()
    old = make_meeting(community, starts_at=aged(760), state="closed")
    new = make_meeting(community, starts_at=aged(20), state="closed")
    return old, new


def test_old_lines_of_attendance_lose_the_name_and_keep_their_place(old_and_new) -> None:
    old, _new = old_and_new
    for meeting in old_and_new:
        guest = m.Guest.objects.create(meeting=meeting, name="Invitée", email="g@example.org")
        m.Attendance.objects.create(meeting=meeting, person=make_person(), gender="woman")
        m.Attendance.objects.create(meeting=meeting, guest=guest)
        m.Attendance.objects.create(meeting=meeting, name="Une passante", name_key="k", kind="walk_in")
        m.Reply.objects.create(meeting=meeting, person=make_person(), answer="yes", needs="fauteuil roulant")
    assert purging.attendance(aged(730), dry_run=True) == (3, 3)
    assert purging.attendance(aged(730), dry_run=False) == (3, 3)
    rows = m.Attendance.objects.filter(meeting=old)
    assert rows.count() == 3
    assert {(one.person_id, one.guest_id, one.name, one.name_key) for one in rows} == {(None, None, "", "")}
    assert rows.filter(gender="woman").count() == 1
    assert not m.Guest.objects.filter(meeting=old).exists()
    assert m.Reply.objects.get(meeting=old).needs == ""
    assert m.Reply.objects.get(meeting=_new).needs == "fauteuil roulant"
    assert purging.attendance(aged(730), dry_run=False) == (0, 3)


def test_anonymous_words_go_and_what_was_gathered_stays(old_and_new) -> None:
    old, new = old_and_new
    for meeting in old_and_new:
        m.AnonymousQuestion.objects.create(meeting=meeting, text="question tue", on=date(2026, 1, 1))
        m.AnonymousQuestion.objects.create(meeting=meeting, text="question dite", on=date(2026, 1, 1), answer="réponse")
        m.Evaluation.objects.create(meeting=meeting, useful=4, heard=5, change="plus de temps")
        m.EvaluationTurn.objects.create(meeting=meeting, person=make_person())
    assert purging.questions(aged(30), dry_run=True) == purging.questions(aged(30), dry_run=False) == (2, 2)
    assert purging.evaluations(aged(30), dry_run=True) == purging.evaluations(aged(30), dry_run=False) == (1, 1)
    assert [(one.text, one.answer) for one in m.AnonymousQuestion.objects.filter(meeting=old)] == [("", "réponse")]
    assert [(one.useful, one.heard, one.change) for one in m.Evaluation.objects.filter(meeting=old)] == [(4, 5, "")]
    assert not m.EvaluationTurn.objects.filter(meeting=old).exists()
    assert m.EvaluationTurn.objects.filter(meeting=new).exists()


@pytest.mark.covers("SR-61")
def test_security_events_go_before_the_rest_of_the_journal_and_the_chain_holds() -> None:
    for days in (800, 100, 10):
        with time_machine.travel(aged(days), tick=False):
            for kind in ("people.signed_in", "people.keeper_named", "communities.role_granted", "journal.denied"):
                record(kind, actor_id=5, subject="x", subject_id=1)
    assert purging.security(aged(90), dry_run=True).deleted == 4
    assert purging.security(aged(90), dry_run=False).deleted == 4
    assert sorted(Entry.objects.filter(at__gt=aged(20)).values_list("kind", flat=True))[:2] == [
        "communities.role_granted",
        "journal.denied",
    ]
    assert Entry.objects.filter(kind="communities.role_granted").count() == 3
    assert Entry.objects.filter(kind=EMPTIED).count() == 4
    assert purging.journal(aged(730), dry_run=False).deleted == 0, "nobody was told of them yet"
    Cursor.objects.update_or_create(pk=1, defaults={"entry_id": Entry.objects.latest("pk").pk})
    purging.journal(aged(80), dry_run=False)
    assert Entry.objects.filter(kind="communities.role_granted").count() == 1
    assert check_chain().sound


def test_a_period_is_shortened_at_will_and_lengthened_to_its_ceiling(settings: Any) -> None:
    settings.RETENTION = {"attendance": 1, "security": 5000, "shoes": 3}
    assert (periods()["attendance"], periods()["security"], periods()["journal"]) == (1, 365, 730)
    assert [message.id for message in found()] == ["palabre.E010"]
    settings.RETENTION = {"attendance": 1, "security": 365}
    assert found() == []


def at_three(day: int = 0):
    return time_machine.travel(timezone.now().replace(hour=3, minute=5) + day * DAY, tick=True)


def test_the_run_is_made_once_a_day_and_catches_up() -> None:
    request(make_community(), 15)
    with time_machine.travel(timezone.now().replace(hour=1, minute=0), tick=True):
        assert retain_at_night() is None, "not before two"
    with at_three():
        run = retain_at_night()
        assert retain_at_night() is None
    assert run is not None
    assert (run.failed, run.ended_at is not None, run.lines.count()) == (False, True, len(Kept))
    assert run.lines.get(kind="unconfirmed").deleted == 1
    with at_three(5):
        assert retain_at_night() is not None, "a worker that slept for days does it at once"
    assert RetentionRun.objects.count() == 2
    assert check_chain().sound


def test_a_run_that_was_broken_off_is_taken_up_again_and_its_lines_go_on(monkeypatch) -> None:
    community = make_community()
    request(community, 15)

    def dies(_now, _dry_run):
        raise KeyboardInterrupt

    with at_three():
        monkeypatch.setitem(retention.REGISTRY, Kept.QUESTIONS, dies)
        with pytest.raises(KeyboardInterrupt):
            retain_at_night()
        monkeypatch.undo()
        assert retain_at_night() is None, "somebody may still be at it"
        request(community, 16)
        RetentionRun.objects.update(claimed_until=timezone.now() - CLAIM)
        run = retain_at_night()
    assert run is not None
    assert RetentionRun.objects.count() == 1
    assert run.lines.get(kind="unconfirmed").deleted == 2


def test_what_cannot_be_deleted_is_noted_and_the_rest_goes_on(monkeypatch, caplog) -> None:
    def fails(_now, _dry_run):
        raise RuntimeError("awa@example.org")

    monkeypatch.setitem(retention.REGISTRY, Kept.UNCONFIRMED, fails)
    with at_three():
        run = retain_at_night()
    assert run is not None
    assert run.failed
    assert not run.lines.filter(kind="unconfirmed").exists()
    assert run.lines.filter(kind="journal").exists()
    assert "RuntimeError" in caplog.text
    assert "awa@example.org" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_run() -> None:
    for number in range(3):
        request(make_community(), 15 + number)
    with at_three():
        runs = at_once([retain_at_night] * 4)
    assert [one for one in runs if isinstance(one, Exception)] == []
    assert sum(one is not None for one in runs) == 1
    assert RetentionRun.objects.count() == 1
    assert RetentionLine.objects.get(kind="unconfirmed").deleted == 3
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_the_worker_leaves_a_demo_as_it_is_told(settings: Any, monkeypatch) -> None:
    from palabre.exchange import chores

    made = []
    monkeypatch.setattr(chores, "retain_at_night", lambda: made.append("retain"))
    monkeypatch.setattr(chores, "back_up_at_night", lambda: made.append("backup"))
    with time_machine.travel(timezone.now().replace(hour=4)):
        settings.DEMO, settings.BACKUP_DAYS = True, 30
        chores.retain()
        chores.back_up()
        assert made == []
        settings.DEMO = False
        chores.retain()
        chores.back_up()
        assert made == ["retain", "backup"]
        settings.BACKUP_DAYS = 0
        chores.back_up()
        assert made == ["retain", "backup"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_backup_a_night(settings: Any, tmp_path: Any) -> None:
    from palabre.exchange.actions.backing_up import back_up_at_night, forget_backups
    from palabre.exchange.models import BackupRun

    settings.DATA = tmp_path
    done = at_once([back_up_at_night] * 3)
    assert sorted(map(str, done)) == ["False", "False", "True"]
    run = BackupRun.objects.get()
    assert (run.failed, run.sealed, run.rows > 0, run.size > 0) == (False, False, True, True)
    (file,) = (tmp_path / "backups").iterdir()
    assert forget_backups() == (0, 1)
    import os

    settings.BACKUP_DAYS = 3
    os.utime(file, (aged(4).timestamp(), aged(4).timestamp()))
    assert forget_backups() == (1, 0)
