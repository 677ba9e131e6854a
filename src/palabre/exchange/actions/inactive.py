"""Accounts that nobody uses: a warning after 18 months, closed after 24 (DOMAIN.md §4.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Q, QuerySet
from django.utils import timezone

from palabre.exchange.actions.erasing import erase
from palabre.people.actions.erasing import note_unused
from palabre.people.choices import WordsAfter
from palabre.people.models import Person

WARNED_AFTER, CLOSED_AFTER = 18, 24  # months since the month of the last sign-in
# nobody is closed without having been told a while before
NOTICE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Unused:
    """How many were warned, how many were closed, how many are warned and wait."""

    warned: int
    closed: int
    waiting: int


def close_inactive(
    *, now: datetime | None = None, warned_after: int = WARNED_AFTER, closed_after: int = CLOSED_AFTER
) -> Unused:
    """Warn whoever has not signed in for `warned_after` months, erase whoever has not for `closed_after`.

    Between the warning and the end there are sixty days at least, whatever the server slept through.
    """
    now = now or timezone.now()
    told_early = Q(warned_at__lte=now - NOTICE)
    gone = list(_unused_since(now, closed_after).filter(told_early))
    for person in gone:
        erase(person=person, words=WordsAfter.NAMELESS)
    late = list(_unused_since(now, warned_after).filter(warned_at=None))
    for person in late:
        note_unused(person=person)
    waiting = Person.objects.filter(erased_at=None, warned_at__isnull=False).count()
    return Unused(warned=len(late), closed=len(gone), waiting=waiting)


def _unused_since(now: datetime, months: int) -> QuerySet[Person]:
    """By the month of the last sign-in; of an account that was never entered, by the day it was made."""
    before: date = (now - relativedelta(months=months)).date()
    never = Q(seen_on=None, created_at__date__lt=before)
    theirs = Q(is_active=True) | Q(locked_at__isnull=False)
    return Person.objects.filter(theirs, Q(seen_on__lt=before) | never, erased_at=None).order_by("pk")


def closing_day(person: Person) -> date:
    """When a warned account is closed, unless she signs in before."""
    since = person.seen_on or person.created_at.date()
    told = (person.warned_at or timezone.now()) + NOTICE
    return max(since + relativedelta(months=CLOSED_AFTER), told.date())
