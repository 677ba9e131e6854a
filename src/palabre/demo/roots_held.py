"""Chapter three: the meetings that are behind, with who was there and their minutes; the agenda of what comes next."""

from __future__ import annotations

from datetime import date, timedelta

from palabre.commitments.actions.progress import keep_commitment
from palabre.communities.models import Membership
from palabre.demo import roots_talks, telling
from palabre.demo.networks import on, stand
from palabre.demo.river import Both, Gathering, Point
from palabre.demo.roots_checkins import check_in
from palabre.demo.roots_founding import Roots
from palabre.demo.roots_groups import fresh_person
from palabre.demo.roots_meetings import Ends, Round
from palabre.meetings.actions.minutes import write_segment
from palabre.meetings.actions.minutes_flow import record_decision, take_commitment
from palabre.meetings.actions.translation import approve_titles
from palabre.meetings.models import Minutes

DECIDED = Both(
    "La traduction des trois groupes est commandée ensemble.",
    "The translation of all three groups is ordered together.",
)
# by plenary: what somebody promises there, which of the fifteen, in how many days
PROMISES = {
    2: (Both("Demander un devis de traduction pour les trois groupes", "Ask for one translation quote for all groups"), 3, 25),
    4: (Both("Relire la fiche « quitter vite » dans les deux langues", "Review the quick-exit sheet in both languages"), 5, 46),
}  # fmt: skip
KEPT = "Devis reçu : 1 800 EUR pour les trois groupes."
# who goes by another name inside since the fourth plenary: their places among the fifteen
HANDLES = {3: "Lune", 6: "Colibri", 12: "Acacia"}
# a word of approved minutes is mended lately, and their English has to be read again: round, meeting, both words
MENDED = ((0, 2, "sera commandée ensemble", "est commandée ensemble"), (1, 3, "trois minutes", "deux minutes"))


def hold_meetings(stage: Roots, rounds: list[Round], today: date) -> None:
    """Day after day, what is behind; then the agenda of the next meeting of each circle."""
    told = [(one, number) for one in rounds for number in range(len(one.meetings)) if one.day(number) < today]
    kept: dict[tuple[int, int], Minutes] = {}
    for one, number in sorted(told, key=lambda row: row[0].meetings[row[1]].starts_at):
        kept[rounds.index(one), number] = _hold(stage, one, number)
        if (one.kind, number) == ("plenary", 3):
            _go_by_other_names(stage, one.day(3))
    for one in rounds:
        ahead = next(number for number in range(len(one.meetings)) if one.day(number) > today)
        _publish(one, ahead, today - timedelta(days=2))
    for place, number, old, new in MENDED:
        _mend(rounds[place], kept[place, number], old, new, today - timedelta(days=3))
    _answer(stage, rounds[0], today)


def _gathering(one: Round, number: int) -> Gathering:
    talk = one.talks[number]
    points = (
        Point(roots_talks.OPENING, 10, "lead", roots_talks.OPENED),
        Point(talk.title, 50, "lead", talk.said),
        Point(roots_talks.CLOSING, 15, "lead", roots_talks.CLOSED),
    )
    return Gathering(one.kind, one.day(number), one.title, "", "", "online", points, one.present)


def _publish(one: Round, number: int, day: date) -> Gathering:
    """The agenda in both languages; what is still promised comes back by itself."""
    scene, meeting, gathering = one.stage, one.meetings[number], _gathering(one, number)
    with on(day):
        for point in gathering.points:
            scene.add(meeting, point)
        approve_titles(actor=fresh_person(scene.second), meeting=meeting)
    scene.publish(meeting, day)
    return gathering


def _hold(stage: Roots, one: Round, number: int) -> Minutes:
    scene, meeting, ends = one.stage, one.meetings[number], one.ends.get(number, Ends())
    gathering = _publish(one, number, one.day(number) - timedelta(days=6))
    telling.note_present(scene, meeting, gathering.present)
    scene.hold(meeting, gathering.day)
    if one.kind == "mel":
        check_in(stage, meeting, number)
    minutes = telling.write_minutes(scene, meeting, gathering)
    if one.kind == "plenary":
        _promise(stage, one, minutes, number)
    telling.translate(scene, minutes, gathering, stage.who("roots-translator"), leave_out=ends.missing)
    if ends.approved:
        telling.approve(scene, minutes, gathering, ends.approved)
    return minutes


def _promise(stage: Roots, one: Round, minutes: Minutes, number: int) -> None:
    """A decision and a promise in the third plenary, a promise in the fifth."""
    if number not in PROMISES:
        return
    text, place, days = PROMISES[number]
    day, segment = one.day(number), telling.passages(minutes)[-2]
    with on(day + timedelta(days=2), 10):
        decision = None
        if number == 2:
            decision = record_decision(actor=one.stage.lead, segment=segment, text=DECIDED.fr, other_text=DECIDED.en)
        taken = take_commitment(
            actor=one.stage.lead, segment=segment, text=text.fr, other_text=text.en, due=day + timedelta(days=days),
            person=stage.members[place], decision=decision,
        )  # fmt: skip
    if number == 2:
        with on(day + timedelta(days=20)):
            keep_commitment(actor=fresh_person(stage.members[place]), commitment=taken.commitment, evidence=KEPT)


def _go_by_other_names(stage: Roots, day: date) -> None:
    with on(day + timedelta(days=1)):
        for place, handle in HANDLES.items():
            person = fresh_person(stage.members[place])
            stand(person, Membership.objects.get(person=person, community=stage.community), handle=handle)


def _mend(one: Round, minutes: Minutes, old: str, new: str, day: date) -> None:
    segment = next(segment for segment in telling.passages(minutes) if old in segment.body)
    with on(day):
        write_segment(
            actor=fresh_person(one.stage.lead), segment=segment, title=segment.title,
            body=segment.body.replace(old, new), base_version=segment.version,
        )  # fmt: skip


def _answer(stage: Roots, plenaries: Round, today: date) -> None:
    """Half of the fifteen have said whether they come to the next plenary."""
    ahead = next(meeting for meeting in plenaries.meetings if meeting.starts_at.date() > today)
    people = [fresh_person(person) for person in stage.members[4:12]]
    telling.answer(plenaries.stage, ahead, today - timedelta(days=1), people)
