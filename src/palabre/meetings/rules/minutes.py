"""Who may read, write, translate, propose, approve and amend the minutes, and close the meeting."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role
from palabre.communities.rules import holds, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.languages.models import Half
from palabre.languages.queries import thing_name
from palabre.meetings.choices import MeetingState, MinutesState, Presence
from palabre.meetings.models import (
    Attendance,
    Meeting,
    Minutes,
    MinutesLanguage,
    RecordedDecision,
    Segment,
    SegmentVersion,
)
from palabre.meetings.rules.meetings import LEADS, NOT_YOURS, leads
from palabre.meetings.rules.wholes import Whole, is_complete, load_whole, nothing_missing
from palabre.people.models import Person

ONLY_COORDINATION = _("This is done by the coordination of the community.")


def visible_minutes(actor: Person) -> QuerySet[Minutes]:
    """The minutes of the communities that the actor reads, drafts included: they say that they are drafts."""
    return Minutes.objects.filter(meeting__community_id__in=standing(actor).community_ids())


def visible_segments(actor: Person) -> QuerySet[Segment]:
    return Segment.objects.filter(minutes__meeting__community_id__in=standing(actor).community_ids())


def visible_decisions(actor: Person) -> QuerySet[RecordedDecision]:
    return RecordedDecision.objects.filter(segment__minutes__meeting__community_id__in=standing(actor).community_ids())


def can_start_minutes(actor: Person, meeting: Meeting) -> Verdict:
    """Once, after the meeting was noted as held."""
    if not leads(actor, meeting):
        return no(NOT_YOURS)
    if meeting.state == MeetingState.CANCELLED:
        return no(_("This meeting is cancelled."))
    if meeting.is_ahead:
        return no(_("First note that the meeting was held."))
    if meeting.state != MeetingState.HELD:
        return no(_("The minutes of this meeting have been started already."))
    return YES


def can_write_minutes(actor: Person, minutes: Minutes, language: str) -> Verdict:
    """The source: facilitation and coordination. The other language: translation as well."""
    allowed = LEADS if language == minutes.source_language else (Role.TRANSLATOR, *LEADS)
    if holds(actor, minutes.meeting.community_id, *allowed):
        return YES
    if language == minutes.source_language:
        return no(NOT_YOURS)
    return no(_("This is done by translation or facilitation."))


def can_propose_minutes(actor: Person, version: MinutesLanguage, whole: Whole | None = None) -> Verdict:
    """Say: this is ready to be approved. Every passage must be there, none outdated."""
    verdict = can_write_minutes(actor, version.minutes, version.language)
    if not verdict:
        return verdict
    if version.state == MinutesState.PROPOSED:
        return no(_("These minutes are already proposed."))
    if version.state == MinutesState.APPROVED:
        return no(_("These minutes are already approved."))
    return nothing_missing(whole or load_whole(version.minutes), version.language)


def may_approve(actor: Person, version: MinutesLanguage) -> Verdict:
    """The coordination, or people who were there; never the only author; once each for one version."""
    meeting = version.minutes.meeting
    if not (holds(actor, meeting.community_id, Role.COORDINATOR) or was_there(actor, meeting)):
        return no(_("The coordination, or people who were at the meeting, approve."))
    if authors_of(version) == {actor.pk}:
        return no(_("You are the only author: somebody else must approve."))
    if version.approvals.filter(version=version.version, person=actor).exists():
        return no(_("You have approved already."))
    return YES


def can_approve_minutes(actor: Person, version: MinutesLanguage, whole: Whole | None = None) -> Verdict:
    """The coordination alone, or as many people who were there as the community asks for."""
    if version.state == MinutesState.APPROVED:
        return no(_("These minutes are already approved."))
    if version.state != MinutesState.PROPOSED:
        return no(_("There is nothing to approve yet: the minutes have not been proposed in this language."))
    verdict = may_approve(actor, version)
    return nothing_missing(whole or load_whole(version.minutes), version.language) if verdict else verdict


def can_amend_minutes(actor: Person, minutes: Minutes) -> Verdict:
    """Change approved words: a new version, and the other language of the touched passages becomes outdated."""
    return can_write_minutes(actor, minutes, minutes.source_language)


def can_close_meeting(actor: Person, meeting: Meeting, whole: Whole | None = None) -> Verdict:
    """The coordination, when the minutes are complete (INV-23): the refusal says what is missing."""
    if not holds(actor, meeting.community_id, Role.COORDINATOR):
        return no(ONLY_COORDINATION)
    if meeting.state == MeetingState.CLOSED:
        return no(_("This meeting is closed."))
    if meeting.state != MeetingState.MINUTES_DRAFT:
        return no(_("A meeting is closed when its minutes are complete. They have not been started yet."))
    return is_complete(whole or load_whole(meeting.minutes))


def authors_of(version: MinutesLanguage) -> set[int]:
    """Everybody who wrote the body of a passage in this language; titles, which come from the agenda, do not count."""
    segments = Segment.objects.filter(minutes_id=version.minutes_id)
    if version.language == version.minutes.source_language:
        rows = SegmentVersion.objects.filter(segment__in=segments).exclude(author=None)
        return set(rows.values_list("author_id", flat=True))
    halves = Half.objects.filter(
        thing=thing_name(Segment()), thing_id__in=segments.values("pk"), field="body", language=version.language
    ).exclude(written_by_id=None)
    return set(halves.values_list("written_by_id", flat=True))  # type: ignore[arg-type]


def was_there(actor: Person, meeting: Meeting) -> bool:
    """Noted as present, or by distance."""
    present = (Presence.PRESENT, Presence.REMOTE)
    return Attendance.objects.filter(meeting=meeting, person=actor, presence__in=present).exists()
