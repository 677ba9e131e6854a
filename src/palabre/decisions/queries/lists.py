"""Lists of proposals: what waits for the reader's word first, then what was decided, with the day to look again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from palabre.communities.models import Community
from palabre.decisions.choices import ProposalState
from palabre.decisions.models import Elector, Proposal, Stance
from palabre.decisions.rules.proposals import can_propose, visible_proposals
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Verdict
from palabre.languages.queries import load_halves
from palabre.people.models import Person

MOST_OPEN = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the proposal, the day that counts for it, whether it has come."""

    proposal: Proposal
    day: date | None
    due: bool = False


@dataclass(frozen=True, slots=True)
class ListPage:
    """`to_speak`: she decides and has said nothing yet. `drafts`: hers alone."""

    to_speak: list[Row]
    going_on: list[Row]
    drafts: list[Proposal]
    ended: list[Row]
    slice: Slice[Proposal]
    propose: Verdict | None

    @property
    def is_empty(self) -> bool:
        return not (self.to_speak or self.going_on or self.drafts or self.ended)


def list_page(reader: Person, asked: Mapping[str, Any], community: Community | None = None) -> ListPage:
    """Of one community, or of all of hers. Six queries, whatever the number of rows."""
    rows = visible_proposals(reader).select_related("community", "record")
    rows = rows.filter(community=community) if community is not None else rows
    working = list(_asked_of(rows.open(), reader).order_by("closes_at", "-pk")[:MOST_OPEN])
    drafts = list(rows.filter(state=ProposalState.DRAFT).order_by("-pk")[:MOST_OPEN])
    part: Slice[Proposal] = page_of(rows.filter(state__in=ProposalState.ended()), asked, by="-ended_at")
    _load([*working, *drafts, *part.items])
    waits = [one for one in working if _waits(one)]
    return ListPage(
        to_speak=[Row(one, _closing(one)) for one in waits],
        going_on=[Row(one, _closing(one)) for one in working if one not in waits],
        drafts=drafts,
        ended=[_ended(one) for one in part.items],
        slice=part,
        propose=can_propose(reader, community) if community is not None else None,
    )


def to_speak_on(reader: Person) -> list[Proposal]:
    """What waits for her word now, the nearest day first: for her day page. Two queries."""
    rows = visible_proposals(reader).select_related("community").filter(state=ProposalState.STANCES)
    rows = rows.filter(_decides(reader), ~_has_spoken(reader), closes_at__gt=timezone.now())
    found = list(rows.order_by("closes_at", "pk")[:MOST_OPEN])
    _load(found)
    return found


def _asked_of(rows: QuerySet[Proposal], reader: Person) -> QuerySet[Proposal]:
    """Each with `mine` (she decides on it) and `spoken` (she has said something in this round)."""
    return rows.annotate(mine=_decides(reader), spoken=_has_spoken(reader))


def _decides(reader: Person) -> Exists:
    return Exists(Elector.objects.filter(proposal=OuterRef("pk"), person=reader))


def _has_spoken(reader: Person) -> Exists:
    return Exists(Stance.objects.filter(proposal=OuterRef("pk"), round=OuterRef("round"), person=reader))


def _waits(proposal: Any) -> bool:
    return bool(
        proposal.state == ProposalState.STANCES and proposal.mine and not proposal.spoken and not proposal.is_over()
    )


def _closing(proposal: Proposal) -> date | None:
    if proposal.state != ProposalState.STANCES or proposal.closes_at is None:
        return None
    return timezone.localtime(proposal.closes_at).date()


def _ended(proposal: Proposal) -> Row:
    record = getattr(proposal, "record", None)
    day = record.review_on if record is not None and proposal.state == ProposalState.ADOPTED else None
    return Row(proposal, day, due=day is not None and day <= timezone.localdate())


def _load(rows: Iterable[Proposal]) -> None:
    found = list(rows)
    load_halves(
        [*found, *{one.community_id: one.community for one in found}.values(), *(one.community for one in found)]
    )
