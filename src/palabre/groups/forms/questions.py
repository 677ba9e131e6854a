"""What is typed about learning questions, the agenda and the learning outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.groups.choices import OutcomeKind
from palabre.groups.forms.forming import TwoLanguages
from palabre.groups.models import LearningQuestion
from palabre.kit.forms import DayField, Line, LongText, PalabreForm, Pick, PickMany
from palabre.languages.queries import best_words

SHORT = _("One question, 600 characters at most.")
WHY = _("The group reads it in the history.")


class QuestionForm(TwoLanguages):
    """One question, in one language or both."""

    names = ("text",)
    first = ("text", _("Write the question, in French or in English."))
    # the number of the wording that was read
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text_fr = LongText(
        label=_("Question, in French"), max_length=600, rows=3, required=False, lang="fr", help_text=SHORT
    )
    text_en = LongText(
        label=_("Question, in English"), max_length=600, rows=3, required=False, lang="en", help_text=SHORT
    )


class WordingForm(QuestionForm):
    """Other words, and why."""

    reason = LongText(label=_("Why the wording changes"), max_length=600, rows=2, required=False, help_text=WHY)


class DecidedForm(PalabreForm):
    """The day and the words of a decision that the group took in a meeting."""

    decided_on = DayField(label=_("Day of the decision"))
    decision = LongText(
        label=_("What the group decided"), max_length=1000, rows=3,
        help_text=_("In which meeting and how. It stays beside the question."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RevisionForm(WordingForm):
    """New words for an agreed question: the reason, and the decision."""

    decided_on = DayField(label=_("Day of the decision"))
    decision = LongText(label=_("What the group decided"), max_length=1000, rows=3)

    def __init__(self, *args: Any, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["reason"].required = True


class ReasonForm(PalabreForm):
    """Why a question is set aside."""

    reason = LongText(label=_("Why it is set aside"), max_length=600, rows=2, help_text=WHY)


class MergeForm(WordingForm):
    """Which questions become one, in which words."""

    questions = PickMany(label=_("Questions to merge"), choices=())
    field_order = ("questions", "text_fr", "text_en", "reason", "seen")

    def __init__(self, *args: Any, questions: Sequence[LearningQuestion], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.known = {one.public_id: one for one in questions}
        choices = [(key, best_words(one, "text", self.reader).text) for key, one in self.known.items()]
        self.fields["questions"].choices = choices  # type: ignore[attr-defined]
        self.fields["reason"].required = True

    def chosen(self) -> list[LearningQuestion]:
        return [self.known[key] for key in self.cleaned_data["questions"]]


class AimsForm(TwoLanguages):
    """What the community wants to learn as a whole."""

    names = ("aims",)
    first = ("aims", _("Write what the community wants to learn as a whole."))
    aims_fr = LongText(label=_("Overall aims, in French"), max_length=4000, rows=6, required=False, lang="fr")
    aims_en = LongText(label=_("Overall aims, in English"), max_length=4000, rows=6, required=False, lang="en")


class OutcomeForm(TwoLanguages):
    """What the group could make, in any form."""

    names = ("title", "text")
    first = ("title", _("Give it a title, in French or in English."))
    kind = Pick(label=_("In which form"), choices=OutcomeKind.choices)
    title_fr = Line(label=_("Title, in French"), max_length=200, required=False, lang="fr")
    title_en = Line(label=_("Title, in English"), max_length=200, required=False, lang="en")
    text_fr = LongText(label=_("What it is, in French"), max_length=4000, rows=5, required=False, lang="fr")
    text_en = LongText(label=_("What it is, in English"), max_length=4000, rows=5, required=False, lang="en")
    field_order = ("kind", "title_fr", "title_en", "text_fr", "text_en", "seen")
