"""What is sent around a meeting: scans, sheets, questions without a name, three answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.kit.forms import Line, LongText, PalabreForm, Pick


class ScanForm(PalabreForm):
    """A photograph or a PDF of the sheet that people signed."""

    file = forms.FileField(label=_("Photograph or PDF of the signed sheet"))
    note = Line(label=_("Remark"), max_length=240, required=False)

    def __init__(self, *args: Any, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["file"].widget.attrs["accept"] = "image/*,application/pdf"


class SheetFileForm(PalabreForm):
    """A filled sheet."""

    file = forms.FileField(label=_("Filled sheet"), help_text=_("Excel (.xlsx) or CSV, 2,000 lines at most."))

    def __init__(self, *args: Any, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv"


class QuestionForm(PalabreForm):
    text = LongText(
        label=_("Your question"),
        max_length=2_000,
        rows=5,
        help_text=_("It is kept without your name. Leave out what could tell who you are."),
    )


class QuestionAnswerForm(PalabreForm):
    answer = LongText(label=_("Answer"), max_length=4_000, rows=4, required=False)


def _scale(lowest: Any, highest: Any) -> list[tuple[str, Any]]:
    return [("1", lowest), ("2", "2"), ("3", "3"), ("4", "4"), ("5", highest)]


class EvaluationForm(PalabreForm):
    """Three questions; none of the answers keeps a name or an hour."""

    useful = Pick(label=_("Was this meeting useful to you?"), choices=_scale(_("1 – not at all"), _("5 – very useful")))
    heard = Pick(
        label=_("Could you speak, and were you heard?"), choices=_scale(_("1 – not at all"), _("5 – entirely"))
    )
    change = LongText(label=_("What should change next time?"), max_length=1_000, rows=3, required=False)

    def answers(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"useful": int(said["useful"]), "heard": int(said["heard"]), "change": said["change"]}
