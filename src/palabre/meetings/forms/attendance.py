"""The attendance sheet as it is sent, and one line of it as it is typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Organisation
from palabre.kit.forms import Line, PalabreForm, Pick
from palabre.meetings.choices import AgeBand, AttendeeKind, Gender, Presence, Source
from palabre.meetings.models import Attendance
from palabre.meetings.queries.attendance_lines import Attendee

GENDERS = sorted(Gender.choices, key=lambda one: one[0] != Gender.UNSAID)
AGES = sorted(AgeBand.choices, key=lambda one: one[0] != AgeBand.UNSAID)


class MarksForm(PalabreForm):
    """One presence for each line of the sheet; `was-` tells what the sender had before her eyes."""

    paper = forms.BooleanField(required=False)

    def __init__(self, *args: Any, keys: Iterable[str], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.keys = list(keys)
        for key in self.keys:
            self.fields[f"p-{key}"] = forms.ChoiceField(choices=Presence.choices, required=False)
            self.fields[f"was-{key}"] = forms.CharField(required=False, max_length=8)

    def marks(self) -> dict[str, str]:
        """Only what this sender changed: a line that somebody else has tapped meanwhile stays as it is."""
        said = {key: (self.cleaned_data[f"p-{key}"], self.cleaned_data[f"was-{key}"]) for key in self.keys}
        return {key: now for key, (now, was) in said.items() if now and now != was}

    def source(self) -> str:
        return str(Source.PAPER if self.cleaned_data["paper"] else Source.WEB)


def organisation_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Organisation"), required=False)


def house_choices(organisations: Sequence[Organisation]) -> list[tuple[str, Any]]:
    return [("", _("none, or not in this list")), *((one.public_id, one.name) for one in organisations)]


class AttendeeForm(PalabreForm):
    """Somebody who was not expected. Gender and age are said by the person, never guessed."""

    name = Line(label=_("Name"), max_length=120)
    organisation = organisation_field()
    organisation_label = Line(label=_("Or type its name"), max_length=160, required=False)
    kind = Pick(
        label=_("Came as"),
        choices=[(kind.value, kind.label) for kind in (AttendeeKind.WALK_IN, AttendeeKind.GUEST)],
        initial=AttendeeKind.WALK_IN,
    )
    presence = Pick(label=_("Presence"), choices=Presence.choices, initial=Presence.PRESENT)
    gender = forms.ChoiceField(
        label=_("Gender"),
        choices=GENDERS,
        initial=Gender.UNSAID,
        help_text=_("Only what the person says of herself, if she wants to."),
    )
    age_band = forms.ChoiceField(label=_("Age"), choices=AGES, initial=AgeBand.UNSAID)
    paper = forms.BooleanField(label=_("I copy a paper sheet"), required=False)

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.organisations = {one.public_id: one for one in organisations}
        self.fields["organisation"].choices = house_choices(list(self.organisations.values()))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("organisation") and said.get("organisation_label"):
            self.add_error("organisation_label", _("Choose an organisation or type its name, not both."))
        return said

    def attendee(self) -> Attendee:
        said = self.cleaned_data
        return Attendee(
            name=said.get("name", ""),
            organisation=self.organisations.get(said["organisation"]),
            organisation_label=said["organisation_label"],
            kind=said.get("kind", AttendeeKind.MEMBER),
            presence=said["presence"],
            gender=said["gender"],
            age_band=said["age_band"],
        )

    def source(self) -> str:
        return str(Source.PAPER if self.cleaned_data["paper"] else Source.WEB)


class CorrectionForm(AttendeeForm):
    """The same for a line that is there; the name of a member or of an invited guest is not changed here."""

    def __init__(self, *args: Any, attendance: Attendance, **wanted: Any) -> None:
        house = attendance.organisation
        wanted["initial"] = {
            "name": attendance.name,
            "organisation": house.public_id if house else "",
            "organisation_label": attendance.organisation_label,
            "kind": attendance.kind,
            "presence": attendance.presence,
            "gender": attendance.gender,
            "age_band": attendance.age_band,
            "paper": attendance.source == Source.PAPER,
        }
        organisations = {one.pk: one for one in wanted.pop("organisations")}
        if house:
            organisations.setdefault(house.pk, house)
        super().__init__(*args, organisations=organisations.values(), **wanted)
        if attendance.person_id or attendance.guest_id:
            del self.fields["name"], self.fields["kind"]
