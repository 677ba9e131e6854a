"""Two linked communities and one meeting that `here` opens to `there`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from palabre.communities.models import TwinLink
from palabre.meetings.actions.joint import accept_joint, open_joint
from palabre.meetings.models import JointMeeting, Meeting
from palabre.people.models import Person
from tests.factories import join, make_item, make_meeting, make_organisation, make_person
from tests.personas import Cast


@dataclass(slots=True)
class Pair:
    """`guest` and `silent` belong to `there`; `guest` has another name there than elsewhere."""

    cast: Cast
    twin: TwinLink
    meeting: Meeting
    guest: Person
    silent: Person
    joint: JointMeeting | None = None

    def fresh(self, person: Person) -> Person:
        person.__dict__.pop("_standing", None)
        return person

    def row(self) -> Meeting:
        """The meeting as the database has it now."""
        return Meeting.objects.select_related("community").get(pk=self.meeting.pk)


def link(cast: Cast) -> TwinLink:
    now = timezone.now()
    return TwinLink.objects.create(
        asking=cast.here, asked=cast.there, asked_by=cast.coordinator, accepted_by=cast.outsider, accepted_at=now
    )


def pair_up(cast: Cast, *, accepted: bool = True, **fields) -> Pair:
    guest, silent = make_person("Invitée Ordinaire"), make_person("Silencieuse")
    join(guest, cast.there, handle="Caméléon", organisation=make_organisation("Maison d’Ailleurs"))
    join(silent, cast.there)
    fields.setdefault("state", "agenda_published")
    meeting = make_meeting(cast.here, title="Rencontre commune", **fields)
    make_item(meeting, "Premier point")
    pair = Pair(cast, link(cast), meeting, guest, silent)
    pair.joint = open_joint(actor=cast.person("facilitator"), meeting=meeting, twin=pair.twin)
    if accepted:
        accept_joint(actor=cast.person("outsider"), joint=pair.joint)
    return pair


def hold(pair: Pair) -> Meeting:
    """It took place two days ago."""
    start = timezone.now() - timedelta(days=2)
    Meeting.objects.filter(pk=pair.meeting.pk).update(state="held", starts_at=start, ends_at=start + timedelta(hours=2))
    return pair.row()
