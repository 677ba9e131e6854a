"""Mails about one's own data: that an archive is ready, that an account will be erased, that nobody uses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from palabre.exchange.actions.inactive import closing_day
from palabre.exchange.models import Archive
from palabre.exchange.queries.erasing import asked_erasure, open_archive_of
from palabre.journal.models import Entry
from palabre.journal.telling import Letter, Recipient, Telling, tells, writes
from palabre.people.queries import open_person

READY, ASKED, UNUSED = (
    "exchange/email/archive.txt",
    "exchange/email/erasure.txt",
    "exchange/email/unused.txt",
)
MAILS = {"exchange.archive_ready": READY, "exchange.erasure_asked": ASKED, "people.unused": UNUSED}


@tells(*MAILS)
def _told(entry: Entry) -> Iterator[Telling]:
    """To her alone, and no line: what she asked for herself stands on its page."""
    yield Telling(person_id=entry.about_id, mail=MAILS[entry.kind], notice=False, keys={"person": entry.about_id or 0})


@writes(READY)
def _ready(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    found: Archive | None = open_archive_of(reader.person_id)
    return Letter({"until": found.expires_at}) if found else None


@writes(ASKED, security=True)
def _asked(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    person = open_person(reader.person_id)
    asked = asked_erasure(person) if person else None
    return Letter({"due": asked.due_at}) if asked else None


@writes(UNUSED, security=True)
def _unused(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    """None once she came back."""
    person = open_person(reader.person_id)
    return Letter({"day": closing_day(person)}) if person and person.warned_at else None
