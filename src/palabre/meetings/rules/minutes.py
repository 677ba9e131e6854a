"""Who may read, write, translate, propose, approve and amend the minutes, and close the meeting."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.commitments.models import Commitment
from palabre.communities.choices import Role
from palabre.communities.rules import holds
from palabre.journal.models import Entry
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
)
from palabre.meetings.rules.joint import seen_by
from palabre.meetings.rules.meetings import has_signed_for, leads, not_yours
from palabre.meetings.rules.wholes import Whole, is_complete, load_whole, nothing_missing
from palabre.people.models import Person

ONLY_COORDINATION = _("This is done by the coordination of the community.")
# What makes an author of the source: each has left its line in the journal.
SAID = (
    *("meetings.segment_written", "meetings.decision_recorded", "meetings.decision_changed"),
    *("meetings.decision_withdrawn", "meetings.commitment_taken"),
)


def visible_minutes(actor: Person) -> QuerySet[Minutes]:
    """The minutes of the communities that the actor reads, drafts included: they say that they are drafts."""
    return Minutes.objects.filter(seen_by(actor, "meeting__"))


def visible_decisions(actor: Person) -> QuerySet[RecordedDecision]:
    return RecordedDecision.objects.filter(seen_by(actor, "segment__minutes__meeting__"))


def can_start_minutes(actor: Person, meeting: Meeting) -> Verdict:
    """Once, after the meeting was noted as held."""
    if not leads(actor, meeting):
        return not_yours(actor, meeting.community_id)
    if meeting.state == MeetingState.CANCELLED:
        return no(_("This meeting is cancelled."))
    if meeting.is_ahead:
        return no(_("First note that the meeting was held."))
    if meeting.state != MeetingState.HELD:
        return no(_("The minutes of this meeting have been started already."))
    return YES


def can_write_minutes(actor: Person, minutes: Minutes, language: str) -> Verdict:
    """The source: facilitation and coordination. The other language: translation as well."""
    if leads(actor, minutes.meeting):
        return YES
    if language != minutes.source_language and holds(actor, minutes.meeting.community_id, Role.TRANSLATOR):
        return YES
    if language == minutes.source_language:
        return not_yours(actor, minutes.meeting.community_id)
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
    signed = has_signed_for(actor, meeting)
    if not signed:
        return signed
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


def can_close_meeting(actor: Person, meeting: Meeting, whole: Whole | None = None) -> Verdict:
    """The coordination, when the minutes are complete (INV-23): the refusal says what is missing."""
    if not holds(actor, meeting.community_id, Role.COORDINATOR):
        return not_yours(actor, meeting.community_id, ONLY_COORDINATION)
    if meeting.state == MeetingState.CLOSED:
        return no(_("This meeting is closed."))
    if meeting.state != MeetingState.MINUTES_DRAFT:
        return no(_("A meeting is closed when its minutes are complete. They have not been started yet."))
    return is_complete(whole or load_whole(meeting.minutes))


def authors_of(version: MinutesLanguage) -> set[int]:
    """Everybody whose words would be approved: of passages, decisions and promises, since this language last was.

    Titles, which come from the agenda, do not count. Minutes of which nothing was said are those of who proposes them.
    """
    rows = _said(version) if version.language == version.minutes.source_language else _translated(version)
    approved = _last_approval(version) if version.version > 1 else None
    since = {who for who, at in rows if approved is None or at > approved.at}
    found = since or {who for who, _at in rows} or {version.proposed_by_id}
    return {who for who in found if who is not None}


def _said(version: MinutesLanguage) -> list[tuple[int | None, datetime]]:
    rows = Entry.objects.filter(subject="minutes", subject_id=version.minutes_id, kind__in=SAID)
    return list(rows.exclude(actor_id=None).values_list("actor_id", "at"))


def _last_approval(version: MinutesLanguage) -> Entry | None:
    told = Entry.objects.filter(subject="minutes", subject_id=version.minutes_id, kind="meetings.minutes_approved")
    return told.filter(facts__language=version.language).order_by("-pk").first()


def _translated(version: MinutesLanguage) -> list[tuple[int | None, datetime]]:
    minutes = version.minutes_id
    promises = Commitment.objects.filter(taken_at__segment__minutes=minutes)
    said = Q(
        thing=thing_name(Segment()), field="body", thing_id__in=Segment.objects.filter(minutes=minutes).values("pk")
    )
    for thing, things in (
        (RecordedDecision(), RecordedDecision.objects.filter(segment__minutes=minutes).values("pk")),
        (Commitment(), promises.values("pk")),
    ):
        said |= Q(thing=thing_name(thing), field="text", thing_id__in=things)
    halves = Half.objects.filter(said, language=version.language).exclude(written_by_id=None)
    return list(halves.values_list("written_by_id", "changed_at"))


def was_there(actor: Person, meeting: Meeting) -> bool:
    """Noted as present, or by distance."""
    present = (Presence.PRESENT, Presence.REMOTE)
    return Attendance.objects.filter(meeting=meeting, person=actor, presence__in=present).exists()
