"""Who I am here, the search for a name, test entries, messages to the facilitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Level, Profile
from palabre.communities.models import Membership
from palabre.communities.queries.directory import SHORTEST
from palabre.kit.folding import folded
from palabre.kit.forms import Line, LongText, PalabreForm, Pick

PROFILES = [("", _("not said")), *Profile.choices]


class PresenceForm(PalabreForm):
    """What this community alone knows of her."""

    handle = Line(
        label=_("My name here"),
        max_length=80,
        required=False,
        help_text=_(
            "Empty: the name that is shown everywhere. With a name for this community alone, its members cannot link "
            "you to your other communities, and your profile is not shown here."
        ),
    )
    shows_pronouns = forms.BooleanField(label=_("Show my pronouns here"), required=False)
    profile = Pick(label=_("My work"), choices=PROFILES, required=False)
    level = Pick(label=_("How I take part"), choices=Level.choices)
    listed = forms.BooleanField(label=_("I stand in the directory of this community"), required=False)
    about = LongText(
        label=_("What members may read of me here"),
        rows=4,
        max_length=600,
        required=False,
        help_text=_("A few lines. They stand in the directory, if you do."),
    )

    def __init__(self, *args: Any, membership: Membership, directory: bool, **wanted: Any) -> None:
        names = ("handle", "shows_pronouns", "profile", "level", "listed", "about")
        wanted.setdefault("initial", {name: getattr(membership, name) for name in names})
        super().__init__(*args, **wanted)
        if membership.level != Level.CORE:
            given = [one for one in Level.choices if one[0] != Level.CORE]
            self.fields["level"].choices = given  # type: ignore[attr-defined]
        if not membership.person.pronouns:
            del self.fields["shows_pronouns"]
        if not directory:
            del self.fields["listed"]

    def said(self, membership: Membership) -> dict[str, Any]:
        """What the action is given; what was not asked stays as it is."""
        return {"listed": membership.listed, "shows_pronouns": membership.shows_pronouns, **self.cleaned_data}


class SearchForm(PalabreForm):
    name = Line(label=_("A name begins with"), max_length=40, required=False)

    def clean_name(self) -> str:
        """Three letters at least: nobody goes through the alphabet."""
        name: str = self.cleaned_data["name"]
        if name and len(folded(name).replace(" ", "")) < SHORTEST:
            raise forms.ValidationError(_("Write at least three letters of the name."))
        return name


class CanaryForm(PalabreForm):
    name = Line(
        label=_("Invented name"), max_length=80, help_text=_("One that could stand here, and that nobody here has.")
    )
    profile = Pick(label=_("Work"), choices=PROFILES, required=False)


class MessageForm(PalabreForm):
    text = LongText(
        label=_("Your message"),
        rows=5,
        max_length=2000,
        help_text=_("For example: whom you would like to meet, and about what. The facilitation asks that person."),
    )


class ReplyToMessageForm(PalabreForm):
    reply = LongText(label=_("Your answer"), rows=4, max_length=2000)
