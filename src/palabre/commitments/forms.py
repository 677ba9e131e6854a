"""What is typed about a promise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.commitments.queries import Owner
from palabre.kit.forms import DayField, Line, PalabreForm
from palabre.languages.queries import other

WHAT = {"fr": _("What is promised, in French"), "en": _("What is promised, in English")}


class PromiseForm(PalabreForm):
    """A new promise: its words, its owner, its day."""

    text = Line(max_length=400)
    other_text = Line(max_length=400, required=False)
    owner = forms.ChoiceField(
        label=_("Who promises"),
        help_text=_("One person, or one organisation: any of its representatives may go on with it."),
    )
    due = DayField(label=_("Until when"))

    def __init__(self, *args: Any, owners: Sequence[Owner], language: str, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.language = language
        self.by_key = {owner.key: owner for owner in owners}
        self.fields["owner"].choices = [(owner.key, owner.name) for owner in owners]  # type: ignore[attr-defined]
        for name, code in (("text", language), ("other_text", other(language))):
            self.fields[name].label = WHAT[code]
            self.fields[name].widget.attrs["lang"] = code

    def promise(self) -> dict[str, Any]:
        """What `open_commitment` is given."""
        said = self.cleaned_data
        owner = self.by_key[said["owner"]]
        return {
            "text": said["text"],
            "other_text": said["other_text"],
            "language": self.language,
            "due": said["due"],
            "person": owner.person,
            "organisation": owner.organisation,
        }


class EvidenceForm(PalabreForm):
    evidence = Line(
        label=_("What shows that it is done"),
        max_length=2000,
        help_text=_("One line is enough: a list sent, a date, where the document is."),
    )


class ReasonForm(PalabreForm):
    reason = Line(label=_("Why it is dropped"), max_length=2000, help_text=_("The reason stays beside the commitment."))


class ChangeForm(PalabreForm):
    text = Line(label=_("What is promised"), max_length=400)
    due = DayField(label=_("Until when"))
    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class TranslationForm(PalabreForm):
    """The other half; it carries which version of it, and of its source, the writer has before her eyes."""

    text = Line(max_length=400)
    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    source_seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, language: str, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["text"].label = WHAT[language]
        self.fields["text"].widget.attrs["lang"] = language
