"""The emergency lock: a code that shuts an account from anywhere, without a sign-in.

Nothing that whoever turns it can see or measure tells whether the code exists: same words, same work (SR-28).
"""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from palabre.journal.actions import record
from palabre.kit.ids import ALPHABET
from palabre.kit.throttle import allow
from palabre.kit.verdict import Refused, no
from palabre.people.models import AddressChange, FactorReset, LockEvent, MailLink, Person, Session
from palabre.people.rules import fresh_person

GROUPS, GROUP = 4, 4  # 16 of 31 characters: 79 bits
TRIES, WITHIN = 10, 3600
WAIT = no(_("Too many codes were tried from here. Wait an hour, or try from another network."))


def give_lock_code(*, actor: Person) -> str:
    """A new code, to be shown once; the one before it no longer shuts anything."""
    with transaction.atomic():
        fresh_person(actor)
        code = "-".join("".join(secrets.choice(ALPHABET) for _place in range(GROUP)) for _group in range(GROUPS))
        actor.lock_digest = lock_digest(code)
        actor.save(update_fields=["lock_digest"])
        record("people.lock_code_given", actor_id=actor.pk, subject="person", subject_id=actor.pk)
    return code


def lock_digest(code: str) -> str:
    """What the table keeps of a code, however it was typed."""
    plain = "".join(sign for sign in code.casefold() if sign.isalnum())
    return salted_hmac("palabre.people.lock", plain, algorithm="sha256").hexdigest()


def lock_account(*, code: str, source: str) -> None:
    """Shut the account of this code: its sessions end, mail stops, nobody sees the person. Raises Refused: too often.

    Given again, it takes back an opening that somebody asked for since. Every statement runs whether there is an
    account or not: where there is none, on the key 0, which nobody has.
    """
    if not allow(f"people lock from {source}", TRIES, WITHIN):
        raise Refused(WAIT)
    now = timezone.now()
    with transaction.atomic():
        found = Person.objects.select_for_update().filter(lock_digest=lock_digest(code), erased_at=None)
        key = found.values_list("pk", flat=True).first() or 0
        Session.objects.filter(person_id=key).delete()
        MailLink.objects.filter(person_id=key, used_at=None).update(used_at=now)
        AddressChange.objects.filter(person_id=key, done_at=None, dropped_at=None).update(dropped_at=now)
        FactorReset.objects.filter(person_id=key, ended_at=None).update(ended_at=now)
        Person.objects.filter(pk=key).update(is_active=False, locked_at=now)
        again = LockEvent.objects.filter(person_id=key, opened_at=None)
        held = again.update(asked_at=None, checked_at=None, checked_by=None)
        if key and not held:
            LockEvent.objects.create(person_id=key)
        else:
            LockEvent.objects.filter(person_id=0).update(opened_at=now)
        kind = "people.locked" if key else "people.lock_refused"
        record(kind, actor_id=None, about_id=key or None, subject="person", subject_id=key or None)
