"""A fixed monthly sum of thanks: the agreement, one line a month, and how a person is paid."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from palabre.communities.models import Community
from palabre.kit.bases import Thing
from palabre.kit.keyring import SealedText
from palabre.money.choices import LineState, Means, VoidReason
from palabre.people.models import Person


class HonorariumAgreement(Thing):
    """So much a month, from one month to another: months are kept as their first day."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="honorarium_agreements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="honorarium_agreements")
    monthly_amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, default="EUR")
    first_month = models.DateField()
    last_month = models.DateField()
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(monthly_amount__gt=0), name="money_honorarium_positive"),
            models.CheckConstraint(condition=Q(last_month__gte=F("first_month")), name="money_agreement_months"),
            models.UniqueConstraint(
                fields=["community", "person"], condition=Q(ended_at=None), name="money_one_agreement_each"
            ),
        ]


class Waiver(models.Model):
    """A month that the member gives up, by herself and without a reason."""

    agreement = models.ForeignKey(HonorariumAgreement, on_delete=models.CASCADE, related_name="waivers")
    month = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "month"], name="money_waived_once")]

    def __str__(self) -> str:
        return f"waiver {self.pk}"


class Break(Thing):
    """Months without work and without honorarium: the place stays."""

    agreement = models.ForeignKey(HonorariumAgreement, on_delete=models.CASCADE, related_name="breaks")
    first_month = models.DateField()
    # null: until it is ended
    last_month = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_month=None) | Q(last_month__gte=F("first_month")), name="money_break_months"
            )
        ]


class HonorariumLine(Thing):
    """One month. `paid` is final: a mistake is mended by a reversing line, then by one that replaces it (INV-19)."""

    agreement = models.ForeignKey(HonorariumAgreement, on_delete=models.PROTECT, related_name="lines")
    month = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    state = models.CharField(max_length=10, choices=LineState.choices, default=LineState.PLANNED)
    void_because = models.CharField(max_length=10, choices=VoidReason.choices, blank=True)
    eligible_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    paid_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    paid_at = models.DateTimeField(null=True, blank=True)
    means = models.CharField(max_length=10, choices=Means.choices, blank=True)
    fees = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    reference = models.CharField(max_length=80, blank=True)
    # why it is reversed
    note = models.CharField(max_length=300, blank=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    class Meta:
        ordering = ["month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "month"],
                condition=Q(reverses=None, replaces=None),
                name="money_one_line_a_month",
            ),
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="money_line_sign",
            ),
            models.CheckConstraint(condition=Q(fees__gte=0), name="money_line_fees"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(paid_by=None) | ~Q(approved_by=F("paid_by")),
                name="money_line_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state=LineState.VOID) | ~Q(void_because=""), name="money_void_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["month", "state"], name="money_month")]


class PayeeDetails(Thing):
    """The only place of a legal name (DOMAIN.md §4.2): sealed, opened at payment, and each opening is written down."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="payee_details")
    means = models.CharField(max_length=10, choices=Means.choices)
    name = SealedText()
    # an account number, or the number of a mobile wallet
    account = SealedText(blank=True)
    # the bank or the operator
    institution = SealedText(blank=True)
    note = SealedText(blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
