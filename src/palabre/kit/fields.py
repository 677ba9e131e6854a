"""The kinds of fields, each reading what people really type. Their errors say what to do."""

from __future__ import annotations

import re
from datetime import date, time
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from palabre.kit.countries import country_choices
from palabre.kit.dates import Unreadable, parse_day, parse_hour, zone_choices
from palabre.kit.text import clean, one_line
from palabre.kit.widgets import DayInput, HourInput, LongSelect

TOO_LONG = _("%(limit_value)d characters at most; there are %(show_value)d. Please shorten the text.")
# 1 000, 1,000, 1.000, 1’000: groups of three figures behind the first
_GROUPED = re.compile(r"\d{1,3}([ \u00a0\u202f.,'’]\d{3})+")


class Line(forms.CharField):
    """One line of text, in NFC, without control characters. `lang` marks a field written in another language."""

    default_error_messages = {"required": _("Please fill in this field."), "max_length": TOO_LONG}

    def __init__(self, *, lang: str = "", **wanted: Any) -> None:
        super().__init__(**wanted)
        if lang:
            self.widget.attrs["lang"] = lang

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class LongText(forms.CharField):
    """Several paragraphs; line ends are kept."""

    default_error_messages = {"required": _("Please write something here."), "max_length": TOO_LONG}

    def __init__(self, *, rows: int = 6, lang: str = "", max_length: int = 20_000, **wanted: Any) -> None:
        attrs = {"rows": rows, **({"lang": lang} if lang else {})}
        super().__init__(max_length=max_length, widget=forms.Textarea(attrs), **wanted)
        # With maxlength the browser cuts a pasted text without a word; the server says by how much it is too long.
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


class DayField(forms.Field):
    """A day: from the browser's field, or typed as people write dates in French and English."""

    widget = DayInput
    default_error_messages = {"required": _("Write a date, for example 26 November 2026.")}

    def to_python(self, value: Any) -> date | None:
        if not value or isinstance(value, date):
            return value or None
        try:
            return parse_day(str(value))
        except Unreadable as error:
            raise ValidationError(str(error.sentence), code="invalid") from error


class HourField(forms.Field):
    """An hour: 09:00, 9 h 30, 9h, 9:30 am, midi."""

    widget = HourInput
    default_error_messages = {"required": _("Write a time, for example 9:30.")}

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        try:
            return parse_hour(str(value))
        except Unreadable as error:
            raise ValidationError(str(error.sentence), code="invalid") from error


class ZoneField(forms.ChoiceField):
    """A time zone, by its city."""

    widget = LongSelect
    default_error_messages = {
        "required": _("Choose the city whose clocks count."),
        "invalid_choice": _("Choose one of the cities of the list."),
    }

    def __init__(self, **wanted: Any) -> None:
        super().__init__(choices=zone_choices, **wanted)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """The zone that the form begins with leads the list, with its part of the world."""
        self.choices = partial(zone_choices, first=str(form.get_initial_for_field(self, field_name) or ""))
        return super().get_bound_field(form, field_name)


def _countries() -> list[tuple[str, str]]:
    return [("", str(_("Choose a country"))), *country_choices()]


class CountryField(forms.ChoiceField):
    """A country, by its name in the language of the page; two letters come out."""

    widget = LongSelect
    default_error_messages = {
        "required": _("Choose a country."),
        "invalid_choice": _("Choose one of the countries of the list."),
    }

    def __init__(self, **wanted: Any) -> None:
        super().__init__(choices=_countries, **wanted)


class EmailField(forms.EmailField):
    """An address, as it is typed on a phone."""

    default_error_messages = {
        "required": _("Please write an address."),
        "invalid": _("This is not a complete address. It looks like name@example.org."),
        "max_length": TOO_LONG,
    }

    def __init__(self, **wanted: Any) -> None:
        super().__init__(max_length=254, **wanted)
        self.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "email"}

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class CountField(forms.IntegerField):
    """How many: a whole number, never below zero; thousands may be written apart."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
    default_error_messages = {
        "required": _("Write a number, for example 38."),
        "invalid": _("Write a whole number in figures, for example 38."),
        "min_value": _("The number cannot be below %(limit_value)s."),
        "max_value": _("The number cannot be above %(limit_value)s."),
    }

    def __init__(self, *, min_value: int = 0, max_value: int = 100_000_000, **wanted: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **wanted)

    def to_python(self, value: Any) -> int | None:
        text = one_line(str(value)) if isinstance(value, str) else value
        if isinstance(text, str) and _GROUPED.fullmatch(text):
            text = re.sub(r"\D", "", text)
        found: int | None = super().to_python(text)
        return found


class Pick(forms.ChoiceField):
    """One answer among a few, all in view."""

    widget = forms.RadioSelect
    default_error_messages = {
        "required": _("Choose an answer."),
        "invalid_choice": _("Choose one of the answers shown."),
    }


class PickMany(forms.MultipleChoiceField):
    """Several answers, all in view."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": _("Choose at least one answer."),
        "invalid_choice": _("Choose among the answers shown."),
    }
