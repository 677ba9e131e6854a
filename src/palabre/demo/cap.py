"""Chapter one, second part: Pas à Pas."""

from __future__ import annotations

from datetime import date, timedelta

from palabre.demo import telling
from palabre.demo.calendar import moved, shift_to
from palabre.demo.river import Gathering
from palabre.demo.river_forums import next_thursday
from palabre.demo.stage import Stage
from palabre.demo.steps import NEXT_POINTS, NEXT_TITLE, SESSIONS
from palabre.meetings.actions.after import ask_question


def tell_steps(*, stage: Stage, today: date) -> None:
    """Seven sessions behind, the eighth ahead, with a sensitive question for the facilitation."""
    shift = shift_to(today)
    for number, session in enumerate(SESSIONS):
        gathering = moved(session, shift)
        meeting = stage.plan(gathering)
        stage.publish(meeting, gathering.day - timedelta(days=7))
        telling.note_present(stage, meeting, gathering.present)
        stage.hold(meeting, gathering.day)
        minutes = telling.write_minutes(stage, meeting, gathering)
        last = number == len(SESSIONS) - 1
        telling.translate(stage, minutes, gathering, stage.people["second-reader"], leave_out=1 if last else 0)
        telling.approve(stage, minutes, gathering, ("fr",) if last else ("fr", "en"))
    _ahead(stage, today)


def _ahead(stage: Stage, today: date) -> None:
    day = next_thursday(today, 5) + timedelta(days=5)
    gathering = Gathering("session", day, NEXT_TITLE, "14:00", "15:20", "online", NEXT_POINTS)
    meeting = stage.plan(gathering, planned=today - timedelta(days=8))
    stage.publish(meeting, today - timedelta(days=2))
    telling.answer(stage, meeting, today - timedelta(days=1), stage.members()[:6])
    with stage.on(today - timedelta(days=1), 20):
        words = "Que faire quand la personne qui finance veut des noms que nous avons promis de taire ?"
        ask_question(actor=stage.people["cap-member"], meeting=meeting, text=words)
