"""What leads and MEL see together: the commitments of the last time first, then what each group says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from palabre.commitments.models import Commitment
from palabre.commitments.queries import owned_in
from palabre.communities.models import Community
from palabre.communities.queries import called, handles
from palabre.communities.rules import holds
from palabre.groups.check_in_meetings import address_of
from palabre.groups.models import CheckIn, CheckInReport, Difficulty, WorkingGroup
from palabre.groups.rules.checkins import (
    TEAM,
    can_open_check_in,
    can_promise_there,
    can_write_report,
    visible_check_ins,
)
from palabre.groups.rules.circles import leads_of
from palabre.kit.verdict import Verdict
from palabre.languages.queries import load_halves
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class GroupPart:
    """One group at one check-in: who speaks for it, what it says, what was promised."""

    group: WorkingGroup
    leads: list[str]
    report: CheckInReport | None
    commitments: list[Commitment]
    write: Verdict
    promise: Verdict | None


@dataclass(frozen=True, slots=True)
class CheckInPage:
    """One check-in; `before` is the one before it, with what was promised there."""

    check_in: CheckIn
    parts: list[GroupPart]
    before: CheckIn | None
    promised: list[tuple[WorkingGroup, list[Commitment]]]
    # the address of its meeting for this reader, if one is planned
    meeting: str
    open: Verdict


@dataclass(frozen=True, slots=True)
class CheckInList:
    """Those of one community, the latest first."""

    rows: list[tuple[CheckIn, int]]
    groups: int
    open: Verdict


def check_in_list(actor: Person, community: Community) -> CheckInList:
    rows = list(visible_check_ins(actor).filter(community=community).order_by("-held_on", "-pk")[:60])
    told: dict[int, int] = defaultdict(int)
    for key in CheckInReport.objects.filter(check_in__in=rows).values_list("check_in_id", flat=True):
        told[key] += 1
    return CheckInList(
        rows=[(one, told[one.pk]) for one in rows],
        groups=WorkingGroup.objects.filter(community=community).count(),
        open=can_open_check_in(actor, community),
    )


def check_in_page(actor: Person, check_in: CheckIn) -> CheckInPage:
    """Eight queries, whatever the number of groups and commitments."""
    community = check_in.community
    groups = list(WorkingGroup.objects.filter(community=community))
    for group in groups:
        group.community = community
    before = CheckIn.objects.filter(community=community, held_on__lt=check_in.held_on).order_by("-held_on").first()
    reports = {one.group_id: one for one in CheckInReport.objects.filter(check_in=check_in)}
    promised = _promised([one for one in (check_in, before) if one is not None], community)
    load_halves(groups)
    speakers = _speakers(community)
    return CheckInPage(
        check_in=check_in,
        parts=[
            _part(actor, check_in, group, reports.get(group.pk), promised[check_in.pk, group.pk], speakers[group.pk])
            for group in groups
        ],
        before=before,
        promised=[
            (group, promised[before.pk, group.pk]) for group in groups if before and promised[before.pk, group.pk]
        ],
        meeting=address_of(actor, check_in.meeting_id),
        open=can_open_check_in(actor, community),
    )


def check_in_of_meeting(reader: Person, meeting_id: int) -> CheckIn | None:
    """The other way: from its meeting, for whoever sees check-ins."""
    return visible_check_ins(reader).filter(meeting_id=meeting_id).first()


def report_of(check_in: CheckIn, group: WorkingGroup) -> CheckInReport | None:
    return CheckInReport.objects.filter(check_in=check_in, group=group).first()


def leads_to_note(actor: Person, community: Community) -> list[int]:
    """For whom MEL and coordination note a promise at a check-in: whoever leads a group."""
    if not holds(actor, community.pk, *TEAM):
        return []
    return list(leads_of(community).values_list("person_id", flat=True))


def _part(
    actor: Person,
    check_in: CheckIn,
    group: WorkingGroup,
    report: CheckInReport | None,
    commitments: list[Commitment],
    speakers: list[str],
) -> GroupPart:
    promise = None
    if report is not None:
        report.check_in, report.group = check_in, group
        promise = can_promise_there(actor, report) if report.difficulties else None
    return GroupPart(group, speakers, report, commitments, can_write_report(actor, check_in, group), promise)


def _promised(check_ins: list[CheckIn], community: Community) -> dict[tuple[int, int], list[Commitment]]:
    """By check-in and group, with their owners and words."""
    rows = Difficulty.objects.filter(report__check_in__in=check_ins).select_related(
        "report", "commitment__person", "commitment__organisation"
    )
    found: dict[tuple[int, int], list[Commitment]] = defaultdict(list)
    for row in rows.order_by("commitment__due", "pk"):
        found[row.report.check_in_id, row.report.group_id].append(row.commitment)
    everything = [one for some in found.values() for one in some]
    load_halves(owned_in(community, everything))
    return found


def _speakers(community: Community) -> dict[int, list[str]]:
    handles(community)
    found: dict[int, list[str]] = defaultdict(list)
    for row in leads_of(community).select_related("person").order_by("joined_at", "pk"):
        found[row.group_id].append(called(row.person, community))
    return found
