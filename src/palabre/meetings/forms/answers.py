"""Answers, guests, documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.kit.forms import EmailField, Line, LongText, PalabreForm, Pick
from palabre.meetings.choices import Answer
from palabre.people.choices import Language


class ReplyForm(PalabreForm):
    """Whether one comes. Without the field of needs (one tap), what was asked for before stays."""

    answer = Pick(label=_("Do you come?"), choices=Answer.choices)
    needs = LongText(
        label=_("What you need to take part"),
        rows=2,
        max_length=300,
        required=False,
        help_text=_("Meal, access, childcare, interpretation, transport. Read only by those who prepare the meeting."),
    )

    def __init__(self, *args: Any, shown: Iterable[Answer] = tuple(Answer), **wanted: Any) -> None:
        """Shows the answers that fit the meeting; reads them all, so that the others are refused with their reason."""
        super().__init__(*args, **wanted)
        self.fields["answer"].widget.choices = [(answer.value, answer.label) for answer in shown]

    def needs_said(self) -> str | None:
        return self.cleaned_data["needs"] if "needs" in self.data else None


class GuestForm(PalabreForm):
    """Somebody invited who is no member."""

    name = Line(label=_("Name"), max_length=120)
    email = EmailField(
        label=_("Address"), required=False, help_text=_("For the invitation. Without it, you tell the person yourself.")
    )
    language = Pick(label=_("Language of the invitation"), choices=Language.choices)


class DocumentForm(PalabreForm):
    """A file for everybody who reads the meeting."""

    file = forms.FileField(
        label=_("File"), help_text=_("Picture, PDF, text or sheet. What it says of its author or place is removed.")
    )
    title = Line(label=_("Title"), max_length=160, required=False, help_text=_("Without one, the name of the file."))
    language = Pick(label=_("Language"), choices=[("", _("both, or none")), *Language.choices], required=False)
