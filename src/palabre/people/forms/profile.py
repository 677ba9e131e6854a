"""What a person says of herself."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from palabre.kit.forms import Line, PalabreForm, Pick, ZoneField
from palabre.people.choices import Language
from palabre.people.forms.signing import LONG_ENOUGH, PasswordField
from palabre.people.models import Person

LANGUAGES = [("fr", "Français"), ("en", "English")]


class ProfileForm(PalabreForm):
    display_name = Line(
        label=_("Name that is shown"),
        max_length=80,
        help_text=_("The name you want to be called by. It can be changed at any time."),
    )
    pronouns = Line(label=_("Pronouns"), max_length=40, required=False)
    language = Pick(label=_("Language of pages and mails"), choices=LANGUAGES)
    zone = ZoneField(label=_("City whose clocks count for you"))


def profile_of(person: Person) -> dict[str, str]:
    """What the form shows at first."""
    return {name: getattr(person, name) for name in ProfileForm.base_fields}


class PasswordForm(PalabreForm):
    old = PasswordField(label=_("Present password"))
    password = PasswordField(new=True, label=_("New password"), help_text=LONG_ENOUGH)

    def __init__(self, *args: Any, person: Person, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        if not person.has_usable_password():
            del self.fields["old"]


class LanguageForm(PalabreForm):
    language = Pick(choices=Language.choices)
