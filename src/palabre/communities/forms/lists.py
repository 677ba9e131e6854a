"""Lists that come in and go out."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.kit.forms import Line, PalabreForm, Pick

EACH = [
    ("all", _("change nothing, and show me which")),
    ("good", _("invite the others all the same")),
]


class ImportForm(PalabreForm):
    """A sheet, and what to do if some of its lines cannot be used."""

    sheet = forms.FileField(label=_("The list, as .xlsx or .csv"))
    wrong = Pick(label=_("If a line cannot be used"), choices=EACH, initial="all")


class ExportForm(PalabreForm):
    reason = Line(
        label=_("What the list is for"), max_length=300, help_text=_("The others who coordinate are told, and read it.")
    )
    kind = Pick(label=_("Format"), choices=[("xlsx", "XLSX"), ("csv", "CSV")], initial="xlsx")
