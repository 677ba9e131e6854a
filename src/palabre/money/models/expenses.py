"""What was spent, with its proof, on its way from entered to paid; corrected by a reversal, never by erasing."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from palabre.files.models import StoredFile
from palabre.kit.bases import Thing
from palabre.money.choices import ExpenseState, Means
from palabre.money.models.budgets import Budget, BudgetLine
from palabre.people.models import Person


class Expense(Thing):
    """`amount` is in the currency of the budget; a sum spent in another one keeps its rate and that rate's day (INV-20)."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="expenses")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="expenses")
    what = models.CharField(max_length=300)
    language = models.CharField(max_length=2, default="fr")
    spent_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    spent_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    spent_currency = models.CharField(max_length=3, blank=True)
    # as it was read: so much of the budget's currency for 1 of the other, or (`rate_divides`) the other way round
    rate = models.DecimalField(max_digits=14, decimal_places=8, null=True, blank=True)
    rate_divides = models.BooleanField(default=False)
    rate_on = models.DateField(null=True, blank=True)
    proof = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=ExpenseState.choices, default=ExpenseState.ENTERED)
    entered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    checked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    paid_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    paid_at = models.DateTimeField(null=True, blank=True)
    means = models.CharField(max_length=10, choices=Means.choices, blank=True)
    fees = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    reference = models.CharField(max_length=80, blank=True)
    rejected_because = models.TextField(blank=True)
    # a correction: the same sum, negative; asked for by one person, made by another
    reverses = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversals")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reverses"], condition=~Q(state=ExpenseState.REJECTED), name="money_reversed_once"
            ),
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="money_expense_sign",
            ),
            models.CheckConstraint(condition=Q(fees__gte=0), name="money_expense_fees"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(paid_by=None) | ~Q(approved_by=F("paid_by")),
                name="money_expense_two_people",
            ),
            models.CheckConstraint(
                condition=Q(spent_currency="", rate=None)
                | Q(rate__gt=0, rate_on__isnull=False, spent_amount__isnull=False),
                name="money_conversion_has_its_rate",
            ),
        ]
        indexes = [models.Index(fields=["budget", "state"], name="money_expenses")]
