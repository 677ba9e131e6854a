"""What is typed about a plan: objectives with their five checks, steps, deliverables, remarks, help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Community
from palabre.communities.queries import Known, local_id
from palabre.groups.choices import OutcomeKind, Smart
from palabre.groups.models import Objective, PlanStep
from palabre.kit.forms import DayField, Line, LongText, PalabreForm, Pick
from palabre.languages.choices import LANGUAGES
from palabre.languages.models import Translatable
from palabre.languages.queries import words

IN = {"fr": _("{label}, in French"), "en": _("{label}, in English")}
CHECKS = {
    Smart.SPECIFIC: (
        _("Specific: we say who does what, with whom and where"),
        _("“Listen to twelve teams in three regions about how they look after each other”, not “work on care”."),
    ),
    Smart.MEASURABLE: (
        _("Measurable: we will see whether it is reached"),
        _("“Twelve accounts written down and read by the teams”, not “better knowledge”. Say how just below."),
    ),
    Smart.ACHIEVABLE: (
        _("Achievable: our people, time and means are enough"),
        _("“Two of us have four hours a month, and the budget pays three journeys”. Too much? Take a smaller step."),
    ),
    Smart.RELEVANT: (
        _("Relevant: it serves one of our learning questions"),
        _("“Without these accounts we cannot answer question 1”. If it serves none, leave it out."),
    ),
    Smart.TIME_BOUND: (
        _("Time-bound: it has a date"),
        _("“By 15 January 2027”, not “as soon as possible”. Write the date just below."),
    ),
}


class BothForm(PalabreForm):
    """A form with texts in both languages, of which the one that was written first is needed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    both: tuple[str, ...] = ()

    def add_texts(self, name: str, label: Any, thing: Translatable | None, *, rows: int = 0, most: int = 200) -> None:
        """One field for each language, French first; long ones with `rows`."""
        for language in LANGUAGES:
            wanted: dict[str, Any] = {
                "label": format_lazy(IN[language], label=label),
                "lang": language,
                "required": thing is not None and thing.source_language == language and rows != 4,
                "initial": words(thing, name, language).text if thing is not None else "",
                "max_length": most,
            }
            self.fields[f"{name}_{language}"] = LongText(rows=rows, **wanted) if rows else Line(**wanted)
        self.both = (*self.both, name)

    def pairs(self) -> list[tuple[Any, Any]]:
        """The two fields of each text."""
        return [(self[f"{name}_fr"], self[f"{name}_en"]) for name in self.both]

    def texts(self, name: str) -> dict[str, str]:
        return {language: self.cleaned_data[f"{name}_{language}"] for language in LANGUAGES}

    def rest(self) -> list[Any]:
        """Every other field that is shown."""
        said = {f"{name}_{language}" for name in self.both for language in LANGUAGES}
        return [bound for bound in self if bound.name not in said and not bound.is_hidden]


class ObjectiveForm(BothForm):
    """An objective, its five checks each with a worked example, how it is measured, until when."""

    def __init__(self, *args: Any, thing: Objective | None = None, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.add_texts("text", _("Objective"), thing, rows=3, most=1000)
        for check, (label, example) in CHECKS.items():
            initial = getattr(thing, check.value, False)
            self.fields[check.value] = forms.BooleanField(
                label=label, help_text=example, required=False, initial=initial
            )
            if check == Smart.MEASURABLE:
                self.fields["measure"] = Line(
                    label=_("How it is measured"), max_length=300, required=False,
                    initial=thing.measure if thing else "",
                )  # fmt: skip
        self.fields["due"] = DayField(label=_("Until when"), required=False, initial=thing.due if thing else None)
        self.fields["note"] = LongText(
            label=_("Remark"), rows=2, max_length=2000, required=False, initial=thing.note if thing else ""
        )

    def said(self) -> dict[str, Any]:
        """What the actions are given."""
        found = self.cleaned_data
        checks = {check.value for check in Smart if found[check.value]}
        return {"texts": self.texts("text"), "checks": checks, **{n: found[n] for n in ("measure", "due", "note")}}


class StepForm(BothForm):
    """A step: by whom, from when to when, after which other."""

    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"))
    person = forms.ChoiceField(label=_("Who takes it"), required=False)
    after = forms.ChoiceField(
        label=_("After which other step"), required=False,
        help_text=_("If it can only begin once another one is over."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, people: Sequence[Known], steps: Sequence[tuple[PlanStep, str]], community: Community,
        thing: PlanStep | None = None, **wanted: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **wanted)
        self.people = {one.key: one.person for one in people}
        self.steps = {one.public_id: one for one, _name in steps}
        self.fields["person"].choices = [("", _("nobody yet")), *((one.key, one.name) for one in people)]  # type: ignore[attr-defined]
        self.fields["after"].choices = [("", _("none")), *((one.public_id, name) for one, name in steps)]  # type: ignore[attr-defined]
        if thing is not None:
            self.initial.update(starts_on=thing.starts_on, ends_on=thing.ends_on)
            self.initial["person"] = local_id(thing.person, community) if thing.person else ""
            self.initial["after"] = thing.after.public_id if thing.after else ""
        self.add_texts("text", _("What is done"), thing, most=300)

    def said(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {
            "texts": self.texts("text"), "starts_on": found["starts_on"], "ends_on": found["ends_on"],
            "person": self.people.get(found["person"]), "after": self.steps.get(found["after"]),
        }  # fmt: skip


class DeliverableForm(BothForm):
    """Something to hand over by a day."""

    kind = Pick(label=_("What it is"), choices=OutcomeKind.choices)
    due = DayField(label=_("To be handed over by"))

    def __init__(self, *args: Any, thing: Any = None, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        if thing is not None:
            self.initial.update(kind=thing.kind, due=thing.due)
        self.add_texts("title", _("What is handed over"), thing)

    def said(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {"texts": self.texts("title"), "kind": found["kind"], "due": found["due"]}


class RemarkForm(PalabreForm):
    """What somebody says of the version that was handed in."""

    objective = forms.ChoiceField(label=_("About"), required=False)
    text = LongText(label=_("Remark"), max_length=3000, rows=4)
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, objectives: Sequence[tuple[Objective, str]], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.objectives = {one.public_id: one for one, _name in objectives}
        named = [(one.public_id, name) for one, name in objectives]
        self.fields["objective"].choices = [("", _("the whole plan")), *named]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {"text": found["text"], "objective": self.objectives.get(found["objective"])}


class SupportForm(PalabreForm):
    text = LongText(
        label=_("Which help do you look for?"), max_length=1500, rows=3,
        help_text=_("A resource person, a training, documents, an interpreter, advice. Say what for, and by when."),
    )  # fmt: skip


class AnswerForm(PalabreForm):
    """Granted, or not possible; in both cases with words."""

    granted = Pick(label=_("Answer"), choices=[("yes", _("Granted")), ("no", _("Not possible"))])
    answer = LongText(
        label=_("In a few words"), max_length=1500, rows=3,
        help_text=_("How, from whom, from when; or why not, and what could be done instead."),
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        return {"granted": self.cleaned_data["granted"] == "yes", "answer": self.cleaned_data["answer"]}
