"""What the committee types: moments, sittings, decisions, letters; and what whoever is offered a place answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import Outcome
from palabre.kit.dates import NoSuchTime, Unreadable, local_moment, parse_hour
from palabre.kit.forms import CountField, DayField, Line, LongText, PalabreForm, Pick, PickMany, ZoneField
from palabre.kit.verdict import Text
from palabre.languages.choices import LANGUAGES

# between two hours of a list; a comma inside 9,30 is none
_BETWEEN = re.compile(r"\s*(?:[;\n]|,(?!\d\d\b))\s*")
Choices = Sequence[tuple[str, Text]]


class SlotsForm(PalabreForm):
    """Several moments of one day, by one clock."""

    day = DayField(label=_("Day"))
    hours = Line(
        label=_("Hours"), max_length=300, help_text=_("Several at once, with semicolons: 9:00; 9:45; 14:30.")
    )  # fmt: skip
    minutes = CountField(label=_("Minutes each"), initial=30, min_value=1, max_value=1000)
    zone = ZoneField(label=_("Clocks of"), help_text=_("Whoever is invited reads the hours on her own clock."))
    interviewers = PickMany(
        label=_("Who leads"), required=False, help_text=_("Nobody ticked: any member of the committee may.")
    )  # fmt: skip
    where = Line(
        label=_("Where, or the address to call"), required=False, max_length=300,
        help_text=_("Sealed; shown only to whoever has chosen this moment, and to the committee."),
    )  # fmt: skip

    def __init__(self, *args: Any, seats: Choices, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["interviewers"].choices = seats  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        day, zone, hours = said.get("day"), said.get("zone"), said.get("hours")
        if day and zone and hours:
            try:
                said["moments"] = [_moment(day, one, zone) for one in _BETWEEN.split(hours) if one]
            except ValidationError as error:
                self.add_error("hours", error)
        return said


def _moment(day: date, hour: str, zone: str) -> datetime:
    try:
        return local_moment(day, parse_hour(hour), zone)
    except (Unreadable, NoSuchTime) as error:
        raise ValidationError(str(error.sentence)) from error


class InviteTalkForm(PalabreForm):
    applications = PickMany(label=_("Applications"))

    def __init__(self, *args: Any, codes: Choices, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["applications"].choices = codes  # type: ignore[attr-defined]


class ZoneForm(PalabreForm):
    zone = ZoneField(label=_("City whose clocks count for you"))


class SlotForm(PalabreForm):
    """One of the free moments."""

    slot = Pick(
        label=_("Moments that are free"),
        error_messages={"invalid_choice": _("This moment is not free any more. Choose another one.")},
    )
    zone = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, slots: Choices, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["slot"].choices = slots  # type: ignore[attr-defined]


class NoteForm(PalabreForm):
    """What one interviewer heard."""

    text = LongText(
        label=_("What I heard"), max_length=4000, rows=6,
        help_text=_("Sealed. Forgotten with the application. Nothing of the person’s private life is needed."),
    )  # fmt: skip
    points = forms.TypedChoiceField(
        label=_("Points"), required=False, coerce=int, empty_value=None,
        choices=[("", _("no points")), *((number, str(number)) for number in range(6))],
        help_text=_("From 0 to 5, if you want to give some."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SittingForm(PalabreForm):
    """A sitting of the committee."""

    held_on = DayField(label=_("Day of the sitting"))
    present = PickMany(label=_("Who was there"))
    words = LongText(
        label=_("What was said in general"), required=False, rows=4, max_length=4000,
        help_text=_("How the committee weighed balance, for example. What concerns one person stands in her decision."),
    )  # fmt: skip

    def __init__(self, *args: Any, seats: Choices, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["present"].choices = seats  # type: ignore[attr-defined]


class FilterForm(PalabreForm):
    """Which candidates the list shows; it is asked by the address."""

    theme = forms.ChoiceField(label=_("Theme"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    region = forms.ChoiceField(label=_("Part of the world"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    order = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("", _("by code")), ("result", _("by what the reviews come to"))]
    )  # fmt: skip

    def __init__(self, asked: Mapping[str, Any], choices: Mapping[str, Choices]) -> None:
        super().__init__(initial={name: asked.get(name, "") for name in self.base_fields}, auto_id="f-%s")
        if "region" not in choices:
            del self.fields["region"]
        for name, known in choices.items():
            self.fields[name].choices = [("", _("all")), *known]  # type: ignore[attr-defined]

    @property
    def narrowed(self) -> bool:
        """Whether the address asks for anything."""
        return any(self.initial.values())


class RulingForm(PalabreForm):
    """What was decided on one file; left empty, nothing was. Not `ranked`: she gives no place of the waiting list."""

    outcome = forms.ChoiceField(label=_("Decision"), required=False)
    rank = CountField(
        label=_("Place on the waiting list"), required=False, min_value=1, max_value=999,
        help_text=_("For the waiting list only. Empty: the last."),
    )  # fmt: skip
    reasons = LongText(
        label=_("Reasons, for the committee"), required=False, rows=2, max_length=4000,
        help_text=_("With a decision, they are needed."),
    )  # fmt: skip
    feedback = LongText(label=_("Words for the applicant"), required=False, rows=2, max_length=4000)

    def __init__(
        self, *args: Any, outcomes: Sequence[Outcome], language: str, ranked: bool = True, **wanted: Any
    ) -> None:
        super().__init__(*args, **wanted)
        self.ranked = ranked
        if not ranked:
            del self.fields["rank"]
        known = [(one.value, one.label) for one in outcomes]
        self.fields["outcome"].choices = [("", _("nothing now")), *known]  # type: ignore[attr-defined]
        in_hers = {
            "fr": _("In French: she reads them in her letter."),
            "en": _("In English: she reads them in her letter."),
        }
        self.fields["feedback"].help_text = in_hers[language]
        self.fields["feedback"].widget.attrs["lang"] = language

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("outcome") and not said.get("reasons") and "reasons" not in self.errors:
            self.add_error("reasons", _("Write in a few words why. The committee reads it, and nobody else."))
        return said


class LetterForm(PalabreForm):
    body = LongText(label=_("The letter"), max_length=12_000, rows=16)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LetterTextForm(PalabreForm):
    """What everybody with one outcome reads, in both languages."""

    outcome = forms.CharField(widget=forms.HiddenInput)
    text_fr = LongText(label=_("In French"), required=False, rows=8, max_length=6000, lang="fr")
    text_en = LongText(label=_("In English"), required=False, rows=8, max_length=6000, lang="en")

    def texts(self) -> dict[str, str]:
        return {language: self.cleaned_data[f"text_{language}"] for language in LANGUAGES}


class InterestsForm(PalabreForm):
    """Declared with the offer (INV-15)."""

    text = LongText(
        label=_("What could make my independence doubtful"), required=False, rows=5, max_length=4000,
        help_text=_(
            "A post, a contract, money, a close tie with whoever organises or funds this community. Saying it seldom "
            "stands in the way; it lets the coordination see to it. Sealed; only the coordination reads it."
        ),
    )  # fmt: skip
    nothing = forms.BooleanField(label=_("There is nothing of that kind."), required=False)
