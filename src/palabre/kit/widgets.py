"""Controls that Django does not have, or draws too slowly."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class DayInput(forms.DateInput):
    """The browser's own date field; what it could not show comes back as the text that was typed."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "short", **(attrs or {})}, format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if not _read(date.fromisoformat, context["widget"]["value"]):
            context["widget"]["type"] = "text"
        return context


class HourInput(forms.TimeInput):
    """The same for an hour."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "short", **(attrs or {})}, format="%H:%M")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if not _read(time.fromisoformat, context["widget"]["value"]):
            context["widget"]["type"] = "text"
        return context


def _read(reader: Any, said: str | None) -> bool:
    """Whether the browser's field would understand `said`; an empty one is fine."""
    try:
        return bool(not said or reader(said) is not None)
    except ValueError:
        return False


class LongSelect(forms.Select):
    """A choice among hundreds: the same HTML without a template for each line."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 (Django passes it)
    ) -> SafeString:
        chosen = {str(one) for one in self.format_value(value)}
        groups = [
            format_html('<optgroup label="{}">{}</optgroup>', key, _options(label, chosen))
            if isinstance(label, list | tuple)
            else _options([(key, label)], chosen)
            for key, label in self.choices
        ]
        everything = flatatt(self.build_attrs({**self.attrs, "name": name}, attrs))
        return format_html("<select{}>{}</select>", everything, format_html_join("", "{}", ((one,) for one in groups)))


def _options(rows: Any, chosen: set[str]) -> SafeString:
    selected = SafeString(" selected")
    marked = ((value, selected if str(value) in chosen else "", label) for value, label in rows)
    return format_html_join("", '<option value="{}"{}>{}</option>', marked)
