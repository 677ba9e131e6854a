"""What is typed about an expense: what, when, how much, the proof; how it was paid; why not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from palabre.kit.forms import DayField, Line, LongText, PalabreForm, Pick
from palabre.kit.money import CURRENCIES, parse_amount, parse_rate, show
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused
from palabre.languages.queries import best_words
from palabre.money.actions.expenses import NO_PROOF, NO_RATE, Conversion
from palabre.money.choices import Means
from palabre.money.forms.budgets import IN_FIGURES, AmountField
from palabre.money.models import Expense
from palabre.money.queries.budgets import LineRow


class ExpenseForm(PalabreForm):
    """One expense. In the currency of the budget nothing else is asked; in another one its rate and that rate's day."""

    line = forms.ChoiceField(label=_("Line of the budget"))
    what = Line(label=_("What for"), max_length=300, help_text=_("No name of a person: the proof has it."))
    spent_on = DayField(label=_("Day on which it was paid"))
    amount = Line(label=_("Amount"), max_length=60)
    currency = forms.ChoiceField(label=_("Currency"))
    proof = forms.FileField(
        label=_("Proof"),
        help_text=_("A photograph of the receipt, or a PDF. Without a receipt: a note, signed, photographed."),
    )  # fmt: skip
    rate = Line(label=_("Rate"), max_length=30, required=False, help_text=_("As it was read, for example 655.957."))
    divides = Pick(label=_("Which way round"), required=False)
    rate_on = DayField(label=_("Day of the rate"), required=False)

    def __init__(
        self, *args: Any, lines: Iterable[LineRow], currency: str, again: Expense | None = None, **wanted: Any
    ) -> None:
        super().__init__(*args, **wanted)
        self.own, self.again, language = currency, again, page_language()
        self.lines = {row.line.public_id: row.line for row in lines}
        named = [
            (row.line.public_id, LEFT % {
                "label": best_words(row.line, "label", language).text,
                "left": show(max(row.left, Decimal(0)), currency, language),
            })
            for row in lines
        ]  # fmt: skip
        others = [(code, code) for code in CURRENCIES if code != currency]
        self._choices("line", [("", _("Choose a line")), *named])
        self._choices("currency", [(currency, currency), *others])
        ways = [("yes", _("so much of the other for 1 %(own)s")), ("no", _("so many %(own)s for 1 of the other"))]
        self._choices("divides", [(value, label % {"own": currency}) for value, label in ways])
        self.fields["currency"].initial, self.fields["divides"].initial = currency, "yes"
        for name in ("amount", "rate"):
            self.fields[name].widget.attrs |= IN_FIGURES
        proof = self.fields["proof"]
        proof.required = again is None or again.proof is None
        proof.error_messages["required"] = str(NO_PROOF.why)
        proof.widget.attrs["accept"] = "image/*,application/pdf"

    def _choices(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if "amount" in said and "currency" in said:
            self._read("amount", lambda: parse_amount(said["amount"], said["currency"]))
        if said.get("currency", self.own) != self.own:
            if said.get("rate") and said.get("rate_on"):
                self._read("rate", lambda: parse_rate(said["rate"]))
            elif not self.errors.get("rate_on"):
                self.add_error("rate" if not said.get("rate") else "rate_on", str(NO_RATE.why))
        return said

    def _read(self, name: str, read: Any) -> None:
        try:
            self.cleaned_data[name] = read()
        except Refused as error:
            self.add_error(name, ValidationError(str(error.verdict.why), code="invalid"))

    def expense(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        return {
            "line": self.lines[said["line"]], "what": said["what"], "spent_on": said["spent_on"],
            "amount": said["amount"], "proof": said["proof"], "conversion": self._conversion(), "again": self.again,
        }  # fmt: skip

    def _conversion(self) -> Conversion | None:
        said = self.cleaned_data
        if said["currency"] == self.own:
            return None
        return Conversion(said["currency"], said["rate"], said["rate_on"], divides=said.get("divides") != "no")


LEFT = _("%(label)s, left: %(left)s")


class PaymentForm(PalabreForm):
    """How it was paid: what the treasury copies from its bank or its phone."""

    means = Pick(label=_("Means"), choices=Means.choices)
    reference = Line(
        label=_("Reference"), max_length=80, required=False,
        help_text=_("The number of the transfer or of the mobile payment."),
    )  # fmt: skip

    def __init__(self, *args: Any, currency: str, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        help_text = _("What paying cost, in %(currency)s; empty if nothing.") % {"currency": currency}
        self.fields["fees"] = AmountField(
            label=_("Fees"), currency=currency, zero=True, required=False, help_text=help_text
        )

    def payment(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"means": said["means"], "reference": said["reference"], "fees": said["fees"] or Decimal(0)}


class BecauseForm(PalabreForm):
    because = LongText(label=_("Reason"), max_length=2000, rows=3)


def typed_again(expense: Expense) -> dict[str, Any]:
    """What the form begins with when an expense that was not accepted is entered again."""
    spent: Decimal = expense.spent_amount if expense.spent_amount is not None else expense.amount
    currency = expense.spent_currency or expense.budget.currency
    rate_on: date | None = expense.rate_on
    return {
        "line": expense.line.public_id, "what": expense.what, "spent_on": expense.spent_on,
        "amount": show(spent, currency, page_language()), "currency": currency, "rate_on": rate_on,
        "rate": f"{expense.rate.normalize():f}" if expense.rate else "",
        "divides": "yes" if expense.rate_divides or not expense.rate else "no",
    }  # fmt: skip
