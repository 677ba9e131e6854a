"""One person of the sheet, as she is typed or imported."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.communities.models import Organisation
from palabre.kit.folding import folded
from palabre.kit.ids import digest
from palabre.meetings.choices import AgeBand, AttendeeKind, Gender, Presence


@dataclass(frozen=True, slots=True)
class Attendee:
    """A name, and what she chose to say."""

    name: str
    organisation: Organisation | None = None
    organisation_label: str = ""
    kind: str = AttendeeKind.WALK_IN
    presence: str = Presence.PRESENT
    gender: str = Gender.UNSAID
    age_band: str = AgeBand.UNSAID

    @property
    def name_key(self) -> str:
        """The same person of the same organisation, however it was typed."""
        house = self.organisation.name if self.organisation else self.organisation_label
        return digest(f"{folded(self.name)}|{folded(house)}")
