"""Roles and places."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Level, Role
from palabre.communities.models import Community, Membership
from palabre.kit.forms import DayField, PalabreForm, Pick
from palabre.people.models import Person


class LevelForm(PalabreForm):
    level = Pick(
        label=_("How this person takes part"),
        choices=Level.choices,
        help_text=_("The core group prepares and steers between the large meetings."),
    )


class GrantForm(PalabreForm):
    """One member, one role, and its last day if there is one."""

    person = forms.ChoiceField(label=_("Person"))
    role = Pick(label=_("Role"))
    until = DayField(label=_("Last day"), required=False, help_text=_("Empty: until somebody ends it."))

    def __init__(self, *args: Any, members: Iterable[Membership], roles: Iterable[Role], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.people = {one.person.public_id: one.person for one in members}
        shown = [(key, person.display_name) for key, person in self.people.items()]
        self.fields["person"].choices = [("", _("Choose a person")), *shown]  # type: ignore[attr-defined]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]

    def person_chosen(self) -> Person:
        return self.people[self.cleaned_data["person"]]

    def ends_at(self, community: Community) -> datetime | None:
        """The midnight after the last day, on the clock of the community."""
        day = self.cleaned_data["until"]
        return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(community.zone)) if day else None
