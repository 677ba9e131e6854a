"""Shutting a place, asking that others look again, deciding."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from palabre.kit.forms import DayField, Line, LongText, PalabreForm


class SuspendForm(PalabreForm):
    reason = LongText(
        label=_("Reason"),
        rows=5,
        max_length=4000,
        help_text=_("The person reads it, word for word, and may answer it."),
    )
    decision = Line(
        label=_("Decision that it rests on"), max_length=300, required=False,
        help_text=_("Who decided, and where it is written. Or: on the instruction of whoever hears concerns, without detail."),
    )  # fmt: skip
    decided_on = DayField(label=_("Decided on"), required=False)


class AppealForm(PalabreForm):
    appeal = LongText(label=_("What the others should know"), rows=6, max_length=6000)


class DecisionForm(PalabreForm):
    answer = LongText(label=_("Your words to this person"), rows=5, max_length=4000, required=False)
