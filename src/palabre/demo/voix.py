"""Chapter one, first part: the river."""

from __future__ import annotations

from datetime import date, timedelta

from palabre.demo import telling
from palabre.demo.calendar import half_yearly_title, moved, shift_to
from palabre.demo.river import HALF_YEARLY, Both, Gathering
from palabre.demo.river_forums import FORUMS, NEXT_POINTS, PROMISES, core_meetings, next_thursday
from palabre.demo.stage import Stage
from palabre.meetings.actions.after import evaluate
from palabre.meetings.actions.guests import add_guest
from palabre.meetings.models import Meeting, Minutes
from palabre.people.models import Person

DECIDED = Both(
    "Le suivi des conventions d’abandon se fait tous les six mois.",
    "Abandonment pledges are followed up every six months.",
)
EXTRA = (
    ("core_group", Both("Réunion de noyau", "Core group meeting"), 6, "16:00", "17:15", "online"),
    ("half_yearly", Both(""), 9, "09:00", "15:30", "hybrid"),
)


def tell_river(*, stage: Stage, today: date) -> None:
    """Five half-yearly meetings, three forums, nine meetings of the core group; then what is ahead."""
    shift = shift_to(today)
    held = [moved(gathering, shift) for gathering in HALF_YEARLY]
    for gathering in held[:-1]:
        _whole(stage, gathering)
    for forum in FORUMS:
        meeting, gathering = _held(stage, moved(forum.gathering, shift))
        telling.count_forum(stage, meeting, forum)
        _minutes(stage, meeting, gathering)
    for gathering in core_meetings():
        _core(stage, moved(gathering, shift))
    _may(stage, held[-1], today)
    _ahead(stage, today)


def _held(stage: Stage, gathering: Gathering) -> tuple[Meeting, Gathering]:
    meeting = stage.plan(gathering)
    stage.publish(meeting, gathering.day - timedelta(days=14))
    if gathering.present:
        telling.note_present(stage, meeting, gathering.present)
    stage.hold(meeting, gathering.day)
    return meeting, gathering


def _minutes(stage: Stage, meeting: Meeting, gathering: Gathering) -> Minutes:
    minutes = telling.write_minutes(stage, meeting, gathering)
    telling.translate(stage, minutes, gathering, stage.people["translator"])
    telling.approve(stage, minutes, gathering)
    return minutes


def _whole(stage: Stage, gathering: Gathering) -> None:
    meeting, gathering = _held(stage, gathering)
    _minutes(stage, meeting, gathering)


def _core(stage: Stage, gathering: Gathering) -> None:
    """The core group keeps short minutes; the English of the last one is not there yet."""
    meeting, gathering = _held(stage, gathering)
    minutes = telling.write_minutes(stage, meeting, gathering)
    telling.approve(stage, minutes, gathering, ("fr",))


def _may(stage: Stage, gathering: Gathering, today: date) -> None:
    """The meeting of May: decisions, fourteen promises, approved in both languages, then one passage is mended."""
    meeting, gathering = _held(stage, gathering)
    minutes = telling.write_minutes(stage, meeting, gathering)
    telling.decide(stage, minutes, gathering, DECIDED, 1)
    taken = telling.promise(stage, minutes, gathering, PROMISES, today)
    telling.translate(stage, minutes, gathering, stage.people["translator"])
    telling.approve(stage, minutes, gathering, ("fr", "en"))
    telling.live_on(stage, taken, PROMISES, today)
    with stage.on(gathering.day + timedelta(days=2), 15):
        for number, person in enumerate(_were_there(meeting)[:7]):
            evaluate(actor=person, meeting=meeting, useful=4 + number % 2, heard=3 + number % 3)
    telling.amend(stage, minutes, today - timedelta(days=5))


def _were_there(meeting: Meeting) -> list[Person]:
    rows = meeting.attendances.filter(presence="present").exclude(person=None).select_related("person").order_by("pk")
    return [row.person for row in rows if row.person]


def _ahead(stage: Stage, today: date) -> None:
    """Two meetings ahead: the tenth of the core group, and the sixth half-yearly one with a missing half."""
    for kind, title, days, start, end, mode in EXTRA:
        day = next_thursday(today, days)
        points = NEXT_POINTS if kind == "half_yearly" else NEXT_POINTS[1:2]
        named = half_yearly_title(day) if kind == "half_yearly" else title
        meeting = stage.plan(Gathering(kind, day, named, start, end, mode, points), planned=today - timedelta(days=12))
        with stage.on(today - timedelta(days=4), 10):
            if kind == "half_yearly":
                guest = "Dre Hélène R., personne-ressource"
                add_guest(actor=stage.lead, meeting=meeting, name=guest, email="personne.ressource@demo.example")
        stage.publish(meeting, today - timedelta(days=3))
        if kind == "half_yearly":
            quiet = {stage.people[key].pk for key in ("member", "coordinator")}
            telling.answer(
                stage, meeting, today - timedelta(days=2), [p for p in stage.members() if p.pk not in quiet][:31]
            )
