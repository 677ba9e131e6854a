"""Organisations and who speaks for them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import OrganisationKind, OrganisationPart
from palabre.kit.forms import CountryField, EmailField, Line, PalabreForm, Pick

TONGUES = [("fr", "Français"), ("en", "English")]


class PartForm(PalabreForm):
    part = Pick(label=_("Its part here"), choices=OrganisationPart.choices)


class PlaceForm(PalabreForm):
    """An organisation that belongs here from now on."""

    name = Line(label=_("Name of the organisation"), max_length=160)
    kind = forms.ChoiceField(label=_("What this organisation is"), choices=OrganisationKind.choices)
    country = CountryField(label=_("Country"), required=False)
    part = Pick(label=_("Its part here"), choices=OrganisationPart.choices, initial=OrganisationPart.MEMBER)


class RepresentativeForm(PalabreForm):
    """Somebody who is asked to speak for it."""

    name = Line(label=_("Name"), max_length=80, required=False)
    email = EmailField(label=_("E-mail address"))
    language = Pick(label=_("Language of the mail"), choices=TONGUES)
    votes = forms.BooleanField(
        label=_("She has the voice of the organisation"), required=False,
        help_text=_("One person at most. If somebody else has it, it stays there until you move it."),
    )  # fmt: skip
