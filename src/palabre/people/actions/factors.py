"""What proves a person beside her password: taken up, given up, shown. Each change is told to her by mail."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.journal.actions import record
from palabre.kit.verdict import Refused, no, require
from palabre.people.choices import FactorKind
from palabre.people.codes import code_digest, codes_of, is_figures, new_secret, step_of
from palabre.people.models import CodeSheet, FactorReset, Passkey, Person, SheetCode, Totp
from palabre.people.passkeys import Shown, credential_named, finish_making, finish_showing
from palabre.people.rules import can_add_passkey, fresh_person, has_factor

NOT_THIS_CODE = no(_("This is not the code that shows now. Wait for the next one, and check the clock of the phone."))
NO_GENERATOR = no(_("Begin anew: this code generator was not set up."))
KNOWN_ALREADY = no(_("This passkey is here already."))
GONE = no(_("There is nothing here."))


def add_passkey(*, actor: Person, label: str, state: str, answer: str) -> Passkey:
    """Keep the public half of a passkey that her browser made. Raises Refused."""
    with transaction.atomic():
        fresh_person(_locked(actor))
        require(can_add_passkey(actor))
        made = finish_making(person=actor, state=state, answer=answer)
        try:
            with transaction.atomic():
                passkey = Passkey.objects.create(
                    person=actor, credential_id=made.credential_id, public_key=made.public_key, label=label
                )
        except IntegrityError as twice:
            raise Refused(KNOWN_ALREADY) from twice
        _added(actor, FactorKind.PASSKEY)
    return passkey


def remove_passkey(*, actor: Person, passkey: Passkey) -> None:
    """It opens nothing any more. Raises Refused."""
    with transaction.atomic():
        fresh_person(_locked(actor))
        number, _by_table = Passkey.objects.filter(pk=passkey.pk, person=actor).delete()
        if not number:
            raise Refused(GONE)
        _removed(actor, FactorKind.PASSKEY)


def begin_generator(*, actor: Person) -> Totp:
    """A new secret, good for nothing until its first code was right. Raises Refused."""
    with transaction.atomic():
        fresh_person(_locked(actor))
        if Totp.objects.filter(person=actor, confirmed_at__isnull=False).exists():
            raise Refused(no(_("First take the present code generator away.")))
        Totp.objects.filter(person=actor).delete()
        return Totp.objects.create(person=actor, secret=new_secret())


def confirm_generator(*, actor: Person, code: str) -> Totp:
    """The first code was right: from now on it is asked for. Raises Refused."""
    with transaction.atomic():
        fresh_person(_locked(actor))
        generator = Totp.objects.select_for_update().filter(person=actor, confirmed_at=None).first()
        if generator is None:
            raise Refused(NO_GENERATOR)
        step = step_of(generator.secret, code, timezone.now()) if is_figures(code) else None
        if step is None:
            raise Refused(NOT_THIS_CODE, "code")
        generator.confirmed_at, generator.last_step = timezone.now(), step
        generator.save(update_fields=["confirmed_at", "last_step"])
        _added(actor, FactorKind.GENERATOR)
    return generator


def remove_generator(*, actor: Person) -> None:
    """Take it away, confirmed or not. Raises Refused."""
    with transaction.atomic():
        fresh_person(_locked(actor))
        confirmed = Totp.objects.filter(person=actor, confirmed_at__isnull=False).exists()
        Totp.objects.filter(person=actor).delete()
        if confirmed:
            _removed(actor, FactorKind.GENERATOR)


def keep_sheet(*, actor: Person, seed: str) -> CodeSheet:
    """She holds the sheet made from `seed` in her hands: its codes count now, those of the old one no longer."""
    with transaction.atomic():
        fresh_person(_locked(actor))
        CodeSheet.objects.filter(person=actor).delete()
        sheet = CodeSheet.objects.create(person=actor)
        SheetCode.objects.bulk_create(
            SheetCode(sheet=sheet, number=number, digest=code_digest(actor.pk, code))
            for number, code in enumerate(codes_of(seed), start=1)
        )
        _added(actor, FactorKind.SHEET)
    return sheet


def remove_sheet(*, actor: Person) -> None:
    """Its codes open nothing any more."""
    with transaction.atomic():
        fresh_person(_locked(actor))
        number, _by_table = CodeSheet.objects.filter(person=actor).delete()
        if number:
            _removed(actor, FactorKind.SHEET)


def show_passkey(*, state: str, answer: str, person: Person | None = None) -> Shown:
    """A passkey was shown: `person`'s, or anybody's whose account is open. Raises Refused."""
    with transaction.atomic():
        mine = Passkey.objects.select_for_update(of=("self",)).select_related("person")
        found = mine.filter(credential_id=credential_named(answer), person__is_active=True)
        passkey = (found.filter(person=person) if person else found).first()
        whose = str(person.pk) if person else ""
        shown = finish_showing(passkey=passkey, state=state, answer=answer, whose=whose)
        if shown.sign_count != shown.passkey.sign_count:
            Passkey.objects.filter(pk=shown.passkey.pk).update(sign_count=shown.sign_count)
    return shown


def give_up_factors(person: Person) -> None:
    """Every factor goes, and there is no new grace: inside the transaction of whoever decides it."""
    for rows in (Passkey.objects.filter(person=person), Totp.objects.filter(person=person)):
        rows.delete()
    CodeSheet.objects.filter(person=person).delete()
    _no_more_grace(person)


def _locked(actor: Person) -> Person:
    """Whoever changes her factors in two places at once does it one after the other."""
    return Person.objects.select_for_update().get(pk=actor.pk)


def _added(actor: Person, kind: FactorKind) -> None:
    """A request to come in without any is over: she has one."""
    FactorReset.objects.filter(person=actor, ended_at=None).update(ended_at=timezone.now())
    _tell("people.factor_added", actor, kind)


def _removed(actor: Person, kind: FactorKind) -> None:
    if not has_factor(actor):
        _no_more_grace(actor)
    _tell("people.factor_removed", actor, kind)


def _no_more_grace(person: Person) -> None:
    person.factor_due_at = timezone.now()
    person.save(update_fields=["factor_due_at"])


def _tell(kind: str, actor: Person, what: FactorKind, **facts: Any) -> None:
    record(
        kind, actor_id=actor.pk, about_id=actor.pk, subject="person", subject_id=actor.pk, factor=what.value, **facts
    )
