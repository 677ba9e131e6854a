"""Forms of thanks: an agreement, a month to pay, a reversal, a break, and how one is paid."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from palabre.communities.queries.naming import Known
from palabre.kit.dates import month_name
from palabre.kit.forms import Line, PalabreForm, Pick
from palabre.kit.money import CURRENCIES, parse_amount
from palabre.kit.verdict import Refused
from palabre.money.actions.honoraria import Payment
from palabre.money.choices import Means, VoidReason
from palabre.money.models import HonorariumLine


def months_from(first: date, number: int) -> list[tuple[str, str]]:
    """So many months in the reader's language, from this one on: ("2026-11", "November 2026")."""
    found, month = [], first.replace(day=1)
    for _number in range(number):
        found.append((f"{month:%Y-%m}", month_name(month)))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found


class MonthField(forms.ChoiceField):
    """A month out of a list; its first day comes out."""

    default_error_messages = {
        "required": _("Choose a month."),
        "invalid_choice": _("Choose one of the months of the list."),
    }

    def to_python(self, value: Any) -> str:
        return str(value or "")

    def clean(self, value: Any) -> Any:
        said = super().clean(value)
        return date.fromisoformat(f"{said}-01") if said else None


class AgreementForm(PalabreForm):
    """With whom, how much a month, from when to when."""

    person = forms.ChoiceField(label=_("Member"))
    amount = Line(label=_("Amount each month"), max_length=20)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(one, one) for one in CURRENCIES], initial="EUR")
    first = MonthField(label=_("First month"))
    last = MonthField(label=_("Last month"))

    def __init__(self, *args: Any, members: list[Known], today: date, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.members = {one.key: one.person for one in members}
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose a member")),
            *((one.key, one.name) for one in members),
        ]
        start = date(today.year - 1, today.month, 1)
        for name in ("first", "last"):
            self.fields[name].choices = months_from(start, 48)  # type: ignore[attr-defined]
        self.fields["amount"].widget.attrs |= {"inputmode": "decimal", "class": "short"}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("amount") and said.get("currency"):
            try:
                said["amount"] = parse_amount(said["amount"], said["currency"])
            except Refused as error:
                self.add_error("amount", ValidationError(str(error.verdict.why), code="refused"))
        return said


class PayForm(PalabreForm):
    """The approved lines of a month: whoever has a reference is paid. `paid`: the keys of those that are."""

    means = Pick(label=_("How it was paid"), choices=Means.choices)

    def __init__(
        self, *args: Any, lines: list[tuple[HonorariumLine, str]], paid: Collection[str], **wanted: Any
    ) -> None:
        super().__init__(*args, **wanted)
        self.paid = paid
        self.lines = {line.public_id: line for line, _name in lines}
        for line, _name in lines:
            reference = Line(label=_("Reference of the payment"), max_length=80, required=False)
            fees = Line(label=_("Fees"), max_length=20, required=False)
            fees.widget.attrs |= {"inputmode": "decimal", "class": "short"}
            reference.widget.attrs["aria-describedby"] = fees.widget.attrs["aria-describedby"] = f"who-{line.public_id}"
            self.fields[line.public_id], self.fields[f"fees-{line.public_id}"] = reference, fees

    def rows(self) -> list[tuple[HonorariumLine, forms.BoundField, forms.BoundField]]:
        return [(line, self[key], self[f"fees-{key}"]) for key, line in self.lines.items()]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for key, line in self.lines.items():
            typed = said.get(f"fees-{key}") or "0"
            try:
                said[f"fees-{key}"] = parse_amount(typed, line.agreement.currency, zero=True)
            except Refused as error:
                self.add_error(f"fees-{key}", ValidationError(str(error.verdict.why), code="refused"))
        if not self.errors and not any(said.get(key) for key in self.lines):
            if any(str(self.data.get(key, "")).strip() for key in self.paid):
                raise ValidationError(_("These payments are recorded already."), code="recorded")
            raise ValidationError(_("Write the reference beside each payment that was made."), code="empty")
        return said

    def payments(self) -> list[Payment]:
        said = self.cleaned_data
        return [
            Payment(line=line, means=said["means"], reference=said[key], fees=said[f"fees-{key}"] or Decimal(0))
            for key, line in self.lines.items()
            if said.get(key)
        ]


class VoidForm(PalabreForm):
    """Why a month is not due."""

    because = Pick(label=_("Why is it not due?"), choices=VoidReason.choices)


class ReversalForm(PalabreForm):
    """A payment that failed or was wrong."""

    note = Line(label=_("Why is it reversed?"), max_length=300)
    again = forms.BooleanField(
        label=_("The month is due again, to be approved and paid once more"), required=False, initial=True
    )


class BreakForm(PalabreForm):
    """From which month on, and until which if she knows it."""

    first = MonthField(label=_("First month of the break"))
    last = MonthField(label=_("Last month, if you know it"), required=False)

    def __init__(self, *args: Any, today: date, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        months = months_from(today, 13)
        self.fields["first"].choices = months  # type: ignore[attr-defined]
        self.fields["last"].choices = [("", _("I do not know yet")), *months]  # type: ignore[attr-defined]


class PayeeForm(PalabreForm):
    """How she wants to be paid."""

    means = Pick(label=_("How do you want to be paid?"), choices=Means.choices)
    name = Line(
        label=_("Name under which the payment is received"), max_length=160,
        help_text=_("The name that the bank or the operator knows. It is used nowhere else."),
    )  # fmt: skip
    account = Line(label=_("Account number, or telephone number of the wallet"), max_length=160, required=False)
    institution = Line(label=_("Bank or operator"), max_length=160, required=False)
    note = Line(
        label=_("Anything that makes the payment safe for you"), max_length=160, required=False,
        help_text=_("For example which words must not stand on the transfer."),
    )  # fmt: skip
