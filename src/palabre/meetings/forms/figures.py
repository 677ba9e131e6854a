"""A figure without names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Organisation
from palabre.kit.forms import CountField, Line, PalabreForm, Pick
from palabre.kit.verdict import Refused
from palabre.meetings.actions.figures import Count
from palabre.meetings.choices import AgeBand, Gender, Precision, Unit
from palabre.meetings.forms.attendance import house_choices
from palabre.meetings.models import CountedLine

GENDERS = {f"gender_{choice.value}": choice for choice in Gender}
AGES = {f"age_{choice.value}": choice for choice in AgeBand}


class CountForm(PalabreForm):
    """How many, of what, how precisely; then, if known, of which parts."""

    label = Line(label=_("What is counted"), max_length=160, help_text=_("For example: the forum on child marriage."))
    value = CountField(
        label=_("How many"),
        max_value=10_000_000,
        error_messages={"invalid": _("Write the number alone, for example 41. “About” is chosen just below.")},
    )
    precision = Pick(label=_("How precisely"), choices=Precision.choices, initial=Precision.EXACT)
    unit = Pick(
        label=_("Of what"),
        choices=Unit.choices,
        initial=Unit.PEOPLE,
        help_text=_("People and organisations are never added."),
    )
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    note = Line(
        label=_("Remark"), max_length=240, required=False, help_text=_("For example: one sheet is partly illegible.")
    )

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation], line: CountedLine | None = None, **wanted: Any
    ) -> None:
        if line is not None:
            wanted["initial"] = _initial(line)
        super().__init__(*args, **wanted)
        self.organisations = {one.public_id: one for one in organisations}
        self.fields["organisation"].choices = house_choices(list(self.organisations.values()))  # type: ignore[attr-defined]
        for name, choice in {**GENDERS, **AGES}.items():
            self.fields[name] = CountField(label=choice.label, required=False, max_value=10_000_000)

    @property
    def genders(self) -> list[Any]:
        return [self[name] for name in GENDERS]

    @property
    def ages(self) -> list[Any]:
        return [self[name] for name in AGES]

    @property
    def split_open(self) -> bool:
        """Whether the parts are to be seen at once: they are filled, or wrong."""
        return any(bound.errors or bound.value() for bound in (*self.genders, *self.ages))

    def count(self) -> Count:
        said = self.cleaned_data
        return Count(
            label=said["label"],
            value=said["value"],
            unit=said["unit"],
            precision=said["precision"],
            note=said["note"],
            organisation=self.organisations.get(said["organisation"]),
            by_gender={choice.value: said[name] for name, choice in GENDERS.items() if said[name]},
            by_age={choice.value: said[name] for name, choice in AGES.items() if said[name]},
        )

    def refuse(self, error: Refused) -> None:
        """What is said of a whole split stands at its first field."""
        first = {"by_gender": next(iter(GENDERS)), "by_age": next(iter(AGES))}
        super().refuse(Refused(error.verdict, first.get(error.field or "", error.field)))


def _initial(line: CountedLine) -> dict[str, Any]:
    rows = ((f"gender_{one.gender}" if one.gender else f"age_{one.age_band}", one.value) for one in line.splits.all())
    house = line.organisation.public_id if line.organisation else ""
    plain = {name: getattr(line, name) for name in ("label", "value", "precision", "unit", "note")}
    return {**plain, "organisation": house, **dict(rows)}
