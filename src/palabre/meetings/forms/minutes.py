"""What is typed in the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.commitments.forms import PromiseForm
from palabre.kit.forms import Line, LongText, PalabreForm, Pick
from palabre.kit.reader import TONGUES
from palabre.languages.queries import other
from palabre.meetings.actions.minutes_translation import Said
from palabre.meetings.models import RecordedDecision
from palabre.meetings.queries.minutes_writing import ToTranslate

DECIDED = {"fr": _("What was decided, in French"), "en": _("What was decided, in English")}


class TextForLater(LongText):
    """It is expected, so it is not called optional; but what is not written yet may wait."""

    def validate(self, value: str) -> None:  # noqa: ARG002 (Django's own signature)
        return


class LineForLater(Line):
    """The same on one line."""

    def validate(self, value: str) -> None:  # noqa: ARG002 (Django's own signature)
        return


class StartForm(PalabreForm):
    language = Pick(
        label=_("Written in"),
        choices=(("fr", _("French")), ("en", _("English"))),
        help_text=_("The other language is translated from it, passage by passage."),
    )


class SegmentForm(PalabreForm):
    """One passage, and the version that it was written from."""

    title = Line(label=_("Title"), max_length=200)
    body = TextForLater(
        label=_("What was said"),
        rows=10,
        help_text=_("An empty line begins a paragraph; a line that begins with - is an item of a list."),
    )
    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, language: str, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        for name in ("title", "body"):
            self.fields[name].widget.attrs["lang"] = language


class PassageForm(PalabreForm):
    title = Line(label=_("Title of the passage"), max_length=200)


class ApprovalForm(PalabreForm):
    """Which version was read."""

    version = forms.IntegerField(min_value=1)


class DecisionForm(PalabreForm):
    text = Line(max_length=400)
    other_text = Line(max_length=400, required=False)

    def __init__(self, *args: Any, language: str, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        for name, code in (("text", language), ("other_text", other(language))):
            self.fields[name].label = DECIDED[code]
            self.fields[name].widget.attrs["lang"] = code


class DecisionChangeForm(PalabreForm):
    text = Line(max_length=400)
    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, language: str, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["text"].label = DECIDED[language]
        self.fields["text"].widget.attrs["lang"] = language


class TakenForm(PromiseForm):
    """A promise, perhaps to carry out a decision of the same minutes."""

    decision = forms.ChoiceField(label=_("To carry out"), required=False)

    def __init__(self, *args: Any, decisions: Sequence[RecordedDecision], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.decisions = {row.public_id: row for row in decisions}
        choices = [(row.public_id, row.text) for row in decisions]
        self.fields["decision"].choices = [("", _("No decision in particular")), *choices]  # type: ignore[attr-defined]
        if not choices:
            del self.fields["decision"]

    def promise(self) -> dict[str, Any]:
        """What `take_commitment` is given: its language is that of the minutes."""
        given = super().promise() | {"decision": self.decisions.get(self.cleaned_data.get("decision", ""))}
        del given["language"]
        return given


class PassageTranslationForm(PalabreForm):
    """Every text of one passage in the other language; each carries the versions that the translator saw."""

    def __init__(self, *args: Any, texts: Sequence[ToTranslate], language: str, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.texts = {text.key: text for text in texts}
        for text in texts:
            self.fields[text.key] = self._field(text, language)
            self.initial.setdefault(text.key, text.half.text)
            for name, seen in (("version", text.base_version), ("seen", text.source_seen)):
                hidden = forms.IntegerField if name == "version" else forms.CharField
                self.fields[f"{text.key}_{name}"] = hidden(widget=forms.HiddenInput)
                self.initial.setdefault(f"{text.key}_{name}", seen)

    @staticmethod
    def _field(text: ToTranslate, language: str) -> forms.Field:
        label = f"{text.name} – {TONGUES[language]}"
        if text.field == "body":
            return TextForLater(label=label, rows=10, lang=language)
        return LineForLater(label=label, max_length=200 if text.field == "title" else 400, lang=language)

    def said(self) -> list[Said]:
        """What `translate_passage` is given."""
        return [
            Said(
                text.thing,
                text.field,
                self.cleaned_data[key],
                base_version=self.cleaned_data[f"{key}_version"],
                source_seen=self.cleaned_data[f"{key}_seen"],
            )
            for key, text in self.texts.items()
        ]
