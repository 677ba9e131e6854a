"""Payment records go when the legal term is over: ten years after the end of the year of the payment (DOMAIN.md §4.5)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from palabre.files.actions import discard_file
from palabre.money.choices import ExpenseState, LineState
from palabre.money.models import Expense, HonorariumAgreement, HonorariumLine

ENDED = (ExpenseState.PAID, ExpenseState.REJECTED)


def payments(before: datetime, *, dry_run: bool) -> tuple[int, int]:
    """Expenses with their proofs, and agreements with their months, of the years that ended before. How many; left.

    What is corrected goes with its correction, an agreement with its last month: a half would say something false.
    """
    year = before.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    expenses, agreements = _old_expenses(year), _old_agreements(year)
    lines = HonorariumLine.objects.filter(agreement__in=agreements)
    gone, everything = len(expenses) + lines.count(), Expense.objects.count() + HonorariumLine.objects.count()
    if not dry_run:
        with transaction.atomic():
            _delete(expenses, agreements)
    return gone, everything - gone


def _old_expenses(year: datetime) -> list[int]:
    """Ended, and so is every correction of it and what it corrects."""
    young = Q(paid_at__gte=year) | Q(paid_at=None, entered_at__gte=year) | ~Q(state__in=ENDED)
    kept = Expense.objects.filter(young)
    rows = Expense.objects.exclude(young).exclude(Exists(kept.filter(reverses=OuterRef("pk"))))
    return list(rows.exclude(Exists(kept.filter(pk=OuterRef("reverses_id")))).values_list("pk", flat=True))


def _old_agreements(year: datetime) -> list[int]:
    lines = HonorariumLine.objects.filter(agreement=OuterRef("pk"))
    waits = Q(state__in=(LineState.PLANNED, LineState.ELIGIBLE, LineState.APPROVED))
    young = lines.filter(waits | Q(paid_at__gte=year) | Q(month__gte=year.date()))
    rows = HonorariumAgreement.objects.filter(last_month__lt=year.date()).exclude(Exists(young))
    return list(rows.values_list("pk", flat=True))


def _delete(expenses: list[int], agreements: list[int]) -> None:
    old = Expense.objects.filter(pk__in=expenses)
    proofs = {one.proof_id: one.proof for one in old.select_related("proof") if one.proof is not None}
    # what corrects is younger, and goes before what it corrects
    for row in [*old.order_by("-pk"), *HonorariumLine.objects.filter(agreement__in=agreements).order_by("-pk")]:
        row.delete()
    HonorariumAgreement.objects.filter(pk__in=agreements).delete()
    # an expense that was sent back and entered again has the same proof: it stays for the one that stays
    held = set(Expense.objects.filter(proof__in=proofs).values_list("proof_id", flat=True))
    for key, proof in proofs.items():
        if key not in held:
            discard_file(actor_id=None, stored_file=proof)
