"""The hands of the story: each one is an action that a person takes on a day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from palabre.communities.models import Community, Membership, Organisation
from palabre.demo.clock import at
from palabre.demo.river import Both, Gathering, Point
from palabre.meetings.actions.agenda import add_item
from palabre.meetings.actions.planning import Frame, When, note_held, plan_meeting, publish_agenda
from palabre.meetings.actions.translation import approve_titles
from palabre.meetings.choices import ItemKind
from palabre.meetings.models import Meeting
from palabre.people.models import Person

PLACE = "Salle du Quai, Niafara"
CARE = Both("Rampe d’accès, garde d’enfants, repas sans arachide.", "Ramp, child care, meals without peanuts.")
LINK = "https://salle.example/pas-a-pas"


@dataclass(slots=True)
class Stage:
    """Who plays in one community, and what day it is (aware moments, UTC).

    `pace`: how many days after a meeting its minutes are written, translated, approved.
    """

    community: Community
    zone: str
    lead: Person
    second: Person
    people: dict[str, Person] = field(default_factory=dict)
    houses: dict[str, Organisation] = field(default_factory=dict)
    pace: tuple[int, int, int] = (5, 9, 12)

    @contextmanager
    def on(self, day: date, hour: int = 8) -> Iterator[datetime]:
        moment = datetime.combine(day, time(hour), tzinfo=UTC)
        with at(moment):
            yield moment

    def members(self) -> list[Person]:
        """The active members, always in the same order."""
        rows = Membership.objects.active().filter(community=self.community).select_related("person")
        return [row.person for row in rows.order_by("pk")]

    def when(self, gathering: Gathering) -> When:
        zone = ZoneInfo(self.zone)
        start = datetime.combine(gathering.day, time.fromisoformat(gathering.start), tzinfo=zone)
        end = datetime.combine(gathering.day, time.fromisoformat(gathering.end), tzinfo=zone)
        return When(starts_at=start.astimezone(UTC), ends_at=end.astimezone(UTC), zone=self.zone)

    def plan(self, gathering: Gathering, planned: date | None = None) -> Meeting:
        """Planned three weeks ahead by the lead, with its agenda in both languages; the second approves the titles."""
        online = gathering.mode == "online"
        with self.on(planned or gathering.day - timedelta(days=21)):
            frame = Frame(
                kind=gathering.kind, title=gathering.title.fr, other_title=gathering.title.en, when=self.when(gathering),
                mode=gathering.mode, place="" if online else PLACE, link=LINK if gathering.mode != "in_person" else "",
                audience="core" if gathering.kind == "core_group" else "everyone",
                welcome="" if online else CARE.fr, other_welcome="" if online else CARE.en, facilitators=[self.lead],
            )  # fmt: skip
            meeting = plan_meeting(actor=self.lead, community=self.community, frame=frame)
            for point in gathering.points:
                self.add(meeting, point)
            approve_titles(actor=self.second, meeting=meeting)
        return meeting

    def add(self, meeting: Meeting, point: Point) -> None:
        add_item(
            actor=self.lead, meeting=meeting, title=point.title.fr, other_title=point.title.en, minutes=point.minutes,
            kind=ItemKind.TOPIC if point.owner else ItemKind.BREAK, owner=self.people.get(point.owner),
            owner_label="" if point.owner in self.people else point.owner,
        )  # fmt: skip

    def publish(self, meeting: Meeting, day: date) -> Meeting:
        with self.on(day):
            return publish_agenda(actor=self.lead, meeting=meeting)

    def hold(self, meeting: Meeting, day: date) -> Meeting:
        with self.on(day, 18):
            return note_held(actor=self.lead, meeting=meeting)
