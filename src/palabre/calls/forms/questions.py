"""What is typed about a question of a call: the kind of its answer, its bounds, when it is asked."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.parts import LONGEST
from palabre.calls.choices import QuestionKind
from palabre.calls.forms.parts import CriterionForm, OptionForm, PartForm, RuleForm, ThemeForm, offer
from palabre.calls.models import CallQuestion, QuestionOption, SelectionCriterion
from palabre.kit.forms import CountField, Pick
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused
from palabre.languages.queries import best_words, load_halves


class NumberField(forms.DecimalField):
    """A number with a comma or a point."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})
    default_error_messages = {
        "invalid": _("Write a number in figures, for example 12 or 12.5."),
        "max_digits": _("This number is too long."),
        "max_decimal_places": _("Two figures after the point at most."),
        "max_whole_digits": _("This number is too long."),
    }

    def __init__(self, **wanted: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, **wanted)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            bare = "".join(value.split()).replace(",", ".")
            try:
                return Decimal(bare) if bare else None
            except InvalidOperation:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        return value if isinstance(value, Decimal) else None


class QuestionForm(PartForm):
    labels = {"label": _("Question"), "help": _("Help beside it")}
    long = {"help": 2}
    longest = dict(LONGEST["question"])
    own = ("kind", "required", "longest_answer", "least", "most", "criterion", "tells_who", "only_after")
    kind = Pick(label=_("The answer is"), choices=QuestionKind.choices, initial=QuestionKind.TEXT)
    required = forms.BooleanField(label=_("An answer is needed"), required=False, initial=True)
    longest_answer = CountField(
        label=_("Characters at most"), min_value=10, max_value=20_000, initial=2000,
        help_text=_("Of a line or a text. A page is about 2,500."),
    )  # fmt: skip
    least = NumberField(label=_("Smallest number"), required=False)
    most = NumberField(label=_("Largest number"), required=False)
    criterion = forms.ChoiceField(label=_("Criterion it speaks to"), required=False)
    only_after = forms.ChoiceField(
        label=_("Asked only after the choice"), required=False, help_text=_("A choice of a question that comes before.")
    )
    tells_who = forms.BooleanField(
        label=_("The answer tells who the person is"),
        required=False,
        help_text=_("Then readers do not see it while names stay hidden."),
    )

    def __init__(
        self,
        *args: Any,
        criteria: Iterable[SelectionCriterion] = (),
        choices: Iterable[QuestionOption] = (),
        **wanted: Any,
    ) -> None:
        super().__init__(*args, **wanted)
        self.criteria = {one.public_id: one for one in criteria}
        self.after = {one.public_id: one for one in choices}
        if self.edit:
            asked = [one.question for one in self.after.values()]
            load_halves([*self.criteria.values(), *self.after.values(), *asked])
            language = page_language()
            offer(self, "criterion", [(k, best_words(c, "name", language).text) for k, c in self.criteria.items()])
            offer(self, "only_after", [(k, _after(one, language)) for k, one in self.after.items()])

    def facts(self) -> dict[str, Any] | None:
        said = super().facts()
        if said is None:
            return None
        longest = said.pop("longest_answer")
        return said | {
            "longest": longest,
            "criterion": self.criteria.get(said["criterion"]),
            "only_after": self.after.get(said["only_after"]),
        }

    def refuse(self, error: Refused) -> None:
        """The action speaks of `longest`; here it is another field than the longest text of the words."""
        if error.field == "longest":
            error.field = "longest_answer"
        super().refuse(error)


FORMS: dict[str, type[PartForm]] = {
    "theme": ThemeForm,
    "rule": RuleForm,
    "criterion": CriterionForm,
    "question": QuestionForm,
    "option": OptionForm,
}


def _after(option: QuestionOption, language: str) -> str:
    asked: CallQuestion = option.question
    return f"{best_words(asked, 'label', language).text} → {best_words(option, 'label', language).text}"
