"""Who may note who was there, and who may read it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import MembershipState
from palabre.communities.models import Membership, Organisation
from palabre.communities.rules import holds, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.meetings.choices import MeetingState
from palabre.meetings.models import Attendance, CountedLine, Meeting, SignedSheet
from palabre.meetings.rules.meetings import LEADS, NOT_YOURS, leads
from palabre.people.models import Person


def visible_attendances(actor: Person) -> QuerySet[Attendance]:
    """Names are for those who lead; a member sees her own line."""
    mine = Q(person=actor, meeting__community_id__in=standing(actor).community_ids())
    return Attendance.objects.filter(Q(meeting__community_id__in=standing(actor).communities_with(*LEADS)) | mine)


def can_record_attendance(actor: Person, meeting: Meeting) -> Verdict:
    if not leads(actor, meeting):
        return no(NOT_YOURS)
    if meeting.state == MeetingState.CANCELLED:
        return no(_("This meeting is cancelled."))
    return YES


def can_see_names(actor: Person, meeting: Meeting) -> Verdict:
    return YES if leads(actor, meeting) else no(NOT_YOURS)


def visible_counted_lines(actor: Person) -> QuerySet[CountedLine]:
    """Figures belong to the community."""
    return CountedLine.objects.filter(meeting__community_id__in=standing(actor).community_ids())


def visible_signed_sheets(actor: Person) -> QuerySet[SignedSheet]:
    """Signatures are for those who lead."""
    return SignedSheet.objects.filter(meeting__community_id__in=standing(actor).communities_with(*LEADS))


def can_export_attendance(actor: Person, meeting: Meeting) -> Verdict:
    """Names leave the house only with the coordination or facilitation, and leave a trace in the journal."""
    return YES if holds(actor, meeting.community_id, *LEADS) else no(NOT_YOURS)


def can_correct_attendance(actor: Person, attendance: Attendance) -> Verdict:
    """Change or take away one line."""
    return can_record_attendance(actor, attendance.meeting)


def can_count(actor: Person, meeting: Meeting) -> Verdict:
    """Write a figure without names."""
    return can_record_attendance(actor, meeting)


def can_see_parts(actor: Person, meeting: Meeting) -> Verdict:
    """The small parts of a figure; everybody else reads them masked (INV-36)."""
    return YES if leads(actor, meeting) else no(NOT_YOURS)


def can_add_signed_sheet(actor: Person, meeting: Meeting) -> Verdict:
    return can_record_attendance(actor, meeting)


def can_have_certificate(actor: Person, attendance: Attendance) -> Verdict:
    """For whoever was present, or by distance: her own, or given by those who lead."""
    if attendance.person_id != actor.pk and not leads(actor, attendance.meeting):
        return no(NOT_YOURS)
    if not attendance.took_part:
        return no(_("A certificate is for people who took part."))
    if attendance.meeting.starts_at > timezone.now():
        return no(_("A certificate can be made once the meeting has begun."))
    return YES


def known_organisations(meeting: Meeting) -> QuerySet[Organisation]:
    """Those that belong to the community, or were at one of its meetings: no list of the whole instance."""
    here = meeting.community_id
    members = Membership.objects.filter(community_id=here).exclude(state=MembershipState.LEFT)
    came = Attendance.objects.filter(meeting__community_id=here)
    known = members.values("organisation_id").union(came.values("organisation_id"))
    return Organisation.objects.filter(pk__in=known).order_by("name", "pk")


def can_name_organisation(meeting: Meeting, organisation: Organisation | None) -> Verdict:
    """One of those on the list, or none."""
    if organisation is None or known_organisations(meeting).filter(pk=organisation.pk).exists():
        return YES
    return no(_("Choose one of the organisations of the list."))
