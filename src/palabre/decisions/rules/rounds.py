"""Who asks to understand, who takes a stance, who answers for an objection; what a round needs to begin and to hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from palabre.communities.choices import Role
from palabre.communities.rules import has_signed, holds, may_act
from palabre.decisions.choices import ObjectionState, ProposalState
from palabre.decisions.models import Clarification, Elector, Objection, Proposal, Stance
from palabre.decisions.rules.proposals import ENDED, NOT_NOW, carries, elector_of
from palabre.kit.verdict import YES, Text, Verdict, no
from palabre.languages.queries import other, state_in
from palabre.people.models import Person

NOT_AN_ELECTOR = no(_("The circle that decides was set when this proposal was opened. You are not part of it."))
ROUND_OVER = no(_("The last day of this round has passed: no stance is taken any more."))
NOT_YOUR_OBJECTION = no(_("Only whoever objected says what becomes of it."))
TRANSLATORS = (Role.TRANSLATOR, Role.COORDINATOR, Role.FACILITATOR, Role.STEWARD)
IN_OTHER = {"fr": _("The text is missing in French."), "en": _("The text is missing in English.")}
OUTDATED = {
    "fr": _("The French text is outdated: the source has changed since."),
    "en": _("The English text is outdated: the source has changed since."),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many decide, how many have said something in this round, how many must, how many objections stand."""

    electors: int
    spoken: int
    needed: int
    objections: int

    @property
    def has_quorum(self) -> bool:
        return self.spoken >= self.needed


def needed_of(electors: int, quorum: int) -> int:
    """At least one, whatever the part: silence alone decides nothing."""
    return max(1, ceil(electors * quorum / 100))


def tally(proposal: Proposal) -> Tally:
    """Three counts; those whose account was erased count with what they said."""
    electors = Elector.objects.filter(proposal=proposal).count()
    spoken = Stance.objects.filter(proposal=proposal, round=proposal.round).count()
    standing = Objection.objects.filter(proposal=proposal, state=ObjectionState.OPEN).count()
    return Tally(electors, spoken, needed_of(electors, proposal.quorum), standing)


def may_speak(actor: Person, proposal: Proposal, elector: Elector | None = None) -> Verdict:
    """Part of the circle, and acting today in the community that she speaks in or for (INV-03)."""
    elector = elector or elector_of(actor, proposal)
    if elector is None:
        signed = has_signed(actor, proposal.community_id)
        return NOT_AN_ELECTOR if signed else signed
    return may_act(actor, elector.speaks_for_id or proposal.community_id)


def can_ask_clarification(actor: Person, proposal: Proposal, elector: Elector | None = None) -> Verdict:
    """A question to understand: facts, no opinion yet."""
    if proposal.state != ProposalState.CLARIFYING:
        return no(_("The time of questions is over. What hinders you can be said as an objection, with its reason."))
    return may_speak(actor, proposal, elector)


def can_answer_clarification(actor: Person, clarification: Clarification) -> Verdict:
    """Whoever proposed, or the coordination; whoever asked does not answer herself."""
    proposal = clarification.proposal
    if proposal.state != ProposalState.CLARIFYING:
        return NOT_NOW
    verdict = carries(actor, proposal)
    if verdict and clarification.asked_by_id == actor.pk and proposal.proposer_id != actor.pk:
        return no(_("Somebody else answers a question that you asked."))
    return verdict


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that a ballot still lacks: `kind` says where it is mended."""

    kind: str
    sentence: Text


def gaps(proposal: Proposal) -> list[Gap]:
    """What is missing before anybody is asked for a stance: both languages where the community needs them, answers."""
    found = []
    unanswered = Clarification.objects.filter(proposal=proposal, answer="").count()
    if unanswered:
        said = ngettext(
            "%(number)s question still waits for its answer.",
            "%(number)s questions still wait for an answer.",
            unanswered,
        )
        found.append(Gap("answers", said % {"number": unanswered}))
    return [*gaps_in_words(proposal), *found]


def gaps_in_words(proposal: Proposal) -> list[Gap]:
    """A circle that reads two languages decides on the same words in both."""
    if not proposal.community.needs_both_languages:
        return []
    language = other(proposal.source_language)
    state = state_in(proposal, language)
    if state == "missing":
        return [Gap("words", IN_OTHER[language])]
    return [Gap("words", OUTDATED[language])] if state == "outdated" else []


def can_ask_stances(actor: Person, proposal: Proposal, missing: list[Gap] | None = None) -> Verdict:
    """End the questions and begin the first round; the refusal names the first thing that is missing."""
    if proposal.state != ProposalState.CLARIFYING:
        return NOT_NOW
    verdict = carries(actor, proposal)
    if not verdict:
        return verdict
    missing = gaps(proposal) if missing is None else missing
    return no(missing[0].sentence) if missing else YES


def can_take_stance(
    actor: Person, proposal: Proposal, at: datetime | None = None, elector: Elector | None = None
) -> Verdict:
    """Until the last moment of the round, by the clock, whether somebody has closed it already or not."""
    if proposal.state != ProposalState.STANCES:
        return ENDED if proposal.state in ProposalState.ended() else NOT_NOW
    if proposal.is_over(at or timezone.now()):
        return ROUND_OVER
    return may_speak(actor, proposal, elector)


def can_integrate(actor: Person, objection: Objection, at: datetime | None = None) -> Verdict:
    """Say that the new text answers an objection, or that it does not: whoever raised it, after an amendment.

    Where she no longer acts there, or was erased, the coordination says it: nobody could any more.
    """
    proposal, own = objection.proposal, objection.person_id == actor.pk
    # first of all: to anybody else a refusal says nothing of what became of it
    if not own and (proposal.proposer_id == actor.pk or not carries(actor, proposal) or not is_orphan(objection)):
        return NOT_YOUR_OBJECTION
    if objection.state != ObjectionState.OPEN or proposal.state != ProposalState.STANCES:
        return NOT_NOW
    if proposal.is_over(at or timezone.now()):
        return ROUND_OVER
    if objection.round >= proposal.round:
        return no(_("The text has not changed since this objection."))
    return may_speak(actor, proposal) if own else YES


def can_keep(actor: Person, objection: Objection, at: datetime | None = None) -> Verdict:
    """Say that the new text does not answer it: whoever raised it."""
    verdict = can_integrate(actor, objection, at)
    return verdict if not verdict or objection.person_id == actor.pk else NOT_YOUR_OBJECTION


def can_withdraw(actor: Person, objection: Objection, at: datetime | None = None) -> Verdict:
    """Take one's own objection back: while it hinders."""
    proposal = objection.proposal
    if objection.person_id != actor.pk:
        return NOT_YOUR_OBJECTION
    if objection.state != ObjectionState.OPEN:
        return NOT_NOW
    if proposal.state not in (ProposalState.STANCES, ProposalState.AMENDING):
        return NOT_NOW
    if proposal.is_over(at or timezone.now()):
        return ROUND_OVER
    return may_speak(actor, proposal)


def is_orphan(objection: Objection) -> bool:
    """Nobody can take it back any more: whoever raised it was erased, or does not act there now."""
    if objection.person is None or not objection.person.is_active:
        return True
    return not may_speak(objection.person, objection.proposal)


def can_end_round(actor: Person, proposal: Proposal, counted: Tally | None = None) -> Verdict:
    """Before its last day: when everybody has spoken, or when an objection already asks for other words."""
    if proposal.state != ProposalState.STANCES:
        return NOT_NOW
    verdict = carries(actor, proposal)
    if not verdict or proposal.is_over():
        return verdict
    counted = counted or tally(proposal)
    if counted.spoken >= counted.electors or (counted.objections and counted.has_quorum):
        return YES
    return no(_("Not everybody has spoken yet. The round ends by itself on its last day."))


def can_amend(actor: Person, proposal: Proposal) -> Verdict:
    """Write the text again, so that it answers the objections."""
    if proposal.state != ProposalState.AMENDING:
        return ENDED if proposal.state in ProposalState.ended() else NOT_NOW
    return carries(actor, proposal)


def can_record(actor: Person, proposal: Proposal, counted: Tally | None = None) -> Verdict:
    """Adopt, in the words that stay: no objection open, and enough have spoken (INV-29)."""
    if proposal.state != ProposalState.TO_RECORD:
        return ENDED if proposal.state in ProposalState.ended() else NOT_NOW
    verdict = carries(actor, proposal)
    if not verdict:
        return verdict
    counted = counted or tally(proposal)
    if counted.objections:
        return no(_("An objection is still open: nothing is adopted against it."))
    return YES if counted.has_quorum else no(_("Not enough people have spoken."))


def can_review(actor: Person, proposal: Proposal) -> Verdict:
    """Look again at what was decided: whoever recorded it or proposed it, or the coordination."""
    if proposal.state != ProposalState.ADOPTED:
        return NOT_NOW
    if proposal.record.recorded_by_id == actor.pk:
        return may_act(actor, proposal.community_id)
    return carries(actor, proposal)


def can_approve_words(actor: Person, proposal: Proposal) -> Verdict:
    """Say that both languages say the same: anybody of the circle but whoever translated (`languages` sees to it)."""
    if proposal.is_frozen():
        return NOT_NOW
    verdict = may_speak(actor, proposal)
    return verdict or carries(actor, proposal)


def can_translate(actor: Person, proposal: Proposal) -> Verdict:
    """Write the other half of a ballot before the round, of an outcome after it: translation, or whoever carries it."""
    recorded = proposal.state in (ProposalState.ADOPTED, ProposalState.SET_ASIDE, ProposalState.REPLACED)
    if proposal.is_frozen() and not recorded:
        return NOT_NOW
    return YES if holds(actor, proposal.community_id, *TRANSLATORS) else carries(actor, proposal)
