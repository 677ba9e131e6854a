"""What others see of a person, what a mail says to her, what she tells for counting alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.kit.forms import Line, LongText, PalabreForm, Pick
from palabre.people.choices import Byline, MailChoice, Openness
from palabre.people.models import Person, Profile, SelfDescription


def _openness() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=_("Who reads it"), choices=Openness.choices, coerce=int, initial=Openness.ME)


class OpennessForm(PalabreForm):
    about = LongText(label=_("A few words about me"), required=False, rows=3, max_length=600)
    about_for = _openness()
    speaks = Line(label=_("Languages I speak"), required=False, max_length=120)
    speaks_for = _openness()
    region = Line(
        label=_("Where I am"),
        required=False,
        max_length=80,
        help_text=_("As broadly as you like: a region of the world is enough."),
    )
    region_for = _openness()
    contact = Line(
        label=_("How to reach me"),
        required=False,
        max_length=160,
        help_text=_("Your mail address is never shown to members. Write here only what you want to give."),
    )
    contact_for = _openness()
    byline = Pick(label=_("When my work is published, it is signed with"), choices=Byline.choices)
    alias = Line(label=_("The other name"), required=False, max_length=80)


class MailForm(PalabreForm):
    mail = Pick(
        label=_("Mails to me"),
        choices=MailChoice.choices,
        help_text=_("Links that you ask for yourself, and warnings about your account, always come."),
    )
    calendar_words = forms.BooleanField(label=_("My calendar shows the titles of meetings"), required=False)


class DescriptionForm(PalabreForm):
    gender = Line(label=_("Gender"), required=False, max_length=120)
    age_band = Line(label=_("Age, as broadly as you like"), required=False, max_length=120)
    disability = Line(label=_("Disability"), required=False, max_length=300)
    diversity = Line(label=_("Orientation, gender identity, sex characteristics"), required=False, max_length=300)


class LockForm(PalabreForm):
    code = Line(
        label=_("Emergency code"),
        max_length=60,
        help_text=_("Four groups of four letters and figures. Capitals and dashes do not matter."),
    )

    def __init__(self, *args: Any, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["code"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


def openness_of(profile: Profile) -> dict[str, Any]:
    """What the form shows at first."""
    return {name: getattr(profile, name) for name in OpennessForm.base_fields}


def mail_of(person: Person) -> dict[str, Any]:
    return {"mail": person.mail, "calendar_words": person.calendar_words}


def told_of(description: SelfDescription | None) -> dict[str, str]:
    return {name: getattr(description, name, "") for name in DescriptionForm.base_fields}
