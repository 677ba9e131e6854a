"""Roles and places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Level, Role
from palabre.communities.forms.roles import UNTIL_HELP, UntilForm
from palabre.communities.models import Membership
from palabre.kit.forms import DayField, PalabreForm, Pick
from palabre.people.models import Person


class LevelForm(PalabreForm):
    level = Pick(
        label=_("How this person takes part"),
        choices=Level.choices,
        help_text=_("The core group prepares and steers between the large meetings."),
    )


class GrantForm(UntilForm):
    """One member, one role, and its last day if there is one."""

    person = forms.ChoiceField(label=_("Person"))
    role = Pick(label=_("Role"))
    until = DayField(label=_("Last day"), required=False, help_text=UNTIL_HELP)
    field_order = ("person", "role", "until")

    def __init__(self, *args: Any, members: Iterable[Membership], roles: Iterable[Role], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        rows = list(members)
        self.people = {one.public_id: one.person for one in rows}
        shown = [(one.public_id, one.shown) for one in rows]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("Choose a person")), *shown]  # type: ignore[attr-defined]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]

    def person_chosen(self) -> Person:
        return self.people[self.cleaned_data["person"]]
