"""Retention as the keeper sees it: what is kept how long, what went, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from palabre.exchange.choices import PERIODS, Kept, periods
from palabre.exchange.models import RetentionLine, RetentionRun

SHOWN = 14


@dataclass(frozen=True, slots=True)
class Term:
    """How long one kind is kept here, and at most; no number where it has a clock of its own."""

    kind: Kept
    days: int | None
    ceiling: int | None
    kept: int | None


@dataclass(frozen=True, slots=True)
class Run:
    """One night: which kinds went, how many of each."""

    day: date
    ended: datetime | None
    failed: bool
    lines: list[tuple[Kept, int]]
    total: int


def last_run() -> RetentionRun | None:
    """The last one that came to its end."""
    return RetentionRun.objects.filter(ended_at__isnull=False).order_by("-day").first()


def terms() -> list[Term]:
    """Every kind in the order of the nightly run, with how many stayed at the last one. Two queries."""
    run = last_run()
    kept = dict(run.lines.values_list("kind", "kept")) if run else {}
    days = periods()
    return [
        Term(kind, days.get(kind), PERIODS[kind].ceiling if kind in PERIODS else None, kept.get(kind)) for kind in Kept
    ]


def runs() -> list[Run]:
    """The latest nights, with what went in each. Two queries."""
    found = list(RetentionRun.objects.order_by("-day")[:SHOWN])
    lines: dict[int, list[tuple[Kept, int]]] = {one.pk: [] for one in found}
    for line in RetentionLine.objects.filter(run__in=found, deleted__gt=0).order_by("pk"):
        lines[line.run_id].append((Kept(line.kind), line.deleted))
    return [
        Run(one.day, one.ended_at, one.failed, lines[one.pk], sum(number for _kind, number in lines[one.pk]))
        for one in found
    ]
