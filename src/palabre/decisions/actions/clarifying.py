"""The first round: questions to understand, and their answers. Then stances are asked for."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.decisions.actions.common import language_of, locked, tell
from palabre.decisions.choices import ProposalState
from palabre.decisions.models import Clarification, Proposal
from palabre.decisions.rules.rounds import (
    can_answer_clarification,
    can_approve_words,
    can_ask_clarification,
    can_ask_stances,
)
from palabre.kit.dates import local_moment
from palabre.kit.text import NEEDED, checked
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.languages.actions import approve_half
from palabre.languages.queries import other, words
from palabre.people.models import Person

LONGEST_QUESTION = 2000
MOST_QUESTIONS = 60
LAST_MINUTE = time(23, 59)
MOST_DAYS = 92


def ask_clarification(*, actor: Person, proposal: Proposal, question: str, language: str) -> Clarification:
    """A question to understand. Raises Refused."""
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_ask_clarification(fresh(actor), proposal))
        if proposal.clarifications.count() >= MOST_QUESTIONS:
            raise Refused(no(_("%(most)s questions at most.") % {"most": MOST_QUESTIONS}), "question")
        clarification = Clarification.objects.create(
            proposal=proposal, asked_by=actor, language=language_of(language),
            question=checked(question, "question", LONGEST_QUESTION, NEEDED),
        )  # fmt: skip
        tell("decisions.clarification_asked", actor, proposal, clarification=clarification.pk)
    return clarification


def answer_clarification(
    *, actor: Person, clarification: Clarification, answer: str, language: str, seen: str | None = None
) -> Clarification:
    """Its answer, or a better one; `seen` is the answer that stood when she wrote hers. Raises Refused, Clash."""
    with transaction.atomic():
        proposal = locked(clarification.proposal)
        rows = Clarification.objects.select_for_update(of=("self",)).select_related("asked_by")
        clarification = rows.get(pk=clarification.pk)
        clarification.proposal = proposal
        require(can_answer_clarification(fresh(actor), clarification))
        if seen is not None and seen != clarification.answer:
            raise Clash(no(_("Somebody else has answered meanwhile. Theirs stands below yours.")), clarification)
        clarification.answer = checked(answer, "answer", LONGEST_QUESTION, NEEDED)
        clarification.answer_language, clarification.answered_by = language_of(language), actor
        clarification.answered_at = timezone.now()
        clarification.save(update_fields=["answer", "answer_language", "answered_by", "answered_at"])
        asker = clarification.asked_by_id
        tell("decisions.clarification_answered", actor, proposal, about_id=asker, clarification=clarification.pk)
    return clarification


def approve_words(*, actor: Person, proposal: Proposal) -> int:
    """Both languages say the same: of what somebody else translated; gives how many texts. Raises Refused."""
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_approve_words(fresh(actor), proposal))
        language = other(proposal.source_language)
        waiting = [name for name in proposal.translatable if words(proposal, name, language).state == "in_review"]
        if not waiting:
            raise Refused(no(_("There is no translation to approve yet.")))
        for name in waiting:
            approve_half(
                actor_id=actor.pk, thing=proposal, field=name, language=language, community_id=proposal.community_id
            )
        tell("decisions.words_approved", actor, proposal)
    return len(waiting)


def ask_stances(*, actor: Person, proposal: Proposal, until: date) -> Proposal:
    """The questions are over: the first round begins, until the end of that day. Raises Refused."""
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_ask_stances(fresh(actor), proposal))
        begin_round(proposal, until)
        tell("decisions.stances_asked", actor, proposal, round=proposal.round)
    return proposal


def begin_round(proposal: Proposal, until: date | datetime) -> None:
    """The caller holds the proposal and has asked its rule."""
    proposal.closes_at = last_moment(proposal, until)
    proposal.state = ProposalState.STANCES
    proposal.save(update_fields=["state", "closes_at", "round"])


def last_moment(proposal: Proposal, until: date | datetime) -> datetime:
    """The end of that day where the community lives; it lies ahead, and not too far. Raises Refused."""
    moment = until if isinstance(until, datetime) else local_moment(until, LAST_MINUTE, proposal.community.zone)
    days = (moment - timezone.now()).total_seconds() / 86400
    if days <= 0:
        raise Refused(no(_("This day has passed. Choose a day ahead.")), "until")
    if days > MOST_DAYS:
        raise Refused(no(_("Choose a day within three months: a round that never ends decides nothing.")), "until")
    return moment
