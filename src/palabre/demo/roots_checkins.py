"""Chapter three: what the groups say at the check-ins, and what is promised against their difficulties."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from palabre.commitments.actions.progress import begin_commitment, keep_commitment
from palabre.commitments.models import Commitment
from palabre.demo.networks import on
from palabre.demo.river import Both
from palabre.demo.roots_founding import Roots
from palabre.demo.roots_groups import fresh_person, groups_of, people_of
from palabre.groups.actions.checkins import open_check_in, promise_at_check_in, write_report
from palabre.groups.models import CheckIn, WorkingGroup
from palabre.meetings.models import Meeting


class Report(NamedTuple):
    """What a group says, in the language of whoever leads it; `mend` becomes a commitment, `end` what came of it."""

    progress: str
    next_steps: str
    hard: str = ""
    help: str = ""
    mend: Both = Both("")
    end: str = ""


REPORTS: tuple[tuple[Report, Report, Report], ...] = (
    (
        Report(
            "Eleven gestures are collected; the plan holds.", "Write the first sheets, in pairs.",
            "Two members changed their hours; meetings are held by four.", "Somebody to open a second time slot.",
            Both("Proposer un second créneau le samedi", "Offer a second time on Saturday"),
            "A second time is open on Saturdays at 10.",
        ),
        Report(
            "The plan is approved; the reading is shared among us.", "Listen to six accounts.",
            "Translation is late.", "A few hours of somebody who reads English with care.",
            Both("Trouver une relecture en anglais", "Find somebody to review the English"),
            "Somebody has agreed, two hours a month.",
        ),
        Report(
            "Deux collectifs écoutés.", "Écouter deux autres collectifs.",
            "Un collectif a renoncé : il n’a plus de temps.", "Une adresse sûre pour en inviter un autre.",
            Both("Inviter un autre collectif à raconter", "Invite another collective to tell its story"),
        ),
    ),
    (
        Report(
            "Four sheets are written, five trial groups found.", "Review the first six sheets.",
            "Saturday does not suit everybody.", "Two people who can host the other slot.",
            Both("Alterner le mercredi et le samedi", "Alternate between Wednesday and Saturday"), "begun",
        ),
        Report(
            "The first session is drafted.", "Prepare the two trial groups.",
            "A resource person is missing for session three.", "Two names in the network.",
            Both("Écrire à deux personnes-ressources du réseau", "Write to two resource persons of the network"),
        ),
        Report("Quatre collectifs écoutés, une page écrite.", "Faire relire la première page."),
    ),
)  # fmt: skip


def check_in(stage: Roots, meeting: Meeting, number: int) -> None:
    """The leads and the MEL team on the day of their meeting: what goes well, what is hard, and who mends it."""
    with on(meeting.starts_at.date(), 17):
        opened = open_check_in(
            actor=stage.who("roots-mel"), community=stage.community, held_on=meeting.starts_at.date(), meeting_id=meeting.pk
        )  # fmt: skip
        told = zip(groups_of(stage), REPORTS[number], strict=True)
        promised = [(_report(stage, opened, group, said), said.end) for group, said in told]
    for commitment, end in promised:
        if commitment is not None and end:
            _live_on(commitment, end)


def _report(stage: Roots, opened: CheckIn, group: WorkingGroup, said: Report) -> Commitment | None:
    lead = people_of(group)[0]
    words = {
        "progress": said.progress, "difficulties": said.hard, "help_wanted": said.help, "next_steps": said.next_steps,
    }  # fmt: skip
    report = write_report(actor=lead, check_in=opened, group=group, said=words, language=lead.language)
    if not said.mend.fr:
        return None
    return promise_at_check_in(
        actor=stage.who("roots-coordinator"), report=report, text=said.mend.fr, other_text=said.mend.en,
        due=opened.held_on + timedelta(days=35), person=lead,
    ).commitment  # fmt: skip


def _live_on(commitment: Commitment, end: str) -> None:
    if commitment.person is None:
        return
    if end == "begun":
        with on(commitment.due - timedelta(days=28)):
            begin_commitment(actor=fresh_person(commitment.person), commitment=commitment)
        return
    with on(commitment.due - timedelta(days=3)):
        keep_commitment(actor=fresh_person(commitment.person), commitment=commitment, evidence=end)
