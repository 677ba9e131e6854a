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
from palabre.config.models import Heartbeat
from palabre.demo.cast import accounts_table
from palabre.journal.actions import record
from palabre.journal.models import Entry
from palabre.people.models import Person

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
