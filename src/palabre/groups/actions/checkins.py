"""Check-ins of the leads with MEL: opened for a day, reported group by group; a difficulty becomes a commitment."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.commitments.actions import open_commitment
from palabre.communities.models import Community
from palabre.communities.rules import fresh, holds
from palabre.groups.actions.telling import TWO_WRITERS, locked_community
from palabre.groups.check_in_meetings import meeting_on
from palabre.groups.models import CheckIn, CheckInReport, Difficulty, WorkingGroup
from palabre.groups.rules.checkins import TEAM, can_open_check_in, can_promise_there, can_write_report
from palabre.groups.rules.circles import fresh_circles, leads_of
from palabre.journal.actions import record
from palabre.kit.text import checked
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.people.models import Person

LONGEST = 3000
SAID = ("progress", "difficulties", "help_wanted", "next_steps")
FARTHEST = timedelta(days=366)


def open_check_in(
    *, actor: Person, community: Community, held_on: date | None, meeting_id: int | None = None
) -> CheckIn:
    """One for each day, with the meeting that is planned for it, if there is one. Raises Refused."""
    with transaction.atomic():
        community = locked_community(community)
        require(can_open_check_in(fresh_circles(fresh(actor)), community))
        if held_on is None:
            raise Refused(no(_("Write a date, for example 26 November 2026.")), "held_on")
        if abs(held_on - timezone.localdate()) > FARTHEST:
            raise Refused(no(_("This day is more than a year away. Choose a nearer one.")), "held_on")
        if CheckIn.objects.filter(community=community, held_on=held_on).exists():
            raise Refused(no(_("There is a check-in on that day already.")), "held_on")
        meeting_id = meeting_id or meeting_on(community, held_on)
        if meeting_id is not None and CheckIn.objects.filter(meeting_id=meeting_id).exists():
            meeting_id = None
        check_in = CheckIn.objects.create(community=community, held_on=held_on, meeting_id=meeting_id, opened_by=actor)
        _tell("groups.check_in_opened", actor, check_in, held_on=held_on)
    return check_in


def link_check_in(*, actor: Person, community: Community, held_on: date, meeting_id: int) -> CheckIn | None:
    """Its meeting was planned after it was opened; the room of meetings has asked its own rule."""
    rows = CheckIn.objects.select_for_update().filter(community=community, held_on=held_on, meeting_id=None)
    check_in = rows.first()
    if check_in is not None:
        check_in.meeting_id = meeting_id
        check_in.save(update_fields=["meeting_id"])
        _tell("groups.check_in_linked", actor, check_in, meeting=meeting_id)
    return check_in


def write_report(
    *, actor: Person, check_in: CheckIn, group: WorkingGroup, said: dict[str, str], language: str = "fr",
    seen: int | None = None,
) -> CheckInReport:  # fmt: skip
    """What one group says: progress, difficulties, help wanted, next steps.

    `seen` is the version that its writer read (0: none yet). Raises Refused, or Clash and writes nothing.
    """
    with transaction.atomic():
        check_in = _locked(check_in)
        group = WorkingGroup.objects.get(pk=group.pk)
        require(can_write_report(fresh_circles(fresh(actor)), check_in, group))
        report, _is_new = CheckInReport.objects.get_or_create(
            check_in=check_in, group=group, defaults={"version": 0, "language": language}
        )
        if seen is not None and seen != report.version:
            raise Clash(TWO_WRITERS, report)
        for field in SAID:
            setattr(report, field, checked(said.get(field, ""), field, LONGEST))
        if not any(getattr(report, field) for field in SAID):
            raise Refused(no(_("Please write something here.")), "progress")
        report.version, report.language, report.written_by = report.version + 1, language, actor
        report.save(update_fields=[*SAID, "version", "language", "written_by"])
        _tell("groups.check_in_reported", actor, check_in, group=group.pk, version=report.version)
    return report


def promise_at_check_in(*, actor: Person, report: CheckInReport, **promise: Any) -> Difficulty:
    """What is done about a difficulty: who, until when. `promise`: what `open_commitment` takes. Raises Refused.

    MEL and coordination also note what one of the leads promises there.
    """
    with transaction.atomic():
        check_in = _locked(report.check_in)
        report = CheckInReport.objects.select_related("group").get(pk=report.pk, check_in=check_in)
        report.check_in = check_in
        require(can_promise_there(fresh_circles(fresh(actor)), report))
        if not report.difficulties:
            raise Refused(no(_("Write the difficulty first; the commitment answers it.")))
        person, circle = promise.get("person"), leads_of(check_in.community).values("person_id")
        heard = (
            holds(actor, check_in.community_id, *TEAM)
            and person is not None
            and (person.pk == actor.pk or circle.filter(person=person).exists())
        )
        commitment = open_commitment(actor=actor, community=check_in.community, heard=heard, **promise)
        difficulty = Difficulty.objects.create(report=report, commitment=commitment)
        _tell("groups.difficulty_answered", actor, check_in, commitment=commitment.pk, group=report.group_id)
    return difficulty


def _locked(check_in: CheckIn) -> CheckIn:
    rows = CheckIn.objects.select_for_update(of=("self",)).select_related("community")
    return rows.get(pk=check_in.pk)


def _tell(kind: str, actor: Person, check_in: CheckIn, **facts: Any) -> None:
    record(
        kind, actor_id=actor.pk, community_id=check_in.community_id, subject="check_in", subject_id=check_in.pk, **facts
    )
