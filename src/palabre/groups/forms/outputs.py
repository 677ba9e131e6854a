"""What is typed about a final output."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.groups.choices import Credit
from palabre.groups.forms.plans import BothForm
from palabre.groups.models import Output
from palabre.kit.forms import DayField, Line, LongText, PalabreForm, Pick
from palabre.people.choices import Language


class OutputForm(BothForm):
    """Title and summary, both languages side by side."""

    def __init__(self, *args: Any, thing: Output | None = None, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.add_texts("title", _("Title"), thing)
        self.add_texts("summary", _("Summary"), thing, rows=4, most=3000)

    def said(self) -> dict[str, Any]:
        return {"title": self.texts("title"), "summary": self.texts("summary")}


class OutputFileForm(PalabreForm):
    """A file in one language, or an address elsewhere."""

    language = Pick(label=_("Language"), choices=Language.choices)
    file = forms.FileField(
        label=_("File"), required=False,
        help_text=_("Picture, PDF, text or sheet. What it says of its author or place is removed."),
    )  # fmt: skip
    link = Line(
        label=_("Or an address"), required=False, max_length=400,
        help_text=_("For a recording or a page elsewhere. It begins with https://"),
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {"language": found["language"], "upload": found["file"] or None, "link": found["link"]}


class CreditForm(PalabreForm):
    credit = Pick(label=_("Under which name it goes out"), choices=Credit.choices)


class NameForm(PalabreForm):
    name = Line(
        label=_("My name on this output"), required=False, max_length=120,
        help_text=_("Left empty, you are not named. You can change it or take it back at any time."),
    )  # fmt: skip


class PublishForm(PalabreForm):
    safe = forms.BooleanField(
        label=_("I have looked: nothing in it can lead to a person who could be harmed"),
        help_text=_("Names, places, dates, voices and pictures, also inside the files."),
    )


class WithdrawalForm(PalabreForm):
    because = LongText(
        label=_("Why is it taken back?"), max_length=1500, rows=3,
        help_text=_("Read by the group and whoever accompanies it. No name of a person."),
    )  # fmt: skip


class PresentationForm(PalabreForm):
    day = DayField(label=_("Presented on"))
    words = LongText(
        label=_("Where, and to whom"),
        max_length=1500,
        rows=3,
        help_text=_("A plenary, a webinar, a meeting of partners."),
    )
