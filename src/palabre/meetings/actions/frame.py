"""The frame of a meeting: what is asked of it before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palabre.communities.choices import Role
from palabre.communities.models import Community, Membership, RoleGrant
from palabre.communities.rules import holds
from palabre.groups.models import WorkingGroup
from palabre.kit.dates import hour, known_zone
from palabre.kit.text import clean, one_line
from palabre.kit.verdict import Refused, Text, no, require
from palabre.languages.actions import write_half
from palabre.languages.choices import HalfState
from palabre.languages.queries import other
from palabre.meetings.choices import Audience, MeetingKind, Mode
from palabre.meetings.models import Meeting
from palabre.meetings.rules.circles import open_groups
from palabre.meetings.rules.meetings import can_plan_meeting
from palabre.people.models import Person

ONLINE_AT_MOST = timedelta(minutes=90)
LONGEST = timedelta(days=14)
TOO_LONG_ONLINE = gettext_lazy(
    "An online meeting lasts 90 minutes at most. Shorten it, or let the coordination write why it is longer."
)
NO_GROUP = gettext_lazy("Say which group meets.")
NO_TITLE = gettext_lazy("Give the meeting a title, in French or in English.")
NO_PLACE = gettext_lazy("Say where people meet: they need a place to come to.")
REASON_NOT_YOURS = gettext_lazy("Only the coordination can record why an online meeting lasts more than 90 minutes.")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """From one moment to another (aware), on the clocks of a zone."""

    starts_at: datetime
    ends_at: datetime
    zone: str

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at


def when_of(meeting: Meeting) -> When:
    """When a meeting is, as it stands."""
    return When(starts_at=meeting.starts_at, ends_at=meeting.ends_at, zone=meeting.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Everything that planning says of one meeting, in the author's language, and the other half if it is there."""

    kind: str
    title: str
    when: When
    mode: str
    audience: str = Audience.EVERYONE
    source_language: str = "fr"
    other_title: str = ""
    place: str = ""
    place_hidden: bool = False
    link: str = ""
    welcome: str = ""
    other_welcome: str = ""
    interpretation: str = ""
    long_because: str = ""
    facilitators: Sequence[Person] = field(default=())
    group: WorkingGroup | None = None

    @property
    def for_whom(self) -> str:
        """A check-in is for the leads, always (INV-22); a group's meeting for that group."""
        if self.kind == MeetingKind.MEL:
            return Audience.LEADS
        return Audience.GROUP if self.group is not None and self.kind == MeetingKind.GROUP else self.audience

    def columns(self) -> dict[str, Any]:
        """The values that stand in the table of meetings."""
        return {
            "kind": self.kind,
            "audience": self.for_whom,
            "group": self.group if self.kind == MeetingKind.GROUP else None,
            "title": one_line(self.title),
            "source_language": self.source_language,
            "starts_at": self.when.starts_at,
            "ends_at": self.when.ends_at,
            "zone": self.when.zone,
            "mode": self.mode,
            "place": one_line(self.place),
            "place_hidden": self.place_hidden,
            "link": self.link.strip(),
            "welcome": clean(self.welcome),
            "interpretation": one_line(self.interpretation),
            "long_because": one_line(self.long_because),
        }


def refuse(why: Text, name: str | None = None) -> NoReturn:
    """A refusal that speaks of one field."""
    raise Refused(no(why), name)


def require_when(when: When) -> None:
    """The end comes after the start, within two weeks, in a zone that exists."""
    if not known_zone(when.zone):
        refuse(_("Choose one of the cities of the list."), "zone")
    if when.ends_at <= when.starts_at:
        zone = ZoneInfo(when.zone)
        start, end = when.starts_at.astimezone(zone), when.ends_at.astimezone(zone)
        hours = {"end": hour(end), "start": hour(start)}
        refuse(_("The end (%(end)s) comes before the start (%(start)s). Choose a time after %(start)s.") % hours, "end")
    if when.length > LONGEST:
        refuse(_("A meeting lasts two weeks at most. Plan several of them."), "last_day")


def require_frame(*, by: Person, community: Community, frame: Frame, before: Meeting | None = None) -> None:
    """Refuse what cannot be, naming the field it concerns. `before` is the meeting as it stands, when it changes."""
    require_when(frame.when)
    if not one_line(frame.title):
        refuse(NO_TITLE, f"title_{frame.source_language}")
    require_circle(by=by, community=community, frame=frame, before=before)
    if frame.mode != Mode.ONLINE and not one_line(frame.place):
        refuse(NO_PLACE, "place")
    if not _all_ours(community, frame.facilitators):
        refuse(_("Choose among the people of this community."), "facilitators")
    require_length(
        by=by, community=community, mode=frame.mode, when=frame.when, because=frame.long_because, before=before
    )


def require_circle(*, by: Person, community: Community, frame: Frame, before: Meeting | None = None) -> None:
    """Who may plan this kind; which group meets, where a community has groups.

    What a smaller circle holds stays there: its meeting does not become one of another circle.
    """
    group = frame.group if frame.kind == MeetingKind.GROUP else None
    if before is not None and before.is_apart:
        if (frame.for_whom, group) != (before.audience, before.group):
            refuse(_("What a smaller circle holds stays there. Plan another meeting."), "kind")
        return
    if before is not None and frame.for_whom not in Audience.open() and before.opened and before.joint.exists():
        refuse(_("This meeting was opened to another community: it stays one of the whole community."), "kind")
    if group is not None and group.community_id != community.pk:
        refuse(NO_GROUP, "group")
    require(can_plan_meeting(by, community, frame.kind, group), "kind")
    if frame.audience not in Audience.open():
        refuse(_("Choose one of the answers shown."), "audience")
    if group is None and frame.kind == MeetingKind.GROUP and open_groups(community).exists():
        refuse(NO_GROUP, "group")


def _all_ours(community: Community, people: Sequence[Person]) -> bool:
    """Everybody named belongs to the community or holds a role in it."""
    wanted = {person.pk for person in people}
    if not wanted:
        return True
    held = RoleGrant.objects.running().filter(community=community, person__in=wanted)
    members = Membership.objects.active().filter(community=community, person__in=wanted)
    return wanted <= {*held.values_list("person_id", flat=True), *members.values_list("person_id", flat=True)}


def require_length(
    *, by: Person, community: Community, mode: str, when: When, because: str, before: Meeting | None = None
) -> None:
    """Online, ninety minutes at most, unless the coordination records a reason (INV-21)."""
    if mode != Mode.ONLINE or when.length <= ONLINE_AT_MOST:
        return
    if not one_line(because):
        refuse(TOO_LONG_ONLINE, "end")
    granted = before is not None and before.long_because == one_line(because)
    longer = before is None or when.length > before.ends_at - before.starts_at
    if (not granted or longer) and not holds(by, community.pk, Role.COORDINATOR):
        refuse(REASON_NOT_YOURS, "long_because")


def write_other_words(*, by: Person, meeting: Meeting, frame: Frame) -> None:
    """The other language of title and welcome, where it was given: proposed, for somebody else to approve."""
    for name, text in (("title", one_line(frame.other_title)), ("welcome", clean(frame.other_welcome))):
        if text and getattr(meeting, name):
            write_half(
                actor_id=by.pk,
                thing=meeting,
                field=name,
                language=other(meeting.source_language),
                text=text,
                state=HalfState.IN_REVIEW,
                community_id=meeting.community_id,
            )
