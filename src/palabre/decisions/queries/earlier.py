"""Objections as they stood when the present round began: what happened to them since is not heard yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from copy import copy
from datetime import datetime

from palabre.decisions.choices import ObjectionState, StanceKind
from palabre.decisions.models import Amendment, Objection, Proposal, Stance
from palabre.people.models import Person


def before_the_round(
    proposal: Proposal, reader: Person, rows: Iterable[Objection], settled: Collection[int]
) -> list[Objection]:
    """One's own as they are; those of others from before this round as they were then. Two queries.

    `settled`: keys of those that are shown as they are, for nobody took a stance by them.
    """
    began = Amendment.objects.filter(proposal=proposal, round=proposal.round).values_list("at", flat=True).first()
    said = _said_before(proposal) if began is not None else {}
    return [
        row if row.person_id == reader.pk or row.pk in settled else _then(row, began, said)
        for row in rows
        if row.person_id == reader.pk or (began is not None and row.created_at < began)
    ]


def _said_before(proposal: Proposal) -> dict[int, Stance]:
    """The last objection that each person put into words before this round."""
    rows = Stance.objects.filter(proposal=proposal, round__lt=proposal.round, kind=StanceKind.OBJECT)
    return {row.person_id: row for row in rows.order_by("round") if row.person_id is not None}


def _then(row: Objection, began: datetime | None, said: dict[int, Stance]) -> Objection:
    """A copy for reading. Only what was still open then can have moved since."""
    if began is None or (row.closed_at is not None and row.closed_at < began):
        return row
    row = copy(row)
    row.state, row.closed_at, row.integrated_by = ObjectionState.OPEN, None, None
    if stance := said.get(row.person_id or 0):
        row.reason, row.language = stance.comment, stance.language
    return row
