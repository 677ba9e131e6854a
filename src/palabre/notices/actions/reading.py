"""From the journal to notices and mails: each entry is read once, in order."""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from palabre.journal.models import Entry
from palabre.journal.queries import entries_after
from palabre.journal.telling import REGISTRY, Telling
from palabre.kit.ids import digest
from palabre.notices.models import Cursor, Mail, Notice
from palabre.people.models import Person

log = logging.getLogger("palabre.notices")

BATCH = 200
STUMBLES_BORNE = 5
# What is a week old is no news: a journal that is read for the first time sends no mail about the past.
TOO_OLD = timedelta(days=7)


def read_outbox(limit: int = BATCH) -> int:
    """Read the next entries in one transaction; gives how many.

    An entry that cannot be read holds up those after it for a few rounds, then is left behind with a line in
    the log: one fault of ours must not silence everything that follows.
    """
    with transaction.atomic():
        cursor, _ = Cursor.objects.select_for_update().get_or_create(id=1)
        read = 0
        for entry in entries_after(cursor.entry_id, limit):
            if not _tell(entry, cursor):
                break
            cursor.entry_id, cursor.stumbles, read = entry.pk, 0, read + 1
        cursor.save(update_fields=["entry_id", "stumbles"])
    return read


def _tell(entry: Entry, cursor: Cursor) -> bool:
    """True when the cursor may go on."""
    tellers = REGISTRY.tellers.get(entry.kind)
    if not tellers:
        return True
    try:
        with transaction.atomic():
            _keep(entry, [telling for teller in tellers for telling in teller(entry)])
    except Exception as wrong:  # a room's fault must not stop the others' mail
        cursor.stumbles += 1
        reference = secrets.token_hex(4)
        log.error(
            "entry %s of kind %s not told: %s, reference %s",
            entry.pk,
            entry.kind,
            type(wrong).__name__,
            reference,
        )
        return cursor.stumbles >= STUMBLES_BORNE
    return True


def _keep(entry: Entry, tellings: list[Telling]) -> None:
    ids = {telling.person_id for telling in tellings if telling.person_id}
    languages = dict(Person.objects.open().filter(pk__in=ids).values_list("pk", "language"))
    kept = [
        telling for telling in tellings if telling.person_id in languages or (telling.address and not telling.person_id)
    ]
    lines = [one for one in kept if one.notice and one.person_id != entry.actor_id]
    notices = [row for one in lines if (row := _notice(entry, one))]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    if entry.at > timezone.now() - TOO_OLD:
        mails = [_mail(entry, one, languages) for one in kept if one.mail]
        Mail.objects.bulk_create(mails, ignore_conflicts=True)


def _notice(entry: Entry, telling: Telling) -> Notice | None:
    """None for an address without an account, and for an entry that speaks of nothing one could open."""
    subject_id = telling.subject_id or entry.subject_id
    if telling.person_id is None or subject_id is None:
        return None
    return Notice(
        person_id=telling.person_id,
        kind=entry.kind,
        entry_id=entry.pk,
        subject=telling.subject or entry.subject,
        subject_id=subject_id,
        community_id=entry.community_id,
        at=entry.at,
    )


def _mail(entry: Entry, telling: Telling, languages: dict[int, str]) -> Mail:
    who = str(telling.person_id) if telling.person_id else digest(telling.address.lower())[:24]
    return Mail(
        key=f"{entry.pk}:{who}:{telling.mail}",
        entry_id=entry.pk,
        community_id=entry.community_id,
        person_id=telling.person_id,
        address="" if telling.person_id else telling.address,
        language=languages[telling.person_id] if telling.person_id else telling.language,
        template=telling.mail or "",
        keys=dict(telling.keys),
    )
