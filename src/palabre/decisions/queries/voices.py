"""Who said what in the present round, which objections stand and what became of the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from palabre.communities.models import Membership, RoleGrant
from palabre.communities.queries.naming import called
from palabre.communities.rules.sharing import may_name
from palabre.decisions.choices import ObjectionState, ProposalState
from palabre.decisions.models import Elector, Objection, Proposal, Stance
from palabre.decisions.queries.earlier import before_the_round
from palabre.languages.queries import best_words
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Voice:
    """One stance as it is read: who, for whom, what."""

    name: str
    speaks_for: str
    stance: Stance
    mine: bool


@dataclass(frozen=True, slots=True)
class Raised:
    """One objection: who raised it, and what this reader may say of it now."""

    objection: Objection
    name: str
    mine: bool
    answers: bool
    orphan: bool


def voices(proposal: Proposal, reader: Person, electors: dict[int, Elector], language: str) -> list[Voice]:
    """In the order in which they spoke: nobody is first in a list of names. One query."""
    rows = Stance.objects.filter(proposal=proposal, round=proposal.round).select_related("person").order_by("at", "pk")
    return [
        Voice(
            _name(row.person, proposal, reader.pk in electors),
            _house(reader, electors, row.person_id, language),
            row,
            row.person_id == reader.pk,
        )
        for row in rows
    ]


def raised(proposal: Proposal, reader: Person, *, carrying: bool, hears: bool, named: bool) -> list[Raised]:
    """Open ones first, then what became of the others. One query, and three for those nobody can answer any more.

    Whoever does not hear the others yet reads her own, and theirs as they stood when this round began: an answer to the new
    text is a stance. `named`: she is of the circle.
    """
    rows = list(
        Objection.objects.filter(proposal=proposal)
        .select_related("person", "integrated_by")
        .order_by("created_at", "pk")
    )
    asked = [row for row in rows if row.state == ObjectionState.OPEN and row.round < proposal.round]
    if proposal.state != ProposalState.STANCES or proposal.is_over():
        asked = []
    orphans = _orphans(proposal, asked) if carrying else set()
    if not hears:
        settled = _orphans(proposal, [row for row in rows if row.closed_at is not None]) if carrying else set()
        rows = before_the_round(proposal, reader, rows, settled)
    rows.sort(key=lambda row: row.state != ObjectionState.OPEN)
    return [_raised(proposal, reader, row, asked, orphans, named) for row in rows]


def _raised(
    proposal: Proposal,
    reader: Person,
    row: Objection,
    asked: list[Objection],
    orphans: set[int],
    named: bool,
) -> Raised:
    mine = row.person_id == reader.pk
    return Raised(row, _name(row.person, proposal, named), mine, mine and row in asked, row.pk in orphans)


def _orphans(proposal: Proposal, asked: Iterable[Objection]) -> set[int]:
    """Objections whose author was erased, or acts no more where she spoke."""
    rows = list(asked)
    people = {row.person_id for row in rows if row.person_id is not None}
    if not rows:
        return set()
    places = Elector.objects.filter(proposal=proposal, person__in=people)
    where = dict(places.values_list("person_id", "speaks_for_id"))
    wanted = {proposal.community_id, *(key for key in where.values() if key)}
    acting = set(_acting(people, wanted))
    return {
        row.pk for row in rows if (row.person_id, where.get(row.person_id or 0) or proposal.community_id) not in acting
    }


def _acting(people: set[int], communities: set[int]) -> Iterable[tuple[int, int]]:
    inside = Membership.objects.active().filter(person__in=people, community__in=communities)
    held = RoleGrant.objects.held().filter(person__in=people, community__in=communities, person__is_active=True)
    yield from inside.values_list("person_id", "community_id")
    yield from held.values_list("person_id", "community_id")


def _name(person: Person | None, proposal: Proposal, named: bool) -> str:
    """Only the circle hears stances with names; whoever carries it from outside reads the words."""
    if person is None:
        return ""
    return called(person, proposal.community) if named else gettext("a member of the circle")


def _house(reader: Person, electors: dict[int, Elector], person_id: int | None, language: str) -> str:
    elector = electors.get(person_id or 0)
    if elector is None or elector.speaks_for is None or not may_name(reader, elector.speaks_for):
        return ""
    return best_words(elector.speaks_for, "name", language).text
