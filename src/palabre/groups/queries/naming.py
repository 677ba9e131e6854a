"""What the people of one group are called on its pages: their names, for whoever may know them there."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from palabre.communities.models import Community
from palabre.communities.queries import called
from palabre.groups.models import WorkingGroup
from palabre.groups.rules.forming import can_see_places
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Naming:
    """Names as the community knows them, or a word in their place: at elevated and high risk nobody reads who is in
    another group, wherever it would stand."""

    community: Community
    shown: bool

    def of(self, person: Person | None) -> str:
        """Empty where nobody stands."""
        if person is None:
            return ""
        return called(person, self.community) if self.shown else gettext("name known to the group")


def naming_for(reader: Person, group: WorkingGroup) -> Naming:
    """By the rule of the group's own pages."""
    return Naming(group.community, bool(can_see_places(reader, group)))
