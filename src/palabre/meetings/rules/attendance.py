"""Who may note who was there, and who may read it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Membership, Organisation
from palabre.kit.verdict import YES, Verdict, no
from palabre.meetings.choices import MeetingState
from palabre.meetings.models import Attendance, CountedLine, Meeting, SignedSheet
from palabre.meetings.rules.circles import conducted
from palabre.meetings.rules.joint import seen_by, sides
from palabre.meetings.rules.meetings import leads, not_yours
from palabre.people.models import Person


def visible_attendances(actor: Person) -> QuerySet[Attendance]:
    """Names are for those who lead; a member sees her own line."""
    mine = Q(seen_by(actor, "meeting__"), person=actor)
    return Attendance.objects.filter(conducted(actor, "meeting__") | mine)


def can_record_attendance(actor: Person, meeting: Meeting) -> Verdict:
    if not leads(actor, meeting):
        return not_yours(actor, meeting.community_id)
    if meeting.state == MeetingState.CANCELLED:
        return no(_("This meeting is cancelled."))
    return YES


def can_see_names(actor: Person, meeting: Meeting) -> Verdict:
    return YES if leads(actor, meeting) else not_yours(actor, meeting.community_id)


def visible_counted_lines(actor: Person) -> QuerySet[CountedLine]:
    """Figures belong to whoever takes part in the meeting."""
    return CountedLine.objects.filter(seen_by(actor, "meeting__"))


def visible_signed_sheets(actor: Person) -> QuerySet[SignedSheet]:
    """Signatures are for those who lead."""
    return SignedSheet.objects.filter(conducted(actor, "meeting__"))


def can_export_attendance(actor: Person, meeting: Meeting) -> Verdict:
    """Names leave the house only with the coordination or facilitation, and leave a trace in the journal."""
    return YES if leads(actor, meeting) else not_yours(actor, meeting.community_id)


def can_correct_attendance(actor: Person, attendance: Attendance) -> Verdict:
    """Change or take away one line."""
    return can_record_attendance(actor, attendance.meeting)


def can_count(actor: Person, meeting: Meeting) -> Verdict:
    """Write a figure without names."""
    return can_record_attendance(actor, meeting)


def can_see_parts(actor: Person, meeting: Meeting) -> Verdict:
    """The small parts of a figure; everybody else reads them masked (INV-36)."""
    return YES if leads(actor, meeting) else not_yours(actor, meeting.community_id)


def can_add_signed_sheet(actor: Person, meeting: Meeting) -> Verdict:
    return can_record_attendance(actor, meeting)


def can_have_certificate(actor: Person, attendance: Attendance) -> Verdict:
    """For whoever was present, or by distance: her own, or given by those who lead."""
    if attendance.person_id != actor.pk and not leads(actor, attendance.meeting):
        return not_yours(actor, attendance.meeting.community_id)
    if not attendance.took_part:
        return no(_("A certificate is for people who took part."))
    if attendance.meeting.starts_at > timezone.now():
        return no(_("A certificate can be made once the meeting has begun."))
    return YES


def known_organisations(meeting: Meeting) -> QuerySet[Organisation]:
    """Those that belong to the community or to a twin that takes part, or were at one of its meetings."""
    members = Membership.objects.inside().filter(community_id__in=sides(meeting))
    came = Attendance.objects.filter(meeting__community_id=meeting.community_id)
    known = members.values("organisation_id").union(came.values("organisation_id"))
    return Organisation.objects.filter(pk__in=known).order_by("name", "pk")


def can_name_organisation(meeting: Meeting, organisation: Organisation | None) -> Verdict:
    """One of those on the list, or none."""
    if organisation is None or known_organisations(meeting).filter(pk=organisation.pk).exists():
        return YES
    return no(_("Choose one of the organisations of the list."))
