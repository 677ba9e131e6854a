"""A code from a generator or from the printed sheet: it serves once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from palabre.people.choices import FactorKind
from palabre.people.codes import code_digest, is_figures, step_of
from palabre.people.models import Person, SheetCode, Totp


def has_codes(person: Person) -> bool:
    """Whether she has a generator or a sheet: something whose code can be typed."""
    generator = Totp.objects.filter(person=person, confirmed_at__isnull=False)
    return generator.exists() or SheetCode.objects.filter(sheet__person=person, used_at=None).exists()


def code_holds(person: Person, code: str) -> bool:
    """Whether this code is hers; if so, it is used up now."""
    return taken_code(person, code) is not None


def taken_code(person: Person, code: str) -> FactorKind | None:
    """What the code came from, used up now; None if it is not hers, or no longer good."""
    with transaction.atomic():
        if is_figures(code):
            return FactorKind.GENERATOR if _take_step(person, code) else None
        return FactorKind.SHEET if _take_from_sheet(person, code) else None


def _take_step(person: Person, code: str) -> bool:
    """No step is taken twice, nor one before the last (SR-04)."""
    generator = Totp.objects.select_for_update().filter(person=person, confirmed_at__isnull=False).first()
    if generator is None:
        return False
    step = step_of(generator.secret, code, timezone.now())
    if step is None or step <= generator.last_step:
        return False
    generator.last_step = step
    generator.save(update_fields=["last_step"])
    return True


def _take_from_sheet(person: Person, code: str) -> bool:
    """One update that only the first of two can make: on the row itself, which PostgreSQL looks at again."""
    mine = SheetCode.objects.filter(sheet__person=person, digest=code_digest(person.pk, code))
    row = mine.values_list("pk", flat=True).first() or 0
    return SheetCode.objects.filter(pk=row, used_at=None).update(used_at=timezone.now()) == 1
