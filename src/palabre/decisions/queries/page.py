"""One proposal as one reader sees it: where it stands, the text, her stance, what hinders, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from palabre.communities.queries.naming import called
from palabre.decisions.choices import ProposalState
from palabre.decisions.models import Elector, Proposal
from palabre.decisions.queries.memory import Asked, Changed, Decided, asked, changed, decided, neighbours
from palabre.decisions.queries.voices import Raised, Voice, raised, voices
from palabre.decisions.rules.proposals import (
    can_edit_proposal,
    can_open_proposal,
    can_propose_again,
    can_set_aside,
    carries,
    hears_stances,
    knows_names,
    sees_inside,
)
from palabre.decisions.rules.rounds import (
    Gap,
    Tally,
    can_amend,
    can_ask_clarification,
    can_ask_stances,
    can_end_round,
    can_record,
    can_review,
    can_take_stance,
    can_translate,
    gaps,
    tally,
)
from palabre.kit.verdict import Text, Verdict
from palabre.languages.models import Translatable
from palabre.languages.queries import State, load_halves, other, pair, words
from palabre.people.models import Person

STEPS: tuple[Text, ...] = (_("Understand"), _("Stances"), _("Objections"), _("Record"))
AT = {
    ProposalState.DRAFT: 0, ProposalState.CLARIFYING: 1, ProposalState.STANCES: 2, ProposalState.AMENDING: 3,
    ProposalState.TO_RECORD: 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """`inside`: reads what was said; `hears`: the others too by now. `mine`: her own stance in this round.

    `approves`: may say that both languages say the same.
    """

    proposal: Proposal
    proposer: str
    steps: tuple[Text, ...]
    current: int
    pair: list[tuple[str, State]]
    approves: bool
    elector: Elector | None
    inside: bool
    carrying: bool
    over: bool
    counted: Tally
    mine: Voice | None
    hears: bool
    voices: list[Voice]
    raised: list[Raised]
    asked: list[Asked]
    changed: list[Changed]
    decided: Decided | None
    gaps: list[Gap]
    before: Proposal | None
    after: Proposal | None
    can: Mapping[str, Verdict]

    @property
    def my_objection(self) -> Raised | None:
        """What she is asked to answer after an amendment."""
        return next((one for one in self.raised if one.answers), None)


def proposal_page(reader: Person, proposal: Proposal, language: str) -> ProposalPage:
    """A fixed number of queries, whatever the number of electors, objections, questions and amendments."""
    rows = Elector.objects.filter(proposal=proposal).select_related("speaks_for")
    electors = {row.person_id: row for row in rows if row.person_id is not None}
    elector, carrying = electors.get(reader.pk), bool(carries(reader, proposal))
    inside = sees_inside(reader, proposal, elector)
    named = knows_names(reader, proposal, inside)
    outcome, (before, after) = decided(proposal, named), neighbours(reader, proposal)
    _load(proposal, outcome, electors, before, after)
    said = voices(proposal, reader, electors, language) if inside else []
    mine = next((one for one in said if one.mine), None)
    hears = inside and hears_stances(proposal, elector, spoken=mine is not None)
    missing = gaps(proposal) if carrying and proposal.state == ProposalState.CLARIFYING else []
    return ProposalPage(
        proposal=proposal,
        proposer=called(proposal.proposer, proposal.community) if named and proposal.proposer else "",
        steps=STEPS,
        current=AT.get(ProposalState(proposal.state), len(STEPS) + 1),
        pair=pair(proposal),
        approves=inside and _approves(reader, proposal),
        elector=elector, inside=inside, carrying=carrying, over=proposal.is_over(),
        counted=(counted := tally(proposal)),
        mine=mine, hears=hears, voices=said if hears else [],
        raised=raised(proposal, reader, carrying=carrying, hears=hears, named=elector is not None) if inside else [],
        asked=asked(proposal, named), changed=changed(proposal, language, named), decided=outcome,
        gaps=missing, before=before, after=after,
        can=_verdicts(reader, proposal, elector, counted, missing),
    )  # fmt: skip


def _verdicts(
    reader: Person, proposal: Proposal, elector: Elector | None, counted: Tally, missing: list[Gap]
) -> dict[str, Verdict]:
    return {
        "open": can_open_proposal(reader, proposal),
        "edit": can_edit_proposal(reader, proposal),
        "translate": can_translate(reader, proposal),
        "ask": can_ask_clarification(reader, proposal, elector),
        "stances": can_ask_stances(reader, proposal, missing),
        "speak": can_take_stance(reader, proposal, None, elector),
        "end": can_end_round(reader, proposal, counted),
        "amend": can_amend(reader, proposal),
        "record": can_record(reader, proposal, counted),
        "set_aside": can_set_aside(reader, proposal),
        "review": can_review(reader, proposal),
        "again": can_propose_again(reader, proposal),
    }


def _load(
    proposal: Proposal, outcome: Decided | None, electors: Mapping[int, Elector], *others: Proposal | None
) -> None:
    """The halves of everything on the page. One query."""
    houses = [row.speaks_for for row in electors.values() if row.speaks_for is not None]
    records = [outcome.record] if outcome is not None else []
    things: list[Translatable] = [proposal, *records, *houses, *(one for one in others if one is not None)]
    load_halves(things)


def _approves(reader: Person, proposal: Proposal) -> bool:
    """A translation waits for her eyes: not her own, and not once the words are set."""
    if proposal.is_frozen():
        return False
    language = other(proposal.source_language)
    waiting = [words(proposal, name, language) for name in proposal.translatable]
    halves = [one.half for one in waiting if one.state == "in_review" and one.half is not None]
    return bool(halves) and all(half.written_by_id != reader.pk for half in halves)
