"""After a backup was put in its place: what must not come back goes, and what was erased since is erased again."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from palabre.exchange.actions.erasing import replay_ledger
from palabre.exchange.backups.archive import Contents
from palabre.exchange.choices import JobState, RunKind
from palabre.exchange.models import Archive, BackupRun, RetentionRun
from palabre.journal.actions import record
from palabre.notices.choices import STILL_TO_GO, MailState
from palabre.notices.models import Mail
from palabre.people.models import MailLink, Session


@dataclass(frozen=True, slots=True)
class Finished:
    """What was done after a restore, in numbers."""

    erased_again: int
    mails_held: int


def finish_restore(*, contents: Contents) -> Finished:
    """May be repeated. Nobody is signed in any more, no mail of then leaves, the ledger of erasures is replayed."""
    now = timezone.now()
    with transaction.atomic():
        Session.objects.all().delete()
        MailLink.objects.all().delete()
        held = Mail.objects.filter(state__in=STILL_TO_GO).update(
            state=MailState.GIVEN_UP, error="restored", ended_at=now
        )
        # archives of one's own data are in no backup
        Archive.objects.exclude(state=JobState.GONE).update(state=JobState.GONE, storage_name="", size=0)
        BackupRun.objects.filter(ended_at=None).delete()
        RetentionRun.objects.filter(ended_at=None).delete()
    erased = replay_ledger()
    with transaction.atomic():
        run = BackupRun.objects.create(kind=RunKind.RESTORE, ended_at=now, rows=contents.rows, files=contents.files)
        record(
            "exchange.restored", actor_id=None, subject="backup", subject_id=run.pk,
            made_at=contents.made_at, rows=contents.rows, erased=erased,
        )  # fmt: skip
    return Finished(erased, held)
