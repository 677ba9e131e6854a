"""Opening a place, and taking it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import OrganisationKind, Role
from palabre.communities.models import Organisation
from palabre.kit.forms import EmailField, Line, PalabreForm, Pick, ZoneField
from palabre.people.forms import PasswordField, device_field

TONGUES = [("fr", "Français"), ("en", "English")]
LONG_ENOUGH = _("At least 12 characters, any of them. A sentence works well.")


class AddressForm(PalabreForm):
    """Somebody's address, and the language of the mail."""

    email = EmailField(label=_("E-mail address"))
    language = Pick(label=_("Language of the mail"), choices=TONGUES)


class LeaderForm(AddressForm):
    """Who is to lead a community, or to hold another role that is given from above."""

    role = Pick(label=_("Role"), required=False)

    def __init__(self, *args: Any, roles: Sequence[Role], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.only = roles[0]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["role"].initial = self.only.value
        if len(roles) == 1:
            del self.fields["role"]

    def named(self) -> dict[str, Any]:
        """What the action wants; no answer is the first role."""
        return {**self.cleaned_data, "role": self.cleaned_data.get("role") or self.only}


class InviteForm(AddressForm):
    role = Pick(label=_("With a role"), required=False)
    organisation = forms.ChoiceField(label=_("For an organisation"), required=False)
    new_organisation = Line(label=_("Another organisation"), max_length=160, required=False)
    kind = forms.ChoiceField(label=_("What this organisation is"), choices=OrganisationKind.choices, required=False)

    def __init__(self, *args: Any, roles: Iterable[Role], organisations: Iterable[Organisation], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.organisations = {one.public_id: one for one in organisations}
        known = [(key, one.name) for key, one in self.organisations.items()]
        self.fields["organisation"].choices = [("", _("In her own name")), *known]  # type: ignore[attr-defined]
        given = [(role.value, role.label) for role in roles]
        self.fields["role"].choices = [("", _("member, without a role")), *given]  # type: ignore[attr-defined]

    def known_organisation(self) -> Organisation | None:
        return self.organisations.get(self.cleaned_data["organisation"])


class NewcomerForm(PalabreForm):
    """Only what is needed to be called by one's name, in one's language, at one's hour."""

    display_name = Line(
        label=_("Name that is shown"),
        max_length=80,
        help_text=_("The name you want to be called by. It need not be your name on paper, and it can be changed."),
    )
    pronouns = Line(label=_("Pronouns"), max_length=40, required=False)
    language = Pick(label=_("Language of pages and mails"), choices=TONGUES)
    zone = ZoneField(label=_("City whose clocks count for you"))
    password = PasswordField(new=True, help_text=LONG_ENOUGH)
    device = device_field()
