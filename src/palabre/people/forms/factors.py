"""Codes, passkeys, another address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.kit.forms import EmailField, Line, PalabreForm
from palabre.people.forms.signing import PasswordField, device_field
from palabre.people.queries import Factors

BOTH = _("Six figures of the generator, or one code of the sheet that you have not used yet.")
FROM_GENERATOR = _("The six figures that your code generator shows now.")
FROM_SHEET = _("One code of the sheet that you have not used yet. Cross it out afterwards.")


class CodeField(Line):
    """One code; phones show letters and figures, and offer no word they know."""

    def __init__(self, **wanted: Any) -> None:
        wanted.setdefault("label", _("Code"))
        super().__init__(max_length=40, **wanted)
        self.widget.attrs |= {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}


class ProofForm(PalabreForm):
    """Whatever she has to prove who she is: one of these is enough. A passkey comes in fields that are not shown."""

    proof_password = PasswordField(required=False)
    proof_code = CodeField(required=False)
    proof_state = forms.CharField(required=False, widget=forms.HiddenInput)
    proof_credential = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, factors: Factors, password: bool, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.factors = factors
        if not password:
            del self.fields["proof_password"]
        if not factors.typed:
            del self.fields["proof_code"]
        else:
            self.fields["proof_code"].help_text = help_for(factors)
        if not factors.passkeys:
            del self.fields["proof_state"], self.fields["proof_credential"]
        typed = [name for name in ("proof_password", "proof_code") if name in self.fields]
        if len(typed) == 1:  # shown as a field to fill in, unless the passkey came instead
            self.fields[typed[0]].required = not self.data.get("proof_credential")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not any(said.get(name) for name in ("proof_password", "proof_code", "proof_credential")):
            first = next((name for name in ("proof_password", "proof_code") if name in self.fields), None)
            self.add_error(first, _("Please fill in this field."))
        return said


def help_for(factors: Factors) -> Any:
    """Which code is meant."""
    if factors.confirmed and factors.codes:
        return BOTH
    return FROM_GENERATOR if factors.confirmed else FROM_SHEET


class GeneratorForm(PalabreForm):
    code = CodeField(label=_("The code that shows now"), help_text=_("Six figures."))


class PasskeyForm(PalabreForm):
    label = Line(
        label=_("A word for this device"),
        max_length=40,
        help_text=_("For example: phone, key of the office. Only you see it."),
    )
    proof_state = forms.CharField(widget=forms.HiddenInput)
    proof_credential = forms.CharField(widget=forms.HiddenInput)


class AddressForm(PalabreForm):
    address = EmailField(label=_("New address"))


class PasskeySignInForm(PalabreForm):
    proof_state = forms.CharField(widget=forms.HiddenInput)
    proof_credential = forms.CharField(widget=forms.HiddenInput)
    device = device_field()
