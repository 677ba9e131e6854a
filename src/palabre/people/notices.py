"""Mails of the accounts: only the link that somebody asked for herself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse

from palabre.journal.models import Entry
from palabre.journal.telling import Letter, Recipient, Subject, Telling, tells, writes
from palabre.people.actions import make_mail_link
from palabre.people.choices import LinkPurpose
from palabre.people.queries import link_by_key, open_person
from palabre.people.rules import can_use_link

LINK_MAIL = "people/email/link.txt"


@tells("people.sign_in_link_asked")
def _link(entry: Entry) -> Iterator[Telling]:
    """The link is made now, so that its token never stands in the journal."""
    person = open_person(entry.about_id)
    if person is None:
        return
    link = make_mail_link(person=person, purpose=entry.facts.get("purpose", LinkPurpose.SIGN_IN))
    yield Telling(person_id=person.pk, mail=LINK_MAIL, notice=False, keys={"link": link.pk})


@writes(LINK_MAIL, Subject.LINK)
def _link_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    link = link_by_key(keys["link"])
    if link is None or not can_use_link(link):
        return None
    words = {
        "path": reverse("people:use_link", args=[link.token()]),
        "new_password": link.purpose == LinkPurpose.NEW_PASSWORD,
        "until": link.expires_at,
    }
    return Letter(words)
