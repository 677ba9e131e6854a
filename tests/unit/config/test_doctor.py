"""The doctor names what is wrong, and how to mend it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from palabre.config import actions, doctoring
from palabre.config.choices import InstanceKind
from palabre.config.models import Heartbeat, Instance
from palabre.demo.cast import accounts_table
from palabre.exchange.actions.working import note_chore
from palabre.exchange.models import BackupRun, RetentionRun
from palabre.journal.actions import record
from palabre.journal.models import Entry
from palabre.kit.keyfile import new_key, read_ring
from palabre.people.models import CodeSheet, Keeper, Person, Totp
from tests.factories import grant, make_community, make_person

pytestmark = pytest.mark.django_db


def test_a_sound_instance_has_nothing_wrong() -> None:
    actions.open_instance(kind=InstanceKind.EMPTY)
    actions.beat(worker="here:1")
    found = [doctoring.look(at) for at in doctoring.LOOKS if at is not doctoring.file_modes]
    assert [finding.line for finding in found if finding.wrong] == []


def test_a_silent_worker_is_missed() -> None:
    actions.beat(worker="here:1")
    assert not doctoring.worker().wrong
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=5))
    assert doctoring.worker().wrong


def test_workers_of_yesterday_are_forgotten() -> None:
    Heartbeat.objects.create(worker="old:1", at=timezone.now() - timedelta(days=2))
    actions.beat(worker="here:1")
    assert list(Heartbeat.objects.values_list("worker", flat=True)) == ["here:1"]


def test_files_that_others_can_read_are_named(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    (tmp_path / "secret.key").write_text("x")
    (tmp_path / "secret.key").chmod(0o644)
    assert "secret.key" in doctoring.file_modes().line
    assert "chmod" in doctoring.file_modes().remedy
    (tmp_path / "secret.key").chmod(0o600)
    assert not doctoring.file_modes().wrong


@pytest.mark.covers("SR-61")
def test_a_changed_journal_is_seen() -> None:
    entry = record("config.tried", actor_id=None, subject="instance", subject_id=1)
    assert not doctoring.journal_chain().wrong
    Entry.objects.filter(pk=entry.pk).update(kind="config.forged")
    assert doctoring.journal_chain().wrong


@pytest.mark.covers("SR-64")
def test_demo_accounts_in_a_real_instance_are_found() -> None:
    actions.open_instance(kind=InstanceKind.EMPTY)
    assert not doctoring.instance_kind().wrong
    Person.objects.create(email=accounts_table()[0][1], display_name="Somebody")
    assert doctoring.instance_kind().wrong


def test_a_look_that_fails_says_its_type_only() -> None:
    def broken() -> doctoring.Finding:
        raise RuntimeError("salimata@example.org")

    finding = doctoring.look(broken)
    assert finding.wrong
    assert "RuntimeError" in finding.line
    assert "salimata" not in finding.line + finding.remedy


def test_what_kind_an_instance_is_is_said_once() -> None:
    assert actions.open_instance(kind=InstanceKind.EMPTY).kind == InstanceKind.EMPTY
    assert actions.open_instance(kind=InstanceKind.DEMO).kind == InstanceKind.EMPTY
    assert not actions.tell_once()


@pytest.mark.covers("SR-66")
def test_a_role_that_may_do_everything_is_pointed_out() -> None:
    """On PostgreSQL; SQLite has no roles, and its doctor says nothing of them."""
    if connection.vendor != "postgresql":
        assert doctoring.database().remedy == ""
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE palabre_plain NOLOGIN NOSUPERUSER")
        assert "superuser" in doctoring.database().remedy
        cursor.execute("SET LOCAL ROLE palabre_plain")
        assert doctoring.database().remedy == ""
        cursor.execute("RESET ROLE")


def stood_for(days: int) -> None:
    actions.open_instance(kind=InstanceKind.EMPTY)
    Instance.objects.update(opened_at=timezone.now() - timedelta(days=days))


def test_a_missing_or_old_backup_is_wrong_in_an_instance_that_has_stood() -> None:
    stood_for(1)
    assert doctoring.backups().remedy
    assert not doctoring.backups().wrong, "an instance of yesterday may be without one"
    stood_for(20)
    Instance.objects.update(opened_at=timezone.now() - timedelta(days=20))
    assert doctoring.backups().wrong
    run = BackupRun.objects.create(ended_at=timezone.now() - timedelta(days=8), sealed=True)
    assert doctoring.backups().wrong
    BackupRun.objects.filter(pk=run.pk).update(ended_at=timezone.now())
    assert doctoring.backups().remedy == ""
    BackupRun.objects.filter(pk=run.pk).update(sealed=False)
    assert doctoring.backups().advice
    assert "backup-pair" in doctoring.backups().remedy
    BackupRun.objects.filter(pk=run.pk).update(failed=True)
    assert doctoring.backups().wrong


def test_a_retention_that_sleeps_or_fails_is_wrong() -> None:
    assert not doctoring.retention().wrong
    run = RetentionRun.objects.create(day=timezone.localdate(), ended_at=timezone.now())
    assert doctoring.retention().remedy == ""
    RetentionRun.objects.update(day=timezone.localdate() - timedelta(days=4))
    assert doctoring.retention().wrong
    RetentionRun.objects.filter(pk=run.pk).update(day=timezone.localdate(), failed=True)
    assert doctoring.retention().wrong


def test_a_chore_that_fails_is_named_with_its_reference_and_mended_by_going_well() -> None:
    note_chore(name="palabre.x.y", seconds=1, error="KeyError", reference="beef")
    assert doctoring.chores().wrong
    assert all(word in doctoring.chores().line for word in ("palabre.x.y", "KeyError", "beef"))
    note_chore(name="palabre.x.y", seconds=1)
    assert not doctoring.chores().wrong


def test_entries_that_nobody_was_told_of_are_missed() -> None:
    record("config.tried", actor_id=None, subject="instance", subject_id=1)
    assert not doctoring.outbox().wrong
    Entry.objects.update(at=timezone.now() - timedelta(minutes=11))
    assert doctoring.outbox().wrong


def test_a_clock_that_was_set_back_is_seen() -> None:
    assert not doctoring.clock().wrong
    record("config.tried", actor_id=None, subject="instance", subject_id=1)
    assert not doctoring.clock().wrong
    Entry.objects.update(at=timezone.now() + timedelta(hours=1))
    assert doctoring.clock().wrong


def test_sealed_values_without_their_key_are_found(settings: Any) -> None:
    settings.FIELD_KEYS_FILE, settings.FIELD_KEYS = None, read_ring(new_key())
    Totp.objects.create(person=make_person(), secret="ABC")
    assert doctoring.field_keys().remedy == ""
    settings.FIELD_KEYS = (*read_ring(new_key()), *settings.FIELD_KEYS)
    assert doctoring.field_keys().advice
    settings.FIELD_KEYS = read_ring(new_key())
    assert doctoring.field_keys().wrong


def test_an_unfinished_restore_is_found_and_keeps_the_house_shut(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    assert not doctoring.restore().wrong
    (tmp_path / "restore.json").write_text("{}")
    assert doctoring.restore().wrong
    assert doctoring.configuration().wrong


def test_keepers_alone_ending_or_without_a_second_factor_are_named() -> None:
    stood_for(20)
    assert doctoring.keepers().wrong, "nobody"
    one, other = make_person(), make_person()
    rows = [Keeper.objects.create(person=person) for person in (one, other)]
    assert doctoring.keepers().wrong
    assert one.public_id in doctoring.keepers().line
    for person in (one, other):
        CodeSheet.objects.create(person=person)
    assert doctoring.keepers().remedy == ""
    Keeper.objects.filter(pk=rows[0].pk).update(until=timezone.now() + timedelta(days=20))
    assert doctoring.keepers().advice
    assert one.public_id in doctoring.keepers().line
    Keeper.objects.filter(pk=rows[0].pk).update(until=timezone.now())
    assert "alone" in doctoring.keepers().line


def test_a_community_whose_last_coordination_ran_out_is_named() -> None:
    here = make_community()
    assert not doctoring.coordination().remedy, "one that never had any waits for its first"
    held = grant(make_person(), here, "coordinator")
    assert not doctoring.coordination().remedy
    type(held).objects.update(ends_at=timezone.now())
    assert here.public_id in doctoring.coordination().line
    assert doctoring.coordination().advice


def test_the_command_ends_with_one_only_when_something_is_broken(monkeypatch, capsys) -> None:
    from palabre.config.verbs import doctor

    good, advice, bad = (doctoring.Finding("x"), doctoring.Finding("x", "y", True), doctoring.Finding("z", "mend it"))
    for found, code in (((good, advice), 0), ((good, bad), 1)):
        monkeypatch.setattr(doctoring, "LOOKS", [lambda one=one: one for one in found])
        assert doctor.main([]) == code
    assert "mend it" in capsys.readouterr().out
