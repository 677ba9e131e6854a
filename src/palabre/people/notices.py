"""Mails of the accounts: the links that somebody asked for herself, and what concerns her own safety."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from palabre.journal.models import Entry
from palabre.journal.telling import Letter, Line, Recipient, Subject, Telling, finds, lines, tells, writes
from palabre.people.actions import make_mail_link
from palabre.people.addressing import CONFIRM, UNDO, link_for
from palabre.people.choices import LinkPurpose
from palabre.people.models import AddressChange, FactorReset, Person
from palabre.people.queries import address_change_by_key, is_taken, link_by_key, open_person, resets_of
from palabre.people.rules import can_confirm_address, can_undo_address, can_use_link

LINK_MAIL = "people/email/link.txt"
SAFETY_MAIL = "people/email/safety.txt"
CONFIRM_MAIL = "people/email/address_confirm.txt"
CHANGED_MAIL = "people/email/address_changed.txt"


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


@tells("people.factor_added", "people.factor_removed")
def _factor_changed(entry: Entry) -> Iterator[Telling]:
    yield Telling(person_id=entry.about_id, mail=SAFETY_MAIL, notice=False, keys={"what": "changed"})


@tells("people.reset_asked")
def _reset_asked(entry: Entry) -> Iterator[Telling]:
    """Herself; who coordinates her communities hears of it from their own room."""
    yield Telling(person_id=entry.about_id, mail=SAFETY_MAIL, notice=False, keys={"what": "asked"})


@tells("people.reset_confirmed")
def _reset_confirmed(entry: Entry) -> Iterator[Telling]:
    """On every device of hers and by mail: a day is left to stop it."""
    yield Telling(person_id=entry.about_id, mail=SAFETY_MAIL, keys={"what": "reset"}, subject="own_reset")


@tells("people.reset_used")
def _reset_used(entry: Entry) -> Iterator[Telling]:
    yield Telling(person_id=entry.about_id, mail=SAFETY_MAIL, notice=False, keys={"what": "used"})


@writes(SAFETY_MAIL, security=True)
def _safety_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    return Letter({"path": reverse("people:security"), "what": keys["what"]})


@finds("own_reset")
def _own_resets(reader: Person, ids: Iterable[int]) -> Mapping[int, FactorReset]:
    return resets_of(reader).in_bulk(list(ids))


@lines("people.reset_confirmed")
def _reset_line(reset: FactorReset) -> Line:
    return Line(
        text=gettext("Somebody asks to come into your account without your second factor"),
        url=reverse("people:security"),
    )


@tells("people.address_asked")
def _address_asked(entry: Entry) -> Iterator[Telling]:
    """To the new mailbox; nothing leaves when it belongs to an account already, and nobody is told that."""
    change = address_change_by_key(entry.subject_id or 0)
    if change is not None and not is_taken(change.new):
        yield _to(change.new, change, CONFIRM_MAIL)


@tells("people.address_changed")
def _address_changed(entry: Entry) -> Iterator[Telling]:
    """To the old mailbox."""
    change = address_change_by_key(entry.subject_id or 0)
    if change is not None:
        yield _to(change.old, change, CHANGED_MAIL)


def _to(address: str, change: AddressChange, mail: str) -> Telling:
    return Telling(
        address=address, language=change.person.language, mail=mail, notice=False, keys={"change": change.pk}
    )


@writes(CONFIRM_MAIL, Subject.LINK)
def _confirm_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    change = address_change_by_key(keys["change"])
    if change is None or not can_confirm_address(change.person, change):
        return None
    return Letter({"path": reverse("people:address_confirmation", args=[link_for(change, CONFIRM)])})


@writes(CHANGED_MAIL, Subject.LINK)
def _changed_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    change = address_change_by_key(keys["change"])
    if change is None or not can_undo_address(change):
        return None
    return Letter({"path": reverse("people:address_undoing", args=[link_for(change, UNDO)])})
