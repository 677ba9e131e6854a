"""A field as every form shows it: label, error, control, help, in this order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.safestring import SafeString

from palabre.kit.tags.library import register


def _described_by(field: BoundField) -> str:
    """Ids of what explains the field, in the order it is read: the error, then the help."""
    told = [(field.errors, "error"), (field.help_text, "helptext")]
    return " ".join(f"{field.auto_id}_{suffix}" for said, suffix in told if said)


def _control(field: BoundField) -> SafeString:
    widget = field.field.widget
    attrs: dict[str, str | bool] = {}
    if not isinstance(widget, forms.CheckboxInput):
        attrs["class"] = f"in {widget.attrs.get('class', '')}".strip()
    if described := _described_by(field):
        attrs["aria-describedby"] = described
    return field.as_widget(attrs=attrs)


def shape(field: BoundField) -> str:
    """group: radios or checkboxes; tick: one checkbox; line: everything else."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    return "tick" if isinstance(widget, forms.CheckboxInput) else "line"


@register.inclusion_tag("kit/field.html", name="field")
def show_field(bound: BoundField) -> dict[str, Any]:
    """`{% field form.title %}`."""
    kind = "hidden" if bound.is_hidden else shape(bound)
    return {
        "field": bound,
        "kind": kind,
        "control": _control(bound) if kind in {"line", "tick"} else "",
        "described": _described_by(bound),
        "optional": not bound.field.required and kind != "tick",
    }


def anchor(field: BoundField) -> str:
    """Id of the control that a link of the summary leads to."""
    if shape(field) == "group":
        return next((one.id_for_label for one in field.subwidgets), "") or f"{field.auto_id}"
    return field.id_for_label


@register.inclusion_tag("kit/errors.html", name="errors")
def show_errors(form: forms.BaseForm) -> dict[str, Any]:
    """What is to be corrected, counted and linked; then what concerns the form as a whole."""
    if not form.is_bound:
        return {"wrong": [], "whole": []}
    wrong = [(anchor(field), field.label) for field in form if field.errors and not field.is_hidden]
    hidden = [error for field in form.hidden_fields() for error in field.errors]
    return {"wrong": wrong, "whole": [*form.non_field_errors(), *hidden]}


@register.inclusion_tag("kit/saved.html", takes_context=True)
def saved(context: Context) -> dict[str, Any]:
    """The line that autosave writes into; `saved_at` of the context, if the draft was kept before."""
    return {"saved_at": context.get("saved_at")}
