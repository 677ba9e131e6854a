"""What each elector says in a round: one stance each, changed until its last moment; an objection has a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.decisions.actions.common import language_of, locked, tell
from palabre.decisions.choices import ObjectionState, ProposalState, StanceKind
from palabre.decisions.models import Amendment, Objection, Proposal, Stance
from palabre.decisions.rules.rounds import can_integrate, can_keep, can_take_stance, can_withdraw
from palabre.kit.text import checked
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.people.models import Person

LONGEST_REASON = 2000
NO_REASON = no(_("An objection needs its reason: say what harm you see for our shared aim."))
NO_WORD = no(_("Say your reservation in a few words."))
TEXT_CHANGED = no(_("The text has changed since you opened this page. Read it again, then say where you stand."))


def take_stance(
    *,
    actor: Person,
    proposal: Proposal,
    kind: str,
    comment: str = "",
    language: str = "fr",
    seen_round: int | None = None,
    at: datetime | None = None,
) -> Stance:
    """Say where one stands, or say it anew: one row for each person and round, however often and fast it is sent.

    `seen_round` is the round whose text she read: after an amendment it raises Clash, so that nobody consents to words
    that she has not seen. `at` is the moment at which her request came in. Raises Refused.
    """
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_take_stance(fresh(actor), proposal, at))
        if seen_round is not None and seen_round != proposal.round:
            raise Clash(TEXT_CHANGED, proposal)
        words = _words(kind, comment)
        stance, _new = Stance.objects.update_or_create(
            proposal=proposal, round=proposal.round, person=actor,
            defaults={"kind": kind, "comment": words, "language": language_of(language), "at": timezone.now()},
        )  # fmt: skip
        _follow(actor, proposal, stance)
        tell("decisions.stance_taken", actor, proposal, round=proposal.round)
    return stance


def _words(kind: str, comment: str) -> str:
    if kind not in StanceKind.values:
        raise Refused(no(_("Choose one of the answers shown.")), "kind")
    words = checked(comment, "comment", LONGEST_REASON)
    if kind == StanceKind.OBJECT and not words:
        raise Refused(NO_REASON, "comment")
    if kind == StanceKind.RESERVATION and not words:
        raise Refused(NO_WORD, "comment")
    return words


def _follow(actor: Person, proposal: Proposal, stance: Stance) -> None:
    """Her objection is what she says now: raised, said in other words, integrated by the new text, or taken back."""
    standing = Objection.objects.select_for_update().filter(proposal=proposal, person=actor, state=ObjectionState.OPEN)
    objection = standing.first()
    if stance.kind == StanceKind.OBJECT:
        if objection is None:
            objection = Objection(proposal=proposal, person=actor)
        objection.round, objection.reason, objection.language = proposal.round, stance.comment, stance.language
        objection.save()
    elif objection is not None:
        newer = objection.round < proposal.round
        _close(objection, ObjectionState.INTEGRATED if newer else ObjectionState.WITHDRAWN)


def integrate_objection(*, actor: Person, objection: Objection, at: datetime | None = None) -> Objection:
    """The new text answers it. Raises Refused."""
    with transaction.atomic():
        proposal, objection = _locked(objection)
        require(can_integrate(fresh(actor), objection, at))
        _close(objection, ObjectionState.INTEGRATED)
        tell("decisions.objection_integrated", actor, proposal, objection=objection.pk)
    return objection


def keep_objection(*, actor: Person, objection: Objection, at: datetime | None = None) -> Objection:
    """The new text does not answer it: it is raised again in this round, in the same words. Raises Refused."""
    with transaction.atomic():
        proposal, objection = _locked(objection)
        require(can_keep(fresh(actor), objection, at))
        objection.round = proposal.round
        objection.save(update_fields=["round"])
        Stance.objects.update_or_create(
            proposal=proposal, round=proposal.round, person=actor,
            defaults={"kind": StanceKind.OBJECT, "comment": objection.reason, "language": objection.language,
                      "at": timezone.now()},
        )  # fmt: skip
        tell("decisions.objection_kept", actor, proposal, objection=objection.pk)
    return objection


def withdraw_objection(*, actor: Person, objection: Objection, at: datetime | None = None) -> Objection:
    """Taken back: she stands aside, and may say something else while the round is open. Raises Refused.

    When it was the last one and the round is over, nothing hinders any more: the outcome waits to be recorded.
    """
    with transaction.atomic():
        proposal, objection = _locked(objection)
        require(can_withdraw(fresh(actor), objection, at))
        _close(objection, ObjectionState.WITHDRAWN)
        said_object = Stance.objects.filter(proposal=proposal, round=proposal.round, person=actor)
        said_object.filter(kind=StanceKind.OBJECT).update(kind=StanceKind.ABSTAIN, comment="", at=timezone.now())
        if proposal.state == ProposalState.AMENDING and not _any_open(proposal):
            proposal.state = ProposalState.TO_RECORD
            proposal.save(update_fields=["state"])
        tell("decisions.objection_withdrawn", actor, proposal, objection=objection.pk, state=proposal.state)
    return objection


def _locked(objection: Objection) -> tuple[Proposal, Objection]:
    proposal = locked(objection.proposal)
    rows = Objection.objects.select_for_update(of=("self",)).select_related("person")
    objection = rows.get(pk=objection.pk, proposal=proposal)
    objection.proposal = proposal
    return proposal, objection


def _any_open(proposal: Proposal) -> bool:
    return Objection.objects.filter(proposal=proposal, state=ObjectionState.OPEN).exists()


def _close(objection: Objection, state: ObjectionState) -> None:
    objection.state, objection.closed_at = state, timezone.now()
    if state == ObjectionState.INTEGRATED:
        objection.integrated_by = Amendment.objects.filter(proposal=objection.proposal_id).order_by("round").last()
    objection.save(update_fields=["state", "closed_at", "integrated_by"])
