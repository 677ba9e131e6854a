"""What is typed at a check-in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.groups.models import CheckInReport
from palabre.kit.forms import DayField, LongText, PalabreForm

SAID = ("progress", "difficulties", "help_wanted", "next_steps")


class CheckInForm(PalabreForm):
    held_on = DayField(label=_("Day of the check-in"))


class ReportForm(PalabreForm):
    """What one group says: a few lines each, none of them needed alone."""

    progress = LongText(label=_("What has moved"), max_length=3000, rows=3, required=False)
    difficulties = LongText(
        label=_("What is difficult"), max_length=3000, rows=3, required=False,
        help_text=_("Work and conditions, never the name of a person who is in difficulty."),
    )  # fmt: skip
    help_wanted = LongText(label=_("Which help we want"), max_length=3000, rows=3, required=False)
    next_steps = LongText(label=_("What comes next"), max_length=3000, rows=3, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, report: CheckInReport | None, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.initial.update({name: getattr(report, name) for name in SAID} if report else {})
        self.initial["seen"] = report.version if report else 0

    def said(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in SAID}
