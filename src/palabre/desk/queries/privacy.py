"""What one's communities make of one's choices: read for the page of privacy."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from palabre.communities.risk import Mail
from palabre.communities.rules import standing
from palabre.kit.verdict import Text
from palabre.people.models import Person, Profile, SelfDescription
from palabre.people.queries import description_of, profile_of

FORCED: dict[Mail, Text] = {
    Mail.DISCREET: _("One of your communities asks for more care: whatever you choose here, mails stay discreet."),
    Mail.DISCREET_OR_NONE: _(
        "One of your communities asks for the most care: whatever you choose here, a mail says only « New activity »."
    ),
}


@dataclass(frozen=True, slots=True)
class Privacy:
    """What she said of herself; `forced`: the sentence of what her communities ask for, if they ask for anything."""

    profile: Profile
    description: SelfDescription | None
    forced: Text | None


def privacy_page(actor: Person) -> Privacy:
    return Privacy(profile_of(actor), description_of(actor), FORCED.get(standing(actor).protection().mail))
