"""Meetings of two communities: through which of them a person sees one, and who opens it to the other."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role, Stage
from palabre.communities.models import Community, TwinLink
from palabre.communities.rules import holds, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.meetings.models import JointMeeting, Meeting
from palabre.meetings.rules.circles import conducts, is_inside, seen_in_circles
from palabre.people.models import Person

OF_A_CIRCLE = _("A meeting of a group or of its leads stays inside the community.")
NOT_HERS = _("This is done by facilitation or coordination.")


def of_communities(keys: Iterable[int], meeting: str = "") -> Q:
    """Meetings of these communities, and those of others that were opened to them; `meeting` leads to it: `meeting__`.

    Adds no query: the second half is looked up inside the first.
    """
    known = list(keys)
    joint = JointMeeting.objects.standing().filter(community_id__in=known).values("meeting_id")
    return Q(**{f"{meeting}community_id__in": known}) | Q(**{f"{meeting}pk__in": joint})


def of_community(community: Community) -> Q:
    """The meetings in which this community takes part: its own, and those of its twins that were opened to it."""
    return of_communities([community.pk])


def seen_by(actor: Person, meeting: str = "") -> Q:
    """Through all the communities that the actor reads; of a smaller circle, only what is hers."""
    return of_communities(standing(actor).community_ids(), meeting) & seen_in_circles(actor, meeting)


def joined(meeting: Meeting) -> frozenset[int]:
    """The keys of the twins that take part, remembered on the row for a page. One query, none for most meetings."""
    if not meeting.opened:
        return frozenset()
    known: frozenset[int] | None = meeting.__dict__.get("_joined")
    if known is None:
        rows = JointMeeting.objects.standing().filter(meeting_id=meeting.pk).values_list("community_id", flat=True)
        known = meeting.__dict__["_joined"] = frozenset(rows)
    return known


def sides(meeting: Meeting) -> list[int]:
    """The host, then its twins."""
    return [meeting.community_id, *sorted(joined(meeting))]


def seen_through(actor: Person, meeting: Meeting) -> int | None:
    """The community in which the actor stands when she reads this meeting: the host before the twins; None: not hers."""
    known = standing(actor).community_ids()
    if meeting.is_apart:
        return meeting.community_id if meeting.community_id in known and is_inside(actor, meeting) else None
    if meeting.community_id in known:
        return meeting.community_id
    return min(joined(meeting) & known, default=None)


def visible_joint(actor: Person) -> QuerySet[JointMeeting]:
    """Invitations from twin to twin: those that the actor's coordination answers, and those that she opened."""
    known = standing(actor)
    asked = Q(community_id__in=known.communities_with(Role.COORDINATOR))
    opened = Q(meeting__community_id__in=known.communities_with(Role.COORDINATOR, Role.FACILITATOR))
    return JointMeeting.objects.filter(asked | opened, ended_at=None, twin__ended_at=None)


def can_open_joint(actor: Person, meeting: Meeting, twin: TwinLink | None = None) -> Verdict:
    """Whoever leads the meeting opens it to a twin of its community, while it is ahead."""
    roles = (Role.COORDINATOR, Role.FACILITATOR)
    if not (conducts(actor, meeting) if meeting.is_apart else holds(actor, meeting.community_id, *roles)):
        return no(NOT_HERS)
    if meeting.is_apart or not meeting.is_ahead:
        return no(OF_A_CIRCLE if meeting.is_apart else _("This meeting is no longer ahead."))
    if twin is None:
        return YES
    if (
        twin.ended_at is not None
        or twin.accepted_at is None
        or meeting.community_id not in (twin.asking_id, twin.asked_id)
    ):
        return no(_("These two communities are not linked."))
    other = twin.other_id(meeting.community_id)
    if JointMeeting.objects.filter(meeting=meeting, community_id=other, ended_at=None).exists():
        return no(_("This meeting is already open to this community."))
    return YES


def can_accept_joint(actor: Person, joint: JointMeeting) -> Verdict:
    """The coordination of the twin, while the meeting is ahead and the link stands."""
    if not holds(actor, joint.community_id, Role.COORDINATOR):
        return no(_("This is done by the coordination of the community."))
    if joint.accepted_at is not None or joint.ended_at is not None or joint.twin.ended_at is not None:
        return no(_("This request is no longer open."))
    if joint.community.stage in Stage.over():
        return no(_("This community is closed."))
    return YES if joint.meeting.is_ahead else no(_("This meeting is no longer ahead."))


def can_end_joint(actor: Person, joint: JointMeeting) -> Verdict:
    """Whoever leads the meeting, or the coordination of the twin; once it was held it stays with both."""
    mine = holds(actor, joint.community_id, Role.COORDINATOR)
    if not (mine or holds(actor, joint.meeting.community_id, Role.COORDINATOR, Role.FACILITATOR)):
        return no(NOT_HERS)
    if joint.ended_at is not None:
        return no(_("This request is no longer open."))
    return YES if joint.meeting.is_ahead else no(_("This meeting was held: its records stay with both communities."))
