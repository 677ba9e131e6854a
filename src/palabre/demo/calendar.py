"""The days of the story, moved by whole weeks so that it always ends around today."""

from __future__ import annotations

from datetime import date, timedelta

from babel.dates import format_date

from palabre.demo.river import Both, Gathering

TOLD_ON = date(2026, 11, 17)


def shift_to(today: date) -> timedelta:
    """Whole weeks between the day the story was written for and today; never backwards."""
    return timedelta(weeks=max(0, (today - TOLD_ON).days // 7))


def moved(gathering: Gathering, shift: timedelta) -> Gathering:
    """The same gathering on its shifted day; a half-yearly meeting is named after its month."""
    day = gathering.day + shift
    title = half_yearly_title(day) if gathering.kind == "half_yearly" else gathering.title
    return gathering._replace(day=day, title=title)


def half_yearly_title(day: date) -> Both:
    french, english = format_date(day, "MMMM y", locale="fr"), format_date(day, "MMMM y", locale="en")
    join = "d’" if french[0] in "ao" else "de "
    return Both(f"Rencontre semestrielle {join}{french}", f"Half-yearly meeting of {english}")
