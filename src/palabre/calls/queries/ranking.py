"""All files of a call by what their reviews come to: codes only, and none that is shut for the reader of the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from palabre.calls.choices import AssignmentState, Recommendation
from palabre.calls.models import Application, Call, ReviewAssignment
from palabre.calls.queries.assigned import OPENLY, themes_of
from palabre.calls.queries.marks import Standing, standings
from palabre.calls.rules.reviewing import ranked_applications
from palabre.kit.paging import SIZE, Slice
from palabre.people.models import Person

PRINTED = 100


@dataclass(frozen=True, slots=True)
class Ranked:
    """One file: `place` among those that this reader sees; `mine`: her own reading of it, if any."""

    application: Application
    place: int
    standing: Standing | None
    said: list[tuple[str, int]]
    mine: ReviewAssignment | None


@dataclass(frozen=True, slots=True)
class RankingPage:
    """The part of the ranking that is asked for."""

    rows: list[Ranked]
    slice: Slice[Application]
    by: str
    number: int
    read: int


Key = Callable[[Standing | None, str], tuple[Any, ...]]
_LAST = (1, 0.0)


def _mean(one: Standing | None, code: str) -> tuple[Any, ...]:
    return (*((0, -one.mark.mean) if one and one.mark else _LAST), code)


def _spread(one: Standing | None, code: str) -> tuple[Any, ...]:
    return (*((0, -one.mark.spread) if one and one.mark and one.mark.number > 1 else _LAST), code)


def _reviews(one: Standing | None, code: str) -> tuple[Any, ...]:
    return (one.mark.number if one and one.mark else 0, code)


def _code(_one: Standing | None, code: str) -> tuple[Any, ...]:
    return (code,)


ORDERS: dict[str, Key] = {"mean": _mean, "spread": _spread, "reviews": _reviews, "code": _code}
"""The best mean first, the widest spread first, the fewest reviews first, the codes."""


def ranking_page(actor: Person, call: Call, asked: Mapping[str, Any], *, size: int = SIZE) -> RankingPage:
    """Seven queries, whatever the number of files."""
    by = str(asked.get("by", ""))
    by = by if by in ORDERS else "mean"
    files = ranked_applications(actor, call).values_list("pk", "public_id", "code")
    marks = standings(call)
    rows = sorted(files, key=lambda row: ORDERS[by](marks.get(row[0]), row[2]))
    start = _start([row[1] for row in rows], asked, size)
    shown = [row[0] for row in rows[start : start + size]]
    found = Application.objects.only("pk", *OPENLY).in_bulk(shown)
    items = [found[pk] for pk in shown]
    themes_of(items)
    mine = _mine(actor, shown)
    return RankingPage(
        rows=[
            Ranked(one, start + place, marks.get(one.pk), _said(marks.get(one.pk)), mine.get(one.pk))
            for place, one in enumerate(items, start=1)
        ],
        slice=Slice(
            items,
            newer=items[0].public_id if items and start else None,
            older=items[-1].public_id if start + size < len(rows) else None,
        ),
        by=by,
        number=len(rows),
        read=sum(row[0] in marks for row in rows),
    )


def _start(ids: Sequence[str], asked: Mapping[str, Any], size: int) -> int:
    """Where the part begins that the address asks for; an id that is not among the rows gives the first part."""
    places = {key: place for place, key in enumerate(ids)}
    older, newer = places.get(str(asked.get("older", ""))), places.get(str(asked.get("newer", "")))
    if newer is not None:
        return max(0, newer - size)
    return older + 1 if older is not None else 0


def _said(one: Standing | None) -> list[tuple[str, int]]:
    """Each recommendation in words, with how often it was given."""
    return [(str(word.label), one.said[word]) for word in Recommendation if one.said[word]] if one else []


def _mine(actor: Person, shown: list[int]) -> dict[int, ReviewAssignment]:
    rows = ReviewAssignment.objects.filter(
        application__in=shown, reviewer__person=actor, reviewer__ended_at=None, state=AssignmentState.SUBMITTED
    )
    return {one.application_id: one for one in rows.only("pk", "public_id", "application_id")}
