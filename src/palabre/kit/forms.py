"""Forms: text comes in clean, errors are sentences that say what to do, refusals stand on the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from palabre.kit.fields import (
    TOO_LONG,
    CountField,
    CountryField,
    DayField,
    EmailField,
    HourField,
    Line,
    LongText,
    Pick,
    PickMany,
    ZoneField,
)
from palabre.kit.text import clean
from palabre.kit.verdict import Clash, Refused

__all__ = [
    "CountField",
    "CountryField",
    "DayField",
    "EmailField",
    "HourField",
    "Line",
    "LongText",
    "PalabreForm",
    "Pick",
    "PickMany",
    "ZoneField",
]

ONE_OF_THESE = {"required": _("Choose an answer."), "invalid_choice": _("Choose one of the answers shown.")}
NO_FILE = _("Choose a file.")
# What Django's own fields say here; the first class that fits has the word.
SENTENCES: tuple[tuple[type[forms.Field], Mapping[str, Any]], ...] = (
    (forms.BooleanField, {"required": _("Tick this box to go on.")}),
    (forms.ChoiceField, ONE_OF_THESE),
    (forms.ModelChoiceField, ONE_OF_THESE),
    (forms.FileField, {"required": NO_FILE, "missing": NO_FILE, "empty": _("This file is empty.")}),
    (forms.IntegerField, {"invalid": _("Write a whole number in figures, for example 38.")}),
    (forms.Field, {"required": _("Please fill in this field."), "max_length": TOO_LONG}),
)


class PalabreForm(forms.Form):
    """The form of every page."""

    use_required_attribute = False  # the server speaks, in the reader's language, at the field itself
    clash: Clash | None = None

    def __init__(self, *args: Any, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        for field in self.fields.values():
            _speak(field)

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        """What was sent for one field: cleaned before anything reads it, but for passphrases."""
        value = super()._widget_data_value(widget, html_name)  # type: ignore[misc]
        return clean(value) if isinstance(value, str) and not isinstance(widget, forms.PasswordInput) else value

    def refuse(self, error: Refused) -> None:
        """Put the reason of a refused action on the form, beside its field if it names one."""
        field = error.field if error.field in self.fields else None
        self.add_error(field, ValidationError(str(error.verdict.why), code="refused"))
        if isinstance(error, Clash):
            self.clash = error


def _speak(field: forms.Field) -> None:
    """Replace the messages that are still Django's own by our sentences; fields of ours have theirs."""
    if type(field).__module__.startswith("palabre."):
        return
    for kind, sentences in SENTENCES:
        if not isinstance(field, kind):
            continue
        for code, sentence in sentences.items():
            said = field.error_messages.get(code)
            if said is None or said is _django_says(field, code):
                field.error_messages[code] = sentence


def _django_says(field: forms.Field, code: str) -> object:
    """The message that the nearest class of the field holds."""
    holders = (kind.__dict__.get("default_error_messages", {}) for kind in type(field).__mro__)
    return next((messages[code] for messages in holders if code in messages), None)
