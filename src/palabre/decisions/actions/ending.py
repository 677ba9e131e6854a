"""A round ends: by its day, or before it when nothing more can change. What was decided is recorded in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.decisions.actions.common import LONGEST, language_of, locked, tell
from palabre.decisions.choices import ObjectionState, ProposalState, StanceKind
from palabre.decisions.models import DecisionRecord, Objection, Proposal
from palabre.decisions.queries.rounds import counts
from palabre.decisions.rules.proposals import can_set_aside
from palabre.decisions.rules.rounds import can_end_round, can_record, tally
from palabre.kit.text import NEEDED, checked
from palabre.kit.verdict import Refused, no, require
from palabre.languages.actions import write_other
from palabre.people.models import Person

LONGEST_OUTCOME = 4000
FURTHEST_REVIEW = timedelta(days=5 * 366)


def end_round(*, actor: Person, proposal: Proposal) -> Proposal:
    """Before its day: everybody has spoken, or an objection already asks for other words. Raises Refused."""
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_end_round(fresh(actor), proposal))
        _count(actor, proposal)
    return proposal


def close_round(*, proposal: Proposal, now: datetime | None = None) -> bool:
    """On its day, by itself; asked again under the lock, so that it is done once. False: nothing to close."""
    with transaction.atomic():
        proposal = locked(proposal)
        if not proposal.is_over(now):
            return False
        _count(None, proposal)
    return True


def announce_end(*, proposal: Proposal) -> bool:
    """Tell those who have not spoken that the round ends tomorrow: once for each round."""
    with transaction.atomic():
        proposal = locked(proposal)
        if proposal.state != ProposalState.STANCES or proposal.announced >= proposal.round or proposal.is_over():
            return False
        proposal.announced = proposal.round
        proposal.save(update_fields=["announced"])
        tell("decisions.round_closing", None, proposal, round=proposal.round)
    return True


def _count(actor: Person | None, proposal: Proposal) -> None:
    """Too few have spoken: no quorum. An objection stands: to integrate. Nothing hinders: to record."""
    counted = tally(proposal)
    if not counted.has_quorum:
        proposal.state, proposal.ended_at = ProposalState.NO_QUORUM, timezone.now()
    else:
        proposal.state = ProposalState.AMENDING if counted.objections else ProposalState.TO_RECORD
    proposal.save(update_fields=["state", "ended_at"])
    tell(
        "decisions.round_ended", actor, proposal, round=proposal.round, state=proposal.state, spoken=counted.spoken,
        electors=counted.electors,
    )  # fmt: skip


def record_outcome(
    *, actor: Person, proposal: Proposal, outcome: str, review_on: date | None, language: str, other_outcome: str = ""
) -> DecisionRecord:
    """Adopted, in the words that stay, with the day to look at it again (INV-29). Raises Refused."""
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_record(fresh(actor), proposal))
        words = checked(outcome, "outcome", LONGEST_OUTCOME, NEEDED)
        record = _record(actor, proposal, ProposalState.ADOPTED, words, language, review_day(review_on))
        other_words = checked(other_outcome, "other_outcome", LONGEST)
        write_other(
            actor_id=actor.pk, thing=record, field="outcome", text=other_words, community_id=proposal.community_id
        )
        _replace(proposal)
        tell("decisions.adopted", actor, proposal)
    return record


def set_aside(*, actor: Person, proposal: Proposal, reason: str, language: str) -> DecisionRecord:
    """Let it go, and say why. Raises Refused."""
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_set_aside(fresh(actor), proposal))
        words = checked(reason, "reason", LONGEST_OUTCOME, NEEDED)
        record = _record(actor, proposal, ProposalState.SET_ASIDE, words, language, None)
        tell("decisions.set_aside", actor, proposal)
    return record


def review_day(day: date | None, field: str = "review_on") -> date:
    """A day ahead, within five years. Raises Refused."""
    if day is None:
        raise Refused(no(_("Choose the day on which you look at this decision again.")), field)
    ahead = day - timezone.localdate()
    if ahead <= timedelta(0):
        raise Refused(no(_("This day has passed. Choose a day ahead.")), field)
    if ahead > FURTHEST_REVIEW:
        raise Refused(no(_("Choose a day within five years.")), field)
    return day


def _record(
    actor: Person, proposal: Proposal, state: ProposalState, words: str, language: str, review_on: date | None
) -> DecisionRecord:
    said_by_kind = counts(proposal)
    integrated = Objection.objects.filter(proposal=proposal, state=ObjectionState.INTEGRATED).count()
    record = DecisionRecord.objects.create(
        proposal=proposal, state=state, outcome=words, source_language=language_of(language), recorded_by=actor,
        review_on=review_on,
        electors=proposal.electors.count(), consenting=said_by_kind[StanceKind.CONSENT],
        with_reservation=said_by_kind[StanceKind.RESERVATION], standing_aside=said_by_kind[StanceKind.ABSTAIN],
        objections_integrated=integrated,
    )  # fmt: skip
    proposal.state, proposal.ended_at, proposal.ended_by = state, timezone.now(), actor
    proposal.save(update_fields=["state", "ended_at", "ended_by"])
    return record


def _replace(proposal: Proposal) -> None:
    """What was in force before it is no more."""
    if proposal.replaces_id is None:
        return
    before = Proposal.objects.select_for_update().filter(pk=proposal.replaces_id, state=ProposalState.ADOPTED).first()
    if before is not None:
        before.state = ProposalState.REPLACED
        before.save(update_fields=["state"])
        tell("decisions.replaced", None, before)
