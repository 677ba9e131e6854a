"""What is typed about a budget: its currency, its lines, why money is moved."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.kit.forms import Line, LongText, PalabreForm, Pick
from palabre.kit.money import CURRENCIES, parse_amount, show, typed
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused
from palabre.languages.choices import LANGUAGES
from palabre.languages.queries import best_words, words
from palabre.money.choices import Category
from palabre.money.models import BudgetLine
from palabre.money.rules.lines import seal_of

IN = {"fr": _("Label, in French"), "en": _("Label, in English")}
IN_FIGURES = {"inputmode": "decimal", "class": "short", "autocomplete": "off"}


class AmountField(forms.Field):
    """An amount as people write it, in the currency of the form; a refusal is said beside the field."""

    widget = forms.TextInput(attrs=IN_FIGURES)
    default_error_messages = {"required": _("Write an amount in figures, such as 1250 or 1250.50.")}

    def __init__(self, *, currency: str = "EUR", zero: bool = False, **wanted: Any) -> None:
        super().__init__(**wanted)
        self.currency, self.zero = currency, zero

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or isinstance(value, Decimal):
            return value or None
        try:
            return parse_amount(str(value), self.currency, zero=self.zero)
        except Refused as error:
            raise ValidationError(str(error.verdict.why), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """A number that is known stands in the field as the reader writes it."""
        return typed(value, self.currency, page_language()) if isinstance(value, Decimal) else value


def currency_choices() -> list[tuple[str, str]]:
    """Those of the first part of the list are the most used; all of them by their three letters."""
    return [(code, code) for code in CURRENCIES]


class OpenForm(PalabreForm):
    currency = forms.ChoiceField(
        label=_("Currency"), choices=currency_choices, initial="EUR",
        help_text=_("The whole budget is kept in it. An expense in another currency is converted when it is entered."),
    )  # fmt: skip


class LineForm(PalabreForm):
    """One line: what for, in both languages, and how much. `frozen`: its words were approved, only the amount moves."""

    category = Pick(label=_("Category"), choices=Category.choices)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)

    def __init__(
        self,
        *args: Any,
        currency: str,
        language: str,
        line: BudgetLine | None = None,
        amount: Decimal | None = None,
        frozen: bool = False,
        **wanted: Any,
    ) -> None:
        super().__init__(*args, **wanted)
        self.source = line.source_language if line else language
        self.fields["seen"].initial = seal_of(line, amount) if line else ""
        if frozen or line is not None:
            self.fields["category"].initial = line.category if line else None
        for one in LANGUAGES:
            initial = words(line, "label", one).text if line else ""
            required = one == self.source
            self.fields[f"label_{one}"] = Line(
                label=IN[one], lang=one, max_length=200, required=required, initial=initial
            )
        self.fields["amount"] = AmountField(
            label=format_lazy("{} ({})", _("Amount"), currency), currency=currency, zero=True, initial=amount
        )
        if frozen:
            del self.fields["category"], self.fields[f"label_{self.source}"]

    def label(self) -> str | None:
        found: str | None = self.cleaned_data.get(f"label_{self.source}")
        return found

    def other_label(self) -> str:
        other = next(one for one in LANGUAGES if one != self.source)
        return str(self.cleaned_data.get(f"label_{other}", ""))


class ReasonForm(PalabreForm):
    reason = LongText(
        label=_("Why money is moved"), max_length=2000, rows=4,
        help_text=_("What changed since the budget was approved. Three people read it before they approve."),
    )  # fmt: skip


class TransferForm(PalabreForm):
    """From one line to another: the total stays."""

    source = forms.ChoiceField(label=_("From the line"))
    target = forms.ChoiceField(label=_("To the line"))

    def __init__(self, *args: Any, lines: Iterable[tuple[BudgetLine, Decimal]], currency: str, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        language = page_language()
        choices = [
            (line.public_id, f"{best_words(line, 'label', language).text} ({show(amount, currency, language)})")
            for line, amount in lines
        ]
        for name in ("source", "target"):
            self.fields[name].choices = [("", _("Choose a line")), *choices]  # type: ignore[attr-defined]
        self.fields["amount"] = AmountField(label=format_lazy("{} ({})", _("Amount"), currency), currency=currency)


class RemarkForm(PalabreForm):
    """A remark, or what has to change before it is handed in again."""

    text = LongText(label=_("Remark"), max_length=2000, rows=3)
