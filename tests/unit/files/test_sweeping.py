"""Files that no row points to are forgotten after a day."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from palabre.files.actions import keep_upload
from palabre.files.choices import Kind, State
from palabre.files.chores import sweep
from palabre.meetings.models import SignedSheet
from tests.factories import make_community, make_meeting, make_person
from tests.unit.files import corpus

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_file_is_forgotten_a_day_after_the_last_row_that_held_it(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    person, meeting = make_person(), make_meeting(make_community())
    held, free = (
        keep_upload(actor_id=person.pk, upload=corpus.upload(corpus.photo(), "f.jpg"), kinds=(Kind.IMAGE,))
        for _ in range(2)
    )
    SignedSheet.objects.create(meeting=meeting, file=held, added_by=person)
    sweep()
    free.refresh_from_db()
    assert free.state == State.KEPT  # its form may still be on its way
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        sweep()
    for stored_file, state in ((held, State.KEPT), (free, State.DISCARDED)):
        stored_file.refresh_from_db()
        assert stored_file.state == state
        assert (settings.MEDIA_ROOT / stored_file.storage_name).exists() == (state == State.KEPT)
